"""Exit codes of every command here, Locust's included, and how their help tells them."""

EXPECTED = 0
ERRORS = 1
WRONG_VERDICT = 2
UNFIT = 3

IN_WORDS = """Exit codes: 0 as expected; 1 errors, a page that answers with an error, or nothing asked; 2 a problem missed, a false one,
or an unequal pair; 3 the environment does not fit, or probes ended early."""

"""Exit codes of every command here, Locust's included."""

EXPECTED = 0
ERRORS = 1  # errors, or no requests
WRONG_VERDICT = 2  # missed, false, or an unequal pair
UNFIT = 3  # the environment does not fit

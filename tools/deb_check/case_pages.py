"""Pages of cases, found by what the catalogue claims about them: a check of an installation knows no case by its name."""

LOOPED_QUERY = ("sql", "1 + n")  # a query for each item of a list; the fix sends the same response
CALLS_AT_ONCE = ("call-waits", "1")  # calls of partner services


def _claiming(catalogue, claimed):
    return next((case, claim["variant"]) for case in catalogue["cases"] for claim in case["claims"] if (claim["key"], claim["formula"]) == claimed)


def folder_of(catalogue, claimed):
    return f"cases/{_claiming(catalogue, claimed)[0]['slug']}/"


def path_of(catalogue, claimed, pace=None):
    """The variant that claims it, or the first one of this pace of the same case."""
    case, name = _claiming(catalogue, claimed)
    return next(variant["path"] for variant in case["variants"] if (variant["pace"] == pace if pace else variant["name"] == name))

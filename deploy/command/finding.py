"""What a check found."""

from dataclasses import dataclass

OK, NOTE, WRONG, UNKNOWN = "ok", "note", "wrong", "unknown"
MARKS = {OK: "ok", NOTE: "note", WRONG: "WRONG", UNKNOWN: "unknown"}


@dataclass(frozen=True)
class Finding:
    state: str
    what: str
    fix: str = ""


def judge(is_well, well, wrong, fix, otherwise=WRONG):
    """One finding: `well` if all is well, else `wrong` with its fix."""
    return Finding(OK, well) if is_well else Finding(otherwise, wrong, fix)

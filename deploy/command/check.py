"""`caseload check`: what is wrong with this installation, and how to correct it. Each check_*.py yields findings."""

import check_database
import check_files
import check_host
import check_profile
import check_web
from console import Failure
from finding import MARKS, NOTE, OK, UNKNOWN, WRONG, Finding

CHECKS = (
    ("programs", check_files.programs),
    ("configuration", check_files.configuration),
    ("rights", check_files.rights),
    ("database", check_database.server),
    ("data", check_database.data),
    ("privileges", check_database.privileges),
    ("cache", check_host.cache),
    ("services", check_host.services),
    ("nginx", check_web.nginx),
    ("site", check_web.site),
    ("application", check_web.application),
    ("profile", check_profile.profile),
    ("limits", check_host.limits),
    ("disk", check_host.disk),
    ("clock", check_host.clock),
)


def findings(installation, checks=CHECKS):
    """(name of the check, finding). A check that fails itself, or finds nothing at all, has not found that all is well."""
    for name, check in checks:
        found = None
        try:
            for found in check(installation):
                yield name, found
        except Failure as failure:
            found = Finding(WRONG, failure.what, failure.fix)
            yield name, found
        except (OSError, ValueError) as error:
            found = Finding(UNKNOWN, str(error))
            yield name, found
        if found is None:
            yield name, Finding(UNKNOWN, "nothing to check was found")


def run(installation, _options):
    counts = dict.fromkeys((OK, NOTE, WRONG, UNKNOWN), 0)
    for name, found in findings(installation):
        counts[found.state] += 1
        print(f"  {MARKS[found.state]:<8}{name:<15}{found.what}")
        if found.fix:
            print(f"  {'':<23}→ {found.fix}")
    print(f"\n{summary(counts)}")
    return 1 if counts[WRONG] else 3 if counts[UNKNOWN] else 0


def summary(counts):
    texts = [f"{counts[WRONG]} wrong" if counts[WRONG] else "", f"{counts[UNKNOWN]} could not be checked" if counts[UNKNOWN] else "",
             f"{counts[NOTE]} worth knowing" if counts[NOTE] else "", f"{counts[OK]} in order"]
    return ", ".join(filter(None, texts)) + "."

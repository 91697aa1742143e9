"""Checks of the packages as files: lintian, and systemd's own checks of the units."""

import re
import subprocess

from console import Failure

UNITS = ("caseload.service", "caseload-worker.service", "caseload-partners.service")
MAX_EXPOSURE = 2.5


def lintian(debs):
    """Fails on errors and warnings. None is excepted now; debian/*.lintian-overrides would name exceptions with their reason."""
    result = subprocess.run(["lintian", "--allow-root", "--fail-on", "error,warning", *map(str, debs)], capture_output=True, text=True)
    if result.returncode != 0:
        raise Failure(f"lintian:\n{result.stdout}{result.stderr}", "correct the packages, or name the exception with its reason in debian/*.lintian-overrides")


def units(life):
    """What systemd says about the installed units. Returns the exposure of each."""
    complaints = [line for line in life.run("systemd-analyze", "verify", "--man=no", *UNITS, "caseload.socket", "caseload-partners.socket").splitlines() if "caseload" in line]
    if complaints:
        raise Failure("systemd-analyze verify:\n" + "\n".join(complaints))
    return ", ".join(f"{unit} {exposure(life, unit)}" for unit in UNITS)


def exposure(life, unit):
    printed = life.run("systemd-analyze", "security", "--offline=true", "--no-pager", f"/lib/systemd/system/{unit}")
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", printed)
    if not found:
        raise Failure(f"systemd-analyze security says no exposure of {unit}:\n{printed}")
    if float(found.group(1)) >= MAX_EXPOSURE:
        raise Failure(f"the exposure of {unit} is {found.group(1)}; it must be below {MAX_EXPOSURE}", f"systemd-analyze security --offline=true deploy/systemd/{unit}")
    return found.group(1)

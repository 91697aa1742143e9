"""How exposed the systemd units are, by systemd-analyze security. It reads the files; systemd need not run."""

import re
import shutil
import subprocess

from layout import ROOT

FOLDER = ROOT / "deploy" / "systemd"
UNITS = sorted(file.name for file in FOLDER.glob("*.service"))


def exposure(unit):
    """From 0 to 10; None: it is not in the output."""
    output = subprocess.run(["systemd-analyze", "security", "--offline=true", "--no-pager", FOLDER / unit],
                            capture_output=True, text=True, stdin=subprocess.DEVNULL).stdout
    found = re.search(r"exposure level for \S+: ([0-9.]+)", output)
    return float(found.group(1)) if found else None


def measure(measured):
    if shutil.which("systemd-analyze") is None:
        return measured.leave_out("units", "systemd-analyze is not installed")
    for unit in UNITS:
        found = exposure(unit)
        if found is None:
            return measured.leave_out("units", f"systemd-analyze did not rate {unit}")
        print(f"  {unit}: exposure {found}", flush=True)
        measured.add("units", found, unit)

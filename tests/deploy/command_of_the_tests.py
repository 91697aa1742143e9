"""The modules of `caseload`, and an installation whose files are in a folder of the test."""

import os
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "deploy" / "command"), str(ROOT / "stack")]

from installation import Installation  # noqa: E402


class InstallationOfTheTests(Installation):
    profile = "standard"

    def socket(self, _name):
        return pathlib.Path(os.environ["CASELOAD_TEST_DB_SOCKET"])

    @property
    def config(self):
        return {"database": {"name_prefix": "caseload"}, "app": {"profile": self.profile}}


def in_folder(folder, **changes):
    folder = pathlib.Path(folder)
    for name in ("etc", "state", "nginx/sites-available", "nginx/sites-enabled"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    return InstallationOfTheTests(etc=folder / "etc", state=folder / "state", nginx=folder / "nginx", **changes)

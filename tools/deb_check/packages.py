"""The packages to check, and variants of them: the same tree with one more migration."""

import pathlib
import shutil
import tempfile

import tree
from console import Failure

MIGRATION = "usr/share/caseload/deploy/migrations/9999-deb-check.sql"
WORKS = "ALTER TABLE book ADD COLUMN deb_check INT NOT NULL DEFAULT 7;\n"
# The first query works, the second does not.
BREAKS = "CREATE TABLE IF NOT EXISTS deb_check_half (id INT);\nALTER TABLE no_such_table ADD COLUMN deb_check INT;\n"


def find(folder):
    found = {}
    for name in ("caseload", "caseload-detector"):
        files = sorted(folder.glob(f"{name}_*.deb"))
        if len(files) != 1:
            raise Failure(f"{folder} has {len(files)} packages {name}_*.deb", "`make deb` builds them")
        found[name] = files[0].absolute()
    return found


def field(deb, name):
    return tree.call("dpkg-deb", "--field", deb, name).strip()


def make_variants(debs, folder):
    """broken.deb, whose migration fails, and newer.deb, whose migration works."""
    version = field(debs["caseload"], "Version")
    repack(debs["caseload"], folder / "broken.deb", f"{version}+check1", BREAKS)
    repack(debs["caseload"], folder / "newer.deb", f"{version}+check2", WORKS)


def repack(deb, target, version, migration):
    with tempfile.TemporaryDirectory(dir=target.parent) as name:
        content = pathlib.Path(name) / "content"
        tree.call("dpkg-deb", "--raw-extract", deb, content)
        control = content / "DEBIAN" / "control"
        control.write_text(control.read_text().replace(f"\nVersion: {field(deb, 'Version')}\n", f"\nVersion: {version}\n"))
        (content / MIGRATION).write_text(migration)
        tree.call("dpkg-deb", "-Zgzip", "-z1", "--root-owner-group", "--build", content, target)
        shutil.rmtree(content)

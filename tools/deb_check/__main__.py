"""`make deb-check`: the packages are installed, used, upgraded, removed and purged in a separate Debian tree below /tmp.

Needs root. The tree has its own mounts, processes and network, so nothing of this host is touched, no port is taken, and nothing is
left running. There is no systemd in it: services are started by hand, as their units say; the units are checked separately.

    python3 tools/deb_check FOLDER     where the packages are
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "stack"))

import lint
import packages
import tree
from console import Failure, Step, exit_status


def parse():
    parser = argparse.ArgumentParser(prog="deb_check", description="Installs, upgrades, removes and purges the packages in a separate Debian tree.")
    parser.add_argument("folder", type=pathlib.Path, help="folder with the packages")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--keep", action="store_true", help="keep the tree and say where it is")
    return parser.parse_args()


def inside(folder):
    """In its own namespaces; the folder is the tree's, with the packages in /packages."""
    import scenario

    tree.mount(folder)
    scenario.run(folder)


def outside(options):
    if os.geteuid() != 0:
        raise Failure("this check must run as root, because it makes a tree with other users' files", "sudo make deb-check")
    with tempfile.TemporaryDirectory(prefix="caseload-deb-check.") as name:
        work = pathlib.Path(name)
        work.chmod(0o755)  # users of the tree, such as mysql, must get in
        debs = packages.find(options.folder)
        with Step("lintian"):
            lint.lintian(debs.values())
        with Step("tree") as step:
            tree.make(work / "tree", debs, step)
        with Step("variants"):
            packages.make_variants(debs, work / "tree" / "packages")
        command = ["unshare", "--mount", "--net", "--pid", "--ipc", "--fork", "--kill-child", "--mount-proc",
                   sys.executable, "-B", str(pathlib.Path(__file__).parent), "--inside", str(work / "tree")]
        status = subprocess.run(command).returncode
        if status and options.keep:
            kept = tempfile.mkdtemp(prefix="caseload-deb-check-kept.")
            (work / "tree").rename(pathlib.Path(kept) / "tree")
            print(f"The tree is kept in {kept}/tree")
        return status


def main():
    options = parse()
    if options.inside:
        inside(options.folder)
        return 0
    return outside(options)


if __name__ == "__main__":
    sys.exit(exit_status(main))

"""The copy of the checkout that is mutated: var/mutants/tree. It is reused, so that little has to be recompiled."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "var" / "mutants"
# What belongs to the copy or is linked: programs, test data, npm packages.
OWN = ("build", "var", "node_modules")
# The data and logs of `make test`, relative to the tree.
TEST_DATA = Path("var", "test")


def our_files(root: Path) -> set[str]:
    """All files that are or could be committed."""
    listed = subprocess.run(["git", "ls-files", "-coz", "--exclude-standard"], cwd=root, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        names = set(listed.stdout.split("\0")) - {""}
    else:
        names = {str(file.relative_to(root)) for file in root.rglob("*") if file.relative_to(root).parts[0] not in (*OWN, ".git")}
    return {name for name in names if (root / name).is_file()}


def refresh(root: Path, tree: Path) -> None:
    """Updates the copy. Unchanged files keep their time, for make."""
    names = our_files(root)
    for name in names:
        original, copy = root / name, tree / name
        if copy.is_file() and copy.read_bytes() == original.read_bytes() and copy.stat().st_mode == original.stat().st_mode:
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(original, copy)
        shutil.copymode(original, copy)
    for file in [file for file in tree.rglob("*") if file.relative_to(tree).parts[0] not in OWN and not file.is_dir()]:
        if str(file.relative_to(tree)) not in names:
            file.unlink()
    for folder in sorted((each for each in tree.iterdir() if each.is_dir() and each.name not in OWN), reverse=True):
        remove_empty(folder)
    packages = tree / "node_modules"
    if not packages.exists() and (root / "node_modules").is_dir():
        packages.unlink(missing_ok=True)
        packages.symlink_to(root / "node_modules")


def remove_empty(folder: Path) -> None:
    for below in [each for each in folder.iterdir() if each.is_dir() and not each.is_symlink()]:
        remove_empty(below)
    if not any(folder.iterdir()):
        folder.rmdir()


def mirror(source: Path, copy: Path) -> None:
    """Makes the copy equal to the source. Files with the same size and time are considered equal."""
    copy.mkdir(parents=True, exist_ok=True)
    names = {entry.name for entry in os.scandir(source)}
    for entry in list(os.scandir(copy)):
        if entry.name not in names:
            remove(Path(entry.path))
    for entry in os.scandir(source):
        target = copy / entry.name
        if entry.is_dir(follow_symlinks=False):
            if target.is_symlink() or target.is_file():
                target.unlink()
            mirror(Path(entry.path), target)
        elif entry.is_file(follow_symlinks=False):
            had, has = (target.stat() if target.is_file() else None), entry.stat()
            if had is None or (had.st_size, had.st_mtime_ns) != (has.st_size, has.st_mtime_ns):
                shutil.copy2(entry.path, target)
    shutil.copystat(source, copy)


def remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()

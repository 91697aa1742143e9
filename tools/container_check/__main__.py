"""`make container-check`: the steps of the Containerfile in a Debian tree below /tmp, and then its command, as a container engine would
run it: as a user other than root, with everything but /tmp and the volume read-only, without privileges, and with its own network.

Needs root. No container engine is needed, and none is tested."""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "stack"), str(ROOT / "tools" / "deb_check")]

import containerfile  # noqa: E402
import packages  # noqa: E402
import tree  # noqa: E402
from console import Failure, Step, exit_status  # noqa: E402

HERE = pathlib.Path(__file__).parent
PROXIES = ("http_proxy", "https_proxy", "no_proxy")


def parse():
    parser = argparse.ArgumentParser(prog="container_check", description="Builds and runs the container's file system in a chroot.")
    parser.add_argument("--inside", nargs=2, metavar=("STAGE", "TREE"), help=argparse.SUPPRESS)
    return parser.parse_args()


def image():
    return containerfile.read((ROOT / "Containerfile").read_text())


def build(folder):
    """In its own namespaces, but with the host's network, because packages are fetched."""
    tree.call("mount", "--make-rprivate", "/")
    tree.call("mount", "-t", "proc", "proc", folder / "proc")
    tree.call("mount", "--rbind", "/dev", folder / "dev")
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", **{name: os.environ[name] for name in PROXIES if name in os.environ}}
    (folder / "etc" / "resolv.conf").write_bytes(pathlib.Path("/etc/resolv.conf").read_bytes())
    for name, arguments in image().steps:
        if name == "COPY":
            containerfile.copy(ROOT, folder, arguments[:-1], arguments[-1])
            continue
        result = subprocess.run(["chroot", str(folder), *arguments], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if result.returncode != 0:
            raise Failure(f"Containerfile: RUN {' '.join(arguments)} ended with status {result.returncode}:\n{result.stdout[-4000:]}")


def inside(stage, folder):
    if stage == "build":
        build(folder)
        return
    import container

    container.run(folder, image())


def stage(name, folder, *namespaces):
    command = ["unshare", "--mount", "--pid", "--ipc", *namespaces, "--fork", "--kill-child", "--mount-proc", sys.executable, "-B", str(HERE), "--inside", name, str(folder)]
    return subprocess.run(command).returncode


def main():
    options = parse()
    if options.inside:
        inside(options.inside[0], pathlib.Path(options.inside[1]))
        return 0
    if os.geteuid() != 0:
        raise Failure("this check must run as root, because it makes a tree with other users' files", "sudo make container-check")
    with tempfile.TemporaryDirectory(prefix="caseload-container-check.") as name:
        work = pathlib.Path(name)
        work.chmod(0o755)
        with Step("tree") as step:
            tree.make(work / "tree", packages.find(ROOT / "build" / "deb"), step)
        with Step("image"):
            if status := stage("build", work / "tree"):
                return status
        return stage("run", work / "tree", "--net")


if __name__ == "__main__":
    sys.exit(exit_status(main))

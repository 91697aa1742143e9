"""The files of an installation, its configuration, and its database server.

An `Installation` is also a stack for the modules in stack/: its database server is the host's, which others may use too."""

import os
import pathlib
import pwd
import subprocess
import tomllib
from dataclasses import dataclass
from functools import cached_property

from console import Failure

ROOT = pathlib.Path(__file__).resolve().parents[2]  # /usr/share/caseload
ALL_DATASETS = ("x1", "x4", "x16")
USER = "caseload"
IN_CONTAINER = os.environ.get("CASELOAD_CONTAINER") == "1"  # Containerfile
UNITS = ("caseload.socket", "caseload.service", "caseload-worker.service", "caseload-partners.socket", "caseload-partners.service")


@dataclass(frozen=True)
class Installation:
    datasets: tuple = ALL_DATASETS
    share: pathlib.Path = ROOT
    programs: pathlib.Path = ROOT.parent.parent / "bin"
    etc: pathlib.Path = pathlib.Path("/etc/caseload")
    state: pathlib.Path = pathlib.Path("/var/lib/caseload")
    app_socket: pathlib.Path = pathlib.Path("/run/caseload/app.sock")
    nginx: pathlib.Path = pathlib.Path("/etc/nginx")

    # What the modules in stack/ ask of a stack.
    private = False
    gallery = False
    again = "caseload seed"
    logs = "journalctl -u mariadb"

    @property
    def log(self):
        return self.state

    def socket(self, _name):
        return pathlib.Path(self.config["database"].get("socket") or "/run/mysqld/mysqld.sock")

    @property
    def config_file(self):
        return self.etc / "caseload.toml"

    @property
    def password_file(self):
        return pathlib.Path(self.config["database"].get("password_file") or self.etc / "password")

    def program(self, name):
        return self.programs / name

    @property
    def environment_file(self):
        return self.etc / "address.env"

    @property
    def environment(self):
        """What the units add to the environment of the programs (EnvironmentFile=)."""
        if not self.environment_file.exists():
            return {}
        lines = self.environment_file.read_text().splitlines()
        return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))

    @property
    def is_public(self):
        return self.config["app"].get("profile") == "public"

    @cached_property
    def config(self):
        """The configuration file on top of the defaults, as a dictionary of sections."""
        sections = self.defaults()
        try:
            given = tomllib.loads(self.config_file.read_text())
        except (OSError, ValueError) as error:
            raise Failure(f"{self.config_file}: {error}", "correct the file; `caseload-app --config-example` prints one with all keys") from error
        for name, keys in given.items():
            if isinstance(keys, dict):
                sections.setdefault(name, {}).update(keys)
        return sections

    def defaults(self):
        """The example that the program prints has every key, commented out, with its default. Only the password file's is an
        example."""
        text = output_of(self.program("caseload-app"), "--config-example")
        lines = []
        for line in text.splitlines():
            assignment = line.removeprefix("# ")
            if line.startswith("[") or (line.startswith("# ") and assignment.split(" = ")[0].replace("_", "").isalnum() and " = " in assignment):
                lines.append(assignment)
        sections = tomllib.loads("\n".join(lines))
        sections["database"].pop("password_file", None)
        return sections


def output_of(*command, **options):
    """What a command prints, or a Failure with its error."""
    result = subprocess.run([str(word) for word in command], capture_output=True, text=True, stdin=subprocess.DEVNULL, **options)
    if result.returncode != 0:
        raise Failure(f"`{' '.join(map(str, command))}`: {result.stderr.strip() or f'status {result.returncode}'}")
    return result.stdout


def account(name):
    """The user's entry in the list of users, or None."""
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def here():
    """The installation that this command belongs to. In a container everything runs as one user, and files are in its volume."""
    if not IN_CONTAINER:
        return Installation()
    return Installation(state=pathlib.Path("/data"), app_socket=pathlib.Path("/tmp/caseload/app.sock"))


def need_root(command):
    if os.geteuid() != 0 and not IN_CONTAINER:
        raise Failure(f"`caseload {command}` must run as root", f"sudo caseload {command}")


def has_systemd():
    return os.path.isdir("/run/systemd/system")  # sd_booted(3)


def run_as(user):
    """Options of subprocess.run that run a command as this user, for a check of what that user may do. Only root can."""
    if os.geteuid() != 0 or user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}

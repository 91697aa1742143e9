"""Checks of programs, configuration and rights."""

import grp
import os
import pwd
import stat
import subprocess

from finding import NOTE, UNKNOWN, WRONG, Finding, judge
from installation import USER, account, output_of, run_as
from status import PROGRAMS

REINSTALL = "apt-get install --reinstall caseload, or `make install` again"


def programs(installation):
    versions = {}
    for name in PROGRAMS:
        program = installation.program(name)
        if not os.access(program, os.X_OK):
            yield Finding(WRONG, f"{program} is missing or can't be executed", REINSTALL)
            continue
        versions[name] = output_of(program, "--version").strip().removeprefix(f"{name} ")
    if len(versions) == len(PROGRAMS):
        files = (installation.share / "VERSION").read_text().strip()
        same = len(set(versions.values())) == 1 and versions["caseload-app"].split()[0] == files
        shown = ", ".join(f"{name} {version}" for name, version in versions.items())
        yield judge(same, f"version {versions['caseload-app']}", f"the versions differ: {shown}, files in {installation.share} {files}", REINSTALL)
    yield from package_state()


def package_state():
    try:
        result = subprocess.run(["dpkg-query", "-W", "-f=${db:Status-Status} ${Version}", "caseload"], capture_output=True, text=True)
    except FileNotFoundError:
        return
    if result.returncode == 0:
        state, _, version = result.stdout.partition(" ")
        yield judge(state == "installed", f"package {version}", f"the package {version} is {state}: its last installation or upgrade did not finish",
                    "sudo dpkg --configure caseload, and correct what it names")


def configuration(installation):
    user = account(USER)
    if user is None:
        yield Finding(WRONG, f"the user {USER} does not exist", "sudo caseload setup")
        return
    if os.geteuid() not in (0, user.pw_uid):
        yield Finding(UNKNOWN, "only root can read the password that the configuration names", "sudo caseload check")
        return
    result = subprocess.run([str(installation.program("caseload-app")), "--check", "--config", str(installation.config_file)], cwd=installation.share,
                            capture_output=True, text=True, env={**os.environ, **installation.environment}, **run_as(user))
    yield judge(result.returncode == 0, f"{installation.config_file} and the templates are valid",
                result.stderr.strip() or f"caseload-app --check ended with status {result.returncode}", f"edit {installation.config_file}, then `systemctl restart caseload caseload-worker`")
    app = installation.config["app"]
    for key, why in (("test_mode", "opens pages under /test/ that are for tests"), ("probes", "lets visitors read whole traces of their requests")):
        if app.get(key):
            yield Finding(NOTE, f"app.{key} is on, which {why}", f"leave it off on a public host: {installation.config_file}")


def rights(installation):
    user = account(USER)
    if user is None:
        yield Finding(UNKNOWN, f"the user {USER} does not exist", "sudo caseload setup")
        return
    try:
        secret = installation.password_file.stat()
    except FileNotFoundError:
        yield Finding(WRONG, f"{installation.password_file} is missing", "sudo caseload setup")
    else:
        private = secret.st_uid == 0 and secret.st_gid == user.pw_gid and stat.S_IMODE(secret.st_mode) & 0o137 == 0
        yield judge(private, "only root and the service can read the password",
                    f"{installation.password_file} has the mode {stat.S_IMODE(secret.st_mode):o}, owner {name_of(pwd.getpwuid, secret.st_uid)} and group {name_of(grp.getgrgid, secret.st_gid)}",
                    f"sudo chown root:{USER} {installation.password_file}; sudo chmod 640 {installation.password_file}")
    open_files = [str(path) for path in (*map(installation.program, PROGRAMS), installation.share, installation.share / "templates", installation.config_file)
                  if path.exists() and (path.stat().st_uid != 0 or path.stat().st_mode & 0o002)]
    yield judge(not open_files, "programs, files and configuration can be changed only by root", f"users other than root can change {', '.join(open_files)}",
                f"sudo chown root:root {' '.join(open_files)}; sudo chmod o-w {' '.join(open_files)}")


def name_of(look_up, number):
    try:
        return look_up(number)[0]
    except KeyError:
        return str(number)

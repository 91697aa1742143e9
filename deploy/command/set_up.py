"""`caseload setup`: everything between the files of the package and the first request. It keeps what exists, so it can run again at
any time; the package runs it after each installation and upgrade."""

import os
import secrets
import subprocess
import sys

import datasets
import migrations
import nginx_site
import seeding
from console import Failure, Step, show_failure
from installation import UNITS, USER, account, has_systemd, need_root, output_of

SYSUSERS = "/usr/lib/sysusers.d/caseload.conf"
NO_SITE = 4  # exit status: all is set up but the nginx site


def run(installation, options):
    need_root("setup")
    try:
        create_account()
        create_password(installation)
        create_databases(installation)
    except datasets.Unreachable as failure:
        show_failure(failure)
        return datasets.UNREACHABLE
    if not options.no_start:
        start(UNITS)
    where = None
    if not options.no_site:
        try:
            where = set_up_site(installation, options)
        except Failure as failure:
            show_failure(failure)
            return NO_SITE
    say_what_is_next(installation, where)
    return 0


def create_account():
    with Step("user") as step:
        step.result = f"{USER} exists"
        if account(USER) is None:
            output_of("systemd-sysusers", SYSUSERS)
            step.result = f"{USER} created"


def create_password(installation):
    """A password that only root and the service can read."""
    with Step("password") as step:
        file, group = installation.password_file, account(USER).pw_gid
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        except FileExistsError:
            step.result = f"{file} is kept"
            return
        with open(descriptor, "w") as opened:
            opened.write(secrets.token_hex(24) + "\n")
            if os.geteuid() == 0:
                os.fchown(descriptor, 0, group)
            os.fchmod(descriptor, 0o640)
        step.result = f"{file} created"


def create_databases(installation):
    with Step("databases") as step:
        datasets.connect(installation)
        os.makedirs(installation.state, exist_ok=True)
        created = datasets.create_missing(installation, step)
        datasets.write_drop_script(installation)
        datasets.create_user(installation)
        applied = migrations.apply_all(installation, step)
        seeding.make_case_tables(installation, step)
        step.result = "; ".join(filter(None, (f"created: {', '.join(created)}" if created else "", f"migrated: {', '.join(applied)}" if applied else ""))) or "up to date"


def set_up_site(installation, options):
    with Step("nginx site") as step:
        os.makedirs("/var/cache/nginx", exist_ok=True)  # nginx itself creates only the folder in it
        where = nginx_site.write(installation, options.name, options.port)
        nginx_site.apply_profile(installation)
        nginx_site.enable(installation)
        if not options.no_start:
            start(["nginx.service"], "reload-or-restart")
        step.result = nginx_site.address(*where)
    return where


def start(units, how="start"):
    """Without systemd, as in a container, whoever set that up starts them."""
    if not has_systemd():
        return
    if how == "start":
        output_of("systemctl", "daemon-reload")
        output_of("systemctl", "enable", "--quiet", *units)
    result = subprocess.run(["systemctl", how, *units], capture_output=True, text=True)
    if result.returncode != 0:
        raise Failure(f"systemctl {how} {' '.join(units)}: {result.stderr.strip()}", f"journalctl -u {units[-1]}")


def say_what_is_next(installation, where):
    empty = [name for name in installation.datasets if name not in seeding.seeded_from(installation)]
    print()
    if empty:
        print(f"Next: `caseload seed` fills the databases ({', '.join(empty)} are empty; all three take a minute or two and 1.2 GB).")
    if where and nginx_site.ADDRESS.fullmatch(where[0]):
        print("Next: `include snippets/caseload.conf;` in the server of that site, then reload nginx; restart caseload, which now has another address.")
    if where:
        print(f"Caseload is at {nginx_site.address(*where)}. `caseload check` says whether all is well.")
    if not has_systemd():
        print("There is no systemd here, so no service was started.", file=sys.stderr)

"""`caseload`: sets up, checks and seeds an installation. docs/deploying.md explains it."""

import argparse
import os
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "stack"))

import check
import datasets
import set_up
import status
from console import exit_status
from installation import ALL_DATASETS, here

SERVER_NAME = re.compile(r"(\*\.)?[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*")


ADDRESS = re.compile(rf"https?://{SERVER_NAME.pattern}(:[1-9][0-9]{{0,4}})?(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+")


def server_name(text):
    if text == "_" or SERVER_NAME.fullmatch(text) and len(text) <= 253:
        return text
    address = text.rstrip("/")
    if ADDRESS.fullmatch(address) and len(address) <= 253:
        return address
    raise argparse.ArgumentTypeError(f"'{text}' is not a host name; it is for example caseload.example.org, _ for every name, or https://example.org/perf below another site")


def port(text):
    if text.isascii() and text.isdigit() and 0 < int(text[:6]) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"'{text}' is not a port, a number from 1 to 65535")


def some_datasets(text):
    names = tuple(text.split(","))
    unknown = [name for name in names if name not in ALL_DATASETS]
    if unknown:
        raise argparse.ArgumentTypeError(f"'{unknown[0]}' is not a dataset; there are {', '.join(ALL_DATASETS)}")
    return names


def parser():
    parser = argparse.ArgumentParser(prog="caseload", description="Sets up, checks and seeds Caseload on this host.",
                                     epilog="`caseload COMMAND --help` lists the options of a command.")
    commands = parser.add_subparsers(dest="command", title="commands", metavar="COMMAND", required=True)

    def command(name, run, text):
        added = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
        added.set_defaults(run=run)
        return added

    setup = command("setup", set_up.run, "create the user, the password, the databases and the nginx site; keep what exists, and migrate it")
    setup.add_argument("--name", type=server_name, help="host name that nginx answers to, _ for every name, or an address below another site such as https://example.org/perf (default: as it is, at first this host's name)")
    setup.add_argument("--port", type=port, help="port on which nginx listens (default: as it is, at first 80)")
    setup.add_argument("--no-site", action="store_true", help="leave nginx alone")
    setup.add_argument("--no-start", action="store_true", help="start and reload no service")
    command("check", check.run, "report what is wrong with this installation and how to correct it (exit status 0: nothing, 1: something, 3: something could not be checked)")
    seed = command("seed", datasets.run, "fill the datasets that are empty or from another version's data")
    seed.add_argument("--datasets", type=some_datasets, default=ALL_DATASETS, metavar="x1,x4", help="only these (default: x1,x4,x16)")
    seed.add_argument("--afresh", action="store_true", help="recreate them even if they are up to date; what pages wrote is lost")
    command("status", status.run, "show services, versions and data (exit status 0: all is running, 3: something is not)")
    command("catalogue", status.catalogue, "print all cases with their variants and knobs as JSON")
    command("version", status.version, "print the versions of the programs")
    return parser


def main():
    options = parser().parse_args()
    return options.run(here(), options)


def as_a_command():
    os.umask(0o022)
    os.environ["PATH"] = os.environ.get("PATH", "/usr/bin:/bin") + ":/usr/sbin:/sbin"  # of nginx, for ordinary users
    try:
        return exit_status(main, "apt-get install nginx mariadb-client", "the same command continues")
    except BrokenPipeError:  # of `caseload catalogue | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 141


if __name__ == "__main__":
    sys.exit(as_a_command())

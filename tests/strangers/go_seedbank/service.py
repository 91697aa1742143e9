"""A seed bank: Go with database/sql, on MariaDB or PostgreSQL. The drivers are those of Debian, which go finds below GOPATH."""

import pathlib

from running import Running, run

PROJECT = pathlib.Path(__file__).parent
DRIVERS = "/usr/share/gocode"


def build(folder):
    """The program; go compiles only what has changed since the last time."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder.resolve() / "seedbank"
    env = {"GO111MODULE": "off", "GOPATH": f"{PROJECT}:{DRIVERS}", "GOCACHE": str(folder.resolve() / "go-cache"), "GOFLAGS": "", "CGO_ENABLED": "0"}
    run(["go", "build", "-o", program, "seedbank"], env, PROJECT, folder / "build.log")
    return program


def seed(folder, database, dataset):
    env = {"DATABASE_URL": database.url}
    run([build(folder), "seed", "--factor", dataset.removeprefix("x")], env, PROJECT, folder / f"seed-{database.name}.log")


def start(folder, port, database):
    env = {"DATABASE_URL": database.url}
    return Running([build(folder), "serve", "--listen", f"127.0.0.1:{port}"], port, env, PROJECT, folder / f"{database.name}.log")

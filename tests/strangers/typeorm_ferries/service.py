"""A ferry line: Fastify 4 with TypeORM 0.3 from npm, on MariaDB or PostgreSQL."""

import pathlib

from running import Running, run

PROJECT = pathlib.Path(__file__).parent
LOCK = PROJECT / "package-lock.json"
INSTALLED = PROJECT / "node_modules" / ".package-lock.json"


def install(folder):
    """npm copies the lock file into node_modules as the last step of an install."""
    if not INSTALLED.exists() or INSTALLED.stat().st_mtime < LOCK.stat().st_mtime:
        run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], {}, PROJECT, folder / "npm.log")


def environment(database):
    return {"DATABASE_URL": database.url, "NODE_ENV": "production", "TZ": "UTC"}


def seed(folder, database, dataset):
    install(folder)
    run(["node", "src/seed.js", dataset.removeprefix("x")], environment(database), PROJECT, folder / f"seed-{database.name}.log")


def start(folder, port, database):
    return Running(["node", "src/server.js"], port, {**environment(database), "PORT": str(port)}, PROJECT, folder / f"{database.name}.log")

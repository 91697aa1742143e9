"""A chess federation: Perl with DBIx::Class and Mojolicious, its preforking server with three workers, on MariaDB or PostgreSQL."""

import pathlib
import shutil

from running import Running, run

PROJECT = pathlib.Path(__file__).parent


def environment(folder, database):
    return {"DATABASE_URL": database.url, "CACHE_DIR": str(folder / f"cache-{database.name}"), "MOJO_MODE": "production", "MOJO_LOG_LEVEL": "warn"}


def seed(folder, database, dataset):
    run(["perl", "script/seed", dataset.removeprefix("x")], environment(folder, database), PROJECT, folder / f"seed-{database.name}.log")


def start(folder, port, database):
    env = environment(folder, database)
    shutil.rmtree(env["CACHE_DIR"], ignore_errors=True)
    pathlib.Path(env["CACHE_DIR"]).mkdir(parents=True)
    # A query blocks its worker, so each takes one connection at a time.
    options = ["--workers", "3", "--clients", "1", "--listen", f"http://127.0.0.1:{port}", "--pid-file", folder / f"{database.name}.pid"]
    return Running(["perl", "script/chess", "prefork", *options], port, env, PROJECT, folder / f"{database.name}.log")

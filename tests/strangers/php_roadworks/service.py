"""The city's road works: plain PHP with PDO and PHP's own web server, on MariaDB or PostgreSQL."""

import pathlib
import shutil

from running import Running, run

PROJECT = pathlib.Path(__file__).parent
# OPcache would keep what an earlier run compiled.
PHP = ("php", "-d", "memory_limit=512M", "-d", "opcache.enable=0")


def environment(folder, database):
    return {"DATABASE_URL": database.url, "CACHE_DIR": str(folder / f"cache-{database.name}"), "PHP_CLI_SERVER_WORKERS": "3"}


def seed(folder, database, dataset):
    env = environment(folder, database)
    run([*PHP, "database/seed.php", dataset.removeprefix("x")], env, PROJECT, folder / f"seed-{database.name}.log")
    run([*PHP, "bin/summarise.php"], env, PROJECT, folder / f"seed-{database.name}.log")


def start(folder, port, database):
    env = environment(folder, database)
    shutil.rmtree(env["CACHE_DIR"], ignore_errors=True)
    pathlib.Path(env["CACHE_DIR"]).mkdir(parents=True)
    return Running([*PHP, "-S", f"127.0.0.1:{port}", "-t", "public", "public/index.php"], port, env, PROJECT, folder / f"{database.name}.log")

"""The Django shop: python3-django and gunicorn from Debian, on MariaDB or PostgreSQL."""

import pathlib

from running import Running, run

PROJECT = pathlib.Path(__file__).parent
PYTHON = ("/usr/bin/python3", "-B")


def environment(database):
    return {"DATABASE_URL": database.url, "DJANGO_SETTINGS_MODULE": "outdoor.settings"}


def seed(folder, database, dataset):
    log, env = folder / f"seed-{database.name}.log", environment(database)
    run([*PYTHON, "manage.py", "migrate", "--no-input", "--verbosity=0"], env, PROJECT, log)
    run([*PYTHON, "manage.py", "seed", "--factor", dataset.removeprefix("x")], env, PROJECT, log)


def start(folder, port, database):
    command = [*PYTHON, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers=1", "--worker-tmp-dir", folder, "outdoor.wsgi"]
    return Running(command, port, environment(database), PROJECT, folder / f"{database.name}.log")

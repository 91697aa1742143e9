"""The parcel service: Flask and SQLAlchemy from Debian, on MariaDB or PostgreSQL."""

import pathlib

from running import Running, run

PROJECT = pathlib.Path(__file__).parent
PYTHON = ("/usr/bin/python3", "-B")


def seed(folder, database, dataset):
    run([*PYTHON, "-m", "parcels.seed", dataset.removeprefix("x")], {"DATABASE_URL": database.url}, PROJECT,
        folder / f"seed-{database.name}.log")


def start(folder, port, database):
    command = [*PYTHON, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers=1", "--threads=2", "--worker-tmp-dir", folder,
               "parcels.app:create_app()"]
    return Running(command, port, {"DATABASE_URL": database.url}, PROJECT, folder / f"{database.name}.log")

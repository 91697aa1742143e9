"""The league: Rails 6.1 and Puma from Debian, on MariaDB."""

import pathlib

from running import Running, run

PROJECT = pathlib.Path(__file__).parent


def environment(folder, database):
    return {"DATABASE_URL": database.url.replace("mysql://", "mysql2://", 1), "RAILS_ENV": "production", "RAILS_LOG_TO_STDOUT": "1",
            "SECRET_KEY_BASE": "only-for-tests", "DISABLE_DATABASE_ENVIRONMENT_CHECK": "1", "TMPDIR": str(folder)}


def seed(folder, database, dataset):
    run(["ruby", "bin/rails", "db:schema:load", "db:seed"], {**environment(folder, database), "FACTOR": dataset.removeprefix("x")}, PROJECT,
        folder / f"seed-{database.name}.log")


def start(folder, port, database):
    return Running(["puma", "--bind", f"tcp://127.0.0.1:{port}", "--threads", "2:2", "--environment", "production", "config.ru"], port,
                   environment(folder, database), PROJECT, folder / f"{database.name}.log")

"""The radio: Koa, pg and OpenTelemetry from npm, on PostgreSQL. With `otlp`, the address of a receiver of OTLP over HTTP, it sends
its spans there."""

import pathlib

from node_packages import install, telemetry
from running import Running, run

PROJECT = pathlib.Path(__file__).parent


def seed(folder, database, dataset):
    install(PROJECT, folder)
    run(["node", "src/seed.js", dataset.removeprefix("x")], {"DATABASE_URL": database.url}, PROJECT, folder / f"seed-{database.name}.log")


def start(folder, port, database, otlp="", protocol="http/protobuf"):
    env = {"DATABASE_URL": database.url, "PORT": str(port), "NODE_ENV": "production", **telemetry("radio", otlp, protocol)}
    return Running(["node", "--import", "./src/tracing.js", "src/server.js"], port, env, PROJECT, folder / f"{database.name}.log")

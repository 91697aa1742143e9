"""The clinic: Express, Sequelize and OpenTelemetry from npm, on MariaDB. With `otlp`, the address of a receiver of OTLP over
HTTP, it sends its spans there."""

import pathlib

from running import Running, run

PROJECT = pathlib.Path(__file__).parent
LOCK = PROJECT / "package-lock.json"
INSTALLED = PROJECT / "node_modules" / ".package-lock.json"


def install(folder):
    """npm copies the lock file into node_modules as the last step of an install."""
    if not INSTALLED.exists() or INSTALLED.stat().st_mtime < LOCK.stat().st_mtime:
        run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], {}, PROJECT, folder / "npm.log")


def seed(folder, database, dataset):
    install(folder)
    run(["node", "src/seed.js", dataset.removeprefix("x")], {"DATABASE_URL": database.url}, PROJECT, folder / f"seed-{database.name}.log")


def start(folder, port, database, otlp="", protocol="http/protobuf"):
    telemetry = {"OTEL_SDK_DISABLED": "true"}
    if otlp:
        telemetry = {"OTEL_EXPORTER_OTLP_ENDPOINT": otlp, "OTEL_EXPORTER_OTLP_PROTOCOL": protocol, "OTEL_BSP_SCHEDULE_DELAY": "200",
                     "OTEL_SERVICE_NAME": "clinic", "OTEL_METRICS_EXPORTER": "none", "OTEL_LOGS_EXPORTER": "none"}
    env = {"DATABASE_URL": database.url, "PORT": str(port), "NODE_ENV": "production", **telemetry}
    return Running(["node", "--import", "./src/tracing.js", "src/server.js"], port, env, PROJECT, folder / f"{database.name}.log")

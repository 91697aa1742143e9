"""What services from npm have in common: their packages, and the settings of OpenTelemetry."""

from running import run


def install(project, folder):
    """npm copies the lock file into node_modules as the last step of an install."""
    lock, installed = project / "package-lock.json", project / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], {}, project, folder / "npm.log")


def telemetry(name, otlp, protocol):
    """Spans to `otlp`, or none if it is empty."""
    if not otlp:
        return {"OTEL_SDK_DISABLED": "true"}
    return {"OTEL_EXPORTER_OTLP_ENDPOINT": otlp, "OTEL_EXPORTER_OTLP_PROTOCOL": protocol, "OTEL_BSP_SCHEDULE_DELAY": "200",
            "OTEL_SERVICE_NAME": name, "OTEL_METRICS_EXPORTER": "none", "OTEL_LOGS_EXPORTER": "none"}

"""The "Issues" page in Locust's web interface, and its downloads."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, render_template
from locust.env import Environment

from .watch import Board

COLUMNS = ("case", "variant", "pace", "labels", "outcome", "summary", "rule", "page")
TEMPLATES = Path(__file__).resolve().parent / "templates"


def as_csv(board: Board) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for line in board.findings():
        writer.writerow([" or ".join(line["labels"]) if name == "labels" else line[name] for name in COLUMNS])
    return out.getvalue()


def add_to(environment: Environment, board: Board) -> None:
    """Adds a tab to Locust's page, and /issues, /issues.json and /issues.csv, behind Locust's own login if it has one."""
    web_ui = environment.web_ui
    if web_ui is None or web_ui.app is None:
        return
    guard = web_ui.auth_required_if_enabled
    pages = Blueprint("issues", "issues", template_folder=str(TEMPLATES))

    def page_values(**more: Any) -> dict[str, Any]:
        return {"board": board, "findings": board.findings(), "service": (environment.host or "").rstrip("/"), **more}

    @pages.route("/issues")
    @guard
    def issues() -> str:
        return render_template("issues.html", **page_values(refresh=environment.runner and environment.runner.state == "running"))

    @pages.route("/issues.json")
    @guard
    def issues_json() -> Response:
        text = json.dumps(board.to_json(), indent=1, ensure_ascii=False)
        return Response(text, mimetype="application/json", headers={"Content-Disposition": "attachment; filename=issues.json"})

    @pages.route("/issues.csv")
    @guard
    def issues_csv() -> Response:
        return Response(as_csv(board), mimetype="text/csv", headers={"Content-Disposition": "attachment; filename=issues.csv"})

    @guard
    def index() -> str:
        web_ui.update_template_args()
        return render_template("locust_with_issues.html", **web_ui.template_args, **page_values())

    web_ui.app.register_blueprint(pages)
    web_ui.app.view_functions["index"] = index

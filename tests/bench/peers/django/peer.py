"""Django and gunicorn from Debian, behind nginx. gunicorn's manual recommends 2 x cores + 1 workers; nginx opens a connection for each
request, so none of them is occupied by an idle client."""

import os
import pathlib

from part import Part, accepts_connections

HERE = pathlib.Path(__file__).resolve().parent
TITLE = "Django (gunicorn, mysqlclient, pymemcache)"
PACKAGES = ("python3-django", "gunicorn", "python3-mysqldb", "python3-pymemcache")
LAYOUT = ("base.html", "{{ title }}", "{% block content %}{% endblock %}")
# Where the database's work differs from that of our page, and why that is left so.
OTHER_WORK = {"serializer": "prefetch_related reads the items by the ids of their orders, in the order of the index; our query sorts them"}
WORKERS = 2 * os.cpu_count() + 1


def socket(bench):
    return bench.stack.socket("django")


def part(bench):
    command = ["/usr/bin/python3", "-B", "-m", "gunicorn", "--chdir", HERE, "--bind", f"unix:{socket(bench)}", "--workers", WORKERS, "--preload", "--worker-tmp-dir",
               bench.stack.var, "--log-level=warning", "wsgi:application"]
    return Part(name="django", command=lambda stack: command, env=lambda stack: environment(bench),
                ready=lambda stack: accepts_connections(socket(bench)))


def environment(bench):
    return {"BENCH_LAYOUT": str(bench.layout), "BENCH_DATABASE": str(bench.database), "BENCH_CACHE": str(bench.cache),
            "SECRET_KEY": "only-for-a-measurement", "DJANGO_SETTINGS_MODULE": "settings"}


def location(bench):
    """nginx's configuration for it, as in gunicorn's manual."""
    return f"""
        location / {{
            proxy_pass http://unix:{socket(bench)};
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
        }}"""

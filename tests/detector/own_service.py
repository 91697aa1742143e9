"""A small shop that is not the project's own, with what a real service has: links, a login, limits, redirects and other hosts.

It has evidence in the same form as the project's app. It keeps what was requested, for tests of what must not be.
"""

from __future__ import annotations

import html
import json
import secrets
import ssl
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

BOOKS = ("moby-dick", "hamlet", "emma", "ulysses", "walden", "dracula")
AUTHOR = "select name from author where id = ? and note <> 'secret of bob@example.org' /*controller='orders',file='shop/views.py',lineno='42'*/"
ROBOTS = "User-agent: *\nDisallow: /internal\nAllow: /internal/open$\n"
CAP = 100
PASSWORD = "correct horse"


class Shop:
    """Runs in this process until the block ends."""

    def __init__(self, stored: int = 1_000, robots: tuple[int, str] = (200, ROBOTS), fixed: bool = False, certificate: str = "") -> None:
        self.stored = stored
        self.robots = robots
        self.fixed = fixed  # the N+1 is repaired
        self.certificate = certificate  # PEM file with its key: then it speaks https
        self.requests: list[tuple[str, str, dict[str, str], str]] = []  # method, target, headers, body
        self.sessions: set[str] = set()
        self.tokens: set[str] = set()
        self.turned_away: set[str] = set()
        self.documents: dict[str, Any] = {}
        self.elsewhere = "http://elsewhere.invalid"
        self.form_action = ""
        self.second = False  # one more N+1
        self.breaks_at = 0  # from this many orders per page on, the service hangs up

    def __enter__(self) -> "Shop":
        shop = self

        class Bound(Handler):
            pass

        Bound.shop = shop

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: Any, client_address: Any) -> None:
                if not isinstance(sys.exc_info()[1], (ConnectionError, ssl.SSLError)):
                    super().handle_error(request, client_address)

        self._server = Server(("127.0.0.1", 0), Bound)
        self.url = f"http{'s' if self.certificate else ''}://127.0.0.1:{self._server.server_port}"
        if self.certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def paths(self) -> list[str]:
        return [urlsplit(target).path for _, target, _, _ in self.requests]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    shop: Shop

    def log_message(self, *_: Any) -> None:
        pass

    def do_POST(self) -> None:
        self.handle_any(self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode())

    def do_GET(self) -> None:
        self.handle_any("")

    def handle_any(self, body: str) -> None:
        shop = self.shop
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        shop.requests.append((self.command, self.path, dict(self.headers.items()), body))
        path = parts.path
        if path == "/robots.txt":
            self.send(shop.robots[0], shop.robots[1], {"Content-Type": "text/plain"})
        elif path.startswith("/evidence/"):
            found = shop.documents.pop(path.rpartition("/")[2], None)
            self.send(200 if found else 404, json.dumps(found or {}), {"Content-Type": "application/json"})
        elif path == "/":
            self.home()
        elif path == "/orders":
            self.orders(query)
        elif path.startswith(("/orders/", "/books/")):
            name = path.rpartition("/")[2]
            self.page(f'<h1 class="name">{html.escape(name)}</h1><p>About it.</p>', [("select * from thing where name = ?", 1)])
        elif path.startswith("/list/") and path[6:].isdecimal():
            number = min(int(path[6:]), shop.stored)
            self.page("<ul>" + "<li>line" * number + "</ul>", [("select * from line limit ?", 1)])
        elif path == "/plain-list":
            number = min(int(query.get("page_size", "20")), CAP)
            self.page("<ul>" + "<li>a line" * number + "</ul>", [("select * from line limit ?", 1)])
        elif path == "/api/books":
            number = min(int(query.get("limit", "20")), CAP)
            self.send(200, json.dumps({"books": list(range(number)), "next": f"/api/books?limit={number}&offset={number}"}), {"Content-Type": "application/json"})
        elif path == "/private":
            if self.session() in shop.sessions:
                self.page("<p>Only for members</p>", [("select * from member where id = ?", 1)])
            else:
                self.send(302, "", {"Location": "/accounts/login/?next=/private"})
        elif path == "/accounts/login/":
            self.login(body)
        elif path in ("/busy", "/busy-for-long"):
            first = path not in shop.turned_away
            shop.turned_away.add(path)
            if first or path == "/busy-for-long":
                self.send(429, "", {"Retry-After": "3600" if path == "/busy-for-long" else "0"})
            else:
                self.page("<p>Now</p>", [])
        elif path == "/hangs-up":
            self.close_connection = True
        elif path == "/moved":
            self.send(301, "", {"Location": "/orders"})
        elif path == "/away":
            self.send(302, "", {"Location": f"{shop.elsewhere}/stolen"})
        elif path == "/grow" and self.command == "POST":
            shop.stored = 5 * int(query["to"])
            self.send(204, "", {})
        elif path == "/import" and self.command == "POST":
            self.page("<p>Imported</p>", [("insert into line values (?)", int(query.get("n", "20")))])
        elif path in ("/about", "/internal", "/internal/open", "/search"):
            self.page(f"<p>{path}</p>", [("select 1", 1)])
        else:
            self.send(404, "", {})

    def home(self) -> None:
        links = ["/orders?page=2", *(f"/orders/{number}" for number in range(1, 6)), *(f"/books/{name}" for name in BOOKS), "/list/5", "/list/12", "/api/books",
                 "/about", "/private", "/away", "/moved", "/internal", "/internal/open", "/logout", "/cart/add/3", "/search?action=delete&id=1", "/style.css",
                 "http://elsewhere.invalid/x", "mailto:bob@example.org", "#top", "javascript:void(0)"]
        shown = "".join(f'<a href="{link}">x</a> ' for link in links)
        self.page(shown + '<a href="/remove-me" data-method="delete">x</a>', [("select 1", 1)])

    def orders(self, query: dict[str, str]) -> None:
        number = min(int(query.get("per_page", "20")), CAP, self.shop.stored)
        if 0 < self.shop.breaks_at <= number:
            self.close_connection = True
            return
        page = int(query.get("page", "1"))
        form = '<form action="/orders"><select name="per_page"><option>10<option value="10">10</option><option value="40">40</option><option value="160">160</option></select></form>'
        lookups = [] if self.shop.fixed else [(AUTHOR, number)]
        lookups += [("select name from country where id = ?", number)] if self.shop.second else []
        items = "".join(f"<tr><td>order {page}-{line}</td></tr>" for line in range(number))
        self.page(f'{form}<table>{items}</table><a rel="next" href="/orders?page={page + 1}">Next</a>', [("select * from orders limit ?", 1), *lookups])

    def login(self, body: str) -> None:
        shop = self.shop
        if self.command == "POST":
            sent = {name: values[0] for name, values in parse_qs(body).items()}
            token = sent.get("csrfmiddlewaretoken", "")
            if token not in shop.tokens or f"csrftoken={token}" not in (self.headers.get("Cookie") or "") or not self.headers.get("Referer"):
                self.send(403, "CSRF", {"Content-Type": "text/plain"})
                return
            if (sent.get("username"), sent.get("password"), sent.get("next"), sent.get("go")) == ("ann", PASSWORD, "/private", "in"):
                session = secrets.token_hex(16)
                shop.sessions.add(session)
                self.send(302, "", {"Location": "/private", "Set-Cookie": f"sessionid={session}; Path=/; HttpOnly"})
                return
        token = secrets.token_hex(16)
        shop.tokens.add(token)
        form = (f'<form method="post" action="{shop.form_action}"><input type="hidden" name="csrfmiddlewaretoken" value="{token}"><input name="username"><input type="password" name="password">'
                '<input type="hidden" name="next" value="/private"><input type="checkbox" name="remember" value="1"><button name="go" value="in">Log in</button></form>')
        self.page(form, [], {"Set-Cookie": f"csrftoken={token}; expires=Thu, 01 Jan 2099 00:00:00 GMT; Path=/"})

    def session(self) -> str:
        cookies = dict(part.split("=", 1) for part in (self.headers.get("Cookie") or "").split("; ") if "=" in part)
        return cookies.get("sessionid", "")

    def page(self, body: str, queries: list[tuple[str, int]], headers: dict[str, str] | None = None) -> None:
        times = sum(count for _, count in queries)
        writes = sum(count for text, count in queries if text.startswith("insert"))
        counts = {"sql": times, "rows": times, "sql-write": writes, "commits": writes}
        identity = secrets.token_hex(8)
        if self.headers.get("Probe"):
            digests = [{"text": text, "times": count, "rows": count, "distinct": count, "parameters": count, "write": text.startswith("insert")} for text, count in queries]
            self.shop.documents[identity] = {"evidence": counts, "digests": digests}
        self.send(200, f"<!DOCTYPE html><title>x</title>{body}", {
            "Content-Type": "text/html", "Cache-Control": "no-store", "X-Request-Id": identity, "Evidence": ", ".join(f"{key}={value}" for key, value in counts.items()), **(headers or {})})

    def send(self, status: int, body: str, headers: dict[str, str]) -> None:
        raw = body.encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

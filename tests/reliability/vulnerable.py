"""A server that is vulnerable on purpose, on the loopback address: the proof that a scanner would have found something. Its SQL goes to
the stack's database, with the rights of the application. Commands and files are only imitated: it responds as if it had run or read
them. It is also where a server would connect to that fetches any address it is given."""

import contextlib
import datetime
import html
import http.server
import json
import re
import threading
import urllib.parse

import pymysql

LIST = "<li><a href='/{0}?{1}=1'>{0}</a></li>"
# What a shell and files would show.
ENVIRONMENT = "PATH=/usr/bin\nPWD=/\n"
PASSWD = "root:x:0:0:root:/root:/bin/bash\n"
# For wapiti: an address for each of its modules.
LINKS = {"xss": "text", "sql": "id", "blind": "id", "command": "host", "file": "name", "redirect": "to", "fetch": "url", "header": "lang"}
PAGE = "<!doctype html><html><head><title>Vulnerable</title></head><body>{}</body></html>"
HOME = PAGE.format("<ul>" + "".join(LIST.format(page, name) for page, name in LINKS.items()) +
                   "<li><a href='/notes.html'>notes</a></li><li><a href='/guest'>guests</a></li><li><a href='/closed'>closed</a></li></ul>"
                   "<form method='post' action='/guest'><input name='text' value='hello'><input type='submit'></form>")


class Vulnerable(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port, database):
        super().__init__(("127.0.0.1", port), Handler)
        self.database = database  # how to connect
        self.guests = []
        self.fetched = {}  # {session: {page: {parameter: [..]}}}, as wapiti's endpoint has it

    def rows(self, sql):
        with contextlib.closing(pymysql.connect(**self.database)) as connection, connection.cursor() as cursor:
            cursor.execute("SET max_statement_time = 15")
            cursor.execute(sql)
            return cursor.fetchall()

    def fetch(self, address):
        """As if this were the target: connects to the address, which is one of this server."""
        if found := re.search(r"/ssrf/(\w+)/(\d+)/([0-9a-f]+)/", address):
            session, page, parameter = found.groups()
            visit = {"url": address, "date": datetime.datetime.now(datetime.timezone.utc).isoformat(), "ip": "127.0.0.1", "method": "GET", "size": 0}
            self.fetched.setdefault(session, {}).setdefault(page, {}).setdefault(parameter, []).append(visit)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def handle(self):
        with contextlib.suppress(OSError):  # a scanner that did not wait for the response
            super().handle()

    def send(self, text, status=200, content_type="text/html; charset=utf-8", **headers):
        body = text.encode("utf-8", "surrogateescape")
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_GET(self):
        self.serve("")

    def do_POST(self):
        self.serve(self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("utf-8", "replace"))

    def do_OPTIONS(self):
        self.send("", Allow="GET, POST, PUT")

    def do_ABC(self):
        self.send(PAGE.format("open"))

    def serve(self, body):
        address = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(address.query, keep_blank_values=True))
        if any("() { :;}" in value for value in self.headers.values()):
            return self.send(self.as_bash())
        if "<!ENTITY" in body and "file:///etc/passwd" in body:
            return self.send(PASSWD)
        first = address.path.split("/")[1]
        page = getattr(self, f"at_{first.split('.')[0] or 'home'}", None)
        return page(query, body, address.path) if page else self.send(PAGE.format("nothing"), 404)

    def as_bash(self):
        found = re.search(r"echo -e '([^']*)'", next(value for value in self.headers.values() if "() { :;}" in value))
        return found.group(1).encode().decode("unicode_escape") if found else ""

    # For sqlmap: the same query, with a text or a number from each place.

    def found(self, condition):
        try:
            rows = self.server.rows(f"SELECT name, price FROM product WHERE {condition} ORDER BY id LIMIT 5")
        except pymysql.Error:
            return self.send(PAGE.format("failed"), 500)
        return self.send(PAGE.format("".join(f"<p>{html.escape(str(name))}, {price}</p>" for name, price in rows) or "none"))

    def at_query(self, query, _body, _path):
        self.found(f"sku = '{query.get('sku', '')}'")

    def at_form(self, _query, body, _path):
        self.found(f"id = {dict(urllib.parse.parse_qsl(body)).get('id', '1')}")

    def at_path(self, _query, _body, path):
        self.found(f"id = {urllib.parse.unquote(path).split('/', 2)[2]}")

    def at_header(self, query, _body, _path):
        if "lang" in query:  # for wapiti: a text that ends a header, decoded twice
            return self.send(PAGE.format("hello"), Content_Language=urllib.parse.unquote(query["lang"]))
        return self.found(f"sku = '{self.headers.get(query.get('name', 'x'), '')}'")

    def at_cookie(self, _query, _body, _path):
        found = re.search(r"sku=(.*)", self.headers.get("Cookie", ""))
        self.found(f"sku = '{urllib.parse.unquote(found.group(1)) if found else ''}'")

    def at_json(self, _query, body, _path):
        try:
            sku = json.loads(body)["sku"]
        except (ValueError, KeyError, TypeError):
            return self.send("{}", 400)
        return self.found(f"sku = '{sku}'")

    # For wapiti.

    def at_home(self, _query, _body, _path):
        self.send(HOME, Set_Cookie="seen=1")

    def at_xss(self, query, _body, _path):
        self.send(PAGE.format(f"<p>{query.get('text', '')}</p>"))

    def at_guest(self, _query, body, _path):
        if body:
            self.server.guests.append(dict(urllib.parse.parse_qsl(body)).get("text", ""))
        self.send(PAGE.format("".join(f"<p>{text}</p>" for text in self.server.guests[-300:])))

    def at_sql(self, query, _body, _path):
        try:
            rows = self.server.rows(f"SELECT name FROM product WHERE sku = '{query.get('id', '')}' LIMIT 1")
        except pymysql.Error as error:
            return self.send(PAGE.format(f"<p>{html.escape(str(error.args[1]))}</p>"))
        return self.send(PAGE.format(f"<p>{len(rows)}</p>"))

    def at_blind(self, query, _body, _path):
        with contextlib.suppress(pymysql.Error):
            self.server.rows(f"SELECT name FROM product WHERE id = {query.get('id', '1')} LIMIT 1")
        self.send(PAGE.format("<p>thanks</p>"))

    def at_command(self, query, _body, _path):
        self.send(PAGE.format("<p>sent</p>" + (ENVIRONMENT if ";env;" in query.get("host", "") else "")))

    def at_file(self, query, _body, _path):
        self.send(PAGE.format(PASSWD if query.get("name", "").rstrip("\0").endswith("etc/passwd") else "<p>no file</p>"))

    def at_redirect(self, query, _body, _path):
        to = query.get("to", "/")
        self.send("", 302, Location=urllib.parse.quote(to, safe=":/") if to.startswith("https:") else "/")

    def at_fetch(self, query, _body, _path):
        self.server.fetch(query.get("url", ""))
        self.send(PAGE.format("<p>fetched</p>"))

    def at_closed(self, _query, _body, _path):
        self.send(PAGE.format("closed"), 403)

    def at_notes(self, _query, _body, path):
        is_there = path in ("/notes.html", "/notes.html.bak", "/notes.bak")
        self.send(PAGE.format("notes") if is_there else PAGE.format("nothing"), 200 if is_there else 404)

    # The address that a target should never connect to.

    def at_ssrf(self, _query, _body, path):
        self.server.fetch(path)
        self.send("")

    def at_get_ssrf(self, query, _body, _path):
        self.send(json.dumps(self.server.fetched.get(query.get("id"), {})), content_type="application/json")


@contextlib.contextmanager
def running(port, socket, user):
    """`port` 0: any. Yields its address."""
    server = Vulnerable(port, {"unix_socket": str(socket), "user": user, "database": "caseload_x1", "charset": "utf8mb4"})
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

"""Files, the documentation, small addresses of nginx's own, and the access log."""

import json
import shutil
import socket
import unittest
import zlib

from site_server import ROOT, SiteServer, nginx

LOG = ("time", "request_id", "client", "method", "target", "protocol", "status", "bytes", "body_bytes", "encoding", "cache",
       "upstream", "upstream_status", "upstream_first_byte_s", "upstream_s", "total_s", "agent")


class Files(SiteServer):
    """With a documentation of its own in place of the one that may or may not be built."""

    @classmethod
    def make_files(cls):
        cls.root = cls.stack.var / "share"
        cls.site = cls.root / "build" / "site"
        (cls.site / "cases").mkdir(parents=True)
        (cls.root / "nginx").symlink_to(ROOT / "nginx")
        cls.static = cls.root / "templates" / "static"
        shutil.copytree(ROOT / "templates" / "static", cls.static)
        (cls.site / "index.html").write_text("<p>Start</p>")
        (cls.site / "404.html").write_text("<p>No such page</p>")
        (cls.site / "script.js").write_text("x" * 600)
        (cls.site / "of-no-type").write_text("x")
        (cls.root / "LICENSE").write_text("not for visitors")
        cls.places = {f"set $caseload {nginx.checkout(cls.stack)};": f"set $caseload {cls.root};"}

    def test_files_are_revalidated_each_time(self):
        for target in ("/static/caseload.css", "/docs/index.html"):
            file = self.fetch(target)
            again = self.fetch(target, headers={"If-None-Match": file.headers["ETag"]})
            part = self.fetch(target, headers={"Range": "bytes=0-1"})
            for response, status in ((file, 200), (again, 304), (part, 206)):
                self.assertEqual((response.status, response.headers.get_all("Cache-Control")), (status, ["no-cache"]), target)
            self.assertEqual(part.text, file.text[:2])
            missing = self.fetch(target + "x")
            self.assertEqual((missing.status, missing.headers.get_all("Cache-Control")),
                             (404, ["no-store"] if target.startswith("/static") else None))

    def test_files_have_their_type_and_are_utf_8(self):
        for target, kind in (("/static/caseload.css", "text/css; charset=utf-8"), ("/static/case.js", "application/javascript; charset=utf-8"),
                             ("/static/icon.svg", "image/svg+xml"), ("/docs/index.html", "text/html; charset=utf-8"),
                             ("/docs/script.js", "application/javascript; charset=utf-8"), ("/docs/of-no-type", "application/octet-stream"),
                             ("/robots.txt", "text/plain; charset=utf-8")):
            self.assertEqual((target, self.fetch(target).headers["Content-Type"]), (target, kind))
        self.assertEqual(self.fetch("/docs/script.js", headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"], "gzip")

    def test_the_documentation_has_a_start_and_a_page_for_what_it_does_not_have(self):
        self.assertEqual(self.fetch("/docs/").text, b"<p>Start</p>")
        moved = self.fetch("/docs?a=b")
        self.assertEqual((moved.status, moved.headers["Location"]), (301, "/docs/?a=b"))
        self.assertEqual(self.fetch("/docs").headers["Location"], "/docs/")
        for target in ("/docs/none.html", "/docs/cases/"):
            response = self.fetch(target)
            self.assertEqual((target, response.status, response.text), (target, 404, b"<p>No such page</p>"))
        self.assertEqual(self.fetch("/docs/cases").headers["Location"], "/docs/cases/")
        self.assertEqual(self.fetch("/docs/index.html", "POST", b"x").status, 405)

    def test_without_a_documentation_its_addresses_say_so(self):
        page = self.site / "404.html"
        text = page.read_text()
        page.unlink()
        self.addCleanup(page.write_text, text)
        for target in ("/docs/none.html", "/docs/404.html"):
            response = self.fetch(target)
            self.assertEqual((response.status, response.headers["Cache-Control"]), (404, "no-store"))
            self.assertIn(b"<h1>Not found</h1>", response.text)

    def test_verdicts_that_are_not_there_yet_are_an_empty_object(self):
        response = self.fetch("/docs/verdicts.json")
        self.assertEqual((response.status, response.headers["Content-Type"]), (200, "application/json"))
        self.assertEqual((json.loads(response.text), response.headers.get_all("Cache-Control")), ({}, ["no-cache"]))
        (self.site / "verdicts.json").write_text('{"run": "x"}')
        self.addCleanup((self.site / "verdicts.json").unlink)
        response = self.fetch("/docs/verdicts.json")
        self.assertEqual((json.loads(response.text), response.headers["Cache-Control"]), ({"run": "x"}, "no-cache"))

    def test_only_a_file_may_be_kept_by_the_browser(self):
        for target, status, headers in (("/static/fonts", 301, {}), ("/docs/cases", 301, {}),
                                        ("/static/caseload.css", 412, {"If-Match": '"other"'}),
                                        ("/docs/index.html", 412, {"If-Match": '"other"'})):
            response = self.fetch(target, headers=headers)
            self.assertEqual((response.status, response.headers["Cache-Control"]), (status, None), target)

    def test_what_nginx_refuses_has_a_page_that_nobody_keeps_wherever_it_is(self):
        for folder in (self.static, self.site):
            server = socket.socket(socket.AF_UNIX)  # a file of a kind that can't be opened
            server.bind(str(folder / "no-file"))
            server.close()
            self.addCleanup((folder / "no-file").unlink)
        outside = {"Range": "bytes=9999999-"}
        for target, method, status, title, headers in (
            ("/static/no-file", "GET", 500, "Internal error", {}),
            ("/static//x", "GET", 400, "Bad request", {}),
            ("/static/none", "GET", 404, "Not found", {}),
            ("/static/fonts/", "GET", 404, "Not found", {}),
            ("/static/caseload.css", "DELETE", 405, "Method not allowed", {}),
            ("/static/caseload.css", "GET", 416, "Range not satisfiable", outside),
            ("/docs/no-file", "GET", 500, "Internal error", {}),
            ("/docs//x", "GET", 400, "Bad request", {}),
            ("/docs/index.html", "DELETE", 405, "Method not allowed", {}),
            ("/docs/script.js", "GET", 416, "Range not satisfiable", outside),
            ("/robots.txt", "DELETE", 405, "Method not allowed", {}),
            ("/robots.txt", "GET", 416, "Range not satisfiable", outside),
            ("/docs/verdicts.json", "DELETE", 405, "Method not allowed", {}),
            ("/nginx-errors/error.html", "GET", 404, "Not found", {}),
        ):
            with self.subTest(target=target, method=method, status=status):
                response = self.fetch(target, method, headers={"Accept": "application/json", **headers})
                self.assertEqual((response.status, response.headers["Content-Type"]), (status, "application/problem+json"))
                self.assertEqual((json.loads(response.text)["title"], response.headers["Cache-Control"]), (title, "no-store"))

    def test_a_body_that_can_not_be_read_is_refused_where_none_is_expected(self):
        (self.site / "verdicts.json").write_text("{}")
        self.addCleanup((self.site / "verdicts.json").unlink)
        for target in ("/static/caseload.css", "/docs/index.html", "/docs/verdicts.json", "/robots.txt"):
            with socket.create_connection(("127.0.0.1", self.stack.port), 60) as connection:
                connection.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n"
                                   "Transfer-Encoding: chunked\r\n\r\nno length\r\n".encode())
                response = connection.makefile("rb").read().decode()
            self.assertRegex(response, "^HTTP/1.1 400 ", target)
            self.assertIn('"title":"Bad request","status":400,', response, target)

    def test_a_body_that_can_not_be_stored_is_an_internal_error(self):
        folder = nginx.folder(self.stack) / "body"
        folder.rename(folder.with_name("moved"))
        self.addCleanup(folder.with_name("moved").rename, folder)
        response = self.fetch("/page", "POST", bytes(100_000), {"Accept": "application/json"})
        self.assertEqual((response.status, json.loads(response.text)["title"]), (500, "Internal error"))
        self.assertEqual(json.loads(response.text)["detail"], "The request could not be served.")

    def test_files_are_compressed_as_much_as_is_worth_the_time(self):
        file = (self.static / "caseload.css").read_bytes()
        sent = self.fetch("/static/caseload.css", headers={"Accept-Encoding": "gzip"}).text
        sizes = {}
        for level in range(1, 10):
            deflate = zlib.compressobj(level, zlib.DEFLATED, 31)
            sizes[level] = len(deflate.compress(file) + deflate.flush())
        self.assertEqual(min(sizes, key=lambda level: abs(sizes[level] - len(sent))), 4, (sizes, len(sent)))

    def test_small_addresses_of_the_site(self):
        icon = self.fetch("/favicon.ico")
        self.assertEqual((icon.status, icon.headers["Location"]), (301, "/static/icon.svg"))
        self.assertEqual(self.fetch("/static/icon.svg").status, 200)

    def test_no_file_besides_is_served(self):
        for target in ("/LICENSE", "/nginx-errors/error.html", "/nginx-errors/error.json", "/static", "/templates/static/caseload.css"):
            self.assertIn(self.fetch(target).status, (404, 502), target)  # 502: for the app, which is away

    def test_every_request_is_a_line_of_the_access_log(self):
        self.start_upstream()
        responses = [self.fetch("/cached/logged?header=Cache-Control:%20max-age=60&n=%22", headers={"User-Agent": 'a "quoted" agent'}),
                 self.fetch("/cached/logged?header=Cache-Control:%20max-age=60&n=%22"),
                 self.fetch("/docs/script.js", headers={"Accept-Encoding": "gzip"}), self.fetch("/page", "POST", b"x", source="127.0.0.2")]
        wanted = {response.headers["X-Request-Id"] for response in responses}
        lines = {}
        while not wanted <= lines.keys():
            lines = {line["request_id"]: line for line in self.logged_lines()}
        miss, hit, zipped, posted = (lines[response.headers["X-Request-Id"]] for response in responses)
        for line, response in zip((miss, hit, zipped, posted), responses):
            self.assertEqual(tuple(line), LOG)
            self.assertEqual((line["status"], line["protocol"]), (200, "HTTP/1.1"))
            self.assertIn(line["body_bytes"] - len(response.text), range(20))  # what chunks cost
            self.assertGreater(line["bytes"], line["body_bytes"] + 500)  # headers as well
            self.assertRegex(line["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$")
            self.assertGreaterEqual(line["total_s"], 0)
        self.assertEqual((miss["cache"], miss["upstream_status"], miss["agent"], miss["method"], miss["client"]),
                         ("MISS", "200", 'a "quoted" agent', "GET", "127.0.0.1"))
        self.assertRegex(miss["upstream_s"], r"^\d+\.\d+$")
        self.assertRegex(miss["upstream_first_byte_s"], r"^\d+\.\d+$")
        self.assertEqual(miss["target"], "/cached/logged?header=Cache-Control:%20max-age=60&n=%22")
        self.assertRegex(miss["upstream"], r"^unix:.*app\.sock$")
        self.assertEqual((hit["cache"], hit["upstream"], hit["upstream_status"], hit["upstream_s"]), ("HIT", "", "", ""))
        self.assertEqual((zipped["encoding"], zipped["cache"]), ("gzip", ""))
        self.assertEqual((posted["method"], posted["client"], posted["target"], posted["cache"]), ("POST", "127.0.0.2", "/page", ""))

    def test_a_request_that_nginx_itself_refuses_is_logged_with_the_method_that_was_sent(self):
        sent = [("POST", "/lost", {}, 502), ("PUT", "/odd//path", {}, 400), ("POST", "/no-host", {"Host": "a/b"}, 400),
                ("DELETE", "/docs/verdicts.json?logged", {}, 405), ("GET", "/also-lost", {}, 502)]
        for method, target, headers, status in sent:
            self.assertEqual(self.fetch(target, method, headers=headers).status, status, target)
        targets = {target: method for method, target, _, _ in sent}
        logged = {}
        while len(logged) < len(sent):
            logged = {line["target"]: line["method"] for line in self.logged_lines() if line["target"] in targets}
        self.assertEqual(logged, targets)

    def test_C7_bytes_that_are_not_utf_8_leave_the_log_readable(self):
        self.start_upstream()
        valid = "/page?" + "é€😀\U0010ffff" * 1_000
        sent = {  # the target of each request, and what the log has of it
            b"/page?q=\xe9": "/page?q= (then not UTF-8)",
            b"/page?q=\xc3\xa9&r=\xed\xa0\x80&s": "/page?q=é&r= (then not UTF-8)",  # half of a surrogate pair
            b"/page?\xc0\xaf\xf4\x90\x80\x80": "/page? (then not UTF-8)",  # a longer form, and a number that is too large
            b"/\xff": "/ (then not UTF-8)",
            valid.encode(): valid,
            valid.encode() + b"\xf0\x9f\x98": valid + " (then not UTF-8)",
        }
        for target in sent:
            with socket.create_connection(("127.0.0.1", self.stack.port), 60) as connection:
                connection.sendall(b"GET " + target + b" HTTP/1.1\r\nHost: localhost\r\nUser-Agent: a\"\xff\r\nConnection: close\r\n\r\n")
                self.assertRegex(connection.makefile("rb").read(), b"^HTTP/1.1 200")
        logged = []
        while len(logged) < len(sent):
            logged = [line["target"] for line in self.logged_lines() if line["agent"] == 'a" (then not UTF-8)']
        self.assertEqual(sorted(logged), sorted(sent.values()))


class PrivateNginx(SiteServer):
    def test_it_writes_below_the_stack_s_own_folder_only(self):
        text = nginx.configuration(self.stack)
        for name in ("client_body", "fastcgi", "proxy", "scgi", "uwsgi"):
            self.assertIn(f"    {name}_temp_path {nginx.folder(self.stack)}/", text)
        self.assertIn(f"pid {nginx.folder(self.stack)}/", text)
        self.assertIn(f"error_log {self.stack.plain}/log/", text)


if __name__ == "__main__":
    unittest.main()

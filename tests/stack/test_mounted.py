"""The site below a prefix: a second nginx passes /perf/... on as /..., and every address leads back below /perf/."""

import re
import urllib.parse

from site_server import ROOT, SiteServer, nginx

PREFIX = "/perf"
SHIPPED_ROOT = 'map root $caseload_root { default ""; }'


class Mounted(SiteServer):
    @classmethod
    def make_files(cls):
        cls.outer_port = nginx.free_port()
        files = nginx.folder(cls.stack) / "files"
        (files / "build" / "site" / "cases").mkdir(parents=True)
        (files / "build" / "site" / "cases" / "index.html").write_text("cases")
        for name in ("templates", "nginx"):
            (files / name).symlink_to(ROOT / name)
        cls.places = {
            SHIPPED_ROOT: f'map root $caseload_root {{ default ""; root {PREFIX}; }}'
                          f" server {{ listen 127.0.0.1:{cls.outer_port}; "
                          f"location {PREFIX}/ {{ proxy_pass http://127.0.0.1:{cls.stack.port}/; }} }}",
            f"set $caseload {nginx.checkout(cls.stack)};": f"set $caseload {files};",
        }

    def visit(self, address):
        """As a browser: follows redirects, through the outer nginx. Returns the last address and its response."""
        for _ in range(5):
            self.assertTrue(address.startswith(PREFIX + "/"), address)
            response = self.fetch(address, headers={"Accept": "text/html"}, port=self.outer_port)
            if response.status not in (301, 302, 307, 308):
                return address, response
            address = urllib.parse.urljoin(address, response.headers["Location"])
        raise AssertionError(f"{address} redirects without end")

    def test_C3_redirects_stay_below_the_prefix(self):
        for start, end in (("/docs", "/docs/"), ("/docs/cases", "/docs/cases/"), ("/docs/cases?a=1", "/docs/cases/?a=1"),
                           ("/favicon.ico", "/static/icon.svg")):
            self.assertEqual(self.visit(PREFIX + start)[0], PREFIX + end)

    def test_C3_error_pages_of_nginx_load_their_files_and_lead_back_below_the_prefix(self):
        address, page = self.visit(PREFIX + "/static/none.css")
        self.assertEqual(page.status, 404)
        links = re.findall(r'(?:href|src)="([^"]*)"', page.text.decode())
        self.assertGreaterEqual(len(links), 5)
        for link in links:
            target, response = self.visit(urllib.parse.urljoin(address, link))
            self.assertEqual(response.status, 502 if target == PREFIX + "/" else 200, target)  # no app runs here

    def test_C3_pages_of_the_documentation_learn_where_the_live_pages_are(self):
        self.assertIn(f'desc="{PREFIX}/"', self.visit(PREFIX + "/docs/cases/")[1].headers["Server-Timing"])

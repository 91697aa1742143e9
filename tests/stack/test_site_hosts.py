"""nginx over two app hosts, of which one is away or dies: what the other one takes over."""

import unittest

from fastcgi_upstream import Upstream
from site_server import SiteServer

TIMES = 12  # so that both hosts have their turn


class Hosts(SiteServer):
    @classmethod
    def make_files(cls):
        servers = (f"server unix:{cls.stack.socket(name)} max_fails=0;" for name in ("app", "other"))  # no test leaves a mark
        cls.places = {cls.stack.app_servers: "\n    ".join(["least_conn;", *servers])}

    def setUp(self):
        super().setUp()
        self.start_upstream()

    def start_other(self):
        other = Upstream(self.stack.socket("other"))
        other.start()
        self.addCleanup(self.stack.socket("other").unlink)
        self.addCleanup(other.close)
        return other

    def logged(self, path):
        """The line of the only request for this path."""
        while True:
            if lines := [line for line in self.logged_lines() if line["target"].partition("?")[0] == path]:
                return lines[0]

    def test_a_host_that_accepts_nothing_costs_no_request_whatever_its_method(self):
        for _ in range(TIMES):
            self.assertEqual(self.fetch("/page").status, 200)
            self.assertEqual(self.fetch("/page", "POST", "body").status, 200)

    def test_what_a_host_lost_goes_to_the_other_unless_it_was_a_post(self):
        other = self.start_other()
        for each in (self.upstream, other):
            each.then = {"lost": ["1"]}
            for number in range(TIMES):
                self.assertEqual(self.fetch(f"/read-{id(each)}-{number}").status, 200)
            each.then = {}
        self.upstream.then = other.then = {"lost": ["1"]}
        before = self.upstream.request_count + other.request_count
        response = self.fetch("/written", "POST", "body")
        self.assertEqual((response.status, response.headers["Retry-After"]), (502, "2"))
        self.assertLessEqual(self.upstream.request_count + other.request_count - before, 1)

    def test_the_log_says_which_hosts_were_tried(self):
        other = self.start_other()
        self.upstream.then = other.then = {"lost": ["1"]}
        self.assertEqual(self.fetch("/tried").status, 502)
        line = self.logged("/tried")
        for name in ("app", "other"):
            self.assertIn(f"unix:{self.stack.socket(name)}", line["upstream"])


if __name__ == "__main__":
    unittest.main()

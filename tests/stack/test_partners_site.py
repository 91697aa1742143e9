"""The server for partner services in the site file that is deployed, in a real nginx: only on its own address, and a call is passed on
as it was sent."""

import contextlib
import json
import socket
import unittest

from fastcgi_upstream import Upstream
from site_server import SiteServer

import app


class PartnersSite(SiteServer):
    @classmethod
    def make_files(cls):
        """What an nginx that was killed leaves behind."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as left:
            left.bind(str(cls.stack.socket("partners-http")))

    def setUp(self):
        super().setUp()
        self.partners = Upstream(self.stack.socket("partners"))
        self.partners.start()
        self.addCleanup(self.stack.socket("partners").unlink)
        self.addCleanup(self.partners.close)

    def call(self, target, method="GET", body=None):
        with contextlib.closing(app.UnixConnection(self.stack.socket("partners-http"))) as connection:
            connection.request(method, target, body)
            response = connection.getresponse()
            return response.status, json.loads(response.read())

    def test_a_call_is_passed_on_as_it_was_sent(self):
        status, seen = self.call("/stock?sku=A%2CB&utm_source=x")
        self.assertEqual((status, seen["REQUEST_URI"], seen["REQUEST_METHOD"]), (200, "/stock?sku=A%2CB&utm_source=x", "GET"))
        self.assertRegex(seen["REQUEST_ID"], "^[0-9a-f]{32}$")
        status, seen = self.call("/payment", "POST", b"customer=1&cents=5")
        self.assertEqual((seen["REQUEST_METHOD"], seen["body_bytes"]), ("POST", 18))

    def test_a_status_of_the_services_reaches_the_caller(self):
        self.assertEqual(self.call("/price?status=404")[0], 404)

    def test_visitors_do_not_reach_the_services(self):
        self.fetch("/stock?sku=A")
        self.assertEqual(self.partners.request_count, 0)

    def test_the_stack_says_whether_the_services_respond(self):
        self.assertEqual(app.partners_ready(self.stack), "")
        self.partners.then = {"status": ["500"]}
        self.assertEqual(app.partners_ready(self.stack), "partners: /healthz returns 500")


if __name__ == "__main__":
    unittest.main()

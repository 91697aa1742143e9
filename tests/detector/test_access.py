"""How the detector gets in, and what it never does on the way, on a real service with a login."""

from __future__ import annotations

import datetime
import os
import tempfile
import unittest
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from unittest import mock

import support

support.prepare_path()

from own_service import PASSWORD, Shop

from caseload_detector import client as client_module
from caseload_detector.access import Access, Cookies, cookie_from, given_value, header_from, tls_context
from caseload_detector.arrival import arrive
from caseload_detector.client import Client, base_of
from caseload_detector.service_error import ServiceError
from caseload_detector.considerate import Budget, BudgetSpent, Limits, retry_after_seconds
from caseload_detector.login import log_in


class Login(unittest.TestCase):
    def log_in(self, shop: Shop, user: str = "ann", password: str = PASSWORD, at: str = "/accounts/login/") -> tuple[str, Client]:
        client = Client(shop.url)
        self.addCleanup(client.close)
        return log_in(client, at, user, password), client

    def test_hidden_fields_and_the_button_are_sent_back_and_the_session_is_kept(self) -> None:
        with Shop() as shop:
            line, client = self.log_in(shop)
            self.assertEqual(line, "logged in at /accounts/login/ as ann, and arrived at /private")
            self.assertEqual(arrive(client, "/private").refused, "")
            body = next(body for method, _, _, body in shop.requests if method == "POST")
            self.assertNotIn("remember", body)

    def test_a_page_that_redirects_to_the_form_will_do(self) -> None:
        with Shop() as shop:
            self.assertIn("arrived at /private", self.log_in(shop, at="/private")[0])

    def test_a_wrong_password_and_a_page_without_a_form_are_errors_without_the_password(self) -> None:
        with Shop() as shop:
            for arguments, said in (({"password": "wr0ng-secret"}, "login form is shown again"), ({"user": "bob"}, "login form is shown again"), ({"at": "/about"}, "shows no form with a password")):
                with self.assertRaisesRegex(ServiceError, said) as raised:
                    self.log_in(shop, **arguments)  # type: ignore[arg-type]
                self.assertNotIn("wr0ng", str(raised.exception))

    def test_a_form_for_another_host_is_not_sent(self) -> None:
        with Shop() as other, Shop() as shop:
            shop.form_action = other.url + "/take"
            with self.assertRaisesRegex(ServiceError, "another host"):
                self.log_in(shop)
            self.assertEqual(other.requests, [])


class Arriving(unittest.TestCase):
    def arrive(self, shop: Shop, path: str, **more: Any) -> Any:
        client = Client(shop.url, **more)
        self.addCleanup(client.close)
        return arrive(client, path)

    def test_redirects_are_followed_on_the_same_host_only(self) -> None:
        with Shop() as other, Shop() as shop:
            shop.elsewhere = other.url
            self.assertEqual(self.arrive(shop, "/moved").address, "/orders")
            self.assertRegex(self.arrive(shop, "/away").refused, "redirects to another host .*never requested")
            self.assertEqual(other.requests, [])

    def test_a_redirect_to_nowhere_is_a_reason(self) -> None:
        for location, said in (("", "returned status 302, a redirect, without a Location"), ("http://[::1", "redirects to http://[::1, which is not a valid address")):
            client = Client("http://service")
            headers = {"location": location} if location else {}
            with mock.patch.object(client, "send", lambda *_: (302, headers, b"", 1, 1)):
                self.assertEqual(arrive(client, "/a").refused, said)

    def test_credentials_that_are_refused_are_named_as_the_reason(self) -> None:
        for access, said in ((Access(), "give --login"), (Access({"Authorization": "Basic d3Jvbmc="}), "does not accept the user, password"), (Access(cookies=Cookies({"session": "1"})), "does not accept")):
            client = Client("http://service", access=access)
            with mock.patch.object(client, "send", lambda *_: (401, {}, b"", 1, 1)):
                self.assertIn(said, arrive(client, "/a").refused)

    def test_logins_and_errors_are_reasons(self) -> None:
        with Shop() as shop:
            self.assertIn("redirects to a login (/accounts/login/); give --login", self.arrive(shop, "/private").refused)
            self.assertEqual(self.arrive(shop, "/nowhere").refused, "returned status 404")

    def test_after_429_it_waits_as_long_as_it_is_asked_to(self) -> None:
        with Shop() as shop, mock.patch.object(client_module.time, "sleep") as slept:
            self.assertEqual(self.arrive(shop, "/busy", budget=Budget(Limits())).status, 200)
            self.assertEqual(slept.call_args_list, [mock.call(0.0)])
            with self.assertRaisesRegex(BudgetSpent, "pause would be 3600 seconds .Retry-After.; the longest allowed is 30 .--max-pause"):
                self.arrive(shop, "/busy-for-long", budget=Budget(Limits()))

    def test_a_link_to_another_host_is_no_link(self) -> None:
        client = Client("http://service:8000")
        for link, local in (("/a?b=1#c", "/a?b=1"), ("d", "/x/d"), ("http://service:8000/e", "/e"), ("http://SERVICE:8000", "/"), ("//other/f", None), ("https://service:8000/g", None),
                            ("http://service/h", None), ("http://[", None), ("/with space", "/with%20space")):
            self.assertEqual(client.local(link, "/x/y"), local, link)


class Budgets(unittest.TestCase):
    def test_requests_and_seconds_are_counted_for_each_page(self) -> None:
        now = [0.0]
        budget = Budget(Limits(requests=2, seconds=10), clock=lambda: now[0])
        budget.spend(), budget.spend()
        with self.assertRaisesRegex(BudgetSpent, "2 requests"):
            budget.spend()
        budget.renew()
        budget.spend()
        now[0] = 10.0
        with self.assertRaisesRegex(BudgetSpent, "10 seconds"):
            budget.spend()

    def test_a_pause_is_a_number_or_a_date(self) -> None:
        soon = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1)
        self.assertTrue(3500 < (retry_after_seconds(format_datetime(soon, usegmt=True)) or 0) <= 3600)
        self.assertEqual([retry_after_seconds(text) for text in ("7", "Thu, 01 Jan 1970 00:00:00 GMT", "soon", "")], [7.0, 0.0, None, None])
        self.assertEqual([Budget(Limits()).pause("", attempt) for attempt in (1, 2, 3)], [1.0, 2.0, 4.0])


class Secrets(unittest.TestCase):
    def test_values_come_from_the_environment_or_a_file(self) -> None:
        with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ, {"MY_TOKEN": "abc"}):
            file = Path(folder, "token")
            file.write_text("xyz\n", encoding="utf-8")
            self.assertEqual(header_from("X-Key: $MY_TOKEN"), ("X-Key", "abc"))
            self.assertEqual(cookie_from(f"session=@{file}"), ("session", "xyz"))
            self.assertEqual(given_value("$MY_TOKEN", "--bearer"), "abc")

    def test_mistakes_are_named_without_the_value(self) -> None:
        for call, said in (
            (lambda: header_from("no-colon-but-a-long-secret"), "--header no-colon-but…: expected NAME: VALUE"), (lambda: cookie_from("x"), "expected NAME=VALUE"),
            (lambda: header_from("Authorization: Bearer secret"), "other users can read the command line"), (lambda: header_from("X: $NOT_SET"), "environment variable NOT_SET is not set"), (lambda: header_from("X: @/nowhere"), "can't read /nowhere"),
            (lambda: header_from("X: a\r\nY: b"), "line break"),
            (lambda: header_from("X: secret\u20ac"), "a header can't carry"), (lambda: header_from("X: @/dev/null"), "/dev/null is empty"), (lambda: tls_context("/nowhere", False), "--ca /nowhere"), (lambda: tls_context("x", True), "can't be combined"),
            (lambda: base_of("http://ann:secret@host/"), "must not contain a user or a password"),
        ):
            with self.assertRaises((ValueError, ServiceError)) as raised:
                call()
            self.assertIn(said, str(raised.exception))
            self.assertNotIn("secret", str(raised.exception))

    def test_a_visitor_s_cookie_replaces_the_session_and_a_csrf_cookie_becomes_a_header(self) -> None:
        access = Access({"X-A": "1"}, Cookies({"csrftoken": "t", "s": "1"}))
        self.assertEqual(access.headers("GET", {"Cookie": "v=2"}), {"X-A": "1", "Cookie": "v=2"})
        self.assertEqual(access.headers("POST", {}), {"X-A": "1", "Cookie": "csrftoken=t; s=1", "X-CSRFToken": "t"})

    def test_known_cookies_are_renewed_and_others_ignored(self) -> None:
        cookies = Cookies({"s": "1"})
        cookies.take(["s=2; Path=/; expires=Thu, 01 Jan 2099 00:00:00 GMT", "tracker=3"])
        self.assertEqual(cookies.header(), "s=2")
        cookies.take(["tracker=3"], new=True)
        cookies.take(["s=; Max-Age=0"])
        self.assertEqual(cookies.header(), "tracker=3")


if __name__ == "__main__":
    unittest.main()

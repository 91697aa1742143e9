"""What is shown and saved, piece by piece: redaction, call sites, fixes, guesses."""

from __future__ import annotations

import unittest

import support

support.prepare_path()

from caseload_detector.call_site import call_site
from caseload_detector.command.knobs import given_knob, with_given
from caseload_detector.fixes import STACKS, fix_for, page_of, table, title_of
from caseload_detector.output.markdown import code, text
from caseload_detector.output.redact import redacted_query, redacted_text
from caseload_detector.pages import Page
from caseload_detector.rules import all_rules
from caseload_detector.stack_guess import guess_stack


class Redaction(unittest.TestCase):
    def test_literals_of_queries(self) -> None:
        for given, left in (
            ("select * from t1 where a = 'x''y\\'z' and b=12.5 and c = -3", "select * from t1 where a = ? and b=? and c = ?"),
            ('select "t"."name" from "t" where "t"."id" = 5 and "t"."a" = "t"."b"', 'select "t"."name" from "t" where "t"."id" = ? and "t"."a" = "t"."b"'),
            ('select a from t where mail = "bob" and b in ("c", "d")', "select a from t where mail = ? and b in (...)"),
            ("select a from t where id in (1, 2,3) limit 10", "select a from t where id in (...) limit ?"),
            ("select 'not ended", "select ?"), ("select $$body$$, $1, x'0f', 0xff, E'a\\n'", "select ?, $1, ?, ?, ?"),
            ("select a -- by bob@example.org\nfrom t /* secret", "select a from t"), ("insert into t values ('a@b.cc', 7)", "insert into t values (...)"),
            ("select `a` from `t2` where `b` like '%x%'", "select `a` from `t2` where `b` like ?"), ("select bob@example.org", "select ?"),
        ):
            self.assertEqual(redacted_query(given), left)
        self.assertEqual(redacted_query("a like '%bob%' or b like 'x%' or c = 5", keep_wildcards=True), "a like '%?%' or b like '?%' or c = ?")

    def test_addresses_and_messages(self) -> None:
        for given, left in (
            ("/orders?page=2&n=40&q=smith&token=abc", "/orders?page=2&n=40&q=…&token=…"), ("/reset/eyJhbGciOiJIUzI1NiJ9.eyJzdWIi.x-y", "/reset/…"),
            ("/u/bob@example.org/5", "/u/…/5"), ("/u/bob%40example.org", "/u/…"), ("/cards/4111111111111111", "/cards/…"), ("/a/550e8400-e29b-41d4-a716-446655440000", "/a/…"),
            ("Authorization: Bearer abcdef", "Authorization: …"), ("password=hunter2 is wrong", "password=… is wrong"), ("mariadb://root:pw@host/db", "mariadb://…@host/db"),
            ("POST /x?mail=a returned 405", "POST /x?mail=… returned 405"), ("ghp_16C7e42F292c6912E7710c838347Ae178B4a", "…"), ("clean for 14 problems at 12,345,678 bytes", "clean for 14 problems at 12,345,678 bytes"),
            ("/books/moby-dick-or-the-whale-a-novel", "/books/moby-dick-or-the-whale-a-novel"),
        ):
            self.assertNotIn("abcdef", redacted_text(given))
            self.assertEqual(redacted_text(given).replace("Bearer …", "…").replace("… …", "…"), left)
        self.assertEqual(redacted_text("/x?size=big", ["size"]), "/x?size=big")
        self.assertEqual(redacted_text("http://a/x?q=a:b: Connection refused"), "http://a/x?q=…: Connection refused")

    def test_the_user_and_host_of_a_database_are_no_e_mail_address(self) -> None:
        for scheme in ("mariadb", "mysql", "postgresql", "postgres"):
            self.assertEqual(redacted_text(f"{scheme}://probe@127.0.0.1:3306: refused"), f"{scheme}://probe@127.0.0.1:3306: refused")
        self.assertEqual(redacted_text("from probe@db.example.org"), "from …")
        self.assertNotIn("hunter2", redacted_text("mariadb://probe:hunter2@db.example.org/shop"))


class CallSites(unittest.TestCase):
    def test_comments_of_frameworks(self) -> None:
        for comment, where in (
            ("/*controller='orders',db_driver='django',framework='django%3A3.2',route='orders/'*/", "orders"), ("/*file='shop%2Fviews.py',lineno='42',function='index'*/", "shop/views.py:42 (index)"),
            ("/*application:Shop,controller:orders,action:index,line:app/views/orders.rb:12*/", "app/views/orders.rb:12 (orders#index)"), ("/*route='%2Forders'*/", "/orders"),
            ("/*traceparent='00-1-2-01'*/", None), ("", None), ("/* a hint */", None),
        ):
            self.assertEqual(call_site(f"select 1 {comment}"), where, comment)


class Fixes(unittest.TestCase):
    def test_each_label_has_a_title_and_a_fix_for_any_stack(self) -> None:
        for label in {label for rule in all_rules() for label in rule.labels}:
            with self.subTest(label):
                self.assertNotEqual(title_of(label), label)
                self.assertTrue(fix_for(label, None)[1])
        for label, entry in table().items():
            if isinstance(entry, dict):
                self.assertLessEqual(set(entry) - {"title", "any", "case"}, set(STACKS), label)

    def test_a_stack_without_a_line_gets_the_general_one_and_links_need_a_site(self) -> None:
        self.assertEqual(fix_for("n-plus-one", "rails")[0], "Rails")
        self.assertEqual(fix_for("leading-wildcard", "rails")[0], "")
        self.assertEqual(page_of("database-index", "https://site.example/"), "https://site.example/cases/database-index/")
        self.assertEqual(page_of("database-index", ""), "")
        for label, entry in table().items():
            if isinstance(entry, dict) and "case" in entry:  # another case explains it, or none
                self.assertEqual(page_of(label, "x:"), f"x:/cases/{entry['case']}/" if entry["case"] else "", label)

    def test_the_pages_that_links_lead_to_exist(self) -> None:
        cases = {folder.name.replace("_", "-") for folder in (support.ROOT / "fcgi-app" / "cases").iterdir() if folder.is_dir()}
        linked = {page_of(label, "x:").split("/")[-2] for label, entry in table().items() if isinstance(entry, dict) and page_of(label, "x:")}
        self.assertLessEqual(linked, cases)

    def test_a_stack_is_guessed_and_said(self) -> None:
        for headers, queries, stack, because in (
            ({"set-cookie": "csrftoken=x; Path=/"}, (), "django", "the cookie csrftoken"), ({"set-cookie": "_shop_session=x"}, (), "rails", "the cookie _shop_session"),
            ({"x-powered-by": "Express"}, (), "sequelize", "the header X-Powered-By"), ({"set-cookie": "laravel_session=x"}, (), "laravel", "cookie"), ({"set-cookie": "JSESSIONID=x"}, (), "hibernate", "cookie"),
            ({"link": '<http://x/wp-json/>; rel="https://api.w.org/"'}, (), "wordpress", "the header Link"), ({}, ("select 1 /*framework='spring'*/",), "hibernate", "a comment in its queries"),
            ({}, ("select a0_.id as id_0, a0_.title as title_1 from artefact a0_",), "doctrine", "the style of its queries"),
            ({}, ('SELECT t0.id AS id_1, t0."name" AS name_2 FROM maker t0 WHERE t0.id = ?',), "doctrine", "the style of its queries"),
            ({}, ("select author0_.id as id1_0_, author0_.name as name2_0_ from author author0_",), "hibernate", "the style of its queries"),
        ):
            guess = guess_stack([headers], queries)
            assert guess is not None
            self.assertEqual(guess.stack, stack)
            self.assertIn(because, guess.because)
        self.assertIsNone(guess_stack([{"server": "nginx"}], ["select 1"]))

    def test_a_server_for_python_is_no_sign_of_an_orm_whose_style_no_query_has(self) -> None:
        for queries, stack in (((), "sqlalchemy"), (("select name from author where id = ?",), None), (("select author.id, author.name from author",), "sqlalchemy")):
            guess = guess_stack([{"server": "Werkzeug/3.0"}], queries)
            self.assertEqual(guess and guess.stack, stack)


class Markup(unittest.TestCase):
    def test_what_comes_from_a_service_is_no_markup(self) -> None:
        self.assertEqual(text("[x](http://y) <b> @team a_b"), "\\[x\\](http://y) \\<b\\> @\u200bteam a\\_b")
        self.assertEqual((code("a`b"), code("`")), ("``a`b``", "`` ` ``"))


class Knobs(unittest.TestCase):
    def test_a_knob_is_for_all_pages_or_for_one_or_a_part_of_the_path(self) -> None:
        pages = [Page("/books"), Page("/list/5?sort=a")]
        for given, knobs in (
            ("n=40,10", {"/books": ["n"], "/list/5?sort=a": ["n"]}), ("/books?n=10,40", {"/books": ["n"], "/list/5?sort=a": []}),
            ("/list/{n}=10,40", {"/books": [], "/list/{n}?sort=a": ["n"]}), ("/other?n=10,40", {"/books": [], "/list/5?sort=a": [], "/other": ["n"]}),
        ):
            result = with_given(pages, [given_knob(given)])
            self.assertEqual({page.address: [knob.name for knob in page.knobs] for page in result}, knobs)
            self.assertEqual(given_knob(given).knob.ladder, ("10", "40"))


if __name__ == "__main__":
    unittest.main()

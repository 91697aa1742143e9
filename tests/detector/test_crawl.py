"""What a crawl requests, what it never requests, and the pages and knobs that it proposes, on a real service."""

from __future__ import annotations

import unittest
import unittest.mock

import support

support.prepare_path()

from own_service import Shop

from caseload_detector.client import Client
from caseload_detector.crawl import Crawl, Crawler
from caseload_detector.crawl.robots import robots_from
from caseload_detector.crawl.shapes import shape_of, why_avoided


def crawled(shop: Shop, maximum: int = 30, start: str = "/") -> Crawl:
    client = Client(shop.url)
    try:
        return Crawler(client, maximum).crawl([start])
    finally:
        client.close()


class Crawling(unittest.TestCase):
    def test_addresses_of_one_shape_are_one_page_with_its_knobs_and_the_reason(self) -> None:
        with Shop() as shop:
            found = {page.address: page for page in crawled(shop).pages}
        self.assertEqual(sorted(found), ["/", "/about", "/api/books", "/books/moby-dick", "/internal/open", "/list/{n}", "/orders", "/orders/1"])
        self.assertEqual(len(set(found["/books/moby-dick"].links)), 6)
        knobs = {address: [(entry.knob.name, entry.knob.ladder, entry.reason) for entry in page.proposals] for address, page in found.items()}
        self.assertEqual(knobs["/orders"], [("per_page", ("10", "40", "160"), "a form offers 10, 40, 160"), ("page", (), "a link has page=2")])
        self.assertEqual(knobs["/list/{n}"], [("n", ("10", "40", "160"), "5 shows 5 items and 12 shows 12")])
        self.assertEqual([entry[0] for entry in knobs["/api/books"]], ["limit"])
        self.assertEqual(knobs["/about"], [])

    def test_a_size_parameter_that_no_link_has_is_found_by_trying(self) -> None:
        with Shop() as shop:
            found = {page.address: page for page in crawled(shop, start="/plain-list").pages}
        knob = found["/plain-list"].proposals[0]
        self.assertEqual((knob.knob.name, knob.reason), ("page_size", "page_size=2 shows 2 items instead of 20"))

    def test_nothing_is_requested_that_may_change_something_or_is_elsewhere(self) -> None:
        with Shop() as other:
            with Shop() as shop:
                shop.elsewhere = other.url
                crawl = crawled(shop)
                self.assertEqual({method for method, _, _, _ in shop.requests}, {"GET"})
                paths = set(shop.paths())
            self.assertEqual(other.requests, [])
        for path in ("/logout", "/cart/add/3", "/search", "/remove-me", "/style.css", "/internal", "/accounts/login/"):
            self.assertNotIn(path, paths)
        self.assertIn("/internal/open", paths)
        self.assertEqual(crawl.skipped["/logout"], "'logout' may change something")
        self.assertEqual(crawl.skipped["/internal"], "robots.txt disallows it")
        self.assertIn("redirects to a login", crawl.skipped["/private"])
        self.assertIn("another host", crawl.skipped["/away"])
        self.assertEqual(crawl.other_hosts, {"elsewhere.invalid"})

    def test_it_requests_no_more_pages_than_allowed_and_counts_the_others(self) -> None:
        with Shop() as shop:
            crawl = crawled(shop, 3)
            self.assertLessEqual(len([path for path in shop.paths() if path != "/robots.txt"]), 3 + len(crawl.pages) * 6)
        self.assertLessEqual(len(crawl.pages), 3)
        self.assertGreater(crawl.not_reached, 3)

    def test_without_robots_txt_everything_may_be_crawled_and_with_an_unreachable_one_only_the_start(self) -> None:
        with Shop(robots=(404, "")) as shop:
            self.assertIn("/internal", [page.address for page in crawled(shop).pages])
        with Shop(robots=(503, "")) as shop, unittest.mock.patch("caseload_detector.client.time.sleep"):
            crawl = crawled(shop)
            self.assertEqual([page.address for page in crawl.pages], ["/"])
            self.assertEqual(crawl.robots.unreachable, "/robots.txt returned status 503")


class RobotsFile(unittest.TestCase):
    def test_the_longest_rule_decides_and_wildcards_work(self) -> None:
        robots = robots_from(200, "User-agent: other\nDisallow: /\n\nUser-agent: *\nDisallow: /a\nAllow: /a/b # comment\nDisallow: /*?sort=\nDisallow: /end$\nCrawl-delay: 99\n")
        for target, allowed in (("/", True), ("/a", False), ("/a/b/c", True), ("/x?sort=1", False), ("/x?page=1", True), ("/end", False), ("/ending", True)):
            self.assertEqual(robots.allows(target), allowed, target)
        self.assertEqual(robots.delay_seconds, 5.0)

    def test_rules_for_the_detector_replace_those_for_all(self) -> None:
        robots = robots_from(200, "User-agent: *\nDisallow: /\nUser-agent: caseload-detector\nUser-agent: x\nDisallow: /private\n")
        self.assertTrue(robots.allows("/a"))
        self.assertFalse(robots.allows("/private/1"))

    def test_an_error_allows_nothing_and_no_file_allows_all(self) -> None:
        for status, allowed in ((200, True), (404, True), (301, True), (401, False), (403, False), (429, False), (500, False)):
            self.assertEqual(robots_from(status, "").allows("/x"), allowed, status)


class Shapes(unittest.TestCase):
    def test_values_and_positions_are_not_part_of_a_shape(self) -> None:
        for address, path, query in (
            ("/books/12", "/books/{n}", ()), ("/books/0b5e7c1d-9a10-4c59-8f2f-0242ac120002", "/books/{id}", ()), ("/day/2024-02-29", "/day/{id}", ()),
            ("/books?page=3&per_page=5&sort=a", "/books", ("sort",)), ("/books/deadbeef", "/books/deadbeef", ()), ("/books/moby-dick", "/books/moby-dick", ()),
        ):
            self.assertEqual(tuple(shape_of(address)), (path, query), address)

    def test_what_may_change_something_is_avoided(self) -> None:
        for address in ("/logout", "/users/sign_out", "/a/delete/1", "/posts/1/like", "/cart/add/3", "/?action=delete", "/x?do=logout", "/?delete=1", "/x?_wpnonce=1",
                        "/Log-Out", "/remove-from-cart", "/x.PDF", "/?replytocom=3"):
            self.assertTrue(why_avoided(address), address)
        for address in ("/", "/orders", "/deleted-scenes-of-films-and-more", "/addresses", "/blog/how-to-add-an-index", "/x?action=show", "/x?page=2", "/likes"):
            self.assertEqual(why_avoided(address), "", address)


if __name__ == "__main__":
    unittest.main()

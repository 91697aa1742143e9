"""What visitors notice when nginx's cache, one of its processes or the application fails."""

import http.client
import os
import signal
import time
import unittest
import urllib.parse

from site_server import SiteServer, nginx, part, processes

SHORT = ["X-Accel-Expires: 1", "Cache-Control: max-age=1"]
STALE = "caseload; hit; detail=stale"
MOVED = "/elsewhere"
MOVED_TO = f"Location: {MOVED}"
AS_THE_APP_SENDS_IT = ["X-Accel-Expires: @1", "Cache-Control: no-store"]
# In a name space of its own, where the cache is on a file system of 1 MB that something else has filled.
ON_A_FULL_DISK = 'mount -t tmpfs -o size=1m none "$0" && head -c 2000000 /dev/zero >"$0/other"; exec "$@"'


def until(ready, limit_s=60):
    """Waits until a function returns something."""
    deadline = time.monotonic() + limit_s
    while not (found := ready()):
        if time.monotonic() > deadline:
            raise AssertionError("what was waited for did not come")
        time.sleep(0.02)
    return found


class FullDisk(SiteServer):
    @classmethod
    def command(cls):
        cls.cache = nginx.folder(cls.stack) / "cache"
        # There it is root, and needs to be told so if it is not root here.
        words = [word + (" user root;" if word == "daemon off;" and os.getuid() else "") for word in map(str, super().command())]
        return ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", ON_A_FULL_DISK, cls.cache, *words]

    def test_C6_a_full_disk_with_the_cache_is_a_page_that_is_not_kept(self):
        self.start_upstream()
        leader = processes.recorded(part.pid_file(self.stack, nginx.PART))
        other = f"/proc/{leader.pid}/root{self.cache}/other"
        self.assertEqual(os.statvfs(other).f_bavail, 0)
        for size in (10, 5_000, 500_000, 5_000_000):
            for again in (1, 2):
                response = self.fetch(f"/cached/full?header=Cache-Control:%20max-age=60&size={size}")
                self.assertEqual((response.status, len(response.text), response.headers["Cache-Status"]), (200, size, "caseload; fwd=uri-miss"))
        os.unlink(other)
        def status():
            return self.fetch("/cached/again?header=Cache-Control:%20max-age=60&size=10").headers["Cache-Status"]
        self.assertEqual(status(), "caseload; fwd=uri-miss")
        until(lambda: status() == "caseload; hit")  # nginx keeps a page after its last byte has been sent


class Failures(SiteServer):
    def setUp(self):
        super().setUp()
        self.start_upstream()

    def when(self, target, *statuses):
        """The response as soon as its Cache-Status is one of these."""
        def response():
            found = self.fetch(target)
            return found if found.headers["Cache-Status"] in statuses else None
        return until(response)

    def check_that_pages_do_not_return(self, *replacements):
        """Each replacement, a status and headers, takes the place of a page that nginx has cached; then the application fails."""
        pages = [(f"/cached/replaced-{number}?" + urllib.parse.urlencode({"header": SHORT}, doseq=True), status, headers)
                 for number, (status, headers) in enumerate(replacements)]
        for target, _, _ in pages:
            self.assertEqual(self.fetch(target).status, 200)
        self.upstream.then = {"status": ["500"]}
        for target, _, _ in pages:
            self.assertEqual(self.when(target, STALE).status, 200)
        for target, gone, headers in pages:
            self.upstream.then = {"status": [str(gone)], "header": headers}
            self.assertEqual(self.fetch(target).status, gone)
        for fails in ({"status": ["500"]}, {"garbage": ["1"]}):
            self.upstream.then = fails
            for target, gone, headers in pages:
                response = self.when(target, STALE)
                self.assertEqual((response.status, response.headers["Location"]), (gone, MOVED if MOVED_TO in headers else None), headers)
        self.upstream.then = {}
        for target, _, _ in pages:
            until(lambda: self.fetch(target).status == 200)  # a new page at the same address

    def test_C25_a_page_that_was_deleted_does_not_return_when_the_app_fails(self):
        self.check_that_pages_do_not_return((404, []), (410, []), (404, ["Cache-Control: max-age=1"]), (404, AS_THE_APP_SENDS_IT))

    def test_a_page_that_became_a_redirect_does_not_return_when_the_app_fails(self):
        self.check_that_pages_do_not_return(*((status, [*AS_THE_APP_SENDS_IT, MOVED_TO]) for status in (301, 302, 303, 307, 308)),
                                            (301, ["Cache-Control: max-age=1", MOVED_TO]))

    def test_a_page_that_may_no_longer_be_shown_does_not_return_when_the_app_fails(self):
        self.check_that_pages_do_not_return((401, AS_THE_APP_SENDS_IT), (403, AS_THE_APP_SENDS_IT), (403, []), (451, AS_THE_APP_SENDS_IT))

    def test_a_page_that_is_renewed_in_the_background_becomes_a_redirect_at_once(self):
        target = "/cached/moved?header=Cache-Control:%20max-age=1,%20stale-while-revalidate=3600"
        self.assertEqual(self.fetch(target).status, 200)
        self.upstream.then = {"status": ["308"], "header": [*AS_THE_APP_SENDS_IT, MOVED_TO]}
        until(lambda: self.fetch(target).status == 308)
        self.assertEqual(self.fetch(target).status, 308)  # and does not change back
        self.upstream.then = {"status": ["500"]}
        response = self.when(target, STALE)
        self.assertEqual((response.status, response.headers["Location"]), (308, MOVED))

    def test_a_redirect_with_a_lifetime_is_kept_with_its_target_and_one_without_is_not(self):
        for number, (headers, status) in enumerate(((["Cache-Control: max-age=60"], "caseload; hit"), (AS_THE_APP_SENDS_IT, "caseload; fwd=stale"),
                                                    ([], "caseload; fwd=uri-miss"))):
            for _ in range(2):
                response = self.fetch_upstream(f"/cached/redirect-{number}", status=301, header=[*headers, MOVED_TO])
                self.assertEqual((response.status, response.headers["Location"]), (301, MOVED))
            self.assertEqual(response.headers["Cache-Status"], status, headers)

    def test_an_error_that_says_nothing_about_the_page_leaves_the_old_one(self):
        """The visitor gets the error; afterwards, while the application fails, the old page is sent."""
        for status in (400, 405, 408, 413, 429):
            target = f"/cached/error-{status}?" + urllib.parse.urlencode({"header": SHORT}, doseq=True)
            self.upstream.then = {}
            self.assertEqual(self.fetch(target).status, 200)
            self.upstream.then = {"status": [str(status)]}
            until(lambda: self.fetch(target).status == status)
            self.upstream.then = {"status": ["500"]}
            self.assertEqual(self.when(target, STALE).status, 200, status)

    def test_a_page_that_never_was_is_not_kept(self):
        for _ in range(2):
            response = self.fetch_upstream("/cached/never", status=404)
            self.assertEqual((response.status, response.headers["Cache-Status"]), (404, "caseload; fwd=uri-miss"))

    def test_an_entry_whose_renewal_was_killed_is_renewed_when_it_may_no_longer_be_stale(self):
        target = "/cached/killed?header=Cache-Control:%20max-age=1,%20stale-while-revalidate=2"
        first = self.fetch(target)
        self.upstream.then = {"hold": ["1"]}
        self.when(target, STALE)
        self.upstream.wait_for_requests(2)
        leader = processes.recorded(part.pid_file(self.stack, nginx.PART))
        for worker in processes.members(leader)[1:]:
            os.kill(worker, signal.SIGKILL)
        self.upstream.then = {}

        def renewed():
            try:
                response = self.fetch(target)
            except (OSError, http.client.HTTPException):
                return None  # no new process yet
            return response if response.text != first.text else None
        self.assertEqual(until(renewed).status, 200)
        self.when(target, "caseload; hit")

    def test_fifty_visitors_of_an_old_entry_are_one_request_to_the_app(self):
        target = "/cached/old-crowd?hold=1&header=Cache-Control:%20max-age=1,%20stale-while-revalidate=60"
        self.upstream.release()
        self.fetch(target)
        self.upstream.released.clear()
        self.when(target, STALE)
        self.upstream.wait_for_requests(2)
        responses = [self.fetch(target) for _ in range(50)]
        self.assertEqual({response.status for response in responses}, {200})
        self.assertEqual(self.upstream.request_count, 2)

    def test_an_entry_that_is_damaged_is_made_again(self):
        cache = nginx.folder(self.stack) / "cache"
        for number, damage in enumerate((b"", b"x" * 100)):
            target = f"/cached/damaged-{number}?header=Cache-Control:%20max-age=60"
            entries = set(cache.glob("*/*/*"))
            first = self.fetch(target)
            [entry] = set(cache.glob("*/*/*")) - entries
            entry.write_bytes(damage)
            self.assertEqual(self.fetch(target).status, 200)
            self.assertEqual(self.fetch(target).headers["Cache-Status"], "caseload; hit")
            self.assertNotEqual(self.fetch(target).text, first.text)

    def test_a_range_that_can_not_be_read_is_ignored(self):
        page = "/cached/ranges?header=Cache-Control:%20max-age=60&header=Content-Type:%20image/png&size=1000"
        for target in ("/static/caseload.css", page):
            whole = self.fetch(target)
            for unreadable in ("bytes=abc", "bytes=", "bytes", "bytes=1", "bytes=--1", "bytes=1-x", "bytes=0-1,x", "bytes=0x1-2", "lines=0-1",
                               "bytes=0-" + "9" * 30, "bytes=" + ",".join(["0-0"] * 17)):
                response = self.fetch(target, headers={"Range": unreadable})
                self.assertEqual((response.status, response.text), (200, whole.text), unreadable)
            for readable in ("bytes=0-1", "Bytes=0-1", "bytes=-2", "bytes=0-0, 5-6", "bytes=5-"):
                self.assertEqual(self.fetch(target, headers={"Range": readable}).status, 206, readable)
            for outside in ("bytes=99999-", "bytes=-0"):
                self.assertEqual(self.fetch(target, headers={"Range": outside}).status, 416, outside)


if __name__ == "__main__":
    unittest.main()

"""Visitors who request pages one after the other, each on a connection of its own, and what they saw."""

import http.client
import itertools
import math
import socket
import threading
import time
import urllib.parse
from dataclasses import dataclass

TIMEOUT_S = 90.0  # longer than the proxy's, so that its response is seen
# What a client sees on a kept connection that the server closed before it read the request.
CLOSED = (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError)


@dataclass(frozen=True)
class Page:
    target: str
    method: str = "GET"
    body: bytes = b""
    headers: tuple = ()


@dataclass(frozen=True)
class Seen:
    """One request. `status` is 0 if there was no response; then `problem` says why."""
    page: Page
    began: float  # time.monotonic()
    seconds: float
    status: int
    retry_after: bool = False
    problem: str = ""
    location: str = ""  # of a 202: where its result will be

    @property
    def ended(self):
        return self.began + self.seconds

    @property
    def failed(self):
        return self.status == 0 or self.status >= 500

    def __str__(self):
        return f"{self.page.method} {self.page.target}: {self.status or self.problem}"


class Visitor:
    """A client with a kept connection. A request on a reused connection that turns out to be closed is sent once more, as browsers
    do (RFC 9112 section 9.3.1)."""

    def __init__(self, address, source="127.0.0.1", timeout_s=TIMEOUT_S):
        self.host = urllib.parse.urlsplit(address).netloc
        self.source = source
        self.timeout_s = timeout_s
        self.connection = None

    def request(self, page):
        began = time.monotonic()
        status, retry_after, problem, location = 0, False, "", ""
        for _ in range(2):
            is_reused = self.connection is not None
            try:
                if not is_reused:
                    self.connection = http.client.HTTPConnection(self.host, timeout=self.timeout_s, source_address=(self.source, 0))
                self.connection.request(page.method, page.target, body=page.body or None, headers={"Accept": "text/html", **dict(page.headers)})
                response = self.connection.getresponse()
                response.read()
                status, retry_after, problem = response.status, response.getheader("Retry-After") is not None, ""
                location = response.getheader("Location", "")
                break
            except (OSError, http.client.HTTPException) as error:
                self.close()
                problem = str(error) or type(error).__name__
                if not is_reused or not isinstance(error, CLOSED):
                    break
        return Seen(page, began, time.monotonic() - began, status, retry_after, problem, location)

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None


class Users:
    """`with Users(address, pages, 50) as users:` keeps them at work meanwhile. Each pauses between two requests, so that the number
    of requests doesn't depend on how fast the server is."""

    def __init__(self, address, pages, count, pause_s=0.1, source="127.0.0.1"):
        self.visitors = [Visitor(address, source) for _ in range(count)]
        self.pages = pages
        self.pause_s = pause_s
        self.stopping = threading.Event()
        self.lists = [[] for _ in range(count)]
        self.threads = [threading.Thread(target=self.work, args=(each,)) for each in range(count)]

    def work(self, number):
        self.stopping.wait(self.pause_s * number / len(self.threads))
        visitor, seen = self.visitors[number], self.lists[number]
        for page in itertools.islice(itertools.cycle(self.pages), number, None):
            if self.stopping.is_set():
                break
            seen.append(visitor.request(page))
            self.stopping.wait(self.pause_s)
        visitor.close()

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stopping.set()
        for thread in self.threads:
            thread.join()

    def seen(self, since=0.0, until=math.inf):
        """All requests that began in this time, the first one first."""
        return sorted((each for seen in self.lists for each in list(seen) if since <= each.began < until), key=lambda each: each.began)


def percentile(seen, share):
    """Of their times, in seconds; the nearest rank."""
    times = sorted(each.seconds for each in seen)
    if not times:
        raise ValueError("there were no requests")
    return times[max(0, math.ceil(share * len(times)) - 1)]


def raw_status(host, port, request, source="127.0.0.1", timeout_s=20.0):
    """Sends bytes as they are. Returns the status of the response; 0: the connection was closed without one."""
    with socket.create_connection((host, port), timeout_s, (source, 0)) as connection:
        try:
            connection.sendall(request)
        except OSError:
            pass  # the server had seen enough; its response may be there
        received = b""
        try:
            while b"\r\n" not in received and len(received) < 4096:
                got = connection.recv(4096)
                if not got:
                    break
                received += got
        except OSError:
            pass
    words = received.split(b" ", 2)
    return int(words[1][:3]) if received.startswith(b"HTTP/1.") and len(words) > 1 and words[1][:3].isdigit() else 0

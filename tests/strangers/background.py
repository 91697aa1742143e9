"""Other visitors of a service, for as long as its pages are probed."""

import random
import threading
import time
import urllib.request

RATE = 10.0  # requests a second


class Background:
    """Requests pages of the service at a steady rate, at random, from a thread for each of a few visitors."""

    VISITORS = 4

    def __init__(self, urls, seed=1):
        self._urls = urls
        self._seed = seed
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._visit, args=(number,), daemon=True) for number in range(self.VISITORS)]
        self.requests = self.failed = 0

    def __enter__(self):
        self._began = time.monotonic()
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        for thread in self._threads:
            thread.join()
        rate = self.requests / (time.monotonic() - self._began)
        print(f"  other traffic: {rate:.1f} requests a second, {self.failed} of {self.requests} failed")

    def _visit(self, number):
        chosen = random.Random(self._seed * 100 + number)
        while not self._stop.wait(chosen.expovariate(RATE / self.VISITORS)):
            try:
                with urllib.request.urlopen(chosen.choice(self._urls), timeout=60) as response:
                    response.read()
            except OSError:
                self.failed += 1
            self.requests += 1

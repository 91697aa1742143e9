"""The site file that is deployed, in a real nginx of the test's own, with an upstream that does as the request's query says."""

import contextlib
import http.client
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "stack"))
import nginx
import part
import processes
from fastcgi_upstream import Upstream
from layout import ROOT, Stack

LASTING = "Cache-Control: max-age=60"


class SiteServer(unittest.TestCase):
    # What else to replace in the site file. Each text must be there; it is replaced in all servers.
    places = {}
    name = "var"
    profile = {}  # of Stack

    @classmethod
    def setUpClass(cls):
        # A port that was free may be taken before nginx binds it.
        for attempt in range(3):
            if not (reason := cls.start_nginx()):
                return
        raise AssertionError(reason)

    @classmethod
    def start_nginx(cls):
        """Returns why it did not start, or an empty text."""
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.stack = Stack(pathlib.Path(folder.name) / cls.name, nginx.free_port(), ROOT, (), **cls.profile)
        cls.addClassCleanup(cls.stack.remove_outside)
        cls.stack.make_folders()
        cls.make_files()
        nginx.prepare(cls.stack)
        file = nginx.folder(cls.stack) / "site.conf"
        text = file.read_text()
        for shipped, ours in cls.places.items():
            if shipped not in text:
                raise AssertionError(f"the site file must contain the text '{shipped}'")
            text = text.replace(shipped, ours)
        file.write_text(text)
        pid_file = part.pid_file(cls.stack, nginx.PART)
        cls.addClassCleanup(processes.stop, pid_file)
        processes.start(cls.command(), pid_file, cls.stack.log / "nginx.log", None)
        while reason := nginx.ready(cls.stack):
            if not processes.is_running(processes.recorded(pid_file)):
                return f"nginx ended; {reason}: {(cls.stack.log / 'nginx.log').read_text()}"
            time.sleep(0.01)
        return ""

    @classmethod
    def command(cls):
        return nginx.command(cls.stack)

    @classmethod
    def make_files(cls):
        """Files that a subclass's places name."""

    def setUp(self):
        self.upstream = None
        self.addCleanup(self.stop_upstream)

    def start_upstream(self):
        self.upstream = Upstream(self.stack.socket("app"))
        self.upstream.start()

    def stop_upstream(self):
        if self.upstream is not None:
            self.upstream.close()
            self.stack.socket("app").unlink()
            self.upstream = None

    def connect(self, source="127.0.0.1", port=None):
        # A socket that is bound first can't reuse a port of the many connections just closed.
        bound = None if source == "127.0.0.1" else (source, 0)
        return contextlib.closing(http.client.HTTPConnection("127.0.0.1", port or self.stack.port, timeout=60, source_address=bound))

    def fetch(self, target, method="GET", body=None, headers=None, source="127.0.0.1", port=None):
        with self.connect(source, port) as connection:
            return fetch_on(connection, target, method, body, headers)

    def logged_lines(self):
        """The complete lines of the access log; nginx writes many at once, so its last one may be half there, even half a character."""
        written = (self.stack.log / "access.log").read_bytes()
        return [json.loads(line) for line in written.split(b"\n")[:-1]]

    def fetch_upstream(self, path, headers=None, method="GET", **query):
        response = self.fetch(f"{path}?{urllib.parse.urlencode(query, doseq=True)}", method, None, headers)
        response.seen = json.loads(response.text) if response.text else {}
        return response


def fetch_on(connection, target, method="GET", body=None, headers=None):
    connection.request(method, target, body, headers or {})
    response = connection.getresponse()
    response.text = response.read()
    return response


def write_certificate(folder):
    """A key and a certificate for localhost, as the files key.pem and certificate.pem."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                    "-subj", "/CN=localhost", "-keyout", folder / "key.pem", "-out", folder / "certificate.pem"],
                   check=True, capture_output=True)

"""A running container, without an engine, and what it must do."""

import contextlib
import http.client
import json
import os
import pathlib
import re
import signal
import subprocess
import time

import tree
from case_pages import CALLS_AT_ONCE, LOOPED_QUERY, path_of
from console import Failure, Step

LIMIT_S = 300  # of what happens once on a machine that may be busy
SUPERVISED = ("caseload-app", "caseload-worker", "caseload-partners", "mariadbd", "memcached", "nginx")


class Container:
    def __init__(self, folder, image):
        self.folder, self.image = folder, image
        self.process = None
        self.uid, self.gid = image.user.split(":")

    def as_user(self, *command):
        """In the tree, as the image's user, who can gain no privileges."""
        return ["setpriv", f"--reuid={self.uid}", f"--regid={self.gid}", "--clear-groups", "--no-new-privs", "--inh-caps=-all", "--bounding-set=-all",
                "--", *command]

    def in_tree(self, command, **changes):
        """With the root folder changed first, because that needs a privilege."""
        # chroot(8) changes the user itself, and setpriv is the tree's own.
        environment = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", **self.image.environment, **changes}
        folder = self.image.folder
        return {"args": ["chroot", str(self.folder), *self.as_user("sh", "-c", 'cd "$0" && exec "$@"', folder, *command)], "env": environment, "stdin": subprocess.DEVNULL}

    def start(self, **environment):
        log = open(self.folder.parent / "container.log", "ab")
        self.process = subprocess.Popen(**self.in_tree(self.image.command, **environment), stdout=log, stderr=log)

    def is_healthy(self):
        return subprocess.run(**self.in_tree(self.image.health), capture_output=True).returncode == 0

    def wait_until(self, is_so, what):
        deadline = time.monotonic() + LIMIT_S
        while not is_so():
            if self.process.poll() is not None:
                raise Failure(f"the container ended with status {self.process.returncode}", "", self.log)
            if time.monotonic() > deadline:
                raise Failure(f"{what} did not happen within {LIMIT_S} s", "", self.log)
            time.sleep(0.2)

    @property
    def log(self):
        return self.folder.parent / "container.log"

    def stop(self):
        if self.process is None or self.process.poll() is not None:
            return None
        self.process.send_signal(getattr(signal, self.image.stop_signal))
        return self.process.wait(LIMIT_S)

    def run(self, *command):
        result = subprocess.run(**self.in_tree(command), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        return result.returncode, result.stdout

    def processes(self):
        """{pid: (uid, name)} of what runs in the tree. A name has at most 15 characters (proc(5), comm)."""
        found = {}
        for entry in pathlib.Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                if entry.name.isdigit() and os.readlink(entry / "root") == str(self.folder):
                    status = (entry / "status").read_text()
                    found[int(entry.name)] = (re.search(r"^Uid:\s+(\d+)", status, re.MULTILINE).group(1), (entry / "comm").read_text().strip())
        return found

    def named(self, name):
        """The processes of this name, the oldest first."""
        return sorted(pid for pid, (_, each) in self.processes().items() if each == name[:15])

    def get(self, path, **headers):
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.image.ports[0], timeout=60)) as connection:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            return response.status, response.headers, response.read()


def expect(is_so, what):
    if not is_so:
        raise Failure(what)


def mount(folder, image):
    """As `run --read-only --tmpfs /tmp --volume ...`."""
    data = folder.parent / "data"
    data.mkdir()
    for volume in image.volumes:
        inside = folder / volume.lstrip("/")
        status = inside.stat()
        os.chown(data, status.st_uid, status.st_gid)  # as engines do with a new volume
        data.chmod(status.st_mode & 0o7777)
    tree.call("mount", "--make-rprivate", "/")
    tree.call("mount", "--bind", folder, folder)
    tree.call("mount", "-t", "proc", "proc", folder / "proc")
    tree.call("mount", "--rbind", "/dev", folder / "dev")
    tree.call("mount", "-t", "tmpfs", "-o", "mode=1777", "tmpfs", folder / "tmp")
    for volume in image.volumes:
        tree.call("mount", "--bind", data, folder / volume.lstrip("/"))
    tree.call("mount", "-o", "remount,bind,ro", folder)
    tree.bring_up_loopback()


def catalogue(container):
    return json.loads(container.get("/catalogue.json")[2])


def address_of(container, pace):
    return path_of(catalogue(container), LOOPED_QUERY, pace) + "?n=10"


def starts_and_becomes_healthy(container):
    container.start(CASELOAD_DATASETS="x1")
    container.wait_until(container.is_healthy, "health")
    container.wait_until(lambda: container.get(address_of(container, "fast"))[0] == 200, "a page")


def has_no_root_and_writes_nowhere_else(container):
    others = {name: uid for uid, name in container.processes().values() if uid != container.uid}
    expect(not others and container.processes(), f"processes of other users: {others}")
    for place in ("/x", "/etc/x", "/usr/share/caseload/x", "/var/log/x", "/run/x"):
        with contextlib.suppress(OSError):
            (container.folder / place.lstrip("/")).write_text("")
            raise Failure(f"{place} can be written, even by root")


def serves_pages(container):
    slow, fast = container.get(address_of(container, "slow")), container.get(address_of(container, "fast"))
    expect(slow[0] == fast[0] == 200 and slow[2] == fast[2] and "Evidence" in slow[1], f"a case page: {slow[0]}, {fast[0]}")
    for path in ("/", "/docs/", "/static/app.css", "/catalogue.json"):
        expect(container.get(path)[0] == 200, f"{path}: {container.get(path)[0]}")
    path = path_of(catalogue(container), CALLS_AT_ONCE)
    container.wait_until(lambda: b"in stock" in container.get(path)[2], "a page that reaches the partner services")  # they start beside the application
    expect(container.get("/test/")[0] == 404, "the image contains test mode")
    status, printed = container.run("caseload", "status")
    expect("ok" in printed, f"`caseload status` ({status}):\n{printed}")


def restarts_what_dies(container):
    for name in SUPERVISED:
        before = container.named(name)
        expect(before, f"{name} does not run")
        os.kill(before[0], signal.SIGKILL)
        # All of them: nginx's workers outlive their master, and hold the port.
        container.wait_until(lambda name=name, before=before: (now := container.named(name)) and not set(now) & set(before), f"another {name}")
        container.wait_until(container.is_healthy, f"health after {name} was killed")


def keeps_its_data(container):
    before = (container.folder / "data" / "password").read_text(), seeded_at(container)
    status = container.stop()
    expect(status == 0, f"the container ended with status {status}")
    deadline = time.monotonic() + LIMIT_S
    while container.processes():
        expect(time.monotonic() < deadline, f"left running: {container.processes()}")
        time.sleep(0.1)
    for left in (container.folder / "tmp").iterdir():  # a new container has a new /tmp
        tree.call("rm", "-rf", left)
    container.start(CASELOAD_DATASETS="x1", CASELOAD_APP_PROFILE="public")
    container.wait_until(container.is_healthy, "health after another start")
    expect(before == ((container.folder / "data" / "password").read_text(), seeded_at(container)), "the data was not kept")


def seeded_at(container):
    query = ("mariadb", "--no-defaults", "--socket=/tmp/caseload/mariadb.sock", "-N", "-e", "SELECT seeded_at FROM caseload_stack.seeded WHERE dataset = 'x1'")
    container.wait_until(lambda: container.run(*query)[1].strip().startswith("20"), "a seeded dataset")
    return container.run(*query)[1]


def has_the_profile_public(container):
    _, headers, _ = container.get(address_of(container, "slow"), Probe="1")
    expect(container.get(f"/evidence/{headers['X-Request-Id']}")[0] == 404, "the trace of a request is kept")
    expect(429 in [container.get("/healthz")[0] for _ in range(200)], "200 requests of one client in a row were not limited")


STEPS = {"start": starts_and_becomes_healthy, "rights": has_no_root_and_writes_nowhere_else, "pages": serves_pages, "supervision": restarts_what_dies,
         "volume": keeps_its_data, "public": has_the_profile_public}


def run(folder, image):
    mount(folder, image)
    container = Container(folder, image)
    try:
        for name, step in STEPS.items():
            with Step(name):
                step(container)
        expect(container.stop() == 0, "the container did not end well")
    finally:
        container.stop()
    print(f"container-check: {len(STEPS)} passed, 0 failed")

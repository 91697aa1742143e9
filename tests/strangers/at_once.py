"""Probes several services at once, each by a command of its own, because a probe waits most of the time."""

import concurrent.futures
import os
import pathlib
import subprocess
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
AT_ONCE = 2 * (os.cpu_count() or 1)
# A child stops two services, each within 30 s, and a database, within 60 s.
STOP_WITHIN_S = 180.0


class Children:
    """Commands that run now. `stop` asks each of them to end, as Ctrl-C does. In their own sessions they don't get Ctrl-C themselves."""

    def __init__(self):
        self._lock = threading.Lock()
        self._running, self._stopped = set(), False

    def run(self, command):
        """(status, output). The status is 130 if `stop` was called first."""
        with self._lock:
            if self._stopped:
                return 130, ""
            child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                     errors="replace", start_new_session=True)
            self._running.add(child)
        output, _ = child.communicate()
        with self._lock:
            self._running.discard(child)
        return child.returncode, output

    def stop(self):
        with self._lock:
            self._stopped = True
            running = list(self._running)
        for child in running:
            child.terminate()
        for child in running:
            try:
                child.wait(STOP_WITHIN_S)
            except subprocess.TimeoutExpired:
                child.kill()
                print(f"{' '.join(child.args)} did not end within {STOP_WITHIN_S:.0f} s; what it started may still run", file=sys.stderr)


def probe_all(names, options, at_once=AT_ONCE):
    """Probes these services and keeps their evidence. Returns why some failed, by name."""
    children, failed = Children(), {}
    print(f"probing {len(names)} services, {min(at_once, len(names))} at once", flush=True)

    def probe(name):
        began = time.monotonic()
        status, output = children.run([sys.executable, "-B", str(HERE), "--only", name, "--probe", *options])
        return name, status, output, time.monotonic() - began

    with concurrent.futures.ThreadPoolExecutor(at_once) as pool:
        try:
            for done in concurrent.futures.as_completed([pool.submit(probe, name) for name in names]):
                name, status, output, took = done.result()
                print(f"  {name:<18}{'probed' if status == 0 else 'FAILED'} ({took:.0f} s)", flush=True)
                if status != 0:
                    lines = output.strip().splitlines() or ["it printed nothing"]
                    print("".join(f"    | {line}\n" for line in lines[-20:]), end="", flush=True)
                    failed[name] = next((line for line in lines if line.startswith("FAILED: ")), lines[-1]).removeprefix("FAILED: ")
        except BaseException:
            print("stopping the services and databases", flush=True)
            children.stop()
            raise
    return failed

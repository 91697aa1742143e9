"""Several services at once: which one failed and why, and that all of them end when they are stopped."""

import contextlib
import io
import pathlib
import sys
import threading
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(ROOT / "stack"), str(ROOT / "locust")]

from at_once import Children, probe_all  # noqa: E402


class SeveralServices(unittest.TestCase):
    def test_each_that_fails_is_named_with_its_reason_and_the_others_are_tried(self):
        with contextlib.redirect_stdout(io.StringIO()) as said:
            failed = probe_all(["nobody", "nothing"], [], at_once=1)
        self.assertEqual(sorted(failed), ["nobody", "nothing"])
        self.assertIn("there is no service nothing", failed["nothing"])
        self.assertIn("there is no service nobody", said.getvalue())

    def test_stop_ends_what_runs_and_starts_nothing_more(self):
        children, ended = Children(), []
        started = threading.Event()

        def run():
            started.set()
            ended.append(children.run([sys.executable, "-c", "import signal; signal.pause()"])[0])

        thread = threading.Thread(target=run)
        thread.start()
        started.wait()
        while not children._running and thread.is_alive():
            time.sleep(0.001)
        children.stop()
        thread.join()
        self.assertEqual(len(ended), 1)
        self.assertNotEqual(ended[0], 0)
        self.assertEqual(children.run([sys.executable, "-c", ""]), (130, ""))


if __name__ == "__main__":
    unittest.main()

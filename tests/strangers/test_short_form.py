"""A short form of `make strangers`: some pages of the Django shop, from MariaDB's slow log alone."""

import pathlib
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(ROOT / "stack"), str(ROOT / "locust")]

import judging  # noqa: E402
from running import running_with  # noqa: E402
from scoring import NAMED  # noqa: E402
from services import read_expected  # noqa: E402

PAGES = ("/products/", "/new/", "/api/prices/", "/api/price-list/", "/api/feeds/supplier/", "/api/feeds/wholesale/")


class DjangoShop(unittest.TestCase):
    def test_its_mistakes_are_named_from_the_slow_log_and_nothing_else_is(self):
        expected = read_expected("django_shop")
        pages = [page for page in expected["pages"] if page["path"] in PAGES]
        self.assertEqual(len(pages), len(PAGES))
        (ROOT / "var").mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=ROOT / "var", prefix="strangers-") as folder:
            dossiers = judging.probe("django_shop", "mariadb", pathlib.Path(folder), expected, pages, datasets=("x1",))
            self.assertEqual(running_with(folder), [])
        self.assertEqual(list(dossiers), ["mariadb"])
        for page in judging.judge(expected, pages, dossiers["mariadb"]):
            with self.subTest(page.path):
                self.assertEqual(page.false, [])
                self.assertEqual(set(page.labels.values()) - {NAMED}, set(), page.findings)


if __name__ == "__main__":
    unittest.main()

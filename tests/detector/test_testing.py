"""The function for tests of a service, with Django's real test client and with a service at a URL."""

from __future__ import annotations

import contextlib
import sys
import unittest
from typing import Any, Iterator
from unittest import mock

import support

support.prepare_path()

import django
from django.conf import settings
from django.db import connection, models
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.test import Client as DjangoClient
from django.urls import path

from own_service import Shop

from caseload_detector.testing import assert_no_growth

if not settings.configured:
    settings.configure(
        DEBUG=False, ROOT_URLCONF=__name__, ALLOWED_HOSTS=["testserver"], SECRET_KEY="for tests", DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}, "other": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    )
    django.setup()


class Author(models.Model):
    name = models.CharField(max_length=50)

    class Meta:
        app_label = "shop"


class Book(models.Model):
    title = models.CharField(max_length=50)
    author = models.ForeignKey(Author, on_delete=models.CASCADE)

    class Meta:
        app_label = "shop"


def listed(books: Any) -> HttpResponse:
    return HttpResponse("<ul>" + "".join(f"<li>{book.title}, {book.author.name}" for book in books) + "</ul>")


def slow(request: Any) -> HttpResponse:
    return listed(Book.objects.all()[: int(request.GET.get("n", "5"))])


def fast(request: Any) -> HttpResponse:
    return listed(Book.objects.select_related("author")[: int(request.GET.get("n", "5"))])


def in_chunks(request: Any) -> HttpResponse:
    books = list(Book.objects.all()[: int(request.GET["n"])])
    names = dict(Author.objects.filter(pk__in=[book.author_id for book in books]).values_list("pk", "name"))
    return HttpResponse("".join(f"<li>{names[book.author_id]}" for book in books))


def writes(request: Any) -> HttpResponse:
    number = int(request.GET["n"])
    for each in range(number):
        Author.objects.create(name=f"visitor {each}")
    return HttpResponse("<li>x" * number)


def streamed(request: Any) -> StreamingHttpResponse:
    return StreamingHttpResponse(f"<li>{book.author.name}" for book in Book.objects.all()[: int(request.GET["n"])])


def in_path(request: Any, n: int) -> JsonResponse:
    return JsonResponse({"authors": [book.author.name for book in Book.objects.all()[:n]]})


urlpatterns = [
    path("slow", slow), path("fast", fast), path("chunks", in_chunks), path("writes", writes), path("streamed", streamed), path("list/<int:n>", in_path),
    path("fails", lambda request: HttpResponse(status=500)), path("silent", lambda request: HttpResponse("<li>x" * int(request.GET["n"]))),
]


class WithDjango(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        with connection.schema_editor() as editor:
            editor.create_model(Author)
            editor.create_model(Book)
        for number in range(60):
            Book.objects.create(title=f"title {number}", author=Author.objects.create(name=f"secret {number}"))

    @classmethod
    def tearDownClass(cls) -> None:
        connection.close()

    def fails(self, address: str, said: str, **more: Any) -> str:
        with self.assertRaisesRegex(AssertionError, said) as raised:
            assert_no_growth(DjangoClient(raise_request_exception=False), address, **(more or {"n": (10, 40)}))
        return str(raised.exception)

    def test_a_query_for_each_item_fails_with_its_text_growth_and_fix(self) -> None:
        for address in ("/slow", "/streamed", "/list/{n}"):
            message = self.fails(address, "1 query grows with n .10 → 40.\n  10 → 40 times: SELECT .* FROM \"shop_author\" WHERE \"shop_author\".\"id\" = \\? LIMIT \\?")
            self.assertIn("select_related", message)
        self.assertIn("1 → 6", self.fails("/slow", "grows", n=(1, 6)))

    def test_constant_and_chunked_queries_pass(self) -> None:
        for address in ("/fast", "/chunks"):
            assert_no_growth(DjangoClient(), address, n=(10, 40))

    def test_writes_for_each_item_fail_too(self) -> None:
        self.assertIn("bulk_create", self.fails("/writes", "10 → 40 times: INSERT INTO"))

    def test_nothing_passes_unseen(self) -> None:
        self.fails("/fails", "returned 500 at n=10")
        self.fails("/fast", "shows 60 items at n=200 and 60 at n=100; create more test data", n=(100, 200))
        self.fails("/fast", "shows 5 items at wrong=40", wrong=(10, 40))
        self.fails("/silent", "ran no query at any n")

    def test_mistakes_in_the_call_are_named(self) -> None:
        for more, said in (({}, "give one knob"), ({"n": (1,)}, "two different sizes"), ({"n": (1, 2), "m": (1, 2)}, "give one knob")):
            with self.assertRaisesRegex(TypeError, said):
                assert_no_growth(DjangoClient(), "/fast", **more)  # type: ignore[arg-type]
        with mock.patch.dict(sys.modules):
            del sys.modules["django"]
            with self.assertRaisesRegex(TypeError, "capture= is needed"):
                assert_no_growth(object(), "/fast", n=(1, 2))

    def test_another_client_brings_its_own_capture(self) -> None:
        texts: list[str] = []

        class Response:
            status_code, headers = 200, {"Content-Type": "text/html"}

            def __init__(self, number: int) -> None:
                self.data = b"<li>x" * number

        class Client:
            def get(self, target: str) -> Response:
                number = int(target.rpartition("=")[2])
                texts.extend([f"SELECT name FROM t WHERE id = {each} /*controller='things'*/" for each in range(number)])
                return Response(number)

        @contextlib.contextmanager
        def capture() -> Iterator[list[str]]:
            texts.clear()
            yield texts

        with self.assertRaisesRegex(AssertionError, "SELECT name FROM t WHERE id = \\?\n    called from things"):
            assert_no_growth(Client(), "/x", capture=capture, n=(10, 40))


class AtUrl(unittest.TestCase):
    def test_a_service_with_evidence_is_judged_and_one_without_is_not(self) -> None:
        with Shop() as shop:
            with self.assertRaisesRegex(AssertionError, "10 → 40 times: select name from author where id = \\? and note <> \\?\n    called from shop/views.py:42"):
                assert_no_growth(shop.url, "/orders", per_page=(10, 40))
            with self.assertRaisesRegex(AssertionError, "no query was seen"):
                assert_no_growth(shop.url, "/api/books", limit=(10, 40))
        with Shop(fixed=True) as shop:
            assert_no_growth(shop.url, "/orders", per_page=(10, 40))


if __name__ == "__main__":
    unittest.main()

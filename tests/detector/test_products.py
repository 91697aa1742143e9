"""Queries as mappers, drivers and agents of other products write them: what is repeated for each item, and what only looks so."""

from __future__ import annotations

import unittest
from typing import Callable

import support

support.prepare_path()

from as_seen import LIST, SLOW_LOG, SPANS, SPANS_OF_MYSQL, STATEMENTS, Ran, seen_by
from caseload_detector import judge
from caseload_detector.dossier import Dossier
from recorded import Asked

N_PLUS_ONE, COLLECTION = {"n-plus-one"}, {"prefetch-related"}
AGAIN = {"repeated-query"}  # where the parameter sets are not known


def for_each(source: str, sql: str | Callable[[int], str], rows: float = 1.0, times: float = 1.0, chunk: int = 0) -> Dossier:
    """A list, and a query for each of its items, or one for each chunk of them."""
    def page(asked: Asked) -> tuple[list[Ran], int]:
        runs = -(-asked.n // chunk) if chunk else round(times * asked.n)
        return [Ran(LIST, rows=asked.n), Ran(sql, runs, round(rows * (asked.n if chunk else runs)))], asked.n

    return seen_by(source, page, stored=False)


def written(sql: str | Callable[[int], str], source: str = SPANS, chunk: int = 1) -> Dossier:
    return seen_by(source, lambda asked: ([Ran(sql, -(-asked.n // chunk), asked.n)], 1), stored=False, method="POST")


def of_a_fixed_list(sql: str | Callable[[int], str], source: str = SLOW_LOG) -> Dossier:
    return seen_by(source, lambda asked: ([Ran(LIST, rows=60), Ran(sql, 60, 60)], 60), size=False)


REPEATED: dict[str, tuple[Callable[[], Dossier], set[str]]] = {
    # Entity Framework, Dapper, Oracle's drivers and SQLite name their parameters in their own way
    "a lazy relation of Entity Framework": (lambda: for_each(SPANS, "SELECT [a].[Id], [a].[Name] FROM [Authors] AS [a] WHERE [a].[Id] = @__p_0"), N_PLUS_ONE | AGAIN),
    "the first of Entity Framework": (lambda: for_each(SPANS, "SELECT TOP(1) [a].[Id], [a].[Name] FROM [Authors] AS [a] WHERE [a].[Id] = @__id_0"), N_PLUS_ONE | AGAIN),
    "a named parameter of MySQL's driver for .NET": (lambda: for_each(SPANS_OF_MYSQL, "SELECT Id, Name FROM Author WHERE Id = @Id"), N_PLUS_ONE | AGAIN),
    "a numbered parameter of Oracle": (lambda: for_each(SPANS, "SELECT a.ID, a.NAME FROM AUTHOR a WHERE a.ID = :1"), N_PLUS_ONE | AGAIN),
    "a numbered parameter of SQLite": (lambda: for_each(SPANS, "SELECT id, name FROM author WHERE id = ?1"), N_PLUS_ONE | AGAIN),
    "a lookup in two pairs of parentheses": (lambda: for_each(STATEMENTS, 'SELECT a.id, a.name FROM "author" "a" WHERE (("a"."id" = $1)) LIMIT 1'), N_PLUS_ONE | AGAIN),
    # lists whose length does not show
    "chunks of an array": (lambda: for_each(SPANS, "SELECT id, name FROM author WHERE id = ANY($1)", chunk=100), set()),
    "chunks of an array of a type": (lambda: for_each(SPANS, "SELECT id, name FROM author WHERE id = ANY($1::bigint[])", chunk=100), set()),
    "an array for some items": (lambda: for_each(SPANS, "SELECT id, name FROM author WHERE id = ANY($1)", times=0.3), {"n-plus-one", "prefetch-related"} | AGAIN),
    "an array for each item": (lambda: for_each(SPANS, "SELECT id, name FROM author WHERE id = ANY($1)"), {"n-plus-one", "prefetch-related"} | AGAIN),
    "chunks of a document": (lambda: for_each(SPANS, "SELECT a.Id FROM Authors a WHERE a.Id IN (SELECT i.value FROM OPENJSON(@__ids_0) WITH (value int '$') AS i)", chunk=50), set()),
    "chunks that become rows": (lambda: for_each(SPANS, "SELECT a.name FROM unnest($1::bigint[]) AS k(id) JOIN author a ON a.id = k.id", chunk=50), set()),
    "chunks whose list an agent has shortened": (lambda: for_each(SPANS, "select a.id, a.name from author a where a.id in (?)", chunk=16), set()),
    "a shortened list for each item": (lambda: for_each(SPANS, "select a.id, a.name from author a where a.id in (?)"), {"n-plus-one", "prefetch-related"} | AGAIN),
    "chunks whose list PostgreSQL 18 has shortened, of which few have a row": (
        lambda: for_each(STATEMENTS, "SELECT id FROM card WHERE member_id IN ($1 /*, ... */)", 0.02, chunk=100), set()),
    # an offset that is 0
    "all comments of each, with an offset": (lambda: for_each(STATEMENTS, 'SELECT c.id FROM "Comment" c WHERE c."postId" = $1 OFFSET $2', 10), COLLECTION | AGAIN),
    "ten comments of each, with an offset": (lambda: for_each(STATEMENTS, 'SELECT c.id FROM "Comment" c WHERE c."postId" = $1 ORDER BY c.id DESC LIMIT $2 OFFSET $3', 10),
                                             COLLECTION | AGAIN),
    "a list in parts, with an offset": (lambda: for_each(STATEMENTS, "SELECT id FROM book WHERE shop_id = $1 ORDER BY id LIMIT $2 OFFSET $3", chunk=20), set()),
    "a list in parts from a cursor": (lambda: for_each(STATEMENTS, 'FETCH FORWARD 20 FROM "curs_7"', chunk=20), set()),
    # whether there are any
    "whether there are any, which often is not so": (lambda: for_each(SLOW_LOG, lambda number: f"SELECT 1 AS one FROM likes WHERE likes.post_id = {number} LIMIT 1", 0.4), N_PLUS_ONE),
    "rows that are only ones": (lambda: for_each(SLOW_LOG, lambda number: f"SELECT 1 AS one FROM likes WHERE likes.post_id = {number}", 4), COLLECTION),
    # few keys
    "a lookup of one of six genres": (lambda: for_each(SLOW_LOG, lambda number: f"SELECT g.id, g.name FROM genre g WHERE g.id = {number % 6} LIMIT 21"), N_PLUS_ONE | AGAIN),
    "three settings of each": (lambda: for_each(SLOW_LOG, lambda number: f"SELECT value FROM setting WHERE name = 's{number % 3}'", times=3), AGAIN),
    "a lookup of one of six genres for each of a fixed list": (lambda: of_a_fixed_list(lambda number: f"SELECT g.id, g.name FROM genre g WHERE g.id = {number % 6}"), N_PLUS_ONE | AGAIN),
    "the same setting for each of a fixed list": (lambda: of_a_fixed_list("SELECT value FROM setting WHERE name = 'currency'"), AGAIN),
    # conditions beside the key
    "a fixed list, looked up by a key in parentheses": (
        lambda: of_a_fixed_list('SELECT a.id FROM "Author" a WHERE ("a"."id" = $1 AND 1=1) LIMIT $2 OFFSET $3', STATEMENTS), N_PLUS_ONE | AGAIN),
    "a fixed list, looked up among what is not deleted": (
        lambda: of_a_fixed_list(lambda number: f"select * from `authors` where `authors`.`id` = {number} and `authors`.`deleted_at` is null limit 1"), N_PLUS_ONE),
    # procedures, and settings before a write
    "a procedure for each item": (lambda: for_each(SLOW_LOG, lambda number: f"CALL get_author({number})"),
                                  {"bulk-create", "bulk-update", "n-plus-one", "nested-loops", "prefetch-related", "repeated-query", "select-related"}),
    "an insert after settings": (lambda: written("SET IMPLICIT_TRANSACTIONS OFF;\nSET NOCOUNT ON;\nINSERT INTO [Blogs] ([Name])\nVALUES (@p0);"), {"bulk-create"}),
    "settings alone": (lambda: written("SET NOCOUNT ON;"), set()),
    "arrays that are written in chunks": (lambda: written("INSERT INTO item (a, b) SELECT * FROM unnest($1::int[], $2::text[])", STATEMENTS, 100), set()),
}


class Products(unittest.TestCase):
    def test_what_is_repeated(self) -> None:
        for what, (make, labels) in REPEATED.items():
            with self.subTest(what):
                self.assertEqual(judge(make()).labels, labels)

    def test_a_list_whose_length_does_not_show_may_be_any(self) -> None:
        for sql in ("SELECT id FROM author WHERE id = ANY($1)", "select id from author where id in (?)"):
            made = seen_by(SPANS, lambda asked, sql=sql: ([Ran(sql, rows=asked.n)], asked.n), stored=False)  # type: ignore[misc]
            self.assertEqual(judge(made).not_judged["unbounded-in"], "the number of parameters of each query", sql)


if __name__ == "__main__":
    unittest.main()

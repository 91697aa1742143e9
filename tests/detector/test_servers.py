"""Plans as MariaDB, MySQL and PostgreSQL show them, and what they say of a query that reads more as more is stored. Each mistake has a page
beside it that nearly has it."""

from __future__ import annotations

import json
import unittest
from typing import Any, Callable

import support

support.prepare_path()

from as_seen import DIGESTS, SLOW_LOG, STATEMENTS, Ran, by_bitmap, by_index, mariadb, mysql, node, of_table, scan, seen_by
from caseload_detector import judge
from caseload_detector.dossier import Dossier
from caseload_detector.plans import plan_nodes
from caseload_detector.sources.mysql_digests import StatementDigests
from caseload_detector.sources.mysql_plan import _with_all, plan_from
from caseload_detector.sources.tally import Tally
from recorded import Asked


def stored(source: str, sql: str, plan: Callable[[int], Any] | None, rows: int = 20, examined: Callable[[int], int] = lambda stored: 10_000 * stored,
           blocks: Callable[[int], int] = lambda stored: 200 * stored, beside: tuple[Ran, ...] = (), method: str = "GET", items: int = 20) -> Dossier:
    """A query that reads so much, by what is stored."""
    def page(asked: Asked) -> tuple[list[Ran], int]:
        factor = asked.stored
        ran = Ran(sql, rows=rows, examined=examined(factor), blocks=blocks(factor), plan=plan(factor) if plan else None, stored=10_000 * factor, scans=True)
        return [ran, *beside], items

    return seen_by(source, page, size=False, method=method)


def one(name: str, access: str, condition: str = "", key: str = "", made: Callable[..., Any] = mariadb, **more: Any) -> Callable[[int], Any]:
    """The plan of a query on one table, of which it reads 10,000 rows for each part of what is stored."""
    return lambda stored: made(of_table(name, access, 10_000 * stored, condition, key), **more)


def joined(*tables: tuple[Any, ...], made: Callable[..., Any] = mysql, **more: Any) -> Callable[[int], Any]:
    """Rows of each by what is stored, if that is a list of one number."""
    def plan(stored: int) -> Any:
        rows = [table[2] if isinstance(table[2], int) else table[2][0] * stored for table in tables]
        return made(*(of_table(table[0], table[1], count, *table[3:4], **(table[4] if len(table) > 4 else {})) for table, count in zip(tables, rows)), **more)

    return plan


def pages_of(*made: Any) -> Callable[[int], Any]:
    return lambda stored: node("Limit", *made)


def counted_posts(condition: str, table: dict[str, Any], select: str = "SELECT p.id, (SELECT count(*) FROM comments c WHERE c.post_id = p.id) AS n FROM posts p ORDER BY p.id DESC LIMIT $1",
                  blocks: Callable[[int], int] = lambda stored: 3_000 * stored) -> Dossier:
    subplan = node("Aggregate", table, Parent_Relationship="SubPlan", Subplan_Name="SubPlan 1")
    return stored(STATEMENTS, select, pages_of({**by_index("posts", condition, alias="p"), "Plans": [subplan]}), blocks=blocks)


def with_count(made: Callable[..., Any], members: Callable[[int], Any], examined: Callable[[int], int] = lambda stored: 200_000 * stored) -> Dossier:
    sql = "select posts.*, (select count(*) from comments where posts.id = comments.post_id) as comments_count from posts order by id desc limit 20"
    return stored(SLOW_LOG, sql, lambda factor: made(of_table("posts", "index", 20, key="PRIMARY"), **members(factor)), examined=examined)


def in_partitions(*children: dict[str, Any], by: str = "", sql: str = "SELECT id FROM orders WHERE customer_id = $1 ORDER BY total DESC LIMIT $2") -> Dossier:
    append = node("Append", *children)
    return stored(STATEMENTS, sql, pages_of(node("Sort", append, Sort_Key=[by]) if by else append))


NEWEST = "SELECT id FROM doc WHERE {} ORDER BY {} DESC LIMIT $2"
EXAMINED: dict[str, tuple[Callable[[], Dossier], set[str]]] = {
    # MySQL quotes each name, adds the database, and writes a sort around what it sorts
    "MySQL: no index": (lambda: stored(SLOW_LOG, "select id from product where sku = 'x'", one("product", "ALL", "(`shop`.`product`.`sku` = 'x')", made=mysql)), {"database-index"}),
    "MySQL: a date of a time": (lambda: stored(SLOW_LOG, "select id from orders where date(placed_at) = '2025-01-02'",
                                               one("orders", "ALL", "(cast(`shop`.`orders`.`placed_at` as date) = '2025-01-02')", made=mysql)), {"non-sargable"}),
    "MySQL: a range of times": (lambda: stored(SLOW_LOG, "select id from orders where placed_at >= '2025-01-02' and placed_at < '2025-01-03'", one(
        "orders", "ALL", "((`shop`.`orders`.`placed_at` >= TIMESTAMP'2025-01-02 00:00:00') and (`shop`.`orders`.`placed_at` < TIMESTAMP'2025-01-03 00:00:00'))", made=mysql)),
        {"database-index"}),
    "MySQL: a text compared with a number": (lambda: stored(SLOW_LOG, "select id from parcel where tracking = 4711", lambda factor: mysql(
        of_table("parcel", "ALL", 10_000 * factor, "(`shop`.`parcel`.`tracking` = 4711)", possible_keys=["by_tracking"])), rows=1), {"non-sargable"}),
    "MySQL: an order that the index lacks": (lambda: stored(SLOW_LOG, "select id from review where book_id = 7 order by created_at desc limit 20",
                                                            one("review", "ref", key="by_book", made=mysql, is_sorted=True)), {"filesort"}),
    "MySQL: an order that the index has": (lambda: stored(SLOW_LOG, "select id from review where book_id = 7 order by created_at desc limit 20",
                                                          one("review", "ref", key="by_book", made=mysql), examined=lambda factor: 20), set()),
    "MySQL: an order without an index": (lambda: stored(SLOW_LOG, "select id from book order by rating desc limit 20", one("book", "ALL", made=mysql, is_sorted=True)), {"database-index"}),
    "MySQL: a join that is sorted by its first table": (lambda: stored(SLOW_LOG, "select r.id from review r join user u on u.id = r.user_id where r.book_id = 7 order by r.made limit 20",
        joined(("r", "ref", [10_000]), ("u", "eq_ref", 1), is_sorted=True)), {"filesort"}),
    "MySQL: a join that is sorted by any of its tables": (lambda: stored(SLOW_LOG, "select r.id from review r join user u on u.id = r.user_id order by u.name limit 20",
        joined(("r", "ALL", [10_000]), ("u", "eq_ref", 1), is_sorted=True, in_a_temporary_table=True)), set()),
    "MySQL: a join by a number and a text": (lambda: stored(SLOW_LOG, "select s.id from scan s join product p on p.code = s.code where s.day = '2025'", joined(
        ("s", "ref", 50), ("p", "ALL", [10_000], "", {"possible_keys": ["by_code"], "range_checked_for_each_record": "index map: 0x2"}))), {"non-sargable"}),
    "MySQL: a hash join of a small table": (lambda: stored(SLOW_LOG, "select o.id, c.name from orders o join shop c on c.id = o.shop_id order by o.id limit 20", joined(
        ("o", "index", 20), ("c", "ALL", 50, "(`shop`.`c`.`id` = `shop`.`o`.`shop_id`)", {"using_join_buffer": "hash join"})), examined=lambda factor: 70), set()),
    "MySQL: what is left of a derived table": (lambda: stored(SLOW_LOG, "select v.id from (select id, name from product limit 100000) v where v.name = 'x'", lambda factor: mysql(
        of_table("v", "ALL", 10_000 * factor, "(`v`.`name` = 'x')", materialized_from_subquery={"query_block": mysql(of_table("product", "ALL", 10_000 * factor))["query_block"]}))), set()),
    # an index finds the rows of a tenant, and few of them are wanted
    "one of a tenant's": (lambda: stored(SLOW_LOG, "select id from customer where tenant_id = 7 and email = 'x'", one("customer", "ref", "customer.email = 'x'", "by_tenant"), rows=1), {"database-index"}),
    "the first that is one of a tenant's": (lambda: stored(SLOW_LOG, "select id from customer where tenant_id = 7 and email = 'x' limit 1", one("customer", "ref", "customer.email = 'x'", "by_tenant"), rows=1),
                                            {"database-index"}),
    "PostgreSQL: the first that is one of a tenant's": (lambda: stored(STATEMENTS, "SELECT id FROM customer WHERE tenant_id = $1 AND email = $2 LIMIT $3", pages_of(by_index(
        "customer", "(customer.tenant_id = $1)", "(customer.email = $2)")), rows=1), {"database-index"}),
    "the first with a text compared with a number": (lambda: stored(SLOW_LOG, "select id from parcel where tracking = 4711 limit 1", lambda factor: mariadb(
        of_table("parcel", "ALL", 10_000 * factor, "parcel.tracking = 4711", possible_keys=["by_tracking"])), rows=1), {"non-sargable"}),
    "some of a tenant's, in an order": (lambda: stored(SLOW_LOG, "select id from ticket where tenant_id = 7 and assignee_id = 3 order by made",
                                                       one("ticket", "ref", "ticket.assignee_id = 3", "by_tenant", sort_key="ticket.made"), rows=30), {"database-index"}),
    "those of a tenant's that were not read": (lambda: stored(SLOW_LOG, "select id from mail where user_id = 7 and read_at is null", one("mail", "ref", "mail.read_at is null", "by_user"), rows=3),
                                               {"database-index"}),
    "the first of a tenant's": (lambda: stored(SLOW_LOG, "select id from ticket where tenant_id = 7 and open = 1 order by id limit 20",
                                               one("ticket", "ref", "ticket.`open` = 1", "by_tenant"), examined=lambda factor: 40), set()),
    "those of a tenant's of which there are too few": (lambda: stored(SLOW_LOG, "select id from stock where shop_id = 7 and amount < least", one(
        "stock", "ref", "stock.amount < stock.least", "by_shop")), set()),
    "PostgreSQL: one of a tenant's": (lambda: stored(STATEMENTS, "SELECT id FROM customer WHERE tenant_id = $1 AND email = $2", lambda factor: by_bitmap(
        "customer", "(customer.tenant_id = $1)", "(customer.email = $2)"), rows=1), {"database-index"}),
    "PostgreSQL: one of a tenant's, in small letters": (lambda: stored(STATEMENTS, "SELECT id FROM customer WHERE tenant_id = $1 AND lower(email) = $2", lambda factor: by_index(
        "customer", "(customer.tenant_id = $1)", "(lower(customer.email) = $2)"), rows=1), {"non-sargable"}),
    "PostgreSQL: those of a tenant's of which there are too few": (lambda: stored(STATEMENTS, "SELECT id FROM stock WHERE shop_id = $1 AND amount < least", lambda factor: by_index(
        "stock", "(stock.shop_id = $1)", "(stock.amount < stock.least)")), set()),
    # what a subquery reads for each row
    "a count for each row, without an index": (lambda: with_count(mariadb, lambda factor: {"subqueries": [{"query_block": mariadb(
        of_table("comments", "ALL", 10_000 * factor, "comments.post_id = posts.`id`"))["query_block"]}]}), {"database-index"}),
    "a count for each row, with an index": (lambda: with_count(mariadb, lambda factor: {"subqueries": [{"query_block": mariadb(
        of_table("comments", "ref", 30 * factor, key="by_post"))["query_block"]}]}, lambda factor: 620 * factor), set()),
    "MySQL: a count for each row, without an index": (lambda: with_count(mysql, lambda factor: {"select_list_subqueries": [{"dependent": True, "query_block": mysql(
        of_table("comments", "ALL", 10_000 * factor, "(`shop`.`posts`.`id` = `shop`.`comments`.`post_id`)"))["query_block"]}]}), {"database-index"}),
    "PostgreSQL: a count for each row, without an index": (lambda: counted_posts("", scan("comments", "(c.post_id = p.id)", "c")), {"database-index"}),
    "PostgreSQL: a count for each row, with an index": (lambda: counted_posts("", by_index("comments", "(c.post_id = p.id)", alias="c"), blocks=lambda factor: 100 * factor), set()),
    # aggregates over the rows of a key
    "a sum for a customer, without an index": (lambda: stored(SLOW_LOG, "select sum(total) from orders where customer_id = 7", one("orders", "ALL", "orders.customer_id = 7"), rows=1, items=1),
                                               {"database-index"}),
    "sums of a shop by month": (lambda: stored(SLOW_LOG, "select month, sum(total) from orders where shop_id = 7 group by month", one("orders", "ALL", "orders.shop_id = 7")), set()),
    "by its text: a sum for a customer": (lambda: stored(DIGESTS, "SELECT SUM ( `total` ) FROM `orders` WHERE `customer_id` = ?", None, rows=1, items=1), {"database-index"}),
    "by its text: a sum of what is paid": (lambda: stored(DIGESTS, "SELECT SUM ( `total` ) FROM `orders` WHERE `state` = ?", None, rows=1, items=1), set()),
    "a sum of what is paid": (lambda: stored(SLOW_LOG, "select sum(total) from orders where state = 'paid'", one("orders", "ALL", "orders.state = 'paid'"), rows=1, items=1), set()),
    # the end of an index
    "the time of the last change, without an index": (lambda: stored(SLOW_LOG, "select max(updated_at) from product", one("product", "ALL"), rows=1, items=1), {"database-index"}),
    "the latest of a user's, without its time in the index": (lambda: stored(SLOW_LOG, "select max(l.made) as latest from log l where l.user_id = 7", one("l", "ref", key="by_user"), rows=1, items=1),
                                                              {"database-index"}),
    "the latest since a time": (lambda: stored(SLOW_LOG, "select max(made) from log where made > '2025-01-02'", one("log", "range", "log.made > '2025-01-02'", "by_time"), rows=1, items=1), set()),
    "the latest, and how many": (lambda: stored(SLOW_LOG, "select count(*) as size, max(updated_at) as t from product", one("product", "ALL"), rows=1, items=1), set()),
    "PostgreSQL: the time of the last change, without an index": (lambda: stored(STATEMENTS, "SELECT max(p.updated_at) FROM product p", lambda factor: node("Aggregate", scan("product", alias="p")), rows=1),
                                                                  {"database-index"}),
    # WordPress
    "posts of a term, all of which are counted": (lambda: stored(SLOW_LOG, "SELECT SQL_CALC_FOUND_ROWS wp_posts.ID FROM wp_posts LEFT JOIN wp_term_relationships ON "
        "(wp_posts.ID = wp_term_relationships.object_id) WHERE wp_term_relationships.term_taxonomy_id IN (7) GROUP BY wp_posts.ID ORDER BY wp_posts.post_date DESC LIMIT 0, 10",
        joined(("wp_term_relationships", "ref", [10_000]), ("wp_posts", "eq_ref", 1), made=mariadb, sort_key="wp_posts.post_date desc")), {"exact-count"}),
    # writes
    "an update that reads all": (lambda: stored(SLOW_LOG, "update stat set views = views + 1 where slug = 'x'", None, rows=1), {"database-index"}),
    "an update by an index": (lambda: stored(SLOW_LOG, "update stat set views = views + 1 where slug = 'x'", None, rows=1, examined=lambda factor: 1), set()),
    "an update of all of a day": (lambda: stored(SLOW_LOG, "update stat set late = 1 where date(made) = '2025-01-02'", None, rows=3, method="POST"), {"non-sargable"}),
    "a deletion of what has expired": (lambda: stored(SLOW_LOG, "delete from session where expires < now()", None, rows=0, method="POST"), {"database-index"}),
    "an update that finds what it would write": (lambda: stored(SLOW_LOG, "update mail set seen = 1 where user_id = 7", None, rows=0, method="POST"), set()),
    "an update that is the same when it is repeated": (lambda: stored(SLOW_LOG, "update cart_line set amount = 3 where token = 'x'", None, rows=0, method="POST"), set()),
    "an update of a join": (lambda: stored(SLOW_LOG, "update mail m join user u on u.id = m.user_id set m.seen = 1 where u.name = 'x'", None, rows=2, method="POST"), set()),
    "PostgreSQL: an update that reads all": (lambda: stored(STATEMENTS, "UPDATE stat SET views = views + $1 WHERE slug = $2", None, rows=1), {"database-index"}),
    "PostgreSQL: an update by an index": (lambda: stored(STATEMENTS, "UPDATE stat SET views = views + $1 WHERE slug = $2", None, rows=1, blocks=lambda factor: 4 + factor), set()),
    "PostgreSQL: an update of ten, with old versions of them": (lambda: stored(STATEMENTS, "UPDATE artefact SET value = value + $1 WHERE inventory_no IN ($2, $3)", None, rows=10,
                                                                               blocks=lambda factor: {1: 54, 4: 319, 16: 499}[factor]), set()),
    "PostgreSQL: an update of ten that reads all": (lambda: stored(STATEMENTS, "UPDATE artefact SET value = value + $1 WHERE inventory_no IN ($2, $3)", None, rows=10,
                                                                   blocks=lambda factor: {1: 54, 4: 319, 16: 500}[factor]), {"database-index"}),
    # searches in texts, lists and documents
    "a regular expression": (lambda: stored(SLOW_LOG, "select id from book where title regexp 'storm' limit 20", one("book", "ALL", "book.title regexp 'storm'")), {"leading-wildcard"}),
    "one of several values in a column": (lambda: stored(SLOW_LOG, "select id from book where find_in_set('red', colours)", one("book", "ALL", "find_in_set('red',book.colours)")), {"non-sargable"}),
    "PostgreSQL: a regular expression": (lambda: stored(STATEMENTS, "SELECT id FROM doc WHERE title ~* $1 LIMIT $2", pages_of(scan("doc", "(doc.title ~* $1)"))),
                                         {"database-index", "leading-wildcard"}),
    "PostgreSQL: what a document contains": (lambda: stored(STATEMENTS, "SELECT id FROM doc WHERE data @> $1 LIMIT $2", pages_of(scan("doc", "(doc.data @> $1)"))), {"database-index"}),
    "PostgreSQL: a member of a document": (lambda: stored(STATEMENTS, "SELECT id FROM doc WHERE data ->> 'lang' = $1 LIMIT $2", pages_of(scan("doc", "((doc.data ->> 'lang'::text) = $1)"))),
                                           {"non-sargable"}),
    "PostgreSQL: words, best first": (lambda: stored(STATEMENTS, NEWEST.format("words @@ plainto_tsquery($1)", "ts_rank(words, plainto_tsquery($1))"), pages_of(node(
        "Sort", by_bitmap("doc", "(doc.words @@ plainto_tsquery($1))"), Sort_Key=["(ts_rank(doc.words, plainto_tsquery($1))) DESC"]))), set()),
    "PostgreSQL: tags, newest first": (lambda: stored(STATEMENTS, NEWEST.format("tags && $1", "made"), pages_of(node("Sort", by_bitmap("doc", "(doc.tags && $1)"), Sort_Key=["doc.made DESC"]))), set()),
    "PostgreSQL: an author's, newest first": (lambda: stored(STATEMENTS, NEWEST.format("author_id = $1", "made"), pages_of(node(
        "Sort", by_bitmap("doc", "(doc.author_id = $1)"), Sort_Key=["doc.made DESC"]))), {"filesort"}),
    # partitions
    "partitions that are sorted": (lambda: in_partitions(by_index("orders_2024", "(orders_1.customer_id = $1)", alias="orders_1"), by_index(
        "orders_2025", "(orders_2.customer_id = $1)", alias="orders_2"), by="orders.total DESC"), {"filesort"}),
    "partitions that are read whole": (lambda: in_partitions(scan("orders_2024", "(orders_1.email = $1)", "orders_1"), scan("orders_2025", "(orders_2.email = $1)", "orders_2"),
                                                             sql="SELECT id FROM orders WHERE email = $1"), {"database-index"}),
    "two tables that are sorted together": (lambda: in_partitions(by_index("post", "(post.author_id = $1)"), by_index("photo", "(photo.author_id = $1)"), by="post.made DESC",
                                                                  sql="SELECT id FROM post WHERE author_id = $1 UNION ALL SELECT id FROM photo WHERE author_id = $1"), {"filesort"}),
    # the performance schema has no plans
    "by its text: a pattern": (lambda: stored(DIGESTS, "SELECT `id` FROM `book` WHERE `title` LIKE ? LIMIT ?", None), {"database-index", "leading-wildcard"}),
    "by its text: a date of a time": (lambda: stored(DIGESTS, "SELECT `id` FROM `orders` WHERE DATE ( `placed_at` ) = ?", None), {"non-sargable"}),
    "by its text: a date of a time, and more": (lambda: stored(DIGESTS, "SELECT `id` FROM `orders` WHERE DATE ( `placed_at` ) = ? AND `shop_id` = ?", None), {"database-index", "non-sargable"}),
    "by its text: a part of a text": (lambda: stored(DIGESTS, "SELECT `id` FROM `book` WHERE LOCATE ( ? , `title` ) > ? LIMIT ?", None), {"leading-wildcard"}),
    "by its text: a value": (lambda: stored(DIGESTS, "SELECT `id` FROM `product` WHERE `sku` = ?", None), {"database-index"}),
    # a condition with a function, of rows that are sorted
    "visible ones, newest first": (lambda: stored(SLOW_LOG, "select id from review where book_id = 7 and ifnull(hidden, 0) = 0 order by made desc limit 20", one(
        "review", "ref", "ifnull(review.hidden,0) = 0", "by_book", sort_key="review.made desc")), {"filesort", "non-sargable"}),
    "those of a day": (lambda: stored(SLOW_LOG, "select id from review where book_id = 7 and date(made) = '2025-01-02' order by made", one(
        "review", "ref", "cast(review.made as date) = '2025-01-02'", "by_book", sort_key="review.made")), {"non-sargable"}),
}
COUNTS = (
    'SELECT count(*)::int FROM "posts" AS p', 'SELECT COUNT(*) AS "_count$_all" FROM (SELECT "p"."id" FROM "posts" AS "p" WHERE 1=1 OFFSET $1) AS "sub"',
    "select cast(count(*) as integer) from posts", "select coalesce(count(*), 0) as n from posts", "SELECT COUNT_BIG(*) FROM [posts] AS [p]",
    "WITH found AS (SELECT id FROM posts WHERE state = $1) SELECT count(*) FROM found",
)
OTHER_COUNTS = (
    "select cast(count(*) as integer), state from posts group by state", "select count(*)::int + sum(n) from posts", "WITH found AS (SELECT id FROM posts) SELECT state, count(*) FROM found GROUP BY state",
)


class Servers(unittest.TestCase):
    def test_what_reads_more_as_more_is_stored(self) -> None:
        for what, (make, labels) in EXAMINED.items():
            with self.subTest(what):
                self.assertEqual(judge(make()).labels, labels)

    def test_counts_that_label_a_list(self) -> None:
        for texts, labels in ((COUNTS, {"exact-count"}), (OTHER_COUNTS, set())):
            for sql in texts:
                with self.subTest(sql):
                    posts = Ran("SELECT id, title FROM posts ORDER BY id DESC LIMIT $1", rows=20)
                    made = stored(STATEMENTS, sql, lambda factor: node("Aggregate", scan("posts")), rows=1, beside=(posts,))
                    self.assertEqual(judge(made).labels, labels)

    def test_a_write_that_may_find_more_is_not_judged(self) -> None:
        for what in ("an update that finds what it would write", "an update of a join"):
            self.assertEqual(judge(EXAMINED[what][0]()).not_judged["database-index"].split(",")[0], "how many rows of each table it finds")

    def test_a_range_of_which_few_are_wanted_is_not_judged(self) -> None:
        sql, condition = "select id from job where made >= '2025-01-02' and state = 'failed'", "job.made >= '2025-01-02' and job.state = 'failed'"
        for rows, missing in ((3, "which columns the index has"), (9_000 * 16, None)):
            made = stored(SLOW_LOG, sql, one("job", "range", condition, "by_time"), rows=rows)
            self.assertEqual((judge(made).labels, judge(made).not_judged.get("database-index")), (set(), missing))

    def test_a_sum_for_a_key_is_not_judged_without_a_plan(self) -> None:
        for sql, is_judged in (("select sum(total) from orders where customer_id = 7", False), ("select max(total) from orders", False), ("select sum(total) from orders where state = 'x'", True)):
            made = stored(SLOW_LOG, sql, None, rows=1, items=1)
            self.assertEqual("database-index" not in judge(made).not_judged, is_judged, sql)

    def test_rows_that_are_far_apart_are_one_page_each(self) -> None:
        """Without a plan, an index may find them."""
        for last, labels in ((290, set()), (310, {"database-index"})):
            made = stored(STATEMENTS, "SELECT id, stars FROM review WHERE book_id = $1", None, rows=200, items=200, blocks=lambda factor: {1: 40, 4: 110, 16: last}[factor])
            self.assertEqual(judge(made).labels, labels)

    def test_a_join_by_a_comma_is_not_judged_without_a_plan(self) -> None:
        condition = "b.code = $1"
        for tables, labels in (("book b", {"database-index"}), ("book b, shop s", set()), ("book AS b JOIN shop s ON s.id = b.shop_id", set())):
            made = stored(STATEMENTS, f"SELECT b.id, b.title FROM {tables} WHERE {condition}", None, rows=1, items=1)
            self.assertEqual((judge(made).labels, judge(made).not_judged.get("database-index") is None), (labels, bool(labels)), tables)

    def test_rows_from_a_cursor_count(self) -> None:
        made = stored(STATEMENTS, 'FETCH FORWARD 2000 FROM "curs_7"', None, rows=9_000)
        self.assertEqual(made.usual.count("rows"), 9_000)

    def test_joins_before_mariadb_10_9_have_all_their_tables(self) -> None:
        text = '{"query_block": {"select_id": 1, "table": {"table_name": "a", "access_type": "ALL", "rows": 9}, "table": {"table_name": "b", "access_type": "ref", "rows": 2}, "block-nl-join": {"table": {"table_name": "c", "access_type": "ALL", "rows": 5}}}}'
        nodes = plan_nodes(plan_from(json.loads(text, object_pairs_hook=_with_all)))
        self.assertEqual([(each.table, each.rows_in_all) for each in nodes], [("a", 9), ("b", 18), ("c", 5)])


class Samples(unittest.TestCase):
    """MySQL keeps a sample of each digest, with its values, which shows the plan and whether a pattern begins with a wildcard."""

    class Server:
        """Its performance schema, as a connection that answers."""

        is_mariadb = False

        def __init__(self, *rows: tuple[str | None, str], has_samples: bool = True) -> None:
            self._rows, self._has_samples, self.asked = rows, has_samples, ""

        def run(self, sql: str, *_: object) -> list[tuple[Any, ...]]:
            if sql.startswith("SHOW COLUMNS"):
                return [("DIGEST_TEXT",), *([("QUERY_SAMPLE_TEXT",)] if self._has_samples else [])]
            if "UNIX_TIMESTAMP" in sql:
                return [(1_000.0,)]
            self.asked = sql
            return [(sample, "shop", text, text, 1, 20, 0, 10_000, 1, 1, 5_000_000) for sample, text in self._rows]

    @staticmethod
    def read(*rows: tuple[str | None, str], has_samples: bool = True) -> tuple[Any, Any]:
        reader = StatementDigests(Samples.Server(*rows, has_samples=has_samples), None)  # type: ignore[arg-type]
        reader.start()
        reader._known.clear()
        return reader, next(iter(reader.read().entries.values()))

    def test_a_sample_is_for_the_plan_alone(self) -> None:
        reader, entry = self.read(("select id from book where title like '%storm%'", "SELECT `id` FROM `book` WHERE `title` LIKE ?"))
        self.assertTrue(reader.knows_texts)
        self.assertEqual((entry.sample, entry.wildcard_first, entry.text), ("select id from book where title like '%storm%'", True, "select id from book where title like ?"))
        self.assertNotIn("storm", str(Tally(entries={"": entry}).digests()))

    def test_a_sample_that_was_cut_or_is_not_there_is_none(self) -> None:
        for sample in ("select id from book where title like '%st...", None):
            self.assertIsNone(self.read((sample, "SELECT `id` FROM `book` WHERE `title` LIKE ?"))[1].sample)

    def test_mariadb_has_no_samples(self) -> None:
        reader, entry = self.read((None, "SELECT `id` FROM `book`"), has_samples=False)
        self.assertFalse(reader.knows_texts)
        self.assertTrue(reader._connection.asked.startswith("SELECT NULL, schema_name"))
        self.assertIsNone(entry.sample)


if __name__ == "__main__":
    unittest.main()

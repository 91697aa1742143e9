"""The three blocks of the shop front, by the SQL that all programs run."""

from django.db import connection

BEST_SELLERS = """
SELECT book.title, sold.copies FROM
(SELECT order_item.book_id, SUM(order_item.quantity) AS copies
FROM customer_order JOIN order_item ON order_item.order_id = customer_order.id
WHERE customer_order.placed_at >= '2025-10-01' AND customer_order.placed_at < '2026-01-01'
GROUP BY order_item.book_id ORDER BY copies DESC, order_item.book_id LIMIT 10) AS sold
JOIN book ON book.id = sold.book_id ORDER BY sold.copies DESC, book.id"""
NEWEST_REVIEWS = """
SELECT book.title, customer.name, review.body, review.rating,
(SELECT COUNT(*) FROM review AS each_review WHERE each_review.book_id = book.id) AS of_the_book
FROM (SELECT id FROM review ORDER BY created_at DESC, id DESC LIMIT 10) AS newest
JOIN review ON review.id = newest.id JOIN book ON book.id = review.book_id
JOIN customer ON customer.id = review.customer_id ORDER BY review.created_at DESC, review.id DESC"""
MOST_USED_TAGS = """
SELECT tag.name, used.books FROM
(SELECT tag_id, COUNT(*) AS books FROM book_tag GROUP BY tag_id ORDER BY books DESC, tag_id LIMIT 40)
AS used JOIN tag ON tag.id = used.tag_id ORDER BY tag.name"""


def rows(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row)) for row in cursor.fetchall()]


# Called by the template, and so only if the cache has no copy of the block.
def best_sellers():
    return rows(BEST_SELLERS)


def newest_reviews():
    return rows(NEWEST_REVIEWS)


def tag_cloud():
    return rows(MOST_USED_TAGS)

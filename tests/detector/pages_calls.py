"""Pages that call other services, with an issue and without."""

from __future__ import annotations

from recorded import Answer, Asked, read

from caseload_detector.calls import Call

BOOKS = "select id, title from book order by id limit ?"
FIRST_US, EACH_US = 900, 20_000


def in_order(*shapes: str) -> list[Call]:
    """One after the other, with a short pause for the code between."""
    return [Call(shape, FIRST_US + place * (EACH_US + 40), FIRST_US + place * (EACH_US + 40) + EACH_US, 1, 200, False) for place, shape in enumerate(shapes)]


def at_once(*shapes: str) -> list[Call]:
    return [Call(shape, FIRST_US + 10 * place, FIRST_US + 10 * place + EACH_US, 1, 200, False) for place, shape in enumerate(shapes)]


def using_the_one_before(calls: list[Call], *places: int) -> list[Call]:
    for place in places:
        calls[place].uses_earlier = True
    return calls


def detail(calls: list[Call]) -> Answer:
    return Answer([read("select id, title from book where id = ?")], items=1, calls=calls, total_us=5_000 + sum(call.end_us - call.start_us for call in calls))


def listed(asked: Asked, calls: list[Call]) -> Answer:
    return Answer([read(BOOKS, rows=asked.n)], items=asked.n, calls=calls)


def asked_about_each(asked: Asked) -> Answer:
    return listed(asked, in_order(*["GET /stock?sku"] * asked.n))


def asked_about_some(asked: Asked) -> Answer:
    """About every third item; together does not help, there are as many."""
    return listed(asked, at_once(*["GET /rating?isbn"] * (asked.n // 3)))


def each_by_id_for_a_few(asked: Asked) -> Answer:
    return listed(asked, in_order(*["GET media.example/books/{}/cover"] * (asked.n // 10)))


def asked_in_chunks(asked: Asked) -> Answer:
    calls = at_once(*["GET /stock?sku"] * -(-asked.n // 20))
    for call in calls:
        call.items = 20
    return listed(asked, calls)


def list_by_its_pages(asked: Asked) -> Answer:
    """50 items at a time; whether there is a next page is known after the last one."""
    return listed(asked, in_order(*["GET /books?page"] * -(-asked.n // 50)))


def same_calls_for_any_length(asked: Asked) -> Answer:
    return listed(asked, at_once(*["GET /rates?currency"] * 4))


def in_turn(_: Asked) -> Answer:
    return detail(in_order("GET stock.example/items/{}", "GET price.example/items/{}", "GET /delivery?country&item"))


def in_turn_after_a_login(_: Asked) -> Answer:
    """The first call brings a token for both others."""
    return detail(using_the_one_before(in_order("POST /token", "GET /profile?token", "GET /orders?token"), 1))


def together(_: Asked) -> Answer:
    return detail(at_once("GET stock.example/items/{}", "GET price.example/items/{}", "GET /delivery?country&item"))


def partly_together(_: Asked) -> Answer:
    """At most two at a time."""
    first, second, third = at_once("GET /stock?sku", "GET /price?sku", "GET /delivery?sku")
    third.start_us, third.end_us = first.end_us + 20, first.end_us + EACH_US
    return detail([first, second, third])


def one_by_the_other(_: Asked) -> Answer:
    return detail(using_the_one_before(in_order("GET /customers?email", "GET /discounts?customer", "GET /offers?discount"), 1, 2))


def one_call(_: Asked) -> Answer:
    return detail(in_order("GET /stock?sku"))


def read_before_written(_: Asked) -> Answer:
    """Whether the payment is made depends on what the stock is."""
    return detail(in_order("GET /stock?sku", "POST /reservations", "POST /payments"))


def tried_again(_: Asked) -> Answer:
    calls = in_order("GET /stock?sku", "GET /stock?sku", "GET /stock?sku")
    calls[0].status = calls[1].status = 503
    return detail(calls)

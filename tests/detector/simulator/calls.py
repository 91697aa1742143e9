"""Calls to other services: for each item or in chunks, one after the other or together."""

from __future__ import annotations

from caseload_detector.calls import Call
from recorded import Asked

from .making import BY_COUNTS, FULL_ONLY, Feature, Made, innocent, mistake
from .setting import Draw

LONG_US = 30_000


def _shape(draw: Draw, place: int = 0) -> str:
    return f"GET {'abcdef'[place]}.example/{draw.column()}?id"


def _in_turn(made: Made, calls: list[Call]) -> None:
    """After those that the request has made so far."""
    begin = max((call.end_us for call in made.calls()), default=400)
    for call in calls:
        call.start_us, call.end_us, begin = begin + 30, begin + 30 + LONG_US, begin + 30 + LONG_US
    made.calls().extend(calls)


def _together(made: Made, calls: list[Call]) -> None:
    begin = max((call.end_us for call in made.calls()), default=400)
    for place, call in enumerate(calls):
        call.start_us, call.end_us = begin + 30 + place, begin + 30 + LONG_US + 700 * place
    made.calls().extend(calls)


def _new(shape: str, items: int = 1, uses_earlier: bool = False) -> Call:
    return Call(shape, 0, 0, items, 200, uses_earlier)


@mistake("call-loop", size=True, levels=BY_COUNTS, claims="calls")
def one_call_for_each(draw: Draw) -> Feature:
    setting, shape, send = draw.setting, _shape(draw), draw.one((_in_turn, _together))

    def add(asked: Asked, made: Made) -> None:
        send(made, [_new(shape) for _ in range(setting.items(asked))])

    return Feature("one call for each item", add)


@mistake("sequential-calls", levels=FULL_ONLY, claims="calls")
def services_in_turn(draw: Draw) -> Feature:
    shapes = [_shape(draw, place) for place in range(draw.number(2, 6))]

    def add(asked: Asked, made: Made) -> None:
        _in_turn(made, [_new(shape) for shape in shapes])

    return Feature(f"{len(shapes)} services in turn", add)


@innocent(claims="calls")
def services_together(draw: Draw) -> Feature:
    shapes = [_shape(draw, place) for place in range(draw.number(1, 6))]

    def add(asked: Asked, made: Made) -> None:
        _together(made, [_new(shape) for shape in shapes])

    return Feature(f"{len(shapes)} services together", add)


@innocent(claims="calls")
def chain_of_services(draw: Draw) -> Feature:
    """Each needs the result of the one before it."""
    shapes = [_shape(draw, place) for place in range(draw.number(1, 4))]

    def add(asked: Asked, made: Made) -> None:
        _in_turn(made, [_new(shape, uses_earlier=place > 0) for place, shape in enumerate(shapes)])

    return Feature(f"a chain of {len(shapes)} services", add)


@innocent(size=True, claims="calls")
def calls_in_chunks(draw: Draw) -> Feature:
    setting, shape, chunk = draw.setting, _shape(draw), draw.one((20, 50, 200))

    def add(asked: Asked, made: Made) -> None:
        count = setting.items(asked)
        _together(made, [_new(shape, min(chunk, count - begin)) for begin in range(0, count, chunk)])

    return Feature(f"calls about {chunk} items", add)

"""Work whose result was known, and what the response says about keeping it.

These features claim "cache": they decide the Cache-Control of their page, and nothing else on it is worth keeping.
"""

from __future__ import annotations

from recorded import RELEVANT, Asked, Block, plan

from .levels import DOCUMENTS, HEADER
from .making import IN_A_SET, NAMED, Adds, Feature, Made, innocent, mistake
from .setting import Draw

SHARED = ("public, max-age=60", "public, s-maxage=120", "max-age=30, public")
PRIVATE = ("private, max-age=60", "private, max-age=300", "max-age=60, private")
ALONE = "cache rows rows-stored examined memory bytes solo"
SUM = "select {0}_id, sum(quantity) from {0}_line group by {0}_id order by 2 desc limit ?"
LARGE = (15_000, 60_000)  # rows examined by what is clearly worth keeping


def _aggregate(draw: Draw) -> Adds:
    table, rows, examined = draw.table(), draw.number(5, 20), draw.number(*LARGE)

    def add(asked: Asked, made: Made) -> None:
        made.query(SUM.format(table), rows=rows, examined=examined, scans=True, plan=plan("ALL", examined, "", False))

    return add


def _shown(draw: Draw, made: Made) -> None:
    made.show(10 if draw.setting.countable else 0)


def _stale(asked: Asked) -> bool:
    return asked.visit == 0 or asked.wrote == RELEVANT


@mistake("response-cache", size=False, levels={DOCUMENTS: NAMED, HEADER: NAMED, "counters": NAMED, "statements": NAMED}, claims=ALONE)
def built_for_everyone(draw: Draw) -> Feature:
    control, work = draw.one(SHARED), _aggregate(draw)
    table, lookups = draw.table(), draw.number(8, 20)

    def add(asked: Asked, made: Made) -> None:
        made.answer.headers |= {"cache-control": control, "etag": '"1"'}
        if asked.revalidates:
            made.answer.status = 304
            made.query(f"select version from {table}")
            return
        work(asked, made)
        made.query(f"select id, name from {table} where id = ?", lookups)
        _shown(draw, made)

    return Feature(f"a public page built for each request ({control})", add)


@mistake("query-cache", size=False, claims=ALONE)
def summed_for_each_request(draw: Draw) -> Feature:
    """With a lifetime, or without one where it is expensive by itself."""
    control, work = draw.one((*PRIVATE, "private", "")), _aggregate(draw)

    def add(asked: Asked, made: Made) -> None:
        made.answer.headers["cache-control"] = control
        work(asked, made)
        _shown(draw, made)

    return Feature(f"an aggregate for each request ({control or 'nothing about caching'})", add)


@mistake("query-cache", "response-cache", "fragment-cache", size=False, levels={DOCUMENTS: NAMED, HEADER: IN_A_SET, "counters": IN_A_SET, "statements": IN_A_SET}, claims=ALONE)
def dropped_by_any_write(draw: Draw) -> Feature:
    control, work = draw.one((*PRIVATE, *SHARED)), _aggregate(draw)

    def add(asked: Asked, made: Made) -> None:
        made.answer.headers["cache-control"] = control
        made.count("cache-get", 1)
        made.count("cache-calls", 1)
        if _stale(asked) or asked.wrote:
            work(asked, made)
            made.count("cache-set", 1)
        if asked.wrote == RELEVANT:
            made.varies("what was written")
        _shown(draw, made)

    return Feature(f"a result that any write drops ({control})", add)


@mistake("fragment-cache", size=False, claims=ALONE)
def blocks_made_again(draw: Draw) -> Feature:
    control, work = draw.one(PRIVATE), _aggregate(draw)
    visitors, names = draw.table(), [f"block-{number}" for number in range(draw.number(1, 4))]

    def add(asked: Asked, made: Made) -> None:
        made.answer.headers["cache-control"] = control
        made.query(f"select name from {visitors} where id = ?", result=asked.visitor)
        work(asked, made)
        made.answer.blocks = [Block(name, False, f"{name} of everyone") for name in names]
        made.varies(asked.visitor)
        _shown(draw, made)

    return Feature(f"{len(names)} blocks made again ({control})", add)


@mistake("fragment-cache", size=False, claims=ALONE)
def list_for_everyone_beside_a_greeting(draw: Draw) -> Feature:
    control, table, visitors = draw.one(PRIVATE), draw.table(), draw.table()
    rows, examined = draw.number(8, 30), draw.number(*LARGE)

    def add(asked: Asked, made: Made) -> None:
        made.answer.headers["cache-control"] = control
        made.query(f"select name from {visitors} where id = ?", result=asked.visitor)
        made.query(f"select id, title from {table} where state = ? order by place limit ?", rows=rows, examined=examined, plan=plan("ref", examined, "", False))
        made.varies(asked.visitor)
        _shown(draw, made)

    return Feature(f"a list for everyone that is read for each visitor ({control})", add)


# ---- innocent ---------------------------------------------------------------------------------------------


@innocent(size=False, claims=ALONE)
def kept_and_warm(draw: Draw) -> Feature:
    """Built when it is cold and after a write that it shows, or kept beyond that for its lifetime."""
    control, work, only_time = draw.one((*PRIVATE, *SHARED)), _aggregate(draw), draw.happens(0.3)

    def add(asked: Asked, made: Made) -> None:
        made.answer.headers["cache-control"] = control
        made.count("cache-get", 1)
        made.count("cache-calls", 1)
        if asked.visit == 0 or (asked.wrote == RELEVANT and not only_time):
            work(asked, made)
            made.count("cache-set", 1)
        if asked.wrote == RELEVANT and not only_time:
            made.varies("what was written")
        _shown(draw, made)

    return Feature(f"a cached page ({control})", add)


@innocent(size=False, claims=ALONE)
def kept_in_front(draw: Draw) -> Feature:
    control, work = draw.one(SHARED), _aggregate(draw)

    def add(asked: Asked, made: Made) -> None:
        made.answer.headers |= {"cache-control": control, "cache-status": "edge; hit" if asked.visit else "edge; fwd=miss", "etag": '"1"'}
        work(asked, made)
        _shown(draw, made)

    return Feature("a page kept by a cache in front", add)


@innocent(size=False, claims=ALONE)
def personal(draw: Draw) -> Feature:
    """Each visitor has another result, and it may be kept by the browser only."""
    control, table, rows = draw.one(PRIVATE), draw.table(), draw.number(3, 30)

    def add(asked: Asked, made: Made) -> None:
        made.answer.headers["cache-control"] = control
        made.query(f"select id, title from {table} where customer_id = ? order by id limit ?", rows=rows, result=asked.visitor)
        made.varies(asked.visitor)
        made.show(rows if draw.setting.countable else 0)

    return Feature(f"a personal list ({control})", add)


@innocent(size=False, claims=ALONE)
def cheap_and_public(draw: Draw) -> Feature:
    """Not worth a cache: two indexed lookups."""
    control, table = draw.one(SHARED), draw.table()

    def add(asked: Asked, made: Made) -> None:
        made.answer.headers |= {"cache-control": control, "etag": '"1"'}
        if asked.revalidates:
            made.answer.status = 304
            return
        made.query(f"select id, title from {table} where id = ?")

    return Feature(f"a cheap public page ({control})", add)


@innocent(claims="cache counters:scan")
def not_to_be_stored(draw: Draw) -> Feature:
    work = _aggregate(draw)

    def add(asked: Asked, made: Made) -> None:
        made.answer.headers["cache-control"] = "no-store"
        work(asked, made)
        _shown(draw, made)

    return Feature("an aggregate on a page that must not be stored", add)


@innocent(claims="cache")
def says_nothing(draw: Draw) -> Feature:
    """As most dynamic pages. A cheap aggregate on it is no reason to keep anything."""
    control, table, examined = draw.one(("", "private")), draw.table(), draw.number(10, 900)

    def add(asked: Asked, made: Made) -> None:
        made.answer.headers["cache-control"] = control
        made.query(SUM.format(table), rows=5, examined=examined)

    return Feature("a page that says nothing about caching", add)

"""Draws a page and what is true of it from a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from recorded import Answer, Asked, Behaviour, Digest, Dossier, dossier

from . import aggregates, caching, items, lookups, paging, preloads, responses, scans, transactions, usual, writes, calls
from .levels import COUNTERS, DOCUMENTS, LEVELS, STATEMENTS, merged, reduce_to
from .making import REGISTRY, Adds, Feature, Levels, Made, Type
from .setting import Draw, Setting, draw_setting
from .spelling import Spell, draw_spelling

FAMILIES = (aggregates, caching, lookups, paging, preloads, responses, scans, transactions, usual, writes, calls)  # they fill the registry
WITH_A_MISTAKE = 0.6
WEIGHTS = {DOCUMENTS: 6, COUNTERS: 3, STATEMENTS: 2, "header": 2, "nothing": 1}
MOST_INNOCENT = 5
LIGHT = ("index_is_used", "scan_of_a_small_table")  # a page that has claimed everything else may have these
NOISY = 0.04  # of the requests; more is removed by repeating each probe and taking the minimum
FEW_QUERIES = 0.05  # for each item: up to here the prober requests the longest ladder


@dataclass(frozen=True)
class Truth:
    """What is true of a page, and what the evidence allows to be said of it."""

    label: str  # under which it is scored; "" if the page is innocent
    right: frozenset[str] = frozenset()  # any of these is right
    beside: frozenset[str] = frozenset()  # labels that full evidence leaves in a set with it
    expected: str = ""  # NAMED, IN_A_SET, or "" if the evidence does not suffice


@dataclass(frozen=True)
class Page:
    seed: str
    level: str
    setting: Setting
    features: tuple[Feature, ...]
    truth: Truth
    may_do_more: bool  # more work for each request changes nothing that is true of it
    spell: Spell
    noise: tuple[str, ...]  # queries of other requests that the database's counters include

    def answers(self, name: str, adds: list[Adds]) -> Behaviour:
        """The page, or its trivial neighbour, as it responds to one request after the other."""
        others = random.Random(f"other requests during {name} of {self.seed}")

        def answer(asked: Asked) -> Answer:
            made = Made()
            for add in adds:
                add(asked, made)
            made.answer.digests += self._control(made.answer.counts["commits"])
            for digest in made.answer.digests:
                digest.text = self.spell(digest.text)
            made.answer.digests = merged(made.answer.digests + self._noise(others))
            return made.finished()

        return answer

    @property
    def page(self) -> Behaviour:
        return self.answers("page", [feature.add for feature in self.features])

    @property
    def floor(self) -> Behaviour:
        return self.answers("floor", [feature.floor for feature in self.features if feature.floor])

    def _control(self, commits: int) -> list[Digest]:
        """What is no query, but has its own entry in a database's counters."""
        if self.level not in (COUNTERS, STATEMENTS):
            return []
        return [Digest(text, max(commits, 1), rows=0, us=20) for text in ("BEGIN", "COMMIT", "SET autocommit = ?")]

    def _noise(self, chance: random.Random) -> list[Digest]:
        return [Digest(self.spell(text), times := chance.randint(1, 2), rows=times * chance.randint(0, 9), us=90) for text in self.noise if chance.random() < NOISY]

    def dossier(self) -> Dossier:
        setting = self.setting
        kept = dossier(self.page, size=bool(setting.sizes), long=self._long, stored=bool(setting.factors), pages=setting.pages, method=setting.method,
                       floor_page=self.floor, sizes=setting.sizes, factors=setting.factors)
        reduce_to(kept, self.level)
        return kept

    @property
    def _long(self) -> bool:
        """As the prober decides it."""
        if not self.setting.sizes or self.setting.method != "GET":
            return False
        small, large = (sum(digest.times for digest in self.page(Asked(n=n, visit=5)).digests) for n in (self.setting.sizes[0], self.setting.sizes[-1]))
        return (large - small) / (self.setting.sizes[-1] - self.setting.sizes[0]) < FEW_QUERIES


def draw_page(seed: str, scale: int = 1) -> Page:
    """`seed` is that of the run and the page's number: 1-37. With a `scale`, the sizes of the same page are multiplied by it."""
    chance = random.Random(seed)
    wrong = chance.choice(REGISTRY.mistakes) if chance.random() < WITH_A_MISTAKE else None
    level = chance.choices(LEVELS, [WEIGHTS[level] for level in LEVELS])[0]
    setting = _setting_for(chance, wrong)
    setting = replace(setting, sizes=tuple(scale * size for size in setting.sizes), cap=setting.cap and scale * setting.cap)
    draw = Draw(random.Random(f"features of {seed}"), setting)
    features = [items.root(draw)]
    truth = Truth("")
    claims: set[str] = set()
    if wrong:
        feature = _built(wrong, draw)
        features.append(feature)
        claims |= _claims(wrong, level)
        levels: Levels = wrong.levels if feature.levels is None else feature.levels
        truth = Truth(wrong.main, wrong.right, wrong.beside, levels.get(level, ""))
    for innocent in chance.sample(REGISTRY.innocent, len(REGISTRY.innocent)):
        if len(features) < 2 + MOST_INNOCENT and _fits(innocent, setting, claims, level, alone=len(features) == 1) and chance.random() < 0.5:
            features.append(_built(innocent, draw))
            claims |= _claims(innocent, level)
    if "solo" in claims:
        features = [feature for feature in features if feature is not features[0]]
    noise = tuple(f"select {draw.column()} from {draw.table()} where id = ?" for _ in range(3)) if level in (COUNTERS, STATEMENTS) and chance.random() < 0.5 else ()
    return Page(seed, level, setting, tuple(features), truth, "solo" not in claims, draw_spelling(chance, arrays=level in (COUNTERS, STATEMENTS)), noise)


def _setting_for(chance: random.Random, wrong: Type | None) -> Setting:
    size, stored = wrong.size if wrong else None, wrong.stored if wrong else None
    pages = wrong.pages if wrong else chance.random() < 0.1
    method = wrong.method if wrong else "POST" if chance.random() < 0.1 else "GET"
    size = (chance.random() < 0.7 and not pages) if size is None else size
    setting = draw_setting(chance, size, chance.random() < 0.6 if stored is None else stored, pages, method)
    unlimited = wrong is not None and "long" in wrong.claims
    return replace(setting, cap=None if unlimited else setting.cap, method=method)


def _claims(type_: Type, level: str) -> set[str]:
    """Those that begin with the name of a level count there only."""
    return {claim for claim in type_.claims if ":" not in claim or claim.startswith(f"{level}:")}


def _fits(type_: Type, setting: Setting, claims: set[str], level: str, alone: bool) -> bool:
    if _claims(type_, level) & claims or "solo" in claims and type_.name not in LIGHT or "solo" in type_.claims and not alone:
        return False
    if setting.pages and "paging" in type_.claims and not type_.pages:
        return False
    if type_.size not in (None, bool(setting.sizes)) or type_.stored not in (None, bool(setting.factors)):
        return False
    return type_.method == setting.method if type_.method != "GET" else not (type_.claims and setting.method != "GET") and (not type_.pages or setting.pages)


def _built(type_: Type, draw: Draw) -> Feature:
    built = type_.build(draw)
    return built if isinstance(built, Feature) else Feature(type_.name, built)

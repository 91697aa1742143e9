"""What can be varied on a page, and what the random choices of a page are made with."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Sequence, TypeVar

from recorded import Asked

Choice = TypeVar("Choice")

LADDERS = ((10, 40, 160, 640), (5, 20, 80, 320), (20, 80, 320, 1_280), (10, 40, 160), (25, 100))
FACTORS = ((1, 4, 16), (1, 4, 16), (1, 4), (1, 10, 100))
CAPS = (None, None, None, 50, 100, 250)

NOUNS = """album badge basket batch book branch brand bundle campaign category club contact country coupon course customer depot device
document event feature folder gift group invoice label language lesson loan machine manual member message notice office offer
order_item owner parcel partner payment permission person picture playlist product profile project publisher rating receipt
region report review role sample season shelf shop stage station stock_move store subject supplier survey tag task team ticket
topic town venue voucher warehouse""".split()
COLUMNS = """amount brief caption city code colour email grade headline height kind locale mark name nickname note phase place price
rank score sku slug state street subject surname title unit weight year zip""".split()


@dataclass(frozen=True)
class Setting:
    """The knobs of a page. The service shows at most `cap` items, whatever the request says."""

    sizes: tuple[int, ...] = ()  # none: no knob for the size
    cap: int | None = None
    factors: tuple[int, ...] = ()  # none: one dataset only
    pages: bool = False
    method: str = "GET"
    countable: bool = True  # the body has a list whose entries can be counted
    initial: int = 100

    def items(self, asked: Asked) -> int:
        wanted = asked.n if self.sizes else self.initial
        return min(wanted, self.cap or wanted)

    @property
    def fewest(self) -> int:
        return self.items(Asked(n=self.sizes[0])) if self.sizes else self.initial

    @property
    def most(self) -> int:
        return self.items(Asked(n=self.sizes[-1])) if self.sizes else self.initial


class Draw:
    """The random choices of one page. No table or column is named twice."""

    def __init__(self, chance: random.Random, setting: Setting) -> None:
        self.chance = chance
        self.setting = setting
        self._tables = chance.sample(NOUNS, len(NOUNS))
        self._columns = chance.sample(COLUMNS, len(COLUMNS))

    def table(self) -> str:
        return self._tables.pop()

    def column(self) -> str:
        if not self._columns:
            self._columns = [f"{name}_2" for name in COLUMNS]
        return self._columns.pop()

    def one(self, choices: Sequence[Choice]) -> Choice:
        return self.chance.choice(choices)

    def number(self, least: int, most: int) -> int:
        return self.chance.randint(least, most)

    def happens(self, probability: float) -> bool:
        return self.chance.random() < probability


def draw_setting(chance: random.Random, size: bool, stored: bool, pages: bool, method: str) -> Setting:
    cap = chance.choice(CAPS) if size else chance.choice((20, 50))
    ladder = chance.choice(LADDERS) if size else ()
    if cap and ladder and cap < 4 * ladder[0]:
        cap = None
    return Setting(ladder, cap, chance.choice(FACTORS) if stored else (), pages, method, countable=chance.random() < 0.85)

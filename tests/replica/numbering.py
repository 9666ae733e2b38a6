"""Which article stands where: numbered lists and moments of publication, each computed from the article's index."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from tests.replica.gold import LOCAL


@dataclass(frozen=True, slots=True)
class NewsList:
    """One numbered list. Of ten articles in a row it holds those at `places`; its first ItemID is `offset` + 1."""

    subsite: str
    name: str
    title: str
    offset: int
    places: tuple[int, ...]
    spellings: tuple[str, ...]

    def count(self, articles: int) -> int:
        """How many of the first `articles` stand in this list."""
        return articles // 10 * len(self.places) + sum(place < articles % 10 for place in self.places)

    def index(self, rank: int) -> int:
        """The article at `rank` (0 = newest; negative ranks came with a later edition)."""
        if rank < 0:
            return rank
        return rank // len(self.places) * 10 + self.places[rank % len(self.places)]

    def rank(self, index: int) -> int:
        """The inverse of `index`."""
        return index if index < 0 else index // 10 * len(self.places) + self.places.index(index % 10)


LISTS = (
    NewsList("", "Tintrongtinh", "Tin trong tỉnh", 20_000, (0, 2, 3, 5, 6, 8), ("Tintrongtinh", "Tintrongtinh%2F")),
    NewsList(
        "",
        "TinSonganhdiaphuong",
        "Tin sở, ngành, địa phương",
        1_000,
        (1, 4, 7),
        ("TinSonganhdiaphuong", "TinSoNganhDiaphuong"),
    ),
    NewsList("chuyendoiso", "Tinhoatdong", "Tin hoạt động", 300, (9,), ("Tinhoatdong",)),
)


def moment_of(index: int, seed: int, today: dt.date) -> dt.datetime:
    """When article `index` was published: 6 to 10 a day, 40 in five days, back from the evening before `today`.

    Negative indexes (a later edition's articles) come after all others, in the same evening.
    """
    evening = dt.datetime.combine(today - dt.timedelta(days=1), dt.time(19), LOCAL)
    if index < 0:
        return evening + dt.timedelta(seconds=10 * -index)
    block, rest = divmod(index, 40)
    sizes = [6, 7, 8, 9, 10]
    random.Random(f"{seed}:days:{block}").shuffle(sizes)
    day = 0
    while rest >= sizes[day]:
        rest -= sizes[day]
        day += 1
    pause = 37_000 // sizes[day]  # seconds: articles of a day come between about 7 and 17:30
    second = rest * pause + (index * 7_919 + seed * 613) % (pause - 1)
    return evening - dt.timedelta(days=5 * block + day, hours=1, minutes=30, seconds=second)

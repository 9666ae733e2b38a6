"""What the articles look like that a run stores: counted, so that one night can be held against the nights before.

Only new articles are counted. An undated one that is looked at for seven nights would count seven times; what the
portal changed in known ones is counted apart (`edited`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from statistics import median_low

from archive.records import Article, Outcome
from archive.text import fold
from crawler import leaks

KEPT = 500  # articles of a run that are compared with one another; a back-fill brings more
OPENING = 5  # lines of a text
ALIKE = 3  # other articles with the same line at either end: nobody's own
SERIES_BROKEN = 6  # newest articles in a row under one title: no series has so many, a portal that lost its titles does
SHORT = 1 / 3  # of the usual length: what remains where a text is cut to its lead
_CAUSES = ("portal", "layout")  # of revisions that the portal made


@dataclass(frozen=True, slots=True)
class _Kept:
    title: str
    own: bool  # the title is a headline: no sentence and no line of the text, which are taken where there is none
    length: int
    labelled: bool
    edges: frozenset[str]


class NewArticles:
    """The articles that one run stored, as counters and the first KEPT of them."""

    def __init__(self) -> None:
        self.number = 0
        self.edited = 0
        self._missing: Counter[str] = Counter()
        self._framed: Counter[bool] = Counter()
        self._kept: list[_Kept] = []

    def add(self, article: Article, *, bare: bool | None = None) -> None:
        """A new article was stored; `bare` says whether its page lacked the host's furniture (Template.bare)."""
        self.number += 1
        self._missing["undated"] += article.published_at is None
        self._missing["no_author"] += not article.author
        self._missing["no_section"] += not article.section
        self._missing["no_lead"] += not article.lead
        self._missing["no_layout"] += article.layout is None
        if bare is not None:
            self._framed[bare] += 1
        if len(self._kept) < KEPT:
            lines = article.text.split("\n")
            labelled = any(map(leaks.is_label, lines))
            own = bool(article.title) and not article.title.endswith(".") and article.title not in lines[:OPENING]
            self._kept.append(_Kept(fold(article.title), own, len(article.text), labelled, _edges(lines)))

    def known(self, outcome: Outcome, cause: str) -> None:
        """A known article was read again."""
        self.edited += outcome is Outcome.REVISED and cause in _CAUSES

    def counts(self, before: Iterable[tuple[str, str]], usual_length: int | None, *, layouts: bool) -> dict[str, int]:
        """The counters for the run's row (docs/runs.md says what each means).

        `before` are title and text of the newest articles of earlier runs, newest first, `usual_length` the
        characters that articles of this portal usually have, None while nobody knows; `layouts` says that the portal
        declares some.
        """
        found = {f"new_{name}": self._missing[name] for name in ("undated", "no_author", "no_section", "no_lead")}
        if layouts:
            found["new_no_layout"] = self._missing["no_layout"]
        found |= {"new_framed": self._framed.total(), "new_bare": self._framed[True]}
        if not self._kept:
            return found
        earlier = list(before)
        titles = Counter(kept.title for kept in self._kept)
        past = [fold(title) for title, _ in earlier]
        taken, habits = set(past), series(past, self.edited)
        edges = Counter(form for kept in self._kept for form in kept.edges)
        for _, text in earlier:
            edges.update(_edges(text.split("\n")))
        found["new_titles"] = len(titles)
        found["new_untitled"] = sum(
            not kept.own or (kept.title not in habits and (titles[kept.title] > 1 or kept.title in taken))
            for kept in self._kept
        )
        found["new_series"] = sum(kept.own and kept.title in habits for kept in self._kept)
        found["new_leaky"] = sum(
            kept.labelled or any(edges[form] > ALIKE for form in kept.edges) for kept in self._kept
        )
        found["new_length"] = median_low(kept.length for kept in self._kept)
        found["new_compared"] = len(self._kept)
        if usual_length is not None:
            found["new_short"] = sum(kept.length < SHORT * usual_length for kept in self._kept)
        return found


def series(titles: Sequence[str], edited: int = 0) -> frozenset[str]:
    """Titles that the portal gives again and again (a weekly schedule, a storm's bulletins), of those of its newest
    articles, newest first: others came between. Where titles are lost, the newest all have one, however the night in
    which that began mixed them. `edited` known articles were changed tonight: so many may have it since then."""
    if not titles:
        return frozenset()
    newest = sum(1 for _ in takewhile(lambda title: title == titles[0], titles))
    older = frozenset(title for title, number in Counter(titles[newest:]).items() if number > edited)
    return older - {titles[0]} if newest >= SERIES_BROKEN else older


def _edges(lines: Sequence[str]) -> frozenset[str]:
    """Forms of the lines at either end of a text that are no formula of the genre."""
    return frozenset(leaks.form_of(line) for line in leaks.edge_lines(lines) if line and not leaks.is_genre(line))

"""Whether a text is about administrative reform (CCHC), and which areas of the programme it touches; explained.

From title and body only: menus, sections and host names carry the words on every page (DOMAIN 2.4). The words and
their areas stand in topic_terms.py, how they are found in topic_phrases.py; the rules with reasons: docs/topics.md.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from archive.records import Area
from crawler.extraction.topic_phrases import Hit, Kind, Scan
from crawler.extraction.topic_terms import GENERAL, ONE_STOP_CODE, STRONG

CCHC = 0.5  # from this score on a text is about reform
LEAD = 60  # words of the text that count as its lead, whatever the page's first block is
EVIDENCE = 6  # wordings per area
NOTICE = "DOC_NOTICE"

_TITLE, _LEAD = 6.0, 3.0  # what a place is worth, against the root of the number of mentions in the text
_WORTH = {Kind.CORE: 2.0, Kind.STRONG: 2.0, Kind.WEAK: 0.7}
_GENERAL_WORTH = 1.5  # the programme's name alone stands in articles of every area
_ALSO = 0.2  # of the first area's points
_DIGEST = 0.4  # most that a digest or an invitation reaches
_ORDER = (*STRONG, ONE_STOP_CODE)  # of areas with equal points
_DOCUMENT_LINES = 2  # different ones that make a text a document


@dataclass(frozen=True, slots=True)
class Topics:
    """`score` 0 to 1, from .5 on the text is about reform; `areas` best first, scores relative to the best.

    A text that is not about reform has no area, but for invitations and schedules (`DOC_NOTICE`): they are no news.
    """

    score: float
    areas: tuple[Area, ...] = ()


def classify(title: str, text: str) -> Topics:
    """Judge an article by its words: of any case, tone placement or normal form; title or text may be empty."""
    scan = Scan(title, text)
    concepts = _concepts(scan)
    score = _relevance(scan, concepts)
    if invitation := scan.marks(Kind.INVITATION, title=True):
        return Topics(score, (Area(NOTICE, 1.0, _evidence(scan, invitation)),))
    return Topics(score, _areas(scan, concepts)) if score >= CCHC else Topics(score)


@dataclass(slots=True)
class _Concept:
    """How often one concept of an area is mentioned: in the title, in the lead, in the whole text."""

    kind: Kind
    name: str
    decisive: bool
    title: int = 0
    lead: int = 0
    text: int = 0

    @property
    def points(self) -> float:
        worth = _GENERAL_WORTH if self.name == GENERAL else _WORTH[self.kind]
        return worth * (_TITLE * bool(self.title) + _LEAD * bool(self.lead) + math.sqrt(self.text))


Concepts = dict[tuple[str, str], _Concept]  # by area and name


def _concepts(scan: Scan) -> Concepts:
    found: Concepts = {}
    for hit in scan.hits:
        phrase = hit.phrase
        if phrase.kind not in _WORTH:
            continue
        key = phrase.area, phrase.concept
        concept = found.get(key) or found.setdefault(key, _Concept(phrase.kind, phrase.concept, phrase.decisive))
        if scan.in_title(hit):
            concept.title += 1
        else:
            concept.text += 1
            concept.lead += hit.start <= scan.title_end + LEAD
    return found


def _relevance(scan: Scan, concepts: Concepts) -> float:
    """The core rule (DOMAIN 2.3): a core term in title or lead, or two in the text; else two strong ones unopposed."""
    # Each concept once, also where two areas have it.
    core = {c.name: c for c in concepts.values() if c.kind is Kind.CORE}.values()
    strong = {c.name: c for c in concepts.values() if c.kind is Kind.STRONG}.values()
    mentions = sum(c.text for c in core)
    opposed = sum(hit.phrase.kind is Kind.OPPOSED for hit in scan.hits)
    unopposed = opposed < mentions + sum(c.title + c.text for c in strong)
    if any(c.title for c in core):
        score = 0.95
    elif any(c.lead for c in core) and (mentions > 1 or _in_company(scan)):
        score = 0.85
    elif mentions > 1:
        score = 0.75
    elif unopposed and len(strong) > 1 and any(c.title or c.lead for c in strong):
        score = min(0.75, 0.5 + 0.05 * (len(strong) - 2) + 0.1 * any(c.title for c in strong))
    elif unopposed and any(c.decisive and c.title and c.text for c in strong):
        score = 0.55
    else:
        score = min(0.45, 0.2 * bool(core) + 0.15 * len(strong))
    if scan.marks(Kind.DIGEST, title=True) or scan.marks(Kind.INVITATION, title=True):
        score = min(_DIGEST, score)
    return round(score, 2)


def _in_company(scan: Scan) -> bool:
    """Whether a strong term stands elsewhere than in one enumeration with the core term.

    Reform once in passing is no subject, and neither is it as one of the fields of work that somebody lists.
    """
    core = [hit for hit in scan.hits if hit.phrase.kind is Kind.CORE]
    strong = [hit for hit in scan.hits if hit.phrase.kind is Kind.STRONG]
    return any(not any(scan.enumerated(hit, other) for other in core) for hit in strong)


def _areas(scan: Scan, concepts: Concepts) -> tuple[Area, ...]:
    points: dict[str, float] = defaultdict(float)
    named: set[str] = set()  # areas that more than weak words speak of
    for (area, _), concept in concepts.items():
        for code in _codes(area):
            points[code] += concept.points
            if concept.kind is not Kind.WEAK:
                named.add(code)
    best = max((points[code] for code in named), default=0.0)
    areas = [
        Area(code, round(min(1.0, points[code] / best), 2), _evidence(scan, _hits_of(scan, code)))
        for code in sorted(named, key=lambda code: (-points[code], _ORDER.index(code)))
        if points[code] >= _ALSO * best
    ]
    notice = scan.marks(Kind.NOTICE_TITLE, title=True)
    lines = {hit.phrase.concept: hit for hit in scan.marks(Kind.NOTICE_LINE, title=False)}
    if notice or len(lines) >= _DOCUMENT_LINES:
        areas.insert(0, Area(NOTICE, 1.0, _evidence(scan, [*notice, *lines.values()])))
    return tuple(areas)


def _codes(area: str) -> tuple[str, ...]:
    return ("TTHC", ONE_STOP_CODE) if area == ONE_STOP_CODE else (area,)


def _hits_of(scan: Scan, code: str) -> list[Hit]:
    """An area's hits, those of the title first, the weak ones last in each part."""
    hits = [hit for hit in scan.hits if hit.phrase.kind in _WORTH and code in _codes(hit.phrase.area)]
    return sorted(hits, key=lambda hit: (not scan.in_title(hit), hit.phrase.kind is Kind.WEAK))


def _evidence(scan: Scan, hits: Sequence[Hit]) -> tuple[str, ...]:
    """The words as printed, each wording once."""
    shown: dict[str, str] = {}
    for hit in hits:
        words = scan.printed(hit)
        shown.setdefault(words.casefold(), words)
    return tuple(itertools.islice(shown.values(), EVIDENCE))

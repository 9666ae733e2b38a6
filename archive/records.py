"""The records everybody shares: what was fetched, what was read from it, why it was not read, and what became of it.

Frozen dataclasses without behaviour. `crawler.items` re-exports them; nothing here knows Scrapy, SQL or HTML.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

_NO_HEADERS: Mapping[str, str] = MappingProxyType({})


class Outcome(StrEnum):
    """What became of an article's address. Exactly one per address and run; the sum is checked when the run closes."""

    STORED = "stored"  # a new article
    REVISED = "revised"  # a known article whose text, title or date changed
    UNCHANGED = "unchanged"  # a known article, the same as before (304 counts here)
    ALIAS = "alias"  # another address of an article that is already there
    REJECTED = "rejected"  # a page that is no article; the reason is a `Reason`
    BLOCKED = "blocked"  # a wall: login, CAPTCHA, firewall, robots
    MISSING = "missing"  # not found this time (404, 410, soft 404, sent to the home page)
    GONE = "gone"  # missing for the third time on three different days
    FAILED = "failed"  # no usable answer after the retries, or an error of ours


class Reason(StrEnum):
    """Why a page is not an article."""

    LISTING = "listing"
    LEGAL_DOCUMENT = "legal_document"
    LOGIN = "login"
    WALL = "wall"
    SOFT_404 = "soft_404"
    EMPTY = "empty"
    NOT_HTML = "not_html"
    TOO_LARGE = "too_large"
    TOO_DEEP = "too_deep"
    BROKEN = "broken"


class Precision(StrEnum):
    """How much of the publication moment the page gives."""

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of a server, as received.

    `body` holds the decoded-transfer bytes (after gzip, before charset). `headers` has lower-case names.
    `fetched_at` is an aware datetime or None; `portal` the spider's name where one is known.
    """

    url: str
    body: bytes
    status: int = field(default=200, kw_only=True)
    headers: Mapping[str, str] = field(default_factory=lambda: _NO_HEADERS, kw_only=True)
    fetched_at: dt.datetime | None = field(default=None, kw_only=True)
    portal: str | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A number of an official document found in a text (grammar: DOMAIN, docs/extraction.md).

    `text` is the normal form, `number` keeps letters and leading zeros as printed, `year` is None where the number has
    none. `family` is one of state, assembly, party, letter; `unit` the drafting unit of a letter, else "".

    What the words around the number say: `issued_on` the day of issue, `context_year` the year alone where they give no
    day, `issuer_name` the body in their words ("UBND tỉnh"), `place` the id of the unit or district whose body it is,
    where they name it (archive/issuers.py). None where the text does not say.
    """

    text: str
    type: str
    number: str
    year: int | None
    issuer: str
    family: str = "state"
    unit: str = ""
    issued_on: dt.date | None = None
    context_year: int | None = None
    place: str | None = None
    issuer_name: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The object under `document_numbers`; `year` is the one in the number itself."""
        return {
            "text": self.text,
            "type": self.type,
            "number": self.number,
            "year": self.year,
            "issuer": self.issuer,
            "issued_on": self.issued_on.isoformat() if self.issued_on else None,
            "context_year": self.context_year,
            "issuer_name": self.issuer_name,
            "place": self.place,
        }


@dataclass(frozen=True, slots=True)
class Area:
    """One field of reform that a text is about; `evidence` lists the words that decided."""

    code: str
    score: float
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit in a text; fields as the columns of `article_figure` (archive/models.py)."""

    value: float
    unit: str
    raw: str
    sentence: str
    total: float | None = None
    bound: str | None = None
    label: str | None = None
    level: str | None = None
    kind: str = "reported"
    dot_decimal: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """What an article says of its own origin: `kind` own, reprint or unknown; the outlet it names; the words."""

    kind: str = "unknown"
    outlet: str | None = None
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that the article offers: absolute address and the words of the link."""

    url: str
    name: str


@dataclass(frozen=True, slots=True)
class Article:
    """What was read from a page. One block per line in `text`, document order, NFC, no furniture.

    `published_at` is an aware datetime in +07:00 where a time of day is printed, a date where only the day is, None
    where the page gives none: never a guess. `published_method` names the rule that found it. `event_date` is the day
    of the reported event and never stands in for the publication; `event_date_raw` is kept where only day and month are
    printed and the year is not known. `portal` and `province` are None until a portal is known. `cchc_score` is None
    where nothing was classified.
    """

    url: str
    canonical_url: str
    key: str
    title: str
    text: str
    portal: str | None = None
    province: str | None = None
    lead: str | None = None
    author: str | None = None
    section: str | None = None
    published_at: dt.datetime | dt.date | None = None
    published_raw: str | None = None
    published_method: str | None = None
    published_precision: Precision = Precision.NONE
    event_date: dt.date | None = None
    event_date_raw: str | None = None
    event_date_method: str | None = None
    language: str | None = None
    document_numbers: tuple[DocumentNumber, ...] = ()
    areas: tuple[Area, ...] = ()
    cchc_score: float | None = None
    attachments: tuple[Attachment, ...] = ()
    figures: tuple[Figure, ...] = ()
    origin: Origin = Origin()
    extractor: str = "blocks"
    layout: str | None = None
    warnings: tuple[str, ...] = ()

    @property
    def published_on(self) -> dt.date | None:
        """The local day (Asia/Ho_Chi_Minh) of publication."""
        value = self.published_at
        return value.date() if isinstance(value, dt.datetime) else value

    def to_json(self) -> dict[str, Any]:
        """The object that `cchc extract` prints and JSONL exports hold; keys are an outside contract."""
        return {
            "url": self.url,
            "canonical_url": self.canonical_url,
            "key": self.key,
            "portal": self.portal,
            "province": self.province,
            "title": self.title,
            "lead": self.lead,
            "text": self.text,
            "author": self.author,
            "section": self.section,
            "published_at": self.published_at.isoformat() if self.published_at else None,
            "published_raw": self.published_raw,
            "published_method": self.published_method,
            "published_precision": str(self.published_precision),
            "language": self.language,
            "document_numbers": [number.to_json() for number in self.document_numbers],
            "areas": [{"code": a.code, "score": a.score, "evidence": list(a.evidence)} for a in self.areas],
            "cchc_score": self.cchc_score,
            "attachments": [{"url": a.url, "name": a.name} for a in self.attachments],
            "extractor": self.extractor,
            "layout": self.layout,
            "warnings": list(self.warnings),
            "event_date": self.event_date.isoformat() if self.event_date else None,
            "event_date_raw": self.event_date_raw,
            "event_date_method": self.event_date_method,
            "origin": asdict(self.origin),
            "figures": [asdict(figure) for figure in self.figures],
        }


@dataclass(frozen=True, slots=True)
class Rejection:
    """A page that holds no article, and why. `detail` says in words what was seen."""

    reason: Reason
    url: str
    detail: str = ""

    def to_json(self) -> dict[str, str]:
        """What `cchc extract` prints for it."""
        return {"rejected": str(self.reason), "url": self.url, **({"detail": self.detail} if self.detail else {})}


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page whose bytes are kept and that may be read again; `outcome` is what became of it so far."""

    page_id: int
    portal: str
    key: str
    url: str
    warc_file: str
    warc_offset: int
    outcome: str | None = None

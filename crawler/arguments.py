"""The arguments of `scrapy crawl NAME -a …`, checked in one place with messages for the person who typed them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Mode(StrEnum):
    """How far a crawl walks back."""

    NIGHTLY = "nightly"  # until it meets a stretch of known articles, then the recheck window
    FULL = "full"  # every listing page to the end; known articles are not fetched again, so it resumes by itself
    SWEEP = "sweep"  # every listing page of the last 31 days: portals publish late, far behind page 1
    RECHECK = "recheck"  # no listing: articles older than a night looks at, the least recently checked first
    SAMPLE = "sample"  # home, the first page of each listing and three articles: what `cchc probe` looks at


@dataclass(frozen=True, slots=True)
class CrawlArguments:
    """What one crawl was asked to do. `since` and `until` are local days, both included."""

    mode: Mode = Mode.NIGHTLY
    since: dt.date | None = None
    until: dt.date | None = None
    source: str = "live"
    warc: Path | None = None
    only: str | None = None  # "cchc": keep only what is about reform

    @classmethod
    def parse(
        cls,
        mode: str = "nightly",
        since: str | None = None,
        until: str | None = None,
        source: str = "live",
        only: str | None = None,
    ) -> CrawlArguments:
        """Strings as Scrapy hands them over; ValueError says what was wrong and what is allowed."""
        try:
            parsed_mode = Mode(mode)
        except ValueError:
            raise ValueError(f"mode={mode}: choose one of {', '.join(Mode)}") from None
        first, last = _day("since", since), _day("until", until)
        if first and last and first > last:
            raise ValueError(f"since={since} is later than until={until}")
        if only not in (None, "cchc"):
            raise ValueError(f"only={only}: there is only=cchc")
        kind, _, path = source.partition(":")
        if kind in ("live", "wayback") and not path:
            if kind == "wayback" and parsed_mode in (Mode.SWEEP, Mode.RECHECK):
                raise ValueError(
                    f"mode={parsed_mode} has no meaning for a web archive: say since= and until= (days of capture)"
                )
            if parsed_mode is Mode.RECHECK and (first or last):
                raise ValueError("since and until have no meaning for mode=recheck: it chooses by the last look")
            return cls(parsed_mode, first, last, kind, None, only)
        if kind == "warc" and path:
            if first or last or parsed_mode is not Mode.NIGHTLY:
                raise ValueError("mode, since and until have no meaning for a file: source=warc takes all its pages")
            file = Path(path)
            if not file.is_file():
                raise ValueError(f"source={source}: there is no file {file}")
            return cls(parsed_mode, first, last, "warc", file, only)
        raise ValueError(f"source={source}: choose live, wayback, or warc:PATH with a WARC file")


def _day(name: str, value: str | None) -> dt.date | None:
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{name}={value}: write a day as YYYY-MM-DD") from None

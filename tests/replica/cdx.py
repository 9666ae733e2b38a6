"""An imitated web archive: an index that answers as the Wayback Machine documents, and playback of given captures.

Parameters understood: url, matchType=host, output=json, fl, filter (repeated, `!` inverts), collapse=digest, from, to,
limit, showResumeKey, resumeKey (README of the Wayback CDX server). Playback is `/web/TIMESTAMPid_/URL`:
a capture with `Memento-Datetime`, a redirect to the nearest capture where there is none of that moment, 404 where there
is none at all; or, with `playback`, whatever a real archive at that address answers.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import parse_qs, quote, quote_plus, unquote_plus, urlsplit

import aiohttp

from crawler import warcread
from tests.replica.portal import Request, Response

HOST = "web.archive.org"
FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One capture of the imitated archive; `at` is aware."""

    url: str
    at: dt.datetime
    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})

    @property
    def timestamp(self) -> str:
        """UTC to the second, as the index has it."""
        return self.at.astimezone(dt.UTC).strftime("%Y%m%d%H%M%S")

    @property
    def row(self) -> dict[str, str]:
        """Its line in the index."""
        parts = urlsplit(self.url)
        host = ",".join(reversed((parts.hostname or "").removeprefix("www.").split(".")))
        query = f"?{parts.query.lower()}" if parts.query else ""
        digest = base64.b32encode(hashlib.sha1(self.body).digest()).decode()
        values = (
            f"{host}){parts.path.lower()}{query}",
            self.timestamp,
            self.url,
            self.headers.get("Content-Type", "unk").partition(";")[0],
            str(self.status),
            digest,
            str(len(self.body)),
        )
        return dict(zip(FIELDS, values, strict=True))


class WebArchive:
    """A portal of the replica server's under the archive's host. `rows` is the most that one answer of the index holds;
    `refusals` are answers that come first, before anything is served; `extra` are rows of the index as they are."""

    hosts = (HOST,)

    def __init__(
        self,
        snapshots: Iterable[Snapshot],
        *,
        rows: int = 150_000,
        refusals: Iterable[Response] = (),
        extra: Iterable[list[str]] = (),
        playback: str | None = None,
    ) -> None:
        self.snapshots = sorted(snapshots, key=lambda one: (one.row["urlkey"], one.timestamp))
        self.rows = rows
        self.refusals = list(refusals)
        self.extra = list(extra)
        self.playback = playback

    async def handle(self, request: Request) -> Response:
        """The answer to one request."""
        path = urlsplit(request.target).path
        if path == "/robots.txt":
            return Response("robots", b"User-agent: *\nDisallow: /\n", 200, {"Content-Type": "text/plain"})
        if self.refusals:
            return self.refusals.pop(0)
        if path == "/cdx/search/cdx":
            return Response(
                "index", self.index(urlsplit(request.target).query), 200, {"Content-Type": "application/json"}
            )
        if match := re.fullmatch(r"/web/(\d{14})id_/(.+)", request.target):
            if self.playback is not None:
                return await self._forward(match[1], match[2])
            return self.play(match[1], match[2])
        return Response("missing", b"<html>Not in archive</html>", 404, {"Content-Type": "text/html"})

    # --- the index ------------------------------------------------------------------------------------------------
    def index(self, query: str) -> bytes:
        """The rows that a query selects, as JSON."""
        asked = parse_qs(query)
        first = {name: values[0] for name, values in asked.items()}
        assert first["matchType"] == "host"
        assert first["output"] == "json"
        host = first["url"].removeprefix("www.")
        fields = first.get("fl", ",".join(FIELDS)).split(",")
        resume = _raw(query, "resumeKey")
        after = unquote_plus(resume).rstrip("!") if resume else ""
        found: list[list[str]] = []
        last, digest, more = "", None, False
        for row in (one.row for one in self.snapshots):
            place = f"{row['urlkey']} {row['timestamp']}"
            same = "collapse" in first and row["digest"] == digest
            if (
                not row["urlkey"].startswith(",".join(reversed(host.split("."))) + ")")
                or not first.get("from", "0") <= row["timestamp"] <= first.get("to", "9")
                or not all(_passes(row, rule) for rule in asked.get("filter", ()))
                or place <= after
                or same
            ):
                continue
            if len(found) >= min(self.rows, int(first.get("limit", self.rows))):
                more = True
                break
            digest, last = row["digest"], place
            found.append([row[name] for name in fields])
        rows: list[list[str]] = [fields, *self.extra, *found] if found or self.extra else []
        if more and first.get("showResumeKey") == "true":
            rows += [[], [quote_plus(last + "!")]]
        return json.dumps(rows).encode()

    # --- playback -------------------------------------------------------------------------------------------------
    def play(self, timestamp: str, url: str) -> Response:
        """A capture as it was, with the archive's headers around it."""
        same = [one for one in self.snapshots if one.url == url]
        if not same:
            return Response("missing", b"<html>Wayback Machine has not archived that URL</html>", 404, {})
        nearest = min(same, key=lambda one: abs(int(one.timestamp) - int(timestamp)))
        if nearest.timestamp != timestamp:
            where = f"https://{HOST}/web/{nearest.timestamp}id_/{quote(nearest.url, safe='/:?&=%+')}"
            return Response("redirect", b"", 302, {"Location": where})
        headers = {f"X-Archive-Orig-{name}": value for name, value in nearest.headers.items()}
        headers |= {
            "Content-Type": nearest.headers.get("Content-Type", "text/html"),
            "Memento-Datetime": format_datetime(nearest.at.astimezone(dt.UTC).replace(microsecond=0), usegmt=True),
            "Last-Modified": format_datetime(dt.datetime.now(dt.UTC), usegmt=True),  # the archive's own
            "ETag": '"of-the-archive"',
        }
        return Response("capture", nearest.body, nearest.status, headers)

    async def _forward(self, timestamp: str, url: str) -> Response:
        async with (
            aiohttp.ClientSession(auto_decompress=False) as client,
            client.get(f"{self.playback}/{timestamp}id_/{url}", allow_redirects=False) as answer,
        ):
            kept = {name: value for name, value in answer.headers.items() if name.lower() not in _HOP}
            return Response("capture", await answer.read(), answer.status, kept)


_HOP = ("transfer-encoding", "content-length", "connection", "keep-alive")


def snapshots_of(path: Path) -> list[Snapshot]:
    """Every HTML response in a WARC file as a capture to the second."""
    return [
        Snapshot(page.url, page.fetched_at, page.body, page.status, {"Content-Type": page.headers["content-type"]})
        for _, page in warcread.records(path)
        if page.fetched_at is not None and "html" in page.headers.get("content-type", "")
    ]


def _passes(row: Mapping[str, str], rule: str) -> bool:
    name, _, pattern = rule.removeprefix("!").partition(":")
    return (re.fullmatch(pattern, row[name]) is not None) != rule.startswith("!")


def _raw(query: str, name: str) -> str:
    return next((part.partition("=")[2] for part in query.split("&") if part.startswith(f"{name}=")), "")

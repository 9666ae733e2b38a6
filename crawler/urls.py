"""Generic canonical addresses and keys of portal pages (PORTALS 5, rules 1-3 and 5).

Portals print one article under many addresses: growing `+` padding, `%2F`, `:443`, parameters in any order, page
numbers of the list the reader came from. `canonical` gives the one form `https://host/path?sorted`, `key` the same
without regard to letter case in host, path and parameter names. Rules of a CMS family (which parameter is the id) live
with the spiders.

w3lib's `canonicalize_url` is no help here: it keeps scheme, `www.`, padding and trailing slashes of values.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote_from_bytes, unquote_to_bytes, urljoin, urlsplit

# Parameters that choose a view of a page, not a page. Names are compared in small letters.
# Liferay's `redirect` holds the whole address that the reader came from.
_VIEW = frozenset(
    ("lv", "page", "tmpl", "print", "layout", "fbclid", "gclid", "zarsrc", "p_auth", "redirect", "inheritredirect")
)
_PAGERS = frozenset(
    ("pageindex", "pageno", "pagenumber", "currentpage", "paged")
)  # a view where something else is named
_VIEW_PREFIXES = ("p_p_", "_101_", "_com_liferay_", "utm_")
_SESSION = re.compile(r";jsessionid=[^/?]*", re.I)
_WWW = re.compile(r"^(?:www\.)+")
_BAD_HOST = re.compile(r"[\s\\<>^`{|}\"]")
_PADDING = " \t\r\n\f\v\u00a0\u200b\ufeff"
_PATH_SAFE = "/!$&'()*+,;=:@"
_QUERY_SAFE = "/!$'()*,:@?"
_DEFAULT_PORTS = (None, 80, 443)

MAX_URL = 2000  # characters; longer ones are made by machines
MAX_VALUE = 60  # characters of a parameter value after trimming (rule 5)
MAX_SLUG = 200  # the same where the value is a title: portals name articles by `?UserKey=<slug>` (PORTALS 3.1)
_SLUG = re.compile(r"\w+(?:[-_.]\w+){3,}")
_LANGUAGES = frozenset(("en", "vi"))
_ARTICLE = "/-/view_content/"


def canonical(url: str) -> str:
    """The one spelling of an address: `https://host/path?sorted`, percent-encoded UTF-8, without fragment.

    Host in small letters without `www.` and default port; path decoded once, without doubled slashes and dot segments,
    letter case kept; parameters decoded once, values without blanks around them and without trailing slashes, sorted,
    each pair once, view parameters dropped. Note that `page` is one of them, and so are `PageIndex` and its like where
    another parameter names the article: this names articles, it is not for walking listings. Idempotent. Raises
    ValueError for what is no absolute http or https address (relative, mailto:, bad port).
    """
    host, path, query = _parts(url)
    return _join(host, path, query)


def key(url: str) -> str:
    """The generic key of an address: its canonical form with path and parameter names in small letters.

    Values keep their case, because opaque ids differ by it. `key(key(u)) == key(canonical(u)) == key(u)`. Raises
    ValueError as `canonical` does.
    """
    host, path, query = _parts(url)
    return _join(host, _small(path), sorted({(_small(name), value) for name, value in query}))


def refuse(url: str) -> str | None:
    """Why an address must not be fetched, in words, or None: the endless spaces seen on portals (PORTALS 5.5)."""
    try:
        _, path, query = _parts(url)
    except ValueError as error:
        return str(error)
    if len(url.strip()) > MAX_URL:
        return f"longer than {MAX_URL} characters"
    path = path.lower()
    segments = path.strip("/").split("/")
    for at, segment in enumerate(segments):
        if segment and segments[at : at + 3] == [segment] * 3:
            return f"path segment {segment!r} three times in a row"
        if segment in _LANGUAGES and at:
            before = segments[at - 1]
            if before in _LANGUAGES or before.endswith(".html") or _ARTICLE in "/" + "/".join(segments[:at]):
                return "language segment added to a language segment or an article"
    if path.count(_ARTICLE) > 1:
        return "article path inside an article path"
    for name, value in query:
        longest = MAX_SLUG if _SLUG.fullmatch(value) else MAX_VALUE
        if len(value) > longest:
            return f"value of {name!r} longer than {longest} characters"
    return None


def joined(base: str, link: str) -> str | None:
    """The http or https address that a page's link or a redirect leads to; None for other schemes and for what is no
    address (`http://[rss]`, a port of letters): one such link must not cost the page it stands on."""
    try:
        url = urljoin(base, link.strip())
        _parts(url)
    except ValueError:
        return None
    return url


def _parts(url: str) -> tuple[str, str, list[tuple[str, str]]]:
    """Host, decoded path, and sorted decoded parameters; bytes that are no UTF-8 survive as surrogate escapes."""
    text = url.encode("utf-8", "ignore").decode().strip(_PADDING)  # "ignore" drops lone surrogates only
    try:
        split = urlsplit(text)
        host, port = split.hostname, split.port
    except ValueError as error:
        raise ValueError(f"not an http address: {error}") from None
    if split.scheme not in ("http", "https") or not host:
        raise ValueError("not an http address: no http scheme or no host")
    host = _WWW.sub("", host.rstrip("."))
    if not host or _BAD_HOST.search(host):
        raise ValueError("not an http address: no valid host")
    if ":" in host:  # IPv6
        host = f"[{host}]"
    if port not in _DEFAULT_PORTS:
        host = f"{host}:{port}"
    return host, _path(_SESSION.sub("", split.path)), _query(split.query)


def _path(raw: str) -> str:
    segments: list[str] = []
    for segment in _decode(raw).split("/"):
        if segment == "..":
            del segments[-1:]
        elif segment not in ("", "."):
            segments.append(segment)
    return "/" + "/".join(segments)


def _query(raw: str) -> list[tuple[str, str]]:
    pairs: set[tuple[str, str]] = set()
    for piece in raw.replace("&amp;", "&").replace("+", " ").split("&"):
        name, _, value = piece.partition("=")
        name, value = _decode(name).strip(_PADDING), _decode(value).lstrip(_PADDING).rstrip(_PADDING + "/")
        small = name.lower()
        if (name or value) and small not in _VIEW and not small.startswith(_VIEW_PREFIXES):
            pairs.add((name, value))
    named = [pair for pair in pairs if pair[0].lower() not in _PAGERS]
    return sorted(named or pairs)


def _decode(text: str) -> str:
    return unquote_to_bytes(text).decode("utf-8", "surrogateescape")


def _encode(text: str, safe: str) -> str:
    return quote_from_bytes(text.encode("utf-8", "surrogateescape"), safe)


def _small(text: str) -> str:
    return unicodedata.normalize("NFC", text.lower())


def _join(host: str, path: str, query: list[tuple[str, str]]) -> str:
    pairs = (_encode(name, _QUERY_SAFE) + ("=" + _encode(value, _QUERY_SAFE) if value else "") for name, value in query)
    return f"https://{host}{_encode(path, _PATH_SAFE)}" + ("?" + text if (text := "&".join(pairs)) else "")

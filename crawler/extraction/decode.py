"""Bytes to one parsed tree: charset, NFC, legacy fonts, limits. Every later step shares this tree.

Order of work (EXTRACTION 4 and 7): sniff, decode, NFC, parse, convert TCVN3 runs, repair entities. What cannot be
parsed whole is rejected with its reason; half an article is never handed on in silence.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

import charset_normalizer
from bs4.dammit import UnicodeDammit
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from archive.records import Page, Reason, Rejection
from crawler.extraction import entities, tcvn3

MAX_BYTES = 20 * 1024 * 1024
_HEAD_BYTES = 8192  # SharePoint puts its <meta charset> behind long script and style links
_DETECT_BYTES = 200_000  # the detector is slow and needs no more
_BAD_SHARE = 0.02  # damaged sequences per non-ASCII byte up to which a declared UTF-8 is still believed

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]+)", re.I)
_XML_DECLARATION = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.-]+)", re.I)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w:.-]+)", re.I)
_HTML_START = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.I)
_FEED_START = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:rss|feed|urlset|sitemapindex|rdf:RDF|svg)\b", re.S
)
_TAG = re.compile(rb"<[a-zA-Z!/?]")
_JSON_START = re.compile(rb"^\s*(?:\{\s*[\"}]|\[\s*[\[{\"\d\]])")
_MAGIC = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"Rar!",
    b"\xd0\xcf\x11\xe0",
    b"RIFF",
)
_CONTROL = bytes(byte for byte in (*range(32), 127) if byte not in b"\t\n\f\r")
_SAMPLE, _MOST_CONTROL = 65_536, 0.02  # bytes looked at, and the share of control characters that no text has
_FOREIGN_TYPE = re.compile(
    r"^(?:image|audio|video|font)/|^application/(?!xhtml|octet-stream|x-unknown|xml)|^text/(?:css|csv|javascript"
    r"|calendar)",
    re.I,
)
_VIETNAMESE = re.compile(r"[ăđơưạ-ỹ]", re.I)
_VN_FONT = re.compile(rb"\.vn[a-z]")
_VNI = re.compile(r"""(?:face\s*=|font(?:-family)?\s*:)\s*["']?VNI-""", re.I)

# What browsers take these labels for (WHATWG Encoding); a <meta> cannot truly declare UTF-16.
_ALIASES = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "x-user-defined": "cp1252",
    "utf-16": "utf-8",
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
    "unicode": "utf-8",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Document:
    """One parsed page. `tree` is the `<html>` element without comments; `charset` the one that was really used."""

    url: str
    tree: HtmlElement
    charset: str
    warnings: tuple[str, ...] = ()
    tcvn3: bool = False


def decode(page: Page) -> Document | Rejection:
    """The parsed page, or why there is none: empty, not_html, too_large, too_deep, broken."""
    if rejection := _sniff(page):
        return rejection
    text, charset, warnings = to_text(page)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)

    data = text.encode("utf-8", "replace")
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = document_fromstring(data, parser=parser)
    except etree.ParserError:  # nothing but comments and blanks
        return Rejection(Reason.EMPTY, page.url, "no element in the page")
    except (etree.LxmlError, ValueError) as error:
        return Rejection(Reason.BROKEN, page.url, f"cannot be parsed: {error}")
    # libxml2 stops at its limits and says so only in the log: what follows in the page is lost.
    for entry in parser.error_log:
        if entry.type_name == "ERR_RESOURCE_LIMIT":
            return Rejection(Reason.TOO_DEEP, page.url, entry.message)

    small = data.lower()  # two quick looks: patterns without case are slow over a whole page
    legacy = bool(_VN_FONT.search(small) and tcvn3.MARK.search(text)) and tcvn3.convert_tree(tree) > 0
    if legacy:
        warnings.append("tcvn3: text in .Vn fonts converted")
    if b"vni-" in small and _VNI.search(text):
        warnings.append("vni: text in VNI fonts is not converted")
    if repaired := entities.repair_tree(tree):
        warnings.append(f"entities: {repaired} texts with lost ampersands repaired")
    return Document(page.url, tree, charset, tuple(warnings), legacy)


def _sniff(page: Page) -> Rejection | None:
    body = page.body
    if len(body) > MAX_BYTES:
        return Rejection(Reason.TOO_LARGE, page.url, f"{len(body)} bytes, the limit is {MAX_BYTES}")
    if not body.strip(b"\x00 \t\r\n\f\xef\xbb\xbf"):
        return Rejection(Reason.EMPTY, page.url, "no bytes but blanks")
    head = body[:1024].lstrip(codecs.BOM_UTF8)
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _HTML_START.search(head):
        return None
    if head.startswith(_MAGIC) or _FEED_START.match(head) or _JSON_START.match(head):
        return Rejection(Reason.NOT_HTML, page.url, "the first bytes are not those of a page")
    content_type = page.headers.get("content-type", "").split(";")[0].strip()
    if _FOREIGN_TYPE.match(content_type):
        return Rejection(Reason.NOT_HTML, page.url, f"content type {content_type}")
    if not _TAG.search(body):
        return Rejection(Reason.NOT_HTML, page.url, "no tag in the answer")
    start = body[:_SAMPLE]
    if len(start.translate(None, _CONTROL)) < (1 - _MOST_CONTROL) * len(start) and "utf-16" not in (
        _declared(page) or ""
    ):
        return Rejection(Reason.NOT_HTML, page.url, "bytes of no text: control characters")
    return None


def to_text(page: Page) -> tuple[str, str, list[str]]:
    """Text, charset used and warnings: BOM, then header, then page; valid UTF-8 is UTF-8 whatever is declared."""
    body = page.body
    for mark, codec in _BOMS:
        if body.startswith(mark):
            return body.decode(codec, "replace"), codec, []
    declared = _declared(page)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        wrong = declared not in (None, "utf-8") and not body.isascii()
        return text, "utf-8", [f"charset: declared {declared}, is utf-8"] if wrong else []

    if declared in (None, "utf-8"):
        text = body.decode("utf-8", "replace")
        damaged = text.count("\ufffd")
        sound = sum(text.count(c) for c in set(text) if c > "\x7f") - damaged
        if damaged <= max(_BAD_SHARE * sound, 3 if declared else 0) or (damaged <= 3 and sound >= 5 * damaged):
            return text, "utf-8", [f"charset: {damaged} damaged utf-8 sequences"]
    elif declared:
        try:
            return body.decode(declared), declared, []
        except UnicodeDecodeError:
            # A code page with a few undefined bytes (curly quotes from elsewhere) is still that code page.
            text = body.decode(declared, "replace")
            if text.count("\ufffd") <= max(3, len(text) // 500):
                return text, declared, [f"charset: {text.count(chr(0xFFFD))} bytes that {declared} does not know"]
    text, charset = _detect(body)
    return text, charset, [f"charset: declared {declared or 'nothing'}, read as {charset}"]


def _declared(page: Page) -> str | None:
    """The declared charset as a Python codec name: HTTP header, XML declaration, first `<meta>`; None where unknown."""
    labels = [m[1] for m in [_HEADER.search(page.headers.get("content-type", ""))] if m]
    head = page.body[:_HEAD_BYTES]
    labels += [m[1].decode("ascii", "replace") for m in (_XML_DECLARATION.search(head), _META.search(head)) if m]
    for label in labels:
        name = _ALIASES.get(label.lower(), label.lower())
        try:
            codec = codecs.lookup(name).name
        except LookupError:
            continue
        if codec not in ("idna", "punycode", "undefined"):
            return codec
    return None


def _detect(body: bytes) -> tuple[str, str]:
    """Vietnamese legacy code page, else what bs4's detector says, else windows-1252 (which reads every byte)."""
    if not tcvn3.MARK.search(body[:_DETECT_BYTES].decode("latin-1")):
        text = unicodedata.normalize("NFC", body.decode("cp1258", "replace"))
        foreign = sum(1 for c in text if c > "\x7f") or 1
        if len(_VIETNAMESE.findall(text)) > 0.3 * foreign:
            return text, "cp1258"
        # bs4 alone takes whatever detector is installed. They disagree and differ tenfold in cost, and what comes out
        # must not depend on what else is in the environment. Scrapy and trafilatura require this one.
        sample = body[:_DETECT_BYTES]
        likely = charset_normalizer.detect(sample)["encoding"]
        excluded = ["utf-8", "ascii"]
        known = [str(likely)] if likely else ["cp1252"]
        guess = UnicodeDammit(sample, is_html=True, user_encodings=known, exclude_encodings=excluded).original_encoding
        if guess:
            try:
                return body.decode(guess), guess
            except (UnicodeDecodeError, LookupError):
                pass
    return body.decode("cp1252", "replace"), "cp1252"

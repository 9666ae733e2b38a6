"""Pages that a server puts where an article should be: challenges, refusals, default pages, parked names, templates.

All of them have little text and a sign of their own. A sign that news may print as well ("captcha", "bảo trì") counts
only on a page without a menu; a refusal that speaks to the visitor counts on every short page. A page that tells a
story (a stamp with prose below it, or a headline with two paragraphs) is none of them, whatever words it holds.
Sources: PORTALS 8.4 and 9 (seen and reported), products' own default pages.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from urllib.parse import urlsplit

from lxml import etree

from archive.records import Reason, Rejection
from crawler.extraction import intruders
from crawler.extraction.blocks import Block, Kind
from crawler.extraction.decode import Document
from crawler.extraction.marks import PROSE_WORDS
from crawler.extraction.vocabulary import FILE_ADDRESS, LOGIN_FIRST, REFUSAL, WALL, Label, label, plain

SHORT_PAGE = 120  # words; a wall says little else
_STUB = 40  # words of a page that is nothing but a challenge
_STATEMENT = 40  # words of a line that can be a page's main statement
_SENTENCE = 8  # words
_HEADLINE = 6  # words
_LABEL = 2  # words
_FEW_LINKS = 3  # a page without a menu
_DEFAULT_PAGE = 900  # words; Apache explains itself at length
_TELLING_BLOCKS = 6  # a list of files or a default page says what it is in its first lines
NEEDS_A_BROWSER = "needs a browser"

_TITLE = etree.XPath("string(//title)")
_LINKS = etree.XPath("count(//body//a[@href])")
_SCRIPTS = etree.XPath("//script[not(@src)]/text()")
_NOSCRIPT = etree.XPath("string(//noscript)")
_ANY_SCRIPT = etree.XPath("boolean(//script)")
_ASSETS = etree.XPath(
    "//script/@src | //iframe/@src | //form/@action | //form/@id | //input/@name | //img/@src"
    " | //div/@class | //div/@id"
)
_REFRESH = etree.XPath("boolean(//meta[translate(@http-equiv, 'REFSH', 'refsh')='refresh'])")

_SETS_COOKIE = re.compile(r"document\s*\.\s*cookie\s*=|\.cookie\s*=\s*[\"'`]|setcookie\s*\(", re.I)
_RELOADS = re.compile(
    r"location\s*\.\s*(?:reload|replace|assign|href)\b|(?:window|document|self|top)\s*\.\s*location\s*=|\blocation\s*="
    r"|history\s*\.\s*go\s*\(|\.submit\s*\(",
    re.I,
)
_CHALLENGE = re.compile(
    r"re?captcha|hcaptcha|turnstile|cf[-_]chl|cdn-cgi/challenge|challenge-(?:form|platform|running)|captcha", re.I
)
_NEEDS_SCRIPT = re.compile(
    r"(?:enable|turn on|requires?|without|bat|kich hoat|ho tro|can co) (?:the )?java ?script|java ?script (?:is )?"
    r"(?:required|disabled|to run|da bi tat|bi tat|chua duoc bat)"
)
_LOADING = re.compile(r"^\W*(?:dang tai(?: (?:du lieu|trang|noi dung|ung dung))?|loading(?: data| application)?)\W*$")
TEMPLATE = re.compile(r"\{\{[^{}]*\}\}|<%[=#-][^%]*%>|\$\{\s*[\w.]+\s*\}|#[:=]\s*[\w.]+\s*#")

_INDEX_OF = re.compile(r"^\W*index of /")
_PARENT = re.compile(r"^\W*(?:to )?parent directory\b")
_SERVER_PAGE = re.compile(
    r"^\W*(?:welcome to (?:nginx|openresty|caddy|tengine|centos|apache|plesk|your new (?:site|server))\b.{0,40}"
    r"|it works!?|iis windows(?: server)?|iis ?\d*(?:\.\d)?|microsoft internet information services.{0,20}"
    r"|internet information services|apache\d? (?:\w+ )?default page.{0,20}|apache tomcat/?[\d.]*"
    r"|(?:http server |apache http server |nginx )?test page.{0,60}\b(?:apache|nginx|http server|powered by)\b.{0,40}"
    r"|default (?:web ?site|parallels plesk|plesk) page|web server'?s default page|domain default page"
    r"|xampp.{0,30}|site (?:is )?under construction by .{0,20}|this is the default (?:web|welcome) page.{0,40})\W*$"
)
_PARKED = re.compile(
    r"\b(?:domain|domain name|website)\b.{0,40}\b(?:is|may be|might be) (?:for sale|parked|available for purchase)"
    r"|\bbuy this domain\b|\bthis domain (?:has|was) (?:expired|been registered|suspended|parked)"
    r"|\b(?:parked|parking) (?:page|domain|free)\b|\binquire about this domain\b"
    r"|\bten mien\b.{0,50}\b(?:dang|duoc) (?:duoc )?(?:rao ban|chuyen nhuong|ban lai)\b"
    r"|^\W*ten mien(?: nay| [a-z\d-]+(?:\.[a-z\d-]+)+)? (?:da |dang |bi )*"
    r"(?:het han(?: su dung)?|chua (?:duoc )?gia han|tam khoa)"
    r"(?:\W*$|[.,!;]? (?:vui long|xin|hay|de gia han|lien he)\b)"
    r"|\bten mien nay\b.{0,40}\b(?:het han|chua duoc (?:kich hoat|tro|cau hinh)|dang (?:tam )?khoa|bi khoa)"
)
_AGAIN = r"(?:vui long|xin|hay|moi)\b.{0,40}\b(?:thu|truy cap|quay|tro|tai)(?: trang)? lai\b"
_OVERLOAD = re.compile(
    r"^\W*(?:he thong|may chu|server|website|trang(?: web| thong tin)?|cong(?: thong tin| ttdt| dich vu cong)?)"
    rf"(?: dien tu)?(?: nay)?(?: hien)?(?: dang)?(?: bi)? qua tai(?:\W*$|\b.{{0,80}}{_AGAIN})"
    rf"|\bso luong truy cap\b.{{0,60}}{_AGAIN}|^\W*(?:server|site|website) (?:is )?(?:too busy|overloaded)"
)
_STUBS = (  # what a page without menu and story says that has nothing else to say
    (Reason.WALL, _OVERLOAD),
    (
        Reason.WALL,
        re.compile(
            r"^\W*(?:ban |quy vi |trang (?:web )?(?:nay )?)?dang (?:duoc )?(?:tu dong )?chuyen (?:huong|tiep)"
            r"(?:\W*$|[.,!…]| (?:den|toi|sang) (?:trang|dia chi|website|http))"
            r"|^\W*(?:you are being redirected|redirecting)\b"
        ),
    ),
    (
        Reason.WALL,
        re.compile(
            r"^\W*(?:trang(?: web| tin)?|website|cong(?: thong tin)?|chung toi)(?: [a-z]+){0,4} su dung (?:cac )?"
            r"(?:tap tin |tep )?cookies?\b|^\W*(?:this (?:web)?site|we) uses? cookies\b"
        ),
    ),
    (
        Reason.BROKEN,
        re.compile(
            r"^\W*(?:[a-z.]+ ){0,3}(?:trial|evaluation|licen[cs]e)(?: (?:licen[cs]e|period|version))?"
            r" (?:has |have |is )?expired\b"
            r"|^\W*ban (?:quyen phan mem|dung thu)(?: [a-z]+){0,3} da het han\W*$"
        ),
    ),
    (Reason.BROKEN, re.compile(r"^\W*(?:php )?(?:fatal error|parse error|uncaught \w*(?:error|exception))\s*:")),
)


def find(document: Document, blocks: Sequence[Block]) -> Rejection | None:
    """What stands in the article's place, or None; judged by the page as a whole, before any text is chosen."""
    title = plain(_TITLE(document.tree))
    if found := _of_server(document.url, title, blocks):
        return found
    words = sum(b.words for b in blocks)
    if words > SHORT_PAGE or tells_a_story(blocks):
        return None
    lines = [title, *(plain(b.text) for b in blocks if b.words <= _STATEMENT)]
    few_links = _LINKS(document.tree) <= _FEW_LINKS
    if said := _wall(document, lines, words, few_links):
        return Rejection(Reason.WALL, document.url, said)
    if few_links and words <= _STUB and (found := _stub(document.url, blocks)):
        return found
    if parked := next((m for line in lines if (m := _PARKED.search(line))), None):
        return Rejection(Reason.BROKEN, document.url, f"a parked domain: {parked[0]}")
    if said := _unfilled(document, blocks, words, few_links):
        return Rejection(Reason.EMPTY, document.url, f"{NEEDS_A_BROWSER}: {said}")
    if not blocks:
        return Rejection(Reason.EMPTY, document.url, "no text on the page")
    if few_links and FILE_ADDRESS.search(urlsplit(document.url).path):
        return Rejection(Reason.SOFT_404, document.url, "a page in place of the file")
    return None


def tells_a_story(blocks: Sequence[Block]) -> bool:
    """A stamp and prose below it, or a headline and two paragraphs that speak of something else than a refusal.

    A wall prints its time at the end, if at all.
    """
    stamps = (i for i, b in enumerate(blocks) if label(b.text, b.words) is Label.DATE)
    first = next(stamps, len(blocks))
    if any(b.words >= PROSE_WORDS for b in blocks[first + 1 :]):
        return True
    headline = any(
        b.kind is Kind.HEADING and b.words >= _HEADLINE and b.link_share < 0.5 and not REFUSAL.search(plain(b.text))
        for b in blocks
    )
    return headline and sum(b.words >= PROSE_WORDS and not WALL.search(plain(b.text)) for b in blocks) >= 2


def in_text(url: str, title: str, lines: Sequence[str], cut: Collection[str] = ()) -> Rejection | None:
    """The chosen text (by layout or run) where it is a template for a browser, a refusal inside the furniture, or spam.

    `cut`: the lines that were taken from the page as spam.
    """
    if intruders.advertises(title, [*lines] or [*cut]):
        return Rejection(Reason.BROKEN, url, f"spam: {title[:80]}")
    filled = [line for line in lines if line.count(" ") + 1 >= _SENTENCE and not TEMPLATE.search(line)]
    unfilled = next((text for text in (title, *lines) if TEMPLATE.search(text)), None)
    if unfilled is not None and (not filled or TEMPLATE.search(title)):
        return Rejection(Reason.EMPTY, url, f"{NEEDS_A_BROWSER}: {unfilled[:80]}")
    words = sum(line.count(" ") + 1 for line in lines)
    if words <= _STATEMENT and title.count(" ") + 1 < _HEADLINE:
        for text in (title, *lines):
            if REFUSAL.search(plain(text)) or _OVERLOAD.search(plain(text)):
                return Rejection(Reason.WALL, url, text)
            if LOGIN_FIRST.search(plain(text)):
                return Rejection(Reason.LOGIN, url, text)
    return None


def _wall(document: Document, lines: Sequence[str], words: int, few_links: bool) -> str | None:
    """A refusal addressed to the visitor, or the signs of a challenge on a page without a menu."""
    if refusal := next((m for line in lines if (m := REFUSAL.search(line))), None):
        return refusal[0]
    if not few_links:
        return None
    if words <= _STUB:
        scripts = " ".join(_SCRIPTS(document.tree))
        if _SETS_COOKIE.search(scripts) and (_RELOADS.search(scripts) or _REFRESH(document.tree)):
            return "a script that sets a cookie and asks again"
        if challenge := next((m for asset in _ASSETS(document.tree) if (m := _CHALLENGE.search(asset))), None):
            return f"a challenge ({challenge[0].lower()})"
    sign = next((m for line in lines if (m := WALL.search(line))), None)
    return sign[0] if sign else None


def _stub(url: str, blocks: Sequence[Block]) -> Rejection | None:
    """A sentence that stands alone on a page, unless a headline of some length speaks of something else."""
    said = [(b, next((reason for reason, sign in _STUBS if sign.search(plain(b.text))), None)) for b in blocks]
    if any(reason is None and b.kind is Kind.HEADING and b.words >= _HEADLINE for b, reason in said):
        return None
    return next((Rejection(reason, url, b.text) for b, reason in said if reason), None)


def remains(url: str, blocks: Sequence[Block]) -> Rejection | None:
    """What is left when spam and faults are cut: nothing that anybody wrote."""
    if any(b.words > _LABEL for b in blocks):
        return None
    return Rejection(Reason.BROKEN, url, "nothing but what the software printed of its faults, or spam")


def _unfilled(document: Document, blocks: Sequence[Block], words: int, few_links: bool) -> str | None:
    """What a page says whose text a script has yet to fetch."""
    if any(TEMPLATE.search(b.text) for b in blocks) and not any(
        b.words >= _SENTENCE and not TEMPLATE.search(b.text) for b in blocks
    ):
        return "a template that no script has filled"
    if words > _STUB or not few_links:
        return None
    if _NEEDS_SCRIPT.search(plain(_NOSCRIPT(document.tree))) or any(
        _NEEDS_SCRIPT.search(plain(b.text)) for b in blocks
    ):
        return "the page asks for JavaScript"
    if _ANY_SCRIPT(document.tree) and any(_LOADING.search(plain(b.text)) for b in blocks) and words <= _SENTENCE:
        return "nothing but the notice that it is loading"
    return None


def _of_server(url: str, title: str, blocks: Sequence[Block]) -> Rejection | None:
    """A directory of files, or the page that a server shows before anybody has set it up."""
    first = [plain(b.text) for b in blocks[:_TELLING_BLOCKS]]
    if any(_INDEX_OF.search(line) for line in (title, *first[:2])) or any(_PARENT.search(line) for line in first):
        return Rejection(Reason.LISTING, url, "a directory of files")
    if sum(b.words for b in blocks) <= _DEFAULT_PAGE and (
        _SERVER_PAGE.search(title) or (len(blocks) <= 2 and any(_SERVER_PAGE.search(line) for line in first))
    ):
        return Rejection(Reason.BROKEN, url, f"the server's default page ({(title or first[0]).strip()})")
    return None

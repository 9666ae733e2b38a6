"""An imitation of yenbai.gov.vn: its grammar of addresses (PORTALS 3.1), any number of articles, and the accidents of
two nights. Nothing is kept: every page is made when it is asked for.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import random
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from email.utils import format_datetime
from functools import cached_property
from urllib.parse import unquote

from tests.replica import furniture, markup, texts
from tests.replica.furniture import Moment, Teaser
from tests.replica.gold import LOCAL, Gold
from tests.replica.numbering import LISTS, NewsList, moment_of
from tests.replica.portal import Request, Response, etag_of, not_modified
from tests.replica.shared import Telling

HOST = "yenbai.gov.vn"
PAGE = "/noidung/tintuc/Pages/chi-tiet-tin-tuc.aspx"
EVENTS = ("edited", "removed", "soft_404", "unavailable", "hanging", "home_redirect", "huge")
UNREADABLE = frozenset({"soft_404", "hanging", "home_redirect", "huge"})  # events that leave no article to store
HUGE_BYTES = 30 * 2**20
_PATH = re.compile(rf"(?:/([a-z-]+))?{re.escape(PAGE.lower())}", re.ASCII)
_HTML = {"Content-Type": "text/html; charset=utf-8"}
_MOST_NEW = 1_000  # they all fit into one evening


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemGold(Gold):
    """An article of a list: `subsite` ("" for the main site), the list's name, the number in it."""

    subsite: str
    list: str
    item_id: int


def _key(news: NewsList, item_id: int) -> str:
    """The project's canonical key: host, subsite if any, list in lower case, ItemID (PORTALS 3.1)."""
    return "/".join(filter(None, (HOST, news.subsite, news.name.lower(), str(item_id))))


class YenBai:
    """The portal. Same arguments, same pages, but for what counts visits.

    `articles` (from 10) reach back from the day before `today` (default: the day it is built), about eight a day;
    `cchc_share` of them are about reform. `edition` 1 is the second night: one article edited, one removed,
    `new_articles` more. `events` names the accidents that happen (`EVENTS`). `latency` is seconds before each answer,
    `crawl_delay` a line in robots.txt, `robots_status` its status. With `validators` articles have ETag and
    Last-Modified and answer 304. The articles `absent` (indexes) are not there: not yet published, or taken down.
    What is `told` besides, newest first, stands behind the others (`told` by index).
    """

    hosts = (HOST, f"www.{HOST}")

    def __init__(
        self,
        seed: int = 1,
        articles: int = 120,
        page_size: int = 10,
        edition: int = 0,
        today: dt.date | None = None,
        *,
        new_articles: int = 0,
        cchc_share: float = 0.6,
        events: Collection[str] = EVENTS,
        latency: float = 0.0,
        validators: bool = False,
        crawl_delay: float | None = None,
        robots_status: int = 200,
        absent: Collection[int] = (),
        told: Sequence[Telling] = (),
    ) -> None:
        if articles < 10 or page_size < 1 or not 0 <= new_articles <= _MOST_NEW:
            raise ValueError(f"articles from 10, page_size from 1, new_articles from 0 to {_MOST_NEW}")
        if unknown := set(events) - set(EVENTS):
            raise ValueError(f"unknown events: {', '.join(sorted(unknown))} (there are {', '.join(EVENTS)})")
        self.seed, self.page_size, self.edition = seed, page_size, edition
        self.articles = articles + len(told)
        self.told = dict(enumerate(told, articles))
        self.today = today or dt.datetime.now(LOCAL).date()
        self.new = new_articles if edition else 0
        self.cchc_share, self.latency, self.validators = cchc_share, latency, validators
        self.crawl_delay, self.robots_status = crawl_delay, robots_status
        step = 3 if articles >= 30 else 1  # all within the last four days: inside every recheck window
        self._events = {2 + place * step: name for place, name in enumerate(EVENTS) if name in events}
        self.absent = frozenset(absent)
        self._refused: set[int] = set()
        self._visits = 0

    # --- what there is --------------------------------------------------------------------------------------------
    def published_at(self, index: int) -> dt.datetime:
        """The moment of article `index`."""
        telling = self.told.get(index)
        return telling.moment if telling else moment_of(index, self.seed, self.today)

    def gold(self, name: str, item_id: int) -> ItemGold:
        """The answer for an article by its list (any spelling) and ItemID; KeyError where there is none."""
        for news in LISTS:
            if news.name.lower() == name.lower():
                return self.at(self._index(news, item_id))
        raise KeyError(name)

    def _index(self, news: NewsList, item_id: int) -> int:
        rank = news.offset + news.count(self.articles) - item_id
        low = -self.new if news is LISTS[0] else 0
        if not low <= rank < news.count(self.articles):
            raise KeyError(item_id)
        return news.index(rank)

    def _place(self, index: int) -> tuple[NewsList, int]:
        news = LISTS[0] if index < 0 else next(news for news in LISTS if index % 10 in news.places)
        return news, news.offset + news.count(self.articles) - news.rank(index)

    def at(self, index: int) -> ItemGold:
        """The answer for article `index` (0 = newest, negative = new in this edition)."""
        news, item_id = self._place(index)
        published = self.published_at(index)
        telling = self.told.get(index)
        story = telling.story if telling else texts.story(self.seed, index, published, self.cchc_share)
        if self._events.get(index) == "edited":
            story = texts.with_figure(story, corrected=self.edition > 0)
        decomposed = story.kind == "article" and index % 7 == 3
        gold = ItemGold(
            index,
            HOST,
            _key(news, item_id),
            "nfd" if decomposed else story.kind,
            story.title,
            story.lead,
            story.blocks,
            story.author,
            story.section.rpartition(" >> ")[2],
            published,
            story.is_cchc,
            story.attachments,
            subsite=news.subsite,
            list=news.name,
            item_id=item_id,
        )
        text = gold.text
        unwanted = (*furniture.MUST_NOT, published.strftime(furniture.STAMP), *map(self._title, self._related(index)))
        return replace(gold, must_not=tuple(piece for piece in unwanted if piece not in text and piece != gold.title))

    def _title(self, index: int) -> str:
        telling = self.told.get(index)
        if telling is not None:
            return telling.story.title
        return texts.headline(self.seed, index, self.published_at(index), self.cchc_share)

    def golds(self) -> Iterator[ItemGold]:
        """Answers of all articles that a right crawl of this edition can store, newest first."""
        return (self.at(index) for index in range(-self.new, self.articles) if not self._lost(index))

    def expected_keys(self) -> Iterator[str]:
        """Their canonical keys."""
        for index in range(-self.new, self.articles):
            if not self._lost(index):
                news, item_id = self._place(index)
                yield _key(news, item_id)

    def _lost(self, index: int) -> bool:
        event = self._events.get(index)
        return index in self.absent or event in UNREADABLE or (event == "removed" and self.edition > 0)

    @cached_property
    def specials(self) -> dict[str, ItemGold | str]:
        """The articles to which something happens, by event, and the address that robots.txt closes."""
        return {
            **{name: self.at(index) for index, name in self._events.items()},
            "disallowed": f"https://{HOST}{furniture.FORBIDDEN}ket-qua.aspx?tukhoa=",
            "static": furniture.GAZETTEER,
        }

    # --- addresses ------------------------------------------------------------------------------------------------
    def url(self, gold: ItemGold) -> str:
        """The plainest address of an article."""
        return f"https://{HOST}{_site(gold.subsite)}{PAGE}?ItemID={gold.item_id}&l={gold.list}"

    def listing_url(self, name: str, page: int = 1) -> str:
        """The plainest address of a listing page (from 1)."""
        news = next(news for news in LISTS if news.name.lower() == name.lower())
        return f"https://{HOST}{_site(news.subsite)}{PAGE}?l={news.name}" + (f"&page={page}" if page > 1 else "")

    def link(self, index: int, blanks: int, rng: random.Random) -> str:
        """An address of an article as some page links it: `l` padded with more than `blanks` blanks, in one of the
        spellings, with or without scheme, host, port and `lv`, in one of two orders."""
        news, item_id = self._place(index)
        name = rng.choice(news.spellings) + "+" * (blanks + rng.randint(1, 8))
        origin = rng.choice(("", "", "", f"https://{HOST}", f"https://{HOST}:443", f"http://{HOST}"))
        head, tail = rng.choice(((f"ItemID={item_id}", f"l={name}"), (f"l={name}", f"ItemID={item_id}")))
        return (
            f"{origin}{_site(news.subsite)}{PAGE}?{head}&{tail}{rng.choice(('&lv=4', '&lv=4', '&lv=0', '&lv=11', ''))}"
        )

    def _teasers(self, indexes: Collection[int], blanks: int, page: str) -> list[Teaser]:
        rng = random.Random(f"{self.seed}:{page}")
        return [Teaser(self.link(i, blanks, rng), self._title(i), self.published_at(i)) for i in indexes]

    def _related(self, index: int) -> list[int]:
        news, _ = self._place(index)
        rank, count = news.rank(index), news.count(self.articles)
        related = (news.index(other) for other in range(rank + 1, min(rank + 6, count)))
        return [other for other in related if other not in self.absent]

    @cached_property
    def _newest(self) -> list[Teaser]:
        return self._teasers(range(-self.new, 4 - self.new), 0, "newest")

    # --- pages ----------------------------------------------------------------------------------------------------
    def page(self, index: int) -> bytes:
        """The page of article `index` as a first visitor gets it."""
        return self.render(self.at(index))

    def render(self, gold: ItemGold, visit: int = 0, blanks: int = 0) -> bytes:
        """The page of an article. `visit` moves counters, weather and clock; `blanks` is the padding it was asked
        with."""
        rng = random.Random(f"{self.seed}:skin:{gold.id}")
        skin = rng.choice(tuple(furniture.SKINS))
        title = furniture.PORTAL_NAME if rng.random() < 0.8 else f"{gold.title} - Cổng TTĐT tỉnh Yên Bái"
        moment = Moment(visit, self.today)
        related = self._teasers(self._related(gold.id), blanks, f"related:{gold.id}")
        content = furniture.article(gold, markup.body(gold, rng), moment, related, skin)
        return furniture.shell(title, content, moment, self._newest, gold.item_id)

    def _listing(self, news: NewsList, page: int, blanks: int) -> bytes:
        low = -self.new if news is LISTS[0] else 0
        start = low + (page - 1) * self.page_size
        ranks = range(start, min(start + self.page_size, news.count(self.articles)))
        gone = {index for index, event in self._events.items() if event == "removed" and self.edition > 0} | self.absent
        indexes = [index for index in map(news.index, ranks) if index not in gone]
        last = -(-(news.count(self.articles) - low) // self.page_size)
        name = news.name + "+" * (blanks + 1)
        base = f"{_site(news.subsite)}{PAGE}?l={name}&lv=4"
        pager = [(f"{base}&page={n}", n) for n in sorted({1, *range(page - 2, page + 3), last}) if 1 <= n <= last]
        rows = self._teasers(indexes, blanks, f"listing:{news.name}:{page}")
        moment = Moment(self._visits, self.today)
        return furniture.shell(furniture.PORTAL_NAME, furniture.listing(news.title, rows, pager), moment, self._newest)

    def _plain(self, text: str) -> bytes:
        content = f'<div class="thong-tin"><p>{markup.esc(text)}</p></div>\n'
        return furniture.shell(furniture.PORTAL_NAME, content, Moment(self._visits, self.today), self._newest)

    # --- answers --------------------------------------------------------------------------------------------------
    async def handle(self, request: Request) -> Response:
        """The answer to one request, whatever spelling of an address it uses."""
        self._visits += 1
        if self.latency:
            await asyncio.sleep(self.latency)
        path = unquote(request.path).lower()
        if path == "/robots.txt":
            return self._robots()
        if path == "/":
            return Response(
                "home", self._plain("Cổng thông tin điện tử, nơi người dân và chính quyền gặp nhau."), 200, _HTML
            )
        if match := _PATH.fullmatch(path):
            return await self._news(request, match[1] or "")
        if path.startswith(("/pages/", furniture.FORBIDDEN)):
            return Response(
                "static", self._plain("Vùng đất này có núi cao, hồ rộng và nhiều dân tộc anh em."), 200, _HTML
            )
        return self._missing()

    def _robots(self) -> Response:
        delay = f"Crawl-delay: {self.crawl_delay}\n" if self.crawl_delay is not None else ""
        text = f"User-agent: *\nDisallow: {furniture.FORBIDDEN}\nDisallow: /_layouts/\n{delay}"
        return Response("robots", text.encode(), self.robots_status, {"Content-Type": "text/plain; charset=utf-8"})

    def _missing(self) -> Response:
        return Response("missing", self._plain("404 - Trang bạn yêu cầu không tồn tại."), 404, _HTML)

    async def _news(self, request: Request, subsite: str) -> Response:
        query = request.query
        spelled = query.get("l", "")
        name = spelled.strip(" /\u00a0").lower()
        blanks = spelled.count(" ")
        news = next((news for news in LISTS if (news.subsite, news.name.lower()) == (subsite, name)), None)
        if news is None:
            return self._missing()
        try:
            if "itemid" not in query:
                page = max(1, int(query.get("page") or 1))
                return Response("listing", self._listing(news, page, blanks), 200, _HTML)
            index = self._index(news, int(query["itemid"]))
        except (KeyError, ValueError):
            return self._missing()
        if index in self.absent:
            return self._missing()
        return await self._accident(request, index) or self._article(request, index, blanks)

    async def _accident(self, request: Request, index: int) -> Response | None:
        match self._events.get(index):
            case "removed" if self.edition > 0:
                return self._missing()
            case "soft_404":
                return Response("article", self._plain("Không tìm thấy bài viết hoặc bài viết đã bị xóa."), 200, _HTML)
            case "unavailable" if index not in self._refused:
                self._refused.add(index)
                return Response("article", b"Service Unavailable\n", 503, {"Retry-After": "1"})
            case "hanging":
                await request.closing.wait()
                return Response("article", b"", 503)
            case "home_redirect":
                return Response("article", b"", 302, {"Location": f"https://{HOST}/"})
            case "huge":
                return Response("article", self._huge(index), 200, _HTML)
        return None

    def _huge(self, index: int) -> Iterator[bytes]:
        head, mark, tail = self.page(index).partition(b"Skip to main content")
        piece = ("<p>" + "Danh sách này còn rất dài. " * 1_000 + "</p>\n").encode()
        yield head + mark
        for _ in range(HUGE_BYTES // len(piece) + 1):
            yield piece
        yield tail

    def _article(self, request: Request, index: int, blanks: int) -> Response:
        gold = self.at(index)
        headers = dict(_HTML)
        if self.validators:
            edited = self._events.get(index) == "edited" and self.edition > 0
            changed = gold.published_at + dt.timedelta(minutes=30 if edited else 0)
            etag = etag_of(gold.title, gold.text)
            headers |= {"ETag": etag, "Last-Modified": format_datetime(changed.astimezone(dt.UTC), usegmt=True)}
            if not_modified(request, etag, changed):
                return Response("article", b"", 304, headers)
        return Response("article", self.render(gold, self._visits, blanks), 200, headers)


def _site(subsite: str) -> str:
    return f"/{subsite}" if subsite else ""

"""Looking around on an unknown portal: what is asked for, what is decided, with a session that only remembers."""

import datetime as dt

import pytest
from scrapy.http import HtmlResponse, Request, XmlResponse

from crawler.items import Fetched
from spiders.base import PortalSpider
from spiders.discovery import DiscoverySpider
from spiders.platforms.generic import GenericSpider
from spiders.portal import AnyPortalSpider
from spiders.yenbai import YenBaiSpider
from tests.spiders.test_walk import RememberingSession

HOST = "tinh.example"
TITLES = [f"Huyện số {n} tổ chức hội nghị tổng kết công tác cải cách hành chính" for n in range(60)]
FEED = "".join(f'<link rel="alternate" type="application/rss+xml" href="{path}">' for path in ("/rss", "/comments/rss"))


class Session(RememberingSession):
    """With nothing known, and pages that lately were no listings."""

    def __init__(self, idle=()):
        super().__init__()
        self._idle = set(idle)
        self.notes = []
        self.note = self.notes.append
        self.errors = 0

    def idle(self):
        return self._idle

    def spider_error(self):
        self.errors += 1


def spider(url=f"https://{HOST}/", idle=(), **arguments):
    made = AnyPortalSpider.placed(url=url)(**arguments)
    made.session = Session(idle)
    made.bounds = made._bounds()
    return made


def page(menu=(), numbers=(), head="", more=""):
    entries = "".join(f'<li><a href="/{name}">{name.replace("-", " ")}</a></li>' for name in menu)
    rows = "".join(f'<p><a href="/bai-viet/{n}">{TITLES[n]}</a></p>' for n in numbers)
    return f"<html><head>{head}</head><body><ul>{entries}</ul><div>{rows}{more}</div></body></html>"


def answer(request, body="", status=200, location=None):
    headers = {"Location": location} if location else {}
    kind = XmlResponse if body.startswith("<rss") else HtmlResponse
    return kind(request.url, status=status, headers=headers, body=body.encode(), encoding="utf-8", request=request)


def run(made, pages):
    """Answer every look from `pages` (path -> body or status); paths asked for, other requests, rows by kind."""
    waiting, asked, others, rows = list(made.first_requests()), [], [], []
    while waiting:
        request = waiting.pop(0)
        path = request.url.removeprefix(f"https://{HOST}")
        asked.append(path)
        found = pages.get(path, 404)
        response = answer(request, status=found) if isinstance(found, int) else answer(request, found)
        for item in made.parse_look(response, **request.cb_kwargs):
            if isinstance(item, Fetched):
                rows.append((item.kind, item.page.url.removeprefix(f"https://{HOST}")))
            elif item.callback == made.parse_look:
                waiting.append(item)
            else:
                others.append(item)
    return asked, others, rows


def articles(requests):
    return [int(r.cb_kwargs["key"].rpartition("/")[2]) for r in requests if r.meta["kind"] == "article"]


def test_sections_are_asked_for_and_their_articles_but_not_the_home_pages_boxes():
    menu = ("tin-tuc", "gioi-thieu", "cai-cach", "lich-cong-tac", "dang-nhap")
    made = spider()
    asked, others, rows = run(
        made,
        {
            "/": page(menu, (50, 51)),
            "/tin-tuc": page(menu, range(10), more='<a href="?page=2">2</a>'),
            "/cai-cach": page(menu, range(10, 14)),
        },
    )
    assert asked == ["/", "/tin-tuc", "/cai-cach"]
    assert sorted(articles(others)) == list(range(14))
    assert [r.url for r in others if r.meta["kind"] == "listing"] == [f"https://{HOST}/tin-tuc?page=2"]
    assert sorted(rows) == [("listing", "/cai-cach"), ("listing", "/tin-tuc"), ("other", "/")]


def test_nothing_is_decided_before_all_has_come():
    made = spider()
    [first] = made.first_requests()
    looks = list(made.parse_look(answer(first, page(("tin-tuc", "cai-cach"))), **first.cb_kwargs))
    assert len(looks) == 2
    assert list(made.parse_look(answer(looks[0], page((), range(9))), **looks[0].cb_kwargs)) == []


def test_a_listing_leads_to_sections_that_the_home_page_does_not_know():
    asked, others, _ = run(
        spider(),
        {
            "/": page(("tin-tuc",)),
            "/tin-tuc": page(("tin-tuc", "tin-trong-tinh"), range(5)),
            "/tin-trong-tinh": page(("tin-tuc", "tin-trong-tinh"), range(5, 9)),
        },
    )
    assert asked == ["/", "/tin-tuc", "/tin-trong-tinh"]
    assert sorted(articles(others)) == list(range(9))


def test_a_run_asks_for_so_many_sections_and_no_more():
    made = spider()
    made.sections_per_run = 5
    menu = [f"tin-{n}x" for n in range(30)]
    asked, _, _ = run(made, {"/": page(menu)} | {f"/{name}": page(menu) for name in menu})
    assert len(asked) == 6


def test_what_lately_was_no_listing_is_left_out():
    asked, _, _ = run(
        spider(idle=[f"https://{HOST}/cai-cach"]), {"/": page(("tin-tuc", "cai-cach")), "/tin-tuc": page()}
    )
    assert asked == ["/", "/tin-tuc"]


def test_a_feed_gives_days_to_links_without_any_and_its_own_articles():
    items = "".join(
        f"<item><link>https://{HOST}/bai-viet/{n}</link><pubDate>Mon, 06 May 2024 20:05:00 GMT</pubDate></item>"
        for n in (0, 30)
    )
    asked, others, _ = run(
        spider(),
        {
            "/": page(("tin-tuc",), head=FEED),
            "/tin-tuc": page(("tin-tuc",), range(4)),
            "/rss": f"<rss><channel>{items}</channel></rss>",
        },
    )
    assert asked == ["/", "/rss", "/tin-tuc"]
    listed = {int(r.cb_kwargs["key"].rpartition("/")[2]): r.cb_kwargs["link"] for r in others if "link" in r.cb_kwargs}
    assert listed.keys() == {0, 1, 2, 3, 30}
    assert (listed[0].listed_at, listed[0].listed_by) == (dt.date(2024, 5, 7), "feed")
    assert listed[1].listed_at is None


@pytest.mark.parametrize(("status", "told"), [(404, []), (503, [("/cai-cach", 1, "http_503")])])
def test_a_dead_link_of_a_menu_hides_nothing_and_a_failing_one_is_told(status, told):
    made = spider()
    run(made, {"/": page(("tin-tuc", "cai-cach")), "/tin-tuc": page((), range(5)), "/cai-cach": status})
    assert made.session.failed == told


def test_a_start_page_that_fails_is_told():
    made = spider()
    _, others, _ = run(made, {"/": 500})
    assert others == []
    assert made.session.failed == [("/", 1, "http_500")]


def test_a_redirect_on_the_host_is_followed_and_one_off_the_host_is_not():
    made = spider()
    [first] = made.first_requests()
    [row, again] = made.parse_look(answer(first, status=302, location="/vi/"), **first.cb_kwargs)
    assert (row.kind, again.url) == ("other", f"https://{HOST}/vi/")
    made = spider()
    [first] = made.first_requests()
    items = list(made.parse_look(answer(first, status=302, location="https://khac.example/"), **first.cb_kwargs))
    assert [item for item in items if isinstance(item, Request)] == []
    assert made.session.failed == [("/", 1, "http_302")]


def test_a_section_alone_asks_for_nothing_above_it():
    made = spider(f"https://{HOST}/tin-tuc")
    menu = ("tin-tuc", "cai-cach", "tin-tuc/trong-tinh")
    asked, others, _ = run(made, {"/tin-tuc": page(menu, range(6)), "/tin-tuc/trong-tinh": page(menu, range(6, 9))})
    assert asked == ["/tin-tuc", "/tin-tuc/trong-tinh"]
    assert sorted(articles(others)) == list(range(9))


def test_an_article_that_a_short_link_in_a_box_led_to_is_no_listing_for_its_other_news():
    story = f"<h1>{TITLES[40]}</h1><p>20/05/2024</p>" + "<p>Ủy ban nhân dân huyện đã họp bàn về công tác này.</p>" * 9
    box = '<div class="hop"><a href="/bai-viet/40">Huyện họp tổng kết công tác</a></div>'
    asked, others, rows = run(
        spider(),
        {
            "/": page(("tin-tuc",), more=box),
            "/tin-tuc": page(("tin-tuc",), range(10, 16)),
            "/bai-viet/40": page(("tin-tuc",), more=story + page((), range(5))),
        },
    )
    assert asked == ["/", "/tin-tuc", "/bai-viet/40"]
    assert sorted(rows) == [("listing", "/tin-tuc"), ("other", "/"), ("other", "/bai-viet/40")]
    assert sorted(articles(others)) == list(range(10, 16))


def test_two_pages_of_one_listing_tell_what_stands_beside_it():
    box = f'<section><a href="/bai-viet/59">{TITLES[59]}</a></section>'
    pager = '<b><a href="/?page=1">1</a> <a href="/?page=2">2</a></b>'
    asked, others, rows = run(
        spider(), {"/": page((), range(5), more=pager + box), "/?page=2": page((), range(5, 10), more=pager + box)}
    )
    assert asked == ["/", "/?page=2"]
    assert sorted(articles(others)) == list(range(5))  # the second page's follow when it is walked
    assert sorted(rows) == [("listing", "/"), ("other", "/?page=2")]


def guessed(made, first_page, second_page):
    """Rows and requests of a listing of ten without a pager, and of the answer to `page=2`."""
    _, others, _ = run(made, {"/": page(("tin-tuc",)), "/tin-tuc": first_page})
    [request] = [item for item in others if item.meta["kind"] == "listing"]
    assert request.url == f"https://{HOST}/tin-tuc?page=2"
    response = answer(request, status=second_page) if isinstance(second_page, int) else answer(request, second_page)
    [row, *further] = made.parse_listing(response, **request.cb_kwargs)
    return row.kind, further


def test_a_full_list_without_a_pager_is_asked_for_a_second_page_and_goes_on_while_it_brings_others():
    made = spider()
    kind, further = guessed(made, page(("tin-tuc",), range(10)), page(("tin-tuc",), range(10, 20)))
    assert kind == "listing"
    assert sorted(articles(further)) == list(range(10, 20))
    assert [r.url for r in further if r.meta["kind"] == "listing"] == [f"https://{HOST}/tin-tuc?page=3"]


@pytest.mark.parametrize("second", [page(("tin-tuc",), range(10)), page(("tin-tuc",), [*range(7), 40, 41]), 404, 302])
def test_a_guessed_page_that_shows_the_first_again_or_nothing_is_none_and_no_failure(second):
    made = spider()
    assert guessed(made, page(("tin-tuc",), range(10)), second) == ("other", [])
    assert made.session.failed == []


@pytest.mark.parametrize(
    ("numbers", "more", "idle"),
    [
        (range(9), "", ()),  # a list that is not full
        (range(10), '<a href="javascript:go(2)">2</a>', ()),
        (range(10), '<a href="/tin-tuc?trang=1">1</a>', ()),
        (range(10), "", [f"https://{HOST}/tin-tuc?page=2"]),  # was none lately
    ],
)
def test_no_second_page_is_guessed_where_nothing_speaks_for_one(numbers, more, idle):
    made = spider(idle=idle)
    made.session.pager_scripted = made.session.limit_reached
    _, others, _ = run(made, {"/": page(("tin-tuc",)), "/tin-tuc": page(("tin-tuc",), numbers, more=more)})
    assert [item for item in others if item.meta["kind"] == "listing"] == []


def test_the_last_page_of_a_pager_is_the_end_however_full_it_is():
    made = spider()
    pager = '<a href="/tin-tuc?trang=1">1</a> <a href="/tin-tuc?trang=2">2</a>'
    _, others, _ = run(made, {"/": page(("tin-tuc",)), "/tin-tuc": page(("tin-tuc",), range(10), more=pager)})
    [second] = [item for item in others if item.meta["kind"] == "listing"]
    response = answer(second, page(("tin-tuc",), range(10, 20), more=pager))
    further = list(made.parse_listing(response, **second.cb_kwargs))[1:]
    assert {item.meta["kind"] for item in further} == {"article"}


def test_a_placed_portal_is_a_class_of_its_own_and_leaves_the_portal_alone():
    placed = AnyPortalSpider.placed(url="http://www.tinh.example/tin?cat=3", province="yen-bai")
    assert (placed.name, placed.host, placed.title, placed.province) == (HOST, HOST, HOST, "yen-bai")
    assert (placed.scheme, placed.start_path) == ("http", "/tin?cat=3")
    assert placed.listing_url(placed.start_path, 1) == "http://tinh.example/tin?cat=3"
    assert (AnyPortalSpider.name, AnyPortalSpider.host) == ("portal", "")
    assert issubclass(placed, GenericSpider | DiscoverySpider | PortalSpider)


@pytest.mark.parametrize(
    ("portal", "places"),
    [
        (AnyPortalSpider, {}),
        (AnyPortalSpider, {"host": HOST}),
        (AnyPortalSpider, {"url": "https://tinh.example/", "province": "atlantis"}),
        (YenBaiSpider, {"host": HOST}),
        (YenBaiSpider, {"url": "https://tinh.example/"}),
        (YenBaiSpider, {"province": "yen-bai"}),
    ],
)
def test_a_place_that_a_portal_does_not_take_is_an_error(portal, places):
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        portal.placed(**places)


def test_keys_of_unknown_portals_are_the_generic_ones():
    portal = AnyPortalSpider.placed(url=f"https://{HOST}/")
    assert portal.article_key("http://www.tinh.example/Tin/A-5.html?page=3") == "https://tinh.example/tin/a-5.html"
    assert portal.canonical_url("http://tinh.example/Tin/A-5.html") == "https://tinh.example/Tin/A-5.html"
    assert portal.fetch_url("http://www.tinh.example/Tin/A-5/#x") == "http://www.tinh.example/Tin/A-5/"
    for other in (
        "https://khac.example/tin/a-5",
        f"https://{HOST}/",
        f"https://{HOST}/print/tin/a-5",
        f"https://{HOST}/a.pdf",
    ):
        assert portal.article_key(other) is None


@pytest.mark.parametrize("program", ["/", "/Default.aspx"])
def test_sections_and_articles_that_are_all_parameters_of_one_program_are_told_apart(program):
    names = "tin-tuc", "cai-cach"
    entries = "".join(f'<li><a href="{program}?CatKey={name}&PageIndex=1">{name}</a></li>' for name in names)
    entries += f'<li><a href="{program}?Page=dat-bao">Đặt mua báo</a></li>'

    def listing(name, numbers):
        rows = "".join(
            f'<p><a href="{program}?UserKey=xa-{n}-hop-ban-ve-cai-cach&PageIndex=1"><b>{TITLES[n]}</b></a> '
            f'<a class="them" href="{program}?UserKey=xa-{n}-hop-ban-ve-cai-cach&PageIndex=1">Xem tiếp</a></p>'
            for n in numbers
        )
        pager = "".join(f'<a href="{program}?CatKey={name}&PageIndex={n}">{n}</a> ' for n in (1, 2)) if name else ""
        return f"<html><body><ul>{entries}</ul><div>{rows}</div><i>{pager}</i></body></html>"

    pages = {
        f"{program}?CatKey={name}&PageIndex=1": listing(name, range(8 * at, 8 * at + 8))
        for at, name in enumerate(names)
    }
    made = spider()
    asked, others, _ = run(made, {"/": listing("", range(4, 12)), f"{program}?Page=dat-bao": listing("", ())} | pages)
    assert sorted(asked) == sorted(["/", *pages, f"{program}?Page=dat-bao"])
    found = {r.cb_kwargs["key"].partition("=")[2] for r in others if r.meta["kind"] == "article"}
    assert found == {f"xa-{n}-hop-ban-ve-cai-cach" for n in range(16)}
    nexts = {r.url.removeprefix(f"https://{HOST}") for r in others if r.meta["kind"] == "listing"}
    assert nexts == {path.replace("PageIndex=1", "PageIndex=2") for path in pages}


@pytest.mark.parametrize("step", ["_survey", "_links"])
def test_a_page_that_our_own_code_cannot_look_at_costs_no_other_page(step, monkeypatch):
    made = spider()
    way = getattr(made, step)

    def failing(subject, other):
        if getattr(other, "url", other) == f"https://{HOST}/cai-cach":
            raise RecursionError
        return way(subject, other)

    monkeypatch.setattr(made, step, failing)
    menu = ("tin-tuc", "cai-cach", "tin-trong-tinh")
    bodies = {f"/{name}": page(menu, range(at, at + 5)) for name, at in zip(menu, (0, 10, 20), strict=True)}
    asked, others, rows = run(made, {"/": page(menu)} | bodies)
    assert len(asked) == 4
    assert sorted(articles(others)) == [*range(5), *range(20, 25)]
    assert made.session.failed == [("/cai-cach", 1, "RecursionError")]
    assert made.session.errors == 1
    assert ("listing", "/cai-cach") in rows  # kept, and looked at again tomorrow


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ({"/": page((), range(8))}, True),  # a home page, and nothing that leads further back
        ({"/": page(("tin-tuc",), head=FEED), "/rss": None}, True),
        ({"/": page((), range(8), more='<a href="/?page=2">2</a>')}, False),
        ({"/": page(("tin-tuc",)), "/tin-tuc": page(("tin-tuc",), range(5))}, False),
    ],
)
def test_a_portal_of_which_only_the_newest_articles_were_found_is_not_said_to_be_whole(pages, said):
    entries = "".join(f"<item><link>https://{HOST}/bai-viet/{n}</link></item>" for n in range(4))
    made = spider()
    run(made, {path: body or f"<rss><channel>{entries}</channel></rss>" for path, body in pages.items()})
    made.all_looked_at()
    assert bool(made.session.limits) is said

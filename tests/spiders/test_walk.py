"""How a night walks back through a listing: pure, with listing pages made here and a session that only remembers."""

import dataclasses
import datetime as dt
from types import SimpleNamespace

import pytest
from scrapy.exceptions import DontCloseSpider
from scrapy.http import HtmlResponse, Request

from archive.store import Known
from crawler.items import Fetched
from spiders.walk import Walk
from spiders.yenbai import YenBaiSpider

TODAY = dt.date(2024, 5, 20)
LIST = "Tintrongtinh"
COMPLETE = dt.datetime(2024, 5, 19, 3, tzinfo=dt.UTC)  # the end of the last complete run


class RememberingSession:
    """Stands for the crawl's session: answers from a set of known keys, notes what it is told."""

    def __init__(self, known=()):
        self.keys = {f"yenbai.gov.vn/tintrongtinh/{number}" for number in known}
        self.store = SimpleNamespace(known=self.known, recheck=lambda *args, **kwargs: [])
        self.today = TODAY
        self.complete_until = COMPLETE
        self.first_seen = COMPLETE - dt.timedelta(hours=1)
        self.held_nothing = set()
        self.published = {}
        self.read, self.failed, self.limits, self.ended = [], [], [], []

    def known(self, portal, keys):
        return {key: known(key, self.first_seen) for key in keys if key in self.keys}

    def settled(self, keys):
        return {key for key in keys if key.rsplit("/", 1)[1] in self.held_nothing}

    def listing_read(self, *facts):
        self.read.append(facts)

    def listing_failed(self, *facts):
        self.failed.append(facts)

    def walk_ended(self, *, met, known):
        self.ended.append((met, known))

    def pager_stuck(self, *facts):
        self.listing_failed(*facts, "stuck")

    def limit_reached(self, *facts):
        self.limits.append(facts)


def known(key, first_seen):
    facts = dict.fromkeys(Known.__dataclass_fields__)
    return Known(**facts | {"key": key, "article_id": 1, "url": "u", "content_hash": "", "first_seen": first_seen})


def spider(known=(), **arguments):
    made = YenBaiSpider(**arguments)
    made.session = RememberingSession(known)
    made.bounds = made._bounds()
    return made


def listing(numbers, days=None, status=200, more=""):
    rows = []
    for place, number in enumerate(numbers):
        stamp = f" <i>({days[place]:%d/%m/%Y})</i>" if days else ""
        rows.append(
            f"<li><a href='chi-tiet-tin-tuc.aspx?ItemID={number}&l={LIST}+++&lv=4'>Tin {number}</a>{stamp}</li>"
        )
    url = YenBaiSpider.listing_url(LIST, 1)
    body = f"<html><head><meta charset=utf-8></head><body><ul>{''.join(rows)}</ul>{more}</body></html>"
    return HtmlResponse(url, status=status, body=body.encode(), request=Request(url))


def parse(made, walk, response):
    out = list(made.parse_listing(response, walk))
    articles = [item.cb_kwargs["key"].rsplit("/", 1)[1] for item in out if is_article(item)]
    following = [item for item in out if isinstance(item, Request) and item.meta["kind"] == "listing"]
    assert isinstance(out[0], Fetched)
    return articles, following


def is_article(item):
    return isinstance(item, Request) and item.meta["kind"] == "article"


def test_new_articles_are_asked_for_without_padding_and_the_next_page_follows():
    made, walk = spider(), Walk(LIST)
    requests = list(made.parse_listing(listing([9, 8]), walk))
    articles = [item for item in requests if is_article(item)]
    assert [item.url for item in articles] == [
        f"https://yenbai.gov.vn/noidung/tintuc/Pages/chi-tiet-tin-tuc.aspx?ItemID={n}&l={LIST}&lv=4" for n in (9, 8)
    ]
    assert requests[-1].url == YenBaiSpider.listing_url(LIST, 2)
    assert min(item.priority for item in articles) > requests[-1].priority


def test_a_night_does_not_stop_at_the_first_known_article():
    made, walk = spider(known=[9]), Walk(LIST)
    articles, following = parse(made, walk, listing([9, 8, 7]))
    assert articles == ["8", "7"]
    assert len(following) == 1


def test_a_night_stops_after_a_stretch_of_known_articles():
    numbers = list(range(60, 0, -1))
    made, walk = spider(known=numbers), Walk(LIST)
    assert len(parse(made, walk, listing(numbers[:10]))[1]) == 1
    assert parse(made, walk, listing(numbers[10:20])) == ([], [])


def test_a_new_article_behind_known_ones_starts_the_stretch_anew():
    numbers = list(range(60, 0, -1))
    made, walk = spider(known=[n for n in numbers if n != 45]), Walk(LIST)
    parse(made, walk, listing(numbers[:10]))
    articles, following = parse(made, walk, listing(numbers[10:20]))
    assert articles == ["45"]
    assert len(following) == 1
    assert walk.streak == 4


def test_a_box_of_newest_titles_on_every_page_is_counted_once():
    box, numbers = [60, 59, 58, 57, 56], list(range(60, 0, -1))
    made, walk = spider(known=box), Walk(LIST)
    for page in range(5):
        _, following = parse(made, walk, listing(box + numbers[10 * page : 10 * page + 10]))
        assert following
    assert walk.streak == 0


@pytest.mark.parametrize("mode", ["nightly", "full", "sweep"])
def test_a_page_without_anything_fresh_is_the_end(mode):
    made, walk = spider(mode=mode), Walk(LIST)
    parse(made, walk, listing([3, 2, 1]))
    assert parse(made, walk, listing([3, 2, 1])) == ([], [])
    assert parse(made, walk, listing([])) == ([], [])


def test_full_walks_through_known_articles_and_does_not_fetch_them_again():
    numbers = list(range(60, 0, -1))
    made, walk = spider(known=numbers, mode="full"), Walk(LIST)
    for page in range(5):
        articles, following = parse(made, walk, listing(numbers[10 * page : 10 * page + 10]))
        assert articles == []
        assert following


def test_a_night_gives_up_at_its_limit_and_says_what_to_do():
    made, walk = spider(), Walk(LIST, page=YenBaiSpider.listing_pages)
    _, following = parse(made, walk, listing([3, 2, 1]))
    assert following == []
    assert made.session.limits == [(LIST, YenBaiSpider.listing_pages)]


def test_since_and_until_choose_by_the_listings_dates():
    days = [TODAY - dt.timedelta(days=n) for n in range(6)]
    made = spider(mode="full", since="2024-05-16", until="2024-05-19")
    articles, _ = parse(made, Walk(LIST), listing([6, 5, 4, 3, 2, 1], days))
    assert articles == ["5", "4", "3", "2"]


def test_one_old_pinned_article_does_not_end_a_walk_but_an_old_page_does():
    old, new = TODAY - dt.timedelta(days=90), TODAY
    made, walk = spider(mode="full", since="2024-05-01"), Walk(LIST)
    articles, following = parse(made, walk, listing([9, 8], [old, new]))
    assert (articles, len(following)) == (["8"], 1)
    assert parse(made, walk, listing([7, 6], [old, old])) == ([], [])


def test_a_listing_without_dates_is_judged_by_the_articles_read_from_its_page_before():
    published = {f"yenbai.gov.vn/tintrongtinh/{n}": TODAY - dt.timedelta(days=90) for n in (9, 8)}
    made, walk = spider(mode="full", since="2024-05-01"), Walk(LIST)
    assert parse(made, walk, listing([9, 8]))[1]
    made.session.published |= published  # the pipeline has read them before the next listing page is asked for
    assert parse(made, walk, listing([7, 6]))[1] == []


def test_a_sweep_goes_back_a_month_through_known_articles():
    made, walk = spider(known=range(1, 61), mode="sweep"), Walk(LIST)
    near, far = TODAY - dt.timedelta(days=20), TODAY - dt.timedelta(days=40)
    assert parse(made, walk, listing(range(60, 30, -1), [near] * 30))[1]
    assert parse(made, walk, listing(range(30, 20, -1), [far] * 10))[1] == []


def test_a_listing_that_fails_ends_its_walk_and_is_reported():
    made = spider()
    assert parse(made, Walk(LIST), listing([3], status=500)) == ([], [])
    assert made.session.failed == [(LIST, 1, "http_500")]


def test_articles_of_a_run_that_broke_off_do_not_end_the_next_walk():
    numbers = list(range(60, 0, -1))
    made, walk = spider(known=numbers[:30]), Walk(LIST)
    made.session.first_seen = COMPLETE + dt.timedelta(hours=1)  # stored since, by a run that was killed
    for page in range(3):
        assert parse(made, walk, listing(numbers[10 * page : 10 * page + 10]))[1]
    assert parse(made, walk, listing(numbers[30:40]))[0] == [str(number) for number in numbers[30:40]]


def test_before_the_first_complete_run_only_the_end_or_the_limit_ends_a_walk():
    numbers = list(range(60, 0, -1))
    made, walk = spider(known=numbers), Walk(LIST)
    made.bounds = dataclasses.replace(made.bounds, complete_until=None)
    for page in range(5):
        assert parse(made, walk, listing(numbers[10 * page : 10 * page + 10]))[1]


def test_addresses_that_lately_held_nothing_are_not_asked_for_and_do_not_break_a_stretch():
    numbers = list(range(60, 0, -1))
    made, walk = spider(known=set(numbers) - {55, 45}), Walk(LIST)
    made.session.held_nothing = {"55", "45"}
    assert parse(made, walk, listing(numbers[:11]))[0] == []
    assert parse(made, walk, listing(numbers[11:22])) == ([], [])


def test_a_wall_in_place_of_a_listing_is_named():
    made = spider()
    wall = "<h1>Just a moment...</h1><p>Checking your browser before accessing the site. Ray ID 1</p>"
    assert parse(made, Walk(LIST), listing([], more=wall)) == ([], [])
    assert made.session.failed == [(LIST, 1, "wall: checking your browser")]


def test_a_listing_that_needs_a_browser_is_no_empty_one():
    made = spider()
    assert parse(made, Walk(LIST), listing([], more="<h2>{{tin.TieuDe}}</h2>")) == ([], [])
    assert made.session.failed == [(LIST, 1, "empty: needs a browser: a template that no script has filled")]


def test_a_page_without_articles_that_an_earlier_page_leads_to_is_no_end():
    made, walk = spider(), Walk(LIST)
    pager = f"<a href='chi-tiet-tin-tuc.aspx?l={LIST}++&lv=4&page=2'>2</a>"
    assert parse(made, walk, listing([3, 2, 1], more=pager))[1]
    assert parse(made, walk, listing([], more="<p>Có lỗi khi hiển thị danh sách tin.</p>")) == ([], [])
    assert made.session.failed == [(LIST, 2, "no article link, though an earlier page leads here")]


def test_a_pager_that_leads_back_to_the_page_before_is_broken():
    made, walk = spider(), Walk(LIST)
    pager = f"<a href='chi-tiet-tin-tuc.aspx?l={LIST}++&lv=4&page=2'>2</a>"
    assert parse(made, walk, listing([3, 2, 1], more=pager))[1]
    assert parse(made, walk, listing([3, 2, 1], more=pager)) == ([], [])
    assert made.session.failed == [(LIST, 2, "stuck")]
    assert made.session.ended == []


def test_how_a_walk_ended_is_told():
    numbers = list(range(60, 0, -1))
    made, walk = spider(known=numbers), Walk(LIST)
    parse(made, walk, listing(numbers[:10]))
    parse(made, walk, listing(numbers[10:20]))
    assert made.session.ended == [(True, True)]  # met the known stretch
    for known, numbers_known in ((True, numbers), (False, ())):
        made, walk = spider(known=numbers_known), Walk(LIST)
        parse(made, walk, listing(numbers[:10]))
        parse(made, walk, listing([]))  # the listing's end, ten articles down
        assert made.session.ended == [(False, known)]


def test_a_page_without_articles_that_no_pager_leads_to_is_the_end():
    made, walk = spider(), Walk(LIST)
    assert parse(made, walk, listing([3, 2, 1]))[1]
    assert parse(made, walk, listing([])) == ([], [])
    assert made.session.failed == []


def test_undated_links_of_a_side_box_are_left_to_their_own_list_when_days_were_asked_for():
    made = spider(mode="full", until="2024-05-10")
    old = TODAY - dt.timedelta(days=15)
    box = f"<div><a href='chi-tiet-tin-tuc.aspx?ItemID=99&l={LIST}'>Tin nổi bật</a></div>"
    articles, _ = parse(made, Walk(LIST), listing([5, 4], [old, old], more=box))
    assert articles == ["5", "4"]


def answer(status, location=None, number=9):
    url = YenBaiSpider.canonical_url(
        f"https://yenbai.gov.vn/noidung/tintuc/Pages/chi-tiet-tin-tuc.aspx?ItemID={number}&l={LIST}"
    )
    headers = {"Location": location} if location else {}
    request = Request(url, cb_kwargs={"key": f"yenbai.gov.vn/tintrongtinh/{number}"})
    return HtmlResponse(url, status=status, headers=headers, request=request)


@pytest.mark.parametrize(
    ("location", "miss"),
    [
        ("/", "redirect_home"),
        ("https://yenbai.gov.vn/Pages/default.aspx", "redirect_home"),
        ("https://laocai.gov.vn/tin/9", "redirect_elsewhere"),
        (
            f"/noidung/tintuc/Pages/chi-tiet-tin-tuc.aspx?ItemID=8&l={LIST}&lv=4",
            "redirect_elsewhere",
        ),  # another article
        ("/_layouts/15/Authenticate.aspx?Source=%2Ftin", "login"),
        ("https://sso.yenbai.gov.vn/dang-nhap?service=tin", "login"),
        ("/captcha?return=/tin/9", "wall"),
        ("/bao-tri.html", "wall"),
    ],
)
def test_a_redirect_away_from_the_article_is_a_miss(location, miss):
    [item] = spider().parse_article(answer(302, location), "yenbai.gov.vn/tintrongtinh/9")
    assert (item.miss, item.page.status) == (miss, 302)


def test_a_redirect_within_the_articles_addresses_is_followed_a_few_times():
    made, key = spider(), "yenbai.gov.vn/tintrongtinh/9"
    target = f"http://yenbai.gov.vn/noidung/tintuc/Pages/chi-tiet-tin-tuc.aspx?ItemID=9&l={LIST}&lv=0"
    response = answer(301, target)
    for hop in range(1, 4):
        [request] = made.parse_article(response, key)
        assert (request.url, request.meta["hops"], request.meta["key"]) == (target, hop, key)
        response = HtmlResponse(target, status=301, headers={"Location": target}, request=request)
    [item] = made.parse_article(response, key)
    assert item.miss == "redirect_elsewhere"


def test_a_link_without_a_date_among_dated_rows_waits_until_a_row_gives_its_date():
    made, walk = spider(), Walk(LIST)
    box = "".join(f"<div><a href='chi-tiet-tin-tuc.aspx?ItemID={n}&l={LIST}'>Tin {n}</a></div>" for n in (5, 3))
    days = [dt.date(2024, 5, 19), dt.date(2024, 5, 18), dt.date(2024, 5, 17)]
    assert parse(made, walk, listing([9, 8, 7], days, more=box))[0] == ["9", "8", "7"]
    assert parse(made, walk, listing([6, 5, 4], days))[0] == ["6", "4"]
    sent = []
    made.crawler = SimpleNamespace(engine=SimpleNamespace(crawl=sent.append))
    with pytest.raises(DontCloseSpider):
        made.ask_boxed()
    assert [(request.cb_kwargs["key"][-1], request.cb_kwargs["link"].listed_at) for request in sent] == [
        ("5", days[1]),
        ("3", None),
    ]
    assert {request.cb_kwargs["key"] for request in sent} <= made.asked
    assert made.ask_boxed() is None


@pytest.mark.parametrize(("known", "told"), [([], True), ([9], True), ([7], False), ([9, 8, 7], False)])
def test_a_pager_by_script_is_told_while_something_may_lie_behind_it(known, told):
    class Scripted(YenBaiSpider):
        def next_page(self, walk, tree, url):
            walk.scripted = True

    made = Scripted()
    made.session, noted = RememberingSession(known), []
    made.session.pager_scripted = lambda name, page: noted.append((name, page))
    made.bounds = made._bounds()
    assert parse(made, Walk(LIST), listing([9, 8, 7]))[1] == []
    assert noted == ([(LIST, 1)] if told else [])

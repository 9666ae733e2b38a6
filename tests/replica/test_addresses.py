"""Addresses of the imitated portal: every spelling, listings, links, what changes at every request."""

import re

import pytest
from lxml import html

from tests.replica import furniture
from tests.replica.client import TODAY, fetch, follow, key_of, links
from tests.replica.server import ReplicaServer
from tests.replica.yenbai import HOST, PAGE, YenBai


@pytest.mark.parametrize(
    "query",
    [
        "ItemID={id}&l=Tintrongtinh&lv=4",
        "l=Tintrongtinh&ItemID={id}",
        "lv=0&l=tintrongtinh&ItemID={id}",
        "ItemID={id}&l=Tintrongtinh%2F&lv=11",
        "ItemID={id}&l=Tintrongtinh%2F++++++++&lv=4",
        "ItemID={id}&l=TINTRONGTINH" + "+" * 98,
        "ItemID={id}&l=Tintrongtinh%20%20/&lv=4&page=63",
        "itemid={id}&L=Tintrongtinh",
    ],
)
def test_every_spelling_of_an_address_is_the_same_article(server: ReplicaServer, portal: YenBai, query: str) -> None:
    gold = portal.at(3)
    assert gold.list == "Tintrongtinh"
    target = f"{PAGE}?{query.format(id=gold.item_id)}"
    for secure, host in ((False, HOST), (True, f"{HOST}:443"), (True, f"www.{HOST}"), (False, "YENBAI.gov.vn:80")):
        status, _, page = fetch(server, target, secure=secure, host=host)
        assert status == 200
        assert key_of(page, portal) == gold.key


def test_a_subsite_has_numbers_of_its_own(server: ReplicaServer, portal: YenBai) -> None:
    gold = portal.at(9)
    target = f"/chuyendoiso{PAGE}?ItemID={gold.item_id}&l=Tinhoatdong&lv=11"
    assert key_of(follow(server, target), portal) == gold.key == f"{HOST}/chuyendoiso/tinhoatdong/{gold.item_id}"
    assert fetch(server, target.removeprefix("/chuyendoiso"))[0] == 404


@pytest.mark.parametrize(
    "target",
    [f"{PAGE}?ItemID=1&l=Tintrongtinh", f"{PAGE}?ItemID=x&l=Tintrongtinh", f"{PAGE}?ItemID=20001&l=Khong", PAGE, "/x"],
)
def test_what_is_not_there_is_a_404(server: ReplicaServer, target: str) -> None:
    assert fetch(server, target)[0] == 404


def test_listings_together_hold_every_article_once_newest_first(server: ReplicaServer, portal: YenBai) -> None:
    seen = []
    for name in ("Tintrongtinh", "TinSoNganhDiaphuong"):
        moments = []
        for number in range(1, 20):
            page = follow(server, f"{PAGE}?l={name}&lv=4&page={number}")
            hrefs = [href for href in links(page, "tin") if href not in links(page, "tin-khac")]
            if not hrefs:
                break
            assert len(hrefs) <= portal.page_size
            ids = [int(match[1]) for match in re.finditer(r"ItemID=(\d+)", " ".join(hrefs))]
            moments += [
                portal.gold("Tintrongtinh" if name == "Tintrongtinh" else "TinSonganhdiaphuong", i) for i in ids
            ]
        assert moments == sorted(moments, key=lambda gold: gold.published_at, reverse=True)
        seen += [gold.key for gold in moments]
    seen += [gold.key for gold in portal.golds() if gold.subsite]
    assert sorted(seen) == sorted(portal.expected_keys())


def test_the_first_listing_page_has_no_number_or_the_number_one(server: ReplicaServer) -> None:
    def rows(target: str) -> list[str]:
        return re.findall(r"ItemID=(\d+)", " ".join(links(follow(server, target), "tin")))

    first = rows(f"{PAGE}?l=Tintrongtinh&lv=4")
    assert first == rows(f"{PAGE}?l=Tintrongtinh&page=1")
    assert first != rows(f"{PAGE}?l=Tintrongtinh&page=2")
    assert rows(f"{PAGE}?l=Tintrongtinh&page=5035") == []


def test_a_listing_prints_stamps_to_the_second_and_to_the_day(server: ReplicaServer) -> None:
    rows = html.fromstring(follow(server, f"{PAGE}?l=Tintrongtinh&lv=4").decode()).xpath("//div[@class='tin']")
    texts = [row.text_content() for row in rows]
    assert any(re.search(r"\(\d\d/\d\d/\d{4} \d\d:\d\d:\d\d\)", text) for text in texts)
    assert any(re.search(r"\(\d\d/\d\d/\d{4}\)", text) for text in texts)


def test_hundreds_of_listing_pages_are_possible() -> None:
    portal = YenBai(articles=10_000, today=TODAY, events=())
    with ReplicaServer([portal]) as server:
        assert len(links(follow(server, f"{PAGE}?l=Tintrongtinh&page=600"), "tin")) == 10
        assert links(follow(server, f"{PAGE}?l=Tintrongtinh&page=601"), "tin") == []


def test_padding_grows_from_page_to_page(server: ReplicaServer, portal: YenBai) -> None:
    def blanks(url: str) -> int:
        match = re.search(r"l=\w+(?:%2F)?(\+*)", url)
        assert match
        return len(match[1])

    url, lengths = portal.url(portal.at(0)), [0]
    for _ in range(4):
        url = next(href for href in links(follow(server, url), "tin-khac") if "ItemID" in href)
        lengths.append(blanks(url))
    assert lengths == sorted(set(lengths))


def test_links_come_in_many_spellings_and_all_lead_to_their_article() -> None:
    portal = YenBai(articles=400, page_size=60, today=TODAY, events=())
    with ReplicaServer([portal]) as server:
        hrefs = [
            href
            for name in ("Tintrongtinh", "TinSonganhdiaphuong")
            for href in links(follow(server, f"{PAGE}?l={name}"), "tin")
        ]
        for piece in (
            ":443/",
            "http://",
            "https://",
            "%2F",
            "lv=4",
            "lv=0",
            "TinSoNganhDiaphuong",
            "TinSonganhdiaphuong",
        ):
            assert any(piece in href for href in hrefs), piece
        assert any("lv=" not in href for href in hrefs)
        assert any(re.search(r"\?l=.*&ItemID=", href) for href in hrefs)
        for href in hrefs[::7]:
            (item_id,) = re.findall(r"ItemID=(\d+)", href)
            name = "Tintrongtinh" if "Tintrongtinh" in href else "TinSonganhdiaphuong"
            assert key_of(follow(server, href), portal) == portal.gold(name, int(item_id)).key


def test_home_and_gazetteer_are_pages_without_an_article(server: ReplicaServer) -> None:
    for target in ("/", furniture.GAZETTEER.removeprefix(f"http://{HOST}")):
        status, _, page = fetch(server, target)
        assert status == 200
        assert links(page, "tin-khac") == []


def test_two_requests_for_one_page_differ_and_two_portals_agree(server: ReplicaServer, portal: YenBai) -> None:
    url = portal.url(portal.at(5))
    assert follow(server, url) != follow(server, url)
    twins = [YenBai(articles=40, today=TODAY, events=()) for _ in range(2)]
    pages = []
    for twin in twins:
        with ReplicaServer([twin]) as other:
            pages.append(follow(other, url))
    assert pages[0] == pages[1]

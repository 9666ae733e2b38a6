"""The next page of a listing, from its own pager."""

import pytest
from lxml.html import document_fromstring

from crawler.pagers import by_script, counted, is_paged, is_step, next_page

LIST = "https://tinh.example/tin-tuc"


def following(links, url=LIST, first=LIST, page=1):
    anchors = "".join(f'<a href="{href}">{text}</a>' for text, href in links.items())
    return next_page(document_fromstring(f"<body>{anchors}</body>"), url, first, page)


@pytest.mark.parametrize(
    ("links", "target"),
    [
        ({"1": "?page=1", "2": "?page=2", "Cuối": "?page=9"}, "?page=2"),
        ({"2": "?page=1", "3": "?page=2"}, "?page=1"),  # counts from 0
        ({"2": "?start=10", "3": "?start=20"}, "?start=10"),
        ({"Trang sau": "?_101_INSTANCE_x_cur=2&_101_INSTANCE_x_delta=10&p_p_id=101"}, None),
        ({"»": "?pageindex=2"}, "?pageindex=2"),
        ({"2": "/tin-tuc/page/2/"}, "/page/2/"),
        ({"2": "/tin-tuc/page-2"}, "/page-2"),
        ({"Tiếp theo": "/tin-tuc/trang-2.html"}, "/trang-2.html"),
        ({"2": "?m=2", "3": "?m=3"}, "?m=2"),
    ],
)
def test_pagers_of_all_kinds(links, target):
    found = following(links)
    expected = next(iter(links.values())) if target is None else target
    assert found is not None
    assert found.endswith(expected)


def test_the_page_number_in_words_wins_over_next_which_may_skip_a_window():
    links = {"6": "?page=6", "7": "?page=7", "Sau": "?page=11"}
    assert following(links, f"{LIST}?page=6", page=6) == f"{LIST}?page=7"


def test_the_last_page_has_no_next_one():
    assert following({"1": "?page=1", "8": "?page=8", "Trước": "?page=8"}, f"{LIST}?page=9", page=9) is None


def test_padding_and_letter_case_do_not_make_another_listing():
    first = "https://tinh.example/ds.aspx?l=TinTuc&lv=4"
    found = following(
        {"3": "ds.aspx?l=tintuc+++&lv=4&page=3"}, "https://tinh.example/ds.aspx?l=TINTUC+&page=2", first, 2
    )
    assert found is not None
    assert found.endswith("page=3")


@pytest.mark.parametrize(
    "links",
    [
        {"Tháng sau": "?thang=2", "»": "?month=3"},  # a calendar has no end
        {"2": "/van-ban?page=2"},  # another listing's pager
        {"2": "https://khac.example/tin-tuc?page=2"},
        {"2": "javascript:__doPostBack('p','2')"},
        {"Khánh thành 2 cây cầu": "/tin-tuc/khanh-thanh-2-cay-cau"},
        {"6": "/tin-tuc/6"},  # one number proves no pager
        {"Xem tiếp": "?UserKey=xa-hop-ban-ve-cai-cach&PageIndex=4"},  # under a headline
        {"2": "http://[pager]?page=2", "»": "https://tinh.example:cong/tin-tuc?page=2"},
        {},
    ],
)
def test_what_is_no_pager_is_none(links):
    assert following(links) is None


def test_a_pager_that_works_by_script_only_is_known_as_such():
    tree = document_fromstring("""<body><a href="javascript:__doPostBack('p','2')">2</a><a href="#">3</a></body>""")
    assert next_page(tree, LIST, LIST, 1) is None
    assert by_script(tree, 1)
    assert not by_script(tree, 2)


def test_relative_links_start_from_the_pages_base():
    tree = document_fromstring('<html><head><base href="/"></head><body><a href="tin-tuc?page=2">2</a></body></html>')
    assert next_page(tree, f"{LIST}/", f"{LIST}/", 1) == f"{LIST}?page=2"


def test_rel_next_of_the_head_counts():
    tree = document_fromstring(f'<html><head><link rel="next" href="{LIST}?page=2"></head><body>Tin</body></html>')
    assert next_page(tree, LIST, LIST, 1) == f"{LIST}?page=2"


def test_a_step_is_another_page_of_the_same_listing():
    assert is_step(f"{LIST}?cat=3", f"{LIST}?cat=3&pageindex=1")
    assert not is_step(f"{LIST}?cat=3", f"{LIST}?cat=7")
    assert is_step(LIST, f"{LIST}?p_p_id=101&_101_INSTANCE_x_delta=10&_101_INSTANCE_x_cur=2&keywords=&delta=10")


@pytest.mark.parametrize("path", ["/", "/Default.aspx", "/?PageIndex=2"])
def test_a_page_number_makes_no_section_and_no_article_a_page_of_the_start_page(path):
    home = f"https://tinh.example{path}"
    program = home.partition("?")[0]
    assert is_step(home, f"{program}?PageIndex=76")
    assert not is_step(home, f"{program}?CatKey=tin-tuc&PageIndex=1")
    assert not is_step(f"{program}?CatKey=tin-tuc&PageIndex=1", f"{program}?UserKey=xa-hop-ban&PageIndex=4")
    assert not is_step(f"{program}?CatKey=tin-tuc&PageIndex=1", f"{program}?PageIndex=2")


@pytest.mark.parametrize(
    ("first", "address"),
    [
        (LIST, f"{LIST}?page=3"),
        (f"{LIST}?cat=5", f"{LIST}?cat=5&page=3"),
        ("https://tinh.example/", "https://tinh.example/?page=3"),
        (f"{LIST}?Page=1", None),
    ],
)
def test_a_page_is_counted_where_no_pager_says_how(first, address):
    assert counted(first, 3) == address


@pytest.mark.parametrize(
    ("links", "paged"),
    [({"2": "?page=2"}, True), ({"1": "?p=1"}, True), ({"Tin khác": "/tin-tuc/12"}, False), ({}, False)],
)
def test_a_page_that_links_others_of_its_listing_has_a_pager(links, paged):
    tree = document_fromstring(f"<body>x{''.join(f'<a href={href}>{text}</a>' for text, href in links.items())}</body>")
    assert is_paged(tree, LIST, LIST) is paged

"""Which links of an unknown portal lead to articles, over several of its pages."""

from urllib.parse import urlsplit

from lxml.html import HTMLParser, document_fromstring

from crawler.survey import Site, commonest, learn, page_id, sections, survey
from crawler.urls import key

HOST = "tinh.example"
TITLES = [f"Huyện số {n} tổ chức hội nghị tổng kết công tác cải cách hành chính" for n in range(40)]
MENU = (
    '<ul class="thuc-don"><li><a href="/">Trang chủ</a></li><li><a href="/tin">Tin tức</a></li>'
    '<li><a href="/cai-cach">Cải cách hành chính</a></li><li><a href="/lien-he">Liên hệ</a></li>'
    '<li><a href="/trang/12">Chương trình hành động</a></li></ul>'
)
BOX = f'<div class="hop"><a href="/bai/39">{TITLES[39]}</a>'
BOX += '<a href="/bai/90">Bảng giá đất năm nay của tỉnh vừa ban hành</a></div>'


def page(path, numbers, extra=""):
    rows = "".join(f'<p class="dong"><a href="/bai/{n}">{TITLES[n]}</a></p>' for n in numbers)
    tree = document_fromstring(f"<html><body>{MENU}<div id='giua'>{rows}{extra}</div>{BOX}</body></html>")
    return survey(tree, f"https://{HOST}{path}", lambda url: urlsplit(url).hostname == HOST, key)


def keys(*numbers):
    return {f"https://{HOST}/bai/{n}" for n in numbers}


def test_articles_are_titles_of_one_shape_outside_menus_and_the_boxes_of_every_page():
    pages = [page("/", range(3)), page("/tin", range(10)), page("/cai-cach", range(10, 20)), page("/trang/12", ())]
    site = learn(pages)
    assert site.articles(pages[1]) == keys(*range(10))
    assert site.articles(pages[2]) == keys(*range(10, 20))
    assert site.articles(pages[3]) == set()


def test_a_newest_title_in_a_box_of_every_page_counts_in_its_own_list():
    pages = [page("/", range(3)), page("/tin", range(10)), page("/cai-cach", [39, 30, 31, 32])]
    assert keys(39) <= learn(pages).articles(pages[2])


def test_what_is_pinned_on_every_page_of_a_list_is_no_frame():
    pages = [page("/", [5, 1, 2]), page("/tin", [5, *range(10, 16)]), page("/cai-cach", [5, *range(20, 26)])]
    assert keys(5) <= learn(pages).articles(pages[1])


def flat(path, numbers):
    """Menu, list and box of newest titles in one place, without a class anywhere."""
    entries = ("tin", "Tin tức"), ("bai/77", "Chức năng, nhiệm vụ, quyền hạn của Ủy ban xã"), ("cai-cach", "Cải cách")
    links = [*((f"/{name}", text) for name, text in entries), *((f"/bai/{n}", TITLES[n]) for n in (*numbers, 0, 1, 2))]
    body = "".join(f'<p><a href="{target}">{text}</a></p>' for target, text in links)
    tree = document_fromstring(f"<html><body>{body}</body></html>")
    return survey(tree, f"https://{HOST}{path}", lambda url: True, key)


def test_where_menu_news_and_newest_stand_in_one_place_a_title_that_comes_once_more_is_listed():
    pages = [flat("/", range(4)), flat("/tin", range(10)), flat("/cai-cach", range(10, 13)), flat("/khac", ())]
    site = learn(pages)
    assert site.articles(pages[1]) == keys(*range(10))
    assert keys(*range(10, 13)) <= site.articles(pages[2])
    assert site.articles(pages[3]) == set()
    assert all(keys(77).isdisjoint(site.articles(page)) for page in pages)  # an entry of the menu


def test_the_longest_list_of_a_page_is_counted_without_its_boxes():
    box = f'<div class="moi">{"".join(f"<a href=/bai/{n}>{TITLES[n]}</a>" for n in range(30, 33))}</div>'
    pages = [page("/", range(3)), page("/tin", range(10), box), page("/cai-cach", range(10, 20))]
    site = learn(pages)
    assert site.longest(pages[1]) == 10
    assert len(site.articles(pages[1])) == 13


def test_the_commonest_shapes_of_addresses_are_those_of_articles():
    news = [f"https://{HOST}/tin/huyen-hop-ban-ve-cai-cach-{n}.html" for n in range(40)]
    pages = [f"https://{HOST}/{name}" for name in ("tin", "tin/trong-tinh", "trang-chu", "gop-y-du-thao-cua-tinh")]
    rare = [f"https://{HOST}/san-pham?id={n}" for n in range(3)]
    shapes = commonest([*news, *pages, *rare])
    assert {(form.last, form.extension) for form in shapes} == {("slug-N", "html")}
    assert commonest(pages) == frozenset()


def test_an_address_that_is_only_a_title_says_less_than_one_with_a_number():
    titles = [f"https://{HOST}/{word}-hop-ban-ve-cong-tac" for word in ("xa-a", "xa-b", "xa-c")]
    assert Site(commonest(titles)).is_bare(f"https://{HOST}/lich-su-hinh-thanh-va-phat-trien-2024")
    assert not Site(commonest([f"{title}-55" for title in titles])).is_bare(f"{titles[0]}-71")


def test_a_short_link_beside_a_title_says_read_on_and_is_no_section():
    more = "".join(f'<a class="them" href="/bai/{n}">Xem tiếp</a>' for n in range(10))
    pages = [page("/", range(3)), page("/tin", range(10), more), page("/cai-cach", range(10, 20))]
    assert learn(pages).articles(pages[1]) == keys(*range(10))
    assert {spot.page for spot in sections(pages[1])} == {f"{HOST}{path}" for path in ("", "/cai-cach", "/trang/12")}


def test_the_home_page_alone_is_all_there_is_to_learn_from():
    home = page("/", range(8))
    assert keys(*range(8)) <= learn([home]).articles(home)


def test_three_titles_make_a_shape_and_two_do_not():
    assert learn([page("/", ()), page("/tin", range(3))]).has_shape(f"https://{HOST}/bai/7")
    lone = document_fromstring(
        f'<body><p><a href="/bai/1">{TITLES[1]}</a></p><p><a href="/bai/2">{TITLES[2]}</a></p></body>'
    )
    pages = [survey(lone, f"https://{HOST}/tin", lambda url: True, key)]
    assert not learn(pages).has_shape(f"https://{HOST}/bai/7")


def test_files_other_hosts_forms_and_endless_addresses_are_not_seen():
    hrefs = (
        "/a.pdf", "https://khac.example/bai/1", "/tim-kiem", "/dang-nhap", "javascript:void(0)",
        "#top", "/tin/tin/tin/tin",
        "mailto:a@b.vn", "/lich?thang=4", "/en", "http://[", "/van-ban",
    )  # fmt: skip
    body = "".join(f'<p><a href="{href}">{TITLES[0]}</a></p>' for href in hrefs)
    seen = survey(document_fromstring(body), f"https://{HOST}/", lambda url: urlsplit(url).hostname == HOST, key)
    assert seen.spots == ()


def test_sections_come_news_first_and_never_documents():
    names = {"/a": "Giá cả", "/b": "Văn bản pháp quy", "/c": "Tin trong tỉnh", "/d": "2"}
    body = "<ul>" + "".join(f'<li><a href="{path}">{name}</a></li>' for path, name in names.items()) + "</ul>"
    seen = survey(document_fromstring(body), f"https://{HOST}/", lambda url: True, key)
    assert [spot.text for spot in sections(seen)] == ["Tin trong tỉnh", "Giá cả"]


def test_relative_links_start_from_the_pages_base():
    tree = document_fromstring(
        f'<html><head><base href="/cong/"></head><body><a href="bai/1">{TITLES[1]}</a></body></html>'
    )
    seen = survey(tree, f"https://{HOST}/tin/", lambda url: True, key)
    assert [spot.page for spot in seen.spots] == [f"{HOST}/cong/bai/1"]


def test_one_page_has_one_identity():
    assert page_id("http://www.tinh.example/tin/#x") == page_id("https://tinh.example/tin")
    assert page_id("https://tinh.example/tin?page=2") != page_id("https://tinh.example/tin")


def test_a_page_may_nest_deeper_than_calls_do():
    around = "<div class='o'>" * 1800
    body = f'{around}<a href="/bai/1">{TITLES[1]}</a>{"</div>" * 1800}<p><a href="/bai/2">{TITLES[2]}</a></p>'
    parser = HTMLParser(encoding="utf-8", huge_tree=True)
    tree = document_fromstring(f"<html><body>{body}</body></html>".encode(), parser=parser)
    deep, flat = survey(tree, f"https://{HOST}/tin", lambda url: True, key).spots
    assert deep.place.count("/div.o") == 1800
    assert flat.place == "/html/body/p/a"

"""Names for places on a page: what a layout could be written with."""

from __future__ import annotations

from lxml import html
from lxml.html import HtmlElement

from archive.records import Page
from crawler.extraction import read
from crawler.extraction.reading import Reading
from crawler.selectors import best, candidates, container


def tree(body: str) -> HtmlElement:
    return html.document_fromstring(f"<html><body>{body}</body></html>")


def reading(body: str) -> Reading:
    found = read(Page("https://xa.example/1", f"<html><body>{body}</body></html>".encode()))
    assert isinstance(found, Reading)
    return found


def test_ids_come_before_classes_and_what_machines_make_is_no_name() -> None:
    page = tree('<div class="khung"><p id="noi-dung" class="chu p-12345" itemprop="articleBody">x</p></div>')
    names = list(candidates(page.find(".//p")))
    assert names[:3] == ["#noi-dung", 'p[itemprop="articleBody"]', "p.chu"]
    assert "div.khung p" in names
    assert not any("12345" in name for name in names)
    assert list(candidates(tree('<p id="id_20230911">x</p>').find(".//p"))) == []
    assert list(candidates(tree('<p id="x:y" class="a{b}">x</p>').find(".//p"))) == []


def test_the_best_name_leads_to_the_right_place_on_most_pages_as_its_first_hit() -> None:
    one = tree('<div class="box">khác</div><div class="box bai"><p>x</p></div>')
    two = tree('<div class="box bai"><p>x</p></div>')
    pairs = [(page, page.find('.//div[@class="box bai"]')) for page in (one, two)]
    assert best(pairs) == ("div.bai", 2)
    nameless = tree("<div>x</div>")
    assert best([(nameless, nameless.find(".//div"))]) is None
    assert best([]) is None


def test_a_container_holds_most_of_the_words_though_the_lead_stands_outside() -> None:
    lines = "".join(f"<p>{number} câu có vài từ để đếm cho đủ một đoạn văn</p>" for number in range(4))
    found = reading(f'<div class="ngoai"><p>Đoạn mở đầu đứng riêng ở trên.</p><div class="trong">{lines}</div></div>')
    element = container(found.blocks)
    assert element is not None
    assert element.get("class") == "trong"


def test_one_long_paragraph_is_no_container_but_a_lone_one_is() -> None:
    long = "từ " * 60
    found = reading(f'<div class="ngoai"><p>{long}</p><p>Một câu ngắn.</p></div>')
    assert container(found.blocks).get("class") == "ngoai"
    alone = reading(f'<div class="ngoai"><p class="doan">{long}</p></div>')
    assert container(alone.blocks).get("class") == "doan"
    assert container([]) is None

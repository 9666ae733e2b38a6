"""What a host repeats is learned and called furniture; what its articles share is not. Own pages, seeded."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence

import pytest

from archive.records import Article, Page, Reason, Rejection
from crawler import extraction
from crawler.extraction import Reading, extract, extract_reading
from crawler.extraction.blocks import Block, blocks
from crawler.extraction.decode import Document, decode
from crawler.extraction.layout import Layout
from crawler.extraction.template import MAX_LINES, Template, learn
from crawler.extraction.titles import head_titles
from crawler.extraction.window import MIN_ARTICLES, WINDOW
from tests.replica.yenbai import YenBai

LEGAL_BASES = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
    "Thực hiện Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ về Chương trình tổng thể cải cách hành chính.",
    "Xét đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 12/TTr-SNV.",
)
WORDS = (
    "ủy ban xã phường tổ chức hội nghị triển khai kế hoạch người dân hồ sơ thủ tục trực tuyến bộ phận một cửa cán bộ "
    "công chức đánh giá chỉ số hài lòng phục vụ doanh nghiệp giải quyết đúng hạn ứng dụng chữ ký số tuyên truyền thôn "
    "bản lãnh đạo huyện kiểm tra kết quả tập huấn cải thiện minh bạch niêm yết"
)


def sentence(rng: random.Random, words: int = 24) -> str:
    """A line of prose that no other call gives."""
    return " ".join(rng.choices(WORDS.split(), k=words)).capitalize() + "."


def page(i: int, *, inside: Sequence[str] = (), body: Sequence[str] | None = None, other: Sequence[str] = ()) -> bytes:
    """Article `i` of a portal with the usual furniture; `inside`: more elements of its body, `other`: linked titles."""
    rng = random.Random(i)
    prose = [sentence(rng) for _ in range(3)] if body is None else body
    titles = "".join(f'<li><a href="/{j}">{title}</a></li>' for j, title in enumerate(other))
    return f"""<html><head><title>Cổng</title></head><body class="page-{i}">
    <div class="header"><div class="name">Cổng thông tin điện tử huyện Lâm Sơn</div>
    <ul class="menu"><li><a href="/">Trang chủ</a></li><li><a href="/cchc">Cải cách hành chính</a></li></ul></div>
    <div class="main"><h1 class="title">{sentence(rng, 9)}</h1><div class="date">Ngày {1 + i % 28}/03/2024</div>
    <div class="content">{"".join(f"<p>{line}</p>" for line in prose[:2])}{"".join(inside)}
    {"".join(f"<p>{line}</p>" for line in prose[2:])}</div>
    <div class="views">Lượt xem: {i * 37 % 1000}</div>
    <div class="other"><h3>Bài cùng mục</h3><ul>{titles}</ul></div></div>
    <div class="side"><div class="weather">Lâm Sơn: {10 + i % 20}°C, trời nhiều mây</div>
    <p>Số điện thoại tiếp nhận phản ánh: 0219 3888 105</p><p>Đang online: {i % 50}</p>
    <div class="intro">Huyện Lâm Sơn có mười tám xã, một thị trấn, nằm dọc hai bờ sông và nổi tiếng với chè, quế.</div>
    </div>
    <div class="footer">Trụ sở: số 1 đường Hòa Bình, thị trấn Lâm Sơn</div></body></html>""".encode()


def at(i: int) -> str:
    return f"https://lamson.example.vn/tin/{i}"


def learned(*bodies: bytes) -> Template:
    return learn(Page(at(i), body) for i, body in enumerate(bodies))


def read(body: bytes) -> list[Block]:
    document = decode(Page(at(0), body))
    assert isinstance(document, Document)
    return blocks(document.tree)


def furniture(template: Template, body: bytes) -> list[str]:
    """The lines of a page that the template calls repeated."""
    return [block.text for block in read(body) if template.repeated(block)]


def make(count: int, **parts: Sequence[str]) -> list[bytes]:
    return [page(i, **parts) for i in range(count)]


NEW = page(9_000)
FURNITURE = [
    "Cổng thông tin điện tử huyện Lâm Sơn",
    "Trang chủ",
    "Cải cách hành chính",
    "Ngày 13/03/2024",
    "Lượt xem: 0",
    "Bài cùng mục",
    "Lâm Sơn: 10°C, trời nhiều mây",
    "Số điện thoại tiếp nhận phản ánh: 0219 3888 105",
    "Đang online: 0",
    "Huyện Lâm Sơn có mười tám xã, một thị trấn, nằm dọc hai bờ sông và nổi tiếng với chè, quế.",
    "Trụ sở: số 1 đường Hòa Bình, thị trấn Lâm Sơn",
]


def test_what_stands_on_every_page_is_furniture_with_its_figures_folded() -> None:
    assert furniture(learned(*make(MIN_ARTICLES)), NEW) == FURNITURE


def test_nothing_is_furniture_before_enough_pages_were_seen() -> None:
    assert furniture(learned(*make(MIN_ARTICLES - 1)), NEW) == []


def test_a_page_that_was_learned_itself_keeps_its_own_text() -> None:
    bodies = make(MIN_ARTICLES)
    texts = [block.text for block in read(bodies[3])]
    gone = furniture(learned(*bodies), bodies[3])
    assert len(texts) - len(gone) == 4  # headline and three paragraphs


@pytest.mark.parametrize("count", [MIN_ARTICLES, 40])
@pytest.mark.parametrize("line", LEGAL_BASES)
def test_a_legal_basis_that_all_articles_share_stays(line: str, count: int) -> None:
    bodies = make(count, inside=[f"<p>{line}</p>"])
    assert furniture(learned(*bodies), page(9_000, inside=[f"<p>{line}</p>"])) == FURNITURE


def test_a_legal_basis_stays_even_in_a_box_of_its_own() -> None:
    box = [f'<div class="basis">{line}</div>' for line in LEGAL_BASES]
    assert furniture(learned(*make(20, inside=box)), page(9_000, inside=box)) == FURNITURE


@pytest.mark.parametrize(
    "markup",
    [
        '<p align="right"><b>Ban Biên tập</b></p>',
        '<div class="author">Ban Biên tập</div>',
        '<div class="author">Phạm Phượng (CTV)</div>',
        '<div class="source">Nguồn: Văn phòng UBND huyện</div>',
        "<figure><img src='a.jpg'><figcaption>Ảnh minh họa</figcaption></figure>",
        '<div class="photo">Toàn cảnh hội nghị</div>',
        '<div class="end">Trân trọng kính mời các cơ quan, đơn vị tham dự./.</div>',
        '<div class="list">Kết quả cụ thể như sau:</div>',
    ],
)
def test_credits_captions_closings_and_openers_of_lists_stay(markup: str) -> None:
    bodies = make(20, inside=[markup])
    assert furniture(learned(*bodies), page(9_000, inside=[markup])) == FURNITURE


def test_a_pen_name_or_an_office_below_the_text_of_many_articles_stays() -> None:
    for name in ("Thu Hà", "Phòng Nội vụ huyện Lâm Sơn"):
        signed = [f'<div class="author">{name}</div>']
        bodies = [page(i, inside=signed if i % 2 else ()) for i in range(20)]
        assert name not in furniture(learned(*bodies), page(9_000, inside=signed))


def test_a_shared_sentence_among_the_articles_own_paragraphs_stays() -> None:
    shared = [
        "<p>Hội nghị được tổ chức trực tiếp kết hợp trực tuyến đến các xã, thị trấn.</p>",
        "<h3>Nội dung chính</h3>",
    ]
    assert furniture(learned(*make(20, inside=shared)), page(9_000, inside=shared)) == FURNITURE


def test_list_items_and_table_rows_that_a_few_articles_share_stay() -> None:
    shared = [
        "<ul><li>Đăng ký khai sinh</li><li>Chứng thực bản sao</li></ul>",
        "<table border=1><tr><th>TT</th><th>Đơn vị</th></tr><tr><td>1</td><td>Sở Y tế</td></tr>"
        "<tr><td>2</td><td>Sở Xây dựng</td></tr></table>",
    ]
    bodies = [page(i, inside=shared if i % 4 == 0 else ()) for i in range(24)]
    assert furniture(learned(*bodies), page(9_000, inside=shared)) == FURNITURE


def test_acts_and_files_that_most_articles_list_stay() -> None:
    shared = [
        '<ul><li><a href="/76.pdf">Nghị quyết số 76/NQ-CP</a></li><li>Luật Cán bộ, công chức;</li></ul>',
        '<div class="files"><a href="/m.doc">Mẫu đơn.doc</a></div><div class="no">Số: 12/TB-UBND</div>',
    ]
    bodies = make(20, inside=shared)
    assert furniture(learned(*bodies), page(9_000, inside=shared)) == FURNITURE


def test_files_whose_names_differ_in_the_number_only_stay_in_a_box_of_their_own() -> None:
    def with_file(i: int) -> bytes:
        return page(i).replace(
            b'<div class="side">', f'<div class="files"><a href="/f">TB-{i}-2021.pdf</a></div>'.encode()
        )

    assert "TB-500-2021.pdf" not in furniture(learned(*map(with_file, range(20))), with_file(500))


def test_a_counter_between_the_paragraphs_of_most_articles_is_furniture() -> None:
    bodies = [page(i, inside=[f"<p>Số lượt ghé thăm bài: {i * 31}</p>"]) for i in range(20)]
    probe = page(9_000, inside=["<p>Số lượt ghé thăm bài: 5</p>"])
    assert "Số lượt ghé thăm bài: 5" in furniture(learned(*bodies), probe)


def test_a_line_of_the_body_that_all_pages_have_with_other_figures_is_a_counter_without_a_label() -> None:
    line = "<p>Đã có {} bà con ghé thăm trang này và {} người để lại lời nhắn</p>"
    bodies = [page(i, inside=[line.format(i * 31 + 200, i % 3)]) for i in range(20)]
    assert "Đã có 5 bà con ghé thăm trang này và 9 người để lại lời nhắn" in furniture(
        learned(*bodies), page(9_000, inside=[line.format(5, 9)])
    )


@pytest.mark.parametrize(
    "line",
    ["<p>Điểm số 85,{}</p>", "<p>Đạt {}% kế hoạch</p>", "<li>Tổ công nghệ số thôn {}</li>", "<p>Xã có {} hộ.</p>"],
)
def test_measures_items_and_sentences_with_other_figures_stay(line: str) -> None:
    bodies = [page(i, inside=[line.format(i)]) for i in range(20)]
    probe = page(9_000, inside=[line.format(55)])
    text = re.sub(r"<.*?>", "", line.format(55))
    assert text not in furniture(learned(*bodies), probe)


def test_a_line_with_figures_that_half_of_the_articles_have_stays() -> None:
    bodies = [page(i, inside=[f"<p>Số hộ tham gia {i}</p>"] if i % 2 else []) for i in range(20)]
    assert "Số hộ tham gia 7" not in furniture(learned(*bodies), page(9_000, inside=["<p>Số hộ tham gia 7</p>"]))


def test_a_share_bar_inside_the_body_is_furniture_when_most_pages_have_it() -> None:
    bar = ['<div class="share"><span>Gửi cho bạn bè</span></div>']
    assert "Gửi cho bạn bè" in furniture(learned(*make(20, inside=bar)), page(9_000, inside=bar))


def test_titles_of_other_news_are_furniture_while_they_wander_down_the_list() -> None:
    titles = [f"{sentence(random.Random(70_000 + i), 10)[:-1]}" for i in range(40)]
    bodies = [page(i, other=titles[i : i + 5]) for i in range(20)]
    current = page(9_000, other=titles[18:23])
    assert set(titles[18:22]) <= set(furniture(learned(*bodies), current))


def test_a_headline_that_other_pages_link_to_is_no_furniture_on_its_own_page() -> None:
    headline = next(block.text for block in read(NEW) if block.element.tag == "h1")
    bodies = [page(i, other=[headline]) for i in range(12)]
    template = learned(*bodies, NEW)
    assert headline in furniture(template, page(500, other=[headline]))
    assert headline not in furniture(template, NEW)
    linked = NEW.replace(f">{headline}<".encode(), f'><a href="/9000">{headline}</a><'.encode())
    assert headline not in furniture(template, linked)


def test_an_article_under_several_addresses_is_counted_once() -> None:
    aliases = [page(77) for _ in range(12)]
    template = learned(*aliases)
    assert (template.articles, furniture(template, aliases[0])) == (1, [])
    template = learned(*make(9), *aliases)
    assert template.articles == 10
    assert len(furniture(template, aliases[0])) == len(FURNITURE)


def test_a_teaser_that_changes_beside_an_article_does_not_make_it_another_article() -> None:
    rng = random.Random(3)
    body = [sentence(rng, 60) for _ in range(3)]
    teasers = [f'<div class="teaser">{sentence(rng, 12)}</div>' for _ in range(10)]
    assert learned(*(page(77, body=body, inside=[teaser]) for teaser in teasers)).articles == 1


def test_short_notices_beside_much_prose_of_the_host_are_different_articles() -> None:
    rng = random.Random(4)
    intro = "".join(f"<p>{sentence(rng, 90)}</p>" for _ in range(4))

    def notice(i: int) -> bytes:
        own = sentence(random.Random(600 + i), 14)
        return page(i, body=[own]).replace(b'<div class="side">', f'<div class="side">{intro}'.encode())

    template = learned(*map(notice, range(10)))
    assert template.articles == 10
    article = extract(Page(at(11), notice(11)), (), template)
    assert isinstance(article, Article)
    assert article.text == sentence(random.Random(611), 14)


def test_notices_that_differ_in_their_figures_only_stay() -> None:
    def notice(month: int) -> list[str]:
        return [
            f"Ủy ban nhân dân huyện thông báo lịch tiếp công dân tháng {month:02} năm 2024 như sau:",
            f"Thời gian: 08 giờ 00, ngày 15/{month:02}/2024.",
            "Địa điểm: Phòng tiếp công dân, Trụ sở UBND huyện.",
        ]

    bodies = [*make(20), *(page(100 + month, body=notice(month)) for month in range(1, 10))]
    assert len(furniture(learned(*bodies), page(110, body=notice(10)))) == len(FURNITURE)


def test_the_same_page_seen_again_changes_nothing() -> None:
    template = learned(*make(MIN_ARTICLES - 1))
    before = template.to_json()
    for _ in range(10):
        template.update(Page(at(3), page(3)))
    assert template.to_json() == before
    assert template.articles == MIN_ARTICLES - 1


def test_a_page_that_changed_replaces_what_was_known_of_it() -> None:
    template = learned(*make(10))
    template.update(Page(at(3), page(333)))
    assert template.articles == 10
    assert template.to_json() != learned(*make(10)).to_json()


def test_the_order_of_the_pages_does_not_matter() -> None:
    bodies = make(30, inside=[f"<p>{LEGAL_BASES[0]}</p>"], other=["Hội thi cải cách hành chính năm nay"])
    shuffled = random.Random(5).sample(bodies, len(bodies))
    probe = page(9_000, inside=[f"<p>{LEGAL_BASES[0]}</p>"], other=["Hội thi cải cách hành chính năm nay"])
    assert furniture(learned(*shuffled), probe) == furniture(learned(*bodies), probe)


def test_stored_and_loaded_it_judges_and_learns_on_the_same() -> None:
    template = learned(*make(12), page(3))
    loaded = Template.from_json(template.to_json())
    assert loaded.to_json() == template.to_json()
    assert loaded.pages == template.pages == 13
    assert furniture(loaded, NEW) == furniture(template, NEW) == FURNITURE
    for t in (template, loaded):
        t.update(Page(at(50), page(50)))
    assert loaded.to_json() == template.to_json()


@pytest.mark.parametrize(
    "stored",
    [
        "",
        "[]",
        "{}",
        '{"seen":1,"numbers":1,"lines":[],"pages":[["a",1,[0]]]}',
        '{"seen":1,"numbers":1,"lines":[["x"]],"pages":[]}',
    ],
)
def test_something_else_than_a_stored_template_is_refused(stored: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Template.from_json(stored)


def test_memory_is_bounded_whatever_the_number_of_pages() -> None:
    template = Template()
    for i in range(3 * WINDOW):
        template.update(Page(at(i), page(i)))
    stored = json.loads(template.to_json())
    assert template.pages == 3 * WINDOW
    assert len(stored["pages"]) == WINDOW
    assert len(stored["lines"]) < 8 * WINDOW  # four own lines a page, and the furniture


def test_of_an_endless_page_the_first_and_the_last_lines_are_remembered() -> None:
    rows = [f"<div class='row'>Hàng {'abcdefghij'[i % 10]} {'xyzt'[i % 4]}{i} của bảng dài</div>" for i in range(3_000)]
    template = learned(*make(MIN_ARTICLES, inside=rows))
    assert len(json.loads(template.to_json())["lines"]) < 2 * MAX_LINES
    assert "Đang online: 0" in furniture(template, NEW)


def test_blocks_that_are_read_already_teach_the_same_as_the_page() -> None:
    by_page, by_blocks = learned(*make(10)), Template()
    for i, body in enumerate(make(10)):
        by_blocks.observe(at(i), read(body), ["Cổng"])
    assert by_blocks.to_json() == by_page.to_json()


def test_a_new_layout_is_learned_and_the_old_one_forgotten() -> None:
    template = learned(*make(20))
    for i in range(WINDOW):
        fresh = (
            page(1_000 + i).replace(b'class="side"', b'class="rail"').replace("Trụ sở: số 1".encode(), b"Nh\xc3\xa0 B")
        )
        template.update(Page(at(1_000 + i), fresh))
    assert "Trụ sở: số 1 đường Hòa Bình, thị trấn Lâm Sơn" not in furniture(template, NEW)
    moved = furniture(template, NEW.replace(b'class="side"', b'class="rail"'))
    assert "Đang online: 0" in moved


def test_pages_without_class_and_id_are_learned_by_position() -> None:
    def bare(i: int) -> bytes:
        rng = random.Random(i)
        return f"""<html><body><table><tr><td><p>Thời tiết hôm nay nắng nhẹ</p><p>Tổng truy cập {i}</p></td>
        <td><p>{sentence(rng)}</p><p>{LEGAL_BASES[0]}</p><p>{sentence(rng)}</p></td></tr></table></body></html>""".encode()

    template = learned(*(bare(i) for i in range(12)))
    assert furniture(template, bare(99)) == ["Thời tiết hôm nay nắng nhẹ", "Tổng truy cập 99"]


def test_a_page_that_cannot_be_read_teaches_nothing() -> None:
    template = learned(*make(MIN_ARTICLES - 1))
    template.update(Page(at(99), b"%PDF-1.4"))
    template.update(Page(at(98), b""))
    assert template.articles == MIN_ARTICLES - 1


def test_the_verdicts_for_a_whole_page_are_those_for_its_blocks() -> None:
    template = learned(*make(12))
    on_page: Callable[[Block], bool] = template.on_page()
    page_blocks = read(NEW)
    assert [on_page(b) for b in page_blocks] == [template.repeated(b) for b in page_blocks]


def test_lines_of_another_extractor_lose_the_furniture_only() -> None:
    template = learned(*make(12))
    page_blocks = read(NEW)
    own = [block.text for block in page_blocks if block.element.tag == "p"][:3]
    lines = ["- Trang chủ", *own, "Đang online: 0", "Một dòng không có trên trang"]
    assert template.strip(lines, page_blocks) == [*own, "Một dòng không có trên trang"]


def test_a_caption_that_says_what_a_menu_says_stays_in_the_lines_of_another_extractor() -> None:
    shown = page(9_000, inside=["<figure><figcaption>Cải cách hành chính</figcaption></figure>"])
    assert "Cải cách hành chính" in learned(*make(12)).strip(["Cải cách hành chính"], read(shown))


def front(heading: str = "") -> bytes:
    """A page in another form than the articles: summaries in cards, under a headline or not."""
    rng = random.Random(11)
    cards = "".join(f'<div class="card"><p>{sentence(rng, 28)}</p></div>' for _ in range(6))
    return f"<html><body>{heading}<div class='cards'>{cards}</div></body></html>".encode()


def test_a_page_without_headline_and_without_text_where_the_host_has_its_own_is_a_listing() -> None:
    template = learned(*make(12))
    assert template.unlike(read(front()))
    result = extract(Page(at(99), front()), (), template)
    assert isinstance(result, Rejection)
    assert result.reason is Reason.LISTING
    assert isinstance(extract(Page(at(99), front())), Article)


def test_a_headline_saves_an_article_in_a_form_that_is_new_on_the_host() -> None:
    template = learned(*make(12))
    body = front("<h1>Huyện Lâm Sơn khánh thành cầu treo qua suối Nậm Kim</h1><div>Ngày đăng: 03/05/2024</div>")
    assert isinstance(extract(Page(at(99), body), (), template), Article)


def test_pages_in_the_usual_form_are_not_unlike_the_host() -> None:
    template = learned(*make(12))
    assert not template.unlike(read(NEW))
    assert not learned(*make(MIN_ARTICLES - 1)).unlike(read(front()))


@pytest.mark.parametrize("seed", [6, 16])
def test_a_list_that_a_few_articles_share_is_theirs_however_deep_its_table_lies(seed: int) -> None:
    portal = YenBai(seed=seed, articles=120, events=())
    order = list(range(120))
    random.Random(1).shuffle(order)
    template = Template()
    for number in order:
        gold = portal.at(number)
        reading = extraction.read(Page(portal.url(gold), portal.page(number)))
        assert isinstance(reading, Reading)
        article = extract_reading(reading, (), template)
        assert isinstance(article, Article)
        assert article.text == gold.text
        template.observe(gold.key, reading.blocks)


def named(i: int, heading: str, title: str, window: str = "Cổng") -> bytes:
    """Article `i` with a line above its headline, the headline in type of its own, and a window title."""
    heads = f'<h1>{heading}</h1><div class="t"><b>{title}</b></div>'
    html = page(i).decode().replace("<title>Cổng</title>", f"<title>{window}</title>")
    return re.sub("<h1.*?</h1>", heads, html).encode()


def titles(bodies: Sequence[bytes], layouts: Sequence[Layout] = ()) -> list[str]:
    """The titles of pages read one after the other, as in a crawl."""
    template, found = Template(), []
    for i, body in enumerate(bodies):
        reading = extraction.read(Page(at(i), body))
        assert isinstance(reading, Reading)
        article = extract_reading(reading, layouts, template)
        assert isinstance(article, Article)
        found.append(article.title)
        template.observe(at(i), reading.blocks, head_titles(reading.document).parts)
    return found


SECTION = "Hoạt động của các xã, thị trấn"
HEADLINES = [f"{sentence(random.Random(800 + i), 10)[:-1]}" for i in range(24)]


def test_a_line_seen_on_several_articles_of_a_host_heads_none_of_them() -> None:
    found = titles([named(i, SECTION, title) for i, title in enumerate(HEADLINES)])
    assert found[0] == SECTION  # nothing tells it from a headline yet
    assert found[MIN_ARTICLES:] == HEADLINES[MIN_ARTICLES:]


def test_a_layout_that_takes_the_sections_name_for_the_headline_is_told_so() -> None:
    layout = Layout("sai", "div.content", "h1")
    found = titles([named(i, SECTION, title) for i, title in enumerate(HEADLINES)], [layout])
    assert found[MIN_ARTICLES:] == HEADLINES[MIN_ARTICLES:]
    template = learn(Page(at(i), named(i, SECTION, title)) for i, title in enumerate(HEADLINES))
    article = extract(Page(at(99), named(99, SECTION, "Xã mở lớp")), [layout], template)
    assert isinstance(article, Article)
    assert "layout sai: its title is the name of the site or of a section" in article.warnings


def test_a_window_title_that_articles_share_is_none() -> None:
    bare = [
        f"<html><head><title>{SECTION}</title></head><body><div>"
        f"{''.join(f'<p>{sentence(random.Random(10 * i + k), 30)}</p>' for k in range(3))}</div></body></html>".encode()
        for i in range(12)
    ]
    template = learn(Page(at(i), body) for i, body in enumerate(bare))
    article = extract(Page(at(3), bare[3]), (), template)
    assert isinstance(article, Article)
    assert article.title == ""
    assert "no headline found" in article.warnings


def test_issues_and_weeks_of_a_series_keep_their_titles() -> None:
    series = ["Bản tin cải cách hành chính số 7", *(f"Lịch làm việc tuần {n} của xã" for n in range(1, 24))]
    found = titles([named(i, title, "Kính gửi các thôn") for i, title in enumerate(series)])
    assert found == series


def test_an_article_under_several_addresses_keeps_its_title() -> None:
    alias = named(77, "Xã Lũng Cao mở lớp học chữ buổi tối", "Tin ảnh")
    found = titles([*(named(i, t, "Tin ảnh") for i, t in enumerate(HEADLINES[:12])), *[alias] * 5])
    assert found == [*HEADLINES[:12], *["Xã Lũng Cao mở lớp học chữ buổi tối"] * 5]

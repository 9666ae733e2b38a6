"""The imitated SharePoint sites and the commune's: their pages hold what the gold says, and it can be read again."""

import dataclasses
import datetime as dt

import pytest
from lxml import html

from archive.text import clean
from crawler.extraction import extract
from crawler.items import Page
from tests.replica.gold import LOCAL, Block, Gold
from tests.replica.hanam import SLUG, ThanhLiem
from tests.replica.sharepoint_forms import BinhDuong, DongNaiCchc, QuangNinh, ThanhHoa
from tests.replica.slugs import unique
from tests.replica.tamphuoc import TamPhuoc
from tests.replica.yenbai import YenBai

TODAY = dt.date(2026, 11, 24)
VISIT = dt.datetime(2026, 11, 24, 3, tzinfo=LOCAL)
SITES = (ThanhLiem, TamPhuoc, DongNaiCchc, QuangNinh, ThanhHoa, BinhDuong)


def _words(page: bytes) -> str:
    """All text of a page without blanks, so that markup between words does not matter."""
    return clean(" ".join(html.fromstring(page.decode()).itertext())).replace(" ", "")


def _bare(text: str) -> str:
    return clean(text).replace(" ", "")


def _read(site, gold, visit=5):
    return extract(Page(site.url(gold), site.render(gold, visit), fetched_at=VISIT))


@pytest.mark.parametrize("make", SITES)
def test_lines_of_the_gold_stand_in_the_page_in_order_and_furniture_stands_beside_them(make):
    site = make(articles=30, today=TODAY)
    for gold in site.golds():
        words, place = _words(site.render(gold)), 0
        assert _bare(gold.title) in words
        for line in gold.lines:
            place = words.find(_bare(line.replace(" | ", " ")), place)
            assert place >= 0, (gold.key, line)
        assert len(gold.must_not) >= 5
        assert all(_bare(piece) in words for piece in gold.must_not if piece != "Đăng ngày"), gold.must_not


@pytest.mark.parametrize("make", SITES)
def test_articles_are_read_with_title_date_or_none_and_exact_text(make):
    site = make(seed=4, articles=60, today=TODAY)
    wrong = []
    for gold in site.golds():
        got = _read(site, gold)
        for name, right in (
            ("title", gold.title),
            ("text", gold.text),
            ("published_at", gold.published_at),
            ("author", gold.author),
            ("section", gold.section),
        ):
            if getattr(got, name) != right:
                wrong.append((gold.key, name, getattr(got, name), right))
    assert not wrong, f"{len(wrong)} wrong, first: {wrong[:2]}"


@pytest.mark.parametrize("make", SITES)
def test_any_text_can_be_put_into_a_sites_furniture(make):
    site = make(articles=30, today=TODAY)
    body = (
        "Sáng nay, hội nghị đã nghe báo cáo về một cửa liên thông, dịch vụ công trực tuyến và ý kiến của người dân.",
        "Các phòng chuyên môn được giao rà soát hồ sơ trễ hẹn, xin lỗi người dân bằng văn bản trước ngày cuối tháng.",
        "Ủy ban nhân dân yêu cầu công khai kết quả tại trụ sở và trên trang thông tin của địa phương.",
    )
    gold = Gold(
        7,
        "elsewhere.example",
        "elsewhere.example/7",
        "article",
        "Hội nghị giao ban về rà soát thủ tục hành chính tại bộ phận một cửa cấp xã",
        None,
        tuple(Block("p", ((text,),)) for text in body),
        None,
        None,
        dt.date(2019, 4, 13) if make in (TamPhuoc, QuangNinh, ThanhHoa) else None,
        True,
    )
    got = extract(Page("https://elsewhere.example/7", site.render(gold, 3), fetched_at=VISIT))
    assert (got.title, got.text, got.published_at) == (gold.title, "\n".join(body), gold.published_at)


@pytest.mark.parametrize("make", SITES)
def test_pages_differ_between_visits_and_articles_do_not(make):
    site = make(articles=30, today=TODAY)
    gold = site.at(3)
    assert site.render(gold, 1) != site.render(gold, 2)
    first, second = _read(site, gold, 1), _read(site, gold, 2)
    assert dataclasses.astuple(first) == dataclasses.astuple(second)


@pytest.mark.parametrize("make", SITES)
def test_a_later_edition_changes_no_address_and_no_text(make):
    before, after = (make(articles=60, edition=edition, new_articles=5, today=TODAY) for edition in (0, 1))
    old = {gold.id: (gold.key, gold.title, gold.text) for gold in before.golds()}
    new = {gold.id: (gold.key, gold.title, gold.text) for gold in after.golds()}
    assert len(new) == len(old) + 5
    assert len({key for key, _, _ in new.values()}) == len(new)
    assert all(new[index] == old[index] for index in old)


def test_ha_nams_first_title_line_is_often_cut_and_its_slugs_always_are():
    site = ThanhLiem(articles=60, today=TODAY)
    lines = [html.fromstring(site.render(gold).decode()).findtext(".//title").strip() for gold in site.golds()]
    cut = [line for line in lines if line.endswith(("...", "…"))]
    assert 15 <= len(cut) <= 45
    slugs = [gold.key.rsplit("/", 1)[1].removesuffix(".aspx") for gold in site.golds()]
    assert max(map(len, slugs)) <= SLUG


def test_slugs_that_are_the_same_after_the_cut_are_told_apart():
    assert unique(["Đường làng đẹp", "Đường làng đẹp hơn", "đường LÀNG"], 9) == ["duong-lan", "duong-l-2", "duong-l-3"]


def test_ha_nams_pictures_are_named_by_files_that_are_no_text():
    site = ThanhLiem(articles=60, today=TODAY)
    pictured = [gold for gold in site.golds() if b'alt="thanhliem' in site.render(gold)]
    assert len(pictured) > 5
    assert not any("thanhliem" in _read(site, gold).text for gold in pictured)


def test_a_day_that_only_the_folder_shows_says_so():
    site = ThanhHoa(articles=10, today=TODAY)
    silent = site.at(3)
    got = _read(site, silent)
    assert b"\xc4\x90\xc4\x83ng ng\xc3\xa0y" not in site.render(silent)  # "Đăng ngày"
    assert (got.published_at, got.published_method) == (silent.published_at, "url")
    assert _read(site, site.at(4)).published_method == "label"


def test_the_commune_may_stand_at_any_host():
    site = TamPhuoc(articles=10, today=TODAY, host="xatamphuoc.example")
    assert site.hosts == ("xatamphuoc.example",)
    assert all(gold.host in gold.key for gold in site.golds())


def test_yen_bais_gold_fits_into_the_communes_furniture():
    gold = next(gold for gold in YenBai(articles=30, today=TODAY).golds() if gold.kind == "list")
    got = _read(TamPhuoc(articles=30, today=TODAY), gold)
    assert (got.title, got.text, got.published_at) == (gold.title, gold.text, gold.published_at.date())

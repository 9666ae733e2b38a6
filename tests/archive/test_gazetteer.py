"""Units, their dates, what followed them and what their names may look like."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from archive import gazetteer
from archive.gazetteer import holder, resolve, successor, unit

BEFORE, MERGER = dt.date(2025, 6, 30), dt.date(2025, 7, 1)


def test_there_were_63_units_and_there_are_34() -> None:
    for day, number, cities in ((BEFORE, 63, 6), (MERGER, 34, 6), (dt.date(2026, 10, 1), 34, 9)):
        on_that_day = [found for slug in {u.slug for u in gazetteer.units()} if (found := unit(slug, day))]
        assert len(on_that_day) == number
        assert sum(found.kind == "city" for found in on_that_day) == cities


def test_ids_are_unique_and_slugs_follow_the_names() -> None:
    ids = Counter(u.id for u in gazetteer.units())
    assert max(ids.values()) == 1
    assert len(ids) == 63 + 23
    assert unit("ba-ria-vung-tau", BEFORE) is not None


def test_every_ended_unit_has_a_successor_that_begins_on_that_day() -> None:
    ended = [u for u in gazetteer.units() if u.valid_to]
    assert len(ended) == 52
    for old in ended:
        after = successor(old.slug, old.valid_from or dt.date(2000, 1, 1))
        assert after is not None
        assert after.valid_from == old.valid_to
        assert after.valid_to is None


def test_the_old_and_the_new_lao_cai_are_two_units() -> None:
    old, new = unit("lao-cai", BEFORE), unit("lao-cai", MERGER)
    assert old is not None
    assert new is not None
    assert (old.id, new.id) == ("lao-cai", "lao-cai@2025-07-01")
    assert unit("lao-cai") == new
    assert successor("lao-cai", BEFORE) == new
    assert successor("lao-cai", MERGER) is None


def test_yen_bai_ended_and_its_articles_go_on_under_lao_cai() -> None:
    assert unit("yen-bai", MERGER) is None
    assert unit("yen-bai").valid_to == MERGER
    assert holder("yen-bai", BEFORE).id == "yen-bai"
    assert holder("yen-bai", MERGER).id == "lao-cai@2025-07-01"
    assert holder("yen-bai", None) is None
    assert holder("lao-cai", None) is None


def test_hue_is_one_unit_whose_kind_changed() -> None:
    assert holder("hue", None) == unit("hue")
    assert unit("hue", dt.date(2024, 12, 31)).kind == "province"
    assert unit("hue", dt.date(2025, 1, 1)).kind == "city"
    assert unit("hue", dt.date(2024, 12, 31)).id == unit("hue").id == "hue"


def test_a_slug_nobody_has_gives_nothing() -> None:
    assert (unit("tam-phuoc"), successor("tam-phuoc"), holder("tam-phuoc", BEFORE)) == (None, None, None)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Yên Bái", "yen-bai"),
        ("tỉnh Yên Bái", "yen-bai"),
        ("TỈNH YÊN BÁI", "yen-bai"),
        ("Yen Bai", "yen-bai"),
        ("yenbai", "yen-bai"),
        ("Thanh Hóa", "thanh-hoa"),
        ("Thanh Hoá", "thanh-hoa"),
        ("Hoà Bình", "hoa-binh"),
        ("Đắk Lắk", "dak-lak"),
        ("Đắc Lắc", "dak-lak"),
        ("Dak Lak", "dak-lak"),
        ("Đăk Lăk", "dak-lak"),
        ("tỉnh Đăk Lắk", "dak-lak"),
        ("Đăk Nông", "dak-nong"),
        ("Đak Lak", "dak-lak"),
        ("Bắc Cạn", "bac-kan"),
        ("TP.HCM", "ho-chi-minh"),
        ("TPHCM", "ho-chi-minh"),
        ("TP. Hồ Chí Minh", "ho-chi-minh"),
        ("Thành phố Hồ Chí Minh", "ho-chi-minh"),
        ("Sài Gòn", "ho-chi-minh"),
        ("BR-VT", "ba-ria-vung-tau"),
        ("Bà Rịa – Vũng Tàu", "ba-ria-vung-tau"),
        ("Bà Rịa-Vũng Tàu", "ba-ria-vung-tau"),
        ("Thừa Thiên Huế", "hue"),
        ("tỉnh Thừa Thiên Huế", "hue"),
        ("TT-Huế", "hue"),
        ("thành phố Huế", "hue"),
        ("Đà Nẵng", "da-nang"),
        ("Hanoi", "ha-noi"),
        ("thành phố Đồng Nai", "dong-nai"),
        ("tỉnh Đồng Nai", "dong-nai"),
    ],
)
def test_names_as_they_are_written_are_understood(name: str, slug: str) -> None:
    assert resolve(name).slug == slug


@pytest.mark.parametrize(
    "name",
    [
        "", "tỉnh", "Việt Nam", "Tam Phước", "Châu Thành", "Hiệp Bình Phước", "xã Hòa Bình",
        "Kiến Giang",  # a town of Quảng Bình, not Kiên Giang
        "thành phố Yên Bái",  # a district town
        "tỉnh Hà Nội", "tỉnh Hải Phòng", "TP Thái Nguyên", "Yên Bái và Lào Cai", "Phú", "Hà",
    ],
)  # fmt: skip
def test_what_is_not_surely_a_unit_gives_nothing(name: str) -> None:
    assert resolve(name) is None


def test_a_name_with_a_day_gives_the_unit_and_kind_of_that_day() -> None:
    assert resolve("Lào Cai", BEFORE).id == "lao-cai"
    assert resolve("Lào Cai", MERGER).id == "lao-cai@2025-07-01"
    assert resolve("Yên Bái", MERGER) is None
    assert resolve("thành phố Đồng Nai", dt.date(2026, 4, 29)) is None
    assert resolve("thành phố Đồng Nai", dt.date(2026, 4, 30)).kind == "city"


def test_every_name_and_alias_is_its_own_units_name() -> None:
    for row in (row for rows in gazetteer._table().values() for row in rows):
        for name in row.names:
            assert resolve(name, row.unit.valid_from or BEFORE).id == row.unit.id


def test_names_and_kinds_are_those_of_the_day() -> None:
    before, after = unit("hue", dt.date(2024, 12, 31)), unit("hue", dt.date(2025, 1, 1))
    assert (before.name, before.kind, after.name, after.kind) == ("Thừa Thiên Huế", "province", "Huế", "city")
    assert before.id == after.id
    assert unit("quang-ninh", dt.date(2026, 8, 31)).kind == "province"
    assert unit("quang-ninh", dt.date(2026, 9, 1)).kind == "city"
    assert unit("bac-ninh").city_act == "39/2026/QH16"
    assert unit("quang-ninh").city_act is None


def test_a_code_means_a_unit_only_on_a_day() -> None:
    for code, old, new in (
        ("15", "yen-bai", "lao-cai"),
        ("24", "bac-giang", "bac-ninh"),
        ("44", "quang-binh", "quang-tri"),
        ("52", "binh-dinh", "gia-lai"),
        ("80", "long-an", "tay-ninh"),
        ("82", "tien-giang", "dong-thap"),
        ("91", "kien-giang", "an-giang"),
    ):
        assert (gazetteer.by_code(code, BEFORE).slug, gazetteer.by_code(code, MERGER).slug) == (old, new)
    assert gazetteer.by_code("35", BEFORE).slug == "ha-nam"
    assert gazetteer.by_code("35", MERGER) is None


def test_codes_and_iso_codes_are_unique_on_every_day() -> None:
    for day, number in ((BEFORE, 63), (MERGER, 34)):
        there = [found for slug in {u.slug for u in gazetteer.units()} if (found := unit(slug, day))]
        assert len({found.code for found in there}) == number
    assert len({u.iso_code for u in gazetteer.units() if u.iso_code}) == 63
    assert all(u.iso_code is None for u in gazetteer.units() if u.valid_from)


def test_regions_follow_their_scheme() -> None:
    old = Counter(u.region_2021 for u in gazetteer.units() if u.valid_from is None)
    new = Counter(u.region_2025 for u in gazetteer.units() if u.valid_to is None)
    assert sorted(old.values()) == sorted((14, 11, 14, 5, 6, 13))
    assert sorted(new.values()) == sorted((9, 6, 5, 6, 3, 5))


def test_every_unit_leads_to_one_of_today() -> None:
    for found in gazetteer.units():
        day = found.valid_from or (found.valid_to and found.valid_to - dt.timedelta(days=1))
        assert gazetteer.today(found.slug, day).valid_to is None
    assert gazetteer.today("ha-nam").id == "ninh-binh@2025-07-01"


def test_placements_cover_every_day_once() -> None:
    for slug in {u.slug for u in gazetteer.units() if u.valid_from is None}:
        (first, turn, before), (again, end, after) = gazetteer.placements(slug)
        assert (first, turn, again, end) == (None, MERGER, MERGER, None)
        assert (before.id, after.id) == (holder(slug, BEFORE).id, holder(slug, MERGER).id)

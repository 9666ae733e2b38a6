"""Whose body a document's number names: the usual spelling of codes, and places by word, level and portal."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from archive.citing import spellings
from archive.issuers import Home, canonical, named, place_of
from archive.records import DocumentNumber


def decision(words: str | None = None, **said: Any) -> DocumentNumber:
    return DocumentNumber("12/QĐ-UBND", "QĐ", "12", None, "UBND", issuer_name=words, **said)


@pytest.mark.parametrize(
    ("printed", "usual"),
    [
        ("45/2016/QĐ-TTG", "45/2016/QĐ-TTg"), ("30C/NQ-CP", "30c/NQ-CP"), ("12/ttr-snv", "12/TTr-SNV"),
        ("27-KH/THU", "27-KH/ThU"), ("19/2012/TTLT-BTC-BKH&ĐT-BTTTT", "19/2012/TTLT-BTC-BKH&ĐT-BTTTT"),
        ("2231/SNV-CCHC&PC", "2231/SNV-CCHC&PC"),
    ],
)  # fmt: skip
def test_the_usual_capitals(printed: str, usual: str) -> None:
    assert canonical(printed) == usual
    assert spellings(f"0{printed}")[0] == usual


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("UBND tỉnh Yên Bái", ("tỉnh", "Yên Bái", "")),
        ("Chủ tịch UBND tỉnh", ("tỉnh", "", "")),
        ("Huyện uỷ Bắc Yên", ("huyện", "Bắc Yên", "")),
        ("UBND TP. Hồ Chí Minh", ("thành phố", "Hồ Chí Minh", "")),
        ("UBND huyện Châu Thành, tỉnh Bến Tre", ("huyện", "Châu Thành", "Bến Tre")),
        ("Sở Lao động - Thương binh và Xã hội", ("", "", "")),
        ("Sở Nội vụ tỉnh đánh giá", ("tỉnh", "", "")),
        ("Chính phủ", ("", "", "")),
        (None, ("", "", "")),
    ],
)
def test_the_place_in_an_issuers_words(words: str | None, found: tuple[str, str, str]) -> None:
    assert named(words) == found


PROVINCE = Home("yenbai", "yen-bai", "province", None, dt.date(2025, 3, 1))
DISTRICT = Home("bacyen", "son-la", "district", "son-la/bac-yen", dt.date(2024, 3, 1))
COMMUNE = Home("tamphuoc", "dong-nai", "commune", None, dt.date(2026, 3, 1))
HANOI = Home("hanoi", "ha-noi", "province", None, dt.date(2026, 3, 1))


@pytest.mark.parametrize(
    ("home", "words", "place"),
    [
        (PROVINCE, "UBND tỉnh Sơn La", ("son-la", "text")),
        (PROVINCE, "UBND huyện Bắc Yên", ("son-la/bac-yen", "text")),
        (PROVINCE, "UBND thành phố Yên Bái", ("yen-bai/yen-bai", "text")),
        (PROVINCE, "UBND tỉnh Yên Bái Trần Văn An", ("yen-bai", "text")),
        (PROVINCE, "UBND huyện Châu Thành", (None, None)),  # there are ten
        (PROVINCE, "UBND huyện Châu Thành, tỉnh Bến Tre", ("ben-tre/chau-thanh", "text")),
        (PROVINCE, "UBND tỉnh", ("yen-bai", "level")),
        (PROVINCE, "UBND huyện", ("yen-bai/?", "level")),
        (PROVINCE, None, ("yen-bai", "source")),
        (DISTRICT, "UBND tỉnh", ("son-la", "level")),
        (DISTRICT, "UBND huyện", ("son-la/bac-yen", "level")),
        (DISTRICT, "UBND xã", ("son-la/bac-yen/?", "level")),
        (DISTRICT, "UBND xã Tà Xùa", ("son-la/bac-yen/xa-ta-xua", "text")),
        (DISTRICT, "UBND thành phố", ("son-la/?", "level")),  # Bắc Yên is no city
        (DISTRICT, None, ("son-la/bac-yen", "source")),
        (COMMUNE, "UBND tỉnh", ("dong-nai@2025-07-01", "level")),
        (COMMUNE, None, ("dong-nai@2025-07-01/tamphuoc", "source")),
        (HANOI, "UBND thành phố", ("ha-noi", "level")),
        (Home("x"), "UBND tỉnh", (None, None)),
        (Home("x"), None, (None, None)),
        (None, "UBND tỉnh Yên Bái", ("yen-bai", "text")),
        (None, "UBND tỉnh Lào Cai", (None, None)),  # two units bore the name, and no day is given
        (None, "UBND tỉnh", (None, None)),
    ],
)
def test_where_a_local_body_belongs(home: Home | None, words: str | None, place: tuple[str | None, str | None]) -> None:
    assert place_of(decision(words=words), home) == place


@pytest.mark.parametrize(
    ("issuer", "family", "place"),
    [
        ("SNV", "letter", ("son-la", "level")),  # only provinces have a Sở, also in a district's news
        ("TU", "party", ("son-la", "level")),
        ("HU", "party", ("son-la/bac-yen", "level")),
        ("BCĐ", "state", ("son-la/bac-yen", "source")),
        ("ĐU", "party", ("son-la/bac-yen/?", "level")),
        ("CP", "state", (None, None)),
        ("BNV-BTC", "state", (None, None)),
        ("UBTVQH15", "state", (None, None)),
        ("UBKTTW", "party", (None, None)),
    ],
)
def test_a_code_alone_tells_the_level_where_only_one_has_it(issuer: str, family: str, place: tuple[Any, Any]) -> None:
    assert place_of(DocumentNumber("1/X", "QĐ", "1", None, issuer, family), DISTRICT) == place


@pytest.mark.parametrize(
    ("issued_on", "year", "place"),
    [
        (dt.date(2024, 5, 1), None, "lao-cai"),
        (dt.date(2025, 7, 2), None, "lao-cai@2025-07-01"),
        (None, 2024, "lao-cai"),
        (None, 2026, "lao-cai@2025-07-01"),
        (None, 2025, "lao-cai@2025-07-01"),  # the article is of August 2025
        (None, None, "lao-cai@2025-07-01"),
    ],
)
def test_a_unit_of_the_same_name_is_another_one_since_the_merger(
    issued_on: dt.date | None, year: int | None, place: str
) -> None:
    home = Home("laocai", "lao-cai", "province", None, dt.date(2025, 8, 1))
    for words in ("UBND tỉnh", "UBND tỉnh Lào Cai"):
        assert place_of(decision(words=words, issued_on=issued_on, context_year=year), home)[0] == place


def test_the_portal_of_a_dissolved_province_means_the_province_of_the_day_of_issue() -> None:
    home = Home("yenbai", "yen-bai", "province", None, dt.date(2025, 9, 1))
    assert place_of(decision(words="UBND tỉnh", issued_on=dt.date(2024, 1, 2)), home)[0] == "yen-bai"
    assert place_of(decision(words="UBND tỉnh", issued_on=dt.date(2025, 8, 2)), home)[0] == "lao-cai@2025-07-01"


def test_a_town_is_no_province_before_it_was_one() -> None:
    assert place_of(decision(words="UBND thành phố Huế", issued_on=dt.date(2020, 1, 2)))[0] is None
    assert place_of(decision(words="UBND thành phố Huế", issued_on=dt.date(2025, 2, 2)))[0] == "hue"

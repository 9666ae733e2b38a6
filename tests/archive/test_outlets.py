"""What an outlet's name means: hosts, portals of places, papers; nothing where a doubt is left."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from archive import outlets


@dataclass(frozen=True)
class Row:
    name: str
    host: str
    title: str
    unit: str | None = None
    level: str | None = None
    district: str | None = None


PORTALS = (
    Row("yenbai", "yenbai.gov.vn", "Cổng thông tin điện tử tỉnh Yên Bái", "yen-bai", "province"),
    Row("cantho", "cantho.gov.vn", "Cổng thông tin điện tử thành phố Cần Thơ", "can-tho", "province"),
    Row("quangninh", "quangninh.gov.vn", "Cổng thông tin điện tử Quảng Ninh", "quang-ninh", "province"),
    Row("cchc", "caicachhanhchinh.cantho.gov.vn", "Trang cải cách hành chính thành phố Cần Thơ", "can-tho", "province"),
    Row("snv", "sonoivu.yenbai.gov.vn", "Sở Nội vụ tỉnh Yên Bái", "yen-bai", "department"),
    Row("vanchan", "vanchan.yenbai.gov.vn", "Trang TTĐT huyện Văn Chấn", "yen-bai", "district", "yen-bai/van-chan"),
    Row("yenbaitp", "tp.yenbai.gov.vn", "Thành phố Yên Bái", "yen-bai", "district", "yen-bai/yen-bai"),
    Row("chauthanh", "chauthanh.tayninh.gov.vn", "Huyện Châu Thành", "tay-ninh", "district", "tay-ninh/chau-thanh"),
    Row("tayninh", "tayninh.gov.vn", "Cổng thông tin điện tử tỉnh Tây Ninh", "tay-ninh", "province"),
    Row("tamphuoc", "", "Trang thông tin điện tử xã Tam Phước", None, "commune"),
)
BY_NAME = {row.name: row for row in PORTALS}


@pytest.mark.parametrize(
    ("outlet", "portal"),
    [
        ("yenbai.gov.vn", "yenbai"),
        ("https://www.yenbai.gov.vn/tin/mot-cua-12.html", "yenbai"),
        ("sonoivu.yenbai.gov.vn", "snv"),
        ("laocai.gov.vn", None),
        ("Cổng TTĐT tỉnh Yên Bái", "yenbai"),
        ("Cổng Thông tin điện tử UBND tỉnh Yên Bái", "yenbai"),
        ("CTTĐT tỉnh Yên Bái", "yenbai"),
        ("CỔNG TTĐT TỈNH YÊN BÁI", "yenbai"),
        ("Website tỉnh Yên Bái", "yenbai"),
        ("Nguồn: Cổng Thông tin điện tử tỉnh Yên Bái", "yenbai"),
        ("Theo yenbai.gov.vn", "yenbai"),
        ("Trang thông tin điện tử TP Cần Thơ", "cantho"),
        ("Cổng TTĐT Quảng Ninh", "quangninh"),
        ("Cổng TTĐT huyện Văn Chấn", "vanchan"),
        ("Cổng TTĐT thành phố Yên Bái", "yenbaitp"),
        ("Trang TTĐT xã Tam Phước", "tamphuoc"),
        ("Sở Nội vụ tỉnh Yên Bái", "snv"),
        ("Cổng TTĐT Yên Bái", None),  # the province's or the town's
        ("Cổng TTĐT huyện Châu Thành", None),  # there are many
        ("Cổng TTĐT tỉnh", None),
        ("Cổng TTĐT Chính phủ", None),
        ("Sở Nội vụ", None),
        ("Báo Yên Bái", None),
        ("TTXVN", None),
        ("", None),
    ],
)
def test_an_outlet_that_is_certainly_a_portal(outlet: str, portal: str | None) -> None:
    assert outlets.portal_named(outlet, PORTALS) == portal


@pytest.mark.parametrize(
    ("outlet", "printed_by", "portal"),
    [
        ("Cổng TTĐT tỉnh", "vanchan", "yenbai"),
        ("Cổng TTĐT tỉnh", "tamphuoc", None),
        ("Cổng TTĐT huyện Châu Thành", "tayninh", "chauthanh"),
        ("Cổng TTĐT huyện Châu Thành", "vanchan", None),
    ],
)
def test_the_portal_that_prints_it_tells_the_province(outlet: str, printed_by: str, portal: str | None) -> None:
    assert outlets.portal_named(outlet, PORTALS, printed_by=BY_NAME[printed_by]) == portal


@pytest.mark.parametrize("outlet", ["Cổng TTĐT Chính phủ", "Cổng thông tin điện tử", "Cổng TTĐT"])
def test_a_bare_title_is_nobodys(outlet: str) -> None:
    bare = Row("bare", "bare.gov.vn", "Cổng thông tin điện tử", "yen-bai", "province")
    assert outlets.portal_named(outlet, (bare,)) is None


def test_two_portals_of_one_title_are_none() -> None:
    twice = [BY_NAME["tamphuoc"], Row("other", "tamphuoc.example.vn", "Trang TTĐT xã Tam Phước", None, "commune")]
    assert outlets.portal_named("Trang thông tin điện tử xã Tam Phước", twice) is None


@pytest.mark.parametrize(
    ("outlet", "host", "at_home"),
    [
        ("yenbai.gov.vn", "www.yenbai.gov.vn", True),
        ("yenbai.gov.vn", "vanchan.yenbai.gov.vn", False),
        ("Cổng TTĐT tỉnh Yên Bái", "yenbai.gov.vn", True),
        ("Cổng TTĐT tỉnh Yên Bái", "vanchan.yenbai.gov.vn", False),
        ("Cổng TTĐT tỉnh", "yenbai.gov.vn", True),
        ("Cổng TTĐT tỉnh", "vanchan.yenbai.gov.vn", False),
        ("Cổng TTĐT huyện Văn Chấn", "vanchan.yenbai.gov.vn", True),
        ("Cổng TTĐT huyện Văn Chấn", "huyenvanchan.yenbai.gov.vn", True),
        ("Cổng TTĐT huyện Văn Chấn", "yenbai.gov.vn", False),
        ("Cổng TTĐT thành phố Hồ Chí Minh", "hochiminhcity.gov.vn", True),
        ("Cổng TTĐT tỉnh Bà Rịa - Vũng Tàu", "baria-vungtau.gov.vn", True),
        ("Cổng TTĐT Chính phủ", "yenbai.gov.vn", False),
        ("Cổng TTĐT Sở Nội vụ", "snv.yenbai.gov.vn", None),
        ("Báo Yên Bái", "baoyenbai.com.vn", True),
        ("Báo Yên Bái", "yenbai.gov.vn", False),
        ("TTXVN", "yenbai.gov.vn", False),
        ("Sở Nội vụ", "yenbai.gov.vn", None),
    ],
)
def test_whether_an_outlet_is_the_site_itself(outlet: str, host: str, at_home: bool | None) -> None:
    assert outlets.is_at(outlet, host) is at_home


@pytest.mark.parametrize("text", ["Trang phục", "Cổng chào", "Báo cáo viên", "báo cáo", "Thông tin"])
def test_common_words_are_no_medium(text: str) -> None:
    assert not outlets.is_medium(text)

"""Date lines as portals print them, and what only looks like one."""

from __future__ import annotations

import datetime as dt
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Precision
from crawler.extraction.dates import VIETNAM, Kind, PortalDate, parse

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"


def written(found: PortalDate | None) -> str:
    """The value as precise as the string was, without its offset; "-" for none."""
    if found is None:
        return "-"
    if not isinstance(found.value, dt.datetime):
        return found.value.isoformat()
    assert found.value.tzinfo is not None
    assert found.value.utcoffset() == dt.timedelta(hours=7)
    local = found.value.replace(tzinfo=None)
    return local.isoformat(timespec="seconds" if local.second else "minutes")


READ = {
    # numbers, separators, brackets
    "09/06/2022": "2022-06-09",
    "9/6/2022": "2022-06-09",
    "09-06-2022": "2022-06-09",
    "9.6.2022": "2022-06-09",
    "09.06.22": "2022-06-09",
    "09/06/22": "2022-06-09",
    "Đăng ngày 26 - 06 - 2018": "2018-06-26",
    "Đăng ngày 26 – 06 – 2018": "2018-06-26",
    "10 / 04 / 2020": "2020-04-10",
    "10 /04/ 2020": "2020-04-10",
    "(09/06/2022)": "2022-06-09",
    "[09/06/2022 10:30]": "2022-06-09T10:30",
    "(25/12/2021, 07:05)": "2021-12-25T07:05",
    "( 25/12/2021 )": "2021-12-25",
    "• 25/12/2021": "2021-12-25",
    "\uf017 25/12/2021 14:20": "2021-12-25T14:20",
    "29/02/2024": "2024-02-29",
    "31/12/2023 23:59:59": "2023-12-31T23:59:59",
    # clocks
    "26/06/2018 - 08:05": "2018-06-26T08:05",
    "26/06/2018 | 8:05 AM": "2018-06-26T08:05",
    "26/06/2018 | 03:44 PM": "2018-06-26T15:44",
    "Ngày đăng 26/06/2018 | 3:44 PM | View count: 349": "2018-06-26T15:44",
    "26/06/2018 3:44:05 CH": "2018-06-26T15:44:05",
    "26/06/2018 12:10 CH": "2018-06-26T12:10",
    "26/06/2018 12:10 SA": "2018-06-26T00:10",
    "26/06/2018 12:10 PM": "2018-06-26T12:10",
    "26/06/2018 12:10 AM": "2018-06-26T00:10",
    "26/06/2018 15:44:05 PM": "2018-06-26T15:44:05",
    "26/06/2018 3:44 p.m.": "2018-06-26T15:44",
    "Ngày xuất bản: 26/06/2018 9:04:33 SA": "2018-06-26T09:04:33",
    "Ngày xuất bản: 26/06/2018 9:04:33 CH": "2018-06-26T21:04:33",
    "26/06/2018 lúc 10:30": "2018-06-26T10:30",
    "26/06/2018, lúc 10h30": "2018-06-26T10:30",
    "26/06/2018 10h30'": "2018-06-26T10:30",
    "26/06/2018 10h": "2018-06-26T10:00",
    "26/06/2018, 10g05": "2018-06-26T10:05",
    "26/06/2018 14 giờ 30 phút": "2018-06-26T14:30",
    "26/06/2018 (10:30)": "2018-06-26T10:30",
    "10:30 26/06/2018": "2018-06-26T10:30",
    "10:30, 26/06/2018": "2018-06-26T10:30",
    "10:30 - 26/06/2018": "2018-06-26T10:30",
    "10:30:15 26/06/2018": "2018-06-26T10:30:15",
    "10:30 | 26/06/2018": "2018-06-26T10:30",
    "10:30 ngày 26/06/2018": "2018-06-26T10:30",
    "Lúc 10:30, ngày 26/6/2018": "2018-06-26T10:30",
    "14 giờ 30, ngày 10/04/2020": "2020-04-10T14:30",
    "14 giờ 30 phút ngày 10 tháng 4 năm 2020": "2020-04-10T14:30",
    "14 giờ, ngày 10/04/2020": "2020-04-10T14:00",
    "8h 30/04/2021": "2021-04-30T08:00",
    "8h30 30/04/2021": "2021-04-30T08:30",
    "8g ngày 30/04/2021": "2021-04-30T08:00",
    "3h15 chiều ngày 30/04/2021": "2021-04-30T15:15",
    "7 giờ 30 tối 30/04/2021": "2021-04-30T19:30",
    "3:15 PM 30/04/2021": "2021-04-30T15:15",
    "3:15 CH, ngày 30/04/2021": "2021-04-30T15:15",
    "08 : 25 30/04/2021": "2021-04-30T08:25",
    "9h sáng ngày 9/6/2022": "2022-06-09T09:00",
    "06:30' ngày 09/06/2022": "2022-06-09T06:30",
    "8 giờ 30 tháng 4 năm 2021": "2021-04-30T08:00",
    "09/06/2022T14:30": "2022-06-09T14:30",
    "14h30 (GMT+7), ngày 9/6/2022": "2022-06-09T14:30",
    # weekdays
    "Th5, 09/06/2022": "2022-06-09",
    "(Thứ năm, 09/06/2022)": "2022-06-09",
    "Thứ hai, 25/06/2018": "2018-06-25",
    "Thứ Hai, ngày 25/06/2018": "2018-06-25",
    "Thứ 2, 25/06/2018 14:05": "2018-06-25T14:05",
    "Thứ 4, Ngày 27/06/2018, 10:30": "2018-06-27T10:30",
    "Thứ năm - 28/06/2018 08:10": "2018-06-28T08:10",
    "Thứ sáu - 29/06/2018 08:10 1.320 0": "2018-06-29T08:10",
    "Thứ bảy, ngày 30 tháng 6 năm 2018": "2018-06-30",
    "Chủ Nhật - 01/07/2018 19:45": "2018-07-01T19:45",
    "CHỦ NHẬT, 01/07/2018": "2018-07-01",
    "CN, 01/07/2018": "2018-07-01",
    "T2, 25/06/2018": "2018-06-25",
    "T7 30/06/2018 - 10:00": "2018-06-30T10:00",
    "Tue, 26/06/2018 09:00 | GMT +7": "2018-06-26T09:00",
    "Wednesday, 27/06/2018 09:00": "2018-06-27T09:00",
    "Thứ Ba, 26 Tháng 6 2018 07:44": "2018-06-26T07:44",
    "10:30 Thứ ba, 26/06/2018": "2018-06-26T10:30",
    "Thứ ba, 10:30 26/06/2018": "2018-06-26T10:30",
    # zones
    "26/06/2018 10:30 GMT+7": "2018-06-26T10:30",
    "26/06/2018 10:30 (GMT +7)": "2018-06-26T10:30",
    "26/06/2018 10:30 [GMT+07:00]": "2018-06-26T10:30",
    "26/06/2018 10:30 UTC+7": "2018-06-26T10:30",
    "26/06/2018, 22:30 GMT": "2018-06-27T05:30",
    # ISO and its kin
    "2018-06-26": "2018-06-26",
    "2018/06/26 10:30": "2018-06-26T10:30",
    "2018-06-26 10:30:15": "2018-06-26T10:30:15",
    "2018-06-26T10:30:15Z": "2018-06-26T17:30:15",
    "2022-06-08T18:30:00Z": "2022-06-09T01:30",
    "2022-06-08T18:30:00.000Z": "2022-06-09T01:30",
    "2022-06-08T18:30:05+00:00": "2022-06-09T01:30:05",
    "2022-06-09T01:30+0700": "2022-06-09T01:30",
    "2022-06-08T11:30:00-07:00": "2022-06-09T01:30",
    "2022-06-09T01:30": "2022-06-09T01:30",
    "2021-06-24+0715:51:07": "2021-06-24T15:51:07",  # NukeViet's zone mark in the place of the T
    # months in words
    "ngày 03 tháng tư năm 2018": "2018-04-03",
    "Ngày 09 tháng 06 năm 2022": "2022-06-09",
    "ngày 5 tháng năm năm 2022": "2022-05-05",
    "Ngày 5 Tháng Năm 2022": "2022-05-05",
    "09 tháng mười một năm 2022": "2022-11-09",
    "09 Tháng Mười Hai, 2022": "2022-12-09",
    "09 Tháng Mười 2022": "2022-10-09",
    "9 tháng 6, 2022": "2022-06-09",
    "09 Tháng Bảy 2022 10:15": "2022-07-09T10:15",
    "9 tháng 6/2022": "2022-06-09",
    "ngày 9/6 năm 2022": "2022-06-09",
    "09 Th6 2022": "2022-06-09",
    "09 Th06, 2022": "2022-06-09",
    "9 Thg 12 2022": "2022-12-09",
    "Th6 09, 2022": "2022-06-09",
    "Tháng Sáu 9, 2022": "2022-06-09",
    "Tháng Mười Một 19, 2022": "2022-11-19",
    "Tháng Mười Hai 9, 2022": "2022-12-09",
    "Tháng 11 9, 2022": "2022-11-09",
    "9 June 2022": "2022-06-09",
    "June 9, 2022 10:30 AM": "2022-06-09T10:30",
    "Thu, 09 Jun 2022 03:30:00 GMT": "2022-06-09T10:30",
    "Thu, 09 Jun 2022 10:30:00 +0700": "2022-06-09T10:30",
    "Wed, 08 Jun 2022 20:30:00 +0000": "2022-06-09T03:30",
    # labels and places
    "Ngày đăng bài: 09/06/2022 | Tác giả: Lê Thị Hoa": "2022-06-09",
    "Ngày đăng : 09/06/2022": "2022-06-09",
    "NGÀY ĐĂNG: 09/06/2022": "2022-06-09",
    "Đăng lúc: 10:30 - 09/06/2022": "2022-06-09T10:30",
    "Đăng lúc 10:30, ngày 09/06/2022": "2022-06-09T10:30",
    "Đăng ngày: 09/06/2022 10:30": "2022-06-09T10:30",
    "Đã đăng: 09/06/2022": "2022-06-09",
    "Được đăng ngày Thứ năm, 09 Tháng 6 2022 10:30": "2022-06-09T10:30",
    "Được viết ngày Thứ năm, 09 Tháng 6 2022 10:30": "2022-06-09T10:30",
    "Đăng vào 09/06/2022 bởi admin": "2022-06-09",
    "Đăng bởi: Quản trị - ngày 09/06/2022": "2022-06-09",
    "Ngày tạo: 09/06/2022": "2022-06-09",
    "Thời gian đăng: 09/06/2022 07:30": "2022-06-09T07:30",
    "Ngày xuất bản: 09/06/2022": "2022-06-09",
    "Xuất bản: Thứ năm, 09/06/2022 - 07:30": "2022-06-09T07:30",
    "Cập nhật: 09/06/2022": "2022-06-09",
    "Cập nhật lúc: 09/06/2022 08:00": "2022-06-09T08:00",
    "Cập nhật ngày 09/06/2022": "2022-06-09",
    "Ngày cập nhật: 09/06/2022 lúc 08:00": "2022-06-09T08:00",
    "Cập nhật lần cuối: 08:00 09/06/2022": "2022-06-09T08:00",
    "Lần cập nhật cuối ngày Thứ năm, 09 Tháng 6 2022 08:00": "2022-06-09T08:00",
    "Posted on 9 Tháng Sáu, 2022 by admin": "2022-06-09",
    "Ngày: 09/06/2022": "2022-06-09",
    "Yên Bái, ngày 08 tháng 6 năm 2022": "2022-06-08",
    "Hà Nội, 08/06/2022": "2022-06-08",
    "TP. Hồ Chí Minh, ngày 08 tháng 6 năm 2022": "2022-06-08",
    "Bà Rịa - Vũng Tàu, ngày 8/6/2022": "2022-06-08",
    "Hà Nội - 08/06/2022": "2022-06-08",
    "Hà Nội (08/06/2022)": "2022-06-08",
    "Được đăng bởi Admin vào 9 Tháng Sáu, 2022": "2022-06-09",
    "Posted by Editor on June 9, 2022 at 10:30 am": "2022-06-09T10:30",
    "Tác giả: Lê Thị Hoa | Ngày đăng: 09/06/2022": "2022-06-09",
    "Lượt xem: 1.205 | Ngày đăng: 09/06/2022": "2022-06-09",
    "Lượt xem: 1.205 | Đăng ngày 09/06/2022": "2022-06-09",
    # what follows the stamp
    "20/07/2019 08:25:06 Xem cỡ chữ Google": "2019-07-20T08:25:06",
    "20/07/2019 Lượt xem: 12": "2019-07-20",
    "20/07/2019 390 lượt xem": "2019-07-20",
    "20/07/2019 08:25 | Lượt xem: 12": "2019-07-20T08:25",
    "20/07/2019 08:25 12": "2019-07-20T08:25",
    "20/07/2019 08:25 AM | Đã ban hành": "2019-07-20T08:25",
    "20/07/2019Lượt xem: 12": "2019-07-20",
    "20/07/2019 In bài Gửi email": "2019-07-20",
    "20/07/2019 - 08:25 Cỡ chữ: A- A A+": "2019-07-20T08:25",
    "Đăng ngày 20 - 07 - 2019 100%": "2019-07-20",
    "Ngày đăng: 20/07/2019 - Cập nhật: 22/07/2019": "2019-07-20",
    "20/07/2019 Khai trương bộ phận một cửa xã Tân Lập": "2019-07-20",
    # odd characters
    "09/06/2022\u00a0\u00a010:30": "2022-06-09T10:30",
    "\ufeffNgày\u00a0đăng:\u200b 09/06/2022": "2022-06-09",
    "\n\t  09/06/2022\r\n   10:30\n": "2022-06-09T10:30",
    unicodedata.normalize("NFD", "Thứ bảy, ngày 30 tháng 6 năm 2018"): "2018-06-30",
}

NOT_A_DATE = """
Ngày 9/6,
8-3
Sáng 8-3
Chiều ngày 22/6
(từ 12 - 18/9)
quý I
quý I/2022
tháng 6/2022
tháng 6 năm 2022
06/2022
năm 2022
2022
Hôm nay
Hôm nay, 09/06/2022
Hôm qua
2 giờ trước
3 ngày trước
5 phút trước
Vừa xong
mùng 5 tháng Giêng
ngày 23 tháng Chạp
ngày 5 tháng giêng năm 2022
mùng 10 tháng 3 năm 2022 âm lịch
10/3/2022 (âm lịch)
6/18 điểm
26/63 tỉnh
13/22 sở
45/295 nhiệm vụ
250/295
63/63
3-2
tỷ số 2-1
10:30
10 giờ 30
Thứ ba
Thứ 3, 10:30
14.607 hồ sơ
1.234.567
746.305
98,6%
02163.818.555
0212.3852.013
0236/3891
0912 345 678
Điện thoại: 0275.3812.345
192.168.1.20
10.1.2.2022.1
20191231
Lượt truy cập: 20191231
Tổng số lượt truy cập: 51773186
Lượt xem: 12062022
Thông báo số 12/2020/TB-UBND
12/2020/TB-UBND
45/2016/QĐ-TTg
12/5/2020/TB-UBND
05/06/20/KH
1051/QĐ-UBND ngày 09/5/2018
Quyết định số 45/2016/QĐ-TTg ngày 19/10/2016
Căn cứ Nghị quyết, ngày 08/11/2011
Giấy phép số 12/GP-TTĐT cấp ngày 15/03/2012
trước ngày 30/7/2018
từ ngày 01/06/2022
01/06/2022 - 30/06/2022
01/06/2022 đến 30/06/2022
01/06/2022 30/06/2022
Tân Lập ngày 9/6/2022
9/6/0022
01/06/2022 đến hết ngày 30/06/2022
Ngày 04/01/2021, Chủ tịch UBND tỉnh ký quyết định công bố kết quả
Ngày 04/01/2021 của UBND tỉnh
09/06/2022 là hạn cuối nộp báo cáo
Chiều ngày 22/6/2018, UBND huyện đã tổ chức hội nghị giao ban
1.2.10 Mục tiêu
31/02/2022
30/2/2024
29/02/2023
32/01/2022
00/06/2022
09/00/2022
13/13/2022
31/04/2022
2022-13-01
2022-02-30
09/06/1994
09/06/1899
09/06/2101
09/06/20222
109/06/2022
9/6/202
09/06-2022
VN-43
CCHC-2021
ISO 9001:2015
TCVN ISO 9001:2015
{{x.NgayBanHanh | fdate:'DD/MM/YYYY'}}
DD/MM/YYYY
/Uploads/12/05/2020/anh.jpg
"""


@pytest.mark.parametrize(("line", "expected"), READ.items(), ids=range(len(READ)))
def test_a_portal_line_is_read_as_written(line: str, expected: str) -> None:
    assert written(parse(line)) == expected


@pytest.mark.parametrize("line", NOT_A_DATE.strip().splitlines())
def test_what_only_looks_like_a_date_is_none(line: str) -> None:
    assert parse(line) is None
    assert parse(line, month_first=True) is None


def test_every_line_of_the_shared_cases_comes_out_as_written() -> None:
    table = SHARED / "evidence" / "dates.tsv"
    if not table.exists():
        pytest.skip("no shared evidence beside the checkout")
    for row in table.read_text("utf-8").splitlines():
        raw, expected, _ = row.split("\t")
        assert written(parse(raw, month_first=raw == "10/7/2015 3:00 PM")) == expected, raw


def test_month_first_touches_only_forms_that_are_open() -> None:
    for line, expected in {
        "10/7/2015 3:00 PM": "2015-10-07T15:00",
        "4/10/2020 2:05:09 PM": "2020-04-10T14:05:09",
        "ngày 9 tháng 6 năm 2022": "2022-06-09",
        "2022-06-09": "2022-06-09",
        "09 Tháng Sáu 2022": "2022-06-09",
    }.items():
        assert written(parse(line, month_first=True)) == expected


def test_a_part_over_twelve_decides_the_order_against_the_profile_and_says_so() -> None:
    us = parse("4/25/2020 3:00 PM")
    assert us is not None
    assert (us.day, us.flags) == (dt.date(2020, 4, 25), ("month_first",))
    vn = parse("25/4/2020", month_first=True)
    assert vn is not None
    assert (vn.day, vn.flags) == (dt.date(2020, 4, 25), ("day_first",))


def test_the_weekday_is_a_checksum() -> None:
    assert [parse(x).weekday_agrees for x in ("Thứ ba, 26/06/2018", "Thứ tư, 26/06/2018", "26/06/2018")] == [  # type: ignore[union-attr]
        True,
        False,
        None,
    ]
    us = parse("Thu, 06/09/2022 - 10:30")
    assert us is not None
    assert us.weekday_agrees is False
    assert "weekday_says_month_first" in us.flags
    after = parse("09/06/2022 (Thứ năm)")
    assert after is not None
    assert after.weekday_agrees is True


def test_years_end_one_after_today_where_today_is_known() -> None:
    today = dt.date(2022, 6, 9)
    assert parse("09/06/2023", today=today) is not None
    assert parse("09/06/2024", today=today) is None
    assert parse("09/06/2024") is not None


def test_the_years_are_those_of_the_local_day() -> None:
    assert written(parse("1994-12-31T18:00:00Z")) == "1995-01-01T01:00"
    assert parse("2100-12-31T18:00:00Z") is None
    assert parse("0001-01-01T00:00:00Z") is None


def test_an_exact_midnight_is_worth_only_its_day() -> None:
    for line in ("18/03/2019 | 12:00 AM", "18/03/2019 00:00:00", "2019-03-18T00:00:00+07:00", "2019-03-18T00:00:00Z"):
        found = parse(line)
        assert found is not None
        assert (found.known, found.precision) == (dt.date(2019, 3, 18), Precision.DAY)
        assert "midnight" in found.flags


def test_an_impossible_time_leaves_the_day() -> None:
    found = parse("18/03/2019 25:10")
    assert found is not None
    assert (found.value, found.flags) == (dt.date(2019, 3, 18), ("bad_time",))


def test_what_stands_behind_the_stamp_is_kept_apart_from_tools_and_counters() -> None:
    lines = {
        "09/06/2022": "",
        "09/06/2022 390 lượt xem": "",
        "09/06/2022 1.320 0": "",
        "09/06/2022 08:25 | Xem cỡ chữ": "",
        "09/06/2022 - Khai trương bộ phận một cửa": "Khai trương bộ phận một cửa",
    }
    for line, rest in lines.items():
        found = parse(line)
        assert found is not None
        assert found.rest == rest


@pytest.mark.parametrize(
    ("line", "kind", "precision"),
    [
        ("Ngày đăng: 09/06/2022", Kind.PUBLISHED, Precision.DAY),
        ("Đăng lúc 10:30 09/06/2022", Kind.PUBLISHED, Precision.MINUTE),
        ("Cập nhật: 09/06/2022 10:30:05", Kind.UPDATED, Precision.SECOND),
        ("Last updated 09/06/2022", Kind.UPDATED, Precision.DAY),
        ("Ngày ban hành: 09/06/2022", Kind.DOCUMENT, Precision.DAY),
        ("Thời gian: 08 giờ 00, ngày 15/02/2021.", Kind.EVENT, Precision.MINUTE),
        ("Chiều ngày 15/02/2021", Kind.EVENT, Precision.DAY),
        ("Vào hồi 8h00, ngày 15/02/2021", Kind.EVENT, Precision.MINUTE),
        ("09/06/2022", Kind.STAMP, Precision.DAY),
    ],
)
def test_the_label_tells_the_kind_of_date(line: str, kind: Kind, precision: Precision) -> None:
    found = parse(line)
    assert found is not None
    assert (found.kind, found.precision, found.raw) == (kind, precision, line)


@given(st.text(max_size=400))
def test_no_string_makes_it_raise(line: str) -> None:
    found = parse(line)
    assert found is None or 1995 <= found.day.year <= 2100


PIECES = [
    "ngày",
    "Ngày đăng:",
    "thứ",
    "tháng",
    "năm",
    "mười",
    "một",
    "/",
    "-",
    ".",
    ":",
    ",",
    "|",
    "(",
    "12",
    "2022",
    "9",
]
PIECES += [
    "T",
    "Z",
    "+07:00",
    "SA",
    "h",
    "giờ",
    "GMT",
    "Cập nhật",
    "Yên Bái,",
    "sáng",
    "Th",
    "Jun",
    "đăng bởi",
    "00",
    "âm lịch",
]


@given(st.lists(st.sampled_from(PIECES), max_size=60), st.sampled_from(["", " "]), st.booleans())
def test_no_heap_of_date_words_makes_it_raise(pieces: list[str], glue: str, month_first: bool) -> None:
    parse(glue.join(pieces), month_first=month_first)


@given(st.integers(1, 400), st.integers(1, 400), st.sampled_from(["điểm", "tỉnh", "sở", "nhiệm vụ", "chỉ tiêu", ""]))
def test_a_fraction_is_never_a_date(part: int, whole: int, noun: str) -> None:
    assert parse(f"{part}/{whole} {noun}") is None
    assert parse(f"đạt {part}/{whole} {noun}") is None


@given(st.integers(0, 10**12), st.sampled_from(["Lượt xem: {}", "Tổng truy cập: {:,}", "{} lượt xem", "{}", "{:,}"]))
def test_a_counter_is_never_a_date(count: int, shape: str) -> None:
    assert parse(shape.format(count)) is None
    assert parse(shape.format(count).replace(",", ".")) is None


@given(
    st.integers(1, 9999), st.integers(1995, 2030), st.sampled_from(["QĐ-UBND", "NĐ-CP", "TB-SNV", "NQ-HĐND", "QH15"])
)
def test_a_document_number_is_never_a_date(number: int, year: int, tail: str) -> None:
    for text in (f"{number}/{year}/{tail}", f"Số: {number}/{year}/{tail}", f"số {number}/{tail} ngày 09/06/2022"):
        assert parse(text) is None


@given(st.datetimes(dt.datetime(1995, 1, 1), dt.datetime(2099, 12, 31)))  # noqa: DTZ001
def test_what_is_printed_in_any_form_is_read_back(moment: dt.datetime) -> None:
    moment = moment.replace(microsecond=0, fold=0)
    d, m, y, clock = moment.day, moment.month, moment.year, moment.strftime("%H:%M:%S")
    aware = moment.replace(tzinfo=VIETNAM)
    for line in (f"{d:02}/{m:02}/{y} {clock}", f"{clock} ngày {d}/{m}/{y}", f"ngày {d} tháng {m} năm {y}, {clock}",
                 f"{d} Th{m} {y} - {clock}", aware.isoformat(), aware.astimezone(dt.UTC).isoformat()):  # fmt: skip
        found = parse(line)
        assert found is not None
        assert found.value == aware, line
    found = parse(f"{m}/{d}/{y} {clock}", month_first=True)
    assert found is not None
    assert found.value == aware

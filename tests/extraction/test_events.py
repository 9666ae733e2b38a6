"""The day that an article's opening gives, and the days that are none: cited, due, lasting, remembered, announced."""

from __future__ import annotations

import datetime as dt

import pytest

from crawler.extraction import events
from crawler.extraction.events import HISTORY, WINDOW, Event, find
from tests.extraction.builder import article, paragraphs, portal

PUBLISHED = dt.date(2021, 4, 15)
THEN = "UBND xã Lũng Cao tổ chức buổi tập huấn về hồ sơ điện tử cho mười hai thôn."

OPENINGS = [
    # day, month and year
    ("Chiều ngày 12/4/2021 {}", "2021-04-12", "12/4/2021", "opening"),
    ("Sáng ngày 09/04/2021, {}", "2021-04-09", "09/04/2021", "opening"),
    ("Sáng 8-4-2021, {}", "2021-04-08", "8-4-2021", "opening"),
    ("Tối 8.4.2021, {}", "2021-04-08", "8.4.2021", "opening"),
    ("Ngày 02 tháng 4 năm 2021, {}", "2021-04-02", "02 tháng 4 năm 2021", "opening"),
    ("Ngày 02, tháng 4, năm 2021, {}", "2021-04-02", "02, tháng 4, năm 2021", "opening"),
    ("Ngày 2/4 năm 2021, {}", "2021-04-02", "2/4 năm 2021", "opening"),
    ("Ngày 12/4/21, {}", "2021-04-12", "12/4/21", "opening"),
    ("Vào lúc 14 giờ chiều ngày 10/4/2021, {}", "2021-04-10", "10/4/2021", "opening"),
    ("Vào hồi 8 giờ 30 phút, ngày 10/4/2021, {}", "2021-04-10", "10/4/2021", "opening"),
    ("Lúc 14h30, ngày 10/4/2021, {}", "2021-04-10", "10/4/2021", "opening"),
    ("08h00' ngày 10/4/2021, {}", "2021-04-10", "10/4/2021", "opening"),
    ("Khoảng 15h chiều 10/4/2021, {}", "2021-04-10", "10/4/2021", "opening"),
    ("Thứ Hai, ngày 12/4/2021, {}", "2021-04-12", "12/4/2021", "opening"),
    ("Sáng thứ 2 (12/4/2021), {}", "2021-04-12", "12/4/2021", "opening"),
    ("Chủ nhật ngày 11/4/2021, {}", "2021-04-11", "11/4/2021", "opening"),
    ("Sáng nay, ngày 15/4/2021, {}", "2021-04-15", "15/4/2021", "opening"),
    ("Hôm nay (15/4/2021), {}", "2021-04-15", "15/4/2021", "opening"),
    ("Đầu giờ sáng 13/4/2021, {}", "2021-04-13", "13/4/2021", "opening"),
    ("Rạng sáng 13/4/2021, {}", "2021-04-13", "13/4/2021", "opening"),
    ("Vừa qua, ngày 07/4/2021, {}", "2021-04-07", "07/4/2021", "opening"),
    ("CTTĐT - Ngày 07/4/2021, {}", "2021-04-07", "07/4/2021", "opening"),
    ("CTTĐT- Chiều 07/4/2021, {}", "2021-04-07", "07/4/2021", "opening"),
    ("(PLVN) - Sáng 07/4/2021, {}", "2021-04-07", "07/4/2021", "opening"),
    ("PORTAL – Sáng 07/4/2021, {}", "2021-04-07", "07/4/2021", "opening"),
    ("“Ngày 07/4/2021, {}", "2021-04-07", "07/4/2021", "opening"),
    ("SÁNG NGÀY 07/4/2021, {}", "2021-04-07", "07/4/2021", "opening"),
    ("Sang ngay 07/4/2021, UBND xa Lung Cao to chuc tap huan ho so dien tu.", "2021-04-07", "07/4/2021", "opening"),
    # without a year
    ("Chiều ngày 12/4, {}", "2021-04-12", "12/4", "opening, year of publication"),
    ("Sáng 8-4, {}", "2021-04-08", "8-4", "opening, year of publication"),
    ("Ngày 9/3, {}", "2021-03-09", "9/3", "opening, year of publication"),
    ("Ngày 9 tháng 3, {}", "2021-03-09", "9 tháng 3", "opening, year of publication"),
    ("Sáng nay (15/4), {}", "2021-04-15", "15/4", "opening, year of publication"),
    ("Cuối giờ chiều 14/4, {}", "2021-04-14", "14/4", "opening, year of publication"),
    ("Sáng 8-12, {}", None, "8-12", "opening"),  # four months before, or to come
    ("Ngày 20/4, {}", None, "20/4", "opening"),  # to come
    # today and yesterday
    ("Hôm nay, {}", "2021-04-15", "Hôm nay", "opening, day of publication"),
    ("Sáng nay, tại nhà văn hóa, {}", "2021-04-15", "Sáng nay", "opening, day of publication"),
    ("Chiều hôm qua, {}", "2021-04-14", "Chiều hôm qua", "opening, day of publication"),
    ("Đêm qua, {}", "2021-04-14", "Đêm qua", "opening, day of publication"),
    # several days
    ("Trong 2 ngày 5-6/4, {}", "2021-04-05", "5-6/4", "opening, first day, year of publication"),
    ("Trong hai ngày 31/3 và 01/4/2021, {}", "2021-03-31", "31/3 và 01/4/2021", "opening, first day"),
    ("Trong các ngày 05, 06, 07/4/2021, {}", "2021-04-05", "05, 06, 07/4/2021", "opening, first day"),
    ("Trong 3 ngày (từ 12 - 14/4/2021), {}", "2021-04-12", "12 - 14/4/2021", "opening, first day"),
    ("Ngày 5 và 6/4, {}", "2021-04-05", "5 và 6/4", "opening, first day, year of publication"),
    ("Từ ngày 12 - 14/4, {}", "2021-04-12", "12 - 14/4", "opening, first day, year of publication"),
    ("Từ ngày 31/3 đến ngày 02/4/2021, {}", "2021-03-31", "31/3 đến ngày 02/4/2021", "opening, first day"),
    ("Ngày 27/3, 03/4 và 10/4, {}", "2021-03-27", "27/3, 03/4 và 10/4", "opening, first day, year of publication"),
    ("Các ngày 20/3 và 03/4/2021, {}", "2021-03-20", "20/3 và 03/4/2021", "opening, first day"),
    ("Đêm 11 rạng sáng 12/4, {}", "2021-04-11", "11 rạng sáng 12/4", "opening, first day, year of publication"),
    ("Tối 31/3, rạng sáng ngày 01/4/2021, {}", "2021-03-31", "31/3, rạng sáng ngày 01/4/2021", "opening, first day"),
    # odd beginnings
    ("(TTĐT) Sáng 12/4/2021, {}", "2021-04-12", "12/4/2021", "opening"),
    ("(BBT) - Sáng 12/4/2021, {}", "2021-04-12", "12/4/2021", "opening"),
    ("Đúng 7 giờ sáng ngày 11.4, {}", "2021-04-11", "11.4", "opening, year of publication"),
    ("Ngày 12/4, La Pán Tẩn là xã đầu tiên ra quân, còn {}", "2021-04-12", "12/4", "opening, year of publication"),
    # behind a clause of purpose
    ("Hưởng ứng Ngày Sách và Văn hóa đọc 21/4, sáng 14/4, {}", "2021-04-14", "14/4", "clause, year of publication"),
    ("Hưởng ứng Tháng Thanh niên 3/2021, ngày 12/4, {}", "2021-04-12", "12/4", "clause, year of publication"),
    ("Nhân 90 năm ngày thành lập Đoàn (26/3/1931 - 26/3/2021), tối 25/3, {}", "2021-03-25", "25/3",
     "clause, year of publication"),
    ("Tại sân vận động xã Lũng Cao, ngày 11/4 đã diễn ra buổi ra quân của mười hai thôn.", "2021-04-11", "11/4",
     "clause, year of publication"),
    ("Thực hiện Kế hoạch số 12/KH-UBND ngày 05/3/2021 của UBND huyện, ngày 12/4/2021, {}", "2021-04-12", "12/4/2021",
     "clause"),
    ("Nhằm giúp người dân quen với hồ sơ điện tử, chiều 12/4, {}", "2021-04-12", "12/4", "clause, year of publication"),
    ("Tại nhà văn hóa thôn Đông, sáng 12/4/2021, {}", "2021-04-12", "12/4/2021", "clause"),
    ("Được sự đồng ý của huyện, vào lúc 8 giờ ngày 12/4/2021, {}", "2021-04-12", "12/4/2021", "clause"),
]  # fmt: skip
NONE = [
    # acts and their days
    "Căn cứ Quyết định số 12/QĐ-UBND ngày 05/3/2021 của UBND tỉnh về bộ tiêu chí, {}",
    "Theo Quyết định số 12/QĐ-UBND, ngày 05/3/2021, xã Lũng Cao phải hoàn thành trong quý II. {}",
    "Thực hiện Kế hoạch số 12/KH-UBND, ngày 05/3/2021, {}",
    "Theo văn bản số 12/2021, ngày 05/3/2021, {}",
    "Thực hiện Kế hoạch 45/2021, ngày 05/3/2021, {}",
    "Thực hiện chỉ đạo của huyện, ngày 05/3/2021 đã diễn ra theo đúng lịch mà các thôn được báo từ trước Tết.",
    "Ngày 05/3/2021 của UBND tỉnh là ngày ban hành kế hoạch. {}",
    "Quyết định số 1320/QĐ-UBND ngày 18/3/2021 công bố danh mục thủ tục của xã. {}",
    # due days and days from which something holds
    "Trước ngày 30/3/2021, các thôn phải gửi báo cáo về UBND xã Lũng Cao. {}",
    "Đến ngày 30/3/2021, toàn xã có 214 hộ nộp hồ sơ qua mạng. {}",
    "Đến hết ngày 30/3, {}",
    "Từ ngày 01/4/2021, bộ phận một cửa nhận hồ sơ cả sáng thứ Bảy. {}",
    "Kể từ ngày 01/4/2021, {}",
    "Chậm nhất ngày 10/4/2021, {}",
    "Ngày 01/4/2021 trở đi, {}",
    # periods
    "Từ ngày 01/1 đến 31/3/2021, {}",
    "Từ ngày 05 - 20/3/2021, {}",
    "Từ ngày 10 - 12/4 hằng năm, {}",
    "Từ ngày 12 - 14/4/2021, xã sẽ mở lớp tập huấn tại nhà văn hóa thôn Đông.",
    "Từ 8-10/12 thôn đã xong việc số hóa, {}",
    "Ngày 01/2, 01/3 và 01/4, {}",
    "Đêm 10 rạng sáng 20/3, {}",
    "Ngày 01/1 đến ngày 31/3, {}",
    "Ngày 01/3 - 31/3/2021, {}",
    "Ngày 1-30/3, {}",
    "Trong 3 tháng đầu năm 2021, {}",
    "Trong quý I/2021, {}",
    "Tháng 3/2021, {}",
    "Năm 2020, {}",
    # history and memorial days
    "Ngày 03/02/1930, Đảng Cộng sản Việt Nam ra đời. {}",
    "Ngày 20/10/2008, xã Lũng Cao được thành lập theo nghị định của Chính phủ. {}",
    "Ngày 26/3 hằng năm, thanh niên Lũng Cao lại ra quân làm sạch đường làng. {}",
    "Ngày 8/3 là ngày cả thôn cùng nhau vào hội. {}",
    "Ngày 8/3 - Ngày Quốc tế Phụ nữ, {}",
    "Ngày 10/3 âm lịch, {}",
    "Ngày 26/3 năm ngoái, {}",
    "Sáng 7/4, cách đây đúng mười năm, {}",
    "Ngày 07/4/2021 cách đây không lâu, {}",
    # what the sentence itself is about
    "Ngày 12/4 là thời hạn cuối để các thôn gửi bảng chấm điểm về xã. {}",
    "Ngày 12/4/2021 vẫn là mốc mà các thôn phải nhớ khi gửi bảng chấm điểm. {}",
    "Ngày 01/3/2021 đánh dấu bước chuyển của bộ phận một cửa xã Lũng Cao. {}",
    "Ngày 12/4 đã trở thành ngày hội của cả mười hai thôn trong xã. {}",
    # announced
    "Ngày 12/4/2021, UBND xã sẽ tổ chức ngày hội chuyển đổi số tại nhà văn hóa thôn Đông.",
    "Sáng 14/4, dự kiến đoàn của huyện về kiểm tra bộ phận một cửa của xã.",
    "Ngày 20/4/2021, {}",  # later than the publication
    # fractions, scores, numbers
    "Sáng 13/22 sở, {}",
    "Có 6/4 thôn hoàn thành, {}",
    "8/4 thôn đã xong việc số hóa, {}",
    "Ngày 1.500 lượt người đến làm thủ tục, {}",
    "Ngày 32/3/2021, {}",
    "Sáng 29/2/2021, {}",
    "12/4/2021 là con số in trên tờ lịch của thôn, {}",
    # days within the text
    "Xã Lũng Cao nằm ở phía bắc của huyện. Ngày 12/4/2021, {}",
    "Ông Vàng Seo Páo, sinh ngày 12/3/2021 theo giấy tờ, {}",
    "Mới đây, {}",
    "Hiện nay, {}",
    "Ngày nay, {}",
]


@pytest.mark.parametrize(("opening", "day", "raw", "method"), OPENINGS, ids=[o[0] for o in OPENINGS])
def test_the_day_of_an_opening(opening: str, day: str | None, raw: str, method: str) -> None:
    expected = Event(dt.date.fromisoformat(day) if day else None, raw, method)
    assert find([opening.format(THEN)], PUBLISHED) == expected


@pytest.mark.parametrize("opening", NONE)
def test_days_that_are_no_event(opening: str) -> None:
    assert find([opening.format(THEN)], PUBLISHED) is None


@pytest.mark.parametrize("clause", ["về việc các thôn sẽ đổi giờ làm", "bàn cách làm sắp tới, trong đó sẽ có lịch mới"])
def test_what_an_event_announced_does_not_make_it_one_to_come(clause: str) -> None:
    event = find([f"Sáng 12/4/2021, UBND xã Lũng Cao tổ chức họp {clause}."], PUBLISHED)
    assert event is not None
    assert event.day == dt.date(2021, 4, 12)


def test_a_day_without_year_needs_a_publication_shortly_after_it() -> None:
    line = f"Sáng 8-3, {THEN}"
    assert find([line], None) == Event(None, "8-3", "opening")
    last = dt.date(2021, 3, 8) + dt.timedelta(days=WINDOW)
    assert find([line], last) == Event(dt.date(2021, 3, 8), "8-3", "opening, year of publication")
    assert find([line], last + dt.timedelta(days=1)) == Event(None, "8-3", "opening")
    assert find([f"Sáng 30/12, {THEN}"], dt.date(2021, 1, 2)) == Event(
        dt.date(2020, 12, 30), "30/12", "opening, year of publication"
    )
    assert find([f"Sáng 29/2, {THEN}"], dt.date(2020, 3, 2)) == Event(
        dt.date(2020, 2, 29), "29/2", "opening, year of publication"
    )


def test_today_is_not_known_without_the_publication() -> None:
    assert find([f"Hôm nay, {THEN}"], None) == Event(None, "Hôm nay", "opening, day of publication")


def test_history_is_told_and_not_reported() -> None:
    line = f"Ngày 12/4/2021, {THEN}"
    day = dt.date(2021, 4, 12)
    assert find([line], day + dt.timedelta(days=HISTORY)) is not None
    assert find([line], day + dt.timedelta(days=HISTORY + 1)) is None
    assert find([line], None) == Event(day, "12/4/2021", "opening")


def test_nothing_happened_after_the_visit() -> None:
    line = f"Ngày 12/4/2021, {THEN}"
    assert find([line], None, dt.date(2021, 4, 11)) is None
    assert find([line], None, dt.date(2021, 4, 12)) is not None
    assert find([line], None, dt.date(2026, 11, 24)) is not None  # long visited and never dated


def test_only_lead_and_first_paragraph_count() -> None:
    other = "Việc nộp hồ sơ qua mạng ở Lũng Cao được người dân đón nhận từ những ngày đầu."
    dated = f"Ngày 12/4/2021, {THEN}"
    assert find(["Toàn cảnh hội nghị", other, dated], PUBLISHED) is not None
    assert find([other, other, dated], PUBLISHED) is None
    assert find([], PUBLISHED) is None


def test_rows_of_a_schedule_and_captions_are_no_opening() -> None:
    assert find(["Ngày 12/4 | 8 giờ 00 | Họp giao ban tại phòng họp số hai của xã"], PUBLISHED) is None
    assert find(["Ảnh chụp ngày 12/4/2021", "Sáng 12/4/2021"], PUBLISHED) is None


def test_an_event_without_year_is_completed_by_a_publication_known_later() -> None:
    event = find([f"Sáng 8-4, {THEN}"], None)
    assert event is not None
    assert events.with_publication(event, PUBLISHED) == Event(
        dt.date(2021, 4, 8), "8-4", "opening, year of publication"
    )
    assert events.with_publication(event, dt.date(2021, 12, 1)) == event
    known = Event(dt.date(2021, 4, 12), "12/4/2021", "opening")
    assert events.with_publication(known, PUBLISHED) == known
    assert events.with_publication(known, dt.date(2021, 4, 11)) is None
    several = find([f"Từ ngày 31/3 đến 02/4, {THEN}"], None)
    assert several == Event(None, "31/3 đến 02/4", "opening, first day")
    assert events.with_publication(several, PUBLISHED) == Event(
        dt.date(2021, 3, 31), "31/3 đến 02/4", "opening, first day, year of publication"
    )
    today = Event(None, "Chiều qua", "clause, day of publication")
    assert events.with_publication(today, PUBLISHED) == Event(
        dt.date(2021, 4, 14), "Chiều qua", "clause, day of publication"
    )


def test_an_article_keeps_the_event_apart_from_its_publication() -> None:
    text = paragraphs(f"Chiều 12/3, {THEN}", "Các tổ đến tận nhà hướng dẫn người dân nộp hồ sơ qua mạng vào buổi tối.")
    found = article(portal(text))
    assert found.published_on == dt.date(2022, 3, 14)
    assert (found.event_date, found.event_date_raw) == (dt.date(2022, 3, 12), "12/3")
    assert found.event_date_method == "opening, year of publication"
    undated = article(portal(text, stamp="Lượt xem: 14"))
    assert undated.published_at is None
    assert undated.published_raw is None
    assert (undated.event_date, undated.event_date_raw) == (None, "12/3")


def test_the_listings_day_completes_the_event_of_an_undated_article() -> None:
    undated = article(portal(paragraphs(f"Chiều 12/3, {THEN}"), stamp=""))
    assert events.completed(undated, dt.date(2022, 3, 14)) == {
        "event_date": dt.date(2022, 3, 12),
        "event_date_raw": "12/3",
        "event_date_method": "opening, year of publication",
    }
    assert events.completed(article(portal(paragraphs(THEN))), PUBLISHED) == {}

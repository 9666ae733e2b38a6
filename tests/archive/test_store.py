"""The rules by which pages become articles, revisions and aliases; on SQLite and PostgreSQL."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from archive.records import Area, Attachment, DocumentNumber, Outcome, Precision
from archive.store import AlreadyJudged, Capture, PortalInfo, Store, UnknownArticle, UnknownPage
from tests.archive.building import LONG, PORTAL, SHORT, Crawl, article, at

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def crawl(engine: Engine) -> Crawl:
    return Crawl(engine)


def test_a_new_article_is_stored_with_everything_that_was_read(crawl: Crawl) -> None:
    moment = dt.datetime(2025, 6, 30, 23, 30, tzinfo=VIETNAM)
    number = DocumentNumber("12/QĐ-UBND", "QĐ", "12", 2025, "UBND")
    item = article(
        "1",
        published_at=moment,
        published_raw="30/06/2025 23:30",
        published_method="label",
        published_precision=Precision.MINUTE,
        lead="Mở đầu",
        author="Hà Thu",
        section="Tin trong tỉnh",
        language="vi",
        document_numbers=(number, number),
        areas=(Area("thu_tuc", 0.8, ("thủ tục",)),),
        attachments=(Attachment("https://yenbai.gov.vn/a.pdf", "Tải về"),),
    )
    assert crawl.put(item) is Outcome.STORED
    [row] = crawl.rows("SELECT title, lead, text, author, section, published_raw, published_precision FROM article")
    assert tuple(row) == (
        item.title,
        "Mở đầu",
        LONG,
        "Hà Thu",
        "Tin trong tỉnh",
        "30/06/2025 23:30",
        "minute",
    )
    assert crawl.one("SELECT text FROM document") == "12/QĐ-UBND"
    assert crawl.one("SELECT count(*) FROM document_ref") == 1
    assert crawl.one("SELECT code FROM article_area") == "thu_tuc"
    assert crawl.one("SELECT name FROM attachment") == "Tải về"
    assert crawl.one("SELECT outcome FROM page") == "stored"
    assert crawl.one("SELECT count(*) FROM page WHERE article_id IS NOT NULL") == 1


def test_the_local_day_and_the_utc_instant_of_a_late_evening_are_kept_apart(crawl: Crawl) -> None:
    crawl.put(article("1", published_at=dt.datetime(2025, 7, 1, 0, 30, tzinfo=VIETNAM)))
    crawl.put(article("2", text=SHORT, published_at=dt.datetime(2025, 6, 30, 17, 30, tzinfo=dt.UTC)))
    crawl.put(article("3", text="Chỉ có ngày", published_at=dt.date(2025, 7, 1)))
    days = crawl.rows("SELECT CAST(published_on AS TEXT), published_at IS NULL FROM article ORDER BY key")
    assert [(day, bool(missing)) for day, missing in days] == [
        ("2025-07-01", False),
        ("2025-07-01", False),
        ("2025-07-01", True),
    ]
    assert crawl.one("SELECT count(DISTINCT published_at) FROM article") == 1


def test_a_naive_publication_time_is_refused_and_leaves_nothing_behind(crawl: Crawl) -> None:
    item = article("1", published_at=dt.datetime(2025, 7, 1, 8, 0))  # noqa: DTZ001
    page_id = crawl.page(item.url, "1")
    with pytest.raises(ValueError, match="naive"):
        crawl.store.put(page_id, item)
    assert crawl.one("SELECT count(*) FROM article") == 0
    assert crawl.store.judged(page_id) is None


def test_the_same_article_again_is_unchanged_and_only_the_times_move(crawl: Crawl) -> None:
    crawl.put(article("1"))
    assert crawl.put(article("1"), day=2) is Outcome.UNCHANGED
    known = crawl.store.known("yenbai", ["1"])["1"]
    assert known.last_checked == at(2)
    assert crawl.one("SELECT count(*) FROM article WHERE first_seen < last_seen") == 1
    assert crawl.one("SELECT count(*) FROM article_revision") == 0


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Hội nghị khác"},
        {"text": LONG + "\nthêm"},
        {"lead": "Mở đầu mới"},
        {"author": "Người khác"},
        {"section": "Mục khác"},
        {"published_at": dt.date(2025, 6, 29)},
        {"published_at": dt.datetime(2025, 6, 30, 9, 0, tzinfo=VIETNAM)},
        {"published_at": None},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_change_that_a_reader_sees_is_a_revision_with_the_earlier_version_in_full(crawl: Crawl, change: dict) -> None:
    old = {"title": "Hội nghị", "lead": "Mở đầu", "author": "Hà Thu", "section": "Mục"}
    crawl.put(article("1", **old))
    assert crawl.put(article("1", **(old | change)), day=1) is Outcome.REVISED
    [revision] = crawl.rows("SELECT title, lead, text, author, section, cause, page_id FROM article_revision")
    assert tuple(revision) == ("Hội nghị", "Mở đầu", LONG, "Hà Thu", "Mục", "portal", 1)
    assert crawl.one("SELECT revision_count FROM article") == 1
    assert crawl.put(article("1", **(old | change)), day=2) is Outcome.UNCHANGED


def test_typing_differences_of_quotes_dashes_and_blanks_are_no_revision(crawl: Crawl) -> None:
    crawl.put(article("1", text='Quyết định "một cửa" - năm 2025', lead="Một  cửa"))
    assert crawl.put(article("1", text="Quyết định “một cửa” – năm 2025", lead="Một cửa"), day=1) is Outcome.UNCHANGED


def test_a_revision_says_its_cause_and_when_each_version_was_seen(crawl: Crawl) -> None:
    crawl.put(article("1", text="một"))
    crawl.put(article("1", text="hai"), day=1)
    crawl.put(article("1", text="ba"), day=2, cause="parser")
    rows = crawl.rows(
        "SELECT r.text, r.cause, p.id, (r.seen_at = p.fetched_at) FROM article_revision r"
        " JOIN page p ON p.id = r.page_id ORDER BY r.seen_at"
    )
    assert [(text, cause, page, bool(same)) for text, cause, page, same in rows] == [
        ("một", "portal", 1, True),
        ("hai", "parser", 2, True),
    ]
    assert crawl.one("SELECT text FROM article") == "ba"
    assert crawl.one("SELECT page_id FROM article") == 3


def test_a_text_that_goes_back_to_an_earlier_version_is_a_revision_too(crawl: Crawl) -> None:
    outcomes = [crawl.put(article("1", text=text), day=day) for day, text in enumerate(("một", "hai", "một"))]
    assert outcomes == [Outcome.STORED, Outcome.REVISED, Outcome.REVISED]
    assert crawl.one("SELECT text FROM article") == "một"


def test_an_older_capture_never_overwrites_newer_text_but_is_kept_as_an_earlier_version(crawl: Crawl) -> None:
    crawl.put(article("1", text="mới"), day=10)
    assert crawl.put(article("1", text="cũ"), day=2) is Outcome.REVISED
    assert crawl.put(article("1", text="cũ"), day=3) is Outcome.UNCHANGED
    assert crawl.one("SELECT text FROM article") == "mới"
    assert crawl.one("SELECT text FROM article_revision") == "cũ"
    assert crawl.store.known("yenbai", ["1"])["1"].last_checked == at(10)


def test_an_older_capture_does_not_overwrite_a_version_that_was_confirmed_later(crawl: Crawl) -> None:
    crawl.put(article("1", text="một"), day=1)
    crawl.put(article("1", text="một"), day=5)
    crawl.put(article("1", text="hai"), day=3)
    assert crawl.one("SELECT text FROM article") == "một"


def test_first_seen_never_changes(crawl: Crawl) -> None:
    crawl.put(article("1", text="một"), day=5)
    before = crawl.one("SELECT first_seen FROM article")
    for day, text in ((1, "không"), (6, "hai"), (9, "hai")):
        crawl.put(article("1", text=text), day=day)
    assert crawl.one("SELECT first_seen FROM article") == before


def test_attachments_and_cited_documents_follow_the_newest_version(crawl: Crawl) -> None:
    numbers = [DocumentNumber(f"{n}/QĐ-UBND", "QĐ", str(n), None, "UBND") for n in (1, 2)]
    crawl.put(article("1", text="một", document_numbers=tuple(numbers), attachments=(Attachment("u", "a"),)))
    crawl.put(article("1", text="hai", document_numbers=(numbers[1],)), day=1)
    cited = crawl.rows("SELECT d.text FROM document_ref r JOIN document d ON d.id = r.document_id")
    assert [text for (text,) in cited] == ["2/QĐ-UBND"]
    assert crawl.one("SELECT count(*) FROM attachment") == 0
    assert crawl.one("SELECT count(*) FROM document") == 2


def test_captures_that_are_taken_in_late_never_turn_the_times_back(crawl: Crawl) -> None:
    crawl.put(article("1", title="Tin"), day=10)
    times = crawl.rows("SELECT first_seen, last_seen, last_checked, last_status FROM article")
    crawl.store.unchanged(crawl.page(article("1").url, "1", 3, status=304), "1")
    crawl.put(article("2", title="Tin"), day=4)
    crawl.put(article("1", title="Tin"), day=5)
    crawl.miss("1", 6)
    assert crawl.rows("SELECT first_seen, last_seen, last_checked, last_status FROM article") == times


# Aliases


def test_another_address_of_the_same_key_is_an_alias(crawl: Crawl) -> None:
    crawl.put(article("1"))
    other = "https://yenbai.gov.vn:443/Pages/tin.aspx?l=%2FTin&ItemID=1"
    assert crawl.put(article("1", url=other), day=1) is Outcome.ALIAS
    assert crawl.put(article("1", url=other), day=2) is Outcome.ALIAS
    assert crawl.rows("SELECT key, url FROM article_alias") == [(None, other)]
    assert crawl.one("SELECT count(*) FROM article") == 1


def test_the_canonical_address_is_no_alias(crawl: Crawl) -> None:
    first = "https://yenbai.gov.vn/Pages/tin.aspx?ItemID=1&lv=4"
    crawl.put(article("1", url=first))
    assert crawl.put(article("1"), day=1) is Outcome.UNCHANGED
    assert crawl.one("SELECT count(*) FROM article_alias") == 0


def test_the_same_title_date_and_long_text_under_another_key_is_an_alias_and_known_from_then_on(crawl: Crawl) -> None:
    crawl.put(article("1", title="Tin"))
    assert crawl.put(article("2", title="Tin"), day=1) is Outcome.ALIAS
    known = crawl.store.known("yenbai", ["2", "1", "3"])
    assert set(known) == {"1", "2"}
    assert known["2"].key == "2"
    assert known["2"].article_id == known["1"].article_id
    assert crawl.put(article("2", title="Tin"), day=2) is Outcome.ALIAS
    assert crawl.one("SELECT count(*) FROM article_alias") == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"text": SHORT}, {"text": SHORT}),
        ({}, {"title": "Tin khác"}),
        ({}, {"published_at": dt.date(2025, 6, 29)}),
        ({}, {"text": LONG + " thêm"}),
    ],
    ids=["text under 50 words", "title", "date", "text"],
)
def test_articles_that_differ_or_are_too_short_to_tell_are_two(crawl: Crawl, first: dict, second: dict) -> None:
    crawl.put(article("1", **({"title": "Tin"} | first)))
    assert crawl.put(article("2", **({"title": "Tin"} | second))) is Outcome.STORED
    assert crawl.one("SELECT count(*) FROM article") == 2


def test_fifty_words_are_enough_for_an_alias(crawl: Crawl) -> None:
    fifty = SHORT + " nữa"
    assert len(fifty.split()) == 50
    crawl.put(article("1", fifty, title="Tin"))
    assert crawl.put(article("2", fifty, title="Tin")) is Outcome.ALIAS


def test_a_date_that_only_one_address_has_makes_no_second_article(crawl: Crawl) -> None:
    crawl.put(article("1", title="Tin", published_at=None))
    assert crawl.put(article("2", title="Tin")) is Outcome.ALIAS
    assert crawl.put(article("3", title="Tin", published_at=dt.date(2024, 1, 1))) is Outcome.ALIAS
    dated = LONG + " khác"
    crawl.put(article("4", dated, title="Tin"))
    assert crawl.put(article("5", dated, title="Tin", published_at=None)) is Outcome.ALIAS


def test_the_same_article_on_two_portals_is_two_articles(engine: Engine) -> None:
    other = PortalInfo("laocai", "laocai.gov.vn", "lao-cai", "Cổng thông tin điện tử tỉnh Lào Cai")
    Crawl(engine).put(article("1", title="Tin"))
    second = Crawl(engine, other)
    assert second.put(article("1", title="Tin")) is Outcome.STORED
    assert second.one("SELECT count(*) FROM article") == 2


def test_an_alias_that_lags_behind_an_edited_article_stays_an_alias(crawl: Crawl) -> None:
    crawl.put(article("1", title="Tin"))
    crawl.put(article("2", title="Tin"), day=1)
    crawl.put(article("1", LONG + " sửa", title="Tin"), day=2)
    assert crawl.put(article("2", title="Tin"), day=3) is Outcome.ALIAS
    assert crawl.one("SELECT text FROM article") == LONG + " sửa"


def test_an_alias_that_is_edited_on_its_own_becomes_an_article_and_loses_nothing(crawl: Crawl) -> None:
    crawl.put(article("1", title="Tin"))
    crawl.put(article("2", title="Tin"), day=1)
    assert crawl.put(article("2", LONG + " riêng", title="Tin"), day=2) is Outcome.STORED
    assert [key for (key,) in crawl.rows("SELECT key FROM article ORDER BY key")] == ["1", "2"]
    assert crawl.store.known("yenbai", ["2"])["2"].article_id != crawl.store.known("yenbai", ["1"])["1"].article_id


# Province and unit


@pytest.mark.parametrize(
    ("published", "province", "unit"),
    [
        (dt.date(2025, 6, 30), "yen-bai", "yen-bai"),
        (dt.date(2025, 7, 1), "lao-cai", "lao-cai@2025-07-01"),
        (dt.datetime(2025, 6, 30, 17, 0, tzinfo=dt.UTC), "lao-cai", "lao-cai@2025-07-01"),
        (None, None, None),
    ],
    ids=["day before the merger", "day of the merger", "that day in Vietnam, not yet in UTC", "undated"],
)
def test_an_article_keeps_the_unit_of_its_portal_on_its_day(crawl: Crawl, published, province, unit) -> None:
    crawl.put(article("1", published_at=published))
    assert crawl.rows("SELECT province, unit FROM article") == [(province, unit)]


def test_an_undated_article_has_a_province_where_the_unit_never_changed_and_none_without_a_unit(engine: Engine) -> None:
    hue = Crawl(engine, PortalInfo("hue", "hue.gov.vn", "hue", "Huế"))
    hue.put(article("1", published_at=None))
    nobody = Crawl(engine, PortalInfo("tamphuoc", "tamphuoc.example", None, "Tam Phước"))
    nobody.put(article("1"))
    rows = hue.rows("SELECT portal, province, unit FROM article ORDER BY portal")
    assert rows == [("hue", "hue", "hue"), ("tamphuoc", None, None)]


def test_a_corrected_date_moves_the_article_to_the_unit_of_that_day(crawl: Crawl) -> None:
    crawl.put(article("1", published_at=None))
    crawl.put(article("1", published_at=dt.date(2026, 1, 5)), day=1)
    assert crawl.one("SELECT unit FROM article") == "lao-cai@2025-07-01"


# Missing and gone


def test_the_third_different_day_in_a_row_is_gone(crawl: Crawl) -> None:
    crawl.put(article("1"))
    assert [crawl.miss("1", day) for day in (1, 2, 3, 4)] == [
        Outcome.MISSING,
        Outcome.MISSING,
        Outcome.GONE,
        Outcome.GONE,
    ]
    assert crawl.one("SELECT last_status FROM article") == 404


def test_three_misses_on_one_day_in_vietnam_are_one(crawl: Crawl) -> None:
    crawl.put(article("1"), day=-1)
    assert [crawl.miss("1", hour / 24) for hour in (0, 8, 15)] == [Outcome.MISSING] * 3
    assert crawl.miss("1", 16 / 24) is Outcome.MISSING  # past midnight in Vietnam, the same day in UTC
    assert crawl.miss("1", 2) is Outcome.GONE


def test_an_article_that_comes_back_begins_again(crawl: Crawl) -> None:
    crawl.put(article("1"))
    crawl.miss("1", 1)
    crawl.miss("1", 2)
    assert crawl.put(article("1"), day=3) is Outcome.UNCHANGED
    assert [crawl.miss("1", day) for day in (4, 5, 6)] == [Outcome.MISSING, Outcome.MISSING, Outcome.GONE]


def test_failed_and_blocked_visits_neither_count_nor_break_the_row(crawl: Crawl) -> None:
    crawl.put(article("1"))
    crawl.miss("1", 1)
    crawl.store.settle(crawl.page(article("1").url, "1", 2), Outcome.FAILED, "timeout")
    crawl.miss("1", 3)
    crawl.store.settle(crawl.page(article("1").url, "1", 4), Outcome.BLOCKED, "wall")
    assert crawl.miss("1", 5) is Outcome.GONE


def test_misses_of_a_blocked_night_do_not_count(engine: Engine) -> None:
    first = Crawl(engine)
    first.put(article("1"))
    first.store.finish_run(first.run_id, "ok", [], {})
    for day in (1, 2):
        blocked = Crawl(engine, day=day)
        blocked.miss("1", day)
        blocked.store.finish_run(blocked.run_id, "blocked", ["wall"], {})
    night = Crawl(engine, day=3)
    assert [night.miss("1", day) for day in (3, 4, 5)] == [Outcome.MISSING, Outcome.MISSING, Outcome.GONE]


def test_an_address_that_was_never_stored_is_missing_however_often(crawl: Crawl) -> None:
    assert [crawl.miss("9", day) for day in range(4)] == [Outcome.MISSING] * 4


def test_a_missing_article_keeps_its_text_and_when_it_was_last_seen(crawl: Crawl) -> None:
    crawl.put(article("1"), day=1)
    crawl.miss("1", 3)
    known = crawl.store.known("yenbai", ["1"])["1"]
    assert known.last_checked == at(3)
    assert crawl.one("SELECT text FROM article") == LONG
    assert crawl.one("SELECT count(*) FROM article WHERE last_seen < last_checked") == 1


# One outcome per page


def test_not_modified_is_unchanged_and_an_article_nobody_knows_cannot_be_that(crawl: Crawl) -> None:
    crawl.put(article("1"))
    assert crawl.store.unchanged(crawl.page(article("1").url, "1", 2, status=304), "1") is Outcome.UNCHANGED
    assert crawl.one("SELECT last_status FROM article") == 304
    stranger = crawl.page(article("9").url, "9", 2, status=304)
    with pytest.raises(UnknownArticle, match="'9'"):
        crawl.store.unchanged(stranger, "9")
    assert crawl.store.judged(stranger) is None


def test_a_page_is_judged_exactly_once(crawl: Crawl) -> None:
    page_id = crawl.page(article("1").url, "1")
    crawl.store.put(page_id, article("1"))
    for again in (
        lambda: crawl.store.put(page_id, article("1", text="khác")),
        lambda: crawl.store.unchanged(page_id, "1"),
        lambda: crawl.store.miss(page_id, "1", "http_404"),
        lambda: crawl.store.settle(page_id, Outcome.FAILED, "timeout"),
    ):
        with pytest.raises(AlreadyJudged, match="stored already"):
            again()
    assert crawl.one("SELECT text FROM article") == LONG
    assert crawl.store.judged(page_id) is Outcome.STORED


def test_settle_takes_only_outcomes_without_an_article(crawl: Crawl) -> None:
    page_id = crawl.page(article("1").url, "1")
    with pytest.raises(ValueError, match="stored"):
        crawl.store.settle(page_id, Outcome.STORED, "")
    assert crawl.store.settle(page_id, Outcome.REJECTED, "listing") is Outcome.REJECTED
    assert crawl.rows("SELECT outcome, reason FROM page") == [("rejected", "listing")]


def test_listings_and_unknown_numbers_cannot_be_judged(crawl: Crawl) -> None:
    listing = crawl.page("https://yenbai.gov.vn/Tin", None, kind="listing")
    for page_id in (listing, listing + 1):
        with pytest.raises(UnknownPage, match=str(page_id)):
            crawl.store.settle(page_id, Outcome.FAILED, "timeout")


def test_a_capture_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        Capture("https://yenbai.gov.vn/", dt.datetime(2026, 11, 20))  # noqa: DTZ001


def test_the_same_warc_taken_in_twice_changes_nothing(engine: Engine) -> None:
    items = [
        article("1", title="Tin"),
        article("2", title="Tin"),
        article("1", LONG + " sửa", title="Tin"),
        article("3", "ngắn", attachments=(Attachment("u", "a"),)),
    ]
    tables = ("article", "article_revision", "article_alias", "attachment", "page")

    def take_in() -> tuple[list[Outcome], list[list[object]]]:
        crawl = Crawl(engine)
        outcomes = []
        for place, item in enumerate(items):
            page_id = crawl.page(item.url, item.key, place, warc_file="a.warc.gz", warc_offset=place)
            outcomes.append(crawl.store.judged(page_id) or crawl.store.put(page_id, item))
        return outcomes, [sorted(map(str, crawl.rows(f"SELECT * FROM {table}"))) for table in tables]

    first = take_in()
    assert first[0] == [Outcome.STORED, Outcome.ALIAS, Outcome.REVISED, Outcome.STORED]
    assert take_in() == first


# Reading for the crawl


def test_known_gives_validators_of_the_articles_own_address_and_the_newest_bytes(crawl: Crawl) -> None:
    crawl.put(article("1"), etag='"a"', last_modified="Fri, 20 Nov 2026 01:00:00 GMT", warc_file="a", warc_offset=7)
    known = crawl.store.known("yenbai", ["1"])["1"]
    assert (known.etag, known.last_modified) == ('"a"', "Fri, 20 Nov 2026 01:00:00 GMT")
    assert (known.warc_file, known.warc_offset, known.url) == ("a", 7, article("1").url)
    crawl.store.unchanged(crawl.page(article("1").url, "1", 1, status=304, warc_file="b", warc_offset=0), "1")
    known = crawl.store.known("yenbai", ["1"])["1"]
    assert (known.etag, known.warc_file) == ('"a"', "a")  # a 304 has no body
    other = article("1", url="https://yenbai.gov.vn/Pages/tin.aspx?ItemID=1&lv=9")
    crawl.put(other, day=2, etag='"b"', warc_file="c", warc_offset=1)
    known = crawl.store.known("yenbai", ["1"])["1"]
    assert (known.etag, known.warc_file) == (None, "c")


def test_known_takes_more_keys_than_a_statement_can(crawl: Crawl) -> None:
    crawl.put(article("1"))
    known = crawl.store.known("yenbai", [str(number) for number in range(40_000, 0, -1)])
    assert list(known) == ["1"]
    assert crawl.store.known("yenbai", []) == {}
    assert crawl.store.known("laocai", ["1"]) == {}


def test_recheck_gives_recent_articles_newest_first_and_undated_ones_by_first_sight(crawl: Crawl) -> None:
    crawl.put(article("old", "một", published_at=dt.date(2026, 10, 1)))
    crawl.put(article("new", "hai", published_at=dt.date(2026, 11, 19)))
    crawl.put(article("edge", "ba", published_at=dt.date(2026, 11, 1)))
    crawl.put(article("undated", "bốn", published_at=None), day=1)
    crawl.put(article("undated, long ago", "năm", published_at=None), day=-40)
    since = dt.date(2026, 11, 1)
    assert [item.key for item in crawl.store.recheck("yenbai", published_since=since)] == ["undated", "new", "edge"]
    earlier = crawl.store.recheck("yenbai", published_since=since, checked_before=at(0.5))
    assert [item.key for item in earlier] == ["new", "edge"]


def test_latest_capture_is_the_newest_page_with_a_body_under_the_articles_own_key(crawl: Crawl) -> None:
    crawl.put(article("1", title="Tin"))
    crawl.put(article("1", title="Tin"), day=1, body_sha256="ab" * 32, etag='"x"', warc_file="w", warc_offset=5)
    crawl.store.unchanged(crawl.page(article("1").url, "1", 2, status=304), "1")
    crawl.put(article("2", title="Tin"), day=3)
    crawl.store.settle(crawl.page(article("1").url, "1", 4), Outcome.REJECTED, "empty")
    article_id = crawl.store.known("yenbai", ["1"])["1"].article_id
    assert crawl.store.latest_capture(article_id) == Capture(
        article("1").url, at(1), 200, '"x"', None, "ab" * 32, "w", 5
    )
    assert crawl.store.latest_capture(article_id + 1) is None


def test_a_learned_template_is_kept_and_replaced(crawl: Crawl) -> None:
    assert crawl.store.load_template("yenbai") is None
    crawl.store.save_template("yenbai", '{"a": 1}', 8)
    crawl.store.save_template("yenbai", '{"a": 2}', 16)
    assert crawl.store.load_template("yenbai") == '{"a": 2}'
    assert crawl.rows("SELECT portal, pages FROM template") == [("yenbai", 16)]


# Replay


def test_better_rules_replace_the_newest_version_and_say_whose_change_it_was(crawl: Crawl) -> None:
    crawl.put(article("1", "một", layout="cũ"))
    newest = crawl.page(article("1").url, "1", 1)
    crawl.store.put(newest, article("1", "hai", layout="cũ"))
    assert crawl.store.reread(newest, article("1", "hai tốt hơn", layout="cũ")) is Outcome.REVISED
    assert crawl.store.reread(newest, article("1", "hai tốt nhất", layout="mới")) is Outcome.REVISED
    assert crawl.store.reread(newest, article("1", "hai tốt nhất", layout="mới")) is Outcome.UNCHANGED
    causes = crawl.rows("SELECT text, cause FROM article_revision ORDER BY id")
    assert causes == [("một", "portal"), ("hai", "parser"), ("hai tốt hơn", "layout")]
    assert crawl.rows("SELECT outcome FROM page ORDER BY id") == [("stored",), ("revised",)]
    assert crawl.store.known("yenbai", ["1"])["1"].last_checked == at(1)


def test_reading_an_older_page_again_changes_nothing(crawl: Crawl) -> None:
    older = crawl.page(article("1").url, "1")
    crawl.store.put(older, article("1", "một"))
    crawl.put(article("1", "hai"), day=1)
    assert crawl.store.reread(older, article("1", "một tốt hơn")) is Outcome.UNCHANGED
    assert crawl.one("SELECT count(*) FROM article_revision") == 1


def test_a_trial_replay_tells_the_outcome_and_writes_nothing(crawl: Crawl) -> None:
    page_id = crawl.page(article("1").url, "1")
    crawl.store.put(page_id, article("1", "một"))
    assert crawl.store.reread(page_id, article("1", "hai"), write=False) is Outcome.REVISED
    assert crawl.one("SELECT text FROM article") == "một"
    assert crawl.one("SELECT count(*) FROM article_revision") == 0


def test_a_rejected_page_that_better_rules_can_read_becomes_an_article(crawl: Crawl) -> None:
    page_id = crawl.page(article("1").url, "1")
    crawl.store.settle(page_id, Outcome.REJECTED, "empty")
    assert crawl.store.reread(page_id, article("1")) is Outcome.STORED
    assert crawl.rows("SELECT outcome, reason FROM page") == [("stored", None)]
    assert crawl.store.latest_capture(crawl.store.known("yenbai", ["1"])["1"].article_id) is not None


def test_a_new_reading_without_a_change_of_text_still_brings_its_other_fields(crawl: Crawl) -> None:
    page_id = crawl.page(article("1").url, "1")
    crawl.store.put(page_id, article("1"))
    assert crawl.store.reread(page_id, article("1", cchc_score=0.9, language="vi")) is Outcome.UNCHANGED
    assert crawl.rows("SELECT cchc_score, language, revision_count FROM article") == [(0.9, "vi", 0)]


def test_a_store_keeps_no_state_so_two_of_them_see_the_same(crawl: Crawl) -> None:
    crawl.put(article("1"))
    assert set(Store(crawl.engine).known(PORTAL.name, ["1"])) == {"1"}

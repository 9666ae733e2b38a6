"""Foreign WARC files join the raw store: whole and once, or only the records that are ours, byte for byte."""

import datetime as dt
import gzip
import random
import re
import tracemalloc

import pytest

from archive.db import connect, upgrade
from crawler import intake as intake_module
from crawler import warcread
from crawler.config import Config
from crawler.ingest import adopt, select
from crawler.intake import Intake
from crawler.portals import portals
from crawler.reread import Reread
from crawler.warcread import WarcReadError
from crawler.warcscan import Damage, Member, scan
from tests.crawling import rows

HOSTS = {"yenbai.gov.vn": "yenbai"}
PAGE = "https://yenbai.gov.vn/noidung/tintuc/Pages/chi-tiet-tin-tuc.aspx?ItemID={}&l=Tintrongtinh&lv=4"
TEXT = (
    "<html><head><meta charset=utf-8></head><body><h1>Tin số {n}: một cửa xã Mường Khoa làm việc sáng thứ bảy</h1>"
    "<p>Đăng ngày: 0{day}/05/2019 08:00</p><p>Từ đầu tháng, bộ phận một cửa của xã nhận hồ sơ cả sáng thứ bảy, "
    "người dân ở xa không phải nghỉ một buổi chợ để nộp giấy tờ, lần thứ {n}.</p></body></html>"
)


@pytest.fixture
def store(tmp_path):
    directory = tmp_path / "warc"
    directory.mkdir()
    return directory


# --- whole files ----------------------------------------------------------------------------------------------------
def test_a_file_is_copied_once(store, tmp_path):
    file = tmp_path / "a.warc.gz"
    file.write_bytes(b"bytes")
    assert adopt(store, file) == adopt(store, file) == "a.warc.gz"
    assert [path.name for path in store.iterdir()] == ["a.warc.gz"]
    assert (store / "a.warc.gz").read_bytes() == b"bytes"


def test_another_file_of_the_same_name_gets_a_number(store, tmp_path):
    (store / "a.warc.gz").write_bytes(b"ours")
    file = tmp_path / "a.warc.gz"
    file.write_bytes(b"theirs")
    assert adopt(store, file) == adopt(store, file) == "2-a.warc.gz"
    assert (store / "a.warc.gz").read_bytes() == b"ours"


def test_a_file_of_the_store_itself_stays_where_it_is(store):
    (store / "a.warc.gz").write_bytes(b"ours")
    assert adopt(store, store / "a.warc.gz") == "a.warc.gz"
    assert len(list(store.iterdir())) == 1


# --- foreign files, made by hand as other tools write them ----------------------------------------------------------
def record(url, n=1, *, kind="response", status=200, mime="text/html", at="2019-05-09T03:04:05Z", body=None, **more):
    """One record's bytes; headers in a foreign order and spelling."""
    content = TEXT.format(n=n, day=n % 9 + 1) if body is None else body
    answer = f"HTTP/1.1 {status} OK\r\nContent-Type: {mime}\r\nX-Powered-By: someone\r\n\r\n{content}".encode()
    if kind != "response":
        answer = more.pop("block", b"")
    fields = {
        "Content-Length": len(answer),
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{kind}-{n}>",
        "WARC-Target-URI": url.format(n),
        "WARC-Date": at,
        "Content-Type": "application/http; msgtype=response",
        **{name.replace("_", "-"): value for name, value in more.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return b"WARC/1.0\r\n" + head.encode() + b"\r\n" + answer + b"\r\n\r\n"


def write(path, *records):
    """A file with a gzip member for each record; plain where its name says so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(gzip.compress(one) if path.suffix == ".gz" else one for one in records))
    return path


def foreign():
    """Two pages of ours among others."""
    return [
        record("https://tin.example/{}", 90),
        record(PAGE, 1),
        record(PAGE, 2, status=404),
        record(PAGE, 6, WARC_Truncated="disconnect"),
        record("https://yenbai.gov.vn/anh/{}.png", 3, mime="image/png"),
        record("http://www.yenbai.gov.vn:80/noidung/tintuc/Pages/chi-tiet-tin-tuc.aspx?ItemID={}&l=Tintrongtinh", 4),
        record("dns:yenbai.gov.vn", 5, kind="resource"),
    ]


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc"])
def test_only_our_pages_are_copied_and_keep_every_byte(store, tmp_path, name):
    file = write(tmp_path / name, *foreign())
    found = select(store, file, HOSTS)
    assert (found.records, found.damage) == ({"yenbai": 2}, [])
    assert found.left_out == {"unknown": 1, "other": 3}
    [copy] = store.iterdir()
    assert copy.name == found.files["yenbai"]
    kept = gzip.decompress(copy.read_bytes())
    assert kept.endswith(foreign()[1] + foreign()[5])
    pages = [page for _, page in warcread.records(copy)]
    assert [page.url for page in pages] == [PAGE.format(1), foreign()[5].decode().split("URI: ")[1].split("\r")[0]]
    assert pages[0].fetched_at == dt.datetime(2019, 5, 9, 3, 4, 5, tzinfo=dt.UTC)
    assert select(store, file, HOSTS).files == found.files
    assert len(list(store.iterdir())) == 1


def test_a_dry_look_copies_nothing(store, tmp_path):
    file = write(tmp_path / "a.warc.gz", *foreign())
    assert select(store, file, HOSTS, write=False).records == {"yenbai": 2}
    assert list(store.iterdir()) == []


@pytest.mark.parametrize("how", ["by identifier", "by address and date"])
def test_a_revisit_is_read_with_the_body_of_its_original(store, tmp_path, how):
    names = {
        "by identifier": {"WARC_Refers_To": "<urn:uuid:response-1>"},
        "by address and date": {
            "WARC_Refers_To_Target_URI": PAGE.format(1),
            "WARC_Refers_To_Date": "2019-05-09T03:04:05Z",
        },
    }
    revisit = record(PAGE, 2, kind="revisit", at="2020-01-02T00:00:00Z", **names[how])
    lost = record(PAGE, 3, kind="revisit", WARC_Refers_To="<urn:uuid:elsewhere>")
    found = select(store, write(tmp_path / "a.warc.gz", record(PAGE, 1), revisit, lost), HOSTS)
    assert (found.records["yenbai"], found.left_out["unresolved"]) == (2, 1)
    name = found.files["yenbai"]
    [first, again] = [one for one in scan(store / name) if one.kind in ("response", "revisit")]
    original, page = (warcread.read(store, name, one.offset) for one in (first, again))
    assert (page.url, page.body, page.status) == (PAGE.format(2), original.body, 200)
    assert page.fetched_at == dt.datetime(2020, 1, 2, tzinfo=dt.UTC)
    assert revisit in gzip.decompress((store / name).read_bytes())


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc"])
def test_damage_is_named_and_stepped_over(tmp_path, name):
    one, two, three = record(PAGE, 1), record(PAGE, 2), record(PAGE, 3)
    file = write(tmp_path / name, one, two, three)
    data = bytearray(file.read_bytes())
    second = len(gzip.compress(one)) if name.endswith("gz") else len(one)
    third = second + (len(gzip.compress(two)) if name.endswith("gz") else len(two))
    data[second : second + 30] = b"\x00" * 30
    file.write_bytes(bytes(data[:-40]))
    found = list(scan(file))
    assert [(one.url, one.status) for one in found if isinstance(one, Member)] == [(PAGE.format(1), 200)]
    damage = [one for one in found if isinstance(one, Damage)]
    assert damage[0].offset == second
    assert {place for one in damage for place in (one.offset, one.resumed)} - {None} <= {second, third}
    assert damage[-1].resumed is None
    assert f"byte {second}" in str(damage[0])


def test_what_is_no_warc_is_refused(tmp_path):
    for name, data, told in (
        ("a.txt", b"notes", "not a WARC"),
        ("a.gz", gzip.compress(b"notes" * 99), "not a WARC"),
        ("empty.warc", b"", "not a WARC file, it is empty"),
        ("whole.warc.gz", gzip.compress(record(PAGE, 1) + record(PAGE, 2)), "in one piece"),
    ):
        file = tmp_path / name
        file.write_bytes(data)
        with pytest.raises(WarcReadError, match=told):
            list(scan(file))


def test_scan_and_reader_agree_on_every_record_of_ours(tmp_path):
    from tests.crawler.warcfiles import capture, single
    from tests.crawler.warcfiles import write as write_ours

    write_ours(tmp_path, capture(1), capture(2), capture(3, status=404))
    found = [(one.offset, one.url, one.status) for one in scan(single(tmp_path)) if one.kind == "response"]
    assert found == [(offset, page.url, page.status) for offset, page in warcread.records(single(tmp_path))]


# --- into the archive -----------------------------------------------------------------------------------------------
@pytest.fixture
def intake(tmp_path):
    engine = connect(tmp_path / "archive.db")
    upgrade(engine)
    config = Config(tmp_path, tmp_path / "warc", "")
    yield Intake(engine, config, {"yenbai": portals()["yenbai"]}, None)
    engine.dispose()


def test_pages_of_2019_are_articles_of_2019(intake, tmp_path):
    _, [taken] = intake.take(write(tmp_path / "a.warc.gz", *foreign()))
    assert (taken.records, taken.counts["stored"], taken.reasons) == (2, 2, [])
    found = rows(tmp_path, "select key, published_on, province, first_seen from article order by key")
    assert [(row.key[-1], row.published_on, row.province) for row in found] == [
        ("1", "2019-05-02", "yen-bai"),
        ("4", "2019-05-05", "yen-bai"),
    ]
    assert all(row.first_seen.startswith("2019-05-09 03:04:05") for row in found)
    assert [tuple(row) for row in rows(tmp_path, "select mode, source, outcome from run")] == [
        ("ingest", "warc:a.warc.gz", "ok")
    ]


def test_the_same_captures_in_another_file_are_known(intake, tmp_path):
    intake.take(write(tmp_path / "a.warc.gz", *foreign()))
    _, [taken] = intake.take(write(tmp_path / "b.warc.gz", record(PAGE, 1), record(PAGE, 7)))
    assert (taken.counts["known"], taken.counts["stored"]) == (1, 1)
    assert rows(tmp_path, "select count(*) from page")[0][0] == 3


def test_versions_come_in_any_order_and_lie_in_order(intake, tmp_path):
    texts = [TEXT.format(n=f"{year}", day=1) for year in (2020, 2022, 2021)]
    files = [
        record(PAGE, 1, body=text, at=f"{year}-06-01T00:00:00Z")
        for text, year in zip(texts, (2020, 2022, 2021), strict=True)
    ]
    intake.take(write(tmp_path / "a.warc.gz", *files))
    [(title, revisions)] = rows(tmp_path, "select title, revision_count from article")
    assert ("2022" in title, revisions) == (True, 2)
    found = rows(tmp_path, "select title, seen_at, replaced_at from article_revision order by seen_at")
    assert [re.findall(r"\d{4}", f"{row.title} {row.seen_at[:4]} {row.replaced_at[:4]}") for row in found] == [
        ["2020", "2020", "2021"],
        ["2021", "2021", "2022"],
    ]


def test_a_killed_ingest_goes_on_where_it_was(intake, tmp_path, monkeypatch):
    file = write(tmp_path / "a.warc.gz", *(record(PAGE, n) for n in range(1, 13)))
    read, seen = warcread.read, []

    def dying(*place):
        seen.append(place)
        if len(seen) == 7:
            raise KeyboardInterrupt
        return read(*place)

    monkeypatch.setattr(warcread, "read", dying)
    with pytest.raises(KeyboardInterrupt):
        intake.take(file)
    assert rows(tmp_path, "select outcome from run")[0].outcome == "broken"
    monkeypatch.setattr(warcread, "read", read)
    _, [taken] = intake.take(file)
    assert (taken.counts["known"], taken.counts["stored"]) == (6, 6)
    assert (
        rows(tmp_path, "select count(*) from page")[0][0] == rows(tmp_path, "select count(*) from article")[0][0] == 12
    )
    assert not [path for path in (tmp_path / "warc").iterdir() if path.suffix == ".part"]


def test_a_page_that_kills_its_reader_is_failed_and_the_others_are_stored(tmp_path, monkeypatch):
    def reading(pages, rules, workers):
        for page in pages:
            error = "reading it kills the process" if "ItemID=2&" in page.url else ""
            yield Reread(page, None) if not error else Reread(page, None, error)

    monkeypatch.setattr(intake_module, "TAUGHT", 0)
    monkeypatch.setattr(intake_module, "read_all", reading)
    engine = connect(tmp_path / "archive.db")
    upgrade(engine)
    config = Config(tmp_path, tmp_path / "warc", "", extract_workers=2)
    file = write(tmp_path / "a.warc.gz", *(record(PAGE, n) for n in (1, 2, 3)))
    _, [taken] = Intake(engine, config, {"yenbai": portals()["yenbai"]}, None).take(file)
    engine.dispose()
    assert (taken.counts["stored"], taken.counts["failed"], taken.reasons) == (2, 1, [])
    found = rows(tmp_path, "select key, reason from page where outcome = 'failed'")
    assert [(row.key[-1], row.reason) for row in found] == [("2", "unreadable")]


def test_memory_stays_flat_over_a_large_file(tmp_path):
    big = record("https://tin.example/{}", 1, body=random.Random(1).randbytes(1_500_000).hex())
    file = write(tmp_path / "a.warc.gz", *([big] * 12), record(PAGE, 1))
    tracemalloc.start()
    found = select(tmp_path / "warc", file, HOSTS)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.records == {"yenbai": 1}
    assert peak < 3_000_000

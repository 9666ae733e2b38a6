"""Reading WARC files, ours and foreign ones: encodings, odd records, torn and enormous ones."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import random
import zlib
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from backports import zstd

from crawler.warc import read, records
from crawler.warcread import DamagedWarcWarning, WarcReadError, header_map
from tests.crawler.warcfiles import capture, single, write


# --- content encodings ------------------------------------------------------------------------------------------------
def _raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PLAIN = "Hội nghị đánh giá chỉ số cải cách hành chính năm nay. ".encode() * 50
ENCODED = {
    "gzip": gzip.compress(PLAIN),
    "x-gzip": gzip.compress(PLAIN[:100]) + gzip.compress(PLAIN[100:]),
    "deflate": zlib.compress(PLAIN),
    "Deflate": _raw_deflate(PLAIN),
    "br": brotli.compress(PLAIN),
    "zstd": zstd.compress(PLAIN),
    "identity": PLAIN,
    "br, gzip": gzip.compress(brotli.compress(PLAIN)),
}


@pytest.mark.parametrize("encoding", ENCODED)
def test_the_stored_payload_is_encoded_and_the_page_is_not(tmp_path: Path, encoding: str) -> None:
    (ref,) = write(tmp_path, capture(1, ENCODED[encoding], headers=((b"Content-Encoding", encoding.encode()),)))
    assert ref.sha256 == hashlib.sha256(ENCODED[encoding]).hexdigest()
    page = read(tmp_path, ref.file, ref.offset)
    assert page.body == PLAIN
    assert "content-encoding" not in page.headers


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "compress", "utf-8"])
def test_an_encoding_that_is_a_lie_leaves_the_body_as_it_came(tmp_path: Path, encoding: str) -> None:
    (ref,) = write(tmp_path, capture(1, b"<p>tin</p>", headers=((b"Content-Encoding", encoding.encode()),)))
    page = read(tmp_path, ref.file, ref.offset)
    assert page.body == b"<p>tin</p>"
    assert page.headers["content-encoding"] == encoding


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_an_encoded_body_that_broke_off_gives_its_readable_start(tmp_path: Path, encoding: str) -> None:
    body = "".join(chr(0x61 + n) for n in random.Random(5).choices(range(26), k=400_000)).encode()
    packed = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstd.compress}
    cut = packed[encoding](body)
    cut = cut[: len(cut) // 2]
    (ref,) = write(tmp_path, capture(1, cut, headers=((b"Content-Encoding", encoding.encode()),)))
    page = read(tmp_path, ref.file, ref.offset)
    assert len(page.body) > 1000
    assert body.startswith(page.body)


def test_a_decompression_bomb_is_cut_at_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.warcread.MAX_BODY", 100_000)
    bombs = {"gzip": gzip.compress(bytes(5_000_000)), "br": brotli.compress(bytes(5_000_000))}
    for encoding, body in bombs.items():
        (ref,) = write(tmp_path, capture(1, body, headers=((b"Content-Encoding", encoding.encode()),)))
        assert read(tmp_path, ref.file, ref.offset).body == bytes(100_000)


# --- what is not there ------------------------------------------------------------------------------------------------
def test_reading_where_nothing_is_says_so(tmp_path: Path) -> None:
    (ref,) = write(tmp_path, capture(1))
    size = (tmp_path / ref.file).stat().st_size
    for name, offset in (("none.warc.gz", 0), (ref.file, 5), (ref.file, size), (ref.file, 0), ("../x", 0)):
        with pytest.raises(WarcReadError, match=r"none\.warc|byte|\.\./x"):
            read(tmp_path, name, offset)


# --- foreign files ----------------------------------------------------------------------------------------------------
def foreign(kind: str, url: str, block: bytes, **headers: str) -> bytes:
    """A record as some other tool might write it."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    lines = {"WARC-Type": kind, "WARC-Target-URI": url, "WARC-Date": "2019-05-06T07:08:09Z", **named}
    lines.setdefault("Content-Type", "application/http; msgtype=response")
    lines["WARC-Record-ID"] = "<urn:uuid:00000000-0000-4000-8000-000000000000>"
    lines["Content-Length"] = str(len(block))
    return (
        "".join(["WARC/1.0\r\n", *(f"{a}: {b}\r\n" for a, b in lines.items()), "\r\n"]).encode() + block + b"\r\n\r\n"
    )


def http(body: bytes, *headers: str, status: str = "HTTP/1.1 200 OK") -> bytes:
    """An HTTP response block."""
    return "\r\n".join([status, *headers, "", ""]).encode() + body


def test_uncompressed_foreign_files_are_read_with_offsets_that_work(tmp_path: Path) -> None:
    blocks = [foreign("response", f"http://cu.example/{n}", http(b"tin %d" % n)) for n in range(4)]
    blocks.insert(1, foreign("dns", "dns:cu.example", b"20190506\n", Content_Type="text/dns"))
    blocks.insert(2, foreign("response", "dns:cu.example", b"20190506\n", Content_Type="text/dns"))
    path = tmp_path / "cu.warc"
    path.write_bytes(b"".join(blocks))
    found = list(records(path))
    assert [page.body for _, page in found] == [b"tin 0", b"tin 1", b"tin 2", b"tin 3"]
    assert found[0][1].fetched_at == dt.datetime(2019, 5, 6, 7, 8, 9, tzinfo=dt.UTC)
    assert [read(tmp_path, path.name, offset) for offset, _ in found] == [page for _, page in found]


def test_chunked_payloads_are_undone_whether_or_not_the_writer_left_the_chunks(tmp_path: Path) -> None:
    packed = gzip.compress(PLAIN)
    chunks = b"".join(b"%x;x=1\r\n%s\r\n" % (len(part), part) for part in (packed[:50], packed[50:])) + b"0\r\n\r\n"
    header = ("Transfer-Encoding: chunked", "Content-Encoding: gzip")
    path = tmp_path / "a.warc.gz"
    bodies = (chunks, packed, chunks[:-5])
    path.write_bytes(b"".join(gzip.compress(foreign("response", "http://a.vn/", http(b, *header))) for b in bodies))
    assert [page.body for _, page in records(path)] == [PLAIN, PLAIN, PLAIN]


@pytest.mark.parametrize(
    ("line", "status"),
    [("HTTP/1.1 200", 200), ("HTTP/1.1", 0), ("garbage", 0), ("HTTP/1.0 abc OK", 0), ("HTTP/1.1 404 Không thấy", 404)],
)
def test_malformed_status_lines_cost_no_page(tmp_path: Path, line: str, status: int) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(foreign("response", "<http://a.vn/x>", http(b"tin", "A: b", status=line))))
    ((_, page),) = records(path)
    assert (page.url, page.status, page.body) == ("http://a.vn/x", status, b"tin")


def test_a_date_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(foreign("response", "http://a.vn/", http(b"tin"), WARC_Date="yesterday"))
    ((_, page),) = records(path)
    assert page.fetched_at is None


def test_a_file_compressed_in_one_piece_is_refused_with_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(b"".join(foreign("response", "http://a.vn/", http(b"tin")) for _ in range(3))))
    with pytest.raises(WarcReadError, match="warcio recompress"):
        list(records(path))


def test_what_is_no_warc_file_is_refused_and_an_empty_one_is_empty(tmp_path: Path) -> None:
    for name, data in (("a.txt", b"tin tuc"), ("b.gz", gzip.compress(b"tin tuc"))):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(WarcReadError, match="not a WARC file"):
            list(records(tmp_path / name))
    (tmp_path / "c.warc.gz").write_bytes(b"")
    assert list(records(tmp_path / "c.warc.gz")) == []
    with pytest.raises(FileNotFoundError):
        list(records(tmp_path / "none.warc.gz"))


@pytest.mark.parametrize("suffix", [".warc", ".warc.gz"])
def test_a_torn_end_of_a_foreign_file_is_a_warning_after_the_whole_records(tmp_path: Path, suffix: str) -> None:
    parts = [foreign("response", f"http://a.vn/{n}", http(random.Random(n).randbytes(900))) for n in range(3)]
    data = b"".join(gzip.compress(part) if suffix == ".warc.gz" else part for part in parts)
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data[:-300])
    with pytest.warns(DamagedWarcWarning, match="torn end"):
        found = [page.url for _, page in records(path)]
    assert found == ["http://a.vn/0", "http://a.vn/1"]


def test_an_enormous_payload_is_cut_and_the_next_record_is_still_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.warcread.MAX_BODY", 10_000)
    monkeypatch.setattr("crawler.warcread._HEADER_ROOM", 5_000)
    refs = write(tmp_path, capture(1, bytes(3_000_000)), capture(2))
    found = list(records(single(tmp_path)))
    assert [len(page.body) for _, page in found] == [10_000, len(capture(2).body)]
    assert [offset for offset, _ in found] == [ref.offset for ref in refs]


def test_header_names_are_lower_case_and_blanks_are_stripped() -> None:
    assert header_map([(b"X-A ", b" 1"), (b"x-a", b"2 ")]) == {"x-a": "1, 2"}

"""The raw store in real crawls: every answer is kept before it is judged, and what cannot be kept is not judged."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path
from typing import Any

from aiohttp import web

from crawler.warc import Capture, RawRef, Writer, read, records
from tests.crawler.crawling import CountingServer, Crawl, crawl

PAGE = "<html><body><p>Bản tin về cải cách hành chính.</p></body></html>" * 30


def settings(folder: Path, **more: Any) -> dict[str, Any]:
    """A crawl with the raw store, its files in folder/warc."""
    return {
        "CCHC_WARC_DIR": str(folder / "warc"),
        "DOWNLOADER_MIDDLEWARES": {"crawler.raw.RawStore": 950},
        **more,
    }


def kept(folder: Path) -> list[tuple[str, int]]:
    """(path and query, status) of everything in the folder's WARC files."""
    found = []
    for path in sorted((folder / "warc").glob("*.warc.gz")):
        found += [("/" + page.url.split("/", 3)[3], page.status) for _, page in records(path)]
    return found


def answer(request: web.Request, seen: int) -> web.Response | bytes:
    """A portal with everything that is not a page."""
    encoding = {"Content-Encoding": "gzip"}
    match request.path:
        case "/robots.txt":
            return web.Response(text="User-agent: *\nDisallow:\n")
        case "/gzip":
            return web.Response(body=gzip.compress(PAGE.encode()), headers=encoding, content_type="text/html")
        case "/moved":
            return web.Response(status=301, headers={"Location": "/page"})
        case "/wall":
            return web.Response(status=403, text="Xác minh bạn không phải robot")
        case "/busy":
            return web.Response(status=503 if seen == 0 else 200, text=f"lần {seen}")
        case "/binary":
            return web.Response(body=bytes(range(256)), content_type="application/octet-stream")
        case "/torn" | "/mended" if request.path == "/torn" or seen == 0:
            return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<p>half"
        case "/odd":
            return b"HTTP/1.1 299 \xc4\x90\xe1\xba\xa5t\r\nContent-Length: 3\r\nX-Old: caf\xe9\r\n\r\ntin"
        case "/chunked":
            return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ntin\r\n4\r\n moi\r\n0\r\n\r\n"
    return web.Response(text=PAGE, content_type="text/html")


def visit(folder: Path, *paths: str, **more: Any) -> Crawl:
    """Crawl these paths of the portal above."""
    with CountingServer(answer, folder) as server:
        return crawl([f"http://127.0.0.1:{server.port}{path}" for path in paths], settings(folder, **more))


def test_every_answer_is_kept_as_received_and_the_callback_knows_where(tmp_path: Path) -> None:
    paths = ["/page?ItemID=1&l=a+b", "/gzip", "/moved", "/wall", "/busy", "/binary", "/odd", "/chunked"]
    done = visit(tmp_path, *paths, ROBOTSTXT_OBEY=True)
    assert done.failures == []
    expected = [("/robots.txt", 200), ("/page?ItemID=1&l=a+b", 200), ("/gzip", 200), ("/moved", 301), ("/page", 200)]
    expected += [("/wall", 403), ("/busy", 503), ("/busy", 200), ("/binary", 200), ("/odd", 299), ("/chunked", 200)]
    assert sorted(kept(tmp_path)) == sorted(expected)
    assert done.stats["raw/responses"] == len(expected)
    assert len(done.answers) == len(paths)
    for one in done.answers:
        ref = RawRef(*one["raw"])
        page = read(tmp_path / "warc", ref.file, ref.offset)
        assert (page.url, page.status, page.body) == (one["url"], one["status"], one["body"].encode("latin-1"))
        wire = gzip.compress(PAGE.encode()) if one["url"].endswith("/gzip") else page.body
        assert ref.length == len(wire)
        assert one["url"].endswith("/gzip") or ref.sha256 == hashlib.sha256(wire).hexdigest()
    assert [path.suffix for path in (tmp_path / "warc").iterdir()] == [".gz"]


def test_a_retry_or_a_timeout_never_points_at_the_bytes_of_an_earlier_answer(tmp_path: Path) -> None:
    done = visit(tmp_path, "/busy")
    (one,) = done.answers
    assert read(tmp_path / "warc", one["raw"][0], one["raw"][1]).body == "lần 1".encode()


def test_an_answer_that_broke_off_is_kept_asked_for_again_and_in_the_end_a_failure(tmp_path: Path) -> None:
    middlewares = {"crawler.raw.RawStore": 950, "crawler.raw.RetryTruncated": 940}
    done = visit(
        tmp_path, "/torn", "/mended", DOWNLOAD_FAIL_ON_DATALOSS=False, DOWNLOADER_MIDDLEWARES=middlewares, RETRY_TIMES=2
    )
    assert [failure["type"] for failure in done.failures] == ["ResponseDataLossError"]
    assert "broke off after 7 bytes" in done.failures[0]["text"]
    assert [one["body"] for one in done.answers] == [PAGE.encode().decode("latin-1")]
    (path,) = (tmp_path / "warc").iterdir()
    bodies = [page.body for _, page in records(path)]
    assert (bodies.count(b"<p>half"), bodies.count(PAGE.encode())) == (4, 1)
    assert gzip.decompress(path.read_bytes()).count(b"WARC-Truncated: disconnect") == 4


def test_an_unchanged_page_is_kept_as_a_revisit_of_the_first_capture(tmp_path: Path) -> None:
    with CountingServer(answer, tmp_path) as server:
        url = f"http://127.0.0.1:{server.port}/page"
        first = crawl([url], settings(tmp_path)).answers[0]["raw"]
        prelude = (
            "from crawler.warc import RawRef\n"
            "from crawler.raw import RawStore\n"
            "plain = RawStore.process_request\n"
            "async def with_previous(self, request):\n"
            f"    request.meta['previous_raw'] = RawRef(*{first!r})\n"
            "    await plain(self, request)\n"
            "RawStore.process_request = with_previous\n"
        )
        again = crawl([url], settings(tmp_path), prelude=prelude)
    assert again.answers[0]["raw"][:2] != first[:2]
    assert again.answers[0]["raw"][2:] == first[2:]
    assert kept(tmp_path) == [("/page", 200)]
    assert len(list((tmp_path / "warc").iterdir())) == 2


def test_what_a_killed_crawl_left_open_is_closed_by_the_next_one(tmp_path: Path) -> None:
    directory = tmp_path / "warc"
    with Writer(directory, "visitor") as writer:
        refs = [writer.write(Capture(f"http://a.vn/{n}", status=200, body=PAGE.encode())) for n in range(2)]
    path = directory / refs[0].file
    data = path.read_bytes()
    path.unlink()
    path.with_name(path.name + ".open").write_bytes(data[:-100] + b"\x00" * 9)
    done = visit(tmp_path, "/page")
    assert "torn bytes set aside" in done.log
    assert read(directory, refs[1].file, refs[1].offset).body == PAGE.encode()
    assert [p.name for p in directory.glob("*.torn")] == [refs[0].file + ".torn"]
    assert not list(directory.glob("*.open"))
    assert len(done.answers) == 1


def test_a_full_disk_closes_the_crawl_and_no_page_is_judged_without_its_bytes(tmp_path: Path) -> None:
    prelude = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (6_000, 6_000))\n"

    def noise(request: web.Request, seen: int) -> web.Response:
        return web.Response(body=hashlib.shake_128(request.path.encode()).digest(1500))

    with CountingServer(noise, tmp_path) as server:
        urls = [f"http://127.0.0.1:{server.port}/{n}" for n in range(40)]
        done = crawl(urls, settings(tmp_path, CONCURRENT_REQUESTS=4), prelude=prelude)
    assert done.stats["finish_reason"] == "disk_full"
    assert "make room" in done.log
    assert 1 <= len(done.answers) == len(kept(tmp_path)) < 10
    assert {failure["type"] for failure in done.failures} == {"RawStoreError"}
    assert len(server.paths) <= len(done.answers) + 4  # those that were under way
    for one in done.answers:
        assert read(tmp_path / "warc", one["raw"][0], one["raw"][1]).body == one["body"].encode("latin-1")


def test_a_folder_that_cannot_be_written_closes_the_crawl_too(tmp_path: Path) -> None:
    (tmp_path / "warc").write_text("a file where the folder should be")
    done = visit(tmp_path, *(f"/page?{n}" for n in range(20)))
    assert done.stats["finish_reason"] == "raw_store_failed"
    assert done.answers == []
    assert "cannot write" in done.log


def test_answers_that_come_from_a_warc_file_are_not_written_again(tmp_path: Path) -> None:
    prelude = (
        "from scrapy.http import HtmlResponse\n"
        "from crawler.raw import RawStore\n"
        "plain = RawStore.process_request\n"
        "async def from_file(self, request):\n"
        "    return HtmlResponse(request.url, body=b'<p>tin</p>', flags=['warc'])\n"
        "RawStore.process_request = from_file\n"
    )
    done = crawl(["http://a.vn/1"], settings(tmp_path), prelude=prelude)
    assert [one["raw"] for one in done.answers] == [None]
    assert not (tmp_path / "warc").exists()

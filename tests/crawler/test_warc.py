"""WARC files: what is written is read back, by us and by other tools, and a killed process costs one record at most."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import os
import random
import signal
import subprocess
import sys
import textwrap
import warnings
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.warc import Capture, RawRef, RawStoreError, Writer, read, records, repair
from crawler.warcread import DamagedWarcWarning, WarcReadError
from tests.crawler.warcfiles import NOON, capture, single, write

ROOT = Path(__file__).resolve().parents[2]


def raw_records(path: Path) -> Iterator[tuple[WarcRecordType, dict[str, str], bytes]]:
    """(type, WARC headers, block) of every record, as FastWARC sees the file."""
    for record in ArchiveIterator(io.BytesIO(path.read_bytes()), parse_http=False):
        yield record.record_type, dict(record.headers.items()), record.reader.read()


# --- write and read ---------------------------------------------------------------------------------------------------
def test_a_response_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    sent = capture(7, headers=((b"Content-Type", b"text/html; charset=utf-8"), (b"ETag", b'"x1"')))
    (ref,) = write(tmp_path, sent)
    page = read(tmp_path, ref.file, ref.offset)
    assert (page.url, page.status, page.body, page.fetched_at) == (sent.url, 200, sent.body, NOON)
    assert dict(page.headers) == {"content-type": "text/html; charset=utf-8", "etag": '"x1"'}
    assert (ref.sha256, ref.length) == (hashlib.sha256(sent.body).hexdigest(), len(sent.body))


def test_every_reference_points_at_its_own_record(tmp_path: Path) -> None:
    sent = [capture(n) for n in range(30)]
    refs = write(tmp_path, *sent)
    for ref, one in random.Random(3).sample(list(zip(refs, sent, strict=True)), 30):
        assert read(tmp_path, ref.file, ref.offset).body == one.body
    assert [offset for offset, _ in records(single(tmp_path))] == [ref.offset for ref in refs]


def test_other_tools_accept_the_file(tmp_path: Path) -> None:
    with Writer(tmp_path, "tin", info={"robots": "obey"}) as writer:
        first = writer.write(capture(1, ip_address="127.0.0.1"))
        writer.write(capture(1), previous=first)
        writer.write(capture(2, b"", status=304))
        writer.write(capture(3, os.urandom(5000), status=503))
    path = single(tmp_path)
    check = subprocess.run([sys.executable, "-m", "warcio.cli", "check", "-v", path], capture_output=True, text=True)
    assert check.returncode == 0, check.stdout + check.stderr
    assert "digest failed" not in check.stdout
    assert check.stdout.count("digest pass") >= 6
    for record in ArchiveIterator(io.BytesIO(path.read_bytes()), parse_http=False):
        assert record.record_type == WarcRecordType.warcinfo or record.verify_block_digest()


def test_the_file_begins_with_warcinfo_and_pairs_each_response_with_its_request(tmp_path: Path) -> None:
    write(tmp_path, capture(1, request_headers=((b"User-Agent", b"CCHC"),), ip_address="127.0.0.1"))
    (info, response, request) = raw_records(single(tmp_path))
    assert info[0] == WarcRecordType.warcinfo
    assert info[1]["WARC-Filename"] == single(tmp_path).name
    assert response[1]["WARC-Date"] == "2026-03-02T05:00:01.250000Z"
    assert response[1]["WARC-IP-Address"] == "127.0.0.1"
    assert request[0] == WarcRecordType.request
    assert request[1]["WARC-Concurrent-To"] == response[1]["WARC-Record-ID"]
    assert request[2].startswith(b"GET /bai/1?p=1&q=2 HTTP/1.1\r\nHost: tin.example\r\nUser-Agent: CCHC\r\n")


def test_a_finished_file_has_the_name_that_was_promised(tmp_path: Path) -> None:
    (ref,) = write(tmp_path, capture())
    portal, stamp, pid = ref.file.removesuffix(".warc.gz").split("-")
    assert (portal, pid) == ("tin", str(os.getpid()))
    assert dt.datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC) <= dt.datetime.now(dt.UTC)
    assert [path.name for path in tmp_path.iterdir()] == [ref.file]


def test_two_writers_of_one_second_and_process_take_different_files(tmp_path: Path) -> None:
    with Writer(tmp_path, "tin") as one, Writer(tmp_path, "tin") as two:
        refs = [one.write(capture(1)), two.write(capture(2))]
    assert refs[0].file != refs[1].file
    assert [read(tmp_path, ref.file, ref.offset).body for ref in refs] == [capture(1).body, capture(2).body]


def test_a_full_file_is_closed_and_the_next_one_opened(tmp_path: Path) -> None:
    with Writer(tmp_path, "tin", max_bytes=3000) as writer:
        refs = [writer.write(capture(n, random.Random(n).randbytes(1200))) for n in range(6)]
    assert len({ref.file for ref in refs}) == 3
    assert {path.name for path in tmp_path.iterdir()} == {ref.file for ref in refs}
    assert [len(read(tmp_path, ref.file, ref.offset).body) for ref in refs] == [1200] * 6


def test_a_record_can_be_read_while_the_file_is_still_open(tmp_path: Path) -> None:
    with Writer(tmp_path, "tin") as writer:
        ref = writer.write(capture(4))
        assert single_open(tmp_path).name == ref.file + ".open"
        assert read(tmp_path, ref.file, ref.offset).body == capture(4).body


def single_open(directory: Path) -> Path:
    """The directory's one unfinished file."""
    (path,) = directory.glob("*.open")
    return path


def test_a_body_of_thirty_megabytes_survives(tmp_path: Path) -> None:
    body = random.Random(1).randbytes(30_000_000)
    (small, big) = write(tmp_path, capture(1), capture(2, body))
    assert read(tmp_path, big.file, big.offset).body == body
    assert read(tmp_path, small.file, small.offset).body == capture(1).body


def test_bytes_that_are_no_text_survive(tmp_path: Path) -> None:
    body = bytes(range(256)) * 3 + b"\r\n\r\nWARC/1.1\r\nWARC-Type: response\r\n\r\n\x1f\x8b\x08"
    (ref,) = write(tmp_path, capture(1, body))
    assert read(tmp_path, ref.file, ref.offset).body == body
    assert len(list(records(single(tmp_path)))) == 1


def test_header_bytes_are_stored_as_received_and_read_as_utf8_or_latin1(tmp_path: Path) -> None:
    headers = (
        (b"X-Title", "Cải cách".encode()),
        (b"X-Old", b"caf\xe9"),
        (b"Set-Cookie", b"a=1"),
        (b"Set-Cookie", b"b=2"),
        (b"X-Split", b"one\r\nInjected: two"),
    )
    (ref,) = write(tmp_path, capture(1, headers=headers))
    page = read(tmp_path, ref.file, ref.offset)
    assert page.headers["x-title"] == "Cải cách"
    assert page.headers["x-old"] == "café"
    assert page.headers["set-cookie"] == "a=1, b=2"
    assert "injected" not in page.headers
    assert page.body == capture(1).body
    block = next(block for kind, _, block in raw_records(single(tmp_path)) if kind == WarcRecordType.response)
    assert b"X-Title: " + "Cải cách".encode() + b"\r\nX-Old: caf\xe9\r\n" in block


def test_a_stale_transfer_encoding_header_does_not_reach_readers(tmp_path: Path) -> None:
    (ref,) = write(tmp_path, capture(1, headers=((b"Transfer-Encoding", b"chunked"),)))
    assert dict(read(tmp_path, ref.file, ref.offset).headers) == {"x-archive-orig-transfer-encoding": "chunked"}


@pytest.mark.parametrize("status", [200, 204, 299, 304, 404, 503, 599, 999])
def test_any_status_is_read_back(tmp_path: Path, status: int) -> None:
    (ref,) = write(tmp_path, capture(1, status=status))
    assert read(tmp_path, ref.file, ref.offset).status == status


def test_a_broken_off_answer_is_marked_as_truncated(tmp_path: Path) -> None:
    write(tmp_path, capture(1, truncated="disconnect"))
    assert [headers.get("WARC-Truncated") for _, headers, _ in raw_records(single(tmp_path))] == [
        None,
        "disconnect",
        None,
    ]


@settings(max_examples=60, deadline=None)
@given(body=st.binary(max_size=3000), value=st.binary(max_size=40), status=st.integers(100, 999))
def test_whatever_bytes_come_they_are_read_back(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, value: bytes, status: int
) -> None:
    directory = tmp_path_factory.mktemp("any")
    (ref,) = write(directory, capture(1, body, status=status, headers=((b"X-Any", value),)))
    page = read(directory, ref.file, ref.offset)
    assert (page.body, page.status) == (body, status)


# --- revisits ---------------------------------------------------------------------------------------------------------
def test_the_same_payload_again_is_a_revisit_that_names_the_first_capture(tmp_path: Path) -> None:
    (first,) = write(tmp_path, capture(1))
    (before,) = [path.stat().st_size for path in tmp_path.iterdir()]
    later = capture(1, fetched_at=NOON + dt.timedelta(days=1), headers=((b"Date", b"today"),))
    with Writer(tmp_path, "tin") as writer:
        again = writer.write(later, previous=first)
    assert (again.sha256, again.length) == (first.sha256, first.length)
    assert (again.file, again.offset) != (first.file, first.offset)  # a visit of its own, with a place of its own
    page = read(tmp_path, again.file, again.offset)
    assert (page.body, page.status, page.url) == (later.body, 200, later.url)
    assert (page.fetched_at, page.headers) == (NOON + dt.timedelta(days=1), {"date": "today"})
    new = next(path for path in tmp_path.iterdir() if path.name != first.file)
    kind, headers, block = list(raw_records(new))[1]
    original = list(raw_records(tmp_path / first.file))[1][1]
    assert kind == WarcRecordType.revisit
    assert headers["WARC-Profile"].endswith("/revisit/identical-payload-digest")
    assert headers["WARC-Refers-To"] == original["WARC-Record-ID"]
    assert headers["WARC-Refers-To-Target-URI"] == later.url
    assert headers["WARC-Refers-To-Date"] == "2026-03-02T05:00:01.250000Z"
    assert headers["WARC-Payload-Digest"] == f"sha256:{first.sha256}" == original["WARC-Payload-Digest"]
    assert block == b"HTTP/1.1 200 OK\r\nDate: today\r\n\r\n"
    assert list(records(new)) == []
    assert before > 0


def test_a_revisit_of_a_revisit_leads_to_the_same_original(tmp_path: Path) -> None:
    (first,) = write(tmp_path, capture(1))
    with Writer(tmp_path, "tin") as writer:
        second = writer.write(capture(1), previous=first)
        third = writer.write(capture(1), previous=second)
    refers = [
        headers["CCHC-Refers-To"]
        for kind, headers, _ in raw_records(tmp_path / third.file)
        if kind == WarcRecordType.revisit
    ]
    assert refers == [f"{first.offset} {first.file}"] * 2
    assert read(tmp_path, third.file, third.offset).body == capture(1).body


@pytest.mark.parametrize(
    ("later", "spoil"),
    [
        (capture(1, b"<p>edited</p>"), None),
        (capture(1, status=404), None),
        (capture(1), "file"),
        (capture(1), "offset"),
        (capture(1), "digest"),
        (capture(1), "outside"),
    ],
    ids=["other payload", "other status", "file gone", "no record there", "digest never true", "outside the folder"],
)
def test_anything_less_than_the_same_answer_is_written_in_full(
    tmp_path: Path, later: Capture, spoil: str | None
) -> None:
    directory = tmp_path / "warc"
    (first,) = write(directory, capture(1))
    wrong = {
        "file": RawRef("gone.warc.gz", first.offset, first.sha256, first.length),
        "offset": RawRef(first.file, first.offset + 1, first.sha256, first.length),
        "digest": RawRef(first.file, 0, first.sha256, first.length),
        "outside": RawRef("../../etc/hostname", 0, first.sha256, first.length),
        None: first,
    }
    with Writer(directory, "tin") as writer:
        ref = writer.write(later, previous=wrong[spoil])
    assert ref != first
    page = read(directory, ref.file, ref.offset)
    assert (page.body, page.status) == (later.body, later.status)


def test_an_empty_payload_is_never_a_revisit(tmp_path: Path) -> None:
    with Writer(tmp_path, "tin") as writer:
        first = writer.write(capture(1, b"", status=304))
        assert writer.write(capture(1, b"", status=304), previous=first).offset > first.offset


# --- killed processes -------------------------------------------------------------------------------------------------
def test_a_file_cut_anywhere_keeps_its_whole_records_and_sets_the_rest_aside(tmp_path: Path) -> None:
    bodies = [random.Random(n).randbytes(150) for n in range(4)]
    refs = write(tmp_path / "whole", *(capture(n, body) for n, body in enumerate(bodies)))
    data = single(tmp_path / "whole").read_bytes()
    ends = _member_ends(data)
    directory = tmp_path / "cut"
    directory.mkdir()
    final = directory / refs[0].file
    left_open = final.with_name(final.name + ".open")
    torn = final.with_name(final.name + ".torn")
    near_an_end = {cut for end in ends for cut in range(end - 12, end + 12) if cut < len(data)}
    for cut in sorted(near_an_end | set(range(0, len(data), 7))):
        left_open.write_bytes(data[:cut])
        (done,) = repair(directory)
        kept = max((end for end in ends if end <= cut), default=0)
        assert (done.kept_bytes, done.torn_bytes) == (kept, cut - kept)
        assert (torn.read_bytes() if torn.exists() else b"") == data[kept:cut]
        assert final.exists() == (kept > 0)
        if kept:
            assert final.read_bytes() == data[:kept]
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                found = [page.body for _, page in records(final)]
            assert found == [body for body, ref in zip(bodies, refs, strict=True) if _end(ends, ref.offset) <= kept]
        assert not left_open.exists()
        assert repair(directory) == []
        for path in directory.iterdir():
            path.unlink()


def _member_ends(data: bytes) -> list[int]:
    ends, position = [], 0
    while position < len(data):
        member = zlib.decompressobj(31)
        member.decompress(data[position:])
        position = len(data) - len(member.unused_data)
        ends.append(position)
    return ends


def _end(ends: list[int], offset: int) -> int:
    return min(end for end in ends if end > offset)


def test_a_repair_that_was_itself_cut_short_can_be_run_again(tmp_path: Path) -> None:
    (ref, _) = write(tmp_path, capture(1), capture(2))
    path = tmp_path / ref.file
    data = path.read_bytes()[:-20]
    path.rename(path.with_name(path.name + ".open"))
    (tmp_path / (ref.file + ".open")).write_bytes(data)
    (tmp_path / (ref.file + ".torn")).write_bytes(data[-3:])  # an earlier repair died while it copied
    (done,) = repair(tmp_path)
    assert (tmp_path / ref.file).read_bytes() + (tmp_path / (ref.file + ".torn")).read_bytes() == data
    assert done.torn_bytes == len((tmp_path / (ref.file + ".torn")).read_bytes()) > 3


def test_repair_leaves_a_living_writer_alone(tmp_path: Path) -> None:
    with Writer(tmp_path, "tin") as writer:
        ref = writer.write(capture(1))
        assert repair(tmp_path) == []
        writer.write(capture(2))
    assert len(list(records(tmp_path / ref.file))) == 2


def test_repair_of_a_folder_that_is_not_there_does_nothing(tmp_path: Path) -> None:
    assert repair(tmp_path / "none") == []


def test_a_hole_in_the_middle_is_reported_and_the_records_after_it_stay_where_they_are(tmp_path: Path) -> None:
    refs = write(tmp_path, *(capture(n, random.Random(n).randbytes(500)) for n in range(5)))
    path = tmp_path / refs[0].file
    data = bytearray(path.read_bytes())
    data[refs[1].offset + 100 : refs[1].offset + 140] = bytes(40)
    path.unlink()
    path.with_name(path.name + ".open").write_bytes(data)
    (done,) = repair(tmp_path)
    assert (done.torn_bytes, done.damaged) == (0, (refs[1].offset,))
    assert path.read_bytes() == data
    with pytest.warns(DamagedWarcWarning, match=f"unreadable from byte {refs[1].offset} .skipped"):
        found = [offset for offset, _ in records(path)]
    assert found == [refs[n].offset for n in (0, 2, 3, 4)]
    with pytest.raises(WarcReadError):
        read(tmp_path, path.name, refs[1].offset)


WRITE_UNTIL_KILLED = """
    import sys
    from pathlib import Path
    from crawler.warc import Capture, Writer
    writer = Writer(Path(sys.argv[1]), "tin")
    for number in range(100_000):
        body = f"so {number} ".encode() * 2000
        ref = writer.write(Capture(f"http://tin.example/{number}", status=200, body=body))
        print(ref.file, ref.offset, number, flush=True)
"""


def test_a_process_killed_while_it_writes_loses_no_record_it_had_reported(tmp_path: Path) -> None:
    for seed in range(3):
        reported: list[tuple[str, int, int]] = []
        command = [sys.executable, "-c", textwrap.dedent(WRITE_UNTIL_KILLED), str(tmp_path)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for _ in range(random.Random(seed).randint(1, 60)):
                name, offset, number = process.stdout.readline().split()
                reported.append((name, int(offset), int(number)))
            process.send_signal(signal.SIGKILL)
        assert process.returncode == -signal.SIGKILL
        (done,) = repair(tmp_path)
        assert done.file == reported[0][0]
        for kept, place, count in reported:
            assert read(tmp_path, kept, place).body.startswith(f"so {count} ".encode())


# --- full disk --------------------------------------------------------------------------------------------------------
WRITE_UNTIL_FULL = """
    import os, resource, sys
    from pathlib import Path
    from crawler.warc import Capture, RawStoreError, Writer
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
    writer = Writer(Path(sys.argv[1]), "tin")
    kept = 0
    try:
        while True:
            writer.write(Capture(f"http://tin.example/{kept}", status=200, body=os.urandom(3000)))
            kept += 1
    except RawStoreError as error:
        print(kept, error.disk_full, error)
    try:
        writer.write(Capture("http://tin.example/more", status=200, body=b"x"))
    except RawStoreError:
        print("refused")
    writer.close()
"""


def test_a_full_disk_is_a_clear_error_and_leaves_only_whole_records(tmp_path: Path) -> None:
    command = [sys.executable, "-c", textwrap.dedent(WRITE_UNTIL_FULL), str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    first, second = done.stdout.splitlines()
    kept, full, message = first.split(" ", 2)
    assert full == "True"
    assert "cannot write" in message
    assert "make room" in message
    assert second == "refused"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(list(records(single(tmp_path)))) == int(kept) > 5


def test_a_place_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.raises(RawStoreError, match=r"cannot write .*file") as raised:
        Writer(blocked, "tin")
    assert not raised.value.disk_full

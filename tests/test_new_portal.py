"""Adding a portal by CONTRIBUTING.md alone: its five steps, followed to the letter in a copy of the checkout."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from archive.records import Page
from crawler import portal_commands
from crawler.cli import app
from crawler.inspection import prints
from crawler.new_portal import Declaration, check, check_name, check_typed, family_of, source, write
from crawler.portals import families
from crawler.probe import Probe
from tests.crawling import ROOT, environment, rows
from tests.replica.imitations import imitation
from tests.replica.server import ReplicaServer

HOST, SECTION = "langxanh.gov.example", "vi/news/thong-tin-cai-cach-hanh-chinh/"
WORDS = {"HOST/SECTION": f"{HOST}/{SECTION}", "NAME": "langxanh", "TITLE": "Xã Làng Xanh", "PROVINCE": "tay-ninh"}


def steps() -> list[list[str]]:
    """The commands of each numbered step of CONTRIBUTING.md."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    part = text.partition("## Add a portal: five steps")[2].partition("\n## ")[0].partition("\nA portal whose")[0]
    found = re.split(r"^\d\. ", part, flags=re.M)[1:]
    return [re.findall(r"^ {7}(\S.*)$", step, flags=re.M) for step in found]


def copy_of_the_checkout(target: Path) -> None:
    for name in ("archive", "crawler", "spiders", "tests"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("cchc.py", "scheduler.py", "scrapy.cfg", "pyproject.toml"):
        shutil.copy(ROOT / name, target / name)
    (target / ".venv" / "bin").mkdir(parents=True)
    for name in ("python", "scrapy", "cchc"):
        module = {"python": "", "scrapy": "-m scrapy", "cchc": "cchc.py"}[name]
        script = target / ".venv" / "bin" / name
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" {module} "$@"\n', encoding="utf-8")
        script.chmod(0o755)


def test_five_steps_lead_to_a_portal(tmp_path: Path) -> None:
    checkout, scratch = tmp_path / "checkout", tmp_path / "scratch"
    copy_of_the_checkout(checkout)
    site = imitation("tayninh", articles=24)
    site.hosts = (HOST,)
    commands = steps()
    assert [len(step) for step in commands] == [1, 1, 0, 1, 1]

    def follow(command: str, server: ReplicaServer) -> subprocess.CompletedProcess[str]:
        for placeholder, word in {**WORDS, "SCRATCH": str(scratch)}.items():
            command = command.replace(placeholder, word)
        return subprocess.run(
            ["bash", "-c", command],
            cwd=checkout,
            env=environment(tmp_path / "data", server, PYTHONPATH=str(checkout), COLUMNS="160"),
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )

    with ReplicaServer([site]) as server:
        looked = follow(commands[0][0], server)
        assert "NukeVietSpider" in looked.stdout, looked.stdout + looked.stderr
        written = follow(commands[1][0], server)
        assert written.returncode == 0, written.stdout + written.stderr
        code = (checkout / "spiders" / "langxanh.py").read_text(encoding="utf-8")
        assert "class LangxanhSpider(NukeVietSpider):" in code
        assert f'Section("/{SECTION}", "inferred")' in code
        answers = sorted((checkout / "tests" / "portals" / "langxanh").glob("*.json"))
        assert len(answers) == 3

        unreviewed = follow(commands[3][0], server)
        assert unreviewed.returncode == 1
        assert "nobody has reviewed this answer yet" in unreviewed.stdout
        for file in answers:
            answer = json.loads(file.read_text(encoding="utf-8"))
            file.write_text(json.dumps(answer | {"reviewed": "An, 2026-11-24"}, ensure_ascii=False), encoding="utf-8")
        tested = follow(commands[3][0], server)
        assert tested.returncode == 0, tested.stdout

        crawled = follow(commands[4][0], server)
        assert crawled.returncode == 0, crawled.stderr[-2000:]
    golds = {gold.title for gold in site.golds()}
    assert {title for (title,) in rows(scratch, "SELECT title FROM article")} == golds
    assert rows(scratch, "SELECT DISTINCT province FROM article WHERE published_on > '2025-07-01'") == [("tay-ninh",)]


def test_nothing_is_overwritten_and_mistakes_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def tell(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["new-portal", "--title", "X", *arguments])
        return done.exit_code, done.stderr

    monkeypatch.delenv("CCHC_CONTACT", raising=False)
    monkeypatch.delenv("CCHC_REPLICA", raising=False)
    for arguments, told in (
        (
            ("--name", "yenbai", "--url", "https://x.gov.vn/", "--province", "son-la"),
            "there is a portal yenbai already",
        ),
        (("--name", "Bad-Name", "--url", "https://x.gov.vn/", "--province", "son-la"), "small letters"),
        (("--name", "moi", "--url", "https://x.gov.vn/", "--province", "atlantis"), "atlantis"),
        (("--name", "moi", "--url", "ftp://x.gov.vn", "--province", ""), "ftp"),
        (("--name", "moi", "--url", "https://yenbai.gov.vn/", "--province", "yen-bai"), "is the portal yenbai already"),
        (
            ("--name", "moi", "--url", "https://x.gov.vn/", "--province", "son-la", "--district", "khong"),
            "districts.csv",
        ),
        (("--name", "moi", "--url", "https://x.gov.vn/", "--province", "", "--district", "bac-yen"), "--province, too"),
        (("--name", "moi", "--url", "https://x.gov.vn/", "--province", "", "--level", "xa"), "leave it out"),
        (("--name", "moi", "--url", "https://x.gov.vn/", "--province", "", "--title", "A\nB"), "U+000A"),
        (("--name", "moi", "--url", "https://x.gov.vn/", "--province", "", "--title", "A\u202eB"), "U+202E"),
        (("--name", "moi", "--url", "https://x.gov.vn/", "--province", "son-la"), "CCHC_CONTACT"),
    ):
        code, said = tell(*arguments)
        assert code == 2, said
        assert told in said
    assert not (ROOT / "spiders" / "moi.py").exists()


@pytest.mark.parametrize("typed", ["\n", "son-la\n"])
def test_the_province_may_be_left_open_when_it_is_asked_for(
    typed: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(portal_commands, "_probe", lambda portal, *_: Probe(portal, (), (), "broken", ()))
    given = f"moi\nhttps://x.gov.vn/\nXã Mới\n{typed}"
    done = CliRunner().invoke(app, ["new-portal"], input=given)
    assert done.exit_code == 1
    assert "the look found no article" in done.stderr  # it came as far as that


@pytest.mark.parametrize("name", ["", "a-b", "2moi", "base", "portal", "Yenbai", "class", "declared"])
def test_names_that_cannot_be_a_portal(name: str) -> None:
    with pytest.raises(ValueError, match="small letters"):
        check_name(name)


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("tayninh", "NukeVietSpider"),
        ("hanoitttt", "LiferaySpider"),
        ("thuanchau", "VnptSpider"),
        ("yenbai", "SharePointListSpider"),
    ],
)
def test_the_platform_is_known_by_the_addresses(name: str, family: str) -> None:
    site = imitation(name, articles=12)
    assert family_of([site.url(gold) for gold in site.golds()], families(site.hosts[0])) == family


URLS = ("https://xa.example/tin/mot", "https://xa.example/tin/hai")
DAY = dt.date(2026, 11, 24)


def declaration(title: str, **more: object) -> Declaration:
    values = {"province": None, "level": None, "evidence": "seen", "title_evidence": "inferred", "articles": URLS}
    return Declaration("xa", title, "http://xa.example/tin", **{**values, **more})


def test_addresses_of_no_known_form_make_a_portal_read_by_shape(tmp_path: Path) -> None:
    assert family_of(URLS, families("xa.example")) is None
    spider = write(tmp_path / "xa.py", source(declaration("Xã Mới", level="commune"), DAY))
    assert (spider.title, spider.province, spider.level, spider.scheme) == ("Xã Mới", None, "commune", "http")
    assert spider.evidence == {"host": "seen", "title": "inferred"}
    assert spider.start_path == "/tin"
    assert spider.article_key(URLS[0]) == "https://xa.example/tin/mot"


def test_a_level_that_nobody_gave_is_not_written() -> None:
    assert "level" not in source(declaration("Xã Mới"), DAY)
    assert 'level = "province"' in source(declaration("Tỉnh Mới", level="province"), DAY)


@pytest.mark.parametrize(
    "title",
    [
        'Xã "Đồng Tâm" """\\',
        'X"""\nimport os\nos.abort()\n"""',
        'Xã "Đồng Tâm"',
        "Xã 'Đồng Tâm'",
        """Cả "hai' loại""",
        "Kết thúc bằng \\",
        "{name} {0} %s $x `y`",
        "\\N{BULLET} \\x41 \\u0041",
        "Trang thông tin điện tử xã Nghĩa Lộ, huyện Văn Chấn cũ, tỉnh Yên Bái " + "a" * 25,
    ],
)
def test_whatever_the_title_is_the_file_is_a_plain_description(title: str, tmp_path: Path) -> None:
    portal = declaration(title)
    text = source(portal, DAY)
    if "\n" not in title:
        check_typed(title=title)
    check(text, portal)
    file = tmp_path / "xa.py"
    assert write(file, text).title == title
    for tool in (["check", "--select", "E,F,W,I,B,D301"], ["format", "--check", "--line-length", "120"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *tool, "--no-cache", str(file)], cwd=ROOT, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr + text


@pytest.mark.parametrize("character", ["\n", "\r", "\x00", "\x1b", "\x85", "\u2028", "\u202e", "\u200b", "\udc80"])
@pytest.mark.parametrize("field", ["name", "url", "title", "province", "level", "district"])
def test_characters_that_do_not_show_are_refused_everywhere(field: str, character: str) -> None:
    with pytest.raises(ValueError, match=rf"{field} holds the character U\+"):
        check_typed(**{field: f"a{character}b"})


def test_a_title_is_a_name() -> None:
    for title in ("", "  ", "a" * 101):
        with pytest.raises(ValueError, match="the portal's own name"):
            check_typed(title=title)


@pytest.mark.parametrize(
    "text",
    [
        "class XaSpider(:\n",
        'title = "Xã Mới"\n',
        '"""D."""\nimport os\nclass XaSpider:\n    title = "Xã Mới"\n',
        '"""D."""\nfrom os import abort\nclass XaSpider:\n    title = "Xã Mới"\n    x = abort()\n',
        '"""D."""\nclass XaSpider:\n    title = "Khác"\n',
        '"""D."""\nclass XaSpider:\n    title = "Xã Mới"\n    def x(self): ...\n',
    ],
)
def test_a_text_that_is_no_plain_description_is_not_written(text: str) -> None:
    with pytest.raises(ValueError, match="the file of xa would"):
        check(text, declaration("Xã Mới"))


def test_a_file_that_cannot_be_imported_is_removed(tmp_path: Path) -> None:
    file = tmp_path / "xa.py"
    for text in ("from spiders.nowhere import X\n", "x = 1\n", "raise SystemError(1)\n"):
        with pytest.raises(ValueError, match=r"xa\.py could not be imported and was removed"):
            write(file, text)
        assert not file.exists()


def test_a_title_counts_as_seen_only_where_a_page_prints_it() -> None:
    site = imitation("thuanchau", articles=12)
    page = Page(site.url(gold := next(site.golds())), site.render(gold), headers={"content-type": "text/html"})
    assert prints([page], "TRANG THONG TIN ĐIỆN TỬ huyện Thuận Châu")
    assert not prints([page], "Trang thông tin điện tử huyện Thuận Ch")  # a part of a word is none
    assert not prints([page], "Trang thông tin điện tử xã Chiềng Ly")
    assert not prints([Page(page.url, page.body, status=404, headers=page.headers)], site.name)

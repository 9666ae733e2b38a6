"""Adding a portal by CONTRIBUTING.md alone: its five steps, followed to the letter in a copy of the checkout."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.new_portal import Declaration, check_name, family_of, source
from crawler.portals import families
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
    for name in ("cchc.py", "scrapy.cfg", "pyproject.toml"):
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


def test_nothing_is_overwritten_and_mistakes_are_named(tmp_path: Path) -> None:
    def tell(*arguments: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, str(ROOT / "cchc.py"), "new-portal", "--title", "X", *arguments],
            cwd=ROOT,
            env=environment(tmp_path),
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stderr

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
        (("--name", "moi", "--url", "https://x.gov.vn/", "--province", "son-la"), "CCHC_CONTACT"),
    ):
        code, said = tell(*arguments)
        assert code == 2, said
        assert told in said
    assert not (ROOT / "spiders" / "moi.py").exists()


@pytest.mark.parametrize("name", ["", "a-b", "2moi", "base", "portal", "Yenbai"])
def test_names_that_cannot_be_a_portal(name: str) -> None:
    with pytest.raises(ValueError, match="small letters"):
        check_name(name)


@pytest.mark.parametrize("name", ["tayninh", "hanoitttt", "thuanchau", "yenbai"])
def test_the_platform_is_known_by_the_addresses(name: str) -> None:
    site = imitation(name, articles=12)
    urls = [site.url(gold) for gold in site.golds()]
    family = family_of(urls, families(site.hosts[0]))
    assert (
        family
        == {
            "tayninh": "NukeVietSpider",
            "hanoitttt": "LiferaySpider",
            "thuanchau": "VnptSpider",
            "yenbai": "SharePointListSpider",
        }[name]
    )


def test_addresses_of_no_known_form_make_a_portal_read_by_shape() -> None:
    urls = ["https://xa.example/tin/mot", "https://xa.example/tin/hai"]
    assert family_of(urls, families("xa.example")) is None
    import datetime as dt

    portal = Declaration("xa", 'Xã "Mới"', "http://xa.example/tin", None, "commune", "seen", None, None, tuple(urls))
    code = source(portal, dt.date(2026, 11, 24))
    space: dict[str, object] = {"__name__": "spiders.xa"}
    exec(compile(code, "xa.py", "exec"), space)
    spider = space["XaSpider"]
    assert (spider.title, spider.province, spider.level, spider.scheme) == ('Xã "Mới"', None, "commune", "http")
    assert spider.start_path == "/tin"
    assert spider.article_key(urls[0]) == "https://xa.example/tin/mot"

"""The figures for Prometheus: read back with its own parser, whole whatever happens meanwhile."""

from __future__ import annotations

import datetime as dt
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import Engine

from archive import notices
from archive.backup import backup
from archive.db import connect, upgrade
from archive.store import PortalInfo
from crawler import health
from crawler.config import Config
from crawler.health import diagnose
from crawler.life import Life, Stage
from crawler.nights import metrics
from crawler.nights.config import NightsConfig
from tests.archive.building import Crawl, article, at

NOW = at(0.5)


def read(file: Path) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Every sample by its name and labels."""
    found = {}
    for family in text_string_to_metric_families(file.read_text(encoding="utf-8")):
        assert family.documentation, family.name
        for sample in family.samples:
            found[sample.name, tuple(sorted(sample.labels.items()))] = sample.value
    return found


def config_of(tmp_path: Path, url: str) -> Config:
    return Config(data_dir=tmp_path, warc_dir=tmp_path / "warc", database_url=url)


def filled(engine: Engine) -> list[Any]:
    crawl = Crawl(engine)
    for key in "123":
        crawl.put(article(key))
    crawl.store.finish_run(crawl.run_id, "ok", [], {"stored": 3, "requests": 20})
    bad = Crawl(engine, PortalInfo("bacyen", "bacyen.gov.vn", None, "Bắc Yên"))
    bad.store.finish_run(bad.run_id, "blocked", ["every listing was refused (http_403)"], {"stored": 0, "requests": 4})
    found = health.of_archive(engine, {"yenbai": "yenbai.gov.vn", "bacyen": "bacyen.gov.vn", "moi": ""}, now=NOW)
    return [*found, diagnose("hanam", "hanam.gov.vn", [], life=Life(Stage.CLOSED, NOW.date(), "gone"))]


def test_every_figure_is_there_and_right(engine: Engine, archive_url: str, tmp_path: Path) -> None:
    (tmp_path / "warc").mkdir()
    (tmp_path / "warc" / "a.warc.gz").write_bytes(b"x" * 1_234)
    notices.add(engine, [("backup", "failing", "x"), ("disk", "ok", "x")], now=NOW)
    nights = NightsConfig(backup_dir=tmp_path / "backup")
    file = tmp_path / "metrics" / "cchc.prom"
    assert metrics.write(file, engine, config_of(tmp_path, archive_url), nights, filled(engine), now=NOW)
    found = read(file)

    def of(name: str, **labels: str) -> float:
        return found[f"cchc_{name}", tuple(sorted(labels.items()))]

    for portal, state in (("yenbai", "ok"), ("bacyen", "blocked"), ("moi", "never"), ("hanam", "closed")):
        states = {s: of("portal_outcome", portal=portal, cchc_portal_outcome=s) for s in metrics.STATES}
        assert [name for name, value in states.items() if value == 1] == [state]
        assert sum(states.values()) == 1
    assert of("portal_needs_a_hand", portal="bacyen") == 1
    assert of("portal_needs_a_hand", portal="hanam") == 0
    assert of("portal_last_ok_timestamp_seconds", portal="yenbai") == at(0).timestamp()
    assert ("cchc_portal_last_ok_timestamp_seconds", (("portal", "bacyen"),)) not in found  # none is not 1970
    assert (of("portal_articles", portal="yenbai"), of("portal_articles", portal="moi"), of("articles")) == (3, 0, 3)
    assert (of("portal_new_articles", portal="yenbai"), of("portal_requests", portal="bacyen")) == (3, 4)
    assert of("portal_crawl_seconds", portal="yenbai") == 0
    assert of("database_bytes") > 50_000
    assert of("warc_bytes") == 1_234
    assert of("disk_free_bytes", folder=str(tmp_path)) > 0
    assert ("cchc_backup_age_seconds", ()) not in found
    assert of("notices_undelivered") == 2
    assert of("failing", subject="backup") == 1
    assert ("cchc_failing", (("subject", "disk"),)) not in found
    assert of("written_timestamp_seconds") == NOW.timestamp()


def test_the_age_of_the_last_copy_is_told(tmp_path: Path) -> None:
    engine = connect(tmp_path / "archive.db")
    upgrade(engine)
    url, nights = f"sqlite:///{tmp_path / 'archive.db'}", NightsConfig(backup_dir=tmp_path / "backup")
    backup(url, nights.backup_dir, now=NOW - dt.timedelta(hours=5))
    assert metrics.write(tmp_path / "cchc.prom", engine, config_of(tmp_path, url), nights, now=NOW)
    engine.dispose()
    found = read(tmp_path / "cchc.prom")
    assert found["cchc_portal_needs_a_hand", (("portal", "yenbai"),)] == 0  # every declared portal is there
    assert found["cchc_backup_age_seconds", ()] == 5 * 3600
    assert found["cchc_backup_timestamp_seconds", ()] == (NOW - dt.timedelta(hours=5)).timestamp()


def test_who_reads_meanwhile_never_sees_half_a_file(engine: Engine, archive_url: str, tmp_path: Path) -> None:
    nights, file, healths = NightsConfig(backup_dir=tmp_path / "b"), tmp_path / "cchc.prom", filled(engine)
    config = config_of(tmp_path, archive_url)
    assert metrics.write(file, engine, config, nights, healths, now=NOW)
    whole = len(read(file))
    done = threading.Event()
    counts: list[int] = []

    def look() -> None:
        while not done.is_set():
            counts.append(len(read(file)))

    reader = threading.Thread(target=look)
    reader.start()
    for _ in range(20):
        assert metrics.write(file, engine, config, nights, healths, now=NOW)
    done.set()
    reader.join()
    assert set(counts) == {whole}
    assert [one.name for one in tmp_path.glob("cchc.prom*")] == ["cchc.prom"]


def test_what_cannot_be_written_is_logged_and_nothing_is_left(
    engine: Engine, archive_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "cchc.prom").mkdir()
    nights = NightsConfig(backup_dir=tmp_path / "backup")
    assert not metrics.write(tmp_path / "cchc.prom", engine, config_of(tmp_path, archive_url), nights, [], now=NOW)
    assert "is not written" in caplog.text
    assert [one.name for one in tmp_path.glob("cchc.prom*")] == ["cchc.prom"]


def test_without_the_library_it_is_said(
    engine: Engine, archive_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    nights = NightsConfig(backup_dir=tmp_path / "backup")
    assert not metrics.write(tmp_path / "x.prom", engine, config_of(tmp_path, archive_url), nights, [], now=NOW)
    assert "pip install '.[alerts]'" in caplog.text

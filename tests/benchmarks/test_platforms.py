"""Every system reads every site's pages, and each gets the verdict that it deserves."""

from __future__ import annotations

import io

from rich.console import Console

from benchmarks import platforms
from benchmarks.common import Bench
from benchmarks.peers import PEERS
from tests.replica.yenbai import YenBai


def test_one_row_for_each_site_and_system(monkeypatch, tmp_path):
    monkeypatch.setattr(platforms, "IMITATIONS", {"yenbai": YenBai})
    monkeypatch.setattr(platforms, "ARTICLES", 12)
    monkeypatch.setattr(platforms, "find", lambda folders: [])
    out = io.StringIO()
    figures = platforms.run(Bench(Console(file=out, width=160), ()))
    assert set(figures["yenbai"]) == {"ours", "ours, layouts", "ours, template", *PEERS}
    ours, trafilatura = figures["yenbai"]["ours"], figures["yenbai"]["trafilatura"]
    assert ours["f1"] > 0.99
    assert (ours["leaked"], ours["lost"], ours["titles_right"]) == (0, 0, ours["pages"])
    assert ours["dates_wrong"] == 0
    assert trafilatura["f1"] < ours["f1"]
    assert figures["all imitations"]["ours"] == ours
    for name in PEERS:
        assert name in out.getvalue()
        assert figures["yenbai"][name]["recall"] > 0.5

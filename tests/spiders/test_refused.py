"""Addresses that are never asked for are noted in the ledger: a portal's missing articles explain themselves."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

from tests.crawling import crawl, rows
from tests.replica.portal import Request, Response
from tests.replica.server import ReplicaServer
from tests.replica.yenbai import YenBai


class WithTrap(YenBai):
    """A listing whose first link is one that only a machine makes."""

    async def handle(self, request: Request) -> Response:
        answer = await super().handle(request)
        if answer.kind != "listing" or not isinstance(answer.body, bytes):
            return answer
        path = "/noidung/tintuc/Pages/chi-tiet-tin-tuc.aspx"
        trap = f'<a href="{path}?ItemID=9&l=Tintrongtinh&amp;trang={"a" * 61}">Một bài khác</a>'
        return dataclasses.replace(answer, body=answer.body.replace(b"<body>", b"<body>" + trap.encode()))


def test_a_refused_address_is_a_note_and_no_reason(tmp_path: Path) -> None:
    with ReplicaServer([WithTrap(articles=12, events=())]) as server:
        done = crawl(tmp_path, server)
    assert done.returncode == 0, done.stderr[-2000:]
    [(outcome, notes)] = rows(tmp_path, "SELECT outcome, notes FROM run")
    assert outcome == "ok"
    [note] = json.loads(notes)
    assert "1 addresses were not asked for" in note
    assert "longer than 60" in note
    assert "trang=" in note

"""The server's own duties: counts, several portals, both schemes, start and stop."""

import asyncio
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.replica.client import TIMEOUT, TODAY, fetch, portal_target
from tests.replica.portal import Request, Response
from tests.replica.server import STATS_PATH, ReplicaServer
from tests.replica.yenbai import HOST, PAGE, YenBai

ROOT = Path(__file__).resolve().parents[2]


def test_requests_are_counted_by_kind_path_and_moment() -> None:
    portal = YenBai(today=TODAY, events=())
    target = portal_target(portal, 0)
    with ReplicaServer([portal]) as server:
        for path in ("/robots.txt", f"{PAGE}?l=Tintrongtinh", target, target):
            fetch(server, path)
        stats = server.stats[HOST]
        private = json.loads(fetch(server, STATS_PATH)[2])
    assert stats.kinds == {"robots": 1, "listing": 1, "article": 2}
    assert stats.paths[target] == 2
    assert stats.requests == 4
    assert len(stats.gaps) == 3
    assert min(stats.gaps) > 0
    assert stats.max_concurrent == 1
    assert private[HOST] == stats.to_json()  # asking for the figures is not counted


def test_concurrent_requests_are_counted_at_the_server() -> None:
    class Meeting:
        """Answers only when three requests are there."""

        hosts = ("meeting.example",)

        def __init__(self) -> None:
            self.barrier = asyncio.Barrier(3)

        async def handle(self, request: Request) -> Response:
            await self.barrier.wait()
            return Response("met", b"ok")

    with ReplicaServer([Meeting()]) as server, ThreadPoolExecutor(3) as pool:
        answers = [pool.submit(fetch, server, "/", host="meeting.example") for _ in range(3)]
        assert [answer.result(TIMEOUT)[0] for answer in answers] == [200] * 3
        assert server.stats["meeting.example"].max_concurrent == 3
        assert server.stats["meeting.example"].concurrent == 0


def test_several_portals_share_the_ports_and_strangers_are_refused() -> None:
    class Small:
        hosts = ("small.example",)

        async def handle(self, request: Request) -> Response:
            return Response("home", f"{request.scheme} {request.host}".encode())

    with ReplicaServer([YenBai(today=TODAY), Small()]) as server:
        assert fetch(server, "/", host="small.example:443", secure=True)[2] == b"https small.example"
        assert fetch(server, "/")[0] == 200
        assert fetch(server, "/", host="other.example")[0] == 421


def test_the_thread_ends_with_the_block() -> None:
    before = set(threading.enumerate())
    with ReplicaServer([YenBai(today=TODAY)]) as server:
        port = server.http_port
        assert len(set(threading.enumerate()) - before) == 1
    assert set(threading.enumerate()) <= before
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT)


def test_as_a_process_it_prints_its_ports_and_stops_on_sigterm(tmp_path: Path) -> None:
    ready = tmp_path / "ready.json"
    command = [sys.executable, "-m", "tests.replica.server", "--articles", "30", "--ready-file", str(ready)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            ports = json.loads(process.stdout.readline())
            assert json.loads(ready.read_text()) == ports
            assert set(ports) == {"http_port", "https_port"}
            connection = http.client.HTTPConnection("127.0.0.1", ports["http_port"], timeout=TIMEOUT)
            connection.request("GET", "/robots.txt", headers={"Host": HOST})
            assert connection.getresponse().status == 200
            process.send_signal(signal.SIGTERM)
            assert process.wait(TIMEOUT) == 0
        finally:
            process.kill()

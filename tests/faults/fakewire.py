"""A crawl as on the open web, on a machine without one: DNS and connections are played, and everything tried is written
down.

`live_crawl(…)` starts `scrapy crawl` in a process of its own whose resolver knows the
names it is given, and whose sockets connect to a server on loopback where the crawl means a played address. Any other
address is written down and refused by the "network". No packet leaves loopback, whatever the crawler does.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import runpy
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.crawling import ROOT, command, environment
from tests.replica.server import ReplicaServer

PUBLIC = "9.8.7.6"  # an address of the open web as the standard library sees it; nothing is ever sent there
NO_SUCH_NAME = socket.gaierror(socket.EAI_NONAME, "Name or service not known")


@dataclass(frozen=True)
class Live:
    """What a crawl left: `tried` are the addresses of its connections as it meant them, `asked` the names it looked up,
    `peak` the most memory it held, in bytes."""

    code: int
    log: str
    tried: tuple[tuple[str, int], ...]
    asked: tuple[str, ...]
    seconds: float
    peak: int


def live_crawl(
    data_dir: Path,
    server: ReplicaServer,
    *arguments: str,
    names: Mapping[str, str | Sequence[str]],
    open_ports: Sequence[int] = (),
    served: Sequence[str] = (PUBLIC,),
    name: str = "yenbai",
    environ: Mapping[str, str] | None = None,
    **settings: str,
) -> Live:
    """`scrapy crawl` outside replica mode. `names` is what DNS answers, one address or one for each question in turn;
    the others do not exist. `served` are the addresses where the server is met; of loopback itself only `open_ports`
    may be connected to (a proxy)."""
    data_dir.mkdir(parents=True, exist_ok=True)
    record = data_dir / "wire.jsonl"
    record.write_text("")
    job = job_of(server, record, names=names, open_ports=open_ports, served=served)
    environ = environment(data_dir, CCHC_CONTACT="test@example.org", FAKE_WIRE=json.dumps(job), **(environ or {}))
    line = [sys.executable, "-m", "tests.faults.fakewire", *command(name, *arguments, **settings)[3:]]
    done = measured(line, environ)
    tried, asked = read(record)
    return Live(done.code, done.log, tried, asked, done.seconds, done.peak)


def job_of(
    server: ReplicaServer,
    record: Path,
    *,
    names: Mapping[str, str | Sequence[str]],
    open_ports: Sequence[int] = (),
    served: Sequence[str] = (PUBLIC,),
) -> dict[str, Any]:
    """What `install` needs to know."""
    ports = {"80": server.http_port, "443": server.https_port}
    return {
        "names": {name: [found] if isinstance(found, str) else list(found) for name, found in names.items()},
        "server": dict.fromkeys(served, ports),
        "open": list(open_ports),
        "record": str(record),
    }


def read(record: Path) -> tuple[tuple[tuple[str, int], ...], tuple[str, ...]]:
    """The connections tried and the names looked up, in order."""
    lines = [json.loads(line) for line in record.read_text("utf-8").splitlines()] if record.exists() else []
    tried = tuple((line[1], line[2]) for line in lines if line[0] == "connect")
    return tried, tuple(line[1] for line in lines if line[0] == "resolve")


@dataclass(frozen=True)
class Measured:
    """A process that has ended: `log` is what it said on stderr, `peak` its largest resident size in bytes."""

    code: int
    log: str
    seconds: float
    peak: int


def measured(line: Sequence[str], environ: Mapping[str, str], timeout: float = 120) -> Measured:
    """Run a command in the project's root and measure it. Kills it after `timeout` seconds."""
    log = Path(environ["CCHC_DATA_DIR"], "stderr.log")
    log.parent.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    with log.open("wb") as said:
        process = subprocess.Popen(line, cwd=ROOT, env=dict(environ), stdout=subprocess.DEVNULL, stderr=said)
    peak = 0
    while process.poll() is None:
        # Not wait4's ru_maxrss: a child starts with the peak of the process that it was forked from.
        peak = max(peak, _high_water(process.pid))
        if time.monotonic() - started > timeout:
            process.kill()
        time.sleep(0.02)
    return Measured(process.returncode, log.read_text("utf-8", "replace"), time.monotonic() - started, peak)


def _high_water(pid: int) -> int:
    """The largest resident size of a process so far, in bytes; 0 where it has gone."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return 0


# --- in the crawl's own process ---------------------------------------------------------------------------------------
def install(job: Mapping[str, Any]) -> None:
    """Play DNS and connections in this process: below Twisted, at the last step before the system is asked."""
    names: dict[str, list[str]] = job["names"]

    def write(*line: Any) -> None:
        with Path(job["record"]).open("a", encoding="utf-8") as record:
            record.write(json.dumps(line) + "\n")

    def look_up(name: str) -> str:
        write("resolve", name)
        try:
            return socket.inet_ntoa(socket.inet_aton(name))  # as the system's own does, without asking anybody
        except OSError:
            pass
        if name == "localhost":
            return "127.0.0.1"
        if name not in names:
            raise NO_SUCH_NAME
        answers = names[name]
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def getaddrinfo(host: Any, port: Any, *_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (look_up(host), int(port or 0)))]

    connect_ex = socket.socket.connect_ex

    def played(self: socket.socket, address: Any) -> int:
        host, port = address[0], address[1]
        write("connect", host, port)
        if host in job["server"]:
            return connect_ex(self, ("127.0.0.1", job["server"][host][str(port)]))
        if host == "127.0.0.1" and port in job["open"]:
            return connect_ex(self, (host, port))
        return errno.ENETUNREACH

    def refused(self: socket.socket, address: Any) -> None:
        if code := played(self, address):
            raise OSError(code, os.strerror(code))

    socket.gethostbyname = look_up  # type: ignore[assignment]
    socket.getaddrinfo = getaddrinfo  # type: ignore[assignment]
    socket.socket.connect_ex = played  # type: ignore[method-assign, assignment]
    socket.socket.connect = refused  # type: ignore[method-assign, assignment]


if __name__ == "__main__":
    install(json.loads(os.environ["FAKE_WIRE"]))
    sys.argv[0] = "scrapy"
    runpy.run_module("scrapy", run_name="__main__", alter_sys=True)

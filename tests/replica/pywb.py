"""A real pywb that plays WARC files back on loopback, from its own virtual environment (its pins clash with ours)."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

BIN = Path(__file__).resolve().parents[2] / ".venv-pywb" / "bin"
START_TIMEOUT = 60.0  # seconds
COLLECTION = "replica"


def installed() -> bool:
    """Whether `make pywb` has been run."""
    return (BIN / "wayback").exists()


@contextlib.contextmanager
def playing(folder: Path, *files: Path) -> Iterator[str]:
    """Base address of a collection with these WARC files; `folder` is pywb's own and may be thrown away."""
    folder.mkdir(parents=True, exist_ok=True)
    quiet = {"cwd": folder, "check": True, "capture_output": True, "env": _environment()}
    subprocess.run([BIN / "wb-manager", "init", COLLECTION], **quiet)  # type: ignore[call-overload]
    subprocess.run([BIN / "wb-manager", "add", COLLECTION, *files], **quiet)  # type: ignore[call-overload]
    port = _free_port()
    command = [str(BIN / "wayback"), "-b", "127.0.0.1", "-p", str(port)]
    with (folder / "wayback.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=_environment(), stdout=log, stderr=log)
    try:
        _wait(port, process, folder / "wayback.log")
        yield f"http://127.0.0.1:{port}/{COLLECTION}"
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("CCHC_", "PYTHONPATH"))}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise RuntimeError(f"pywb did not start: {log.read_text(encoding='utf-8', errors='replace')[-2000:]}")

"""One crawl per host across processes; a dead process leaves no lock."""

import subprocess
import sys

import pytest

from crawler.locks import HostBusyError, HostLock

HOLDER = """
import sys, pathlib
from crawler.locks import HostLock
lock = HostLock(pathlib.Path(sys.argv[1]), "yenbai.gov.vn")
print("held", flush=True)
sys.stdin.read()
"""


def test_another_process_is_refused_and_the_owner_named(tmp_path):
    owner = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert owner.stdout.readline().strip() == "held"
        with pytest.raises(HostBusyError, match=str(owner.pid)):
            HostLock(tmp_path, "yenbai.gov.vn")
        HostLock(tmp_path, "sonla.gov.vn").close()  # another host is free
    finally:
        owner.kill()
        owner.wait()
    HostLock(tmp_path, "yenbai.gov.vn").close()  # kill -9 freed it


def test_the_same_process_can_take_it_again_after_closing(tmp_path):
    with HostLock(tmp_path, "yenbai.gov.vn"), pytest.raises(HostBusyError):
        HostLock(tmp_path, "yenbai.gov.vn")
    HostLock(tmp_path, "yenbai.gov.vn").close()

"""One crawl per host across processes, users and data folders; a dead process leaves no lock, no link is followed."""

import os
import stat
import subprocess
import sys

import pytest

from crawler.locks import HostBusyError, HostLock, lock_name

HOLDER = """
import os, sys, pathlib
from crawler.locks import HostBusyError, HostLock
if len(sys.argv) > 2:
    os.umask(0o077)
    os.setgid(int(sys.argv[2]))
    os.setuid(int(sys.argv[2]))
try:
    lock = HostLock(pathlib.Path(sys.argv[1]), "yenbai.gov.vn")
    print("held", flush=True)
except HostBusyError as error:
    print(error, flush=True)
sys.stdin.read()
"""
NOBODY = "65534"


def holder(folder, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def ended(process):
    process.kill()
    process.communicate()


def test_another_process_is_refused_and_the_owner_named(tmp_path):
    owner = holder(tmp_path)
    try:
        assert owner.stdout.readline().strip() == "held"
        with pytest.raises(HostBusyError, match=str(owner.pid)):
            HostLock(tmp_path, "yenbai.gov.vn")
        with pytest.raises(HostBusyError, match=str(owner.pid)):
            HostLock(tmp_path, "WWW.YenBai.gov.vn")
        HostLock(tmp_path, "sonla.gov.vn").close()  # another host is free
    finally:
        ended(owner)
    HostLock(tmp_path, "yenbai.gov.vn").close()  # kill -9 freed it


def test_the_same_process_can_take_it_again_after_closing(tmp_path):
    with HostLock(tmp_path, "yenbai.gov.vn"), pytest.raises(HostBusyError):
        HostLock(tmp_path, "yenbai.gov.vn")
    HostLock(tmp_path, "yenbai.gov.vn").close()


def test_folder_and_files_are_for_every_user_whatever_the_umask(tmp_path):
    before = os.umask(0o077)
    try:
        HostLock(tmp_path / "locks", "yenbai.gov.vn").close()
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "locks").stat().st_mode) == 0o1777
    assert stat.S_IMODE((tmp_path / "locks" / "yenbai.gov.vn.lock").stat().st_mode) == 0o666


def test_a_folder_that_is_there_keeps_its_rights(tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir(mode=0o700)
    HostLock(mine, "yenbai.gov.vn").close()
    assert stat.S_IMODE(mine.stat().st_mode) == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be two users")
@pytest.mark.parametrize("first", ["root", "another user"])
def test_two_users_share_the_locks(tmp_path, first):
    folder = tmp_path / "locks"
    for parent in (tmp_path, *tmp_path.parents):  # pytest's folders are for their owner alone
        if parent.owner() == "root" and str(parent) not in ("/", "/tmp"):
            parent.chmod(parent.stat().st_mode | 0o011)
    HostLock(folder, "sonla.gov.vn").close()
    one, other = ((), (NOBODY,)) if first == "root" else ((NOBODY,), ())
    owner = holder(folder, *one)
    try:
        assert owner.stdout.readline().strip() == "held"
        late = holder(folder, *other)
        said = late.stdout.readline()
        ended(late)
        assert f"crawled by process {owner.pid}" in said
    finally:
        ended(owner)
    again = holder(folder, *other)
    try:
        assert again.stdout.readline().strip() == "held"
    finally:
        ended(again)


@pytest.mark.parametrize("target", ["victim", "missing"])
def test_a_link_in_place_of_the_file_is_refused_and_its_target_left_alone(tmp_path, target):
    folder = tmp_path / "locks"
    folder.mkdir()
    (tmp_path / "victim").write_text("kept", encoding="utf-8")
    (folder / "yenbai.gov.vn.lock").symlink_to(tmp_path / target)
    with pytest.raises(HostBusyError, match="a link there, which is not followed"):
        HostLock(folder, "yenbai.gov.vn")
    assert (tmp_path / "victim").read_text(encoding="utf-8") == "kept"
    assert not (tmp_path / "missing").exists()


def test_a_second_name_of_a_foreign_file_is_refused(tmp_path):
    folder = tmp_path / "locks"
    folder.mkdir()
    (tmp_path / "victim").write_text("kept", encoding="utf-8")
    os.link(tmp_path / "victim", folder / "yenbai.gov.vn.lock")
    with pytest.raises(HostBusyError, match="no plain file of its own"):
        HostLock(folder, "yenbai.gov.vn")
    assert (tmp_path / "victim").read_text(encoding="utf-8") == "kept"


def test_a_link_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "locks").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(HostBusyError, match="a link there, which is not followed"):
        HostLock(tmp_path / "locks", "yenbai.gov.vn")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_pipe_in_place_of_the_file_does_not_hang_the_crawl(tmp_path):
    os.mkfifo(tmp_path / "yenbai.gov.vn.lock")
    with pytest.raises(HostBusyError, match="no plain file of its own"):
        HostLock(tmp_path, "yenbai.gov.vn")


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(HostBusyError, match="cannot be made"):
        HostLock(tmp_path / "file", "yenbai.gov.vn")


def test_after_a_cleaner_took_the_file_away_there_is_one_holder_still(tmp_path):
    HostLock(tmp_path, "yenbai.gov.vn").close()
    (tmp_path / "yenbai.gov.vn.lock").unlink()
    with HostLock(tmp_path, "yenbai.gov.vn"), pytest.raises(HostBusyError):
        HostLock(tmp_path, "yenbai.gov.vn")


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("yenbai.gov.vn", "yenbai.gov.vn.lock"),
        ("www.yenbai.gov.vn", "yenbai.gov.vn.lock"),
        ("YENBAI.gov.vn.", "yenbai.gov.vn.lock"),
    ],
)
def test_one_host_has_one_name(host, name):
    assert lock_name(host) == name


@pytest.mark.parametrize("host", ["../../etc/passwd", "a/b", "127.0.0.1:8080", "", "..", "x" * 400, "tỉnh.vn", "a\0b"])
def test_no_host_leads_out_of_the_folder(host):
    name = lock_name(host)
    assert "/" not in name
    assert "\0" not in name
    assert not name.startswith(".")
    assert len(name) < 130


def test_hosts_that_look_alike_have_different_locks():
    assert lock_name("a_b.vn") != lock_name("a/b.vn") != lock_name("a:b.vn")

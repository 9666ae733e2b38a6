"""The systemd unit and its settings: what they say is what the scheduler does and what the machine accepts."""

import configparser
import re
import shutil
import subprocess
import sys

import pytest

from crawler.config import Config
from crawler.nights.config import NightsConfig
from crawler.nights.daemon import SETTLING
from crawler.nights.process import Limits
from crawler.variables import NIGHTS, VARIABLES
from tests.crawling import ROOT

UNIT = ROOT / "deploy" / "cchc-nights.service"
SETTINGS = ROOT / "deploy" / "nights.env.example"


@pytest.fixture
def unit():
    parser = configparser.ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str
    parser.read_string(UNIT.read_text(encoding="utf-8"))
    return parser


def test_systemd_accepts_the_unit(tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("there is no systemd-analyze on this machine")
    here = UNIT.read_text(encoding="utf-8").replace("/opt/cchc/.venv/bin/python", sys.executable)
    copy = tmp_path / UNIT.name
    copy.write_text(here.replace("/opt/cchc", str(ROOT)), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", str(copy)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert UNIT.name not in done.stderr  # no warning about a line of it either


def test_it_waits_for_as_long_as_a_stop_may_take(unit):
    assert int(unit["Service"]["TimeoutStopSec"]) >= Limits().stop + SETTLING + 10
    assert unit["Service"]["KillMode"] == "mixed"  # the scheduler ends its crawls itself


def test_it_does_not_try_again_what_cannot_heal(unit):
    assert unit["Service"]["Restart"] == "on-failure"
    assert unit["Service"]["RestartPreventExitStatus"].split() == ["2", "3"]
    assert unit["Service"]["OOMPolicy"] == "continue"  # one crawl's memory must not end the others


def test_the_locks_lie_where_crawls_by_hand_see_them(unit):
    config = Config.from_env(settings())
    assert unit["Service"]["PrivateTmp"] == "yes"
    assert str(config.lock_dir) == f"/run/{unit['Service']['RuntimeDirectory']}"
    assert unit["Service"]["RuntimeDirectoryPreserve"] == "yes"  # a crawl by hand may hold one
    assert str(config.data_dir) == f"/var/lib/{unit['Service']['StateDirectory']}"


def settings(*, all_of_them=False):
    """The example's settings as systemd reads them; with the ones that are commented out."""
    text = SETTINGS.read_text(encoding="utf-8")
    if all_of_them:
        text = re.sub(r"^# (?=CCHC_\w+=)", "", text, flags=re.M)
    return dict(re.findall(r'^(CCHC_\w+)="?(.*?)"?$', text, flags=re.M))


def test_every_setting_of_the_example_exists_and_can_be_used():
    found = settings(all_of_them=True)
    assert found.keys() <= {variable.name for variable in (*VARIABLES, *NIGHTS)}
    assert Config.from_env(found).contact == "you@example.org"
    assert NightsConfig.from_env(found).portals == ("all", "tamphuoc=HOST")

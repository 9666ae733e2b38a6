"""Every environment variable: its default, what is accepted, and the words in which a wrong value is refused."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from crawler.config import ROOT, Config, parse_replica
from crawler.variables import VARIABLES, ConfigError


def test_nothing_set_means_data_beside_scrapy_cfg_whatever_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    config = Config.from_env({})
    assert (ROOT / "scrapy.cfg").is_file()
    assert config.data_dir == ROOT / "data"
    assert config.warc_dir == ROOT / "data" / "warc"
    assert config.database_url == f"sqlite:///{ROOT}/data/archive.db"
    assert (config.contact, config.replica, config.extract_workers) == (None, None, 0)


def test_the_data_folder_carries_database_and_raw_answers(tmp_path: Path) -> None:
    config = Config.from_env({"CCHC_DATA_DIR": str(tmp_path)})
    assert config.database_url == f"sqlite:///{tmp_path}/archive.db"
    assert config.warc_dir == tmp_path / "warc"


def test_a_relative_folder_lies_beside_scrapy_cfg() -> None:
    assert Config.from_env({"CCHC_DATA_DIR": "data/demo"}).data_dir == ROOT / "data" / "demo"
    assert Config.from_env({"CCHC_WARC_DIR": "raw"}).warc_dir == ROOT / "raw"


def test_the_raw_answers_may_lie_elsewhere(tmp_path: Path) -> None:
    assert Config.from_env({"CCHC_WARC_DIR": str(tmp_path)}).warc_dir == tmp_path


@pytest.mark.parametrize("url", ["sqlite:////srv/a.db", "postgresql+psycopg://u:p@db/cchc", "sqlite://"])
def test_database_addresses_are_taken_as_given(url: str) -> None:
    assert Config.from_env({"CCHC_DATABASE_URL": url}).database_url == url


def test_a_wrong_database_address_is_refused_without_printing_its_password() -> None:
    with pytest.raises(ConfigError, match=r"CCHC_DATABASE_URL.*Example: CCHC_DATABASE_URL=") as raised:
        Config.from_env({"CCHC_DATABASE_URL": "admin:secret@db/cchc"})
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    "contact", ["an@example.org", "nguyen.van+cchc@so.gov.vn", "https://example.org/bot", "http://a.vn"]
)
def test_a_contact_is_a_mail_or_a_web_address_and_stands_in_the_user_agent(contact: str) -> None:
    config = Config.from_env({"CCHC_CONTACT": contact})
    assert config.user_agent.startswith("CCHCArchive/")
    assert config.user_agent.endswith(f" (+{contact})")
    assert config.require_contact() == contact


@pytest.mark.parametrize(
    "contact", ["an", "an@", "@example.org", "an@example", "https://", "ftp://a.vn", "https://a.vn/ (x)", "â@b.vn"]
)
def test_anything_else_is_no_contact(contact: str) -> None:
    with pytest.raises(ConfigError, match=r"CCHC_CONTACT.*neither a mail address nor a web address.*Example"):
        Config.from_env({"CCHC_CONTACT": contact})


def test_a_live_crawl_without_contact_is_told_what_to_set() -> None:
    assert Config.from_env({}).user_agent.startswith("CCHCArchive/")
    with pytest.raises(ConfigError, match=r"CCHC_CONTACT: not set.*Example: CCHC_CONTACT=you@example.org"):
        Config.from_env({"CCHC_CONTACT": "  "}).require_contact()


@pytest.mark.parametrize(("value", "workers"), [("0", 0), ("2", 2), ("", 0)])
def test_extract_workers_is_a_number(value: str, workers: int) -> None:
    assert Config.from_env({"CCHC_EXTRACT_WORKERS": value}).extract_workers == workers


@pytest.mark.parametrize("value", ["-1", "two", "1.5", "1000"])
def test_extract_workers_refuses_what_is_no_small_number(value: str) -> None:
    with pytest.raises(ConfigError, match=r"CCHC_EXTRACT_WORKERS.*Example"):
        Config.from_env({"CCHC_EXTRACT_WORKERS": value})


def test_a_replica_names_loopback_for_both_schemes() -> None:
    value = "http=127.0.0.1:8081, https=localhost:8443"
    assert Config.from_env({"CCHC_REPLICA": value}).replica == value
    assert parse_replica(value) == (("127.0.0.1", 8081), ("localhost", 8443))


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("http=127.0.0.1:8081", "https missing"),
        ("http=127.0.0.1:8081,http=127.0.0.1:8082", "cannot read"),
        ("http=127.0.0.1,https=127.0.0.1:8443", "cannot read"),
        ("http=127.0.0.1:0,https=127.0.0.1:8443", "cannot read"),
        ("http=127.0.0.1:70000,https=127.0.0.1:8443", "cannot read"),
        ("127.0.0.1:8081", "cannot read"),
        ("http=10.0.0.7:8081,https=127.0.0.1:8443", "not this machine"),
        ("http=portal.example:80,https=127.0.0.1:8443", "not this machine"),
    ],
)
def test_a_replica_elsewhere_or_half_said_is_refused(value: str, problem: str) -> None:
    with pytest.raises(ConfigError, match=f"CCHC_REPLICA: .*{problem}.*Example"):
        Config.from_env({"CCHC_REPLICA": value})


def test_every_variable_has_a_default_an_example_that_is_accepted_and_a_sentence() -> None:
    for variable in VARIABLES:
        assert Config.from_env({variable.name: variable.example})
        assert variable.name.startswith("CCHC_")
        assert variable.default
        assert variable.help.endswith(".")


def test_only_these_modules_read_the_environment() -> None:
    """One place per rule: a variable read elsewhere would be missing from the table."""
    for package in ("crawler", "spiders", "archive"):
        for path in (ROOT / package).rglob("*.py"):
            if path not in (ROOT / "crawler" / "config.py", ROOT / "crawler" / "nights" / "config.py"):
                source = path.read_text()
                assert "environ.get(" not in source, path
                assert "getenv(" not in source, path


def test_the_locks_are_the_machines_but_for_imitations(tmp_path: Path) -> None:
    replica = {"CCHC_REPLICA": "http=127.0.0.1:1,https=127.0.0.1:2"}
    data = {"CCHC_DATA_DIR": str(tmp_path)}
    assert Config.from_env({**data}).lock_dir == Path(tempfile.gettempdir()) / "cchc-locks"
    assert Config.from_env({**data, **replica}).lock_dir == tmp_path / "locks"
    assert Config.from_env({**data, **replica, "CCHC_LOCK_DIR": str(tmp_path / "here")}).lock_dir == tmp_path / "here"

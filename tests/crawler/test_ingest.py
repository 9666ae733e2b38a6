"""A foreign WARC file joins the raw store once, whole, and under a name of its own."""

import pytest

from crawler.ingest import adopt


@pytest.fixture
def store(tmp_path):
    directory = tmp_path / "warc"
    directory.mkdir()
    return directory


def test_a_file_is_copied_once(store, tmp_path):
    file = tmp_path / "a.warc.gz"
    file.write_bytes(b"bytes")
    assert adopt(store, file) == adopt(store, file) == "a.warc.gz"
    assert [path.name for path in store.iterdir()] == ["a.warc.gz"]
    assert (store / "a.warc.gz").read_bytes() == b"bytes"


def test_another_file_of_the_same_name_gets_a_number(store, tmp_path):
    (store / "a.warc.gz").write_bytes(b"ours")
    file = tmp_path / "a.warc.gz"
    file.write_bytes(b"theirs")
    assert adopt(store, file) == adopt(store, file) == "2-a.warc.gz"
    assert (store / "a.warc.gz").read_bytes() == b"ours"


def test_a_file_of_the_store_itself_stays_where_it_is(store):
    (store / "a.warc.gz").write_bytes(b"ours")
    assert adopt(store, store / "a.warc.gz") == "a.warc.gz"
    assert len(list(store.iterdir())) == 1

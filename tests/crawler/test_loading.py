"""One portal's file must not take the others with it."""

import sys

import pytest
from scrapy.settings import Settings

from crawler.loading import PortalLoader
from crawler.portals import hosts, portals, unreadable

GOOD = "import scrapy\n\nclass Good(scrapy.Spider):\n    name = 'good'\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("class Bad(:\n", "SyntaxError"),
        ("import nothing_of_that_name\n", "ModuleNotFoundError"),
        ("import sys\n\nsys.exit('enough')\n", "SystemExit: enough"),
        (GOOD, "good is the name of a portal in halfbroken/good.py"),  # read first, and still not its own
        (GOOD.replace("'good'", "'abad'") + GOOD.replace("Good", "More"), "good is the name of a portal in"),
        (GOOD.replace("'good'", "'x'") + GOOD.replace("Good", "More").replace("'good'", "'x'"), "two classes of it"),
        ("raise ValueError('section x: evidence must be one of …')\n", "ValueError: section x"),
    ],
)
def test_a_file_that_cannot_be_read_leaves_the_other_portals_alone_and_is_named(text, words, tmp_path, monkeypatch):
    package = tmp_path / "halfbroken"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "abad.py").write_text(text, encoding="utf-8")
    (package / "good.py").write_text(GOOD, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    try:
        loader = PortalLoader.from_settings(Settings({"SPIDER_MODULES": ["halfbroken"]}))
    finally:
        for name in [name for name in sys.modules if name.startswith("halfbroken")]:
            del sys.modules[name]
    assert loader.list() == ["good"]
    assert loader.load("good").__module__ == "halfbroken.good"
    assert list(loader.unreadable) == ["abad"]
    assert words in loader.unreadable["abad"]
    assert "halfbroken/abad.py" in loader.unreadable["abad"]


def test_all_our_portals_can_be_read_from_any_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # Scrapy's own search for the project finds nothing here
    assert unreadable() == {}
    assert {"yenbai", "portal"} <= portals().keys()
    assert "yenbai" in hosts()

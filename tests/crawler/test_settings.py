"""Settings whose change would do harm in silence."""

import ast

from scrapy.utils.project import get_project_settings

from crawler.network.politeness import refuse_zero_delay
from spiders.yenbai import YenBaiSpider
from tests.crawling import ROOT


def test_the_crawl_is_polite_by_default():
    settings = get_project_settings()
    refuse_zero_delay(settings)
    assert settings.getbool("ROBOTSTXT_OBEY")
    assert settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
    assert settings.getfloat("DOWNLOAD_DELAY") >= 1
    assert settings["USER_AGENT"].startswith("CCHCArchive/")
    assert not settings.getbool("COOKIES_ENABLED")


def test_no_port_is_opened_and_no_second_copy_is_kept():
    settings = get_project_settings()
    for name in ("TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED", "HTTPCACHE_ENABLED", "METAREFRESH_ENABLED"):
        assert not settings.getbool(name), name
    assert not settings.get("JOBDIR")  # its default queues lose pages at a kill and still say finished


def test_the_raw_store_is_nearest_to_the_wire_and_scrapys_own_robots_rules_are_replaced():
    settings = get_project_settings()
    positions = settings.get_component_priority_dict_with_base("DOWNLOADER_MIDDLEWARES")
    named = {getattr(key, "__name__", str(key).rsplit(".", 1)[-1]): value for key, value in positions.items()}
    assert named["RawStore"] == max(value for value in named.values() if value is not None)
    assert named.get("RobotsTxtMiddleware") is None
    assert named["RobotsRules"] is not None


def test_a_portal_may_be_slower_than_the_default_but_not_faster():
    assert YenBaiSpider.delay >= get_project_settings().getfloat("DOWNLOAD_DELAY")


def test_no_whole_page_soup_and_no_unrestricted_link_extractor_on_the_hot_path():
    allowed = {("crawler/extraction/decode.py", "UnicodeDammit")}  # charset detection, where nothing is declared
    found = set()
    for folder in ("archive", "crawler", "spiders"):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
                    ("bs4", "scrapy.linkextractors")
                ):
                    found |= {(str(file.relative_to(ROOT)), alias.name) for alias in node.names}
                elif isinstance(node, ast.Import):
                    found |= {(str(file), alias.name) for alias in node.names if alias.name.startswith("bs4")}
    assert found == allowed

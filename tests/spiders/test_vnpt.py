"""VNPT portals: two generations of addresses, and crawls of imitations judged by their gold."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from crawler.extraction import extract
from crawler.items import Page
from spiders.bacyen import BacYenSpider
from spiders.cantho import CanThoSpider
from spiders.mocchau import MocChauSpider
from spiders.thuanchau import ThuanChauSpider
from spiders.walk import Walk
from tests.crawling import crawl, rows
from tests.replica.imitations import imitation
from tests.replica.server import ReplicaServer
from tests.spiders.judging import stored, wrong_fields

HOST = "https://mocchau.sonla.gov.vn"
OLD = f"{HOST}/1306/31791/62201/584744/tin-cchc/ubnd-huyen-hop-ban-nam-202"
NEW = "https://thuanchau.sonla.gov.vn/tin-cai-cach-hanh-chinh/de-cuong-tuyen-truyen-920730"


@pytest.mark.parametrize(
    "url",
    [
        OLD,
        OLD + "/",
        OLD + "?lv=4&utm_source=zalo",
        OLD.replace("https://", "http://www."),
        OLD.replace(".vn/", ".vn:443/"),
        f"{HOST}/1306/31791/62201/584744/tin-cchc/a-slug-cut-elsewhere",
        f"{HOST}/1306/31791/99999/584744/other-category/slug-123456",  # the fourth number, not the one in the title
    ],
)
def test_an_old_address_is_named_by_its_fourth_number(url):
    assert MocChauSpider.article_key(url) == "mocchau.sonla.gov.vn/old/584744"


@pytest.mark.parametrize(
    "url",
    [
        NEW,
        NEW + "/",
        NEW + "#binh-luan",
        NEW + "?fbclid=x",
        NEW.replace("https://", "http://www."),
        "https://thuanchau.sonla.gov.vn/tin-tuc/su-kien/another-slug-of-it-920730",
    ],
)
def test_a_new_address_is_named_by_the_number_at_its_end(url):
    assert ThuanChauSpider.article_key(url) == "thuanchau.sonla.gov.vn/new/920730"


def test_numbers_of_the_two_generations_are_two_counts_even_where_they_agree():
    new = MocChauSpider.article_key(f"{HOST}/tin-cchc/ubnd-huyen-hop-ban-584744")
    assert new == "mocchau.sonla.gov.vn/new/584744" != MocChauSpider.article_key(OLD)


@pytest.mark.parametrize(
    "url",
    [
        f"{HOST}/",
        f"{HOST}/tin-cchc",
        f"{HOST}/tin-cchc?page=12345",
        f"{HOST}/1306/31791/62201/tin-cchc",  # the listing of the old generation
        f"{HOST}/1306/31791/62201/584744",  # a number without a slug was never seen
        f"{HOST}/gioi-thieu-chung",  # static pages have no number
        f"{HOST}/bau-cu-2026/lich-lam-viec-2025",  # a year is no number of an article
        f"{HOST}/tin-tuc/920730",
        f"{HOST}/Default.aspx?pageid=584744",
        f"{HOST}/tin-cchc/ubnd-huyen-584744?pageid=31791",
        f"{HOST}/1306/31791/62201/584744/tin-cchc/ubnd-huyen?format=pdf",
        f"{HOST}/tin-cchc/anh-584744.jpg",
        "https://quynhnhai.sonla.gov.vn/tin-cchc/ubnd-huyen-584744",  # another district counts for itself
        "https://storage-vnportal.vnpt.vn/sla/1306/tin-584744",
        "ftp://mocchau.sonla.gov.vn/tin-cchc/ubnd-584744",
        f"{HOST}/tin-cchc/ubnd-²²²²²²",
        "/tin-cchc/ubnd-584744",
    ],
)
def test_what_is_no_article_has_no_key(url):
    assert MocChauSpider.article_key(url) is None
    with pytest.raises(ValueError, match="no article"):
        MocChauSpider.canonical_url(url)


@given(
    number=st.integers(10_000, 10**8),
    slug=st.from_regex(r"[a-z0-9]{1,12}(-[a-z0-9]{1,12}){0,8}", fullmatch=True),
    form=st.sampled_from(["/1306/31791/62201/{number}/tin-cchc/{slug}", "/tin-cchc/{slug}-{number}"]),
    noise=st.sampled_from(["", "/", "?page=3", "?utm_source=a&lv=1", "#x"]),
    origin=st.sampled_from(["https://", "http://www.", "https://www."]),
)
def test_keys_are_idempotent_over_canonical_addresses(number, slug, form, noise, origin):
    url = f"{origin}mocchau.sonla.gov.vn{form.format(number=number, slug=slug)}{noise}"
    key, canonical = MocChauSpider.article_key(url), MocChauSpider.canonical_url(url)
    assert key.rpartition("/")[2] == str(number)
    assert MocChauSpider.article_key(canonical) == key
    assert MocChauSpider.canonical_url(canonical) == canonical == MocChauSpider.fetch_url(url)


def test_listings_are_the_declared_sections():
    assert list(MocChauSpider.listings()) == ["/1306/31791/62201/tin-cchc"]
    url = CanThoSpider.listing_url("/tin-tuc-va-su-kien", 3)
    assert url == "https://cantho.gov.vn/tin-tuc-va-su-kien?page=3"
    assert CanThoSpider.listing_page(url.replace("cantho", "www.cantho")) == ("/tin-tuc-va-su-kien", 3)
    for other in ("/tin-tuc-va-su-kien", "/tin-tuc-va-su-kien?page=cuoi", "/van-hoa?page=3"):
        assert CanThoSpider.listing_page(f"https://cantho.gov.vn{other}") is None


SECTION = "/tin-cai-cach-hanh-chinh"
DOTS = "<a href=\"javascript:__doPostBack('p','2')\">2</a>"


@pytest.mark.parametrize(
    ("pager", "following", "scripted"),
    [
        (f'<a href="{SECTION}?page=2">2</a>', f"{SECTION}?page=2", False),
        (f'<a href="{SECTION}?page=9">»</a>', f"{SECTION}?page=2", False),  # the last page: so `page=` counts
        (f'<a href="{SECTION}/trang-2">2</a> <a href="{SECTION}/trang-3">3</a>', f"{SECTION}/trang-2", False),
        (f'<div class="phan-trang">1 {DOTS}</div>', None, True),
        ('<ul class="pagination"><li><a href="#" onclick="go(2)">Trang sau</a></li></ul>', None, True),
        (f'<table class="lich"><tr><td>1</td><td>{DOTS}</td></tr></table>', None, False),  # a calendar
        (f'<a href="{SECTION}/hop-ban-920730">2</a>', None, False),
        (f'<a href="{SECTION}?page=1">1</a>', None, False),
        ("", None, False),
    ],
)
def test_the_pager_is_read_from_the_page(pager, following, scripted):
    url = f"https://thuanchau.sonla.gov.vn{SECTION}"
    walk = Walk(SECTION)
    found = ThuanChauSpider().next_page(walk, html.fromstring(f"<div>{pager}</div>"), url)
    assert found == (f"https://thuanchau.sonla.gov.vn{following}" if following else None)
    assert walk.scripted is scripted


def test_a_counted_listing_goes_on_without_a_pager():
    found = CanThoSpider().next_page(Walk("/tin-tuc-va-su-kien", page=4), html.fromstring("<p>Tin</p>"), "")
    assert found == "https://cantho.gov.vn/tin-tuc-va-su-kien?page=5"


def test_the_description_of_every_page_is_no_lead_and_a_repeated_lead_is_stored_once():
    site = imitation("mocchau", articles=30)
    for gold in site.golds():
        article = extract(Page(site.url(gold), site.render(gold)), MocChauSpider.layouts)
        assert (article.lead, article.text) == (gold.lead, gold.text)
        assert article.published_at is None


# --- crawls ----------------------------------------------------------------------------------------------------------


def nights(data_dir, name, articles, *arguments, new=0, count=2, **changes):
    """Nights on an imitation; the second finds the same and `new` articles. The portal as the last night sees it,
    processes, counts of the runs, and the server's statistics of the last."""
    done = []
    for edition in range(count):
        site = imitation(name, articles=articles, page_size=8, edition=edition, new_articles=new)
        for attribute, value in changes.items():
            setattr(site, attribute, value)
        with ReplicaServer([site]) as server:
            done.append(crawl(data_dir, server, *arguments, name=name))
    counts = [json.loads(row.counts) for row in rows(data_dir, "select counts from run order by id")]
    return site, done, counts, server.stats[site.hosts[0]]


def test_every_article_of_a_district_without_dates_gets_its_listing_s_day(tmp_path):
    site, done, counts, _ = nights(tmp_path, "thuanchau", 40, new=3)
    assert [one.returncode for one in done] == [0, 0], done[0].stderr[-3000:]
    assert wrong_fields(tmp_path, site.golds()) == []
    assert (counts[0]["stored"], counts[0]["rejected"], counts[0]["addresses"]) == (40, 1, 41)  # the act is no news
    reasons = rows(tmp_path, "select reason from page where outcome = 'rejected'")
    assert [row.reason for row in reasons] == ["legal_document"]
    assert (counts[1]["stored"], counts[1]["revised"], counts[1]["rejected"]) == (3, 0, 0)
    assert rows(tmp_path, "select count(*) from article_revision")[0][0] == 0


@pytest.mark.parametrize("name", ["bacyen", "mocchau"])
def test_an_article_with_addresses_of_both_generations_is_one_article_with_both_keys(tmp_path, name):
    site, done, counts, _ = nights(tmp_path, name, 40)
    assert [one.returncode for one in done] == [0, 0], done[0].stderr[-3000:]
    assert wrong_fields(tmp_path, site.golds()) == []
    aliases = dict(
        rows(
            tmp_path, "select a.key, l.key from article_alias l join article a on a.id = l.article_id where l.key != ''"
        )
    )
    long = {gold.key: gold for gold in site.golds() if len(gold.text.split()) >= 50}
    assert len(aliases) > 8
    assert set(aliases) <= set(long)
    for key, alias in aliases.items():
        assert alias == site.key(long[key].id, old=False)
    agreeing = {key.rpartition("/")[2] for key in stored(tmp_path)} & {
        key.rpartition("/")[2] for key in aliases.values()
    }
    assert agreeing  # the number of one article's new address is that of another one's old address
    assert counts[0]["alias"] == len(aliases)
    assert (counts[1]["stored"], counts[1]["revised"]) == (0, 0)


def test_a_city_s_list_is_walked_by_number_until_it_is_empty(tmp_path):
    site, done, counts, stats = nights(tmp_path, "cantho", 40, "-a", "mode=full", count=1)
    assert [one.returncode for one in done] == [0], done[0].stderr[-3000:]
    assert wrong_fields(tmp_path, site.golds()) == []
    assert stats.paths["/tin-tuc-va-su-kien?page=6"] == 1  # page 5 is the last one with links
    assert counts[0]["listings"] == 6


def test_a_province_without_a_known_listing_is_read_from_its_home_page(tmp_path):
    site, done, counts, _ = nights(tmp_path, "laocai", 40)
    assert [one.returncode for one in done] == [0, 0], done[0].stderr[-3000:]
    assert wrong_fields(tmp_path, site.golds()) == []
    assert (counts[1]["stored"], counts[1]["revised"]) == (0, 0)


def test_a_department_s_section_is_walked_by_its_pager(tmp_path):
    site, done, _, _ = nights(tmp_path, "binhduongsnv", 24, count=1)
    assert [one.returncode for one in done] == [0], done[0].stderr[-3000:]
    assert wrong_fields(tmp_path, site.golds()) == []
    assert {row.province for row in rows(tmp_path, "select province from article")} == {"ho-chi-minh"}


def test_a_pager_by_script_ends_the_walk_and_the_run_says_so_until_nothing_can_be_missing(tmp_path):
    _, done, counts, stats = nights(tmp_path, "thuanchau", 40, scripted=True)
    assert done[0].returncode == 1
    told = rows(tmp_path, "select outcome, reasons from run order by id")
    assert told[0].outcome == "partial"
    assert "works by script only" in told[0].reasons
    assert (done[1].returncode, told[1].outcome) == (0, "ok"), done[1].stderr[-2000:]
    assert counts[0]["stored"] >= 8
    assert stats.kinds["listing"] == 1


def test_the_seed_s_head_is_read_whatever_the_gold_says():
    site = imitation("bacyen", articles=20)
    gold = site.at(3)
    page = site.render(gold).decode()
    assert f"{gold.published_at:%d/%m/%Y %H:%M} | GMT +7" in page
    article = extract(Page(site.url(gold), page.encode()), BacYenSpider.layouts)
    assert (article.published_at, article.title, article.section) == (
        gold.published_at,
        gold.title,
        "Cải cách hành chính",
    )

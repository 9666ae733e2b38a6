"""Addresses of SharePoint pages and numbered articles: one key per article, whatever variant was met."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from crawler.extraction.machine_dates import in_url
from crawler.survey import learn, sections, survey
from spiders.binhduong import BinhDuongSpider
from spiders.dongnaicchc import DongNaiCchcSpider
from spiders.platforms.sharepoint import NewsList
from spiders.platforms.sharepoint_pages import IdForm, PageForm
from spiders.quangninh import QuangNinhSpider
from spiders.thanhhoa import ThanhHoaSpider
from spiders.thanhliem import ThanhLiemSpider
from tests.replica.hanam import ThanhLiem
from tests.replica.portal import Request

HA_NAM = "thanhliem.hanam.gov.vn"
DONG_NAI = "caicachhanhchinh.dongnai.gov.vn"
DAY_FOLDER = "thanhhoa.gov.vn/portal/pages/2023-11-11/thu-tuong-tham-va-lam-vi5x3u4r.aspx"

VARIANTS = [
    (ThanhLiemSpider, f"{HA_NAM}/pages/doi-net-ve-huyen-thanh-liem.aspx", url)
    for url in (
        f"https://{HA_NAM}/Pages/doi-net-ve-huyen-thanh-liem.aspx",
        f"http://{HA_NAM}/Pages/doi-net-ve-huyen-thanh-liem.aspx",
        f"https://www.{HA_NAM}:443/pages/Doi-Net-Ve-Huyen-Thanh-Liem.ASPX",
        f"https://{HA_NAM}//Pages/./doi-net-ve-huyen-thanh-liem.aspx#noi-dung",
        f"https://{HA_NAM}/Pages/doi-net-ve-huyen-thanh-liem.aspx?Source=%2FPages%2Fdefault.aspx&IsDlg=1",
        f"https://{HA_NAM}/Pages/doi-net-ve-huyen-thanh-liem.aspx?utm_source=zalo&fbclid=x",
    )
]
VARIANTS += [
    (DongNaiCchcSpider, f"{DONG_NAI}/pages/newsdetail.aspx?newsid=1689", url)
    for url in (
        f"https://{DONG_NAI}/Pages/newsdetail.aspx?CatId=97&NewsId=1689",
        f"http://{DONG_NAI}/Pages/newsdetail.aspx?NewsId=1689&CatId=97",
        f"https://{DONG_NAI}/Pages/NewsDetail.aspx?newsid=1689&catid=101",
        f"https://{DONG_NAI}:443/Pages/newsdetail.aspx?NewsId=1689",
        f"https://{DONG_NAI}/Pages/newsdetail.aspx?CatId=97&amp;NewsId=1689++",
        f"https://{DONG_NAI}/Pages/newsdetail.aspx?CatId=97&NewsId=01689&page=2",
    )
]
VARIANTS += [
    (QuangNinhSpider, "quangninh.gov.vn/trang/chitiettintuc.aspx?nid=113139", url)
    for url in (
        "https://www.quangninh.gov.vn/Trang/ChiTietTinTuc.aspx?nid=113139",
        "http://quangninh.gov.vn/trang/chitiettintuc.aspx?NID=113139",
        "https://quangninh.gov.vn/Trang/ChiTietTinTuc.aspx?nid=113139%2F",
    )
]
VARIANTS += [
    (QuangNinhSpider, "quangninh.gov.vn/so/soyte/trang/chitiettintuc.aspx?nid=113139", url)
    for url in (
        "https://quangninh.gov.vn/so/SoYTe/Trang/ChiTietTinTuc.aspx?nid=113139",
        "https://www.quangninh.gov.vn/So/soyte/Trang/ChiTietTinTuc.aspx?nid=113139",
    )
]
VARIANTS += [
    (ThanhHoaSpider, DAY_FOLDER, url)
    for url in (
        "https://thanhhoa.gov.vn/portal/Pages/2023-11-11/Thu-tuong-tham-va-lam-vi5x3u4r.aspx",
        "http://www.thanhhoa.gov.vn/portal/pages/2023-11-11/thu-tuong-tham-va-lam-vi5x3u4r.aspx",
    )
]
VARIANTS += [
    (BinhDuongSpider, "binhduong.gov.vn/lists/tintucsukien/chitiet.aspx?id=4590", url)
    for url in (
        "https://www.binhduong.gov.vn/Lists/TinTucSukien/ChiTiet.aspx?ID=4590",
        "https://binhduong.gov.vn/lists/tintucsukien/chitiet.aspx?id=4590&pageindex=3",
    )
]


@pytest.mark.parametrize(("spider", "key", "url"), VARIANTS)
def test_every_variant_of_an_address_has_one_key_and_its_canonical_address_the_same(spider, key, url):
    assert spider.article_key(url) == key
    canonical = spider.canonical_url(url)
    assert spider.article_key(canonical) == key
    assert spider.canonical_url(canonical) == canonical
    assert spider.article_key(spider.fetch_url(url)) == key


def test_all_variants_of_an_article_have_one_canonical_address():
    addresses = {}
    for spider, key, url in VARIANTS:
        addresses.setdefault(key, set()).add(spider.canonical_url(url))
    assert all(len(found) == 1 for found in addresses.values()), addresses


@pytest.mark.parametrize(
    ("spider", "url"),
    [
        (ThanhLiemSpider, f"https://{HA_NAM}/"),
        (ThanhLiemSpider, f"https://{HA_NAM}/Pages/default.aspx"),  # the front page
        (ThanhLiemSpider, f"https://{HA_NAM}/Pages/tin-tuc.aspx?page=2"),  # a listing's second page
        (ThanhLiemSpider, f"https://{HA_NAM}/Pages/du-dia-chi.aspx?l=DDC&lv=11"),  # shows an entry, not itself
        (ThanhLiemSpider, f"https://{HA_NAM}/Pages/Forms/AllItems.aspx"),
        (ThanhLiemSpider, f"https://{HA_NAM}/_layouts/15/Pages/x.aspx"),
        (ThanhLiemSpider, f"https://{HA_NAM}/PublishingImages/phuly1.jpg"),
        (ThanhLiemSpider, "https://duytien.hanam.gov.vn/Pages/doi-net.aspx"),  # another district's host
        (ThanhLiemSpider, "https://thanhliem.hanam.gov.vn.evil.example/Pages/doi-net.aspx"),
        (ThanhLiemSpider, "javascript:void(0)"),
        (DongNaiCchcSpider, f"https://{DONG_NAI}/Pages/newsdetail.aspx?CatId=97"),
        (DongNaiCchcSpider, f"https://{DONG_NAI}/Pages/newsdetail.aspx?CatId=97&NewsId=abc"),
        (DongNaiCchcSpider, f"https://{DONG_NAI}/Pages/newsdetail.aspx?CatId=97&NewsId=²"),
        (DongNaiCchcSpider, f"https://{DONG_NAI}/Pages/newslist.aspx?CatId=97&NewsId=1689"),
        (QuangNinhSpider, "https://quangninh.gov.vn/Trang/ChiTietTinTuc.aspx"),
        (ThanhHoaSpider, "https://thanhhoa.gov.vn/portal/Pages/Tin-trong-tinh.aspx"),  # no day: no article
        (ThanhHoaSpider, "https://thanhhoa.gov.vn/portal/Pages/2023-11-11/default.aspx"),
        (BinhDuongSpider, "https://www.binhduong.gov.vn/lists/tintucsukien/tongquat.aspx?pageindex=135"),
    ],
)
def test_what_is_no_article_has_no_key(spider, url):
    assert spider.article_key(url) is None
    with pytest.raises(ValueError, match=r"no article address|not an http"):
        spider.canonical_url(url)


def test_a_department_counts_for_itself():
    keys = {QuangNinhSpider.article_key(url) for spider, _, url in VARIANTS if spider is QuangNinhSpider}
    assert len(keys) == 2


def test_an_article_is_asked_for_as_the_portal_links_it():
    linked = f"http://www.{DONG_NAI}/Pages/newsdetail.aspx?CatId=97&NewsId=1689"
    assert DongNaiCchcSpider.fetch_url(linked) == f"https://{DONG_NAI}/Pages/newsdetail.aspx?CatId=97&NewsId=1689"


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://thanhhoa.gov.vn/portal/Pages/2023-11-11/Thu-tuong-tham-va-lam-vi5x3u4r.aspx", "2023-11-11"),
        ("https://prtc.ninhthuan.gov.vn/portal/Pages/2024-5-17/DE-CUONG-TUYEN-TRUYEN-CAhvbq96.aspx", "2024-05-17"),
        ("https://xasonlinh.hatinh.gov.vn/portal/pages/2023-01-30/Ung-dung-Cong-nghe-468686.aspx", "2023-01-30"),
    ],
)
def test_the_folder_of_a_page_gives_its_day(url, day):
    assert in_url(url).known.isoformat() == day


@pytest.mark.parametrize(
    "made",
    [
        lambda: PageForm("/Pages/", evidence="guessed"),
        lambda: IdForm("/x.aspx", "ID", evidence=""),
        lambda: NewsList("Tin", evidence="certain"),
    ],
)
def test_a_form_or_list_says_how_well_it_is_known(made):
    with pytest.raises(ValueError, match="evidence must be one of inferred"):
        made()


@given(
    number=st.integers(1, 10**9),
    subsite=st.sampled_from(["", "/so/soyte", "/So/SoNoiVu", "//so//x"]),
    scheme=st.sampled_from(["http", "https"]),
    port=st.sampled_from(["", ":443", ":80"]),
    padding=st.text(alphabet="+ ", max_size=50),
    more=st.sampled_from(["", "&cm=1", "&page=9", "&utm_source=x"]),
)
def test_keys_of_numbers_are_idempotent_over_canonical_addresses(number, subsite, scheme, port, padding, more):
    url = f"{scheme}://www.quangninh.gov.vn{port}{subsite}/Trang/ChiTietTinTuc.aspx?nid={number}{padding}{more}"
    key = QuangNinhSpider.article_key(url)
    canonical = QuangNinhSpider.canonical_url(url)
    assert key.endswith(f"?nid={number}")
    assert QuangNinhSpider.article_key(canonical) == key
    assert QuangNinhSpider.canonical_url(canonical) == canonical


@given(slug=st.text(min_size=1, max_size=115).filter(lambda text: text.strip() and not set("/?#\\%") & set(text)))
def test_keys_of_pages_are_idempotent_whatever_the_slug_holds(slug):
    url = f"https://{HA_NAM}/Pages/{slug}.aspx"
    key = ThanhLiemSpider.article_key(url)
    if key is not None:
        canonical = ThanhLiemSpider.canonical_url(url)
        assert ThanhLiemSpider.article_key(canonical) == key
        assert ThanhLiemSpider.canonical_url(canonical) == canonical


def _seen(site, path):
    """What the page at `path` of the imitation shows to somebody who looks for listings."""
    answer = asyncio.run(site.handle(Request(HA_NAM, "https", path, {}, asyncio.Event())))
    tree = html.fromstring(answer.body.decode())
    return survey(tree, f"https://{HA_NAM}{path}", lambda url: HA_NAM in url, ThanhLiemSpider.article_key)


def test_headlines_cut_to_a_box_are_no_sections_and_a_section_s_name_over_its_box_is_no_headline():
    site = ThanhLiem(articles=24)
    home = _seen(site, "/")
    names = [spot.text for spot in sections(home)]
    assert {"Tin tức - Sự kiện", "Cải cách hành chính", "Tin hoạt động các Huyện, Thị xã, Thành phố"} <= set(names)
    assert not any(name.endswith("...") for name in names)
    lists = [_seen(site, f"/Pages/{page}.aspx") for page in ("tin-tuc-su-kien", "tin-hoat-dong", "cai-cach-hanh-chinh")]
    found = set().union(*(learn([home, *lists]).articles(page) for page in lists))
    assert found <= set(site.expected_keys())
    assert len(found) > 20

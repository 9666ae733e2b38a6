"""Addresses of the SharePoint list family: one key per article, whatever variant was met."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.yenbai import YenBaiSpider

PATH = "/noidung/tintuc/Pages/chi-tiet-tin-tuc.aspx"
KEY = "yenbai.gov.vn/tintrongtinh/29064"


@pytest.mark.parametrize(
    "url",
    [
        f"https://yenbai.gov.vn{PATH}?ItemID=29064&l=Tintrongtinh&lv=4",
        f"https://yenbai.gov.vn:443{PATH}?ItemID=29064&l=Tintrongtinh&lv=4",
        f"http://www.yenbai.gov.vn{PATH}?ItemID=29064&l=Tintrongtinh",
        f"https://yenbai.gov.vn{PATH}?l=Tintrongtinh&ItemID=29064",
        f"https://yenbai.gov.vn{PATH}?ItemID=29064&l=Tintrongtinh%2F&lv=0",
        f"https://yenbai.gov.vn{PATH}?ItemID=29064&l=Tintrongtinh{'+' * 98}&lv=4",
        f"https://yenbai.gov.vn{PATH}?ItemID=29064&l=TinTrongTinh%20%20&lv=4",
        f"https://yenbai.gov.vn{PATH.lower()}?itemid=29064&L=tintrongtinh",
    ],
)
def test_every_variant_of_an_address_has_one_key_and_one_canonical_address(url):
    assert YenBaiSpider.article_key(url) == KEY
    assert YenBaiSpider.canonical_url(url) == f"https://yenbai.gov.vn{PATH}?ItemID=29064&l=Tintrongtinh&lv=4"


def test_a_subsite_counts_its_items_itself():
    url = f"https://yenbai.gov.vn/chuyendoiso{PATH}?ItemID=857&l=Tinhoatdong&lv=11"
    assert YenBaiSpider.article_key(url) == "yenbai.gov.vn/chuyendoiso/tinhoatdong/857"
    assert YenBaiSpider.canonical_url(url) == url


def test_the_same_number_in_two_lists_is_two_articles():
    one = YenBaiSpider.article_key(f"https://yenbai.gov.vn{PATH}?ItemID=5&l=Tintrongtinh")
    two = YenBaiSpider.article_key(f"https://yenbai.gov.vn{PATH}?ItemID=5&l=TinSonganhdiaphuong")
    assert one != two


@pytest.mark.parametrize(
    "url",
    [
        f"https://yenbai.gov.vn{PATH}?l=Tintrongtinh&lv=4&page=2",  # the listing
        "http://yenbai.gov.vn/Pages/Du-dia-Chi.aspx?l=DDCHuyenTranYen&lv=11",  # the gazetteer
        f"https://mucangchai.yenbai.gov.vn{PATH}?ItemID=1&l=x",  # another CMS on a district's host
        f"https://yenbai.gov.vn{PATH}?ItemID=abc&l=x",
        f"https://yenbai.gov.vn{PATH}?ItemID=²&l=x",
        f"ftp://yenbai.gov.vn{PATH}?ItemID=1&l=x",
        "https://evil.example/?u=https://yenbai.gov.vn/ItemID=1",
    ],
)
def test_what_is_no_article_has_no_key(url):
    assert YenBaiSpider.article_key(url) is None


def test_listings_are_the_same_path_without_an_item():
    assert list(YenBaiSpider.listings()) == ["Tintrongtinh", "TinSonganhdiaphuong", "chuyendoiso/Tinhoatdong"]
    assert YenBaiSpider.listing_url("Tintrongtinh", 1) == f"https://yenbai.gov.vn{PATH}?l=Tintrongtinh&lv=4"
    assert YenBaiSpider.listing_url("chuyendoiso/Tinhoatdong", 7) == (
        f"https://yenbai.gov.vn/chuyendoiso{PATH}?l=Tinhoatdong&lv=11&page=7"
    )


@given(
    item=st.integers(0, 10**9),
    padding=st.text(alphabet="+ ", max_size=100),
    slash=st.sampled_from(["", "%2F", "/"]),
    port=st.sampled_from(["", ":443"]),
    lv=st.sampled_from(["", "&lv=0", "&lv=4", "&lv=11"]),
)
def test_keys_are_idempotent_over_canonical_addresses(item, padding, slash, port, lv):
    url = f"https://yenbai.gov.vn{port}{PATH}?l=TinSoNganhDiaphuong{slash}{padding}&ItemID={item}{lv}"
    key = YenBaiSpider.article_key(url)
    canonical = YenBaiSpider.canonical_url(url)
    assert key == f"yenbai.gov.vn/tinsonganhdiaphuong/{item}"
    assert YenBaiSpider.article_key(canonical) == key
    assert YenBaiSpider.canonical_url(canonical) == canonical

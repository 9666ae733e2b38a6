"""One article, one address, whatever variant was met first."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.urls import canonical, key, refuse

ARTICLE = "https://yenbai.gov.vn/noidung/tintuc/Pages/chi-tiet-tin-tuc.aspx?ItemID=29064&l=Tintrongtinh"


@pytest.mark.parametrize(
    "variant",
    [
        ARTICLE,
        ARTICLE + "&lv=4",
        ARTICLE + "+" * 98,
        ARTICLE + "%20%20%20&lv=0&page=63",
        ARTICLE + "%2F",
        ARTICLE + "/",
        ARTICLE + "%2F++%2f+",
        ARTICLE + "%C2%A0",
        ARTICLE + "#top",
        ARTICLE + "&utm_source=zalo&fbclid=IwAR0x&gclid=1",
        ARTICLE + "&l=Tintrongtinh",
        ARTICLE.replace("https", "http"),
        ARTICLE.replace("https", "HTTPS").replace("yenbai", "YenBai"),
        ARTICLE.replace(".vn/", ".vn:443/"),
        ARTICLE.replace("https://", "http://").replace(".vn/", ".vn:80/"),
        ARTICLE.replace("://", "://www."),
        ARTICLE.replace(".vn/", ".vn./"),
        ARTICLE.replace("/Pages/", "//Pages/"),
        ARTICLE.replace("/Pages/", "/./x/../Pages/"),
        ARTICLE.replace("&", "&amp;"),
        "  " + ARTICLE + "\n",
        "https://yenbai.gov.vn/noidung/tintuc/Pages/chi-tiet-tin-tuc.aspx?lv=4&l=Tintrongtinh+++&ItemID=29064",
        "https://yenbai.gov.vn/noidung/tintuc/Pages/chi%2Dtiet%2Dtin%2Dtuc.aspx?l=Tintrongtinh&ItemID=29064&tmpl=",
    ],
)
def test_every_variant_of_an_article_has_one_canonical_address(variant: str) -> None:
    assert canonical(variant) == ARTICLE
    assert key(variant) == ARTICLE.replace("Pages", "pages").replace("ItemID", "itemid")


@pytest.mark.parametrize(
    "other",
    [
        ARTICLE.replace("29064", "29065"),
        ARTICLE.replace("Tintrongtinh", "Tinhoatdong"),
        ARTICLE.replace("yenbai", "hoilhpn.yenbai"),
        ARTICLE.replace("/noidung", "/chuyendoiso/noidung"),
        ARTICLE.replace(".vn/", ".vn:8080/"),
        ARTICLE.replace("ItemID", "nid"),
    ],
)
def test_another_article_keeps_another_key(other: str) -> None:
    assert key(other) != key(ARTICLE)


def test_letter_case_of_path_and_parameter_names_is_no_difference_but_of_values_is() -> None:
    assert key("http://a.gov.vn/Trang/ChiTietTinTuc.aspx?NID=113139") == key(
        "https://a.gov.vn/trang/chitiettintuc.aspx?nid=113139"
    )
    assert key("https://a.gov.vn/x?id=EXa5W") != key("https://a.gov.vn/x?id=exa5w")


def test_view_parameters_of_liferay_and_joomla_are_dropped() -> None:
    assert (
        canonical("https://a.gov.vn/tin?p_p_id=101&_101_cur=17&_101_delta=10&p_p_state=normal&p_auth=Zx")
        == "https://a.gov.vn/tin"
    )
    back = "redirect=https%3A%2F%2Fa.gov.vn%2Ftin%3Fp_p_id%3D101"
    assert (
        canonical(f"https://a.gov.vn/tin/-/x-y?inheritRedirect=true&{back}&_com_liferay_asset_publisher_cur=3")
        == "https://a.gov.vn/tin/-/x-y"
    )
    assert (
        canonical("http://a.gov.vn/index.php/x/54-y?tmpl=component&print=1&layout=default&page=")
        == "https://a.gov.vn/index.php/x/54-y"
    )
    assert canonical("https://a.gov.vn/web/guest/x;jsessionid=0F3A?id=7") == "https://a.gov.vn/web/guest/x?id=7"


def test_accents_are_encoded_alike_whether_printed_raw_or_encoded() -> None:
    encoded = "https://a.gov.vn/Tin%20t%E1%BB%A9c/%C4%90%E1%BB%81.html?q=c%E1%BB%ADa"
    assert canonical("https://a.gov.vn/Tin tức/Đề.html?q=cửa") == encoded
    assert canonical(encoded) == encoded
    assert key("https://a.gov.vn/Tin tức/Đề.html?q=cửa") == key(encoded)


def test_bytes_of_a_legacy_charset_survive() -> None:
    assert canonical("https://a.gov.vn/t%EA%F3.html?x=%E0%FF") == "https://a.gov.vn/t%EA%F3.html?x=%E0%FF"


def test_what_is_encoded_twice_is_decoded_once() -> None:
    assert canonical("https://a.gov.vn/a%2541?x=%252F") == "https://a.gov.vn/a%2541?x=%252F"


@pytest.mark.parametrize(
    "href",
    ["", "#", "javascript:void(0)", "mailto:a@b.vn", "tel:0123", "/tin/1.html", "tin.html", "//a.gov.vn/x", "http://",
     "http:///x", "ftp://a.gov.vn/x", "http://[::1", "http://a.gov.vn:port/", "http://a b/", "data:text/html,x"],
)  # fmt: skip
def test_what_is_no_absolute_http_address_is_a_value_error_and_refused(href: str) -> None:
    for function in (canonical, key):
        with pytest.raises(ValueError, match="not an http address"):
            function(href)
    assert "not an http address" in (refuse(href) or "")


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("https://a.gov.vn/tin/tin/tin/1.html", "three times"),
        ("https://a.gov.vn/en/en", "language"),
        ("https://a.gov.vn/tin/-/view_content/1-x.html/en", "language"),
        ("https://a.gov.vn/tin/-/view_content/1-x.html/en/vi/en", "language"),
        ("https://a.gov.vn/tin/-/view_content/1-x/-/view_content/2-y", "inside"),
        ("https://a.gov.vn/x?l=" + "a" * 61, "longer than 60"),
        ("https://a.gov.vn/x?l=" + "tin " * 30, "longer than 60"),
        ("https://a.gov.vn/x?UserKey=" + "mot-" * 60 + "hai", "longer than 200"),
        ("https://a.gov.vn/" + "a/b/" * 600, "longer than 2000"),
    ],
)
def test_endless_spaces_are_refused_with_a_reason(url: str, word: str) -> None:
    assert word in (refuse(url) or "")


@pytest.mark.parametrize(
    "url",
    [
        ARTICLE + "+" * 98,
        "https://a.gov.vn/vi/news/tin-tuc/x-45.html",
        "https://a.gov.vn/en/news",
        "https://a.gov.vn/tin/tin/1.html",
        "https://a.gov.vn/tin/-/view_content/1-x.html",
        "https://a.gov.vn/",
        "https://a.gov.vn/x?l=" + "a" * 60,
        "https://a.gov.vn/?UserKey=Xa-ta-day-manh-cai-cach-hanh-chinh-va-chuyen-doi-so-trong-nam-2024-theo-ke-hoach",
        "https://a.gov.vn/tin/-/view_content/1-x.html?redirect=" + "%2Ftrang" * 30,  # the way back, not a space
    ],
)
def test_plain_articles_and_listings_are_not_refused(url: str) -> None:
    assert refuse(url) is None


def test_the_page_of_the_list_is_no_part_of_an_article_that_another_parameter_names() -> None:
    article = "https://a.gov.vn/?UserKey=Hoi-nghi-cchc"
    assert key(f"{article}&PageIndex=4") == key(f"{article}&pageindex=1") == key(article)
    assert key("https://a.gov.vn/tin.aspx?PageIndex=2") != key("https://a.gov.vn/tin.aspx?PageIndex=3")


WORDS = [
    "%2F",
    "%25",
    "%",
    "%4",
    "41",
    "%%",
    "+",
    " ",
    "/",
    "//",
    "..",
    ".",
    "?",
    "&",
    "=",
    ";",
    "#",
    "www.",
    "a",
    "Đ",
    "lv=4",
]
WORDS += [
    "&amp;",
    "%26",
    "%3D",
    "%C3",
    "%A9",
    "\u0130",
    "\u03a3",
    "%CC%88",
    "e\u0301",
    ":443",
    ":",
    "@",
    "[",
    "]",
    "\\",
    "\x00",
    "%0A",
    "\u00a0",
]
TAILS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=20).map("".join))


@given(
    st.sampled_from(["http://", "https://www.", "HTTP://a.vn", "https://a.gov.vn/", "https://a.gov.vn/x?", ""]), TAILS
)
def test_canonical_and_key_are_idempotent_and_raise_nothing_but_value_error(start: str, tail: str) -> None:
    url = start + tail
    assert refuse(url) is None or isinstance(refuse(url), str)
    try:
        once = canonical(url)
    except ValueError:
        with pytest.raises(ValueError, match="not an http address"):
            key(url)
        return
    assert canonical(once) == once
    assert key(once) == key(url)
    assert key(key(url)) == key(url)


@given(st.integers(0, 10**6))
def test_order_padding_and_noise_of_parameters_never_change_the_key(seed: int) -> None:
    rng = random.Random(seed)
    pairs = ["ItemID=29064", "l=Tintrongtinh" + "+" * rng.randrange(99) + rng.choice(["", "%2F", "/"])]
    pairs += rng.sample(["lv=4", "page=9", "utm_medium=x", "print=1", "_101_cur=2", "p_p_id=56"], rng.randrange(6))
    rng.shuffle(pairs)
    assert canonical(ARTICLE.split("?")[0] + "?" + "&".join(pairs)) == ARTICLE

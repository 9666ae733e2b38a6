"""What an address says without its page."""

import pytest

from crawler.shapes import about_news, about_no_news, has_id, likes, no_news, shape

HOST = "https://tinh.example"


def test_articles_of_one_kind_share_a_shape_and_sections_have_another():
    a, b = shape(f"{HOST}/tin-tuc/mua-lon-gay-ngap-871.html"), shape(f"{HOST}/y-te/du-phong/tiem-phong-dot-moi-9.html")
    assert a == b
    assert a != shape(f"{HOST}/tin-tuc")
    assert shape(f"{HOST}/xem.aspx?id=7&cat=2") == shape(f"{HOST}/XEM.aspx?cat=5&id=12")
    assert shape(f"{HOST}/xem.aspx?id=7") != shape(f"{HOST}/tintuc.aspx?id=7")


def test_the_word_of_a_route_tells_pages_of_one_program_apart():
    assert shape(f"{HOST}/index.php?view=article&id=5") != shape(f"{HOST}/index.php?view=category&id=5")


def test_a_title_with_numbers_may_stand_for_a_plain_slug():
    plain, year = shape(f"{HOST}/hoi-nghi-tong-ket-cong-tac"), shape(f"{HOST}/hoi-nghi-tong-ket-nam-2024")
    assert plain != year
    assert plain in likes(year)
    assert shape(f"{HOST}/12-hoi-nghi-tong-ket") in likes(shape(f"{HOST}/12-hoi-nghi-nam-2024"))


@pytest.mark.parametrize(
    "path",
    [
        "/van-ban/123", "/chitietvanban.aspx?id=2", "/gioi-thieu/", "/lien-he", "/video/le-hoi-xuan-9",
        "/su-kien/hop",
        "/lich?thang=3", "/en/news", "/?lang=en", "/user/login", "/tim-kiem?q=a", "/2024/05/", "/print/tin/a", "/a.pdf",
        "/ViewVideo.aspx?id=3", "/thu-vien-anh", "/index.php?view=login", "/tin.aspx?print=1", "/LichCongTac.aspx",
    ],
)  # fmt: skip
def test_documents_films_forms_calendars_languages_and_copies_are_no_news(path):
    assert no_news(HOST + path)


@pytest.mark.parametrize(
    "path",
    [
        "/tin-tuc-su-kien/a", "/tin/trien-khai-van-ban-moi-cua-tinh", "/hoat-dong-lanh-dao/x-1", "/chitiet.aspx?id=7",
        "/video-hoi-nghi-truc-tuyen-toan-quoc-ve-cai-cach", "/van-hoa", "/2024/05/hoi-nghi-tong-ket-nam",
        "/node/12", "/vi/tin",
        "/noi-dung/7", "/tin.aspx?id=3&cat=5",
    ],
)  # fmt: skip
def test_news_is_not_refused_for_a_word_in_its_slug(path):
    assert no_news(HOST + path) is None


def test_names_of_sections():
    assert about_no_news("Văn bản pháp quy")
    assert about_no_news("Thủ tục hành chính")
    assert not about_no_news("Cải cách thủ tục hành chính")
    assert about_news("Cải cách hành chính", HOST)
    assert not about_news("Trang chủ", HOST)


def test_an_id_or_a_long_slug_looks_like_an_article():
    assert all(map(has_id, (f"{HOST}/a/5", f"{HOST}/hoi-nghi-tong-ket-nam", f"{HOST}/x.aspx?nid=4")))
    assert not any(map(has_id, (f"{HOST}/", f"{HOST}/tin-tuc", f"{HOST}/x.aspx?l=tin")))

"""Bắc Yên district of Sơn La: VNPT portal, old addresses.

Quirks: articles of an older template show the category, the title and then `Www, DD/MM/YYYY HH:MM | GMT +7` with an
English weekday; visitor counters under "THỐNG KÊ TRUY CẬP". The district ended on 2025-07-01 with all districts; its
province stayed. Evidence: an article's address and that text seen; no listing is known, so they are found from the
home page [inferred].
History: 2026-11 first version.
"""

from spiders.declared import Section
from spiders.platforms.vnpt import VnptFromHomeSpider


class BacYenSpider(VnptFromHomeSpider):
    name = "bacyen"
    title = "Trang thông tin điện tử huyện Bắc Yên"
    province = "son-la"
    level = "district"
    district = "son-la/bac-yen"
    host = "bacyen.sonla.gov.vn"
    evidence = {"host": "seen", "title": "inferred", "province": "seen", "level": "seen"}
    sections = (Section("/", "inferred"),)

"""Thuận Châu district of Sơn La: VNPT portal, new addresses.

Quirks: an article's page shows "Lượt xem: N" and no date, the listing's row has the day; the CCHC section holds other
news, too (merging of communes). The district ended on 2025-07-01 with all districts; its province stayed. Evidence: the
listing and an article's address and text seen; markup never seen, the pager unknown.
History: 2026-11 first version.
"""

from spiders.declared import Section
from spiders.platforms.vnpt import VnptSpider


class ThuanChauSpider(VnptSpider):
    name = "thuanchau"
    title = "Trang thông tin điện tử huyện Thuận Châu"
    province = "son-la"
    level = "district"
    district = "son-la/thuan-chau"
    host = "thuanchau.sonla.gov.vn"
    evidence = {"host": "seen", "title": "inferred", "province": "seen", "level": "seen"}
    sections = (Section("/tin-cai-cach-hanh-chinh", "seen"),)

"""Mộc Châu district of Sơn La: VNPT portal, old addresses (`/SITE/CAT/CAT/ARTICLE/tin-cchc/slug`).

Quirks: no date and no view counter on a page; the lead stands again as the first paragraph; slugs are cut. The district
ended on 2025-07-01 with all districts; its province stayed. Evidence: an article's address and text seen; the listing
is inferred from that address, markup never seen.
History: 2026-11 first version.
"""

from spiders.declared import Section
from spiders.platforms.vnpt import VnptSpider


class MocChauSpider(VnptSpider):
    name = "mocchau"
    title = "Trang thông tin điện tử huyện Mộc Châu"
    province = "son-la"
    level = "district"
    district = "son-la/moc-chau"
    host = "mocchau.sonla.gov.vn"
    evidence = {"host": "seen", "title": "inferred", "province": "seen", "level": "seen"}
    sections = (Section("/1306/31791/62201/tin-cchc", "inferred"),)

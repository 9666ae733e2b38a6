"""Department of Home Affairs of Bình Dương: VNPT portal, new addresses [inferred from the listing's].

Quirks: an article's page shows "Lượt xem: N" and no date. The province went into Hồ Chí Minh City on 2025-07-01.
Evidence: the CCHC section and the text of its pages seen; markup never seen, the pager unknown.
History: 2026-11 first version.
"""

from spiders.declared import Section
from spiders.platforms.vnpt import VnptSpider


class BinhDuongHomeAffairsSpider(VnptSpider):
    name = "binhduongsnv"
    title = "Sở Nội vụ tỉnh Bình Dương"
    province = "binh-duong"
    level = "department"
    host = "sonoivu.binhduong.gov.vn"
    evidence = {"host": "seen", "title": "inferred", "province": "seen", "level": "seen"}
    sections = (Section("/hoat-dong-cai-cach-hanh-chinh/", "seen"),)

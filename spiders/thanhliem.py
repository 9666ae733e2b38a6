"""Thanh Liêm district of Hà Nam: SharePoint publishing pages named by their titles.

Quirks: the first title line may be cut with dots, the second is whole; the category line may hold two levels; lead and
first paragraph share a line; no date, author or counter in any of five texts. The district ended on 2025-07-01 with all
districts, its province went into Ninh Bình. Seen: addresses and text of articles (PORTALS 2, 3.2). Unknown: listings
and pager; that a walk from the root finds them is inferred.
History: 2026-11 first version.
"""

from spiders.platforms.sharepoint_pages import PageForm, SharePointPagesSpider


class ThanhLiemSpider(SharePointPagesSpider):
    name = "thanhliem"
    title = "Trang thông tin điện tử huyện Thanh Liêm"
    province = "ha-nam"
    level = "district"
    district = "ha-nam/thanh-liem"
    host = "thanhliem.hanam.gov.vn"
    evidence = {"host": "seen", "title": "inferred", "province": "seen", "level": "seen", "start": "inferred"}
    forms = (PageForm("/Pages/", evidence="seen"),)

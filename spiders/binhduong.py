"""Bình Dương: SharePoint list of news, articles by number.

Quirks: list cells in US order, `M/D/YYYY h:MM AM | Đã ban hành`; the list's name in small letters on the main host. The
province went into Hồ Chí Minh City on 2025-07-01. Seen: the listing with its pager, the cells, an article's address on
eng.binhduong.gov.vn (portals.csv). Inferred: that the main host's articles have the same form. Unknown: markup.
History: 2026-11 first version.
"""

from spiders.platforms.sharepoint_pages import IdForm, SharePointPagesSpider


class BinhDuongSpider(SharePointPagesSpider):
    name = "binhduong"
    title = "Cổng thông tin điện tử tỉnh Bình Dương"
    province = "binh-duong"
    level = "province"
    host = "binhduong.gov.vn"
    evidence = {"host": "seen", "title": "inferred", "province": "seen", "level": "seen", "start": "seen"}
    start_path = "/lists/tintucsukien/tongquat.aspx"
    forms = (IdForm("/Lists/TinTucSukien/ChiTiet.aspx", "ID", evidence="inferred"),)
    listing_month_first = True

"""Thanh Hóa: SharePoint pages in folders of their day.

Quirks: the slug is cut and ends in random letters; the stamp reads "Đăng ngày DD - MM - YYYY"; where a page prints
none, the folder gives the day (method `url`). Seen: an article's address and stamp (PORTALS 4.3; the same form on prtc.
of Ninh Thuận and xasonlinh. of Hà Tĩnh). Unknown: listings, pager, markup; a walk begins at the root.
History: 2026-11 first version.
"""

from spiders.platforms.sharepoint_pages import PageForm, SharePointPagesSpider


class ThanhHoaSpider(SharePointPagesSpider):
    name = "thanhhoa"
    title = "Cổng thông tin điện tử tỉnh Thanh Hóa"
    province = "thanh-hoa"
    level = "province"
    host = "thanhhoa.gov.vn"
    evidence = {"host": "seen", "title": "inferred", "province": "seen", "level": "seen", "start": "inferred"}
    forms = (PageForm("/portal/Pages/", dated=True, evidence="seen"),)

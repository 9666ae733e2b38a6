"""Quảng Ninh: SharePoint with modules of its own, articles by number.

Quirks: departments publish under `/so/<dept>/`; whether they share the province's numbers is unknown, so the key keeps
that path. Seen: addresses of articles of both kinds, stamps `DD/MM/YYYY HH:MM` (portals.csv). Unknown: listings, pager,
markup; a walk begins at the root.
History: 2026-11 first version.
"""

from spiders.platforms.sharepoint_pages import IdForm, SharePointPagesSpider


class QuangNinhSpider(SharePointPagesSpider):
    name = "quangninh"
    title = "Cổng thông tin điện tử Quảng Ninh"
    province = "quang-ninh"
    level = "province"
    host = "quangninh.gov.vn"
    evidence = {"host": "seen", "title": "inferred", "province": "seen", "level": "seen", "start": "inferred"}
    forms = (IdForm("/Trang/ChiTietTinTuc.aspx", "nid", evidence="seen"),)

"""Đồng Nai's site on administrative reform: SharePoint, articles by number.

Quirks: the category `CatId` stands beside the number and is no part of the key. The province's main portal is another
CMS. Reported: one address of an article (PORTALS 10). Unknown: listings, pager, markup, dates; a walk begins at the
root.
History: 2026-11 first version.
"""

from spiders.platforms.sharepoint_pages import IdForm, SharePointPagesSpider


class DongNaiCchcSpider(SharePointPagesSpider):
    name = "dongnaicchc"
    title = "Trang thông tin cải cách hành chính tỉnh Đồng Nai"
    province = "dong-nai"
    level = "province"
    host = "caicachhanhchinh.dongnai.gov.vn"
    evidence = {
        "host": "reported",
        "title": "inferred",
        "province": "reported",
        "level": "reported",
        "start": "inferred",
    }
    forms = (IdForm("/Pages/newsdetail.aspx", "NewsId", evidence="reported"),)

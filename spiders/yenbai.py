"""Yên Bái province: SharePoint news lists, articles by ItemID.

Quirks: endless paddings of `l=`; a weather box and a view counter beside every article. The unit ended on 2025-07-01
(now Lào Cai); whether the site lives on is observed, not assumed. Evidence: addresses seen, markup never seen.
History: 2026-11 first version.
"""

from spiders.platforms.sharepoint import NewsList, SharePointListSpider


class YenBaiSpider(SharePointListSpider):
    name = "yenbai"
    title = "Cổng thông tin điện tử tỉnh Yên Bái"
    province = "yen-bai"
    host = "yenbai.gov.vn"
    lists = (
        NewsList("Tintrongtinh", lv=4),
        NewsList("TinSonganhdiaphuong", lv=4),
        NewsList("Tinhoatdong", lv=11, subsite="chuyendoiso"),
    )

"""Yên Bái province: SharePoint news lists, articles by ItemID.

Quirks: endless paddings of `l=`; a weather box and a view counter beside every article. The unit ended on 2025-07-01
(now Lào Cai); whether the site lives on is observed, not assumed. Seen: addresses of articles in all three lists and of
listing pages in the first two (PORTALS 3.1). Inferred: the listing of the third, every class name.
History: 2026-11 first version; marks of evidence.
"""

from spiders.platforms.sharepoint import NewsList, SharePointListSpider


class YenBaiSpider(SharePointListSpider):
    name = "yenbai"
    title = "Cổng thông tin điện tử tỉnh Yên Bái"
    province = "yen-bai"
    level = "province"
    host = "yenbai.gov.vn"
    evidence = {"host": "seen", "title": "inferred", "province": "seen", "level": "seen"}
    lists = (
        NewsList("Tintrongtinh", lv=4, evidence="seen"),
        NewsList("TinSonganhdiaphuong", lv=4, evidence="seen"),
        NewsList("Tinhoatdong", lv=11, subsite="chuyendoiso", evidence="inferred"),
    )

"""Phước Long, a town of Bình Phước: NukeViet.

Quirks: the stamp is a weekday in words, ` - DD/MM/YYYY HH:MM`, then views with dot thousands and a number of comments.
The province merged into Đồng Nai on 2025-07-01 and its towns ended; other hosts of the old zone did not answer in 2026,
this one was not asked. Seen: an article's address, which names the category, and text. By the system's source: that the
category's own address lists it.
History: 2026-11 first version.
"""

from spiders.declared import Section
from spiders.platforms.nukeviet import NukeVietSpider


class PhuocLongSpider(NukeVietSpider):
    name = "phuoclong"
    title = "Trang thông tin điện tử thị xã Phước Long"
    province = "binh-phuoc"
    level = "district"
    district = "binh-phuoc/phuoc-long"
    host = "phuoclong.binhphuoc.gov.vn"
    evidence = {"host": "seen", "title": "inferred", "province": "seen", "level": "seen"}
    sections = (Section("/vi/news/Tin-tuc-su-kien/", "cms"),)

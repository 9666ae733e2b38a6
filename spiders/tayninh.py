"""Tây Ninh province: NukeViet.

Quirks: list items print `DD/MM/YYYY HH:MM:SS PM`, "Đã xem: N" and "Phản hồi: N"; the CCHC category had 338 pages and
more, so a first run needs mode=full. Another host of the province has "Cải cách hành chính" in the menu of every page.
Seen: the category's listing (page 338) and its text. Inferred: nothing but the portal's title.
History: 2026-11 first version.
"""

from spiders.declared import Section
from spiders.platforms.nukeviet import NukeVietSpider


class TayNinhSpider(NukeVietSpider):
    name = "tayninh"
    title = "Cổng thông tin điện tử tỉnh Tây Ninh"
    province = "tay-ninh"
    level = "province"
    host = "tayninh.gov.vn"
    evidence = {"host": "seen", "title": "inferred", "province": "seen", "level": "seen"}
    sections = (Section("/vi/news/thong-tin-cai-cach-hanh-chinh/", "seen"),)

"""Đồng Nai province: NukeViet 4.5, built on the former installation of Bình Phước.

Quirks: file copies name themselves canonical; Vietnamese addresses have no language in front (English ones do); files
lie under `/uploads/binhphuoc/`. Old addresses of the former portal cannot be expected to work. Seen: the system by its
generator tag, feeds `/news/rss/` and `/news/rss/<cat>/`. Inferred: the section, since no category's name was seen.
History: 2026-11 first version.
"""

from spiders.declared import Section
from spiders.platforms.nukeviet import NukeVietSpider


class DongNaiSpider(NukeVietSpider):
    name = "dongnai"
    title = "Cổng thông tin điện tử tỉnh Đồng Nai"
    province = "dong-nai"
    level = "province"
    host = "dongnai.gov.vn"
    evidence = {"host": "seen", "title": "inferred", "province": "seen", "level": "seen"}
    language_path = ""
    sections = (Section("/news/", "inferred"),)

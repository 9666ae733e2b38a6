"""Department of Home Affairs of Tuyên Quang: a system of its own, articles `/vi/tin-bai/slug?id=N&type=NEWS`.

Quirks: `DD/MM/YYYY - HH:MM` is followed by a bare view count. The province was founded anew with Hà Giang on
2025-07-01. Evidence: an article's address seen; the listing seen on the department's older site.
History: 2026-11 first version.
"""

import re

from spiders.declared import Section
from spiders.platforms.slugid import Form, SlugIdSpider


class TuyenQuangHomeAffairsSpider(SlugIdSpider):
    name = "tuyenquangsnv"
    title = "Sở Nội vụ tỉnh Tuyên Quang"
    province = "tuyen-quang"
    level = "department"
    host = "sonoivu.tuyenquang.gov.vn"
    evidence = {"host": "seen", "title": "inferred", "province": "seen", "level": "seen"}
    sections = (Section("/GroupNews/5/Cai-cach-hanh-chinh.html", "seen"),)
    forms = (
        Form(
            "",
            re.compile(r"/vi/tin-bai/[^/?]+\?(?=.*\btype=NEWS\b)(?:.*&)?id=(?P<id>\d+)(?:&.*)?", re.ASCII | re.I),
            keep=("id", "type"),
        ),
    )

"""Cần Thơ city: VNPT portal.

Quirks: class names of two kinds (`ArticleHeader`, `PostTitle`); pages of the listing are counted by `?page=N`. The city
took in Hậu Giang and Sóc Trăng on 2025-07-01. Evidence: listing, pager and class names from a scraper; no article's
address was seen, the form is that of the family.
History: 2026-11 first version.
"""

from spiders.declared import Section
from spiders.platforms.vnpt import VnptSpider


class CanThoSpider(VnptSpider):
    name = "cantho"
    title = "Cổng thông tin điện tử thành phố Cần Thơ"
    province = "can-tho"
    level = "province"
    host = "cantho.gov.vn"
    evidence = {"host": "scraper", "title": "inferred", "province": "scraper", "level": "scraper"}
    sections = (Section("/tin-tuc-va-su-kien", "scraper"),)
    counted = True

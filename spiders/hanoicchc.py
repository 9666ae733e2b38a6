"""Hà Nội's site of administrative reform: addresses `/section/slug-NUMBER.htm`.

Quirks: the long number holds a clock reading that can be days off the shown date. Wards have sections of the same form
on hosts of their own. Evidence: section and an article's address reported; markup and pager unknown.
History: 2026-11 first version.
"""

import re

from spiders.declared import Section
from spiders.platforms.slugid import Form, SlugIdSpider


class HaNoiReformSpider(SlugIdSpider):
    name = "hanoicchc"
    title = "Trang thông tin điện tử cải cách hành chính thành phố Hà Nội"
    province = "ha-noi"
    level = "province"
    host = "caicachhanhchinh.hanoi.gov.vn"
    evidence = {"host": "reported", "title": "inferred", "province": "reported", "level": "reported"}
    sections = (Section("/tin-hoat-dong-cchc-thanh-pho-ha-noi/", "reported"),)
    forms = (Form("", re.compile(r"(?:/[^/?]+)+/[^/?]+-(?P<id>\d{13,20})\.html?(?:\?.*)?", re.ASCII | re.I)),)

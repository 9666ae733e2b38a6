"""Thái Nguyên province: Liferay by the look of its image addresses; its pages are found from the home page.

Quirks: the text of seed 004 has "Facebook Zalo" above and below and no date at all; a caption repeats the title. Which
host of the province prints that line is unknown: it need not be this one (two department hosts run NukeViet). The
province took in Bắc Kạn on 2025-07-01. Reported: addresses of images, of August 2025. Never seen: an article, a list of
them. Inferred: the system, the forms of addresses, that the home page leads on.
History: 2026-11 first version.
"""

from spiders.discovery import DiscoverySpider
from spiders.platforms.liferay import LiferaySpider


class ThaiNguyenSpider(DiscoverySpider, LiferaySpider):
    name = "thainguyen"
    title = "Cổng thông tin điện tử tỉnh Thái Nguyên"
    province = "thai-nguyen"
    level = "province"
    host = "thainguyen.gov.vn"
    evidence = {"host": "reported", "title": "inferred", "province": "inferred", "level": "inferred"}

"""Lào Cai province, since 2025-07-01 with Yên Bái: VNPT portal with addresses of both generations.

Quirks: communes of the former Yên Bái (quymong.laocai.gov.vn) have opaque addresses
(`/Controller/BasicController.aspx?csource=…`) without a stable key: out of scope. Evidence: host reported, addresses
seen on its city's and a district's hosts; no listing is known, so they are found from the home page [inferred].
History: 2026-11 first version.
"""

from spiders.declared import Section
from spiders.platforms.vnpt import VnptFromHomeSpider


class LaoCaiSpider(VnptFromHomeSpider):
    name = "laocai"
    title = "Cổng thông tin điện tử tỉnh Lào Cai"
    province = "lao-cai"
    level = "province"
    host = "laocai.gov.vn"
    evidence = {"host": "reported", "title": "inferred", "province": "reported", "level": "reported"}
    sections = (Section("/", "inferred"),)

"""Bắc Ninh province: Liferay with a portlet of its own, articles `/news/-/details/<group>/<slug>-<id>`.

Quirks: slugs lose đ; `DD/MM/YYYY HH:MM` stands under the title. A department's host there served another body's site.
Seen: an article's address and text. Inferred: the listing (the page that articles hang on) and the layout, which is a
scraper's account of bacgiang.gov.vn, a Liferay portal of the province that merged into this one on 2025-07-01.
History: 2026-11 first version.
"""

from crawler.extraction.layout import Layout
from spiders.declared import Section
from spiders.platforms.liferay import LiferaySpider


class BacNinhSpider(LiferaySpider):
    name = "bacninh"
    title = "Cổng thông tin điện tử tỉnh Bắc Ninh"
    province = "bac-ninh"
    level = "province"
    host = "bacninh.gov.vn"
    evidence = {"host": "seen", "title": "inferred", "province": "seen", "level": "seen"}
    sections = (Section("/news", "inferred"),)
    layouts = (
        Layout(
            name="liferay-title-news",
            title=".title-news h1",
            # The first one behind the title: footers and side boxes are such articles, too.
            body="//*[contains(@class, 'title-news')]/following::*[contains(@class, 'journal-content-article')][1]",
            evidence="inferred",
        ),
    )

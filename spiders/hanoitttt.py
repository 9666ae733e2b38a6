"""Department of Information and Communications of Hà Nội: Liferay 6.2.

Quirks: `h1` is a category, several on a page; `<title>` names another body (a district); `<html lang>` says English;
imported items all carry 12:00 AM, which means the day only; lists are not strictly by date. Seen, in a copy of the site
of 2022-08-27: addresses, the CCHC listing with its pager, and markup. The title is that copy's footer.
History: 2026-11 first version.
"""

from crawler.extraction.layout import Layout
from spiders.declared import Section
from spiders.platforms.liferay import LiferaySpider


class HanoiInformationSpider(LiferaySpider):
    name = "hanoitttt"
    title = "Cổng thông tin điện tử Sở Thông tin và Truyền thông thành phố Hà Nội"
    province = "ha-noi"
    level = "department"
    host = "sotttt.hanoi.gov.vn"
    evidence = {"host": "seen", "title": "seen", "province": "seen", "level": "seen"}
    sections = (Section("/cai-cach-hanh-chinh", "seen"),)
    layouts = (
        Layout(
            name="liferay-hanoi-6.2",
            title="div.asset-full-content-title",
            published="div.assetPublishDate",
            lead="p.sapo",
            # The first one behind the title: Liferay gives that class to footers and side boxes, too.
            body="//div[contains(@class, 'asset-full-content-title')]"
            "/following::div[contains(@class, 'journal-content-article')][1]",
            author="p.view-content-author",
            drop=("div.related_asset",),
            evidence="seen",
        ),
    )

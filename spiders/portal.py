"""Any portal at all: `scrapy crawl portal -a url=https://HOST/SECTION [-a province=SLUG]`.

No address of its own; a run is filed under the host it was given.
History: 2026-11 first version.
"""

from spiders.platforms.generic import UnnamedSpider


class AnyPortalSpider(UnnamedSpider):
    name = "portal"
    title = "Any portal"
    host = ""

"""The mark for the crawl: a Scrapy spider that only downloads the same portal. It follows the same listings and
articles and keeps nothing: no bytes, no extraction, no archive.

    python -m benchmarks.bare PORTS_JSON CONCURRENCY DELAY
"""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response

from spiders.yenbai import YenBaiSpider


class BareSpider(scrapy.Spider):
    """Downloads every listing page and every article once."""

    name = "bare"
    allowed_domains = (YenBaiSpider.host,)

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    async def start(self) -> AsyncIterator[Any]:
        for name in YenBaiSpider.listings():
            yield self.listing(name, 1)

    def listing(self, name: str, page: int) -> scrapy.Request:
        url = YenBaiSpider.listing_url(name, page)
        return scrapy.Request(url, self.parse, cb_kwargs={"name": name, "page": page}, dont_filter=True)

    def parse(self, response: Response, name: str, page: int) -> Iterator[scrapy.Request]:
        fresh = 0
        for href in response.xpath("//a/@href").getall():
            url = response.urljoin(href)
            key = YenBaiSpider.article_key(url)
            if key is not None and key not in self.seen:
                self.seen.add(key)
                fresh += 1
                yield scrapy.Request(YenBaiSpider.canonical_url(url), self.nothing, priority=10, dont_filter=True)
        if fresh:
            yield self.listing(name, page + 1)

    def nothing(self, response: Response) -> None:
        """An article: downloaded, and that is all."""


def main() -> None:
    """Crawl and print the number of responses."""
    ports, concurrency, delay = json.loads(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    process = AsyncCrawlerProcess(
        {
            "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), "crawler.replica.ReplicaHandler"),
            "CCHC_REPLICA": f"http=127.0.0.1:{ports['http_port']},https=127.0.0.1:{ports['https_port']}",
            "CONCURRENT_REQUESTS": concurrency,
            "CONCURRENT_REQUESTS_PER_DOMAIN": concurrency,
            "DOWNLOAD_DELAY": delay,
            "DOWNLOAD_DELAY_JITTER": 0,
            "COOKIES_ENABLED": False,
            "ROBOTSTXT_OBEY": True,
            "TELNETCONSOLE_ENABLED": False,
            "REMOTE_CONTROL_ENABLED": False,
            "LOG_LEVEL": "ERROR",
        }
    )
    crawler = process.create_crawler(BareSpider)
    process.crawl(crawler)
    process.start()
    print(crawler.stats.get_value("downloader/response_count", 0))


if __name__ == "__main__":
    main()

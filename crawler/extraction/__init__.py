"""Pure extraction: bytes in, article or reason out. No network, clock, database or Scrapy.

`extract(page, layouts, template)` is the outside contract. The crawl uses `read` and `extract_reading`, so that the
template can learn from the same parse.
"""

from crawler.extraction.article import extract, extract_reading
from crawler.extraction.reading import Reading, read

__all__ = ["Reading", "extract", "extract_reading", "read"]

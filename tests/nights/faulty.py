"""Spider middleware that makes portals' crawls go wrong, as the setting NIGHT_FAULTS says: `yenbai=abort,bacyen=hang`.

Nothing of the project knows of it: rounds hand it to their crawls as a Scrapy setting.
"""

import os
import time

AT = 6  # answers: robots.txt, home and listings come before, so that the run has begun and some articles are stored


class Fault:
    def __init__(self, kind):
        self._kind = kind
        self._answers = 0

    @classmethod
    def from_crawler(cls, crawler):
        faults = dict(part.split("=") for part in crawler.settings.get("NIGHT_FAULTS", "").split(",") if part)
        return cls(faults.get(crawler.spider.name))

    def process_spider_input(self, response):
        self._answers += 1
        if self._kind is not None and self._answers == AT:
            getattr(self, self._kind)()

    def abort(self):
        os.abort()  # as a crash in C code does

    def hang(self):
        while (
            True
        ):  # a blocking call that hears no signal: Python's handlers run between two calls, the reactor's never
            time.sleep(3600)

    def leak(self):
        kept = []
        while True:
            kept.append(b"x" * 2**24)
            time.sleep(0.02)

    def leave(self):
        os._exit(0)  # exit code 0 and no word

"""Every Scrapy setting of ours, each with its reason. Measurements: docs/architecture.md.

Environment variables are read in one place, `crawler.config`; a setting given with `-s NAME=VALUE` wins over both.
"""

from cchc import check_packages

check_packages()  # a foreign `archive` or `spiders` on the path would win silently

import logging  # noqa: E402
import sys  # noqa: E402

from crawler import logs  # noqa: E402
from crawler.config import Config  # noqa: E402
from crawler.disk import folders as written  # noqa: E402
from crawler.network import pace  # noqa: E402
from crawler.replica import handlers  # noqa: E402
from crawler.variables import ConfigError  # noqa: E402

try:
    _config = Config.from_env()
except ConfigError as error:
    print(f"scrapy: {error}", file=sys.stderr)
    raise SystemExit(2) from None

BOT_NAME = "cchc-archive"
SPIDER_MODULES = ["spiders"]
NEWSPIDER_MODULE = "spiders"
SPIDER_LOADER_CLASS = "crawler.loading.PortalLoader"  # an error in one portal's file leaves the others alone
COMMANDS_MODULE = "crawler.commands"  # `scrapy crawl` of ours: exit codes from the run's outcome

# --- politeness -----------------------------------------------------------------------------------------------------
USER_AGENT = _config.user_agent
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS = 4  # one process crawls one portal; more only helps a portal with several hosts
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0  # seconds; never 0: Scrapy 2.14 to 2.19 forgets the per-host limit at 0
DOWNLOAD_DELAY_JITTER = 0.25
DOWNLOADER = "crawler.network.pace.PoliteDownloader"  # one slot for a host with and without www; rests for slow servers
CCHC_MOST_REST = pace.MOST_REST  # seconds that a host rests after a slow answer, at most
CCHC_MOST_DELAY = pace.MOST_DELAY  # seconds between two requests to a host that fails, at most
DOWNLOAD_TIMEOUT = 60  # provincial servers are slow; shorter values lose pages that would have come
RETRY_TIMES = 2
REDIRECT_MAX_TIMES = 5  # robots.txt alone is redirected by Scrapy; RFC 9309 2.3.1.2 asks for five
RETRY_HTTP_CODES = [500, 502, 503, 504, 520, 522, 524, 408, 429]
DOWNLOAD_MAXSIZE = 20 * 2**20  # bytes; no article is larger, a runaway page would fill the disk
DOWNLOAD_WARNSIZE = 5 * 2**20
DOWNLOAD_FAIL_ON_DATALOSS = False  # a broken-off answer reaches the raw store before it is retried
COOKIES_ENABLED = False  # session cookies change the pages and tell the portal nothing it needs
METAREFRESH_ENABLED = False  # NukeViet answers a removed article with 404 and a refresh: it would look alive
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False  # 2.19 opens a port that runs code
HTTPCACHE_ENABLED = False  # the archive holds the validators; a second copy of every page would be the only gain

# --- what happens to a response, from the wire up -------------------------------------------------------------------
DOWNLOAD_HANDLERS = handlers(_config.replica) | dict.fromkeys(
    ("data", "file", "ftp", "s3"), "crawler.network.guard.ClosedHandler"
)
TWISTED_DNS_RESOLVER = "crawler.network.guard.Resolver"  # what DNS answers is checked where it is used
HTTPPROXY_ENABLED = False  # it takes http_proxy from the environment, unasked; CCHC_PROXY is for portals
DOWNLOADER_MIDDLEWARES = {
    "crawler.raw.RawStore": 950,  # nearest to the wire: the bytes as received, before anything is decided about them
    "crawler.network.cost.Meter": 945,  # what is counted is what the server sees, robots.txt and second tries included
    "crawler.raw.RetryTruncated": 940,  # a broken-off answer is kept, then asked for again
    "crawler.middlewares.NoRetryAtWalls": 552,  # nearer to the wire than retry (550), behind decompression (590)
    "crawler.middlewares.ConditionalGet": 545,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.network.politeness.RobotsRules": 100,  # RFC 9309: robots.txt with 5xx forbids everything
}
ITEM_PIPELINES = {"crawler.pipelines.ArchivePipeline": 300}
EXTENSIONS = {
    "crawler.session.Session": 10,  # opens run, lock and template; everything else of ours needs it
    "crawler.network.politeness.CrawlDelay": 20,
    "crawler.network.politeness.RetryAfter": 21,
    "crawler.progress.Progress": 30,
}
WARN_ON_GENERATOR_RETURN_VALUE = False  # it parses the callback's source again for every response
CONCURRENT_ITEMS = 1  # pages are judged one after the other: one short transaction each
CCHC_WARC_DIR = str(_config.warc_dir)
CCHC_WARC_COLD = [str(folder) for folder in _config.warc_cold]  # older files, read and never written
CCHC_DISKS = [str(folder) for _, folder in written(_config)]  # what is watched while a crawl writes (crawler/disk.py)
CCHC_DISK_RESERVE = _config.disk_reserve
CCHC_REPLICA = _config.replica
CCHC_REPLICA_CERTIFICATES = False  # whether the imitation's own certificate is examined, too
CCHC_TLS = "modern"  # a portal that needs old TLS declares it (PortalSpider.tls)

# --- logs -----------------------------------------------------------------------------------------------------------
logging.getLogger("alembic").setLevel(logging.WARNING)  # it tells of every look at the schema
CCHC_LOG_FORMAT = _config.log_format
LOG_INSTALL_ROOT_HANDLER = CCHC_LOG_FORMAT == logs.TEXT  # Scrapy's knows text only, and is made anew three times
LOG_LEVEL = "INFO"
LOG_FORMAT = logs.FORMAT
LOG_DATEFORMAT = logs.MOMENT
LOGSTATS_INTERVAL = 0  # the progress line and the ledger say more
LOG_VERSIONS: list[str] = []
FEED_EXPORT_ENCODING = "utf-8"

"""The only settings file of the Scrapy project; `scrapy.cfg` names it. docs/settings.md says why each stands here."""

from importlib.metadata import version

BOT_NAME = "luuchieu"
USER_AGENT = f"luuchieu/{version('luuchieu')}"

SPIDER_MODULES = ["crawlers.spiders"]
SPIDER_LOADER_CLASS = "crawlers.spiders.loader.AgencySpiderLoader"
SPIDER_LOADER_WARN_ONLY = False
COMMANDS_MODULE = "crawlers.scrapy_commands"
SCHEDULER = "crawlers.frontier.scheduler.FrontierScheduler"

# The whole crawl runs on asyncio; no Twisted reactor is installed.
TWISTED_REACTOR_ENABLED = False
DOWNLOAD_HANDLERS = {
    "http": "crawlers.wire.fetch.CaptureDownloadHandler",
    "https": "crawlers.wire.fetch.CaptureDownloadHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}

# Nothing listens beside the crawl.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False

# Scrapy would retry, redirect and decompress behind the archive's back, and verify nothing.
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
EXTENSIONS_BASE = {"scrapy.extensions.throttle.AutoThrottle": 0}
ROBOTSTXT_OBEY = False  # crawlers.robots does: every robots.txt is a capture like any other

DOWNLOAD_MAXSIZE = 64 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 180
DOWNLOAD_DELAY = 1.0
# A delay is a promise: never shorter than what the agency file or robots.txt says.
DOWNLOAD_DELAY_JITTER = 0.0
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_REQUESTS = 16
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 60.0

# Scrapy makes this many tasks for every response.
CONCURRENT_ITEMS = 1
# It would look at the spider's callback anew at every response.
WARN_ON_GENERATOR_RETURN_VALUE = False
# Scrapy counts at least 1 KiB for a response in flight: at most 512 are between download and catalog.
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 512 * 1024

LOG_LEVEL = "INFO"
LOG_FORMATTER = "crawlers.hushed.HeardLines"
STATS_DUMP = False
LOG_INSTALL_ROOT_HANDLER = False

LUUCHIEU_HOME: str | None = None
LUUCHIEU_LIMIT = 0
LUUCHIEU_BUDGET = 0.0
LUUCHIEU_DUE = False
LUUCHIEU_READING = True
LUUCHIEU_ONLY = ""
LUUCHIEU_SECRET_HEADERS: list[str] = []

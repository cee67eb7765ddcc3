"""One agency's crawl as a process of its own: `python -m crawlers.child SLUG`, its settings on standard input.

The settings are one JSON object of names and texts: an argument holds 128 KiB, and a person may ask for more URLs.
It is `scrapy crawl SLUG` with three things around it: the crawl's verdict becomes the exit code, what happens is
told as JSON lines on standard output, and the process dies with its parent, so that nobody finds an agency locked
by an orphan. Lock, frontier, store and pool belong to the spider's components, so `scrapy crawl` has them too.
"""

import asyncio
import ctypes
import gc
import json
import logging
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.errors import InterruptedCrawlError, LuuchieuError
from archive.home import Home, find_home, named_home
from crawlers.early import remember
from crawlers.logs import log_to
from crawlers.trouble import explained

if TYPE_CHECKING:
    from scrapy.crawler import AsyncCrawlerProcess, Crawler

_PR_SET_PDEATHSIG = 1
_log = logging.getLogger(__name__)


def tell(event: str, **facts: Any) -> None:
    """Write one JSON line for the parent process."""
    print(json.dumps({"event": event, **facts}, ensure_ascii=False), flush=True)


def _die_with_parent() -> None:
    """Ask Linux to kill this process when its parent dies; elsewhere an orphan crawls on to its end."""
    if sys.platform != "linux":
        return
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def _let_collector_in() -> None:
    """Collect garbage from now on, but look for none in what is loaded already, and not at every 700 new objects.

    A crawl leaves hardly any: what grows is what it remembers, of which each collection would look at all that is new.
    """
    gc.freeze()
    gc.set_threshold(100_000, 10, 10)
    gc.enable()


def _warm_up(slug: str, settings: dict[str, str]) -> None:
    """Load what reads pages beside Scrapy where a first crawl brings pages to read; others may bring nothing new."""
    is_first = not Home(Path(settings["LUUCHIEU_HOME"])).frontier_of(slug).exists()
    if is_first and settings.get("LUUCHIEU_READING") != "False":
        from pipelines.pool import warm_up

        warm_up()


def run(slug: str, settings: dict[str, str], send_again: Callable[[], None]) -> int:
    """Crawl one agency under the project's settings and those given; the exit code of the crawl."""
    from scrapy import signals
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.utils.project import get_project_settings

    from crawlers.orderly import crawler_of

    os.environ["SCRAPY_SETTINGS_MODULE"] = "crawlers.settings"
    project = get_project_settings()
    project.setdict({"EXTENSIONS": {"crawlers.progress.Progress": 0}, **settings}, priority="cmdline")
    home = find_home(project.get("LUUCHIEU_HOME"))
    process = AsyncCrawlerProcess(project)
    # After Scrapy, which sets its own loggers to DEBUG: that would be a line for every request.
    log_to(home.logs / f"{slug}.jsonl", project["LOG_LEVEL"], "scrapy")
    _let_collector_in()
    crawler = crawler_of(slug, process)
    crawler.signals.connect(lambda: _stop_once(process), signals.engine_started, weak=False)
    report = finished(process, crawler, send_again)
    tell("report", **report)
    return int(report["exit_code"])


def _stop_once(process: "AsyncCrawlerProcess") -> None:
    """Let signals end the crawl in order, however many come: our parent kills us when it is asked twice.

    Who ends all processes at once, as a machine that is shut down does, reaches us twice: himself, and by our parent.
    """
    loop, stopping = asyncio.get_running_loop(), list[asyncio.Task[None]]()

    def stop(number: signal.Signals) -> None:
        _log.info("%s: the crawl ends in order", number.name)
        if not stopping:
            stopping.append(loop.create_task(process.stop()))

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop, number)


def finished(process: "AsyncCrawlerProcess", crawler: "Crawler", send_again: Callable[[], None]) -> dict[str, Any]:
    """Run a crawl to its end and give its report. Raises what kept it from beginning, or broke it.

    `send_again` sends the signals that came before Scrapy heard any.
    """
    task = process.crawl(crawler)
    task.get_loop().call_soon(send_again)
    process.start()
    if not task.cancelled() and (error := task.exception()):
        raise error
    if error := getattr(crawler.spider, "error", None):
        raise error
    report: dict[str, Any] | None = getattr(crawler.spider, "report", None)
    if report is None:
        raise InterruptedCrawlError
    return report


def in_words(error: Exception, home: Home, slug: str) -> LuuchieuError:
    """What a person is told of an error that ended the crawl of an agency; the agency's log has it too."""
    told = explained(error, (home.catalog, home.frontier_of(slug)))
    if told is not None:
        _log.error("%s", told)
        return told
    _log.error("the crawl of %s broke", slug, exc_info=error)
    where = "".join(f" {note}" for note in getattr(error, "__notes__", ()))
    return LuuchieuError(f"the crawl broke{where}: {type(error).__name__}: {error}; the log in {home.logs} says where")


def main(arguments: list[str]) -> int:
    """Run, and turn an error into an event and its exit code."""
    send_again = remember()
    _die_with_parent()
    gc.disable()  # loading modules makes hardly any garbage: looking for it took a sixth of the start
    (slug,) = arguments
    settings = json.load(sys.stdin)
    try:
        _warm_up(slug, settings)
        return run(slug, settings, send_again)
    except Exception as error:
        told = in_words(error, named_home(Path(settings["LUUCHIEU_HOME"])), slug)
        tell("error", agency=slug, message=str(told), exit_code=told.exit_code)
        return told.exit_code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`scrapy crawl AGENCY`: Scrapy's own command, with the exit codes, the log and the words of `luuchieu crawl`."""

import argparse
from pathlib import Path
from typing import cast

from scrapy.commands import crawl
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import UsageError

from archive.errors import LuuchieuError
from archive.home import find_home
from crawlers.child import finished, in_words
from crawlers.early import remember
from crawlers.logs import log_to
from crawlers.say import say
from crawlers.summary import summary


class Command(crawl.Command):
    """Crawls one agency. Scrapy would print a traceback for an agency that is locked, and exit with 0."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl the agency whose slug is the argument, and set the exit code."""
        send_again = remember()
        from crawlers.orderly import crawler_of

        if len(args) != 1:
            raise UsageError("name one agency; `scrapy list` says which there are")
        process = cast(AsyncCrawlerProcess, self.crawler_process)
        named = process.settings["LUUCHIEU_HOME"]
        try:
            home = find_home(Path(named) if named else None)
            crawler = crawler_of(args[0], process)
        except LuuchieuError as error:
            self._fail(error)
            return
        try:
            log_to(home.logs / f"{args[0]}.jsonl", process.settings["LOG_LEVEL"], "scrapy")
            report = finished(process, crawler, send_again)
        except Exception as error:
            self._fail(in_words(error, home, args[0]))
            return
        say(summary(report))
        self.exitcode = int(report["exit_code"])

    def _fail(self, error: LuuchieuError) -> None:
        say(f"scrapy: {error}", err=True)
        self.exitcode = error.exit_code

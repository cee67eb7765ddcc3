"""The demo's three days: the site is crawled, edited, and crawled again on each of the two days after.

The crawls are `luuchieu crawl` as anybody runs it, in processes of their own. Only their clock is set, so that days
pass in seconds: an article counts as gone when a second day confirms it.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, timedelta, timezone
from pathlib import Path
from typing import Any

from archive import clock
from crawlers.demo.site import Site
from crawlers.demo.theme import NAME
from crawlers.demo.written import Written, first_articles, later_article

SLUG = "song-may"
EDITED = "/ho-bay-sao-tich-du-nuoc-truoc-mua-kho/"
OLD, NEW = "31,6 triệu mét khối, bằng 98%", "30,9 triệu mét khối, bằng 96%"
REMOVED = "/tuyen-hai-quan-trac-vien-lam-viec-tai-tram-cat-lang/"
_LOCAL = timezone(timedelta(hours=7))
_PROGRAM = "from crawlers.commands import main; main()"

AGENCY = """# Written by `luuchieu demo`. The site is an invented agency's, served here and only while the demo runs.
name = "{name}"
url = "{url}/"
allow_private_address = true  # 127.0.0.1: agencies of one's own network need this, public sites never do

[politeness]
delay = 0  # no pause between requests, since nobody else's server is asked; the default is one second
concurrency = 4
"""


@dataclass(frozen=True, slots=True)
class Crawled:
    """How one crawl ended: its exit code, its report, and what went wrong in its own words."""

    code: int
    report: dict[str, Any]
    errors: list[str]


class Days:
    """The site's days; `first` is two days ago. Each starts at its own hour, so that archives hold no future."""

    def __init__(self) -> None:
        today = clock.now()
        self.dates = [today - timedelta(days=2), today - timedelta(days=1), today]
        self.site = Site(first_articles(), self.dates[0].astimezone(_LOCAL))
        self.removed: Written | None = None

    def write_agency(self, home: Path) -> Path:
        """Write the site's agency file into a home."""
        path = home / "agencies" / f"{SLUG}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(AGENCY.format(name=NAME, url=self.site.url), encoding="utf-8")
        return path

    def edit(self) -> Written:
        """The editors' second day: a figure corrected, an article published, one taken away. Returns the new one."""
        self.site.today = self.dates[1].astimezone(_LOCAL).replace(microsecond=0) - timedelta(hours=2)
        self.removed = self.site.articles[REMOVED]
        number = max(article.number for article in self.site.articles.values()) + 1
        new = later_article(number, self.site.today)
        self.site.edit(EDITED, OLD, NEW)
        self.site.publish(new)
        self.site.remove(REMOVED)
        return new

    def crawl(self, day: int, home: Path, hear: Callable[[dict[str, Any]], None]) -> Crawled:
        """Run `luuchieu crawl` on one of the days, 0 to 2; `hear` gets its events as they come."""
        self.site.today = self.dates[day].astimezone(_LOCAL)
        command = [sys.executable, "-c", _PROGRAM, "crawl", SLUG, "--home", str(home), "--json"]
        environment = {**os.environ, "LUUCHIEU_NOW": self.dates[day].astimezone(UTC).isoformat()}
        report: dict[str, Any] = {}
        errors: list[str] = []
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment) as process:
            assert process.stdout is not None
            for line in process.stdout:
                event = json.loads(line)
                hear(event)
                if event["event"] == "report":
                    report = event
                elif event["event"] == "error":
                    errors.append(event["message"])
        return Crawled(process.returncode, report, errors)

"""Spiders by agency: every agency file is a spider of its slug's name, without a line of Python."""

import builtins
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from scrapy import Request
from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader

from archive.home import named_home
from crawlers.agencies import SHIPPED
from crawlers.spiders.agency import AgencySpider
from pipelines.agency_file import agency_files, find_agency, load_agencies


class AgencySpiderLoader(SpiderLoader):
    """Scrapy's loader for named subclasses in `SPIDER_MODULES`, and one spider class for each agency file."""

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        home = named_home(Path(settings["LUUCHIEU_HOME"]) if settings.get("LUUCHIEU_HOME") else None)
        self._folders = (SHIPPED, home.agencies)

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """Scrapy's way to build a loader."""
        return cls(settings)

    def load(self, spider_name: str) -> type[AgencySpider]:
        """The spider class of one agency. Raises UsageError, with the nearest slug, when there is none."""
        agency = find_agency(spider_name, *self._folders)
        base = self._spiders.get(spider_name, AgencySpider)
        return type(base.__name__, (base,), {"name": agency.slug, "agency": agency, "__module__": base.__module__})

    def list(self) -> builtins.list[str]:
        """The slugs of all agencies, sorted."""
        return sorted(agency_files(*self._folders))

    def find_by_request(self, request: Request) -> builtins.list[str]:
        """The agencies on whose hosts the request's URL lies."""
        agencies = load_agencies(*self._folders)
        return [slug for slug, agency in agencies.items() if request.url.startswith(agency.url)]

    def __iter__(self) -> Iterator[str]:
        return iter(self.list())

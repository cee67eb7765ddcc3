"""The reading side of a crawl: what it has to do, and that all of it ends in the catalog."""

import asyncio
from pathlib import Path

import pytest

from archive.backlog import unread
from archive.catalog import Catalog
from archive.home import Home
from archive.store import Store
from crawlers.counts import Counts
from crawlers.reader import Reader
from pipelines.agency import Agency
from pipelines.pool import ReadingPool
from pipelines.rules import RULES
from tests.exchanges import exchange


@pytest.mark.parametrize(("pages", "plenty"), [(3, False), (40, True)])
def test_readers_have_plenty_while_more_pages_wait_than_a_batch_of_the_store_takes(tmp_path: Path, pages, plenty):
    home = Home(tmp_path).create()
    agency = Agency(slug="mau", name="Mẫu", url="https://mau.gov.vn/")

    async def read() -> list[bool]:
        reader = Reader(store, pool, agency, Counts())
        told = [reader.has_plenty]
        reading = [asyncio.create_task(reader.read_one(capture)) for capture in captures]
        await asyncio.sleep(0)
        told.append(reader.has_plenty)
        await asyncio.gather(*reading)
        return [*told, reader.has_plenty]

    with Store.open(home, "mau", {"software": "test"}) as store, ReadingPool(RULES, agency, home.root, 1) as pool:
        captures = [one.result() for one in [store.append(exchange(str(number))) for number in range(pages)]]
        assert asyncio.run(read()) == [False, plenty, False]
    with Catalog(home.catalog) as catalog:
        assert unread(catalog.connection, "mau", pages) == []

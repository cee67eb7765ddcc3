"""The client of the download handler driven without Scrapy, one request after another."""

import asyncio
from collections.abc import Sequence
from typing import Any

from crawlers.wire.client import Client, Limits
from crawlers.wire.outgoing import ALWAYS_SECRET
from pipelines.agency import Agency
from tests.odd_crawl import kept


def agency_at(url: str, **given: Any) -> Agency:
    """An agency on loopback whose own address is allowed."""
    return Agency("odd", "Odd", url, **{"allow_private_address": True, **given})


def fetch(
    agency: Agency | None, urls: Sequence[str], secrets: frozenset[bytes] = ALWAYS_SECRET, **given: Any
) -> list[dict[str, Any]]:
    """The exchanges of GET requests as plain values, responses as bytes, made by one client in order."""
    return asyncio.run(_fetch(Client(agency, (), secrets), urls, given))


async def _fetch(client: Client, urls: Sequence[str], given: dict[str, Any]) -> list[dict[str, Any]]:
    arguments = _arguments(given)
    try:
        return [kept((await client.fetch(given.get("method", "GET"), url, **arguments)).exchange) for url in urls]
    finally:
        await client.close()


def _arguments(given: dict[str, Any]) -> dict[str, Any]:
    limits = Limits(given.get("seconds", 20), given.get("size", 1 << 26))
    return {"headers": given.get("headers", ()), "body": given.get("body", b""), "limits": limits}

"""What Scrapy says of every response and nobody hears, left unsaid: its signals and its log line."""

import logging
from typing import Any

from pydispatch.dispatcher import connections
from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from scrapy.signalmanager import SignalManager

_engine = logging.getLogger("scrapy.core.engine")


class HeardSignals(SignalManager):
    """Of four that Scrapy sends for every response one is heard; pydispatch takes as long to find out as to send."""

    def send_catch_log(self, signal: Any, **kwargs: Any) -> list[tuple[Any, Any]]:
        """Send a signal that anybody has connected to, as Scrapy does."""
        if any(signal in heard for heard in connections.values()):
            return super().send_catch_log(signal, **kwargs)
        return []


class HeardLines(LogFormatter):
    """Scrapy composes a line for every response at any level, and shows it at DEBUG alone."""

    def crawled(self, request: Request, response: Response, spider: Spider) -> LogFormatterResult | None:  # type: ignore[override]
        """The line of a response where it is shown."""
        return super().crawled(request, response, spider) if _engine.isEnabledFor(logging.DEBUG) else None

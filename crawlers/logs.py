"""Logs as JSON lines, one object an event: `{"time", "level", "logger", "message", "error"?}`."""

import json
import logging
import sys
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from archive.home import make_folder

_KEPT_BYTES, _KEPT_FILES = 10_000_000, 5


class JsonLines(logging.Formatter):
    """One log record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the record; Vietnamese letters stay readable."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class _LogFile(RotatingFileHandler):
    """A log whose disk may be full: no crawl ends for that."""

    _told = False

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  the name is logging's
        """Say once what is wrong; logging would print a traceback for every line."""
        if not self._told:
            self._told = True
            print(f"the log {self.baseFilename} cannot be written: {sys.exc_info()[1]}", file=sys.stderr)


def log_to(path: Path, level: str = "INFO", *loggers: str) -> None:
    """Send records of `level` and above to a file that is rotated at 10 MB; five are kept.

    The level is set on the root logger, and on `loggers` that have one of their own. Raises as `make_folder` does.
    """
    # A log that cannot be written is no reason to print tracebacks: what fails for want of room says so itself.
    logging.raiseExceptions = False
    make_folder(path.parent)
    handler = _LogFile(path, maxBytes=_KEPT_BYTES, backupCount=_KEPT_FILES, encoding="utf-8", delay=True)
    handler.setFormatter(JsonLines())
    logging.getLogger().addHandler(handler)
    for name in ("root", *loggers):
        logging.getLogger(name).setLevel(level)

"""A crawl's report in words."""

from typing import Any

_CAME = {
    "pages": ("page", "pages"),
    "documents": ("document", "documents"),
    "files": ("file", "files"),
    "redirects": ("redirect", "redirects"),
    "errors": ("error answer", "error answers"),
    "unanswered": ("request without an answer", "requests without an answer"),
    "cut_off": ("request cut off", "requests cut off"),
}


def _came(report: dict[str, Any]) -> str:
    """What the requests of a crawl have brought, each counted once."""
    told = [f"{report[sort]} {words[report[sort] != 1]}" for sort, words in _CAME.items() if report[sort]]
    return ", ".join(told) or "nothing was asked for"


def summary(report: dict[str, Any]) -> str:
    """A crawl's report in a few lines for a person."""
    held = f"{report['articles']} article{'s' * (report['articles'] != 1)} in the catalog"
    lines = [
        f"{report['agency']}: {_came(report)}; {held} "
        f"({report['new_articles']} new, {report['new_versions']} new versions), {report['seconds']:.1f} s"
    ]
    if report["reason"] != "finished":
        lines.append(f"  stopped early ({report['reason']}); the next crawl goes on")
    if report["unread"]:
        lines.append(f"  {report['unread']} captures are not read yet: the next crawl or `luuchieu reindex` reads them")
    if report["exit_code"] == 3:
        lines.append("  ! nothing could be fetched")
    for reason, count in sorted(report["failures"].items()):
        lines.append(f"  {count} × {reason}: {report['failure_details'][reason]}".removesuffix(": "))
    if report["forbidden"]:
        lines.append(f"  {report['forbidden']} × forbidden by robots.txt")
    lines += [f"  ! {finding}" for finding in report["findings"]]
    lines += [f"  warning: {warning}" for warning in report["warnings"]]
    told = {
        one["told"]: one["urls"] for one in report["waiting"] if one["urls"] and one["told"] not in report["findings"]
    }
    lines += [f"  {urls} × left to a later crawl: {words}" for words, urls in told.items()]
    return "\n".join(lines)

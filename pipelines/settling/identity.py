"""Which URLs are one article: resolved through redirects and, where it can be trusted, the canonical link."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from archive.orthography import fold
from archive.urls import urlkey
from pipelines.reading.paging import continued_by
from pipelines.settling.sights import Seen, Sight, bare_host, is_home, live_sights, seen, target_of


@dataclass(frozen=True, slots=True)
class Face:
    """What other URLs need to know of one: how it answers now, and what it last showed while it was live.

    `title` is folded, `elsewhere` a canonical URL other than its own, `content` equal where title and text are; all
    three, with `outcome`, from the last live capture.
    """

    now: Seen = "other"
    redirect: str | None = None
    outcome: str | None = None
    title: str | None = None
    elsewhere: str | None = None
    content: str | None = None


def face_of(sights: Sequence[Sight]) -> Face:
    """The face of a URL from all its captures in order of time; trouble changes nothing."""
    telling = [sight for sight in sights if seen(sight) != "trouble"]
    if not telling:
        return Face()
    live, last = live_sights(sights), telling[-1]
    shown = live[-1] if live else None
    return Face(
        now=seen(last),
        redirect=target_of(last),
        outcome=shown.outcome if shown else None,
        title=fold(shown.title) if shown and shown.title else None,
        elsewhere=shown.elsewhere if shown else None,
        content=shown.content if shown else None,
    )


@dataclass(frozen=True, slots=True)
class Neighbours:
    """How to ask for other URLs of the agency: their faces, and the titles of all live pages with a canonical URL."""

    face: Callable[[str], Face]
    titles_claiming: Callable[[str], frozenset[str | None]]

    def article_of(self, url: str) -> str:
        """The URL of the article that a URL belongs to; its own where nothing trustworthy says otherwise."""
        passed: list[str] = []
        while url not in passed:
            passed.append(url)
            onward = self._redirected(url) or self._canonical(url)
            if onward is None:
                return url
            url = onward
        # A circle has no end; its smallest member is the same wherever one entered it.
        return min(passed[passed.index(url) :])

    def leads_nowhere(self, url: str) -> bool:
        """Whether a redirect to this URL means that an article was taken away: to home, a listing or a 404.

        A redirect to another host, to its home page too, is a move: ministries merge. So is one to a page that was
        there and is missing now: its own state tells whether it is gone.
        """
        passed: set[str] = set()
        host = bare_host(url)
        while url not in passed and bare_host(url) == host:
            passed.add(url)
            face = self.face(url)
            if is_home(url) or face.now == "listing" or (face.now == "missing" and not face.outcome):
                return True
            # `/?loi=404` says that it is the home page, `/?p=12` that it is an article.
            if face.elsewhere and is_home(url.partition("?")[0]) and is_home(face.elsewhere):
                return True
            url = face.redirect or url
        return False

    def is_twin(self, url: str, article: str) -> bool:
        """Whether a URL answers with a redirect to the article under another scheme, `www.` or trailing slash."""
        return self.face(url).redirect is not None and urlkey(url) == urlkey(article)

    def _redirected(self, url: str) -> str | None:
        """Where a URL leads that never showed anything itself; one that did has moved, unless to its own twin."""
        own = self.face(url)
        target = own.redirect
        if target is None or (own.outcome and urlkey(target) != urlkey(url)):
            return None
        # On its way to a URL that was never seen live the article would be lost.
        face = self.face(target)
        return target if face.outcome or face.redirect else None

    def _canonical(self, url: str) -> str | None:
        """The canonical URL, if it is itself a live page of the same title and no page of another title names it."""
        own = self.face(url)
        target = own.elsewhere
        if not own.title or target is None or is_home(target):
            return None
        there = self.face(target)
        if target in continued_by(url) and there.content != own.content:
            # Later pages often name the first as canonical, and yet say something else.
            return None
        agrees = there.outcome is not None and there.elsewhere is None and there.title == own.title
        return target if agrees and self.titles_claiming(target) == {own.title} else None

"""The versions of an article: maximal runs of consecutive captures that read the same under the current rules.

White space, the placement of tones and counters of readers make no version: the first of a run speaks for it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from archive.digests import digest_of
from archive.model import Block
from archive.settled import Version
from pipelines.settling.changes import reads_same
from pipelines.settling.sights import Sight


@dataclass(frozen=True, slots=True)
class Prose:
    """Title and text of one reading, chrome taken off."""

    title: str | None
    text: str
    extractor: str

    @property
    def digest(self) -> str:
        """SHA-256 over title and text, in base32 as WARC digests are written."""
        return digest_of(f"{self.title or ''}\n{self.text}")


def text_of(blocks: Sequence[Block]) -> str:
    """Blocks as the text that the catalog keeps: one line each."""
    return "\n".join(block.text for block in blocks)


def versions_of(sights: Sequence[Sight], prose_of: Callable[[Sight], Prose]) -> list[Version]:
    """The versions that live captures, in order of time, show; A, B, A are three."""
    runs: list[tuple[Sight, Prose]] = []
    for sight in sights:
        prose = prose_of(sight)
        if not runs or not _read_same(runs[-1][1], prose):
            runs.append((sight, prose))
    return [_version(first, prose) for first, prose in runs]


def _read_same(one: Prose, other: Prose) -> bool:
    if one == other:
        return True
    return reads_same(one.title or "", other.title or "") and reads_same(one.text, other.text)


def _version(first: Sight, prose: Prose) -> Version:
    assert first.source is not None
    return Version(
        captured=first.captured,
        capture=first.capture,
        source=first.source,
        title=prose.title,
        text=prose.text,
        text_digest=prose.digest,
        extractor=prose.extractor,
    )

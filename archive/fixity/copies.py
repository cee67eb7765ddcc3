"""A second copy of an archive held against the first, byte by byte."""

from collections.abc import Iterator
from pathlib import Path

from archive.errors import UsageError
from archive.fixity.seal import measure, statements
from archive.fixity.statement import SealedFile, read_statement
from archive.fixity.verify import Finding, Progress
from archive.home import Home
from archive.repair import warc_files
from archive.warc import OPEN

_STEP = 1 << 20


def verify_copy(home: Home, copy: Path, progress: Progress = lambda file, offset: None) -> Iterator[Finding]:
    """Where a copy's WARC files and statements differ from the archive's own; nothing when they are equal.

    Of a file that is still written to, the copy may be shorter. Where a sealed file differs, the finding tells which
    of both is the one that was sealed. Raises UsageError when either holds no archive, or both are one.
    """
    other = Home(copy)
    if not other.warc.is_dir():
        raise UsageError(f"{copy} is no copy of an archive: it has no folder {other.warc.name}/")
    if not home.warc.is_dir():
        raise UsageError(f"no archive at {home.root} to hold it against: name the right --home")
    if other.warc.samefile(home.warc):
        raise UsageError(f"{copy} is the archive itself: name the folder of its second copy")
    sealed = _sealed(home)
    theirs = set(_names(other))
    for name in _names(home):
        if name not in theirs:
            yield Finding(name, 0, "missing-file", f"it is not in {copy}")
            continue
        at = _first_difference(home, other, name, progress)
        if at is not None:
            yield Finding(name, at, "copy-differs", _verdict(home, other, sealed.get(name)))
    for name in sorted(theirs - set(_names(home))):
        yield Finding(name, 0, "missing-file", f"it is in {copy} only")


def _names(home: Home) -> list[str]:
    return [*(name for name, _ in warc_files(home)), *(str(path.relative_to(home.root)) for path in statements(home))]


def _first_difference(home: Home, other: Home, name: str, progress: Progress) -> int | None:
    """The offset of the first byte that differs, None where there is none."""
    own_path, their_path = (_present(one.root / name) for one in (home, other))
    with own_path.open("rb") as own, their_path.open("rb") as their:
        at = 0
        while True:
            progress(name, at)
            ours, theirs = own.read(_STEP), their.read(_STEP)
            if ours != theirs:
                same = next((n for n, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), None)
                is_older = same is None and len(theirs) < len(ours) and _is_open(own_path, their_path)
                return None if is_older else at + (min(len(ours), len(theirs)) if same is None else same)
            if not ours:
                return None
            at += len(ours)


def _is_open(own: Path, their: Path) -> bool:
    """Whether the copy was made of a file that was still written to."""
    return own.name.endswith(OPEN) or their.name.endswith(OPEN)


def _present(path: Path) -> Path:
    return path if path.exists() else path.with_name(path.name + OPEN)


def _sealed(home: Home) -> dict[str, SealedFile]:
    paths = statements(home)
    if not paths:
        return {}
    try:
        statement = read_statement(paths[-1].read_text(encoding="utf-8")).statement
    except ValueError:
        return {}  # `verify_seals` tells; here it decides nothing
    return {one.name: one for one in statement.files}


def _verdict(home: Home, other: Home, sealed: SealedFile | None) -> str:
    """Which of two differing files is the sealed one."""
    if sealed is None:
        return "the copy differs from here on; the file is in no statement that could tell which is right"
    matches = [where.root for where in (home, other) if measure(where, sealed.name, lambda *_: None) == sealed]
    return "the copy differs from here on; " + (
        f"the one in {matches[0]} is as it was sealed" if matches else "neither is as it was sealed"
    )

"""Sealing: a signed statement of every closed WARC file, so that what is changed or lost later shows."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from archive import clock
from archive.errors import ArchiveError, UsageError
from archive.fixity.faults import Fault
from archive.fixity.keys import has_seal_key, seal_key
from archive.fixity.statement import SealedFile, Signed, Statement, read_statement, sign
from archive.fixity.verify import Finding, Progress
from archive.home import Home
from archive.pieces import pieces
from archive.repair import warc_files
from archive.warcfile import sync_folder
from archive.whole import writing

_UNWRITABLE = ("\n", "\r", "\\")
_KEY_GONE = (
    "{key}, with which the statements before were signed, is not there: bring it back. Where it is lost for good, say "
    "so with --because; that another key signs from now on will be a finding of `luuchieu verify --seals` for ever"
)


def seal(home: Home, because: str | None = None, progress: Progress = lambda file, offset: None) -> Path | None:
    """Write and sign the next statement, durably; returns its path, or None when no file was closed since the last.

    Only files that no statement names are read: a closed file never changes, and `verify_seals` reads all. Raises
    ArchiveError when a sealed file is gone or has another size, or the key is, unless `because` tells why; when the
    last statement does not hold; and when another process seals at the same time.
    """
    last = _last(home)
    if last and not because and not has_seal_key(home):
        raise ArchiveError(_KEY_GONE.format(key=home.keys / "seal.pem"))
    sealed = {one.name: one for one in last.statement.files} if last else {}
    names = [name for name, _ in warc_files(home) if (home.root / name).exists()]
    lost = [one for one in sealed.values() if not _stands(home, one)]
    if lost and not because:
        raise ArchiveError(_loss(lost))
    gone = {one.name for one in lost}
    files = [sealed[name] if name in sealed and name not in gone else measure(home, name, progress) for name in names]
    if files == (list(last.statement.files) if last else []) and not lost:
        return None
    statement = Statement(
        number=last.statement.number + 1 if last else 1,
        made=clock.stamp(clock.now()),
        previous=last.sha256 if last else None,
        files=tuple(files),
        lost=tuple(lost),
        because=" ".join(because.split()) if because and lost else None,
    )
    return _keep(home, statement)


def measure(home: Home, name: str, progress: Progress) -> SealedFile:
    """Read a file whole: its size and SHA-256. Raises ArchiveError for a name that no statement can hold."""
    if any(mark in name for mark in _UNWRITABLE):
        raise ArchiveError(f"{name!r}: the name cannot stand in a statement; rename the file")
    hashed, size = hashlib.sha256(), 0
    with (home.root / name).open("rb") as file:
        for piece in pieces(file):
            progress(name, size)
            hashed.update(piece)
            size += len(piece)
    return SealedFile(name, size, hashed.hexdigest())


def statements(home: Home) -> list[Path]:
    """The statements of an archive, in order."""
    return sorted(home.seals.glob("*.txt"))


def verify_seals(home: Home, progress: Progress = lambda file, offset: None) -> Iterator[Finding]:
    """What belies the statements: signature, chain, or any file of the newest; nothing when all holds.

    Raises UsageError when there is no statement.
    """
    paths = statements(home)
    if not paths:
        raise UsageError(f"no statement in {home.seals}: `luuchieu seal` writes the first")
    before: Signed | None = None
    for number, path in enumerate(paths, 1):
        name = str(path.relative_to(home.root))
        try:
            signed = read_statement(path.read_text(encoding="utf-8"))
        except ValueError as error:
            yield Finding(name, 0, "seal", f"this is no statement: {error}")
            continue
        yield from (Finding(name, 0, "seal", what) for what in _chain_faults(signed, before, number))
        before = signed
    if before:
        yield from _file_faults(home, before.statement, progress)


def _chain_faults(signed: Signed, before: Signed | None, number: int) -> Iterator[str]:
    """What is wrong with a statement by itself, and behind the one before."""
    statement = signed.statement
    if not signed.holds:
        yield "its signature does not hold: it was changed after it was signed"
    if statement.number != number:
        yield f"it is statement {statement.number}, where {number} should stand"
    if statement.previous != (before.sha256 if before else None):
        yield f"it follows a statement with the SHA-256 {statement.previous}, which is not the one before it"
    if before is None:
        return
    if signed.key != before.key:
        yield f"it is signed with {signed.key}, the one before it with {before.key}"
    kept = {*statement.files, *statement.lost}
    yield from (f"{one.name} of the statement before is missing" for one in before.statement.files if one not in kept)


def _file_faults(home: Home, statement: Statement, progress: Progress) -> Iterator[Finding]:
    made = f"statement {statement.number} of {statement.made}"
    for one in statement.files:
        fault: Fault = "seal"
        if not (home.root / one.name).exists():
            fault, what = "missing-file", f"it is in {made}, but there is no such file"
        elif (found := measure(home, one.name, progress)) != one:
            what = f"{made} says {one.size} bytes, SHA-256 {one.sha256}; it has {found.size} bytes, {found.sha256}"
        else:
            continue
        yield Finding(one.name, 0, fault, what)


def _last(home: Home) -> Signed | None:
    paths = statements(home)
    if not paths:
        return None
    try:
        last = read_statement(paths[-1].read_text(encoding="utf-8"))
    except ValueError as error:
        raise ArchiveError(f"{paths[-1]}: this is no statement: {error}; see `luuchieu verify --seals`") from error
    if not last.holds:
        raise ArchiveError(f"{paths[-1]}: its signature does not hold; see `luuchieu verify --seals`")
    return last


def _stands(home: Home, one: SealedFile) -> bool:
    path = home.root / one.name
    return path.exists() and path.stat().st_size == one.size


def _loss(lost: Sequence[SealedFile]) -> str:
    names = ", ".join(one.name for one in lost[:3]) + (", …" if len(lost) > 3 else "")
    return (
        f"{len(lost)} sealed files are gone or have another size: {names}. Bring them back from a copy, or say why "
        "they are lost with --because, which the statement will tell"
    )


def _keep(home: Home, statement: Statement) -> Path:
    """Write a statement under its number, whole and durable, unless another process was first."""
    home.seals.mkdir(parents=True, exist_ok=True)
    path = home.seals / f"{statement.number:05d}.txt"
    part = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with writing(path), part.open("wb") as file:
            file.write(sign(statement, seal_key(home)).encode())
            file.flush()
            os.fsync(file.fileno())
        os.link(part, path)
    except FileExistsError:
        raise ArchiveError(f"{path} was written by another process meanwhile: run `luuchieu seal` again") from None
    finally:
        part.unlink(missing_ok=True)
    sync_folder(home.seals)
    return path

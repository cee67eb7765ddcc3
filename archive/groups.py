"""Which records of a file belong together: those that stand side by side and name each other."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from archive.errors import RecordError
from archive.warc import Record, close_blocks, next_member, records

_LEADS = ("response", "revisit")


def groups(path: Path, start: int = 0) -> Iterator[tuple[Record, ...] | RecordError]:
    """The exchanges of a WARC file from an offset on, each as its records; whatever stands alone is a tuple of one.

    Where a record cannot be read its RecordError comes instead, and what stands behind it follows. The records'
    blocks are closed when the next group is asked for.
    """
    position: int | None = start
    while position is not None:
        try:
            for group in grouped(records(path, position)):
                yield group
                close_blocks(group)
            return
        except RecordError as damage:
            yield damage
            position = next_member(path, damage.offset + 1)


def grouped(found: Iterator[Record]) -> Iterator[tuple[Record, ...]]:
    """Group records as `groups` does, blocks left open; a RecordError comes after all that stands before it."""
    group: list[Record] = []
    error = None
    try:
        for record in found:
            if group and not _joins(group, record):
                yield tuple(group)
                group = []
            group.append(record)
            if _is_last(group):
                yield tuple(group)
                group = []
    except RecordError as damage:
        error = damage
    if group:
        yield tuple(group)
    if error:
        raise error


def _joins(group: Sequence[Record], record: Record) -> bool:
    """Whether a record belongs to the group: one names the other, and it is no second response."""
    if record.type in _LEADS and any(one.type in _LEADS for one in group):
        return False
    return any(one.id in record.concurrent_to or record.id in one.concurrent_to for one in group)


def _is_last(group: Sequence[Record]) -> bool:
    """Whether nothing can follow in the group: spares reading one record too many where an exchange is read alone."""
    first, last = group[0], group[-1]
    if first.type in _LEADS:
        return bool(first.concurrent_to) and is_whole(group)
    return last.type in ("metadata", "warcinfo") and not last.concurrent_to


def is_whole(group: Sequence[Record]) -> bool:
    """Whether all that the response names is in the group; a crash leaves less. What has no response is whole."""
    lead = lead_of(group)
    return lead.type not in _LEADS or lead.concurrent_to <= {record.id for record in group}


def lead_of(group: Sequence[Record]) -> Record:
    """The record that the catalog names for a group: its response or revisit, else its resource, else its first."""
    for wanted in (_LEADS, ("resource",)):
        for record in group:
            if record.type in wanted:
                return record
    return group[0]

"""Rows that say another offset than their records have, all by as much: a record before them changed its length."""

from dataclasses import dataclass


@dataclass(slots=True)
class Shift:
    """A run of records that stand elsewhere than their rows say; `offset` and `record_id` are the first one's."""

    offset: int
    record_id: str
    said: int
    others: int = 0

    def takes(self, other: "Shift") -> bool:
        """Count another record to the run, if it stands off by as much."""
        if self.offset - self.said != other.offset - other.said:
            return False
        self.others += 1
        return True

    def told(self) -> str:
        """The run in words."""
        said = f"the catalog's row {self.record_id} says offset {self.said}, the record says {self.offset}"
        if not self.others:
            return said
        rows = "another row is" if self.others == 1 else f"{self.others} more rows are"
        return f"{said}; {rows} off by {self.offset - self.said:+} too: a record in front changed its length"

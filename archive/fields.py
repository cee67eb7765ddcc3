"""Named values, one to a line: the header of a WARC record, and blocks of type `application/warc-fields`."""

import re
from dataclasses import dataclass
from functools import cached_property

_BLANKS = " \t\r"
_CONTROLS = bytes([*range(0x20), 0x7F])
# Of a line that holds no control characters but its end.
_FIELDS = re.compile(r"(?:[!-9;-~]++: (?:[^ ](?:.*[^ ])?)?\r\n)*")


@dataclass(frozen=True)
class Fields:
    """Named values in order, as in a WARC header and in a block of type `application/warc-fields`."""

    lines: tuple[tuple[str, str], ...]

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        values: dict[str, list[str]] = {}
        for name, value in self.lines:
            values.setdefault(name.lower(), []).append(value)
        return values

    def get(self, name: str) -> str | None:
        """The first value of that name, in whatever case, or None."""
        values = self._by_name.get(name.lower())
        return values[0] if values else None

    def get_all(self, name: str) -> tuple[str, ...]:
        """All values of that name, in order."""
        return tuple(self._by_name.get(name.lower(), ()))

    def dump(self) -> bytes:
        """The fields as bytes, UTF-8. Raises ValueError for a name or value that would not be read back as it is."""
        text = "".join([f"{name}: {value}\r\n" for name, value in self.lines])
        dumped = text.encode()
        controls = len(dumped) - len(dumped.translate(None, _CONTROLS))
        if controls != 2 * len(self.lines) or not _FIELDS.fullmatch(text):
            raise ValueError(f"cannot stand in WARC fields, one to a line: {text!r}")
        return dumped


def parse_fields(data: bytes) -> Fields:
    """Read fields; bytes that are not UTF-8 become U+FFFD. Raises ValueError for a line without a colon."""
    lines: list[tuple[str, str]] = []
    for line in data.decode("utf-8", "replace").split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            lines.append((name.strip(_BLANKS), value.strip(_BLANKS)))
        elif line.strip():
            raise ValueError(f"line without a colon: {line[:60]!r}")
    return Fields(tuple(lines))

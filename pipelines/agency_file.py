"""Agency files: TOML in, a checked `Agency` out.

What is wrong is said with file, line, key and the nearest valid key; nothing is passed over, since a key that is
ignored is a wish that is silently not granted. Bounds of single values stand in `agency_checks`.
"""

import dataclasses
import datetime as dt
import difflib
import re
import tomllib
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from archive.errors import AgencyFileError, UsageError
from pipelines.agency import Agency
from pipelines.agency_checks import CHECKS, contradiction, idle_wish

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_NOT_KEYS = frozenset({"slug", "source_text"})
_WORDS = {
    str: "text in quotes",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    dt.date: "a day without quotes, 2025-03-01",
}
_TABLE = re.compile(r"\s*\[\[?\s*([^\]\s]+)\s*\]\]?")


def agency_files(*folders: Path) -> dict[str, Path]:
    """The agency files in `folders` by slug, their stem; a later folder overrides. Missing folders are empty."""
    found = [path for folder in folders for path in sorted(folder.glob("*.toml"))]
    return {path.stem: path for path in found}


def load_agencies(*folders: Path) -> dict[str, Agency]:
    """All agencies in `folders` by slug, a later folder overriding. Raises AgencyFileError at the first bad file."""
    return {slug: load_agency(path) for slug, path in sorted(agency_files(*folders).items())}


def find_agency(slug: str, *folders: Path) -> Agency:
    """The agency of that slug; other files are not read. Raises UsageError naming the nearest slug, AgencyFileError."""
    files = agency_files(*folders)
    if slug not in files:
        known = f" (known: {', '.join(sorted(files))})" if files else ""
        raise UsageError(f"no agency {slug!r}{_nearest(slug, files)}{known}")
    return load_agency(files[slug])


def load_agency(path: Path) -> Agency:
    """Read one agency file; its stem is the slug. Raises AgencyFileError, also for what it says to no effect."""
    text = _text_of(path)
    agency = parse_agency(path.stem, text, str(path))
    # Not asked of files that the archive recorded: what they began with is past.
    if wrong := idle_wish(agency):
        raise _Source(str(path), text).error(tuple(wrong[0].split(".")), wrong[1])
    return agency


def _text_of(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise AgencyFileError(f"{path}: cannot be read: {error}") from error
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")  # Windows' editors begin a file with a mark
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = content[error.start : error.start + 1].hex()
        raise AgencyFileError(f"{path}:{line}: byte {found} is no UTF-8: save the file as UTF-8") from error


def parse_agency(slug: str, text: str, origin: str) -> Agency:
    """Read the text of an agency file, from disk or from a record; `origin` names it in errors.

    Raises AgencyFileError for bad TOML, unknown keys, wrong types and values that cannot be meant.
    """
    if not SLUG.fullmatch(slug):
        raise AgencyFileError(
            f"{origin}: {slug!r} is no slug: name the file like cebid.toml, with a-z, 0-9 and hyphens"
        )
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise AgencyFileError(f"{origin}: not valid TOML: {error}") from error
    values = _Source(origin, text).fields(Agency, table, ())
    return Agency(**values, slug=slug, source_text=text)


def valid_keys(cls: type[Any] = Agency, prefix: str = "") -> Iterator[str]:
    """Every key that an agency file may hold, dotted: `politeness.delay`, `layouts.body`."""
    for name, hint in _keys(cls).items():
        yield prefix + name
        if inner := _dataclass_in(hint):
            yield from valid_keys(inner, f"{prefix}{name}.")


def _keys(cls: type[Any]) -> dict[str, Any]:
    return {name: hint for name, hint in typing.get_type_hints(cls).items() if name not in _NOT_KEYS}


def _dataclass_in(hint: Any) -> type[Any] | None:
    candidates = (hint, *get_args(hint))
    return next((each for each in candidates if isinstance(each, type) and dataclasses.is_dataclass(each)), None)


@dataclasses.dataclass(frozen=True)
class _Source:
    """The file being read: converts TOML values by the types of the dataclasses and says where one is wrong."""

    origin: str
    text: str

    def fields(self, cls: type[Any], table: Mapping[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
        """The constructor's arguments for `cls` from one TOML table."""
        hints = _keys(cls)
        for key in table:
            if key not in hints:
                raise self.error((*path, key), f"is no key of an agency file{self._suggestion(key, path, hints)}")
        values = {key: self.value(hints[key], value, (*path, key)) for key, value in table.items()}
        for each in dataclasses.fields(cls):
            if each.name in hints and each.name not in values and _required(each):
                raise self.error((*path, each.name), "is missing; it must be given")
        if wrong := contradiction(cls, values):
            raise self.error((*path, wrong[0]), wrong[1])
        return values

    def value(self, hint: Any, value: Any, path: tuple[str, ...]) -> Any:
        """One value as its type wants it, checked."""
        if get_origin(hint) is tuple:
            return self._several(get_args(hint)[0], value, path)
        if type(None) in get_args(hint):
            hint = get_args(hint)[0]
        if get_origin(hint) is Literal:
            return self._choice(get_args(hint), value, path)
        if inner := _dataclass_in(hint):
            if not isinstance(value, dict):
                raise self.error(path, f"must be a table, [{path[-1]}], not {value!r}")
            return inner(**self.fields(inner, value, path))
        return self._plain(hint, value, path)

    def _several(self, hint: Any, value: Any, path: tuple[str, ...]) -> tuple[Any, ...]:
        if not isinstance(value, list):
            form = f"tables, [[{path[-1]}]]" if dataclasses.is_dataclass(hint) else 'a list, ["…", "…"]'
            raise self.error(path, f"must be {form}, not {value!r}")
        if dataclasses.is_dataclass(hint) and (other := next((one for one in value if type(one) is not dict), None)):
            raise self.error(path, f"must be tables, [[{path[-1]}]], not {other!r}")
        return tuple(self.value(hint, each, path) for each in value)

    def _choice(self, choices: tuple[str, ...], value: Any, path: tuple[str, ...]) -> Any:
        if value in choices:
            return value
        raise self.error(path, f"is {value!r}, must be one of {', '.join(choices)}{_nearest(str(value), choices)}")

    def _plain(self, hint: type[Any], value: Any, path: tuple[str, ...]) -> Any:
        if hint is float and type(value) is int:
            value = float(value)
        if type(value) is not hint:
            shown = str(value) if isinstance(value, dt.datetime | dt.date | dt.time) else repr(value)
            raise self.error(path, f"must be {_WORDS[hint]}, not {shown}")
        check = CHECKS.get(".".join(path))
        if check and (wrong := check(value)):
            raise self.error(path, f"{wrong}: {value!r}")
        return value

    def error(self, path: tuple[str, ...], what: str) -> AgencyFileError:
        """An error that names file, line where it can be found, and key."""
        line = _line_of(self.text, path)
        place = f"{self.origin}:{line}" if line else self.origin
        return AgencyFileError(f"{place}: {'.'.join(path)} {what}")

    def _suggestion(self, key: str, path: tuple[str, ...], hints: Mapping[str, Any]) -> str:
        """The nearest valid key: of the same table first, else wherever a key of that name belongs."""
        if near := _nearest(key, hints):
            return near
        elsewhere = [each for each in valid_keys() if each.split(".")[-1] == key]
        return f"; did you mean {elsewhere[0]!r}?" if elsewhere else f" (valid here: {', '.join(hints)})"


def _required(field: "dataclasses.Field[Any]") -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _nearest(word: str, known: typing.Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(known), 1, 0.6)
    return f"; did you mean {near[0]!r}?" if near else ""


def _line_of(text: str, path: tuple[str, ...]) -> int | None:
    """The line on which the last key of `path` is written, or the header of its table; None for inline tables."""
    key = re.compile(rf"""\s*["']?{re.escape(path[-1])}["']?\s*=""")
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := _TABLE.match(line):
            table = header[1]
            if table == ".".join(path):
                return number
        elif table == ".".join(path[:-1]) and key.match(line):
            return number
    return None

"""The identities of a URL, each for one purpose.

`fetch_key` is what the frontier knows a page by and what is requested: the URL as the server must see it.
`urlkey` is the SURT that CDXJ is looked up by; it folds what servers tell apart, so it never decides what is fetched.
`pattern_of` is the shape that budgets against traps are counted by.
"""

import re
from functools import lru_cache
from ipaddress import IPv6Address
from urllib.parse import unquote

import idna

_CLEAN = re.compile(r"https?://[a-z0-9][a-z0-9.-]*/[A-Za-z0-9._~!$'*+,=:@/-]*")
_PARTS = re.compile(r"([Hh][Tt][Tt][Pp][Ss]?)://([^/?#]*)([^?#]*)(\?[^#]*)?")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_HOST = re.compile(r"[a-z0-9_][a-z0-9_.-]*|\[[0-9a-f:.]+\]")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
# What RFC 3986 allows nowhere in a URI: browsers and servers agree that these travel escaped.
_UNSENDABLE = re.compile(r"[^!#-;=?-\[\]_a-z~]")
_STRIPPED = "".join(map(chr, range(0x21)))
_TABS_AND_LINES = re.compile(r"[\t\n\r]")
_LOGIN = re.compile(r"//[^/?#]*@")
_TAIL = re.compile(r"[?#]")
_DOTS = re.compile(r"/(?:\.|%2e){1,2}(?:/|$)", re.IGNORECASE)
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_DEFAULT_PORT = {"http": "80", "https": "443"}

_TRACKERS = frozenset(
    """fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid twclid ttclid igshid igsh mibextid srsltid mc_cid mc_eid
    _ga _gl _hsenc _hsmi fb_action_ids fb_action_types fb_source zarsrc gidzl zalo_src""".split()  # noqa: SIM905
)
_SESSIONS = frozenset({"phpsessid", "jsessionid", "sessionid", "session_id", "cfid", "cftoken"})
# Java servlets append ;jsessionid=… to the path; ASP.NET without cookies puts (S(…)) in as a segment.
_PATH_SESSION = re.compile(r";jsessionid=[^/;?]*|/\((?:[A-Z]\([^()/]*\))+\)(?=/)", re.IGNORECASE)

_DIGITS = re.compile(r"\d+")
_HASH = re.compile(
    # looked for ahead: three repeats of the same signs took cubic time on a long number
    r"(?=[^/]*\d)(?=[0-9A-Za-z_-]*?[0-9A-Fa-f]{16})[0-9A-Za-z_-]++|\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?"
)
_WORD = re.compile(r"[A-Za-z_]{1,16}")


@lru_cache(maxsize=4096)
def fetch_key(url: str) -> str:
    """The identity of an absolute http(s) URL in the frontier: ASCII, idempotent, what is sent to the server.

    Dropped: fragment, default port, known trackers and session ids. Normalised: the spelling of percent-escapes,
    the case of scheme and host, IDNA. All else stays as the server must see it, NFC or NFD included.
    Raises ValueError, naming the URL, for what is no such URL; so do all functions here.
    """
    bare = url.partition("#")[0]
    if _CLEAN.fullmatch(bare):
        return bare
    origin, path, query = _spelled(url)
    return origin + (_PATH_SESSION.sub("", path) or "/") + _without_noise(query)


def sendable(url: str) -> str:
    """An absolute http(s) URL as it is sent when it must keep its session id: the fetch key with nothing dropped.

    Redirects that hand out a session lead here; their own lease stands under the fetch key.
    """
    return "".join(_spelled(url))


def resolve(base: str, href: str) -> str | None:
    """The absolute http(s) URL that a browser would follow from `href` on the page `base`, letters as written.

    White space and controls are stripped and dot segments resolved as browsers do. None for other schemes
    (`javascript:`, `mailto:`, `tel:`, `data:`), for credentials in the URL and for whatever has no usable host.
    """
    url = _absolute(base, href)
    if url is None:
        return None
    match = _PARTS.fullmatch(url.partition("#")[0])
    if not match or "@" in match[2]:
        return None
    try:
        _authority(match[1].lower(), match[2])
        url.encode()
    except ValueError:
        return None
    return _without_dots(url, match.start(3), match.end(3)) if _DOTS.search(match[3]) else url


def urlkey(url: str) -> str:
    """The SURT of a URL as pywb computes it, for looking up CDXJ and for nothing else."""
    import surt  # brings an HTTP client with it: a tenth of a second that no other command need wait

    return str(surt.surt(url))


@lru_cache(maxsize=4096)
def host_of(url: str) -> str:
    """The host of an absolute http(s) URL: lower case, IDNA, without port. Raises ValueError where there is none."""
    place = origin_of(url).partition("://")[2].rpartition("@")[2]
    return place if place.endswith("]") else _host_and_port(place)[0]


@lru_cache(maxsize=4096)
def origin_of(url: str) -> str:
    """Scheme, host and port of an absolute http(s) URL, `https://cebid.vn`: what one robots.txt is valid for."""
    match = _PARTS.match(url)
    if not match:
        raise ValueError(f"not an absolute http or https URL: {url!r}")
    try:
        return _origin(match[1], match[2])
    except ValueError as error:
        raise _none(url, error) from error


def refuse_login(url: str) -> None:
    """Raise ValueError for an absolute http(s) URL with a user name or password in it.

    It would stand in records that are kept for good and handed out.
    """
    if "@" in origin_of(url):
        bare = _LOGIN.sub("//", url, 1)
        raise ValueError(f"a user name or password in a web address would be archived; write it without: {bare!r}")


def pattern_of(url: str) -> str:
    """The shape of a URL: host and path with runs of digits as `0` and hashes as `*`, query values masked.

    Short words in the query stay, since they choose the template (`?nv=news`); calendars, ids and pages coincide.
    """
    host, slash, rest = fetch_key(url).partition("://")[2].partition("/")
    path, mark, query = unquote(rest).partition("?")
    shape = "/".join("*" if _HASH.fullmatch(segment) else _DIGITS.sub("0", segment) for segment in path.split("/"))
    return host + slash + shape + mark + "&".join(_masked(pair) for pair in query.split("&"))


def repeated_segments(url: str) -> int:
    """How often the most frequent path segment of a fetch key occurs: traps deepen for ever as `/en/en/vi/en`."""
    segments = [segment for segment in url.partition("?")[0].split("/")[3:] if segment]
    return max(map(segments.count, segments), default=0)


def _spell(text: str) -> str:
    """One spelling for the escapes of a path or query; a text with a stray `%` keeps what its escapes hide."""
    if _UNSENDABLE.search(text):
        text = _UNSENDABLE.sub(_escaped, text)
    if "%" not in text:
        return text
    # `%%34%31` decoded once would read `%41`, and decoded again `A`.
    return _ESCAPE.sub(_upper if _LONE_PERCENT.search(text) else _decoded, text)


def _escaped(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())


def _upper(match: re.Match[str]) -> str:
    return match[0].upper()


def _decoded(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else match[0].upper()


def _spelled(url: str) -> tuple[str, str, str]:
    """Origin, path and query with its `?` in their one spelling; ValueError for what is no http(s) URL."""
    match = _PARTS.fullmatch(url.partition("#")[0])
    if not match:
        raise ValueError(f"not an absolute http or https URL: {url!r}")
    scheme, authority, path, query = match.groups()
    try:
        return _origin(scheme, authority), _spell(path) or "/", _spell(query or "")
    except ValueError as error:
        raise _none(url, error) from error


def _none(url: str, error: ValueError) -> ValueError:
    """What is wrong with a part of a URL, said of the whole as it was written."""
    return ValueError(f"not a web address: {url!r} ({error})")


def _origin(scheme: str, authority: str) -> str:
    scheme = scheme.lower()
    return f"{scheme}://{_authority(scheme, authority)}"


def _without_noise(query: str) -> str:
    """A query without trackers and session ids; one that was empty is kept, since the server sees it."""
    if not query:
        return ""
    kept = [pair for pair in query[1:].split("&") if not _is_noise(pair)]
    return "?" + "&".join(kept) if kept else ""


def _is_noise(pair: str) -> bool:
    # A doubly escaped page writes `&amp;utm_source=` into the URL itself.
    name = pair.partition("=")[0].removeprefix("amp;").lower()
    return name.startswith(("utm_", "aspsessionid")) or name in _TRACKERS or name in _SESSIONS


@lru_cache(maxsize=4096)
def _authority(scheme: str, authority: str) -> str:
    """Credentials, host and port in one spelling; ValueError for a host or port that cannot be."""
    credentials, at, place = authority.rpartition("@")
    host, port = (place, "") if place.endswith("]") else _host_and_port(place)
    host = _host(host)
    port = port.lstrip("0") if port != "0" else port
    if port and (not (port.isascii() and port.isdigit()) or int(port) > 65535):
        raise ValueError(f"not a port: {port!r}")
    shown = f":{port}" if port and port != _DEFAULT_PORT[scheme] else ""
    return f"{_spell(credentials)}{at}{host}{shown}"


def _host_and_port(place: str) -> tuple[str, str]:
    host, colon, port = place.rpartition(":")
    return (host, port) if colon else (place, "")


def _host(text: str) -> str:
    host = unquote(text, errors="strict") if "%" in text else text
    host = host.lower() if host.isascii() else idna.encode(host, uts46=True).decode("ascii")
    if not _HOST.fullmatch(host):
        raise ValueError(f"not a host: {text!r}")
    if host.startswith("["):
        IPv6Address(host[1:-1])
    return host


def _absolute(base: str, href: str) -> str | None:
    """`href` joined to `base`, dot segments still in it; None for a scheme that is not fetched."""
    href = _TABS_AND_LINES.sub("", href.strip(_STRIPPED))
    cut = _TAIL.search(href)
    end = cut.start() if cut else len(href)
    head, tail = href[:end].replace("\\", "/"), href[end:]
    scheme, origin, path, query = _base(base)
    if match := _SCHEME.match(head):
        named, head = match[1].lower(), head[match.end() :]
        if named not in _DEFAULT_PORT:
            return None
        if named != scheme or head.startswith("//"):
            return f"{named}://{head.lstrip('/')}{tail}"
    if head.startswith("//"):
        return f"{scheme}://{head.lstrip('/')}{tail}"
    if head.startswith("/"):
        return origin + head + tail
    if head:
        return origin + path[: path.rfind("/") + 1] + head + tail
    return origin + path + (tail if tail.startswith("?") else query + tail)


@lru_cache(maxsize=1024)
def _base(base: str) -> tuple[str, str, str, str]:
    match = _PARTS.match(base)
    if not match:
        raise ValueError(f"not an absolute http or https URL: {base!r}")
    scheme, authority, path, query = match.groups()
    return scheme.lower(), f"{scheme}://{authority}", path or "/", query or ""


def _without_dots(url: str, start: int, end: int) -> str:
    """`url` with the dot segments of its path, `url[start:end]`, resolved; `%2e` is a dot to browsers."""
    kept: list[str] = []
    segments = url[start:end].split("/")[1:]
    for place, segment in enumerate(segments):
        plain = segment.lower().replace("%2e", ".")
        if plain == "..":
            kept = kept[:-1]
        elif plain != ".":
            kept.append(segment)
            continue
        if place == len(segments) - 1:
            kept.append("")
    return url[:start] + "/" + "/".join(kept) + url[end:]


def _masked(pair: str) -> str:
    name, equals, value = pair.partition("=")
    return _DIGITS.sub("0", name) + equals + (value if _WORD.fullmatch(value) else "*" if value else "")

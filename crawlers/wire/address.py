"""The guard against server-side request forgery: which addresses may be connected to, and looking them up once.

A page may link or redirect to anything, also to the archivist's own network. So a host name is resolved here and
nowhere else, the addresses are checked, and the connection goes to the very address that was checked.
"""

import asyncio
import socket
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from archive.clock import monotonic
from archive.errors import LuuchieuError
from archive.urls import origin_of
from pipelines.agency import Agency

KEPT_SECONDS = 60.0
"""How long a look-up is believed."""

_DEFAULT_PORTS = (80, 443)
_TO_ALLOW = "for a site on your own network write allow_private_address = true into the agency's file"
_ONLY_OWN = "only the hosts that the agency's file names are allowed to have none, each at the port it names"
_GLOBAL_UNICAST = IPv6Network("2000::/3")
# Special-purpose by IANA's registries, but global to some of the Python versions we run on.
_PROTOCOL_ASSIGNMENTS = IPv4Network("192.0.0.0/24")
_DOCUMENTATION = IPv6Network("3fff::/20")
# The last 32 bits of these are an IPv4 address that a translator or tunnel would connect to.
_NAT64 = IPv6Network("64:ff9b::/96")


class AddressRefusedError(LuuchieuError):
    """A host that resolves to addresses outside the public internet only."""


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is globally reachable unicast; IPv4 within IPv6 is judged by the IPv4 address."""
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast and address not in _PROTOCOL_ASSIGNMENTS
    inner = _embedded(address)
    if inner is not None:
        return is_public(inner)
    return address in _GLOBAL_UNICAST and address not in _DOCUMENTATION and address.is_global


def _embedded(address: IPv6Address) -> IPv4Address | None:
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo


def own_endpoints(agency: Agency | None) -> frozenset[tuple[str, int]]:
    """The (host, port) pairs that may be private: those of the agency's own URLs, if its file allows that at all.

    A host without a port of its own stands for both default ports, so that http may redirect to https.
    """
    if agency is None or not agency.allow_private_address:
        return frozenset()
    urls = [agency.url, *agency.seeds, *(f"http://{host.name}" for host in agency.hosts)]
    return frozenset(pair for url in urls for pair in _endpoints(url))


def _endpoints(url: str) -> list[tuple[str, int]]:
    parts = urlsplit(origin_of(url))
    return [(parts.hostname or "", port) for port in ([parts.port] if parts.port else _DEFAULT_PORTS)]


class AddressBook:
    """Looks hosts up, at most once in `KEPT_SECONDS`, and gives only addresses that may be connected to."""

    def __init__(self, own: frozenset[tuple[str, int]] = frozenset()) -> None:
        self._own = own
        self._advice = _ONLY_OWN if own else _TO_ALLOW
        self._known: dict[tuple[str, int], tuple[float, list[str]]] = {}

    async def addresses(self, host: str, port: int) -> list[str]:
        """The permitted addresses of a host, in the system's order of preference.

        Raises socket.gaierror where there is none at all, AddressRefusedError where none is permitted.
        """
        known = self._known.get((host, port))
        if known is None or monotonic() - known[0] > KEPT_SECONDS:
            known = monotonic(), await _look_up(host, port)
            self._known[host, port] = known
        found = known[1]
        permitted = found if (host, port) in self._own else [text for text in found if is_public(ip_address(text))]
        if not permitted:
            raise AddressRefusedError(f"{host} port {port} has no public address ({', '.join(found)}); {self._advice}")
        return permitted


async def _look_up(host: str, port: int) -> list[str]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise socket.gaierror(socket.EAI_NONAME, f"{host!r} cannot be a host name: {error}") from error
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))

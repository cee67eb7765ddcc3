"""Which addresses may be connected to."""

import asyncio
from ipaddress import ip_address

import pytest

from crawlers.wire.address import AddressBook, AddressRefusedError, is_public, own_endpoints
from pipelines.agency import Agency, Host

NOT_PUBLIC = """
    0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.8
    192.0.2.1 192.168.1.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255
    :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:100.64.0.1 64:ff9b::a00:1 64:ff9b:1::1 100::1 2001:db8::1
    2002:7f00:1:: 2002:c0a8:101:: 2001:0:7f00:1::1 fc00::1 fd12:3456::1 fe80::1 fe80::1%eth0 fec0::1 3fff::1 ff02::1
"""


@pytest.mark.parametrize("address", ["8.8.8.8", "103.28.36.1", "203.113.131.1", "2606:4700::1111", "64:ff9b::808:808"])
def test_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    NOT_PUBLIC.split(),
)
def test_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


def agency(**given: object) -> Agency:
    return Agency("a", "A", "http://cebid.test:8080/x", allow_private_address=True, **given)  # type: ignore[arg-type]


def test_own_endpoints() -> None:
    hosts = (Host("www.cebid.test"), Host("moi.cebid.test:8443"))
    expected = {
        ("cebid.test", 8080),
        ("10.0.0.9", 80),
        ("10.0.0.9", 443),
        ("www.cebid.test", 80),
        ("www.cebid.test", 443),
        ("moi.cebid.test", 8443),
    }
    assert own_endpoints(agency(hosts=hosts, seeds=("https://10.0.0.9/tin",))) == expected


def test_without_permission_nothing_is_own() -> None:
    assert own_endpoints(Agency("a", "A", "http://127.0.0.1/")) == own_endpoints(None) == frozenset()


def test_refusal_names_host_and_addresses() -> None:
    with pytest.raises(AddressRefusedError, match=r"127\.0\.0\.1 port 22 has no public address \(127\.0\.0\.1\)"):
        asyncio.run(AddressBook().addresses("127.0.0.1", 22))


def test_addresses_of_own_endpoint() -> None:
    book = AddressBook(frozenset({("127.0.0.1", 8000)}))
    assert asyncio.run(book.addresses("127.0.0.1", 8000)) == ["127.0.0.1"]

"""TLS: good chains pass, each broken one is told by its class, and `[tls] accept` lets through that class alone."""

import asyncio
import datetime as dt
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from crawlers.wire.client import Client
from pipelines.agency import Tls
from tests.fetching import agency_at, fetch
from tests.odd_crawl import kept
from tests.odd_server import OddServer, odd_server

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Issued:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    def context(self, *chain: "Issued", folder: Path) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.load(context, folder, *chain)
        return context

    def load(self, context: ssl.SSLContext, folder: Path, *chain: "Issued") -> None:
        path = folder / "server.pem"
        key = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        path.write_bytes(key + self.pem + b"".join(one.pem for one in chain))
        context.load_cert_chain(path)


def issue(name: str, issuer: Issued | None, *, ca: bool = False, host: str = "localhost", days: int = 0) -> Issued:
    """A certificate valid from ten days before to ten days after today, moved by `days`; self-signed without issuer."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    today = dt.datetime.now(dt.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today + days * DAY - 10 * DAY)
        .not_valid_after(today + days * DAY + 10 * DAY)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    if not ca:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    return Issued(builder.sign((issuer.key if issuer else key), hashes.SHA256()), key)


ROOT = issue("Root", None, ca=True)
MIDDLE = issue("Middle", ROOT, ca=True)
GOOD = issue("good", MIDDLE)
LONE = issue("lone", None)

CHAINS: dict[str, tuple[Issued, ...]] = {
    "good": (GOOD, MIDDLE),
    "incomplete-chain": (GOOD,),
    "expired": (issue("old", MIDDLE, days=-30), MIDDLE),
    "not-yet-valid": (issue("new", MIDDLE, days=30), MIDDLE),
    "self-signed": (LONE,),
    "wrong-host": (issue("other", MIDDLE, host="cebid.example"), MIDDLE),
    "incomplete and expired": (issue("both", MIDDLE, days=-30),),
    "incomplete and wrong host": (issue("both", MIDDLE, host="cebid.example"),),
    "expired and wrong host": (issue("both", MIDDLE, host="cebid.example", days=-30), MIDDLE),
}
WORDS = {
    "incomplete-chain": "incomplete-chain: unable to get local issuer certificate",
    "expired": "expired: certificate has expired",
    "not-yet-valid": "not-yet-valid: certificate is not yet valid",
    "self-signed": "self-signed: self-signed certificate",
    "wrong-host": "wrong-host: Hostname mismatch, certificate is not valid for 'localhost'.",
}
ACCEPTABLE = ["incomplete-chain", "expired", "self-signed", "wrong-host"]


@pytest.fixture(autouse=True)
def _trust_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's store is OpenSSL's default one, which this variable names."""
    (tmp_path / "roots.pem").write_bytes(ROOT.pem)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "roots.pem"))


@contextmanager
def serving(chain: str, folder: Path) -> Iterator[OddServer]:
    leaf, *rest = CHAINS[chain]
    with odd_server(tls=leaf.context(*rest, folder=folder)) as server:
        yield server


def fetch_from(server: OddServer, accept: str | None, *paths: str) -> list[dict[str, Any]]:
    """Over the name `localhost`, which resolves to ::1 too, where nobody listens."""
    url = f"https://localhost:{server.port}"
    tls = Tls(accept, "the agency was told") if accept else Tls()  # type: ignore[arg-type]
    return fetch(agency_at(url, tls=tls), [url + path for path in paths])


def told(exchange: dict[str, Any]) -> tuple[str | None, str | None]:
    """The reason of a failure and OpenSSL's words for it."""
    failure = exchange["failure"] or {}
    return failure.get("reason"), failure.get("detail")


def test_good_chain(tmp_path: Path) -> None:
    with serving("good", tmp_path) as server:
        exchanges = fetch_from(server, None, "/plain", "/16-mb-chunked", "/http-1.0", "/plain")
    assert [(one["response"], one["tls_unverified"]) for one in exchanges] == [
        (talk.sent, None) for talk in server.conversations
    ]
    assert [talk.connection for talk in server.conversations] == [0, 0, 0, 1]
    assert [one["request"] for one in exchanges] == [talk.request for talk in server.conversations]


@pytest.mark.parametrize("chain", WORDS)
def test_broken_chain_is_told_by_its_class(chain: str, tmp_path: Path) -> None:
    with serving(chain, tmp_path) as server:
        (exchange,) = fetch_from(server, None, "/plain")
    assert told(exchange) == ("tls", WORDS[chain])
    assert server.conversations == []


@pytest.mark.parametrize("accept", ACCEPTABLE)
@pytest.mark.parametrize("chain", CHAINS)
def test_only_the_accepted_class_passes(chain: str, accept: str, tmp_path: Path) -> None:
    with serving(chain, tmp_path) as server:
        exchanges = fetch_from(server, accept, "/plain", "/http-1.0", "/plain")
    passed = [one["tls_unverified"] if one["response"] else "refused" for one in exchanges]
    expected = {"good": None, accept: WORDS[accept]}.get(chain, "refused")
    assert passed == [expected] * 3
    assert len(server.conversations) == (0 if expected == "refused" else 3)


def test_unverified_certificate_may_change(tmp_path: Path) -> None:
    """Another certificate of the same fault costs one failed attempt, then it is accepted anew."""
    context = LONE.context(folder=tmp_path)
    exchanges = asyncio.run(fetch_while_certificate_changes(context, tmp_path))
    assert [told(one)[0] for one in exchanges] == [None, "tls", None]


async def fetch_while_certificate_changes(context: ssl.SSLContext, folder: Path) -> list[dict[str, Any]]:
    with odd_server(tls=context) as server:
        url = f"https://localhost:{server.port}"
        client = Client(agency_at(url, tls=Tls("self-signed", "own certificate")))
        exchanges = [(await client.fetch("GET", url + "/http-1.0")).exchange]
        issue("renewed", None).load(context, folder)
        exchanges += [(await client.fetch("GET", url + "/http-1.0")).exchange for _ in range(2)]
        await client.close()
        return [kept(one) for one in exchanges]


def test_plain_http_behind_https() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=answer_in_plain, args=(listener,))
        thread.start()
        url = f"https://localhost:{listener.getsockname()[1]}/"
        (exchange,) = fetch(agency_at(url), [url])
        thread.join()
    assert told(exchange) == ("tls", "wrong version number")


def answer_in_plain(listener: socket.socket) -> None:
    connection, _peer = listener.accept()
    with connection:
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


def test_server_that_hangs_up_in_the_handshake() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=lambda: listener.accept()[0].close()).start()
        url = f"https://localhost:{listener.getsockname()[1]}/"
        (exchange,) = fetch(agency_at(url), [url])
    assert told(exchange)[0] in ("tls", "connection-lost")


def test_handshake_that_never_answers_meets_the_time_limit() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"https://localhost:{listener.getsockname()[1]}/"
        (exchange,) = fetch(agency_at(url), [url], seconds=0.3)
    assert told(exchange) == ("timeout", "no connection within 0.3 s")

"""TLS: chains are verified against the system's store, and a fault is told by its class and in OpenSSL's words.

An agency's `[tls] accept` lets exactly one class of fault through; everything else about the chain is still checked.
"""

import asyncio
import os
import ssl
from typing import Literal

import certifi

Fault = Literal["incomplete-chain", "expired", "not-yet-valid", "self-signed", "wrong-host", "untrusted"]

# X509_V_ERR_* of OpenSSL's x509_vfy.h. 20 and 21 also stand for a chain that is whole but ends in an unknown root.
_FAULTS: dict[int, Fault] = {
    2: "incomplete-chain",
    20: "incomplete-chain",
    21: "incomplete-chain",
    9: "not-yet-valid",
    10: "expired",
    18: "self-signed",
    19: "self-signed",
    62: "wrong-host",
    64: "wrong-host",
}
_NO_CHECK_TIME = 0x200000  # X509_V_FLAG_NO_CHECK_TIME, which Python's ssl does not name


def fault_of(error: ssl.SSLCertVerificationError) -> Fault:
    """The class of a failed verification; `untrusted` for the rarer ones."""
    return _FAULTS.get(error.verify_code, "untrusted")


def words_of(error: ssl.SSLError) -> str:
    """A TLS failure for people: for a failed verification `class: OpenSSL's words`, else OpenSSL's words alone."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"{fault_of(error)}: {error.verify_message}"
    return str(error.reason or error).replace("_", " ").lower()


def verifying() -> ssl.SSLContext:
    """A context that verifies chain, dates and host name; certifi's roots serve where the system has none."""
    context = ssl.create_default_context()
    paths = ssl.get_default_verify_paths()
    if not paths.cafile and not (paths.capath and os.path.isdir(paths.capath) and os.listdir(paths.capath)):
        context.load_verify_locations(certifi.where())
    return _as_browsers(context)


async def accepting(fault: Fault, address: str, port: int, host: str) -> ssl.SSLContext:
    """A context that overlooks one class of fault of one server and nothing else.

    For a chain without known issuer it fetches the server's certificate and trusts this very one, so that its
    dates, its host name and its key still count.
    """
    if fault in ("incomplete-chain", "self-signed"):
        return _trusting(await _certificate_of(address, port, host))
    context = verifying()
    if fault == "wrong-host":
        context.check_hostname = False
    if fault == "expired":
        context.verify_flags = ssl.VerifyFlags(context.verify_flags | _NO_CHECK_TIME)
    return context


def _trusting(certificate: bytes) -> ssl.SSLContext:
    context = ssl.create_default_context(cadata=certificate)
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    return _as_browsers(context)


async def _certificate_of(address: str, port: int, host: str) -> bytes:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    _reader, writer = await asyncio.open_connection(address, port, ssl=context, server_hostname=host.rstrip("."))
    certificate: bytes = writer.get_extra_info("ssl_object").getpeercert(True)
    writer.transport.abort()
    return certificate


def _as_browsers(context: ssl.SSLContext) -> ssl.SSLContext:
    context.set_alpn_protocols(["http/1.1"])
    # Many servers end a body without TLS's close_notify; HTTP's own framing tells whether it is whole.
    context.options |= ssl.OP_IGNORE_UNEXPECTED_EOF
    return context

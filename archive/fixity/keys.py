"""The keys an archive signs with. Each is made at its first use and lies in `keys/`, readable by its owner only."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from archive.errors import ArchiveError
from archive.home import Home
from archive.warcfile import sync_folder

SealKey = ed25519.Ed25519PrivateKey
WaczKey = ec.EllipticCurvePrivateKey
Key = TypeVar("Key", SealKey, WaczKey)


def seal_key(home: Home) -> SealKey:
    """The key that statements of the archive are signed with; it is made when it is missing.

    Raises ArchiveError when what lies in its place is no such key.
    """
    key = _key(home.keys / "seal.pem", ed25519.Ed25519PrivateKey.generate)
    if not isinstance(key, SealKey):
        raise ArchiveError(f"{home.keys / 'seal.pem'}: not an Ed25519 key")
    return _published(home.keys / "seal.pem", key)


def has_seal_key(home: Home) -> bool:
    """Whether the key that statements are signed with is there."""
    return (home.keys / "seal.pem").exists()


def wacz_key(home: Home) -> WaczKey:
    """The key that WACZ files are signed with: ECDSA on P-384, the one kind that replay tools check."""
    key = _key(home.keys / "wacz.pem", lambda: ec.generate_private_key(ec.SECP384R1()))
    if not isinstance(key, WaczKey) or not isinstance(key.curve, ec.SECP384R1):
        raise ArchiveError(f"{home.keys / 'wacz.pem'}: not an ECDSA key on P-384")
    return _published(home.keys / "wacz.pem", key)


def has_wacz_key(home: Home) -> bool:
    """Whether WACZ files are signed without being asked for it."""
    return (home.keys / "wacz.pem").exists()


def _key(path: Path, make: Callable[[], SealKey | WaczKey]) -> object:
    if not path.exists():
        _write(path, make())
    try:
        return load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise ArchiveError(f"{path}: no private key that can be used: {error}") from error


def _published(path: Path, key: Key) -> Key:
    """The key, its public half beside it: who made it may have been killed before that was written."""
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    place = path.with_suffix(".pub")
    if not place.exists() or place.read_bytes() != public:
        _create(place, public, 0o644)
        sync_folder(place.parent)
    return key


def _write(path: Path, key: SealKey | WaczKey) -> None:
    """Write a private key durably under its name; whoever was first wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        _create(part, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), 0o600)
        os.link(part, path)
    except FileExistsError:
        return
    finally:
        part.unlink(missing_ok=True)


def _create(path: Path, data: bytes, mode: int) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())

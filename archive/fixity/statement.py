"""A statement of the archive as text: what stood in it when, chained to the statement before, signed.

It can be printed or published, and `sha256sum --check` reads it: what is no digest of a file stands behind `#`.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_HEAD = re.compile(
    r"""# Statement (\d+) of an archive of luuchieu
# made: (\S+)
# previous: (none|[0-9a-f]{64})
# files: \d+
((?:# lost: [0-9a-f]{64} \d+ .+\n)*)(?:# because: (.+)\n)?"""
)
_LOST = re.compile(r"# lost: ([0-9a-f]{64}) (\d+) (.+)\n")
_FILE = re.compile(r"# (\d+) bytes\n([0-9a-f]{64})  (.+)\n")
_FOOT = re.compile(r"# Ed25519 public key: (\S+)\n# signature: (\S+)\n")


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A closed WARC file as it was when it was sealed; `name` is relative to the home, `sha256` hexadecimal."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What a statement says. `previous` is the SHA-256 of the statement before, as a file, None for the first.

    `lost` are files of that statement which are gone or changed, `because` what a person said of it.
    """

    number: int
    made: str
    previous: str | None
    files: tuple[SealedFile, ...]
    lost: tuple[SealedFile, ...] = ()
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """A statement with the key that it names, whether its signature holds, and its own SHA-256."""

    statement: Statement
    key: str
    holds: bool
    sha256: str


def sign(statement: Statement, key: Ed25519PrivateKey) -> str:
    """The text of a statement, signed: all that stands before the line of the signature is what is signed."""
    public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
    body = f"{_told(statement)}# Ed25519 public key: {public}\n"
    return body + f"# signature: {base64.b64encode(key.sign(body.encode())).decode()}\n"


def _told(statement: Statement) -> str:
    lines = [
        f"# Statement {statement.number} of an archive of luuchieu",
        f"# made: {statement.made}",
        f"# previous: {statement.previous or 'none'}",
        f"# files: {len(statement.files)}",
        *(f"# lost: {one.sha256} {one.size} {one.name}" for one in statement.lost),
        *([f"# because: {statement.because}"] if statement.because else []),
        *(f"# {one.size} bytes\n{one.sha256}  {one.name}" for one in statement.files),
    ]
    return "\n".join(lines) + "\n"


def read_statement(text: str) -> Signed:
    """Read a statement back and check its signature. Raises ValueError for what is none, or not to the letter."""
    head = _HEAD.match(text)
    if head is None:
        raise ValueError("it does not begin as a statement")
    end = head.end()
    files = []
    while found := _FILE.match(text, end):
        files.append(SealedFile(found[3], int(found[1]), found[2]))
        end = found.end()
    foot = _FOOT.fullmatch(text, end)
    if foot is None:
        raise ValueError(f"no statement goes on with {text[end : end + 60]!r}")
    number, made, previous, lost, because = head.groups()
    gone = tuple(SealedFile(name, int(size), sha256) for sha256, size, name in _LOST.findall(lost))
    statement = Statement(int(number), made, None if previous == "none" else previous, tuple(files), gone, because)
    if _told(statement) != text[: foot.start()]:
        raise ValueError("its count of files is not that of its lines")
    holds = _holds(text[: foot.start(2)].rpartition("\n")[0] + "\n", foot[1], foot[2])
    return Signed(statement, foot[1], holds, hashlib.sha256(text.encode()).hexdigest())


def _holds(body: str, key: str, signature: str) -> bool:
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True))
        public.verify(base64.b64decode(signature, validate=True), body.encode())
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True

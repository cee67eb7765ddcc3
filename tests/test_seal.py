"""Statements of the archive: chained, signed, and belied by whatever changes later; a copy against the first."""

import base64
import hashlib
import json
import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.errors import ArchiveError, UsageError
from archive.fixity.copies import verify_copy
from archive.fixity.keys import seal_key
from archive.fixity.seal import seal, statements, verify_seals
from archive.fixity.statement import SealedFile, read_statement
from archive.home import Home
from crawlers.commands import luuchieu
from tests.archives import close_files, crawl_twice


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """One closed and one open file."""
    home = Home(tmp_path / "home").create()
    crawl_twice(home)
    close_files(home)
    crawl_twice(home)
    return home


@pytest.fixture
def sealed(home: Home) -> Home:
    """Sealed, one file more closed, sealed again."""
    seal(home)
    close_files(home)
    crawl_twice(home)
    seal(home)
    return home


def found(home: Home) -> list[tuple[str, str]]:
    return [(one.file, one.fault) for one in verify_seals(home)]


def closed(home: Home) -> list[Path]:
    return sorted(home.warc.rglob("*.warc.gz"))


def name_of(home: Home, path: Path) -> str:
    return str(path.relative_to(home.root))


def test_a_statement_tells_every_closed_file(home):
    path = seal(home)

    signed = read_statement(path.read_text())
    (file,) = closed(home)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert path == home.seals / "00001.txt"
    assert signed.holds
    assert signed.statement.files == (SealedFile(name_of(home, file), file.stat().st_size, digest),)
    assert (signed.statement.number, signed.statement.previous) == (1, None)


def test_statements_are_chained_and_hold(sealed):
    first, second = (read_statement(path.read_text()) for path in statements(sealed))

    assert second.statement.previous == first.sha256 == hashlib.sha256(statements(sealed)[0].read_bytes()).hexdigest()
    assert len(second.statement.files) == 2
    assert second.statement.files[:1] == first.statement.files
    assert found(sealed) == []


def test_nothing_new_is_not_stated(sealed):
    assert seal(sealed) is None
    assert len(statements(sealed)) == 2


def test_before_a_file_is_closed_there_is_no_statement(tmp_path):
    """It was a statement of no file."""
    home = Home(tmp_path / "home").create()
    crawl_twice(home)
    asked = CliRunner().invoke(luuchieu, ["seal", "--home", str(home.root)])
    assert (asked.exit_code, statements(home)) == (0, [])
    assert "No WARC file was closed since the last statement: one is closed at 1 GB" in asked.output


def test_others_check_a_statement_without_luuchieu(sealed):
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", statements(sealed)[1]], cwd=sealed.root, capture_output=True, text=True
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count(": OK\n") == 2


def test_openssl_checks_the_signature(sealed, tmp_path):
    text = statements(sealed)[0].read_text()
    body, _, signature = text.rpartition("# signature: ")
    (tmp_path / "body").write_text(body)
    (tmp_path / "signature").write_bytes(base64.b64decode(signature))
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", sealed.keys / "seal.pub", "-rawin"]
    command += ["-in", tmp_path / "body", "-sigfile", tmp_path / "signature"]

    assert subprocess.run(command, capture_output=True).returncode == 0


def test_the_key_is_its_owners_alone(sealed):
    assert stat.S_IMODE((sealed.keys / "seal.pem").stat().st_mode) == 0o600
    assert sorted(path.name for path in sealed.keys.iterdir()) == ["seal.pem", "seal.pub"]


@pytest.mark.parametrize("left", [None, b"half of "])
def test_a_public_key_that_a_kill_left_out_is_made_again(sealed, left):
    public = sealed.keys / "seal.pub"
    whole = public.read_bytes()
    public.unlink()
    if left:
        public.write_bytes(left)

    seal_key(sealed)

    assert public.read_bytes() == whole


def test_a_changed_file_of_the_same_size_is_found(sealed):
    path = closed(sealed)[0]
    data = bytearray(path.read_bytes())
    data[50] ^= 1
    path.write_bytes(data)

    assert found(sealed) == [(name_of(sealed, path), "seal")]


def test_a_missing_file_is_found_and_not_sealed_over(sealed):
    path = closed(sealed)[1]
    path.unlink()

    assert found(sealed) == [(name_of(sealed, path), "missing-file")]
    with pytest.raises(ArchiveError, match="1 sealed files are gone or have another size"):
        seal(sealed)


def test_a_loss_that_is_told_is_a_statement(sealed):
    path = closed(sealed)[1]
    path.unlink()

    third = read_statement(seal(sealed, "  disk 4\nfailed ").read_text())

    assert third.statement.because == "disk 4 failed"
    assert [one.name for one in third.statement.lost] == [name_of(sealed, path)]
    assert found(sealed) == []


@pytest.mark.parametrize("number", [0, 1])
def test_a_changed_statement_is_found(sealed, number):
    path = statements(sealed)[number]
    path.write_text(path.read_text().replace("# made: 20", "# made: 19"))

    assert (f"seals/0000{number + 1}.txt", "seal") in found(sealed)


def test_an_unreadable_statement_is_found(sealed):
    statements(sealed)[1].write_text("thư mời\n")

    assert found(sealed) == [("seals/00002.txt", "seal")]
    with pytest.raises(ArchiveError, match="this is no statement"):
        seal(sealed)


def test_a_statement_taken_out_is_found(sealed):
    statements(sealed)[0].unlink()

    assert found(sealed) == [("seals/00002.txt", "seal")] * 2


def test_another_key_is_found(sealed):
    statements(sealed)[1].unlink()
    (sealed.keys / "seal.pem").unlink()
    with pytest.raises(ArchiveError, match="with which the statements before were signed"):
        seal(sealed)
    seal(sealed, "the disk with the key is lost")

    (fault,) = verify_seals(sealed)
    assert "it is signed with" in fault.what


def test_a_file_left_out_later_is_found(sealed):
    closed(sealed)[0].unlink()
    statements(sealed)[1].unlink()
    path = seal(sealed, "lost")
    lines = [
        line for line in path.read_text().splitlines(keepends=True) if not line.startswith(("# lost", "# because"))
    ]
    path.write_text("".join(lines))

    assert any("of the statement before is missing" in one.what for one in verify_seals(sealed))


def test_without_a_statement_there_is_nothing_to_check(home):
    with pytest.raises(UsageError, match="`luuchieu seal` writes the first"):
        list(verify_seals(home))


def test_the_commands_tell_key_statement_and_outcome(home):
    run = CliRunner().invoke
    place = ["--home", str(home.root)]

    first = run(luuchieu, ["seal", *place])
    again = run(luuchieu, ["seal", "--json", *place])
    checked = run(luuchieu, ["verify", "--seals", *place])

    public = read_statement(statements(home)[0].read_text()).key
    assert "A key was made" in first.output
    assert f"00001.txt is written.\nEd25519 public key: {public}\n" in first.output
    assert json.loads(again.output) == {"statement": None, "public_key": public}
    assert (checked.exit_code, checked.output) == (0, "1 statement checked, every file by the newest: all well\n")


@pytest.fixture
def copy(sealed: Home, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sealed.root, tmp_path / "copy"))


def test_an_equal_copy_has_no_findings(sealed, copy):
    assert list(verify_copy(sealed, copy)) == []


def test_a_copy_of_a_file_still_written_to_may_be_shorter(sealed, copy):
    (growing,) = copy.rglob("*.open")
    os.truncate(growing, growing.stat().st_size // 2)

    assert list(verify_copy(sealed, copy)) == []


def test_a_statement_that_only_the_copy_has_is_found(sealed, copy):
    statements(sealed)[-1].unlink()

    assert [(one.file, one.fault) for one in verify_copy(sealed, copy)] == [("seals/00002.txt", "missing-file")]


def test_of_two_that_differ_the_sealed_one_is_named(sealed, copy):
    first, second = (name_of(sealed, path) for path in closed(sealed))
    for root, name in ((copy, first), (sealed.root, second)):
        data = bytearray((root / name).read_bytes())
        data[77] ^= 1
        (root / name).write_bytes(data)

    differing = list(verify_copy(sealed, copy))

    assert [(one.file, one.offset, one.fault) for one in differing] == [
        (first, 77, "copy-differs"),
        (second, 77, "copy-differs"),
    ]
    assert f"the one in {sealed.root} is as it was sealed" in differing[0].what
    assert f"the one in {copy} is as it was sealed" in differing[1].what


def test_files_that_only_one_side_has_are_found(sealed, copy):
    first, second = (name_of(sealed, path) for path in closed(sealed))
    (copy / first).unlink()
    (copy / "seals" / "00002.txt").unlink()
    (sealed.root / second).unlink()

    assert [(one.file, one.fault) for one in verify_copy(sealed, copy)] == [
        (first, "missing-file"),
        ("seals/00002.txt", "missing-file"),
        (second, "missing-file"),
    ]


def test_a_folder_without_an_archive_is_refused(sealed, tmp_path):
    with pytest.raises(UsageError, match="is no copy of an archive"):
        list(verify_copy(sealed, tmp_path))

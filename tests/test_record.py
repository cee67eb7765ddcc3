"""Records are read back as they were written, and say what WARC 1.1 wants them to say."""

import base64
import gzip
import hashlib
import io
import json
import random
import re
import subprocess
import sys
import tempfile
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from archive import index
from archive.drafts import Revisit
from archive.errors import RecordError
from archive.fields import Fields, parse_fields
from archive.model import Capture, Exchange, Failure, Place
from archive.record import read_exchange, write_exchange, write_note, write_warcinfo
from archive.warc import close_blocks, read_record, records
from tests.exchanges import PAGE, STARTED, content, exchange, exchanges

CRAWL = "urn:uuid:00000000-0000-4000-8000-000000000001"
EARLIER = "urn:uuid:00000000-0000-4000-8000-000000000002"
DIGEST = "sha256:" + "A" * 52 + "===="


def sha256(data: bytes) -> str:
    return "sha256:" + base64.b32encode(hashlib.sha256(data).digest()).decode()


def write(folder: Path, *written: Exchange, revisit: Revisit | None = None) -> list[Capture]:
    """Append exchanges to `a.warc.gz`; the rows that live appending acknowledges."""
    with (folder / "a.warc.gz").open("ab") as out:
        return [index.row(write_exchange(out, one, CRAWL, revisit), "cebid", "a.warc.gz") for one in written]


def read(folder: Path, capture: Capture) -> tuple:
    found = read_exchange(folder, capture.place)
    values = content(found)
    if found.response:
        found.response.close()
    return values


@settings(max_examples=200, deadline=None)
@given(exchanges(), exchanges())
def test_what_is_written_is_read_back_and_indexed_alike(first, second):
    with tempfile.TemporaryDirectory() as name:
        rows = write(Path(name), first, second)
        assert [read(Path(name), row) for row in rows] == [content(first), content(second)]
        assert list(index.rows(Path(name), "a.warc.gz", "cebid")) == rows


def test_an_exchange_is_three_records_that_name_each_other(tmp_path):
    one = exchange(redacted=("Authorization",), tls_unverified="expired", interim=b"HTTP/1.1 103 \r\n\r\n")
    write(tmp_path, one)
    fields = b"fetchTimeMs: 7\r\ntlsUnverified: expired\r\nredacted: Authorization\r\n"
    fields += b"interim: SFRUUC8xLjEgMTAzIA0KDQo=\r\n"

    text = gzip.decompress((tmp_path / "a.warc.gz").read_bytes()).decode()

    ids = re.findall(r"Record-ID: <(.*)>", text)
    for number, record_id in enumerate(ids):
        text = text.replace(record_id, f"urn:{number}")
    assert text.replace("\r", "") == (
        "WARC/1.1\nWARC-Type: response\nWARC-Record-ID: <urn:0>\nWARC-Date: 2026-11-22T01:25:17.000123Z\n"
        f"WARC-Target-URI: https://cebid.example/tin-tuc\nWARC-Warcinfo-ID: <{CRAWL}>\n"
        "WARC-Concurrent-To: <urn:1>\nWARC-Concurrent-To: <urn:2>\nWARC-IP-Address: 192.0.2.7\n"
        f"WARC-Payload-Digest: {sha256(PAGE)}\nWARC-Block-Digest: {sha256(content(one)[3])}\n"
        f"Content-Type: application/http; msgtype=response\nContent-Length: {len(content(one)[3])}\n\n"
        f"HTTP/1.1 200 OK\nContent-Type: text/html\n\n{PAGE.decode()}\n\n"
        "WARC/1.1\nWARC-Type: request\nWARC-Record-ID: <urn:1>\nWARC-Date: 2026-11-22T01:25:17.000123Z\n"
        f"WARC-Target-URI: https://cebid.example/tin-tuc\nWARC-Warcinfo-ID: <{CRAWL}>\n"
        "WARC-Concurrent-To: <urn:0>\nWARC-IP-Address: 192.0.2.7\n"
        f"WARC-Block-Digest: {sha256(one.request)}\n"
        f"Content-Type: application/http; msgtype=request\nContent-Length: {len(one.request)}\n\n"
        "GET /tin-tuc HTTP/1.1\nHost: cebid.example\n\n\n\n"
        "WARC/1.1\nWARC-Type: metadata\nWARC-Record-ID: <urn:2>\nWARC-Date: 2026-11-22T01:25:17.000123Z\n"
        f"WARC-Target-URI: https://cebid.example/tin-tuc\nWARC-Warcinfo-ID: <{CRAWL}>\n"
        f"WARC-Concurrent-To: <urn:0>\nWARC-Block-Digest: {sha256(fields)}\n"
        f"Content-Type: application/warc-fields\nContent-Length: {len(fields)}\n\n"
        f"{fields.decode()}\n\n".replace("\r", "")
    )


def test_a_chunked_body_stays_chunked_and_its_payload_digest_does_not_see_the_chunks(tmp_path):
    plain = exchange("a")
    chunked = exchange("b", b"5\r\n" + PAGE[:5] + b"\r\n%x\r\n" % len(PAGE[5:]) + PAGE[5:] + b"\r\n0\r\n\r\n",
                       b"Transfer-Encoding: chunked\r\n")  # fmt: skip

    first, second = write(tmp_path, plain, chunked)

    assert (second.payload_digest, second.payload_size) == (first.payload_digest, len(PAGE))
    assert read(tmp_path, second) == content(chunked)


def test_a_failure_is_one_metadata_record_that_keeps_what_was_sent(tmp_path):
    failed = exchange(response=None, failure=Failure("timeout", "no byte\n in 180 s"), ip="192.0.2.7")

    (row,) = write(tmp_path, failed)

    assert [record.type for record in closing(records(tmp_path / "a.warc.gz"))] == ["metadata"]
    assert (row.kind, row.failure, row.status) == ("failure", Failure("timeout", "no byte in 180 s"), None)
    assert read(tmp_path, row)[2] == failed.request


@pytest.mark.parametrize("detail", ["\x1b[31mkhông\x00 có\r\n  gì", "\ud83d", "", "Name or service: not known"])
def test_whatever_the_system_says_of_a_failure_can_be_kept(tmp_path, detail):
    (row,) = write(tmp_path, exchange(response=None, failure=Failure("dns", detail)))

    assert row.failure == Failure(
        "dns", {"\ud83d": "\\ud83d", "": ""}.get(detail, " ".join(re.findall(r"[^\0-\40]+", detail)))
    )


def closing(found):
    for record in found:
        yield record
        close_blocks([record])


def test_a_compressed_body_is_stored_and_costs_no_more_than_wget_would(tmp_path):
    body = gzip.compress(random.Random(7).randbytes(20_000), 6)

    write(tmp_path, exchange(body=body, head=b"Content-Encoding: gzip\r\n"))

    data = (tmp_path / "a.warc.gz").read_bytes()
    assert body[:5000] in data
    assert len(data) < len(gzip.compress(body, 9)) + 1500


@pytest.mark.parametrize("mime", [b"application/pdf", b"text/html", b"image/jpeg"])
def test_a_body_that_would_not_become_smaller_is_stored_whatever_it_is_called(tmp_path, mime):
    front, scan, plain = b"%PDF-1.7 " * 3000, random.Random(7).randbytes(60_000), "Thông báo số 12. ".encode() * 4000
    head = b"Content-Type: " + mime + b"\r\n"

    write(tmp_path, exchange(body=front + scan, head=head), exchange(body=plain, head=head))

    data = (tmp_path / "a.warc.gz").read_bytes()
    assert scan[10_000:20_000] in data
    assert len(data) < len(front) + len(scan) + 4000


@pytest.mark.parametrize("head", [b"", b"Content-Encoding: gzip\r\n", b"Transfer-Encoding: chunked\r\n"])
def test_sixty_megabytes_pass_through_in_pieces(tmp_path, head):
    size = 60 * 1024 * 1024
    with (tmp_path / "body").open("w+b") as response:
        response.write(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n")
        response.write(b"%x\r\n" % size if b"chunked" in head else b"")
        response.truncate(response.tell() + size)
        tracemalloc.start()
        (row,) = write(tmp_path, exchange(response=response))
        found = read_exchange(tmp_path, row.place)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert row.payload_size == size
        assert found.response is not None
        assert found.response.seek(0, 2) == response.seek(0, 2)
        found.response.close()
    assert peak < 4_000_000


SAME = Revisit("identical-payload-digest", EARLIER, "https://cebid.example/cu", "2026-01-01T00:00:00.000000Z", DIGEST)
UNCHANGED = Revisit("server-not-modified", EARLIER, "https://cebid.example/cu", "2026-01-01T00:00:00.000000Z", DIGEST)


def test_a_revisit_by_digest_keeps_the_head_and_says_that_the_rest_was_left_out(tmp_path):
    (row,) = write(tmp_path, exchange(), revisit=SAME)

    record = read_record(tmp_path / "a.warc.gz", 0)

    assert record.block.read() == b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    assert record.header.lines[-10:-3] == (
        ("WARC-IP-Address", "192.0.2.7"),
        ("WARC-Profile", "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"),
        ("WARC-Refers-To", f"<{EARLIER}>"),
        ("WARC-Refers-To-Target-URI", "https://cebid.example/cu"),
        ("WARC-Refers-To-Date", "2026-01-01T00:00:00.000000Z"),
        ("WARC-Payload-Digest", DIGEST),
        ("WARC-Truncated", "length"),
    )
    assert (row.kind, row.status, row.mime, row.payload_digest) == ("revisit", 200, "text/html", DIGEST)
    assert (row.refers_to, row.truncated, row.payload_size) == (EARLIER, None, None)
    assert list(index.rows(tmp_path, "a.warc.gz", "cebid")) == [row]
    close_blocks([record])


def test_a_revisit_by_304_has_an_empty_block_and_its_bytes_in_the_metadata(tmp_path):
    answer = b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n'

    (row,) = write(tmp_path, exchange(response=io.BytesIO(answer)), revisit=UNCHANGED)

    record = read_record(tmp_path / "a.warc.gz", 0)
    assert record.block.read() == b""
    assert record.header.get("WARC-Truncated") is None
    assert (row.kind, row.status, row.refers_to) == ("revisit", 304, EARLIER)
    assert read(tmp_path, row)[3] == answer
    assert list(index.rows(tmp_path, "a.warc.gz", "cebid")) == [row]
    close_blocks([record])


def test_a_truncated_response_is_never_made_a_revisit(tmp_path):
    with pytest.raises(ValueError, match="truncated"):
        write(tmp_path, exchange(truncated="length"), revisit=SAME)


def test_notes_and_warcinfo_are_rows_too(tmp_path):
    about = {"software": "luuchieu/1", "operator": "Thư viện\n Quốc gia", "isPartOf": CRAWL}
    with (tmp_path / "a.warc.gz").open("wb") as out:
        write_warcinfo(out, about, "a.warc.gz", CRAWL, STARTED)
        write_warcinfo(out, about, "a.warc.gz", "urn:uuid:further-file", STARTED)
        write_note(out, "urls", "cebid", {"urls": ["https://cebid.example/đ"]}, CRAWL, STARTED)

    begun, urls = index.rows(tmp_path, "a.warc.gz", "cebid")

    assert (begun.id, begun.crawl, begun.kind) == (CRAWL, CRAWL, "crawl")
    assert begun.content == about | {"operator": "Thư viện Quốc gia"}
    assert (urls.crawl, urls.kind, urls.noted) == (CRAWL, "urls", STARTED)
    assert urls.content == {"urls": ["https://cebid.example/đ"]}


def test_indexers_find_pages_and_revisits_and_nothing_under_the_urls_of_failures(tmp_path):
    pytest.importorskip("cdxj_indexer")
    (page,) = write(tmp_path, exchange())
    write(tmp_path, exchange(started="2026-11-23T00:00:00.000001Z"), revisit=replace(SAME, refers_to=page.id))
    unchanged = exchange(
        started="2026-11-24T00:00:00.000001Z", response=io.BytesIO(b"HTTP/1.1 304 Not Modified\r\n\r\n")
    )
    write(tmp_path, unchanged, revisit=replace(UNCHANGED, refers_to=page.id))
    write(tmp_path, exchange("failed", response=None, failure=Failure("dns", "no such host")))
    with (tmp_path / "a.warc.gz").open("ab") as out:
        write_note(out, "urls", "cebid", {"urls": []}, CRAWL, STARTED)

    command = [Path(sys.executable).with_name("cdxj-indexer"), tmp_path / "a.warc.gz"]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()

    assert [line.split(" {")[0] for line in lines] == [
        "example,cebid)/tin-tuc 20261122012517",
        "example,cebid)/tin-tuc 20261123000000",
        "example,cebid)/tin-tuc 20261124000000",
        "urn:luuchieu:urls:cebid 20261122012517",
    ]
    assert [json.loads(line[line.index("{") :])["mime"] for line in lines] == [
        "text/html",
        "warc/revisit",
        "warc/revisit",
        "application/json",
    ]


def test_records_in_the_order_of_wget_are_understood(tmp_path):
    """wget writes warcinfo, request, response, and only the response names the other."""

    def record(fields: dict[str, str], block: bytes) -> bytes:
        lines = {"WARC-Date": "2020-01-01T00:00:00Z"} | fields | {"Content-Length": str(len(block))}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        return gzip.compress(b"WARC/1.0\r\n" + head.encode() + b"\r\n" + block + b"\r\n\r\n")

    url = {"WARC-Target-URI": "https://cebid.example/"}
    (tmp_path / "a.warc.gz").write_bytes(
        record({"WARC-Type": "warcinfo", "WARC-Record-ID": "<urn:uuid:i>", "Content-Type": "application/warc-fields"},
               b"software: Wget\r\n")
        + record(url | {"WARC-Type": "request", "WARC-Record-ID": "<urn:uuid:q>"}, b"GET / HTTP/1.1\r\n\r\n")
        + record(url | {"WARC-Type": "response", "WARC-Record-ID": "<urn:uuid:r>",
                        "WARC-Concurrent-To": "<urn:uuid:q>"}, b"HTTP/1.1 404 Not Found\r\n\r\nxyz")
        + record({"WARC-Target-URI": "metadata://gnu.org/software/wget/warc/wget.log",
                  "WARC-Type": "resource", "WARC-Record-ID": "<urn:uuid:s>"}, b"log")
    )  # fmt: skip

    info, page = index.rows(tmp_path, "a.warc.gz", "cebid")

    assert (info.kind, info.content) == ("crawl", {"software": "Wget"})
    assert (page.id, page.crawl, page.status, page.payload_size) == ("urn:uuid:r", "urn:uuid:i", 404, 3)


@pytest.mark.parametrize(
    ("location", "target"),
    [
        (b"/moi", "https://cebid.example/moi"),
        (b"//khac.example/a b", "https://khac.example/a b"),
        ("/hội-nghị".encode(), "https://cebid.example/hội-nghị"),
        (b"/h\xf4i", "https://cebid.example/h%F4i"),
        (b"http://[bad", None),
        (b"", None),
    ],
)
def test_a_redirect_is_resolved_from_the_bytes_of_its_location(tmp_path, location, target):
    answer = b"HTTP/1.1 302 Found\r\nLocation: " + location + b"\r\n\r\n"

    (row,) = write(tmp_path, exchange(response=io.BytesIO(answer)))

    assert row.redirect == target


@pytest.mark.parametrize(
    "url",
    ["https://a.example/\r\nWARC-Type: x", " https://a.example/", "https://a.example/\x00", "https://a.example/\ud83d"],
)
def test_a_url_that_would_break_the_header_is_refused(tmp_path, url):
    with pytest.raises(ValueError, match=r"cannot stand in WARC fields|surrogates not allowed"):
        write(tmp_path, exchange(url=url))


def test_fields_are_found_in_any_case_and_keep_their_order():
    fields = parse_fields(b"Via: https://a.example/?x: y\r\nredacted: Cookie\r\nREDACTED: Authorization\r\n")

    assert fields.get_all("Redacted") == ("Cookie", "Authorization")
    assert fields.get("via") == "https://a.example/?x: y"
    assert fields == Fields((("Via", "https://a.example/?x: y"), ("redacted", "Cookie"), ("REDACTED", "Authorization")))


@pytest.mark.parametrize(
    ("damage", "what"),
    [
        (lambda data: data[:-1], "cut off"),
        (lambda data: data[:5], "cut off"),
        (lambda data: b"\0" * len(data), "incorrect header"),
        (lambda data: data[:-8] + b"\0\0\0\0" + data[-4:], "incorrect data check"),
        (lambda data: gzip.compress(b"WARC/1.1\r\nContent-Length: 9\r\n\r\n12345678\r\n\r\n"), "not the record's end"),
        (lambda data: gzip.compress(b"WARC/1.1\r\nContent-Length: -9\r\n\r\n"), "Content-Length is '-9'"),
        (lambda data: gzip.compress(b"HTTP/1.1 200 OK\r\n\r\n"), "not with WARC/1.1"),
        (lambda data: gzip.compress(b"a" * 1_000_000), "no WARC header"),
        (lambda data: b"", "the file ends here"),
    ],
)
def test_a_record_that_cannot_be_read_is_named_with_file_and_offset(tmp_path, damage, what):
    good, bad = write(tmp_path, exchange("a"), exchange("b"))
    path = tmp_path / "a.warc.gz"
    data = path.read_bytes()
    start = bad.place.warc_offset
    path.write_bytes(data[:start] + damage(data[start : start + bad.place.warc_length]))

    assert read(tmp_path, good) == content(exchange("a"))
    with pytest.raises(RecordError, match=re.escape(f"{path}: offset {start}: ") + ".*" + what):
        read_exchange(tmp_path, bad.place)


def test_what_stands_behind_damage_is_still_indexed(tmp_path):
    first, second, third = write(tmp_path, exchange("a"), exchange("b"), exchange("c"))
    path = tmp_path / "a.warc.gz"
    data = bytearray(path.read_bytes())
    data[second.place.warc_offset + 100] ^= 255
    path.write_bytes(data)

    one, damage, *rest = index.rows(tmp_path, "a.warc.gz", "cebid")

    assert (one, rest) == (first, [third])
    assert (type(damage), damage.offset) == (RecordError, second.place.warc_offset)


def test_a_place_without_an_exchange_is_an_error(tmp_path):
    with (tmp_path / "a.warc.gz").open("wb") as out:
        note = write_note(out, "urls", "cebid", {}, CRAWL, STARTED)
    with pytest.raises(RecordError, match="not a whole exchange"):
        read_exchange(tmp_path, Place("a.warc.gz", 0, note.length))
    with pytest.raises(RecordError, match="no such WARC file"):
        read_exchange(tmp_path, Place("b.warc.gz", 0, 1))

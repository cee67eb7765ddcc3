"""A file that comes again under another URL is kept once; pages are kept wherever they stand."""

import time

import pytest

from archive.catalog import Catalog
from archive.fixity.verify import verify
from archive.home import Home
from archive.model import Capture
from archive.store import Store
from tests.archives import answer

PDF = b"%PDF-1.4\n" + b"du lieu " * 500


def keep(home, *exchanges):
    with Store.open(home, "mau", {}) as store:
        return [future.result() for future in [store.append(one) for one in exchanges]]


def file(path, body=PDF, mime="application/pdf", *headers, **changes):
    return answer(path, body, 1, "200 OK", f"Content-Type: {mime}", *headers, **changes)


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home").create()


def test_the_same_file_elsewhere_is_a_revisit_in_one_crawl_and_in_the_next(home):
    first, second = keep(home, file("/a.pdf"), file("/b.pdf"))
    (third,) = keep(home, file("/c.pdf"))
    assert [one.kind for one in (first, second, third)] == ["response", "revisit", "revisit"]
    assert second.refers_to == third.refers_to == first.id
    assert third.payload_digest == first.payload_digest
    assert third.place.warc_length < first.place.warc_length + 2000
    with Catalog.reader(home.catalog) as catalog:
        assert list(verify(home, catalog)) == []


@pytest.mark.parametrize(
    "other",
    [
        file("/b.html", mime="text/html; charset=utf-8"),
        file("/b.pdf", PDF[:400]),
        file("/b.pdf", truncated="disconnect"),
        answer("/b.pdf", PDF, 1, "404 Not Found", "Content-Type: application/pdf"),
    ],
)
def test_pages_small_files_cut_ones_and_errors_are_kept_whole(home, other):
    kept = keep(home, other, file("/c.pdf"), other)
    assert [one.kind for one in kept] == ["response", "response", "response"]


def test_an_attachment_under_its_second_url_is_found_by_its_first_record(home):
    first, second = keep(home, file("/a.pdf"), file("/b.pdf"))
    with Catalog(home.catalog) as catalog, catalog.transaction():
        catalog.connection.execute("INSERT INTO attachment VALUES ('mau', 'x', 0, ?)", (second.url,))
        (row,) = catalog.select("SELECT url, payload_size, warc_offset FROM attachments")
    assert row == {"url": second.url, "payload_size": len(PDF), "warc_offset": first.place.warc_offset}


def test_looking_for_a_file_costs_less_than_a_tenth_of_a_millisecond(home):
    with Catalog(home.catalog) as catalog:
        (one,) = keep(home, file("/a.pdf"))
        many = [
            Capture(f"urn:{n}", "mau", "c", f"https://mau.gov.vn/{n}", one.captured, "response", one.place, 200,
                    "application/pdf", f"sha256:{n}")
            for n in range(20_000)
        ]  # fmt: skip
        catalog.add_captures(many)
        began = time.thread_time()
        for n in range(2000):
            catalog.response_with("mau", f"sha256:{n * 11}", "application/pdf")
        assert (time.thread_time() - began) / 2000 < 1e-4

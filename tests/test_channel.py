import multiprocessing
import threading

import pytest

from archive.model import Block, Place, Published, Reading
from pipelines.channel import Channel


@pytest.fixture
def ends():
    near, far = multiprocessing.Pipe()
    with near, far:
        yield near, far


def test_what_is_said_arrives_whole_and_in_turn(ends):
    near, far = map(Channel, ends)
    blocks = tuple(Block(f"Đoạn {number}. " * 2000, "body/div.x/p", "quote") for number in range(100))
    published = Published("2020-02-13", "day", "13/2/2020", "visible .date", inferred_year=True)
    told = [
        Reading("urn:x", "r1", "article", "", blocks=blocks, published=published),
        ("urn:y", Place("a", 1, 2)),
        None,
    ]
    speaker = threading.Thread(target=lambda: [far.send(one) for one in told])
    speaker.start()
    assert [near.receive() for _ in told] == told
    speaker.join()


@pytest.mark.parametrize("said", [b"", b"\x80\x05\x95\x05\x00"])
def test_an_end_that_is_gone_is_told_even_within_an_object(ends, said):
    near, far = ends
    channel = Channel(near)
    with open(far.fileno(), "wb", buffering=0, closefd=False) as raw:
        raw.write(said)
    far.close()
    with pytest.raises(EOFError):
        channel.receive()
    with pytest.raises(BrokenPipeError):
        channel.send(None)

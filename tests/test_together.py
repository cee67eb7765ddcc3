import asyncio

import pytest

from crawlers.together import Together


def test_what_comes_while_rows_are_written_goes_in_one_call():
    calls = []

    async def write(rows):
        calls.append(list(rows))
        await asyncio.sleep(0)

    async def run():
        together = Together(write)
        first = asyncio.create_task(together.add(1))
        await asyncio.sleep(0)
        await asyncio.gather(first, *(together.add(row) for row in (2, 3, 4)))
        await together.add(5)

    asyncio.run(run())
    assert calls == [[1], [2, 3, 4], [5]]


def test_who_waits_gets_what_writing_raises_and_later_rows_are_written():
    async def write(rows):
        if 1 in rows:
            raise ValueError("no room")

    async def run():
        together = Together(write)
        with pytest.raises(ValueError, match="no room"):
            await together.add(1)
        await together.add(2)

    asyncio.run(run())


def test_who_gives_up_takes_no_other_row_along():
    written = []

    async def write(rows):
        await asyncio.sleep(0)
        written.extend(rows)

    async def run():
        together = Together(write)
        impatient = asyncio.create_task(together.add(1))
        patient = asyncio.create_task(together.add(2))
        await asyncio.sleep(0)
        impatient.cancel()
        await patient

    asyncio.run(run())
    assert written == [1, 2]

"""Record ids are UUIDs of version 7: no two are the same, and later ones sort later."""

import time
import uuid

from archive.ids import new_id


def test_ids_are_uuids_that_no_two_share():
    ids = [new_id() for _ in range(1000)]
    parsed = [uuid.UUID(one.removeprefix("urn:uuid:")) for one in ids]
    assert {(one.version, one.variant) for one in parsed} == {(7, uuid.RFC_4122)}
    assert [f"urn:uuid:{one}" for one in parsed] == ids
    assert len(set(ids)) == len(ids)


def test_ids_of_later_milliseconds_sort_later():
    ids = []
    for _ in range(3):
        ids.append(new_id())
        time.sleep(0.002)
    assert ids == sorted(ids)

"""The program's clock is the machine's, or the one set from outside; what is no instant is told."""

import pytest

from tests.agency_site import luuchieu


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("hôm qua", "no instant; write 2027-01-02T03:00:00Z"),
        ("2027-13-01", "no instant; write 2027-01-02T03:00:00Z"),
        ("0001-01-01T00:00:00+07:00", "no instant; write 2027-01-02T03:00:00Z"),
        ("9999-12-31T23:59:59Z", "between 1970 and 8999"),
    ],
)
def test_what_is_no_instant_is_told_in_a_line(tmp_path, now, said):
    told = luuchieu("due", "--home", tmp_path, LUUCHIEU_NOW=now)
    assert (told.returncode, told.stderr.splitlines()) == (2, [told.stderr.rstrip()])
    assert f"LUUCHIEU_NOW={now}: " in told.stderr
    assert said in told.stderr

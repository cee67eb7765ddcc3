"""A line has the key of a title exactly when it folds to the same words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.reading.keys import has_key, key_of


@given(st.text())
def test_a_text_has_its_own_key(text: str) -> None:
    assert has_key(text, key_of(text))


@pytest.mark.parametrize("text", ["각각각", "ẞẞ", "Đập “Vàm Nhỏ”", "\u0ccb" * 9, ""])
def test_a_letter_may_become_several(text: str) -> None:
    assert has_key(text, key_of(text))
    assert not has_key(text, f"{key_of(text)} nua")

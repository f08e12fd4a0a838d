"""However a chunk is cut, every part is computed by the kernel that would have computed the whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from llm.parts import next_part


@given(st.integers(1, 2000), st.integers(1, 600), st.sampled_from([1, 16, 64]))
def test_parts_make_up_the_chunk_and_stay_on_their_side_of_the_least(whole: int, wanted: int, least: int) -> None:
    left, parts = whole, list[int]()
    while left:
        parts.append(next_part(left, wanted, least))
        left -= parts[-1]
    assert sum(parts) == whole
    assert all(part >= 1 for part in parts)
    if whole >= least:
        assert all(part >= least for part in parts)
        assert all(part <= wanted or part < 2 * least for part in parts)
    else:
        assert all(part <= wanted for part in parts)

"""The prefix cache against a plain model of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from llm.cache import CachedPrefix, ImageItem, Item, cells_of, positions_of

images = st.builds(
    lambda digest, rows, columns: ImageItem(
        digest=bytes([digest]), cells=(rows + digest) * columns, positions=max(rows + digest, columns)
    ),
    st.integers(0, 1),
    st.integers(1, 4),
    st.integers(1, 4),
)
prompts = st.lists(st.one_of(st.integers(0, 2), images), min_size=1, max_size=12)


@given(prompts=st.lists(prompts, min_size=1, max_size=6))
def test_cache_holds_the_last_prompt_and_keeps_what_is_shared(prompts: list[list[Item]]) -> None:
    cached = CachedPrefix()
    for prompt in prompts:
        before = cached.items
        shared = cached.match(prompt)
        assert before[:shared] == tuple(prompt[:shared])
        assert shared < len(prompt)
        assert shared == min(len(before), len(prompt) - 1) or before[shared] != prompt[shared]
        assert cached.keep(shared) == positions_of(prompt[:shared])
        for item in prompt[shared:]:
            cached.append(item)
        assert cached.items == tuple(prompt)
        assert (cached.cells, cached.positions) == (cells_of(prompt), positions_of(prompt))


def test_picture_takes_fewer_positions_than_cells() -> None:
    cached = CachedPrefix()
    cached.extend((1, 2))
    cached.append(ImageItem(digest=b"a", cells=86 * 39, positions=86))
    assert (cached.cells, cached.positions) == (2 + 3354, 2 + 86)
    assert cached.keep(2) == 2
    assert cached.cells == 2

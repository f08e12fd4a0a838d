"""Stop strings end a text wherever token borders fall."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from llm.stops import TextStream


@st.composite
def cut_text(draw: st.DrawFn) -> tuple[str, list[bytes]]:
    text = draw(st.text(alphabet="ab<|>é🙂", max_size=30))
    data = text.encode()
    cuts = sorted(draw(st.lists(st.integers(0, len(data)), max_size=10)))
    return text, [data[a:b] for a, b in zip([0, *cuts], [*cuts, len(data)], strict=True)]


@given(cut=cut_text(), stops=st.lists(st.text(alphabet="ab<|>é🙂", min_size=1, max_size=4), max_size=3))
def test_text_ends_before_the_first_stop_string(cut: tuple[str, list[bytes]], stops: list[str]) -> None:
    text, pieces = cut
    stream = TextStream(tuple(stops))
    released = "".join(stream.push(piece) for piece in pieces) + stream.finish()
    ends = [text.index(stop) for stop in stops if stop in text]
    # A stop string that ends first wins over one that begins earlier but is not complete yet.
    assert stream.stopped == bool(ends)
    assert released == stream.text
    assert text.startswith(released)
    if not ends:
        assert released == text
    assert not any(stop in released for stop in stops)


def test_begun_stop_string_is_held_back_until_it_is_decided() -> None:
    stream = TextStream(("</answer>",))
    assert stream.push(b"tap</ans") == "tap"
    assert stream.push(b"w") == ""
    assert stream.push(b"er") == ""
    assert stream.push(b"ing>") == "</answering>"
    assert stream.push(b"x</answer>y") == "x"
    assert stream.stopped
    assert stream.finish() == ""


def test_half_a_character_waits_for_the_other_half() -> None:
    stream = TextStream(())
    assert stream.push("é".encode()[:1]) == ""
    assert stream.push("é".encode()[1:]) == "é"
    assert stream.push(b"\xf0\x9f") == ""
    assert stream.finish() == "\ufffd"

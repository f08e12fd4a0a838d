"""Layout: where views lie."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from device.simulator import typeface
from device.simulator.layout import Metrics, lay_out
from device.simulator.view import Insets, Rect, View
from device.simulator.widgets import column, row, scroll_list, stack, text

BOUNDS = Rect(0, 0, 400, 800)


def placed(root: View, scroll: dict[str, int] | None = None, **metrics: float) -> View:
    """Lay `root` out in 400 by 800 pixels, a dp being a pixel unless `metrics` says otherwise."""
    lay_out(root, BOUNDS, Metrics(**{"density": 160, **metrics}), package="p", scroll={} if scroll is None else scroll)  # type: ignore[arg-type]
    return root


def box(width: float, height: float, **fields: object) -> View:
    """Return a leaf of that size in dp."""
    return View(kind="leaf", width=width, height=height, **fields)  # type: ignore[arg-type]


def test_a_column_stacks_with_gap_padding_and_margin() -> None:
    first, second = box(10, 20), box(10, 30, margin=Insets(5, 6, 0, 0))
    placed(column(first, second, gap=4, padding=Insets(1, 2, 3, 4), height="fill"))
    assert first.frame == Rect(1, 2, 11, 22)
    assert second.frame == Rect(6, 32, 16, 62)


def test_weights_share_what_is_left_over() -> None:
    fixed, one, three = box(100, 10), box(0, 10, weight=1), box(0, 10, weight=3)
    placed(column(row(one, fixed, three)))
    assert (one.frame.width, fixed.frame.width, three.frame.width) == (75, 100, 225)
    assert three.frame.right == 400


def test_a_weighted_body_leaves_room_for_the_bar_below() -> None:
    body, bar = box(10, 10, weight=1), box(10, 80)
    placed(column(body, bar, height="fill"))
    assert body.frame.bottom == bar.frame.top == 720


def test_alignment_in_rows_columns_and_stacks() -> None:
    middle = box(10, 10)
    placed(stack(middle, height="fill", align="center", justify="end"))
    assert middle.frame == Rect(195, 790, 205, 800)
    low = box(10, 10)
    placed(column(row(low, height=50, align="end", justify="center")))
    assert low.frame == Rect(195, 40, 205, 50)


def test_scrolling_moves_content_and_is_clamped() -> None:
    rows = [box(400, 300) for _ in range(5)]
    offsets = {"list": 5000}
    root = placed(scroll_list(*rows, key="list"), offsets)
    assert offsets == {"list": 700}
    assert root.content_size == 1500
    assert rows[0].visible.is_empty
    assert rows[2].visible == Rect(0, 0, 400, 200)
    assert rows[4].frame == Rect(0, 500, 400, 800)


def test_a_wrapping_list_in_a_dialog_leaves_room_for_what_follows() -> None:
    rows = [box(400, 300) for _ in range(5)]
    button = box(50, 60)
    root = column(scroll_list(*rows, key="list", height="wrap"), button, height="fill")
    placed(root)
    assert button.frame == Rect(0, 740, 50, 800)


def test_font_scale_makes_text_higher() -> None:
    small, large = text("Hello", 16), text("Hello", 16)
    placed(column(small), font_scale=1.0)
    placed(column(large), font_scale=1.3)
    assert large.frame.height > small.frame.height


def test_density_makes_a_dp_more_pixels() -> None:
    view = box(10, 10)
    placed(column(view), density=420)
    assert view.frame.width == 26


@settings(deadline=None)
@given(st.text(max_size=80), st.integers(20, 400))
def test_wrapped_lines_join_to_the_text_and_fit(content: str, width: int) -> None:
    lines = typeface.wrap(content, width, 20)
    assert "".join(lines) == content.replace("\n", "")
    for line in lines:
        words = line.rstrip(" ")
        assert len(words) <= 1 or typeface.measure(words, 20) <= width + 1


@settings(deadline=None)
@given(st.text(max_size=80), st.integers(60, 300), st.integers(1, 4))
def test_cut_text_keeps_to_its_lines_and_ends_in_an_ellipsis(content: str, width: int, limit: int) -> None:
    whole, cut = typeface.wrap(content, width, 20), typeface.wrap(content, width, 20, "regular", limit)
    assert len(cut) <= limit
    assert (cut == whole) if len(whole) <= limit else cut[-1].endswith("\u2026")


@settings(deadline=None)
@given(st.text(max_size=60), st.integers(20, 300))
def test_line_starts_find_each_line_again(content: str, width: int) -> None:
    lines = typeface.wrap(content, width, 20)
    starts = typeface.line_starts(content, lines)
    assert [content[start : start + len(line)] for start, line in zip(starts, lines, strict=True)] == list(lines)


def test_glyphs_nobody_has_are_drawn_as_a_box() -> None:
    emoji = typeface.mask("\U0001f600", 40)
    assert emoji.getbbox() is not None
    assert emoji.tobytes() == typeface.mask("\U0001f680", 40).tobytes()


def test_fonts_have_what_a_chinese_phone_shows() -> None:
    missing = typeface.mask("\U0001f600", 40).tobytes()
    for character in "设置网络和互联网显示电池存储空间声音无障碍安全隐私位置信息系统关于手机":
        assert typeface.mask(character, 40).tobytes() != missing, character

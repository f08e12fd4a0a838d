"""The floating toolbar over selected text: Cut, Copy, Paste and Select all, which a long press brings up.

Source: AOSP's TextView (which items there are when) and FloatingToolbarPopup (class names and resource names, its place
above the selection, or below it where there is no room). A real phone also offers to share and to look things up.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from device.simulator import typeface
from device.simulator.layout import Metrics, size_of
from device.simulator.view import Insets, Rect, View
from device.simulator.widgets import row, text

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

GAP_DP = 8
"""Distance from the selection and from the display's edges."""
HANDLES_DP = 24
"""Room below a selection for the handles that drag its ends."""


def items(phone: SimulatedPhone, field: View) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what can be done with a field's selection: label and action."""
    editor = phone.editor
    start, end = field.selection
    editable = field.on_change is not None
    readable = start != end and not field.password
    if readable and editable:
        yield "Cut", editor.cut
    if readable:
        yield "Copy", editor.copy_and_end
    if editable and phone.clipboard:
        yield "Paste", editor.paste
    if field.text and end - start < len(field.text) and not field.password:
        yield "Select all", editor.select_all_and_ask


def view(phone: SimulatedPhone, field: View) -> View | None:
    """Return the toolbar for the focused field; None where nothing can be done."""
    labelled = [_item(label, act) for label, act in items(phone, field)]
    if not labelled:
        return None
    return row(
        *labelled,
        cls="android.widget.FrameLayout",
        resource_id="android:id/floating_popup_container",
        width="wrap",
        background="surface",
        border="outline",
        radius=24,
        padding=Insets(4, 0, 4, 0),
    )


def bounds(root: View, field: View, *, room: Rect, metrics: Metrics) -> Rect | None:
    """Return where a toolbar lies.

    Args:
        root: The toolbar.
        field: The laid-out field that it is about.
        room: What the system's bars and the keyboard leave of the display, in pixels.
        metrics: Pixels per dp and sp.

    Returns:
        Display pixels; None where the selection can't be seen.
    """
    selected = selection_box(field, metrics).intersect(field.visible)
    if selected.bottom <= selected.top:
        return None
    gap = metrics.px(GAP_DP)
    width, height = size_of(root, room.width - 2 * gap, room.height, metrics)
    left = (selected.left + selected.right - width) // 2
    left = max(room.left + gap, min(left, room.right - gap - width))
    top = selected.top - gap - height
    if top < room.top:
        top = min(selected.bottom + metrics.px(HANDLES_DP), room.bottom - height)
    return Rect(left, top, left + width, top + height)


def selection_box(field: View, metrics: Metrics) -> Rect:
    """Return the box around a field's selection, in display pixels; its cursor's, without width, where it has none."""
    pixels, weight = metrics.sp(field.text_size), metrics.text_weight(field)
    height = typeface.line_height(pixels)
    left, _, right, _ = metrics.insets(field.padding)
    top = first_line(field, metrics)
    if not field.text:
        return Rect(field.frame.left + left, top, field.frame.left + left, top + height)
    starts = typeface.line_starts(field.text, field.lines)
    rows = [max(0, bisect.bisect_right(starts, position) - 1) for position in field.selection]
    if rows[0] != rows[1]:
        low, high = field.frame.left + left, field.frame.right - right
    else:
        line, first = field.lines[rows[0]], field.frame.left + left
        if field.max_lines == 1:
            room = field.frame.width - left - right
            first -= typeface.hidden_before(line, field.selection[1], room, pixels, weight)
        low, high = (
            first + typeface.measure(line[: position - starts[rows[0]]], pixels, weight) for position in field.selection
        )
    return Rect(low, top + rows[0] * height, high, top + (rows[1] + 1) * height)


def first_line(field: View, metrics: Metrics) -> int:
    """Return the top of a field's first line in display pixels; a single line lies in the field's middle."""
    height = typeface.line_height(metrics.sp(field.text_size))
    if field.max_lines == 1:
        return field.frame.top + (field.frame.height - height) // 2
    return field.frame.top + metrics.insets(field.padding)[1]


def _item(label: str, act: Callable[[], object]) -> View:
    return row(
        text(label, 14, bold=True, max_lines=1, resource_id="android:id/floating_toolbar_menu_item_text"),
        cls="android.widget.LinearLayout",
        desc=label,
        on_click=act,
        width="wrap",
        height=48,
        align="center",
        padding=Insets(12, 0, 12, 0),
    )

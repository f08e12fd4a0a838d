"""Layout: gives every view of a tree its frame and its visible part, in display pixels."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass

from device.simulator import typeface
from device.simulator.mirroring import mirror
from device.simulator.view import Insets, Rect, View


@dataclass(frozen=True, kw_only=True)
class Metrics:
    """How dp and sp become pixels.

    Attributes:
        density: Dots per inch; 160 makes a dp a pixel.
        font_scale: The user's factor for text.
        weight: Weight of text that is not bold.
        rtl: Whether windows are laid out from right to left.
    """

    density: int = 420
    font_scale: float = 1.0
    weight: typeface.Weight = "regular"
    rtl: bool = False

    def px(self, dp: float) -> int:
        """Return `dp` in pixels."""
        return round(dp * self.density / 160)

    def sp(self, size: float) -> int:
        """Return a text size of `size` sp in pixels."""
        return max(1, round(size * self.density / 160 * self.font_scale))

    def insets(self, insets: Insets) -> tuple[int, int, int, int]:
        """Return insets in pixels: left, top, right, bottom."""
        return self.px(insets.left), self.px(insets.top), self.px(insets.right), self.px(insets.bottom)

    def text_weight(self, view: View) -> typeface.Weight:
        """Return the weight a view's text is drawn with."""
        return "medium" if view.bold else self.weight


def lay_out(root: View, bounds: Rect, metrics: Metrics, *, package: str, scroll: MutableMapping[str, int]) -> None:
    """Fill in the tree's computed fields.

    Args:
        root: The tree; its `frame`, `visible`, `lines`... are set.
        bounds: What the root fills.
        metrics: Pixels per dp and sp.
        package: The package that short resource ids belong to.
        scroll: Offsets by the keys of scrollable views; read, and clamped to what there is to scroll.
    """
    _Layout(metrics, package, scroll).place(root, bounds, bounds)
    if metrics.rtl:
        mirror(root, bounds)
    root.index = 0
    for view in root.walk():
        for index, child in enumerate(view.tree_children):
            child.index = index


def size_of(root: View, width: int, height: int, metrics: Metrics) -> tuple[int, int]:
    """Return the pixels a root wants when `width` by `height` are there."""
    return _Layout(metrics, "", {}).measure(root, width, height)


Box = tuple[View, int, int, int, int]


class _Layout:
    def __init__(self, metrics: Metrics, package: str, scroll: MutableMapping[str, int]) -> None:
        self.metrics = metrics
        self.package = package
        self.scroll = scroll
        self.sizes: dict[tuple[int, int, int | None], tuple[int, int]] = {}

    def measure(self, view: View, width: int, height: int | None) -> tuple[int, int]:
        """Return the size a view takes of `width` by `height` pixels (None: as high as it likes)."""
        key = (id(view), width, height)
        size = self.sizes.get(key)
        if size is None:
            size = self.sizes[key] = self._measure(view, width, height)
        return size

    def _measure(self, view: View, width: int, height: int | None) -> tuple[int, int]:
        px = self.metrics.px
        own_width = px(view.width) if isinstance(view.width, int | float) else width if view.width == "fill" else None
        own_height = (
            px(view.height) if isinstance(view.height, int | float) else height if view.height == "fill" else None
        )
        if own_width is not None and own_height is not None:
            return own_width, own_height
        left, top, right, bottom = self.metrics.insets(view.padding)
        room = (own_width if own_width is not None else width) - left - right
        if view.kind == "text":
            lines = self._lines(view, room)
            pixels = self.metrics.sp(view.text_size)
            weight = self.metrics.text_weight(view)
            content_width = max((typeface.measure(line, pixels, weight) for line in lines), default=0)
            content_height = typeface.line_height(pixels) * max(1, len(lines))
        elif view.kind == "leaf":
            content_width = content_height = 0
        else:
            limit = own_height if own_height is not None else height
            _, content_width, content_height = self._arrange(
                view, room, None if limit is None else limit - top - bottom, exact=own_height is not None
            )
        content_width += left + right
        content_height += top + bottom
        if view.scroll == "vertical" and height is not None:
            content_height = min(content_height, height)
        if view.scroll == "horizontal":
            content_width = min(content_width, width)
        return (
            own_width if own_width is not None else content_width,
            own_height if own_height is not None else content_height,
        )

    def _lines(self, view: View, room: int) -> tuple[str, ...]:
        pixels = self.metrics.sp(view.text_size)
        weight = self.metrics.text_weight(view)
        shown = view.shown_text
        if view.is_field and view.max_lines == 1:
            return (shown.replace("\n", " "),)
        return typeface.wrap(shown, max(1, room), pixels, weight, view.max_lines)

    def _arrange(self, view: View, width: int, height: int | None, *, exact: bool) -> tuple[list[Box], int, int]:
        """Return the children's boxes inside the padding, and the content's width and height.

        Args:
            view: A column, row or stack.
            width: Pixels between its paddings.
            height: Pixels between its paddings, None without limit.
            exact: Whether `height` is the view's own, not only a limit.
        """
        if view.kind == "stack":
            return self._arrange_stack(view, width, height, exact=exact)
        if view.kind == "row":
            return self._arrange_row(view, width, height, exact=exact)
        return self._arrange_column(view, width, height, exact=exact)

    def _arrange_column(self, view: View, width: int, height: int | None, *, exact: bool) -> tuple[list[Box], int, int]:
        gaps = self.metrics.px(view.gap) * max(0, len(view.children) - 1)
        room = None if height is None or view.scroll else height - gaps
        shared = room is not None and exact
        sizes: dict[int, tuple[int, int]] = {}
        # What scrolls shrinks to the room that the others leave, so it is measured after them.
        for child in sorted(view.children, key=lambda c: (bool(c.weight) and shared, bool(c.scroll))):
            left, top, right, bottom = self.metrics.insets(child.margin)
            if child.weight and shared:
                continue
            size = self.measure(child, width - left - right, None if room is None else max(0, room - top - bottom))
            sizes[id(child)] = size
            if room is not None:
                room -= size[1] + top + bottom
        self._share(view, sizes, room, shared=shared, width=width)
        boxes: list[Box] = []
        y = 0
        widest = 0
        for child in view.children:
            left, top, right, bottom = self.metrics.insets(child.margin)
            child_width, child_height = sizes[id(child)]
            boxes.append((child, left, y + top, child_width, child_height))
            y += child_height + top + bottom + self.metrics.px(view.gap)
            widest = max(widest, child_width + left + right)
        total = max(0, y - self.metrics.px(view.gap)) if view.children else 0
        return boxes, widest, total

    def _share(
        self, view: View, sizes: dict[int, tuple[int, int]], room: int | None, *, shared: bool, width: int
    ) -> None:
        weighted = [child for child in view.children if child.weight and shared]
        weights = sum(child.weight for child in weighted)
        for child in weighted:
            left, top, right, bottom = self.metrics.insets(child.margin)
            share = max(0, int((room or 0) * child.weight / weights) - top - bottom)
            measured = self.measure(child, width - left - right, share)
            sizes[id(child)] = (measured[0], share)

    def _arrange_row(self, view: View, width: int, height: int | None, *, exact: bool) -> tuple[list[Box], int, int]:
        gap = self.metrics.px(view.gap)
        room = width - gap * max(0, len(view.children) - 1)
        sizes: dict[int, tuple[int, int]] = {}
        weights = sum(child.weight for child in view.children)
        for child in view.children:
            if child.weight:
                continue
            left, top, right, bottom = self.metrics.insets(child.margin)
            limit = None if height is None else max(0, height - top - bottom)
            offered = max(0, room - left - right) if view.scroll != "horizontal" else width
            sizes[id(child)] = size = self.measure(child, offered, limit if exact else None)
            room -= size[0] + left + right
        for child in view.children:
            if not child.weight:
                continue
            left, top, right, bottom = self.metrics.insets(child.margin)
            share = max(0, int(max(0, room) * child.weight / weights) - left - right)
            limit = None if height is None else max(0, height - top - bottom)
            sizes[id(child)] = (share, self.measure(child, share, limit if exact else None)[1])
        highest = max(
            (sizes[id(c)][1] + self.metrics.px(c.margin.top) + self.metrics.px(c.margin.bottom) for c in view.children),
            default=0,
        )
        boxes: list[Box] = []
        x = 0
        for child in view.children:
            left, top, right, bottom = self.metrics.insets(child.margin)
            child_width, child_height = sizes[id(child)]
            if child.height == "fill" and not exact:
                child_height = highest - top - bottom
            boxes.append((child, x + left, top, child_width, child_height))
            x += child_width + left + right + gap
        return boxes, max(0, x - gap) if view.children else 0, highest

    def _arrange_stack(self, view: View, width: int, height: int | None, *, exact: bool) -> tuple[list[Box], int, int]:
        boxes: list[Box] = []
        widest = highest = 0
        for child in view.children:
            left, top, right, bottom = self.metrics.insets(child.margin)
            limit = None if height is None else max(0, height - top - bottom)
            child_width, child_height = self.measure(child, width - left - right, limit if exact else None)
            boxes.append((child, left, top, child_width, child_height))
            widest = max(widest, child_width + left + right)
            highest = max(highest, child_height + top + bottom)
        return boxes, widest, highest

    def place(self, view: View, frame: Rect, clip: Rect) -> None:
        """Set a view's frame, and its descendants'."""
        view.frame = frame
        view.visible = frame.intersect(clip)
        view.package = self.package
        left, top, right, bottom = self.metrics.insets(view.padding)
        if view.kind == "text":
            view.lines = list(self._lines(view, frame.width - left - right))
            return
        if view.kind == "leaf":
            return
        width = frame.width - left - right
        height = frame.height - top - bottom
        boxes, used_width, used_height = self._arrange(view, width, height, exact=True)
        shift_x = shift_y = 0
        if view.scroll == "vertical":
            view.content_size = used_height + top + bottom
            shift_y = -self._offset(view, frame.height)
        elif view.scroll == "horizontal":
            view.content_size = used_width + left + right
            shift_x = -self._offset(view, frame.width)
        slack_x, slack_y = width - used_width, height - used_height
        if view.kind == "column" and not view.scroll:
            shift_y += _part(slack_y, view.justify)
        if view.kind == "row" and not view.scroll:
            shift_x += _part(slack_x, view.justify)
        for child, x, y, child_width, child_height in boxes:
            margin_left, margin_top, margin_right, margin_bottom = self.metrics.insets(child.margin)
            if view.kind != "row":
                x += _part(width - child_width - margin_left - margin_right, view.align)
            if view.kind == "row":
                y += _part(height - child_height - margin_top - margin_bottom, view.align)
            elif view.kind == "stack":
                y += _part(height - child_height - margin_top - margin_bottom, view.justify)
            child_left = frame.left + left + x + shift_x
            child_top = frame.top + top + y + shift_y
            child.parent = view
            self.place(
                child, Rect(child_left, child_top, child_left + child_width, child_top + child_height), view.visible
            )

    def _offset(self, view: View, room: int) -> int:
        offset = max(0, min(self.scroll.get(view.key, 0), view.content_size - room))
        if offset or view.key in self.scroll:
            self.scroll[view.key] = offset
        return offset


def _part(slack: int, align: str) -> int:
    if slack <= 0 or align == "start":
        return 0
    return slack // 2 if align == "center" else slack

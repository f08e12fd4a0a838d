"""`View`: the one kind of node that layout, pixels, hierarchy and touch are made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Kind = Literal["column", "row", "stack", "text", "leaf"]
Size = float | Literal["fill", "wrap"]
Align = Literal["start", "center", "end"]
ImeAction = Literal["done", "search", "next", "newline"]
Placement = Literal["fill", "center", "top_end", "bottom"]
Drawing = Literal["none", "switch", "checkbox", "radio", "slider", "progress", "field"]
Color = str | tuple[int, int, int]
"""A role of the palette (see `device.simulator.theme`) or an RGB triple."""


class Rect(NamedTuple):
    """A rectangle in display pixels; right and bottom are exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Pixels across; negative where the rectangle is turned inside out."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Pixels down; negative where the rectangle is turned inside out."""
        return self.bottom - self.top

    @property
    def is_empty(self) -> bool:
        """Whether no pixel is inside."""
        return self.right <= self.left or self.bottom <= self.top

    @property
    def center(self) -> tuple[int, int]:
        """The middle, in display pixels."""
        return (self.left + self.right) // 2, (self.top + self.bottom) // 2

    def intersect(self, other: Rect) -> Rect:
        """Return what both have in common; empty rectangles come out with right <= left or bottom <= top."""
        return Rect(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def contains(self, x: float, y: float) -> bool:
        """Say whether the pixel (x, y) is inside."""
        return self.left <= x < self.right and self.top <= y < self.bottom


NOWHERE = Rect(0, 0, 0, 0)


class Range(NamedTuple):
    """Android's RangeInfo: what a slider or progress bar stands for."""

    low: float
    high: float
    current: float


class Insets(NamedTuple):
    """Distances from the four sides, in dp."""

    left: float = 0
    top: float = 0
    right: float = 0
    bottom: float = 0


NO_INSETS = Insets()


class Stroke(NamedTuple):
    """A line drawn on a view: colour, width in dp, and points as shares of the view's width and height."""

    color: Color
    width: float
    points: tuple[tuple[float, float], ...]


@dataclass(kw_only=True, slots=True, eq=False)
class View:
    """A node of the view tree.

    Apps build a new tree from their state each time (`App.view`), mostly through `device.simulator.widgets`; the phone
    lays it out, draws it, dumps it and finds what a touch means. All sizes an app gives are in dp (sp for text);
    everything the phone fills in is in display pixels.

    Attributes:
        cls: Android class name, as the hierarchy shows it.
        kind: How children are laid out: below each other, side by side, above each other; ``"text"`` and ``"leaf"``
            have none.
        key: Name that is the same each time the tree is built and unique on its screen; needed by text fields and
            scrollable views, whose cursor and offset outlive the tree.
        text: Text as shown and dumped; a field's content.
        desc: Content description.
        hint: Hint of a field; shown and dumped as its text while the field is empty.
        resource_id: ``"title"`` stands for ``<package>:id/title``; with a colon it is taken as it is.
        children: In drawing order.
        checkable, checked, clickable, enabled, focusable, scrollable, long_clickable, password, selected: As the
            hierarchy says. `clickable` and `long_clickable` are also set by a callback.
        in_tree: False leaves the view, not its children, out of the hierarchy (as `importantForAccessibility="no"`).
        range: What a slider stands for; dumped as text.
        on_click, on_long_click: Called without arguments.
        on_change: Called with a field's new content.
        on_submit: Called when the IME's action key is pressed in a field.
        on_slide: Called with a slider's new value.
        on_swipe: Called with ``"up"``, ``"down"``, ``"left"`` or ``"right"`` when a finger is swiped over the view and
            nothing in it scrolls.
        swipe_axis: Which way a finger has to go for `on_swipe`; any where empty. What goes another way is the parents'.
        on_stroke: Called with the ends of each piece of line that a finger draws on the view, as shares of its width
            and height.
        on_hold: Called with where a finger was held on the view, as shares of its width and height.
        on_double_tap: Called when the view is tapped twice, instead of `on_click` for the second time.
        on_pinch: Called with how far two fingers moved apart, as a factor of how far apart they were.
        on_drop: Called after the view was held and moved elsewhere, with the frontmost view there that has a key.
        ime_action: What ENTER does in a field: ``"newline"`` makes it multi-line.
        width, height: dp, ``"fill"`` what is there, or ``"wrap"`` the content.
        weight: Share of the space left over in the parent's direction; 0 for none.
        padding, margin: dp.
        gap: dp between children.
        align: Across the parent's direction: where children lie (for stack: horizontally).
        justify: Along the direction: where children lie (for stack: vertically).
        scroll: ``"vertical"`` or ``"horizontal"`` makes a column or row scrollable.
        text_size: sp.
        bold: Medium weight.
        color, background, border: Colours; None is transparent.
        radius: Corner radius in dp; a big one makes a pill.
        max_lines: Lines after which text ends in an ellipsis; 0 for no limit.
        text_align: Where lines lie inside a text's box.
        direction: ``"ltr"`` keeps what is inside as it is where the rest of the screen is laid out from right to left.
        icon: Name of a vector icon (`device.simulator.icons`) drawn in the middle.
        icon_size: dp.
        drawing: What else is drawn: a switch, a slider...
        picture: An encoded image (JPEG, PNG, ...) that is drawn as large as fits in; a view whose radius makes it a
            disc is filled by it.
        zoom: How many times as large as it would fit the picture is; its middle is seen then.
        strokes: Lines that are drawn, in this order.
        caption: Text that is only drawn, for views whose content description stands for it (a keyboard's keys).
        placement: Where a dialog's root lies on the display.
    """

    cls: str = "android.view.ViewGroup"
    kind: Kind = "column"
    key: str = ""
    text: str = ""
    desc: str = ""
    hint: str = ""
    resource_id: str = ""
    children: list[View] = field(default_factory=list)

    checkable: bool = False
    checked: bool = False
    clickable: bool = False
    enabled: bool = True
    focusable: bool = False
    scrollable: bool = False
    long_clickable: bool = False
    password: bool = False
    selected: bool = False
    in_tree: bool = True
    range: Range | None = None

    on_click: Callable[[], object] | None = None
    on_long_click: Callable[[], object] | None = None
    on_change: Callable[[str], object] | None = None
    on_submit: Callable[[], object] | None = None
    on_slide: Callable[[float], object] | None = None
    on_swipe: Callable[[str], object] | None = None
    swipe_axis: Literal["", "horizontal"] = ""
    on_stroke: Callable[[tuple[float, float], tuple[float, float]], object] | None = None
    on_hold: Callable[[tuple[float, float]], object] | None = None
    on_double_tap: Callable[[], object] | None = None
    on_pinch: Callable[[float], object] | None = None
    on_drop: Callable[[View | None], object] | None = None
    ime_action: ImeAction = "done"

    width: Size = "fill"
    height: Size = "wrap"
    weight: float = 0
    padding: Insets = NO_INSETS
    margin: Insets = NO_INSETS
    gap: float = 0
    align: Align = "start"
    justify: Align = "start"
    scroll: Literal["", "vertical", "horizontal"] = ""

    text_size: float = 14
    bold: bool = False
    color: Color | None = None
    background: Color | None = None
    border: Color | None = None
    radius: float = 0
    max_lines: int = 0
    text_align: Align = "start"
    direction: Literal["", "ltr"] = ""
    icon: str = ""
    icon_size: float = 24
    drawing: Drawing = "none"
    picture: bytes = b""
    zoom: float = 1.0
    strokes: tuple[Stroke, ...] = ()
    caption: str = ""
    placement: Placement = "fill"

    # Filled in by the phone when the tree is laid out.
    parent: View | None = field(default=None, repr=False)
    index: int = 0
    package: str = ""
    focused: bool = False
    mirrored: bool = False
    """Whether it was laid out from right to left."""
    selection: tuple[int, int] = (0, 0)
    frame: Rect = NOWHERE
    """Where the view lies, in display pixels, what is scrolled away included."""
    visible: Rect = NOWHERE
    """The part of `frame` that its ancestors and the display leave to be seen."""
    content_size: int = 0
    """Length of a scrollable view's content in pixels, along its direction."""
    lines: list[str] = field(default_factory=list)
    """A text's lines after wrapping."""
    measured: tuple[float, float, int, int] | None = field(default=None, repr=False)
    """Layout's memory: the room that was offered and the size that came out."""

    @property
    def is_field(self) -> bool:
        """Whether text can be typed into the view."""
        return self.on_change is not None

    @property
    def is_visible(self) -> bool:
        """Whether at least one pixel of the view can be seen."""
        return not self.visible.is_empty

    @property
    def shown_text(self) -> str:
        """The text as the accessibility tree tells it: a range's value, an empty field's hint, a password's dots."""
        if self.range is not None:
            return str(float(self.range.current))
        if self.is_field and not self.text:
            return self.hint
        if self.password:
            return "\u2022" * len(self.text)
        return self.text

    @property
    def full_resource_id(self) -> str:
        """The resource name with its package, or an empty string."""
        if not self.resource_id or ":" in self.resource_id:
            return self.resource_id
        return f"{self.package}:id/{self.resource_id}"

    @property
    def is_clickable(self) -> bool:
        """Whether the hierarchy calls the view clickable."""
        return self.clickable or self.on_click is not None or self.is_field

    @property
    def is_long_clickable(self) -> bool:
        """Whether the hierarchy calls the view long-clickable."""
        return self.long_clickable or self.on_long_click is not None or self.on_hold is not None or self.is_field

    @property
    def is_focusable(self) -> bool:
        """Whether the hierarchy calls the view focusable."""
        return self.focusable or self.is_clickable or self.on_slide is not None or bool(self.scroll)

    @property
    def can_scroll(self) -> bool:
        """Whether there is more content than room; what the hierarchy calls scrollable."""
        if not self.scroll:
            return self.scrollable
        room = self.frame.height if self.scroll == "vertical" else self.frame.width
        return self.content_size > room

    @property
    def tree_children(self) -> list[View]:
        """The children the hierarchy shows: where a child is not `in_tree`, its own take its place."""
        shown: list[View] = []
        for child in self.children:
            if child.in_tree:
                shown.append(child)
            else:
                shown.extend(child.tree_children)
        return shown

    def walk(self) -> Iterator[View]:
        """Yield the view and its descendants in document order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def ancestors(self) -> Iterator[View]:
        """Yield the parent, its parent and so on up to the root."""
        view = self.parent
        while view is not None:
            yield view
            view = view.parent

"""`Screen` and `Element`: what perception makes of a frame."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from device.frame import Display, ForegroundApp


class Role(StrEnum):
    """What an element is to a person."""

    BUTTON = "button"
    ROW = "row"
    SWITCH = "switch"
    CHECKBOX = "checkbox"
    RADIO = "radio"
    FIELD = "field"
    SLIDER = "slider"
    TAB = "tab"
    IMAGE = "image"
    TEXT = "text"


@dataclass(frozen=True, kw_only=True)
class Box:
    """A rectangle in display pixels; right and bottom are exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def center(self) -> tuple[int, int]:
        """The middle, in display pixels."""
        return (self.left + self.right) // 2, (self.top + self.bottom) // 2

    @property
    def area(self) -> int:
        """Square pixels; 0 for an empty box."""
        return max(0, self.right - self.left) * max(0, self.bottom - self.top)


@dataclass(frozen=True, kw_only=True)
class Element:
    """One thing on the screen that a person would name or touch.

    Attributes:
        id: Position in reading order, from 0.
        text: The label: its own text or description, else its first labelled descendant's; for a field its hint or
            label.
        detail: What else is written on it: the rest of a row's texts, joined by ", "; a field's content.
        role: What it is to a person.
        box: Where it is, in display pixels.
        clickable: Whether a tap does something.
        checked: On or off for what can be checked, None for the rest.
        enabled, focused, selected, password: As the hierarchy says.
        scrollable: Whether it can be scrolled.
        resource_id: The view's resource name; empty where it has none.
        package: The app the view belongs to.
        source: Where the element was found: ``"tree"`` or ``"ocr"``.
    """

    id: int
    text: str
    role: Role
    box: Box
    detail: str = ""
    clickable: bool = False
    checked: bool | None = None
    enabled: bool = True
    focused: bool = False
    selected: bool = False
    password: bool = False
    scrollable: bool = False
    resource_id: str = ""
    package: str = ""
    source: str = "tree"


@dataclass(frozen=True, kw_only=True)
class Screen:
    """A frame, understood.

    Attributes:
        app: The app in front.
        display: The display that boxes refer to.
        elements: Elements in reading order, status bar, navigation bar and keyboard left out.
        scrollables: Boxes of what can be scrolled, in display pixels.
        fingerprint: 16 hex digits that stay the same while what a person reads stays the same.
        secure: Whether the screenshot is withheld by the app (black pixels under a filled tree).
        keyboard: Whether an on-screen keyboard is shown.
    """

    app: ForegroundApp
    display: Display
    elements: tuple[Element, ...]
    scrollables: tuple[Box, ...] = ()
    fingerprint: str = ""
    secure: bool = False
    keyboard: bool = False

"""`Screen` and `Element`: what perception makes of a frame."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from device.frame import Display, ForegroundApp
from perception.box import Box
from perception.conditions import Overlay, ScrollRange, SystemUi


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
class Element:
    """One thing on the screen that a person would name or touch.

    Attributes:
        id: Its number, which it keeps from look to look while the screen stays; see `perception.identity`. On a new
            screen its position in reading order, from 0.
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
        source: Where the element was found: ``"tree"``; in the pixels, and then with words that were read ``"ocr"``,
            without ``"pixels"``.
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
        display: The display that boxes refer to, as it is held, and folded where it folds.
        elements: Elements in reading order, status bar, navigation bar and keyboard left out.
        scrollables: Boxes of what can be scrolled, in display pixels.
        ranges: The same with directions, and whether there is more.
        fingerprint: 16 hex digits that stay the same while what a person reads stays the same.
        secure: Whether the screenshot is withheld by the app (black pixels under a filled tree).
        black: Whether the screenshot shows nothing at all: a display that is off, or one that is withheld.
        partial: Whether the hierarchy was damaged, cut off or too large, so that elements may be missing.
        keyboard: Whether an on-screen keyboard is shown.
        keyboard_box: What it covers; None where none is shown.
        bars: The status and navigation bars that the hierarchy tells of.
        overlay: The dialog, prompt, sheet or menu on top, whose elements alone can be touched; None for none.
        system_ui: What of Android's own is in front; None where an app is.
        loading: Whether something shows that the screen is still being filled.
        toasts: Short messages that go by themselves.
        displays: Ids of the displays that the hierarchy tells of; more than one on phones with several.
        blind: Large places that show something of which the hierarchy tells nothing: a web page, a canvas, a video.
        next_id: The number that the next new element gets while the screen stays.
    """

    app: ForegroundApp
    display: Display
    elements: tuple[Element, ...]
    scrollables: tuple[Box, ...] = ()
    ranges: tuple[ScrollRange, ...] = ()
    fingerprint: str = ""
    secure: bool = False
    black: bool = False
    partial: bool = False
    keyboard: bool = False
    keyboard_box: Box | None = None
    bars: tuple[Box, ...] = ()
    overlay: Overlay | None = None
    system_ui: SystemUi | None = None
    loading: bool = False
    toasts: tuple[str, ...] = ()
    displays: tuple[int, ...] = (0,)
    blind: tuple[Box, ...] = ()
    next_id: int = 0

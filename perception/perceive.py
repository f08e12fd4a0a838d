"""Make a `Screen` out of a `Frame`."""

from __future__ import annotations

from collections.abc import Collection

from device.frame import Frame
from perception.box import Box
from perception.draft import Draft
from perception.elements import draft_elements, holds
from perception.fingerprint import fingerprint
from perception.hierarchy import Rect, parse_hierarchy
from perception.identity import keep_ids
from perception.looks import Looks, look_of
from perception.overlays import find_overlay
from perception.reading_order import reading_order
from perception.screen import Element, Role, Screen
from perception.scrolling import find_ranges
from perception.secure import is_withheld
from perception.states import find_blind, find_system_ui, find_toasts, is_all_black, is_loading
from perception.units import find_units
from perception.windows import choose_windows


def perceive(
    frame: Frame,
    *,
    input_methods: Collection[str] = (),
    before: Screen | None = None,
    looks: Looks | None = None,
) -> Screen:
    """Understand one capture.

    Status bar, navigation bar and keyboard are left out, as is everything below a dialog or the notification shade.

    Args:
        frame: The capture; one without a hierarchy yields a screen without elements.
        input_methods: Ids or packages of the phone's keyboards where they are known; the common ones are recognised
            without.
        before: The screen that was seen before, where there was one: what stays keeps its number.
        looks: The run's memory of screens that tell nothing of themselves: by it their fingerprints survive a clock
            and a cursor. Without it these are as exact as the picture.

    Raises:
        HierarchyError: The frame's hierarchy is not one.
    """
    if not frame.hierarchy.strip():
        return Screen(
            app=frame.app,
            display=frame.display,
            elements=(),
            fingerprint=_name_of(frame, (), looks),
            black=is_all_black(frame.pixels),
        )
    hierarchy = parse_hierarchy(frame.hierarchy)
    windows = choose_windows(
        hierarchy, display=frame.display, front_package=frame.app.package, input_methods=input_methods
    )
    units = find_units(hierarchy, windows, (0, 0, frame.display.width, frame.display.height))
    drafts = draft_elements(hierarchy, units, frame.display)
    order = reading_order([draft.box for draft in drafts])
    focused = [node.position for node in hierarchy.nodes if node.focused]
    selected = [node.position for node in hierarchy.nodes if node.selected]
    elements, next_id = keep_ids(
        [_element(place, drafts[index], focused, selected) for place, index in enumerate(order)], before
    )
    ranges = find_ranges(hierarchy, units.boxes)
    blind = find_blind(hierarchy, units.boxes, frame.display)
    return Screen(
        app=frame.app,
        display=frame.display,
        elements=elements,
        scrollables=tuple(found.box for found in ranges),
        ranges=ranges,
        fingerprint=_name_of(frame, elements, looks, blind=bool(blind)),
        secure=is_withheld(frame.pixels, (draft.box for draft in drafts if draft.lines)),
        black=is_all_black(frame.pixels),
        partial=hierarchy.partial,
        keyboard=windows.keyboard is not None,
        keyboard_box=_box(windows.keyboard) if windows.keyboard is not None else None,
        bars=tuple(map(_box, windows.bars)),
        overlay=find_overlay(hierarchy, windows, drafts, frame.display),
        system_ui=find_system_ui(hierarchy, windows, frame.display),
        loading=is_loading(hierarchy, windows, units.boxes),
        toasts=find_toasts(hierarchy, windows, frame.display),
        displays=windows.displays,
        blind=tuple(map(_box, blind)),
        next_id=next_id,
    )


def _name_of(frame: Frame, elements: Collection[Element], looks: Looks | None, *, blind: bool = False) -> str:
    if elements and not (blind and frame.pixels.size):
        return fingerprint(frame.app.package, elements)
    look = looks.name(frame) if looks is not None else look_of(frame)
    return fingerprint(f"{frame.app.package} {look}", elements) if elements else look


def _element(place: int, draft: Draft, focused: list[int], selected: list[int]) -> Element:
    node = draft.node
    details = [draft.content] if draft.content else []
    details.extend(draft.lines[1:])
    return Element(
        id=place,
        text=draft.lines[0] if draft.lines else "",
        detail=", ".join(details),
        role=draft.role,
        box=_box(draft.box),
        clickable=draft.clickable,
        checked=draft.checked,
        enabled=draft.enabled,
        focused=node.focused or (draft.role is not Role.FIELD and holds(node, focused)),
        selected=holds(node, selected),
        password=node.password,
        scrollable=node.scrollable,
        resource_id=node.resource_id,
        package=node.package,
    )


def _box(rect: Rect) -> Box:
    return Box(left=rect[0], top=rect[1], right=rect[2], bottom=rect[3])

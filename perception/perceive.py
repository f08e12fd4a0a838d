"""Make a `Screen` out of a `Frame`."""

from __future__ import annotations

from collections.abc import Collection

from device.frame import Frame
from perception.elements import Draft, draft_elements, is_selected
from perception.fingerprint import fingerprint
from perception.hierarchy import Hierarchy, Rect, parse_hierarchy
from perception.reading_order import reading_order
from perception.screen import Box, Element, Role, Screen
from perception.secure import is_withheld
from perception.units import Units, find_units
from perception.windows import choose_windows


def perceive(frame: Frame, *, input_methods: Collection[str] = ()) -> Screen:
    """Understand one capture.

    Status bar, navigation bar and keyboard are left out, as is everything below a dialog or the notification shade.

    Args:
        frame: The capture; one without a hierarchy yields a screen without elements.
        input_methods: Ids or packages of the phone's keyboards where they are known; the common ones are recognised
            without.

    Raises:
        HierarchyError: The frame's hierarchy is not one.
    """
    if not frame.hierarchy.strip():
        return Screen(app=frame.app, display=frame.display, elements=(), fingerprint=fingerprint(frame.app.package, ()))
    hierarchy = parse_hierarchy(frame.hierarchy)
    windows = choose_windows(
        hierarchy, display=frame.display, front_package=frame.app.package, input_methods=input_methods
    )
    units = find_units(hierarchy, windows)
    drafts = draft_elements(hierarchy, units, frame.display)
    order = reading_order([draft.box for draft in drafts])
    elements = tuple(_element(place, drafts[index], hierarchy) for place, index in enumerate(order))
    return Screen(
        app=frame.app,
        display=frame.display,
        elements=elements,
        scrollables=_scrollables(hierarchy, units),
        fingerprint=fingerprint(frame.app.package, elements),
        secure=is_withheld(frame.pixels, (draft.box for draft in drafts if draft.lines)),
        keyboard=windows.keyboard,
    )


def _element(place: int, draft: Draft, hierarchy: Hierarchy) -> Element:
    node = draft.node
    inside = hierarchy.nodes[node.position : node.end]
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
        focused=node.focused or (draft.role is not Role.FIELD and any(inner.focused for inner in inside)),
        selected=is_selected(node, hierarchy.nodes),
        password=node.password,
        scrollable=node.scrollable,
        resource_id=node.resource_id,
        package=node.package,
    )


def _scrollables(hierarchy: Hierarchy, units: Units) -> tuple[Box, ...]:
    boxes: dict[Rect, None] = {}
    for node in hierarchy.nodes:
        box = units.boxes[node.position]
        if node.scrollable and box is not None:
            boxes[box] = None
    return tuple(map(_box, boxes))


def _box(rect: Rect) -> Box:
    return Box(left=rect[0], top=rect[1], right=rect[2], bottom=rect[3])

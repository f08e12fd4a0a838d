"""Screens made by hand for the tests of the agent."""

from __future__ import annotations

from device import Display, ForegroundApp
from perception import Box, Element, Role, Screen

DISPLAY = Display(width=1000, height=2000)


def screen_of(*texts: str, package: str = "com.example.app", label: str = "Example") -> Screen:
    """Return a screen of buttons, one under the other, 100 pixels high each."""
    elements = tuple(
        Element(
            id=number,
            text=text,
            role=Role.BUTTON,
            box=Box(left=0, top=number * 100, right=1000, bottom=number * 100 + 100),
            clickable=True,
        )
        for number, text in enumerate(texts)
    )
    return Screen(app=ForegroundApp(package=package, label=label), display=DISPLAY, elements=elements, fingerprint="f")


def field_screen(*, password: bool) -> Screen:
    """Return a screen with one focused field."""
    box = Box(left=0, top=0, right=1000, bottom=100)
    field = Element(id=0, text="Secret", role=Role.FIELD, box=box, clickable=True, focused=True, password=password)
    return Screen(app=ForegroundApp(package="com.example.app"), display=DISPLAY, elements=(field,), fingerprint="f")

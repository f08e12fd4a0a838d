"""A small phone for the loop's tests: pages of buttons, and what each tap leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

import numpy as np

from device import Display, ForegroundApp, Frame, PhoneAction, PhoneError, Press, Tap, TypeText, TypingError
from device.fake import FakePhone

DISPLAY = Display(width=1000, height=2000)
ROW_HEIGHT = 200
PACKAGE = "com.example.app"


@dataclass(frozen=True, kw_only=True)
class Page:
    """Rows from top to bottom, each leading to the page of that name, or nowhere; a row "Name" is a text field."""

    rows: tuple[str, ...]
    leads: Mapping[str, str] = field(default_factory=dict)


class PagesPhone(FakePhone):
    """A phone of a few pages; row number n, from 0, fills the 200 pixels from 200 * n on.

    Args:
        pages: The pages by name; the first is shown first, and is where Back leads.
        fails: What every action raises; None where they succeed.
    """

    def __init__(self, pages: Mapping[str, Page], *, fails: PhoneError | None = None) -> None:
        frames = [_frame(page, number) for number, page in enumerate(pages.values())]
        super().__init__(frames, apps={PACKAGE: "Example"}, on_action=lambda _, action: self._act(action))
        self._names = list(pages)
        self._pages = list(pages.values())
        self._fails = fails

    @property
    def page(self) -> str:
        """The name of the page that is shown."""
        return self._names[self.position]

    def _act(self, action: PhoneAction) -> None:
        if self._fails is not None:
            raise self._fails
        page = self._pages[self.position]
        match action:
            case Tap(y=y) if y // ROW_HEIGHT < len(page.rows):
                self.position = self._names.index(page.leads.get(page.rows[y // ROW_HEIGHT], self.page))
            case Press(key="back"):
                self.position = 0
            case TypeText(text=text) if "Name" not in page.rows:
                raise TypingError(f"No field has the focus; {text!r} was not typed.")
            case _:
                pass


def _frame(page: Page, number: int) -> Frame:
    nodes = "".join(_node(text, row) for row, text in enumerate(page.rows))
    root = f'<node class="android.widget.FrameLayout" package="{PACKAGE}" bounds="[0,0][1000,2000]" enabled="true">'
    return Frame(
        pixels=np.full((DISPLAY.height, DISPLAY.width, 3), number, dtype=np.uint8),
        hierarchy=f'<hierarchy rotation="0">{root}{nodes}</node></hierarchy>',
        app=ForegroundApp(package=PACKAGE, activity=".Main", label="Example"),
        display=DISPLAY,
        captured_at=1_700_000_000.0,
    )


def _node(text: str, row: int) -> str:
    is_field = text == "Name"
    cls = "android.widget.EditText" if is_field else "android.widget.Button"
    flags = 'clickable="true" enabled="true" focusable="true" checkable="false" checked="false" scrollable="false"'
    flags += f' focused="{str(is_field).lower()}" password="false" selected="false"'
    return (
        f'<node text={quoteattr(text)} resource-id="" class="{cls}" package="{PACKAGE}" content-desc="" {flags} '
        f'bounds="[0,{row * ROW_HEIGHT}][1000,{(row + 1) * ROW_HEIGHT}]"/>'
    )

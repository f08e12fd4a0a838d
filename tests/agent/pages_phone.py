"""A small phone for the loop's tests: pages of buttons, and what each tap leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from xml.sax.saxutils import quoteattr

import numpy as np

from device import (
    AppNotFoundError,
    Display,
    ForegroundApp,
    Frame,
    Launch,
    Phone,
    PhoneAction,
    PhoneError,
    Press,
    Tap,
    TypeText,
)
from device.errors import TypingError

DISPLAY = Display(width=1000, height=2000)
ROW_HEIGHT = 200


@dataclass(frozen=True, kw_only=True)
class Page:
    """Rows from top to bottom, each leading to the page of that name, or nowhere."""

    rows: tuple[str, ...]
    leads: Mapping[str, str] = field(default_factory=dict)
    package: str = "com.example.app"
    password: bool = False


class PagesPhone(Phone):
    """A phone of a few pages; row number n, from 0, fills the 200 pixels from 200 * n on."""

    def __init__(self, pages: Mapping[str, Page], *, fails: PhoneError | None = None) -> None:
        self.serial = "pages"
        self.page = "home"
        self.performed: list[PhoneAction] = []
        self.typed = ""
        self.fails = fails
        self.closed = False
        self._pages = dict(pages)

    def display(self) -> Display:
        return DISPLAY

    def foreground(self) -> ForegroundApp:
        return ForegroundApp(package=self._pages[self.page].package, activity=".Main", label="Example")

    def apps(self) -> Mapping[str, str]:
        return {"com.example.app": "Example"}

    def capture(self) -> Frame:
        page = self._pages[self.page]
        pixels = np.full((DISPLAY.height, DISPLAY.width, 3), sum(map(ord, self.page)) % 256, dtype=np.uint8)
        nodes = [_node(row, number, page) for number, row in enumerate(page.rows)]
        if self.typed:
            nodes.append(_node(self.typed, len(page.rows), replace(page, password=False)))
        root = f'<node class="android.widget.FrameLayout" package="{page.package}" bounds="[0,0][1000,2000]"'
        hierarchy = f'<hierarchy rotation="0">{root} enabled="true">{"".join(nodes)}</node></hierarchy>'
        return Frame(
            pixels=pixels, hierarchy=hierarchy, app=self.foreground(), display=DISPLAY, captured_at=1_700_000_000.0
        )

    def perform(self, action: PhoneAction) -> None:
        if self.fails is not None:
            raise self.fails
        page = self._pages[self.page]
        match action:
            case Tap(y=y) if y // ROW_HEIGHT < len(page.rows):
                row = page.rows[y // ROW_HEIGHT]
                self.page = page.leads.get(row, self.page)
            case Press(key="back"):
                self.page = "home"
            case Launch(app=app) if app != "Example":
                raise AppNotFoundError(f"No app is called {app}. Nearest: Example.")
            case TypeText(text=text) if "Name" not in page.rows:
                raise TypingError(f"No field has the focus; {text!r} was not typed.")
            case TypeText(text=text):
                self.typed = text
            case _:
                pass
        self.performed.append(action)

    def settle(self, *, timeout: float = 3.0) -> bool:
        return True

    def shell(self, command: str) -> str:
        return ""

    def pull(self, path: str) -> bytes:
        return b""

    def push(self, data: bytes, path: str) -> None:
        pass

    def close(self) -> None:
        self.closed = True


def _node(text: str, number: int, page: Page) -> str:
    field = text in ("Name", "Password")
    cls = "android.widget.EditText" if field else "android.widget.Button"
    top = number * ROW_HEIGHT
    flags = 'clickable="true" enabled="true" focusable="true" checkable="false" checked="false" scrollable="false"'
    flags += f' focused="{str(field).lower()}" password="{str(field and page.password).lower()}" selected="false"'
    return (
        f'<node text={quoteattr(text)} resource-id="" class="{cls}" package="{page.package}" content-desc="" {flags} '
        f'bounds="[0,{top}][1000,{top + ROW_HEIGHT}]"/>'
    )

"""Mini programs: the list of them, and one that runs inside WeChat with its own frame."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from device.simulator.view import Insets, View
from device.simulator.widgets import (
    button,
    column,
    edit_text,
    icon_button,
    list_row,
    row,
    scaffold,
    scroll_list,
    text,
    toolbar,
)

if TYPE_CHECKING:
    from device.simulator.apps.chat.chat_app import ChatApp

SPLIT = "Split the bill"
_LARGEST = 10**9


def view(app: ChatApp) -> View:
    """Return the programs there are."""
    rows = [list_row(SPLIT, "Tools", icon="apps", on_click=partial(app.push, "split", amount="", people="", each=""))]
    return scaffold(bar=toolbar("Mini Programs", on_up=app.pop), body=scroll_list(*rows, key="programs"))


def split(app: ChatApp) -> View:
    """Return the program that divides an amount among people; it has its own bar, with the capsule that closes it."""
    data = app.page.data

    def change(name: str, content: str) -> None:
        data[name] = content

    def share() -> None:
        amount, people = _number(data["amount"]), _number(data["people"])
        if amount is None or people is None or people != int(people):
            app.phone.show_toast("Enter an amount and how many people pay it")
            return
        data["each"] = f"{amount / people:.2f}"

    capsule = row(
        icon_button("more_horiz", "More", lambda: app.phone.show_toast("Nothing to set here"), width=40),
        icon_button("close", "Close", app.pop, width=40),
        radius=24,
        border="outline_variant",
        width="wrap",
        margin=Insets(0, 0, 8, 0),
    )
    fields = [
        edit_text(name, data[name], partial(change, name), hint=hint, resource_id=name)
        for name, hint in (("amount", "Amount"), ("people", "People"))
    ]
    result = [text(f"{data['each']} each", 28, bold=True, resource_id="each")] if data["each"] else []
    body = column(
        *fields,
        button("Split", share, style="filled", resource_id="split"),
        *result,
        gap=16,
        padding=Insets(24, 16, 24, 16),
        cls="android.webkit.WebView",
    )
    bar = row(text(SPLIT, 20, weight=1, width="fill", padding=Insets(16, 0, 8, 0)), capsule, height=64)
    return scaffold(bar=bar, body=body)


def _number(typed: str) -> float | None:
    try:
        number = float(typed.strip())
    except ValueError:
        return None
    return number if 0 < number < _LARGEST else None

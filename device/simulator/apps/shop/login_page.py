"""The page that asks for a code sent by text message before the shop can be used."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from device.simulator import texting
from device.simulator.apps.preference_file import PreferenceFile
from device.simulator.view import Insets, View
from device.simulator.widgets import button, column, edit_text, row, scaffold, text, toolbar

if TYPE_CHECKING:
    from device.simulator.apps.shop.shop_app import ShopApp

PREFERENCES = "/data/data/com.taobao.taobao/shared_prefs/userinfo.xml"
LOGGED_OUT, MOBILE = "logged_out", "mobile"
SENDER = "TAOBAO"
DELAY_SECONDS, VALID_SECONDS = 1.0, 60.0
"""How long a code takes to arrive, and for how long it can be used; another one is sent only after that."""


def is_needed(app: ShopApp) -> bool:
    """Say whether nobody is logged in: a new phone's owner is."""
    return bool(_preferences(app).read().get(LOGGED_OUT, False))


def counts_down(app: ShopApp) -> bool:
    """Say whether the page shows how long a code still holds."""
    return _left(app) > 0 and is_needed(app)


def view(app: ShopApp) -> View:
    """Return the page."""
    data = _data(app)

    def change(content: str) -> None:
        data["typed"] = content

    field = edit_text(
        "code",
        data["typed"],
        change,
        hint="Verification code",
        resource_id="code",
        on_submit=lambda: _log_in(app),
        width="fill",
        weight=1,
    )
    left = _left(app)
    words = f"Get again in {left} s" if left else "Get code"
    get = button(words, lambda: _send(app), style="tonal", enabled=not left, resource_id="get_code")
    number = str(_preferences(app).read().get(MOBILE, ""))
    form = column(
        text(f"A code is sent by text message to {number}.", 16, width="fill"),
        row(field, get, gap=8),
        button("Log in", lambda: _log_in(app), style="filled", width="fill", resource_id="log_in"),
        gap=24,
        padding=Insets(24, 24, 24, 24),
    )
    return scaffold(bar=toolbar("Log in to Taobao"), body=form)


def _preferences(app: ShopApp) -> PreferenceFile:
    return PreferenceFile(app.phone.files.path(PREFERENCES))


def _data(app: ShopApp) -> dict[str, Any]:
    """Return what is typed, the code that was sent last, and until when it holds."""
    data = app.stack[0].data
    if "typed" not in data:
        data.update(typed="", sent="", until=0.0)
    return data


def _left(app: ShopApp) -> int:
    return max(0, int(_data(app)["until"] - app.phone.clock.now() + 0.999))


def _send(app: ShopApp) -> None:
    data, now = _data(app), app.phone.clock.now()
    draw = Random(f"{app.phone.seed} {now} {data['sent']}")
    data["sent"] = f"{draw.randrange(10**6):06d}"
    data["until"] = now + VALID_SECONDS
    words = f"[Taobao] {data['sent']} is your verification code. It is valid for 60 seconds. Tell it to nobody."
    texting.receive_later(app.phone, SENDER, words, seconds=DELAY_SECONDS)


def _log_in(app: ShopApp) -> None:
    data = _data(app)
    if not data["sent"] or data["typed"].strip() != data["sent"]:
        app.phone.show_toast("Wrong verification code")
    elif not _left(app):
        app.phone.show_toast("The code has expired")
    else:
        _preferences(app).edit({LOGGED_OUT: None})
        app.stack[0].data.clear()
        app.phone.editor.blur()
        app.phone.show_toast("Logged in")

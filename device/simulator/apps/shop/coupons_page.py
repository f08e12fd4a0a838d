"""Coupons: the list of them, and the choice of one for an order."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from device.simulator.apps.shared.list_app import empty_page
from device.simulator.apps.shared.table import Record
from device.simulator.apps.shop.shop_store import money
from device.simulator.view import View
from device.simulator.widgets import dialog, list_row, scaffold, scroll_list, toolbar

if TYPE_CHECKING:
    from device.simulator.apps.shop.shop_app import ShopApp


def view(app: ShopApp) -> View:
    """Return all coupons, those that were used too."""
    rows = [
        list_row(_saves(each), "Used" if each["used"] else _needs(each), icon="label", enabled=not each["used"])
        for each in app.store.coupons.all()
    ]
    body = scroll_list(*rows, key="coupons", resource_id="coupons") if rows else empty_page("No coupons")
    return scaffold(bar=toolbar("Coupons", on_up=app.pop), body=body)


def row(app: ShopApp, chosen: Record | None, total: int) -> View:
    """Return the row of an order that tells which coupon it uses, and opens the choice."""
    shown = _saves(chosen) if chosen is not None else "No coupon"
    return list_row("Coupon", shown, icon="label", on_click=partial(app.open_dialog, "coupon", total))


def choice(app: ShopApp, total: int) -> View:
    """Return the coupons that have not been used; those that ask for a bigger order can't be chosen.

    Args:
        app: The shop.
        total: What the order comes to, in cents.
    """

    def choose(number: int) -> None:
        app.close_dialog()
        app.page.data["coupon"] = number

    rows = [list_row("No coupon", on_click=partial(choose, 0))]
    for each in app.store.coupons.all(where="used = 0"):
        on_click = partial(choose, each["_id"])
        rows.append(list_row(_saves(each), _needs(each), enabled=each["least"] <= total, on_click=on_click))
    return dialog("Choose a coupon", scroll_list(*rows, key="coupons", height="wrap"))


def _saves(coupon: Record) -> str:
    return f"{money(coupon['off'])} off"


def _needs(coupon: Record) -> str:
    return f"For orders from {money(coupon['least'])}"

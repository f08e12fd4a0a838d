"""What has been ordered, and one order."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from device.simulator.apps.shared.list_app import empty_page
from device.simulator.apps.shared.table import Record
from device.simulator.apps.shop import goods_page
from device.simulator.apps.shop.shop_store import CANCELLED, PAID, UNPAID, money
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import button, header, icon_button, list_row, row, scaffold, scroll_list, toolbar

if TYPE_CHECKING:
    from device.simulator.apps.shop.shop_app import ShopApp

_WORDS = {UNPAID: "Waiting for payment", PAID: "Paid", CANCELLED: "Cancelled"}


def view(app: ShopApp) -> View:
    """Return all orders, the newest first."""
    rows = [
        list_row(Own(_title(app, each)), _WORDS[each["status"]], on_click=partial(app.push, "order", each["_id"]))
        for each in app.store.orders.all(order="created DESC, _id DESC")
    ]
    coupons = icon_button("label", "Coupons", partial(app.push, "coupons"), resource_id="coupons")
    body = scroll_list(*rows, key="orders", resource_id="orders") if rows else empty_page("No orders yet")
    return scaffold(bar=toolbar("Orders", actions=[coupons]), body=body, bottom=goods_page.tabs(app))


def _title(app: ShopApp, order: Record) -> str:
    product = app.store.products.get(order["product_id"])
    return str(product["title"]) if product else ""


def order(app: ShopApp) -> View:
    """Return one order, with what can still be done about it."""
    found = app.store.orders.get(app.page.args[0])
    bar = toolbar("Order", on_up=app.pop)
    if found is None:
        return scaffold(bar=bar, body=empty_page("No orders yet"))
    address = app.store.addresses.get(found["address_id"])
    where = list_row(Own(address["name"]), Own(address["line"]), icon="location") if address else None
    actions = []
    if found["status"] == UNPAID:
        actions.append(button("Pay", lambda: app.push("payment", found["_id"]), style="filled", resource_id="pay"))
    if found["status"] != CANCELLED:
        ask = partial(app.open_dialog, "cancel", found["_id"])
        actions.append(button("Cancel order", ask, style="outlined", resource_id="cancel_order"))
    return scaffold(
        bar=bar,
        body=scroll_list(
            list_row(Own(_title(app, found)), f"{money(found['total'])}, {found['quantity']} pieces"),
            list_row("Status", _WORDS[found["status"]]),
            *([header("Address"), where] if where else []),
            row(*actions, gap=16, justify="end", padding=Insets(24, 16, 24, 16)),
            key="order",
        ),
    )

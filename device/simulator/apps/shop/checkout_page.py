"""The cart, what an order is about before it is made, and the payment."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from device.simulator.apps.shared.list_app import empty_page
from device.simulator.apps.shared.table import Record
from device.simulator.apps.shop import coupons_page, goods_page
from device.simulator.apps.shop.shop_store import money
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import (
    button,
    column,
    header,
    icon_button,
    list_row,
    row,
    scaffold,
    scroll_list,
    text,
    toolbar,
)

if TYPE_CHECKING:
    from device.simulator.apps.shop.shop_app import ShopApp


def cart(app: ShopApp) -> View:
    """Return what is in the cart."""
    lines = app.store.cart.all()
    bar = toolbar(f"Cart ({len(lines)})")
    if not lines:
        return scaffold(bar=bar, body=empty_page("Your cart is empty"), bottom=goods_page.tabs(app))
    total = text(f"Total: {money(app.store.total(lines))}", 18, bold=True, weight=1, resource_id="total")
    check_out = button(
        "Check out", lambda: app.push("checkout", 0, 0, address=0), style="filled", resource_id="check_out"
    )
    bottom = column(row(total, check_out, height=64, padding=Insets(24, 0, 16, 0)), goods_page.tabs(app), in_tree=False)
    rows = [_line(app, line) for line in lines]
    return scaffold(bar=bar, body=scroll_list(*rows, key="cart", resource_id="cart"), bottom=bottom)


def _line(app: ShopApp, line: Record) -> View:
    product = app.store.products.get(line["product_id"])
    title, price = (product["title"], product["price"]) if product else ("", 0)

    def change(quantity: int) -> None:
        app.store.cart.save({"quantity": quantity}, line["_id"])

    tools = row(
        goods_page.stepper(line["quantity"], partial(change)),
        icon_button("delete", f"Remove {title}", lambda: app.store.cart.delete([line["_id"]]), resource_id="remove"),
        width="wrap",
        in_tree=False,
    )
    return list_row(Own(title), money(price), trailing=tools)


def _lines(app: ShopApp) -> list[Record]:
    """Return what is about to be ordered: the one thing that is bought now, else the cart."""
    product, quantity = app.page.args
    return [{"_id": 0, "product_id": product, "quantity": quantity}] if product else app.store.cart.all()


def view(app: ShopApp) -> View:
    """Return what is about to be ordered, and where it goes."""
    lines = _lines(app)
    addresses = app.store.addresses.all()
    chosen = next((each for each in addresses if each["_id"] == app.page.data["address"]), None)
    where = (
        list_row(Own(chosen["name"]), Own(chosen["line"]), icon="location", on_click=lambda: app.open_dialog("address"))
        if chosen
        else list_row("Choose an address", icon="location", on_click=lambda: app.open_dialog("address"))
    )
    goods = []
    for line in lines:
        product = app.store.products.get(line["product_id"])
        if product is not None:
            goods.append(list_row(Own(product["title"]), f"{money(product['price'])} x {line['quantity']}"))
    amount = app.store.total(lines)
    coupons = app.store.coupons.all(where="used = 0")
    coupon = next((e for e in coupons if e["_id"] == app.page.data.get("coupon") and e["least"] <= amount), None)
    if coupons:
        goods.append(coupons_page.row(app, coupon, amount))
    submit = button(
        "Submit order",
        lambda: app.order_lines(lines, chosen["_id"] if chosen else 0, coupon),
        style="filled",
        resource_id="submit_order",
        enabled=chosen is not None and bool(goods),
    )
    due = max(0, amount - (coupon["off"] if coupon is not None else 0))
    total = text(f"Total: {money(due)}", 18, bold=True, weight=1, resource_id="total")
    return scaffold(
        bar=toolbar("Confirm order", on_up=app.pop),
        body=scroll_list(header("Address"), where, header("Items"), *goods, key="checkout"),
        bottom=row(total, submit, height=72, padding=Insets(24, 0, 16, 0)),
    )


def payment(app: ShopApp) -> View:
    """Return the payment, which captures show black."""
    orders = [each for each in app.store.orders.all() if each["_id"] in app.page.args]
    amount = money(sum(each["total"] for each in orders))
    return scaffold(
        bar=toolbar("Payment", on_up=app.pop),
        body=column(
            text("Amount to pay", 16, color="on_surface_variant"),
            text(amount, 40, bold=True, resource_id="amount"),
            text("The order has been made. It is sent once it is paid for.", 14, text_align="center"),
            button("Pay now", app.pay, style="filled", resource_id="pay_now"),
            align="center",
            gap=16,
            padding=Insets(24, 64, 24, 24),
        ),
    )

"""The shop's goods: the list with its search and an advertisement, and one thing's page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from device.simulator.apps.shared.list_app import empty_page
from device.simulator.apps.shared.table import Record
from device.simulator.apps.shop.shop_store import MOST, Order, money
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import (
    button,
    card,
    column,
    edit_text,
    icon_button,
    list_row,
    row,
    scaffold,
    scroll_list,
    tab_bar,
    text,
    toolbar,
)

if TYPE_CHECKING:
    from device.simulator.apps.shop.shop_app import ShopApp

_TABS = (("Home", "home"), ("Cart", "label"), ("Orders", "note"))


def tabs(app: ShopApp) -> View:
    """Return the bar that leads to goods, cart and orders."""

    def select(tab: int) -> None:
        app.tab = tab
        app.page.scroll.clear()

    return tab_bar(_TABS, app.tab, select)


def view(app: ShopApp) -> View:
    """Return the goods that are searched for."""

    def change(content: str) -> None:
        app.query = content
        app.page.scroll.clear()

    field = edit_text(
        "search",
        app.query,
        change,
        hint="Search",
        resource_id="search",
        ime_action="search",
        on_submit=app.phone.editor.blur,
        width="fill",
        weight=1,
    )
    sort = icon_button("sort", "Sort", lambda: app.open_dialog("sort"), resource_id="sort")
    choose = icon_button("filter", "Filter", lambda: app.open_dialog("filter"), resource_id="filter")
    rows = [_good(app, each) for each in app.store.found(app.query, Order(app.order), rating=app.rating)]
    if rows and not app.query:
        rows.insert(min(2, len(rows)), _advertisement())
    body = scroll_list(*rows, key="goods", resource_id="goods") if rows else empty_page("Nothing found")
    return scaffold(bar=row(field, sort, choose, height=64, padding=Insets(16, 0, 4, 0)), body=body, bottom=tabs(app))


def _good(app: ShopApp, product: Record) -> View:
    facts = f"{money(product['price'])}, rated {product['rating']:.1f}, {product['sold']} sold"
    return list_row(Own(product["title"]), facts, icon="image", on_click=partial(_open, app, product["_id"]))


def _open(app: ShopApp, product: int) -> None:
    app.push("item", product, quantity=1)


def _advertisement() -> View:
    return card(
        text("Ad", 12, color="on_surface_variant", resource_id="ad_label"),
        text("Big sale: up to 70% off today", 18, bold=True, resource_id="ad_title"),
        background="tertiary_container",
        resource_id="ad",
    )


def stepper(quantity: int, change: partial[None]) -> View:
    """Return a number between two buttons that make it smaller and bigger; `change` takes the new one."""
    return row(
        icon_button("minus", "Fewer", partial(change, max(1, quantity - 1)), resource_id="fewer"),
        text(str(quantity), 18, resource_id="quantity"),
        icon_button("add", "More", partial(change, min(MOST, quantity + 1)), resource_id="more"),
        width="wrap",
        gap=4,
        resource_id="stepper",
    )


def item(app: ShopApp) -> View:
    """Return one thing's page."""
    product = app.store.products.get(app.page.args[0])
    if product is None:
        return scaffold(bar=toolbar("", on_up=app.pop), body=empty_page("Nothing found"))
    quantity, number = app.page.data["quantity"], product["_id"]

    def add() -> None:
        app.store.add(number, quantity)
        app.phone.show_toast("Added to cart")

    def buy() -> None:
        app.push("checkout", number, quantity, address=0)

    facts = f"Rated {product['rating']:.1f}, {product['sold']} sold"
    return scaffold(
        bar=toolbar("Item", on_up=app.pop),
        body=scroll_list(
            column(height=240, background="surface_container_high", in_tree=False),
            text(Own(product["title"]), 22, width="fill", padding=Insets(24, 16, 24, 4), resource_id="title"),
            text(money(product["price"]), 24, bold=True, padding=Insets(24, 0, 24, 4), resource_id="price"),
            text(facts, 14, color="on_surface_variant", padding=Insets(24, 0, 24, 8), resource_id="facts"),
            row(
                text("Quantity", 16, weight=1),
                stepper(quantity, partial(_set_quantity, app)),
                padding=Insets(24, 0, 16, 0),
            ),
            key="item",
        ),
        bottom=row(
            button("Add to cart", add, style="tonal", resource_id="add_to_cart"),
            button("Buy now", buy, style="filled", resource_id="buy_now"),
            justify="end",
            gap=16,
            height=72,
            padding=Insets(16, 0, 16, 0),
        ),
    )


def _set_quantity(app: ShopApp, quantity: int) -> None:
    app.page.data["quantity"] = quantity

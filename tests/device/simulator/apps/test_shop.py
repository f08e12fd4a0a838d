"""Taobao: what taps do to its database and to the screen, and a payment that no capture shows."""

from __future__ import annotations

import pytest

from device.simulator.apps.shop.shop_store import SHOP_DB, ShopStore
from device.simulator.phone import SimulatedPhone
from device.simulator.shell import run_command
from tests.device.simulator.apps.hand import Hand


@pytest.fixture(autouse=True)
def _world(phone: SimulatedPhone) -> None:
    store = ShopStore(phone.files.path(SHOP_DB))
    for title, price, rating in (("Red kettle", 4990, 4.1), ("Blue kettle", 2990, 3.9), ("Wool scarf", 1500, 4.8)):
        store.products.save({"title": title, "price": price, "rating": rating, "sold": 7})
    store.addresses.save({"name": "Ana Reyes", "line": "1 Lake Street"})
    store.addresses.save({"name": "Bo Lund", "line": "2 Hill Street"})
    phone.changed()
    assert phone.launch("com.taobao.taobao")


def stored(phone: SimulatedPhone, query: str) -> str:
    return run_command(phone, f'sqlite3 {SHOP_DB} "{query}"')[0].decode().strip()


def test_goods_are_searched_and_sorted(hand: Hand) -> None:
    assert hand.order("Red kettle", "Blue kettle", "Ad", "Wool scarf")
    hand.type("kettle", into="Search")
    assert not hand.sees("Wool scarf")
    hand.tap("Sort")
    hand.tap("Price: low to high")
    assert hand.order("Blue kettle", "Red kettle")
    hand.tap("Sort")
    hand.tap("Rating: high to low")
    assert hand.order("Red kettle", "Blue kettle")


def test_the_cart_holds_what_was_put_there(phone: SimulatedPhone, hand: Hand) -> None:
    for _ in range(2):
        hand.tap("Blue kettle")
        hand.tap("More")
        hand.tap("Add to cart")
        hand.back()
    assert stored(phone, "select product_id, quantity from cart") == "2|4"
    hand.tap("Cart")
    assert hand.sees("Cart (1)", "Total: \N{YEN SIGN}119.60")
    hand.tap("Fewer")
    assert hand.sees("Total: \N{YEN SIGN}89.70")
    hand.tap("Remove Blue kettle")
    assert hand.sees("Your cart is empty")


def test_an_order_waits_for_its_payment(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("Wool scarf")
    hand.tap("Buy now")
    hand.tap("Submit order")
    assert stored(phone, "select count(*) from orders") == "0"
    hand.tap("Choose an address")
    hand.tap("Bo Lund")
    hand.tap("Submit order")
    assert hand.sees("Payment", "\N{YEN SIGN}15.00", "Pay now")
    assert stored(phone, "select product_id, quantity, address_id, total, status from orders") == "3|1|2|1500|unpaid"
    payment = phone.capture()
    assert payment is not None
    assert not payment[200:2200].any()
    hand.tap("Pay now")
    assert stored(phone, "select status from orders") == "paid"
    assert hand.sees("Wool scarf", "Paid")
    assert phone.screenshot()[200:2200].any()


def test_the_whole_cart_is_ordered(phone: SimulatedPhone, hand: Hand) -> None:
    run_command(phone, f"sqlite3 {SHOP_DB} 'insert into cart values (1, 1, 2), (2, 3, 1)'")
    hand.tap("Cart")
    hand.tap("Check out")
    hand.tap("Choose an address")
    hand.tap("Ana Reyes")
    hand.tap("Submit order")
    assert hand.sees("\N{YEN SIGN}114.80")
    assert stored(phone, "select product_id, total, status from orders") == "1|9980|unpaid\n3|1500|unpaid"
    assert stored(phone, "select count(*) from cart") == "0"


def test_an_order_is_cancelled_after_a_question(phone: SimulatedPhone, hand: Hand) -> None:
    run_command(phone, f"sqlite3 {SHOP_DB} \"insert into orders values (1, 1, 1, 1, 4990, 'paid', 0)\"")
    hand.tap("Orders")
    hand.tap("Red kettle")
    hand.tap("Cancel order")
    hand.tap("Keep it")
    assert stored(phone, "select status from orders") == "paid"
    hand.tap("Cancel order")
    hand.tap("Cancel order")
    assert stored(phone, "select status from orders") == "cancelled"
    assert hand.sees("Cancelled")
    assert not hand.sees("Cancel order")


def test_goods_are_filtered_by_their_rating(hand: Hand) -> None:
    hand.tap("Filter")
    hand.tap("4.0 and up")
    assert hand.order("Red kettle", "Wool scarf")
    assert not hand.sees("Blue kettle")
    hand.tap("Filter")
    hand.tap("Any rating")
    assert hand.sees("Blue kettle")


def test_a_coupon_is_used_once_and_only_where_the_order_is_big_enough(phone: SimulatedPhone, hand: Hand) -> None:
    run_command(phone, f"sqlite3 {SHOP_DB} 'insert into coupons values (1, 500, 1000, 0), (2, 900, 9900, 0)'")
    run_command(phone, f"sqlite3 {SHOP_DB} 'insert into cart values (1, 3, 1), (2, 2, 1)'")
    hand.tap("Wool scarf")
    hand.tap("Buy now")
    hand.tap("Choose an address")
    hand.tap("Bo Lund")
    hand.tap("Coupon")
    hand.tap("\N{YEN SIGN}9.00 off")
    assert hand.sees("Choose a coupon")
    hand.tap("\N{YEN SIGN}5.00 off")
    assert hand.sees("Total: \N{YEN SIGN}10.00")
    hand.tap("Submit order")
    assert stored(phone, "select total from orders") == "1000"
    assert stored(phone, "select _id, used from coupons") == "1|1\n2|0"
    for _ in range(2):
        hand.back()
    hand.tap("Orders")
    hand.tap("Coupons")
    assert hand.sees("Used", "For orders from \N{YEN SIGN}99.00")

"""Templates of Taobao: an order with the best coupon, and something that is not sold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from random import Random

from device.phone import Phone
from perception.screen import Role, Screen
from tasks.answer import Answer
from tasks.moves import Back, Done, Move, Open
from tasks.rules import fill, find
from tasks.template import Draft, Split, Template
from tasks.templates.androidworld.phone_kit import Record, matches, rows
from tasks.templates.androidworld.steps import is_front, row_with, touch
from tasks.templates.shop import ADJECTIVES, APP, DATABASE, UNPAID, Product, World, order_move, same_title, some_world


def _coupon_move(product: Product, name: str, saves: str, screen: Screen, progress: Sequence[Move]) -> Move:
    if find(screen, "Choose a coupon") is not None:
        return touch(screen, saves) or Back()
    if find(screen, "Confirm order") is not None and find(screen, name) is not None:
        chosen = row_with(screen, "Coupon", saves) is not None
        return touch(screen, "Submit order" if chosen else "Coupon") or Back()
    return order_move(product, name, screen, progress)


def _is_ordered(world: World, made: Record, used: Record, phone: Phone) -> bool:
    found = rows(phone, DATABASE, "SELECT off, least, used FROM coupons")
    wanted = [{**each, "used": int(each is used)} for each in world.coupons]
    return world.is_kept(phone, orders=[*world.orders, made]) and matches(found, wanted)


def _draw_coupon(rng: Random, split: Split) -> Draft:
    world = some_world(rng, split)
    product, address = same_title(world)[0], rng.choice(world.addresses)
    price = product.cents
    best: Record = {"off": price // 4, "least": price // 2, "used": 0}
    # One that saves less, two that save more and ask for a bigger order, and one that was used before is not there.
    others: list[Record] = [
        {"off": price // 8, "least": 100, "used": 0},
        {"off": price // 3, "least": price + 100, "used": 0},
        {"off": price // 2, "least": 2 * price, "used": 0},
    ]
    world = replace(world, coupons=tuple(rng.sample([best, *others], 4)))
    made = {
        "product_id": product.number, "quantity": 1, "address_id": address["_id"], "total": price - best["off"],
        "status": UNPAID,
    }  # fmt: skip
    return Draft(
        parameters={"item": product.title, "name": str(address["name"])},
        setup=world.setup,
        check=partial(_is_ordered, world, made, best),
        solve=partial(_coupon_move, product, str(address["name"]), f"\N{YEN SIGN}{best['off'] / 100:.2f} off"),
        may_change=("*/shop.db:orders", "*/shop.db:coupons"),
    )


def _missing_move(title: str, screen: Screen, progress: Sequence[Move]) -> Move:
    if not is_front(screen, APP):
        return Open(app=APP)
    field = find(screen, "Search", Role.FIELD)
    if field is None:
        return touch(screen, "Home") or Back()
    return fill(field, title) or Done(message="not sold")


def _draw_missing(rng: Random, split: Split) -> Draft:
    world = some_world(rng, split)
    titles = {product.title for product in world.products}
    kind = same_title(world)[0].title.partition(" ")[2]
    title = rng.choice([f"{each} {kind}" for each in ADJECTIVES if f"{each} {kind}" not in titles])
    return Draft(
        parameters={"item": title, "quantity": str(rng.randint(1, 4))},
        setup=world.setup,
        check=lambda phone: world.is_kept(phone, orders=world.orders),
        solve=partial(_missing_move, title),
        answer=Answer(kind="words", values=("not sold",)),
        may_change=(),
    )


NOT_SOLD = 'If Taobao does not sell it, put nothing into the cart and answer "not sold".'

TEMPLATES: tuple[Template, ...] = (
    Template(
        name="shop_use_coupon",
        app=APP,
        phrasings=(
            'Order one of the cheapest "{item}" on Taobao to the address of {name}, with the coupon that saves most on'
            " it, and stop before you pay",
            'Buy the cheapest "{item}" on Taobao for {name}, sent to the address stored there; use the best coupon that'
            " can be used, and leave the payment to me",
        ),
        held_out=('Have the cheapest "{item}" on Taobao sent to {name}, with the best coupon; do not pay for it',),
        draw=_draw_coupon,
        steps=20,
    ),
    Template(
        name="shop_not_sold",
        app=APP,
        phrasings=(
            'Put {quantity} of "{item}" into the cart of Taobao. ' + NOT_SOLD,
            'Add {quantity} pieces of "{item}" to my Taobao cart. ' + NOT_SOLD,
        ),
        held_out=('My Taobao cart should hold {quantity} of "{item}". ' + NOT_SOLD,),
        draw=_draw_missing,
        steps=12,
    ),
)

"""Templates of Taobao: things put into the cart, compared, ordered up to the payment, and cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from random import Random

from device.phone import Phone
from perception.screen import Role, Screen
from tasks.answer import Answer
from tasks.moves import Back, Done, Move, Open, Touch
from tasks.pools import first_name, last_name, word
from tasks.rules import fill, find
from tasks.template import Draft, Split, Template
from tasks.templates.androidworld.phone_kit import NOW, Record, begin, fill_table, matches, nothing, rows
from tasks.templates.androidworld.steps import is_front, look_further, touch, touches

APP = "Taobao"
DATABASE = "/data/data/com.taobao.taobao/databases/shop.db"
CHEAPEST = "Price: low to high"
UNPAID, PAID, CANCELLED = "unpaid", "paid", "cancelled"
ADJECTIVES = ("Blue", "Foldable", "Large", "Light", "Red", "Round", "Small", "Soft", "Steel", "Wooden")


@dataclass(frozen=True, kw_only=True)
class Product:
    """Something that is sold; `cents` is its price."""

    number: int
    title: str
    cents: int
    rating: float
    sold: int

    @property
    def row(self) -> Record:
        """Its row."""
        return {
            "_id": self.number, "title": self.title, "price": self.cents, "rating": self.rating, "sold": self.sold,
        }  # fmt: skip

    @property
    def price(self) -> str:
        """The price as the shop shows it."""
        return f"\N{YEN SIGN}{self.cents / 100:.2f}"


@dataclass(frozen=True, kw_only=True)
class World:
    """What is sold, where things can be sent, and what has been ordered."""

    products: tuple[Product, ...]
    addresses: tuple[Record, ...]
    orders: tuple[Record, ...]
    coupons: tuple[Record, ...] = ()

    def setup(self, phone: Phone) -> None:
        """Leave exactly this on the phone, and an empty cart."""
        begin(phone, APP)
        fill_table(phone, DATABASE, "products", (product.row for product in self.products))
        fill_table(phone, DATABASE, "addresses", self.addresses)
        fill_table(phone, DATABASE, "orders", self.orders)
        fill_table(phone, DATABASE, "coupons", self.coupons)
        fill_table(phone, DATABASE, "cart", ())

    def is_kept(self, phone: Phone, *, orders: Sequence[Record], cart: Sequence[Record] = ()) -> bool:
        """Say whether orders and cart are exactly these; the rest is watched elsewhere."""
        found = {table: rows(phone, DATABASE, f"SELECT * FROM {table}") for table in ("orders", "cart")}
        return matches(found["orders"], orders) and matches(found["cart"], cart)


def some_world(rng: Random, split: Split) -> World:
    """Draw three of one title at different prices, others of its kind, other things, two addresses and three orders."""
    kinds = [word(rng, split)]
    while len(kinds) < 4:
        kinds = list(dict.fromkeys([*kinds, word(rng, split)]))
    first, *others = rng.sample(ADJECTIVES, 5)
    titles = [f"{first} {kinds[0]}"] * 3 + [f"{adjective} {kinds[0]}" for adjective in others]
    titles += [f"{rng.choice(ADJECTIVES)} {kind}" for kind in kinds[1:] for _ in range(2)]
    prices = rng.sample(range(500, 30_000, 10), len(titles))
    places = rng.sample(range(1, len(titles) + 1), len(titles))
    products = [
        Product(number=place, title=title, cents=cents, rating=rng.randint(30, 50) / 10, sold=rng.randrange(10, 9000))
        for place, title, cents in zip(places, titles, prices, strict=True)
    ]
    name = first_name(rng, split)
    addresses: list[Record] = []
    for number, last in enumerate(dict.fromkeys(last_name(rng, split) for _ in range(5)), 1):
        line = f"{rng.randrange(1, 200)} {word(rng, split).capitalize()} Street"
        addresses.append({"_id": number, "name": f"{name} {last}", "line": line})
    orders = [
        _order(product, 1, 1, minutes_ago=3000 - 100 * place, status=PAID)
        for place, product in enumerate((products[0], products[3], products[7], products[9]))
    ]
    ordered = tuple(sorted(products, key=lambda product: product.number))
    return World(products=ordered, addresses=tuple(addresses[:3]), orders=tuple(orders))


def _order(product: Product, quantity: int, address: int, *, minutes_ago: int, status: str) -> Record:
    moment = int(NOW.timestamp() - 60 * minutes_ago) * 1000
    return {
        "product_id": product.number, "quantity": quantity, "address_id": address, "total": product.cents * quantity,
        "status": status, "created": moment,
    }  # fmt: skip


def same_title(world: World) -> list[Product]:
    """Return the three of one title, the cheapest first."""
    titles = [product.title for product in world.products]
    same = [product for product in world.products if titles.count(product.title) == 3]
    return sorted(same, key=lambda product: product.cents)


def _towards_item(product: Product, screen: Screen, progress: Sequence[Move]) -> Move:
    """Return the move towards the page of one thing, by search and price."""
    if not is_front(screen, APP):
        return Open(app=APP)
    if touch(screen, "Orders") is None:
        return Back()
    field = find(screen, "Search", Role.FIELD)
    if field is None:
        return touch(screen, "Home") or Back()
    typing = fill(field, product.title)
    if typing is not None:
        return typing
    for element in screen.elements:
        if element.text == product.title and element.detail.startswith(f"{product.price},"):
            return Touch(element=element)
    return look_further(progress)


def _is_item(product: Product, screen: Screen) -> bool:
    return touch(screen, "Buy now") is not None and find(screen, product.price) is not None


def _cart_move(product: Product, quantity: int, screen: Screen, progress: Sequence[Move]) -> Move:
    if touches(progress, "Add to cart"):
        return Done(message=f"{quantity} of {product.title} are in the cart.")
    if not _is_item(product, screen):
        return _towards_item(product, screen, progress)
    if find(screen, str(quantity)) is None:
        return touch(screen, "More") or look_further(progress)
    return touch(screen, "Add to cart") or Back()


def _draw_cart(rng: Random, split: Split) -> Draft:
    world, quantity = some_world(rng, split), rng.randint(1, 4)
    product = same_title(world)[0]
    wanted = [{"product_id": product.number, "quantity": quantity}]
    return Draft(
        parameters={"item": product.title, "quantity": str(quantity)},
        setup=world.setup,
        check=lambda phone: world.is_kept(phone, orders=world.orders, cart=wanted),
        solve=partial(_cart_move, product, quantity),
        may_change=("*/shop.db:cart",),
    )


def _cheapest_move(kind: str, answer: str, screen: Screen, progress: Sequence[Move]) -> Move:
    """Search, sort by price, and answer."""
    if not is_front(screen, APP):
        return Open(app=APP)
    option = find(screen, CHEAPEST, Role.RADIO)
    if option is not None:
        return Touch(element=option)
    field = find(screen, "Search", Role.FIELD)
    if field is None:
        return Back()
    typing = fill(field, kind)
    if typing is not None:
        return typing
    return Done(message=answer) if touches(progress, CHEAPEST) else touch(screen, "Sort") or Back()


def _draw_cheapest(rng: Random, split: Split) -> Draft:
    world = some_world(rng, split)
    kind = same_title(world)[0].title.partition(" ")[2]
    titles = [product.title for product in world.products]
    single = [each for each in world.products if each.title.endswith(f" {kind}") and titles.count(each.title) == 1]
    wanted = rng.choice(single)
    found = min(
        (each for each in world.products if each.title.endswith(f" {kind}") and each.rating >= wanted.rating),
        key=lambda product: product.cents,
    )
    answer = Answer(kind="words", values=(found.title,))
    return Draft(
        parameters={"kind": kind, "rating": f"{wanted.rating:.1f}"},
        setup=world.setup,
        check=nothing,
        solve=partial(_cheapest_move, kind, found.title),
        answer=answer,
        may_change=(),
    )


def order_move(product: Product, name: str, screen: Screen, progress: Sequence[Move]) -> Move:
    """Return the move that orders one thing to somebody's address, up to the payment."""
    if touches(progress, "Submit order"):
        return Done(message="The order is made and waits for your payment.")
    if find(screen, "Confirm order") is not None:
        if find(screen, name) is not None:
            return touch(screen, "Submit order") or Back()
        return touch(screen, "Choose an address") or Back()
    if find(screen, "Choose an address") is not None:
        return touch(screen, name) or look_further(progress)
    if _is_item(product, screen):
        return touch(screen, "Buy now") or Back()
    return _towards_item(product, screen, progress)


def _draw_order(rng: Random, split: Split) -> Draft:
    world = some_world(rng, split)
    product, address = same_title(world)[0], rng.choice(world.addresses)
    made = {
        "product_id": product.number, "quantity": 1, "address_id": address["_id"], "total": product.cents,
        "status": UNPAID,
    }  # fmt: skip
    return Draft(
        parameters={"item": product.title, "name": str(address["name"])},
        setup=world.setup,
        check=lambda phone: world.is_kept(phone, orders=[*world.orders, made]),
        solve=partial(order_move, product, str(address["name"])),
        may_change=("*/shop.db:orders",),
    )


def _cancel_move(title: str, screen: Screen, progress: Sequence[Move]) -> Move:
    if not is_front(screen, APP):
        return Open(app=APP)
    if find(screen, "Cancel this order?") is not None:
        return touch(screen, "Cancel order") or Back()
    if find(screen, "Status") is not None:
        if find(screen, title) is None:
            return Back()
        if find(screen, "Cancelled") is not None or touch(screen, "Cancel order") is None:
            return Done(message="The order is cancelled.")
        return touch(screen, "Cancel order") or Back()
    if find(screen, "Search", Role.FIELD) is not None or touch(screen, "Home") is None:
        return touch(screen, "Orders") or Back()
    return touch(screen, title) or look_further(progress)


def _draw_cancel(rng: Random, split: Split) -> Draft:
    world = some_world(rng, split)
    doomed = rng.choice(world.orders)
    title = next(product.title for product in world.products if product.number == doomed["product_id"])
    kept = [{**each, "status": CANCELLED} if each is doomed else each for each in world.orders]
    orders = [each for each in world.orders if each is not doomed]
    names = {product.number: product.title for product in world.products}
    if title in [names[each["product_id"]] for each in orders]:
        return _draw_cancel(rng, split)
    return Draft(
        parameters={"item": title},
        setup=world.setup,
        check=lambda phone: world.is_kept(phone, orders=kept),
        solve=partial(_cancel_move, title),
        may_change=("*/shop.db:orders",),
    )


TEMPLATES: tuple[Template, ...] = (
    Template(
        name="shop_add_to_cart",
        app=APP,
        phrasings=(
            'Put {quantity} of the cheapest "{item}" into the cart of Taobao',
            'Add {quantity} pieces of "{item}" at the lowest price to my Taobao cart',
        ),
        held_out=('My Taobao cart should hold {quantity} of the "{item}" that costs least',),
        draw=_draw_cart,
        steps=16,
    ),
    Template(
        name="shop_cheapest_rated",
        app=APP,
        phrasings=(
            "What is the cheapest {kind} on Taobao that is rated {rating} or better? Give its title alone",
            "Which {kind} with a rating of at least {rating} costs least on Taobao? Answer with its title only",
        ),
        held_out=("Find the least expensive {kind} rated {rating} or more on Taobao and tell me its title",),
        draw=_draw_cheapest,
        steps=12,
    ),
    Template(
        name="shop_order_to_address",
        app=APP,
        phrasings=(
            'Order one of the cheapest "{item}" on Taobao to the address of {name}, and stop before you pay',
            'Buy the cheapest "{item}" on Taobao for {name}, sent to the address stored there; leave the payment to me',
        ),
        held_out=('Have the cheapest "{item}" on Taobao sent to {name}, but do not pay for it',),
        draw=_draw_order,
        steps=16,
    ),
    Template(
        name="shop_cancel_order",
        app=APP,
        phrasings=('Cancel my Taobao order of the "{item}"', 'I no longer want the "{item}" that I ordered on Taobao'),
        held_out=('The "{item}" from Taobao should not be sent, cancel it',),
        draw=_draw_cancel,
        steps=12,
    ),
)

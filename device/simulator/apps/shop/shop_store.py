"""What the shop keeps on the phone: goods, the cart, coupons, addresses, orders. Amounts are in cents."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from device.simulator.apps.shared.table import Record, Table

SHOP_DB = "/data/data/com.taobao.taobao/databases/shop.db"

_SCHEMA = """
CREATE TABLE products (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL, price INTEGER NOT NULL, rating REAL NOT NULL,
    sold INTEGER NOT NULL DEFAULT 0);
CREATE TABLE cart (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, product_id INTEGER NOT NULL UNIQUE, quantity INTEGER NOT NULL);
CREATE TABLE coupons (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, off INTEGER NOT NULL, least INTEGER NOT NULL,
    used INTEGER NOT NULL DEFAULT 0);
CREATE TABLE addresses (_id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, line TEXT NOT NULL);
CREATE TABLE orders (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, product_id INTEGER NOT NULL, quantity INTEGER NOT NULL,
    address_id INTEGER NOT NULL, total INTEGER NOT NULL, status TEXT NOT NULL, created INTEGER NOT NULL);
"""
UNPAID, PAID, CANCELLED = "unpaid", "paid", "cancelled"
MOST = 99
"""How many of one thing may be in the cart."""


class Order(Enum):
    """What the goods are sorted by."""

    DEFAULT = "Default"
    PRICE = "Price: low to high"
    RATING = "Rating: high to low"


_SQL = {Order.DEFAULT: "_id", Order.PRICE: "price, _id", Order.RATING: "rating DESC, _id"}


class ShopStore:
    """Reads and changes the database of one phone."""

    def __init__(self, path: Path) -> None:
        """Bind the file on the host."""
        self._path = path

    def create(self) -> None:
        """Make the file where there is none yet."""
        self.products.create()

    @property
    def products(self) -> Table:
        """The goods."""
        return self._table("products")

    @property
    def cart(self) -> Table:
        """What is in the cart."""
        return self._table("cart")

    @property
    def coupons(self) -> Table:
        """What can be saved: so much off an order that comes to at least so much."""
        return self._table("coupons")

    @property
    def addresses(self) -> Table:
        """Where things can be sent."""
        return self._table("addresses")

    @property
    def orders(self) -> Table:
        """What has been ordered."""
        return self._table("orders")

    def found(self, query: str, order: Order, *, rating: float = 0.0) -> list[Record]:
        """Return the goods whose titles have all words of a query, and that are rated so or better."""
        words = query.casefold().split()
        every = [each for each in self.products.all(order=_SQL[order]) if each["rating"] >= rating]
        return [each for each in every if all(word in str(each["title"]).casefold() for word in words)]

    def add(self, product: int, quantity: int) -> None:
        """Put something into the cart, beside what is there."""
        for line in self.cart.all():
            if line["product_id"] == product:
                self.cart.save({"quantity": min(MOST, line["quantity"] + quantity)}, line["_id"])
                return
        self.cart.save({"product_id": product, "quantity": quantity})

    def total(self, lines: list[Record]) -> int:
        """Return what some lines cost together; goods that have gone cost nothing."""
        prices = {product["_id"]: product["price"] for product in self.products.all()}
        return sum(prices.get(line["product_id"], 0) * line["quantity"] for line in lines)

    def _table(self, name: str) -> Table:
        return Table(path=self._path, schema=_SCHEMA, name=name, key="_id")


def money(cents: int) -> str:
    """Return an amount as the shop shows it."""
    return f"\N{YEN SIGN}{cents / 100:.2f}"

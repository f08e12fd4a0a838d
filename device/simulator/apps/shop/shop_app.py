"""`ShopApp`: which page of the shop is in front, and what its buttons do."""

from __future__ import annotations

from typing import ClassVar

from device.simulator.app import App, AppIcon, Page
from device.simulator.apps.shared.questions import question
from device.simulator.apps.shared.table import Record
from device.simulator.apps.shop import checkout_page, coupons_page, goods_page, login_page, orders_page
from device.simulator.apps.shop.shop_store import CANCELLED, PAID, SHOP_DB, UNPAID, Order, ShopStore
from device.simulator.apps.sqlite_file import remove_database
from device.simulator.texts import Own
from device.simulator.view import View
from device.simulator.widgets import dialog as dialog_box
from device.simulator.widgets import list_row, radio_row, scroll_list

_RATINGS = (0.0, 3.5, 4.0, 4.5)


class ShopApp(App):
    """Taobao without a network.

    Attributes:
        tab: Home, cart or orders, from 0.
        query: What is searched for.
        order: What the goods are sorted by, the value of an `Order`.
        rating: Goods that are rated worse are left out.
    """

    package = "com.taobao.taobao"
    activity = "com.taobao.tao.TBMainActivity"
    label = "Taobao"
    icon: ClassVar[AppIcon | None] = AppIcon(glyph="label", background=(255, 80, 0))
    on_home_screen: ClassVar[bool] = False
    is_system: ClassVar[bool] = False
    version = "10.27.0"

    tab: int
    query: str
    order: str
    rating: float

    def install(self) -> None:
        """Make the database, without goods."""
        self.store.create()

    def uninstall_data(self) -> None:
        """Delete the database, and who is logged in."""
        remove_database(self.phone.files.path(SHOP_DB))
        self.phone.files.path(login_page.PREFERENCES).unlink(missing_ok=True)

    def reset(self) -> None:
        """Show the goods."""
        super().reset()
        self.tab, self.query, self.order, self.rating = 0, "", Order.DEFAULT.value, 0.0

    @property
    def store(self) -> ShopStore:
        """The phone's goods, cart, addresses and orders."""
        return ShopStore(self.phone.files.path(SHOP_DB))

    def time_key(self, now: float) -> object:
        """Return the second while a code's time runs out."""
        return int(now) if login_page.counts_down(self) else super().time_key(now)

    @property
    def is_secure(self) -> bool:
        """Whether the payment is in front, which no capture shows."""
        return self.page.name == "payment"

    def view(self) -> View:
        """Build the page in front, or the one that asks who it is."""
        if login_page.is_needed(self):
            return login_page.view(self)
        pages = {
            "item": goods_page.item,
            "checkout": checkout_page.view,
            "payment": checkout_page.payment,
            "order": orders_page.order,
            "coupons": coupons_page.view,
        }
        return pages[self.page.name](self) if self.page.name in pages else self._tab()

    def _tab(self) -> View:
        return (goods_page.view, checkout_page.cart, orders_page.view)[self.tab](self)

    def dialog_view(self, dialog: Page) -> View:
        """Build a choice or a question."""
        match dialog.name:
            case "sort":
                return dialog_box("Sort by", *(self._order_row(each) for each in Order))
            case "filter":
                return dialog_box("Rating", *(self._rating_row(each) for each in _RATINGS))
            case "coupon":
                return coupons_page.choice(self, dialog.args[0])
            case "address":
                rows = [self._address_row(each) for each in self.store.addresses.all()]
                return dialog_box("Choose an address", scroll_list(*rows, key="addresses", height="wrap"))
            case _:
                number = dialog.args[0]
                return question(
                    self, "", "Cancel this order?", "Cancel order", lambda: self._cancel(number), cancel="Keep it"
                )

    def _order_row(self, order: Order) -> View:
        return radio_row(order.value, order.value == self.order, lambda: self._sort(order))

    def _rating_row(self, rating: float) -> View:
        words = f"{rating:.1f} and up" if rating else "Any rating"
        return radio_row(words, rating == self.rating, lambda: self._filter(rating))

    def _address_row(self, address: Record) -> View:
        return list_row(
            Own(address["name"]), Own(address["line"]), icon="location", on_click=lambda: self._choose(address)
        )

    def order_lines(self, lines: list[Record], address: int, coupon: Record | None = None) -> None:
        """Order some lines of the cart; what is ordered leaves it, and waits for the payment.

        Args:
            lines: What is ordered, each as an order of its own.
            address: Where it goes.
            coupon: What is used up for it: the first lines cost less, as far as it reaches.
        """
        now, made, off = int(self.phone.clock.now() * 1000), [], coupon["off"] if coupon is not None else 0
        for line in lines:
            values = {"product_id": line["product_id"], "quantity": line["quantity"], "address_id": address}
            total = self.store.total([line])
            values |= {"total": max(0, total - off), "status": UNPAID, "created": now}
            off = max(0, off - total)
            made.append(self.store.orders.save(values))
        self.store.cart.delete(line["_id"] for line in lines if line["_id"])
        if coupon is not None:
            self.store.coupons.save({"used": 1}, coupon["_id"])
        self.pop()
        self.push("payment", *made)

    def pay(self) -> None:
        """Pay for the orders that the page in front is about."""
        for number in self.page.args:
            self.store.orders.save({"status": PAID}, number)
        del self.stack[1:]
        self.phone.editor.blur()
        self.tab = 2
        self.phone.show_toast("Paid")

    def back(self) -> bool:
        """Empty the search first, then go to the goods."""
        if len(self.stack) == 1 and self.tab == 0 and self.query:
            self.query = ""
            return True
        if len(self.stack) == 1 and self.tab:
            self.tab = 0
            return True
        return super().back()

    def _sort(self, order: Order) -> None:
        self.close_dialog()
        self.order = order.value
        self.page.scroll.clear()

    def _filter(self, rating: float) -> None:
        self.close_dialog()
        self.rating = rating
        self.page.scroll.clear()

    def _choose(self, address: Record) -> None:
        self.close_dialog()
        self.page.data["address"] = address["_id"]

    def _cancel(self, number: int) -> None:
        self.store.orders.save({"status": CANCELLED}, number)
        self.phone.show_toast("Order cancelled")

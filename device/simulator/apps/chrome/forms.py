"""`Forms`: what a person has done to a page's fields, and what happens when a form is sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from device.simulator.apps.chrome import web
from device.simulator.apps.chrome.document import Element

if TYPE_CHECKING:
    from device.simulator.apps.chrome.chrome_app import ChromeApp

_FIELDS = frozenset({"input", "select", "textarea"})
_BUTTONS = frozenset({"submit", "button", "reset", "image"})
COOKIE = "data-cookie"
"""Attribute of a dialog that a site's script would show until a cookie has this name; its buttons' values are kept."""


class Forms:
    """Reads and changes `ChromeApp.fields`, which holds what differs from the page, by elements' numbers."""

    def __init__(self, app: ChromeApp, root: Element) -> None:
        """Bind the page that is in front."""
        self._app, self._root = app, root

    def label_of(self, element: Element) -> str:
        """Return what a field is called: by its label, else by itself."""
        for label in self._root.walk():
            if label.tag == "label" and (
                (element.get("id") and label.get("for") == element.get("id"))
                or any(each.number == element.number for each in label.walk())
            ):
                return " ".join(" ".join(each for each in label.children if isinstance(each, str)).split())
        return element.get("aria-label")

    def value(self, element: Element) -> str:
        """Return a field's value; of a box, whether it is ticked: what it stands for, or nothing."""
        kept = self._app.fields.get(str(element.number))
        if kept is not None:
            return kept
        kind = element.get("type").lower()
        if kind in ("checkbox", "radio"):
            return element.get("value", "on") if "checked" in element.attributes else ""
        if element.tag == "textarea":
            return element.words
        if element.tag == "select":
            options = self.options(element)
            chosen = [each for each in options if "selected" in each.attributes] or options
            return chosen[0].get("value", chosen[0].words) if chosen else ""
        if kind == "range":
            return element.get("value") or str((self.number(element, "min", 0) + self.number(element, "max", 100)) // 2)
        return element.get("value")

    def options(self, element: Element) -> list[Element]:
        """Return what can be chosen."""
        return [each for each in element.walk() if each.tag == "option"]

    def option(self, element: Element) -> str:
        """Return the words of what is chosen."""
        value = self.value(element)
        return next((e.words for e in self.options(element) if e.get("value", e.words) == value), "")

    def number(self, element: Element, name: str, fallback: int) -> int:
        """Return an attribute that is a number."""
        value = element.get(name)
        return int(value) if value.lstrip("-").isdecimal() else fallback

    def write(self, element: Element, value: str) -> None:
        """Give a field a value."""
        self._app.fields[str(element.number)] = value

    def slide(self, element: Element, value: float) -> None:
        """Set a slider."""
        self.write(element, str(round(value)))

    def tick(self, element: Element) -> None:
        """Tick a box or take the tick away; of radio buttons with one name only one is on."""
        value = element.get("value", "on")
        if element.get("type").lower() == "checkbox":
            self.write(element, "" if self.value(element) else value)
            return
        for each in self._root.walk():
            if each.tag == "input" and each.get("type").lower() == "radio" and each.get("name") == element.get("name"):
                self.write(each, value if each.number == element.number else "")

    def is_open(self, element: Element) -> bool:
        """Say whether details are shown."""
        kept = self._app.fields.get(str(element.number))
        return kept == "open" if kept is not None else "open" in element.attributes

    def toggle(self, element: Element) -> None:
        """Show details or hide them."""
        self.write(element, "closed" if self.is_open(element) else "open")

    def open_dialog(self) -> Element | None:
        """Return the dialog that lies over the page."""
        for each in self._root.walk():
            if each.tag == "dialog" and self.is_open(each):
                name, host = each.get(COOKIE), web.host_of(self._app.address)
                if not name or web.cookie(self._app.phone, host, name) is None:
                    return each
        return None

    def press(self, element: Element, form: Element | None, dialog: Element | None) -> None:
        """Press a button: it closes the dialog that it is in, sends its form, or empties that."""
        kind = element.get("type").lower() or "submit"
        if dialog is not None and (form is None or form.get("method").lower() == "dialog"):
            if dialog.get(COOKIE):
                value = element.get("value") or element.words
                web.set_cookie(self._app.phone, web.host_of(self._app.address), dialog.get(COOKIE), value)
            self.write(dialog, "closed")
        elif kind == "reset":
            for each in form.walk() if form is not None else ():
                self._app.fields.pop(str(each.number), None)
        elif kind == "submit":
            self.submit(form, element)

    def submit(self, form: Element | None, pressed: Element | None) -> None:
        """Send a form and go where it leads; where something that is required is missing, nothing is sent."""
        if form is None:
            return
        missing = next((e for e in form.walk() if "required" in e.attributes and not self.value(e).strip()), None)
        if missing is not None:
            self._app.phone.show_toast("Please fill out this field.")
            return
        address = web.follow(self._app.address, form.get("action"))
        web.send(self._app.phone, address, dict(self._sent(form, pressed)))
        self._app.visit(address)

    def _sent(self, form: Element, pressed: Element | None) -> Iterator[tuple[str, str]]:
        """Yield the fields that a form sends, by the rules of HTML: named, and boxes only where they are ticked."""
        for each in form.walk():
            kind = each.get("type").lower()
            if each.tag not in _FIELDS or not each.get("name") or kind in _BUTTONS:
                continue
            value = self.value(each)
            if value or kind not in ("checkbox", "radio"):
                yield each.get("name"), value
        if pressed is not None and pressed.get("name"):
            yield pressed.get("name"), pressed.get("value")

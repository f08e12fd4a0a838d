"""`Hand`: uses a simulated phone like a person, by what its hierarchy says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from device.simulator.phone import SimulatedPhone

_BACK = 4


class Hand:
    """Finds elements of the dumped hierarchy by what is written on them and touches their middle."""

    def __init__(self, phone: SimulatedPhone) -> None:
        """Take the phone in hand."""
        self.phone = phone

    def nodes(self) -> list[etree._Element]:
        """Return all nodes of the hierarchy, in document order."""
        root = etree.fromstring(self.phone.hierarchy().encode())
        return list(root.iter("node"))

    def find(self, name: str = "", *, cls: str = "", resource_id: str = "", index: int = 0) -> etree._Element:
        """Return the node whose text or description is ``name`` and whose class or resource id ends as given.

        Raises:
            AssertionError: There is none; the message tells what there is.
        """
        found = [
            node
            for node in self.nodes()
            if (not name or name in (node.get("text"), node.get("content-desc")))
            and node.get("class", "").endswith(cls)
            and node.get("resource-id", "").endswith(resource_id)
        ]
        assert len(found) > index, f"no {name or cls or resource_id!r} among {self.words()}"
        return found[index]

    def words(self) -> list[str]:
        """Return the texts and descriptions on the screen, keyboard and system bars left out."""
        return [word for node in self._of_app() for word in (node.get("text"), node.get("content-desc")) if word]

    def sees(self, *words: str) -> bool:
        """Say whether all ``words`` are on the screen."""
        return set(words) <= set(self.words())

    def tap(self, name: str = "", *, cls: str = "", resource_id: str = "", index: int = 0) -> None:
        """Tap a node."""
        self.phone.tap(*_middle(self.find(name, cls=cls, resource_id=resource_id, index=index)))

    def hold(self, name: str) -> None:
        """Press a node for long."""
        self.phone.long_press(*_middle(self.find(name)))

    def type(self, text: str, *, into: str = "", cls: str = "", resource_id: str = "", index: int = 0) -> None:
        """Replace a field's content: tap it, select all, type; the keyboard goes away afterwards."""
        self.tap(into, cls=cls, resource_id=resource_id, index=index)
        self.phone.select_all()
        assert self.phone.commit_text(text)
        self.phone.press_key(_BACK)

    def back(self) -> None:
        """Press BACK."""
        self.phone.press_key(_BACK)

    def order(self, *words: str) -> bool:
        """Say whether ``words`` are on the screen in this order."""
        shown = [word for word in self.words() if word in words]
        return list(dict.fromkeys(shown)) == list(words)

    def _of_app(self) -> Iterator[etree._Element]:
        return (
            node
            for node in self.nodes()
            if node.get("package") not in ("com.android.systemui", "com.google.android.inputmethod.latin")
        )


def _middle(node: etree._Element) -> tuple[int, int]:
    left, top, right, bottom = map(int, re.findall(r"-?\d+", node.get("bounds", "")))
    return (left + right) // 2, (top + bottom) // 2

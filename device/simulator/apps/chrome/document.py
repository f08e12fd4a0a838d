"""Reads an HTML page into elements: a small part of HTML's grammar, and no scripts."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_SILENT = frozenset({"script", "style", "template", "noscript", "head"})
_ENDS = {
    "p": {"p"},
    "li": {"li"},
    "option": {"option"},
    "tr": {"tr", "td", "th"},
    "td": {"td", "th"},
    "th": {"td", "th"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
}
"""Elements that the start of one ends, as their end tags may be left out (HTML Living Standard, 13.1.2.4)."""
_BARRIERS = frozenset({"ul", "ol", "dl", "table", "select", "form", "div", "section", "dialog", "details", "body"})
_DEEPEST, _MOST = 24, 2000
"""Elements that are read: within each other, and in all."""


@dataclass(frozen=True, kw_only=True)
class Element:
    """An element of a page.

    Attributes:
        tag: Its name.
        number: Its place in the document, by which the page's state knows it.
        attributes: By name; an empty text where one has no value.
        children: Elements and texts, in order.
    """

    tag: str
    number: int = 0
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def get(self, name: str, fallback: str = "") -> str:
        """Return an attribute."""
        return self.attributes.get(name, fallback)

    def walk(self) -> Iterator[Element]:
        """Yield the element and all within it, in document order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    @property
    def words(self) -> str:
        """All text within it, white space made single."""
        return " ".join(" ".join(_texts(self)).split())


def _texts(element: Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, str):
            yield child
        else:
            yield from _texts(child)


@functools.lru_cache(maxsize=32)
def parse(html: str) -> Element:
    """Return a page's root; what is no HTML is read as far as it goes."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element(tag="html")
        self._open = [self.root]
        self._silent = 0
        self._count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
            return
        if self._silent or self._count >= _MOST or tag in ("html", "body"):
            return
        self._end_what_may_be_left_open(tag)
        self._count += 1
        element = Element(tag=tag, number=self._count, attributes={name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in _VOID and len(self._open) < _DEEPEST:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
            return
        for place in range(len(self._open) - 1, 0, -1):
            if self._open[place].tag == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self._open[-1].children.append(data)

    def _end_what_may_be_left_open(self, tag: str) -> None:
        ended, last = _ENDS.get(tag, set()), len(self._open)
        for place in range(len(self._open) - 1, 0, -1):
            if self._open[place].tag in _BARRIERS:
                break
            if self._open[place].tag in ended:
                last = place
        del self._open[last:]

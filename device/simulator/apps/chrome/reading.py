"""Reads the words of an HTML page."""

from __future__ import annotations

from html.parser import HTMLParser

_PARAGRAPHS = frozenset({"p", "div", "h1", "h2", "h3", "li", "br", "tr", "title"})


def lines(html: str) -> list[str]:
    """Return a page's words, paragraph by paragraph; scripts and styles say nothing."""
    reader = _Reader()
    reader.feed(html)
    return [words for paragraph in reader.paragraphs if (words := " ".join(paragraph.split()))]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.paragraphs: list[str] = [""]
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("script", "style")
        if tag in _PARAGRAPHS:
            self.paragraphs.append("")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style") and self._hidden > 0
        if tag in _PARAGRAPHS:
            self.paragraphs.append("")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.paragraphs[-1] += data

"""Shows an HTML page: words, links, pictures, tables, and what forms are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from device.simulator.apps.chrome import web
from device.simulator.apps.chrome.document import Element
from device.simulator.apps.chrome.forms import Forms
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import button, checkbox, column, divider, edit_text, image, row, slider, stack, text

if TYPE_CHECKING:
    from device.simulator.apps.chrome.chrome_app import ChromeApp

_HEADS = {"h1": 28, "h2": 22, "h3": 18, "h4": 16, "legend": 16, "summary": 16}
_SKIPPED = frozenset({"title", "meta", "link", "option", "datalist", "area", "base", "col", "source", "track", "wbr"})
_INLINE = frozenset(
    {"b", "strong", "i", "em", "span", "small", "u", "code", "mark", "abbr", "br", "sub", "sup", "time"}
)
_TYPED = frozenset({"text", "password", "email", "number", "tel", "search", "url", "date", "time", ""})


@dataclass(frozen=True, kw_only=True)
class _Place:
    """Where an element is: in which form, in which dialog, and behind which mark of a list."""

    form: Element | None = None
    dialog: Element | None = None
    mark: str = ""


class PageView:
    """Builds the views of one page in its present state."""

    def __init__(self, app: ChromeApp, root: Element) -> None:
        """Show a page of `app`, whose address and fields are its present ones."""
        self._app, self._root = app, root
        self._forms = Forms(app, root)

    def build(self, frame: Callable[..., View]) -> View:
        """Return the page, and over it a dialog that is open.

        Args:
            frame: Makes a page's view of what is on it.
        """
        content = list(self._blocks(self._root, _Place()))
        page = frame(*content)
        dialog = self._forms.open_dialog()
        if dialog is None:
            return page
        words = column(
            *self._blocks(dialog, _Place(dialog=dialog)),
            gap=8,
            padding=Insets(24, 24, 24, 32),
            background="surface_container_high",
            cls="android.app.Dialog",
            resource_id=dialog.get("id"),
        )
        # What is behind a dialog of the page can be seen, and not be touched.
        shield = View(kind="leaf", height="fill", clickable=True, in_tree=False)
        return stack(page, shield, words, height="fill", justify="end", in_tree=False)

    def _blocks(self, element: Element, place: _Place) -> Iterator[View]:
        """Yield the views of what an element holds: words that follow each other are one."""
        words: list[str] = []
        for child in element.children:
            if isinstance(child, str):
                words.append(child)
            elif child.tag in _INLINE and all(each.tag in _INLINE for each in child.walk()):
                words.append(f" {child.words} ")
            elif child.tag not in _SKIPPED:
                yield from self._said(words, element, place)
                words = []
                yield from self._element(child, place)
        yield from self._said(words, element, place)

    def _said(self, words: list[str], element: Element, place: _Place) -> Iterator[View]:
        said = " ".join("".join(words).split())
        if said:
            size = _HEADS.get(element.tag, 16)
            yield text(
                Own(f"{place.mark}{said}"), size, bold=element.tag in _HEADS, width="fill", cls="android.view.View"
            )

    def _element(self, element: Element, place: _Place) -> Iterator[View]:
        match element.tag:
            case "a":
                yield self._link(element)
            case "img":
                yield self._picture(element)
            case "hr":
                yield divider()
            case "form":
                yield from self._blocks(element, replace(place, form=element))
            case "dialog":
                return
            case "details":
                yield from self._details(element, place)
            case "label":
                yield from self._label(element, place)
            case "input" | "textarea" | "select" | "button":
                yield self._control(element, place, self._forms.label_of(element))
            case "ul" | "ol":
                items = [each for each in element.children if isinstance(each, Element)]
                for number, item in enumerate(items, 1):
                    yield from self._blocks(item, replace(place, mark=f"{number}. " if element.tag == "ol" else "• "))
            case "tr":
                cells = [each for each in element.children if isinstance(each, Element)]
                yield row(*(self._cell(cell, place) for cell in cells), gap=8, align="start", cls="android.view.View")
            case _:
                yield from self._blocks(element, place)

    def _cell(self, cell: Element, place: _Place) -> View:
        return column(*self._blocks(cell, place), weight=1, width="fill", gap=4, in_tree=False)

    def _link(self, element: Element) -> View:
        return text(
            Own(element.words or element.get("href")),
            16,
            width="wrap",
            color="primary",
            padding=Insets(0, 12, 16, 12),
            cls="android.view.View",
            on_click=partial(self._app.follow, element.get("href")),
        )

    def _picture(self, element: Element) -> View:
        found = web.find(self._app.phone, web.follow(self._app.address, element.get("src")))
        data = self._app.phone.files.read(found.path) if found.path else b""
        return View(kind="leaf", cls="android.widget.Image", desc=Own(element.get("alt")), height=200, picture=data)

    def _details(self, element: Element, place: _Place) -> Iterator[View]:
        is_open = self._forms.is_open(element)
        summary = next((each for each in element.walk() if each.tag == "summary"), None)
        yield row(
            image("expand_more" if is_open else "chevron_right", in_tree=False),
            text(Own(summary.words if summary is not None else "Details"), 16, bold=True, in_tree=False),
            gap=8,
            height=48,
            cls="android.view.View",
            desc=Own(summary.words if summary is not None else "Details"),
            on_click=partial(self._forms.toggle, element),
        )
        if is_open:
            rest = [each for each in element.children if each is not summary]
            yield from self._blocks(replace(element, children=rest), place)

    def _label(self, element: Element, place: _Place) -> Iterator[View]:
        """Yield a label's field, which says the label itself; the label of another field is shown by that."""
        inner = [each for each in element.walk() if each.tag in ("input", "select", "textarea")]
        if not inner and not element.get("for"):
            yield from self._said([element.words], element, place)
        for each in inner:
            yield self._control(each, place, self._forms.label_of(each))

    def _control(self, element: Element, place: _Place, label: str) -> View:
        forms, kind = self._forms, element.get("type").lower()
        if element.tag == "button" or kind in ("submit", "button", "reset"):
            words = (
                (element.words if element.tag == "button" else element.get("value")) or kind.capitalize() or "Submit"
            )
            act = partial(forms.press, element, place.form, place.dialog)
            return button(Own(words), act, style="outlined", text_size=16)
        value = forms.value(element)
        if kind in ("checkbox", "radio"):
            drawing: dict[str, Any] = {"drawing": "checkbox", "width": "fill"}
            if kind == "radio":
                drawing |= {"drawing": "radio", "cls": "android.widget.RadioButton", "padding": Insets(64, 0, 8, 0)}
            return checkbox(bool(value), label=Own(label), on_click=partial(forms.tick, element), **drawing)
        if kind == "range":
            low, high = (float(forms.number(element, name, end)) for name, end in (("min", 0), ("max", 100)))
            slide = partial(forms.slide, element)
            shown = text(Own(f"{label}: {value}"), 16, width="fill", cls="android.view.View")
            return column(shown, slider(float(value), low, max(high, low + 1), slide, desc=Own(label)), in_tree=False)
        if element.tag == "select":
            option = text(Own(forms.option(element)), 16, width="fill", weight=1, in_tree=False)
            choose = partial(self._app.open_dialog, "select", element.number)
            box = row(
                option,
                image("expand_more", in_tree=False),
                height=56,
                padding=Insets(16, 0, 16, 0),
                radius=8,
                border="outline",
                cls="android.widget.Spinner",
                desc=Own(f"{label} {forms.option(element)}".strip()),
                on_click=choose,
            )
            return column(text(Own(label), 14, cls="android.view.View"), box, gap=4, in_tree=False) if label else box
        return self._field(element, place, kind, value, label)

    def _field(self, element: Element, place: _Place, kind: str, value: str, label: str) -> View:
        lines: dict[str, Any] = {}
        if element.tag == "textarea":
            lines = {"ime_action": "newline", "height": 120, "padding": Insets(16, 16, 16, 16)}
        field = edit_text(
            f"field {element.number}",
            value,
            partial(self._forms.write, element),
            hint=Own(label or element.get("placeholder")),
            password=kind == "password",
            on_submit=partial(self._forms.submit, place.form, None) if element.tag == "input" else None,
            enabled=kind in _TYPED,
            **lines,
        )
        if not label:
            return field
        return column(text(Own(label), 14, cls="android.view.View"), field, gap=4, in_tree=False)

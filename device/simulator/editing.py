"""`TextEditor`: what typing does to the focused field: cursor, selection, clipboard, IME action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from device.simulator import text_toolbar, typeface
from device.simulator.state import FieldFocus
from device.simulator.view import View

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone


class TextEditor:
    """Edits the focused field of a phone; the field's text stays with its app."""

    def __init__(self, phone: SimulatedPhone) -> None:
        """Edit on `phone`."""
        self._phone = phone

    def focused(self) -> View | None:
        """Return the field that gets what is typed, or None."""
        for window in reversed(self._phone.windows()):
            for view in window.root.walk():
                if view.is_field and view.focused:
                    return view
        return None

    def focus(self, key: str, *, start: int = -1, end: int = -1, toolbar: bool = False) -> None:
        """Give a field of the current screen the focus and show the keyboard.

        Args:
            key: The field's key; a field that is not there when the screen is built loses the focus again.
            start: Where the selection begins; -1 is the end of the text.
            end: Where it ends.
            toolbar: Whether the floating toolbar comes up.
        """
        state = self._phone.state
        state.focus = FieldFocus(key=key, start=start, end=end, toolbar=toolbar)
        state.keyboard_shown = True
        self._phone.reveal_focus()
        self._phone.changed()

    def focus_at(self, view: View, x: float, y: float) -> None:
        """Put the cursor where a field was touched, in display pixels."""
        position = self.position_at(view, x, y)
        self.focus(view.key, start=position, end=position)

    def select_word_at(self, view: View, x: float, y: float) -> None:
        """Select the word that was touched, as a long press does, and offer what can be done with it."""
        start = end = self.position_at(view, x, y)
        while start > 0 and not view.text[start - 1].isspace():
            start -= 1
        while end < len(view.text) and not view.text[end].isspace():
            end += 1
        self.focus(view.key, start=start, end=end, toolbar=True)

    def blur(self) -> None:
        """Take the focus from the field and hide the keyboard."""
        self._phone.state.focus = None
        self._phone.state.keyboard_shown = False
        self._phone.changed()

    def commit(self, text: str) -> bool:
        """Replace the selection by `text`; False where no field has the focus."""
        view = self.focused()
        if view is None or view.on_change is None:
            return False
        if view.ime_action != "newline":
            text = text.replace("\n", " ")
        start, end = view.selection
        self._apply(view, view.text[:start] + text + view.text[end:], start + len(text))
        return True

    def delete(self, *, forward: bool = False) -> bool:
        """Delete the selection, or the character before (after) the cursor."""
        view = self.focused()
        if view is None:
            return False
        start, end = view.selection
        if start == end:
            start, end = (start, min(len(view.text), end + 1)) if forward else (max(0, start - 1), end)
        self._apply(view, view.text[:start] + view.text[end:], start)
        return True

    def set_text(self, view: View, text: str) -> None:
        """Replace a field's whole content, as ACTION_SET_TEXT does; the cursor goes to its end."""
        if view.on_change is not None:
            self._apply(view, text, len(text))

    def enter(self) -> bool:
        """Press the IME's action key: a new line, the next field, or the field's action."""
        view = self.focused()
        if view is None:
            return False
        if view.ime_action == "newline":
            return self.commit("\n")
        following = self._next_field(view) if view.ime_action == "next" else None
        if following is not None:
            self.focus(following.key)
        else:
            self._phone.state.keyboard_shown = False
        if view.on_submit is not None:
            view.on_submit()
        self._phone.changed()
        return True

    def select_all(self) -> bool:
        """Select the whole content."""
        view = self.focused()
        if view is None:
            return False
        self._select(view, 0, len(view.text))
        return True

    def move(self, step: int) -> bool:
        """Move the cursor by `step` characters, clamped; a big step goes to an end."""
        view = self.focused()
        if view is None:
            return False
        start, end = view.selection
        position = max(0, min(len(view.text), (start if step < 0 else end) + step))
        self._select(view, position, position)
        return True

    def copy(self) -> bool:
        """Put the selection on the clipboard."""
        view = self.focused()
        if view is None or view.selection[0] == view.selection[1]:
            return False
        self._phone.clipboard = view.text[view.selection[0] : view.selection[1]]
        return True

    def copy_and_end(self) -> bool:
        """Copy as the floating toolbar does, which ends the selection: the cursor stays at its end."""
        view = self.focused()
        if view is None or not self.copy():
            return False
        self._select(view, view.selection[1], view.selection[1])
        return True

    def select_all_and_ask(self) -> bool:
        """Select all as the floating toolbar does, which then offers what can be done with it."""
        done, focus = self.select_all(), self._phone.state.focus
        if done and focus is not None:
            focus.toolbar = True
        return done

    def close_toolbar(self) -> bool:
        """Close the floating toolbar and end the selection, as BACK does; False where none is open."""
        view, focus = self.focused(), self._phone.state.focus
        if view is None or focus is None or not focus.toolbar:
            return False
        self._select(view, view.selection[1], view.selection[1])
        return True

    def cut(self) -> bool:
        """Move the selection to the clipboard."""
        return self.copy() and self.delete()

    def paste(self) -> bool:
        """Replace the selection by the clipboard's text."""
        return self._phone.clipboard is not None and self.commit(self._phone.clipboard)

    def position_at(self, view: View, x: float, y: float) -> int:
        """Return the position in a field's text nearest to (x, y) display pixels."""
        if not view.text:
            return 0
        metrics = self._phone.metrics()
        pixels = metrics.sp(view.text_size)
        left, _, right, _ = metrics.insets(view.padding)
        height = typeface.line_height(pixels)
        row = max(0, min(len(view.lines) - 1, int((y - text_toolbar.first_line(view, metrics)) // height)))
        start = typeface.line_starts(view.text, view.lines)[row]
        weight, line, inside = metrics.text_weight(view), view.lines[row].rstrip("\n"), x - view.frame.left - left
        if view.max_lines == 1:
            cursor, room = view.selection[1] if view.focused else len(line), view.frame.width - left - right
            inside += typeface.hidden_before(line, cursor, room, pixels, weight)
        return start + typeface.index_at(line, inside, pixels, weight)

    def _next_field(self, view: View) -> View | None:
        root = view
        while root.parent is not None:
            root = root.parent
        fields = [candidate for candidate in root.walk() if candidate.is_field]
        place = next(index for index, candidate in enumerate(fields) if candidate is view)
        return fields[place + 1] if place + 1 < len(fields) else None

    def _apply(self, view: View, text: str, cursor: int) -> None:
        if view.on_change is None:
            return
        view.on_change(text)
        focus = self._phone.state.focus
        if focus is not None and focus.key == view.key:
            focus.start = focus.end = cursor
            focus.toolbar = False
            self._phone.reveal_focus()
        self._phone.changed()

    def _select(self, view: View, start: int, end: int) -> None:
        self._phone.state.focus = FieldFocus(key=view.key, start=start, end=end)
        self._phone.changed()

"""`DialerApp`: recent calls, contacts, the key pad, and the call that is under way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import ClassVar

from device.simulator import calls
from device.simulator.app import App, AppIcon, Page
from device.simulator.apps.contacts.contact_store import CONTACTS_DB, ContactStore
from device.simulator.apps.dialer import blocked_page
from device.simulator.apps.shared.questions import name_dialog, question
from device.simulator.block_list import BlockList
from device.simulator.calls import CallKind, CallLog, LoggedCall
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import (
    button,
    column,
    fab,
    icon_button,
    list_row,
    menu,
    row,
    scaffold,
    scroll_list,
    spacer,
    tab_bar,
    text,
    toolbar,
)

_TABS = (("Recents", "clock"), ("Contacts", "people"))
_DIGITS = "123456789*0#"
_LETTERS = ("", "ABC", "DEF", "GHI", "JKL", "MNO", "PQRS", "TUV", "WXYZ", "", "+", "")
_WORDS = {
    CallKind.INCOMING: "Incoming",
    CallKind.OUTGOING: "Outgoing",
    CallKind.MISSED: "Missed",
    CallKind.REJECTED: "Declined",
    CallKind.BLOCKED: "Blocked",
}
_ICONS = {
    CallKind.OUTGOING: "forward",
    CallKind.MISSED: "close",
    CallKind.REJECTED: "close",
    CallKind.BLOCKED: "do_not_disturb",
}


class DialerApp(App):
    """Google's Phone over the call log and the contacts.

    Attributes:
        tab: Index of the tab in front.
        switched: Names of what is switched on during a call: Mute, Speaker, Hold.
    """

    package = calls.DIALER
    activity = ".extensions.GoogleDialtactsActivity"
    activities: ClassVar[dict[str, str]] = {
        ".extensions.GoogleDialtactsActivity": "main",
        "com.android.incallui.InCallActivity": "call",
    }
    label = "Phone"
    icon: ClassVar[AppIcon | None] = AppIcon(glyph="call", background=(26, 115, 232))
    on_home_screen: ClassVar[bool] = False
    version = "97.0"
    permissions: ClassVar[Mapping[str, str]] = {"CALL_PHONE": "make and manage phone calls"}

    tab: int
    switched: list[str]

    def install(self) -> None:
        """Make the call log."""
        self.log.create()

    def uninstall_data(self) -> None:
        """Delete nothing: the log belongs to the contacts provider."""

    def reset(self) -> None:
        """Show the recent calls."""
        super().reset()
        self.tab, self.switched = 0, []

    @property
    def log(self) -> CallLog:
        """The calls that are over."""
        return CallLog(self.phone)

    def names(self) -> dict[str, str]:
        """Return the contacts' names by the digits of their numbers."""
        store = ContactStore(self.phone.files.path(CONTACTS_DB))
        return {_digits(entry.value): contact.name for contact in store.all() for entry in contact.phones}

    def time_key(self, now: float) -> object:
        """Return the second while a call shows its length."""
        return int(now) if self.page.name == "call" else super().time_key(now)

    def view(self) -> View:
        """Build the tab in front, the key pad or the call."""
        if self.page.name == "call":
            call = self.phone.state.call
            if call is not None:
                return self._call(call.number, self.phone.clock.now() - call.since)
            self.stack = [Page(name="main")]
        match self.page.name:
            case "keypad":
                return self._keypad()
            case "settings":
                return blocked_page.settings(self)
            case "blocked":
                return blocked_page.view(self)
        body = self._contacts() if self.tab else self._recents()
        keypad = fab("apps", "key pad", partial(self.push, "keypad", text=""), resource_id="dialpad_fab")
        ongoing = self.phone.state.call
        more = icon_button("more", "More options", partial(self.open_dialog, "options"))
        top = toolbar("Phone", actions=[more])
        if ongoing is not None:
            top = column(
                top, list_row("Ongoing call", Own(ongoing.number), icon="call", on_click=partial(self.push, "call"))
            )
        tabs = tab_bar(_TABS, self.tab, self._select_tab)
        return scaffold(bar=top, body=body, bottom=tabs, over=[keypad])

    def dialog_view(self, dialog: Page) -> View:
        """Build a menu, a question, or the field for a number that is to be blocked."""
        match dialog.name:
            case "options":
                return menu([("Settings", self._open_settings)])
            case "block":
                return blocked_page.block_question(self, dialog.args[0])
            case "unblock":
                return blocked_page.unblock_question(self, dialog.args[0])
            case "add_blocked":
                return name_dialog(
                    self,
                    dialog,
                    "Add a number",
                    partial(blocked_page.block, self),
                    answer="Block",
                    hint="Phone number",
                )
            case "delete":
                number, other = dialog.args
                return question(self, "Delete this call?", Own(other), "Delete", partial(self.log.delete, number))
        number, other = dialog.args
        word = "Unblock" if BlockList(self.phone).find(other) else "Block"
        return menu(
            [
                ("Copy number", partial(self._copy, other)),
                (word, partial(self._replace_dialog, word.lower(), other)),
                ("Delete", partial(self._replace_dialog, "delete", number, other)),
            ]
        )

    def _select_tab(self, tab: int) -> None:
        self.tab = tab
        self.page.scroll.clear()

    def _recents(self) -> View:
        names = self.names()
        rows = [self._recent(logged, names.get(_digits(logged.number), "")) for logged in self.log.all()]
        empty = text("Your call log is empty", 18, width="fill", text_align="center", padding=Insets(24, 96, 24, 24))
        return scroll_list(*rows, key="recents") if rows else column(empty, height="fill")

    def _recent(self, logged: LoggedCall, name: str) -> View:
        start = datetime.fromtimestamp(logged.at / 1000, UTC)
        facts = [_WORDS[logged.kind], f"{start:%b} {start.day}, {start:%H:%M}"]
        who = name or logged.number
        return list_row(
            Own(who),
            " • ".join([*([logged.number] if name else []), *facts]),
            icon=_ICONS.get(logged.kind, "back"),
            on_long_click=partial(self.open_dialog, "logged", logged.id, logged.number),
            on_click=partial(self.open_dialog, "logged", logged.id, logged.number),
            trailing=icon_button("call", f"Call {who}", partial(self._dial, logged.number)),
        )

    def _contacts(self) -> View:
        store = ContactStore(self.phone.files.path(CONTACTS_DB))
        rows = [
            list_row(Own(contact.name), Own(entry.value), icon="person", on_click=partial(self._dial, entry.value))
            for contact in store.all()
            for entry in contact.phones
        ]
        empty = text("No contacts yet", 18, width="fill", text_align="center", padding=Insets(24, 96, 24, 24))
        return scroll_list(*rows, key="contacts") if rows else column(empty, height="fill")

    def _keypad(self) -> View:
        typed = str(self.page.data["text"])

        def put(key: str) -> None:
            self.page.data["text"] = typed + key

        def remove() -> None:
            self.page.data["text"] = typed[:-1]

        def dial() -> None:
            if typed:
                self.pop()
                self._dial(typed)

        keys = [
            button(
                digit,
                partial(put, digit),
                desc=f"{digit},{letters}" if letters else digit,
                weight=1,
                text_size=28,
                height=64,
            )
            for digit, letters in zip(_DIGITS, _LETTERS, strict=True)
        ]
        digits = text(typed, 32, width="fill", weight=1, text_align="center", max_lines=1, resource_id="digits")
        line = row(digits, icon_button("backspace", "backspace", remove, resource_id="deleteButton"), height=72)
        rows = [row(*keys[start : start + 3], direction="ltr") for start in range(0, len(keys), 3)]
        call = icon_button(
            "call",
            "dial",
            dial,
            width=72,
            height=72,
            radius=36,
            background=(24, 128, 56),
            color="white",
            resource_id="dialpad_floating_action_button",
        )
        pad = column(line, *rows, row(call, justify="center"), gap=8, padding=Insets(24, 8, 24, 24))
        return scaffold(
            bar=toolbar("", on_up=self.pop), body=column(spacer(weight=1), pad, height="fill", in_tree=False)
        )

    def _call(self, number: str, seconds: float) -> View:
        buttons = [self._switch(name) for name in ("Mute", "Speaker", "Hold")]
        length = "On hold" if "Hold" in self.switched else f"{int(seconds) // 60:02d}:{int(seconds) % 60:02d}"
        name = self.names().get(_digits(number), "")
        words = [text(Own(name), 32, width="fill", text_align="center")] if name else []
        hang_up = icon_button(
            "call",
            "End call",
            self._hang_up,
            width=72,
            height=72,
            radius=36,
            background="error",
            color="white",
            resource_id="incall_end_call",
        )
        return column(
            *words,
            text(
                Own(number),
                20 if name else 32,
                width="fill",
                text_align="center",
                resource_id="contactgrid_contact_name",
            ),
            text(length, 16, width="fill", text_align="center", resource_id="contactgrid_bottom_timer"),
            spacer(weight=1),
            row(*buttons, justify="center", gap=12),
            row(hang_up, justify="center", padding=Insets(0, 32, 0, 0)),
            height="fill",
            background="surface",
            gap=12,
            padding=Insets(24, 96, 24, 48),
        )

    def _switch(self, name: str) -> View:
        is_on = name in self.switched

        def toggle() -> None:
            if is_on:
                self.switched.remove(name)
            else:
                self.switched.append(name)

        return button(name, toggle, style="filled" if is_on else "tonal", selected=is_on)

    def _dial(self, number: str) -> None:
        calls.begin(self.phone, number, CallKind.OUTGOING)

    def _hang_up(self) -> None:
        self.switched = []
        calls.end(self.phone)
        del self.stack[1:]

    def _copy(self, number: str) -> None:
        self.close_dialog()
        self.phone.clipboard = number

    def _replace_dialog(self, name: str, *args: object) -> None:
        self.close_dialog()
        self.open_dialog(name, *args)

    def _open_settings(self) -> None:
        self.close_dialog()
        self.push("settings")


def _digits(number: str) -> str:
    return "".join(character for character in number if character.isdigit())

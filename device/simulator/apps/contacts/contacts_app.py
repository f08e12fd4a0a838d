"""`ContactsApp`: the Contacts app's pages and dialogs, and what they share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from device.simulator.app import App, AppIcon, Page
from device.simulator.apps.contacts import editor_page, list_page, merge_page, person_page
from device.simulator.apps.contacts.contact_extras import FIELDS, ContactExtras
from device.simulator.apps.contacts.contact_merge import merge
from device.simulator.apps.contacts.contact_store import CONTACTS_DB, Contact, ContactStore
from device.simulator.view import Insets, View
from device.simulator.widgets import Click, button, dialog, menu
from device.simulator.widgets import text as label


class ContactsApp(App):
    """Google's Contacts over ``contacts2.db``.

    Attributes:
        query: What is in the search field of the list.
        selected: Ids of the contacts chosen by long press.
    """

    package = "com.google.android.contacts"
    activity = "com.android.contacts.activities.PeopleActivity"
    activities: ClassVar[dict[str, str]] = {
        "com.android.contacts.activities.PeopleActivity": "main",
        "com.google.android.apps.contacts.editor.ContactEditorActivity": "edit",
        "com.android.contacts.quickcontact.QuickContactActivity": "person",
    }
    label = "Contacts"
    icon: ClassVar[AppIcon | None] = AppIcon(glyph="person", background=(26, 115, 232))
    version = "4.8"
    permissions: ClassVar[Mapping[str, str]] = {"READ_CONTACTS": "access your contacts"}

    query: str
    selected: list[int]

    def reset(self) -> None:
        """Show the list."""
        super().reset()
        self.query, self.selected = "", []

    @property
    def contacts(self) -> ContactStore:
        """The phone's contacts."""
        return ContactStore(self.phone.files.path(CONTACTS_DB))

    @property
    def extras(self) -> ContactExtras:
        """What few of them have: photos, addresses, notes."""
        return ContactExtras(self.phone.files.path(CONTACTS_DB))

    def view(self) -> View:
        """Build the list, a person's page, the editor, or what could be merged."""
        pages = {
            "main": list_page.view,
            "person": person_page.view,
            "edit": editor_page.view,
            "merge": merge_page.view,
            "photo": person_page.photo_choice,
        }
        return pages[self.page.name](self)

    def dialog_view(self, dialog: Page) -> View:
        """Build a menu or a question."""
        match dialog.name:
            case "more":
                return self._person_menu()
            case "photo":
                return person_page.photo_menu(self)
            case "selection":
                return self._selection_menu()
            case "merge":
                return _question(
                    "Merge selected contacts?",
                    "They become one contact that has all their information",
                    "Merge",
                    self.close_dialog,
                    self._merge_selected,
                )
            case "labels":
                return editor_page.label_menu(self, dialog)
            case "discard":
                return _question("Discard your changes?", "", "Discard", self.close_dialog, self._discard)
        return self._delete_question(dialog.args)

    def back(self) -> bool:
        """Ask before changes are lost; leave the selection, then the search."""
        if self.page.name == "edit":
            editor_page.close(self)
            return True
        if len(self.stack) == 1 and self.selected:
            self.selected = []
            return True
        if len(self.stack) == 1 and self.query:
            self.query = ""
            return True
        return super().back()

    def edit(self, contact_id: int = 0, **values: str) -> None:
        """Open the editor.

        Args:
            contact_id: Whom to edit; 0 for a new contact.
            values: What a new contact starts with: first, last, company, phone, email, and the names of
                `contact_extras.FIELDS`.
        """
        extras = self.extras.of(contact_id) if contact_id else {name: values.get(name, "") for name in FIELDS}
        self.push("edit", contact_id, **editor_page.form(self.contacts.get(contact_id), values, extras))

    def merge(self, *groups: list[Contact]) -> None:
        """Make one contact of each group."""
        for group in groups:
            merge(self.contacts, self.extras, [contact.id for contact in group], int(self.phone.clock.now() * 1000))
        self.phone.show_toast("Contacts merged")

    def _selection_menu(self) -> View:
        def select_all() -> None:
            self.close_dialog()
            self.selected = [contact.id for contact in self.contacts.all()]

        def ask() -> None:
            self.close_dialog()
            self.open_dialog("merge")

        items = [("Select all", select_all)]
        if len(self.selected) > 1:
            items.insert(0, ("Merge", ask))
        return menu(items)

    def _merge_selected(self) -> None:
        self.close_dialog()
        chosen = [contact for number in self.selected if (contact := self.contacts.get(number)) is not None]
        self.selected = []
        self.merge(chosen)

    def _person_menu(self) -> View:
        contact = self.contacts.get(self.page.args[0])
        silenced = contact is not None and contact.to_voicemail
        words = "Unroute from voicemail" if silenced else "Route to voicemail"
        return menu([("Delete", self._ask_to_delete), (words, lambda: self._route(int(not silenced)))])

    def _route(self, to_voicemail: int) -> None:
        self.contacts.set_flag(self.page.args[0], "send_to_voicemail", to_voicemail)
        self.close_dialog()

    def _ask_to_delete(self) -> None:
        self.close_dialog()
        self.open_dialog("delete", *self.page.args)

    def _delete_question(self, contact_ids: tuple[int, ...]) -> View:
        many = len(contact_ids) > 1
        return _question(
            f"Delete {len(contact_ids)} contacts?" if many else "Delete this contact?",
            f"{'These contacts' if many else 'This contact'} will be permanently deleted from your device",
            "Delete",
            self.close_dialog,
            lambda: self._delete(contact_ids),
        )

    def _delete(self, contact_ids: tuple[int, ...]) -> None:
        self.close_dialog()
        first = self.contacts.get(contact_ids[0])
        for contact_id in contact_ids:
            self.contacts.delete(contact_id)
        self.selected = []
        del self.stack[1:]
        name = first.name if first and first.name else "Contact"
        self.phone.show_toast(f"{name} deleted" if len(contact_ids) == 1 else f"{len(contact_ids)} contacts deleted")

    def _discard(self) -> None:
        self.close_dialog()
        self.pop()


def _question(title: str, message: str, answer: str, on_cancel: Click, on_answer: Click) -> View:
    words = [label(message, 14, resource_id="android:id/message", padding=Insets(24, 8, 24, 8))] if message else []
    return dialog(
        title,
        *words,
        buttons=[
            button("Cancel", on_cancel, resource_id="android:id/button2"),
            button(answer, on_answer, resource_id="android:id/button1"),
        ],
    )

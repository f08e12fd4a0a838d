"""`ContactsProviderApp`: the system package that owns `contacts2.db`; it shows nothing."""

from __future__ import annotations

from device.simulator.app import App
from device.simulator.apps.contacts.contact_store import CONTACTS_DB, ContactStore
from device.simulator.apps.sqlite_file import remove_database
from device.simulator.view import View
from device.simulator.widgets import column


class ContactsProviderApp(App):
    """AOSP's ContactsProvider: ``pm clear`` of it removes all contacts, clearing the Contacts app none."""

    package = "com.android.providers.contacts"
    activity = ""
    label = "Contacts Storage"

    def install(self) -> None:
        """Make the database, without contacts."""
        ContactStore(self.phone.files.path(CONTACTS_DB)).create()

    def uninstall_data(self) -> None:
        """Delete the database."""
        remove_database(self.phone.files.path(CONTACTS_DB))

    def view(self) -> View:
        """Return an empty screen."""
        return column(height="fill")

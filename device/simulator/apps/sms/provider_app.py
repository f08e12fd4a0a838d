"""`TelephonyProviderApp`: the system package that owns `mmssms.db`; it shows nothing."""

from __future__ import annotations

from device.simulator.app import App
from device.simulator.apps.sms.message_store import MESSAGES_DB, MessageStore
from device.simulator.apps.sqlite_file import remove_database
from device.simulator.view import View
from device.simulator.widgets import column


class TelephonyProviderApp(App):
    """AOSP's TelephonyProvider: ``pm clear`` of it removes all messages, clearing the messenger none."""

    package = "com.android.providers.telephony"
    activity = ""
    label = "Phone and Messaging Storage"
    on_home_screen = False

    def install(self) -> None:
        """Make the database, without messages."""
        MessageStore(self.phone.files.path(MESSAGES_DB)).create()

    def uninstall_data(self) -> None:
        """Delete the database."""
        remove_database(self.phone.files.path(MESSAGES_DB))

    def view(self) -> View:
        """Return an empty screen."""
        return column(height="fill")

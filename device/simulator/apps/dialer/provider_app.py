"""`BlockedNumberProviderApp`: the system package that owns `blockednumbers.db`; it shows nothing."""

from __future__ import annotations

from device.simulator.app import App
from device.simulator.apps.sqlite_file import remove_database
from device.simulator.block_list import BLOCKED_DB, BlockList
from device.simulator.view import View
from device.simulator.widgets import column


class BlockedNumberProviderApp(App):
    """AOSP's BlockedNumberProvider: ``pm clear`` of it lets all numbers through, clearing the dialer none."""

    package = "com.android.providers.blockednumber"
    activity = ""
    label = "Blocked Numbers Storage"
    on_home_screen = False

    def install(self) -> None:
        """Make the database, without numbers."""
        BlockList(self.phone).create()

    def uninstall_data(self) -> None:
        """Delete the database."""
        remove_database(self.phone.files.path(BLOCKED_DB))

    def view(self) -> View:
        """Return an empty screen."""
        return column(height="fill")

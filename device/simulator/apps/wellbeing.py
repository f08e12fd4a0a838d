"""Digital Wellbeing, as far as other apps ask for it: where it is installed, Clock has a tab for bedtimes.

AOSP's Clock has no such tab; Google's has it. A new phone is without, as the embedded model was trained on Clock's four
tabs.
"""

from __future__ import annotations

from device.simulator.app import App
from device.simulator.view import View
from device.simulator.widgets import column


class WellbeingApp(App):
    """The package that others look for; it has no window of its own here."""

    package = "com.google.android.apps.wellbeing"
    activity = ".settings.TopLevelSettingsActivity"
    label = "Digital Wellbeing"
    on_home_screen = False
    version = "1.12"

    def view(self) -> View:
        """Build an empty screen."""
        return column()

"""Chrome: shows pages that lie on the phone, the games of AndroidWorld's browser tasks among them."""

from __future__ import annotations

from device.simulator.apps.chrome.chrome_app import ChromeApp

__all__ = ["ChromeApp"]

"""Phone: the dialer, the call log, and the screen of a call."""

from __future__ import annotations

from device.simulator.apps.dialer.dialer_app import DialerApp
from device.simulator.apps.dialer.provider_app import BlockedNumberProviderApp

__all__ = ["BlockedNumberProviderApp", "DialerApp"]

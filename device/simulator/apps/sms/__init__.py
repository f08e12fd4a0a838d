"""Simple SMS Messenger and the provider that keeps its messages."""

from __future__ import annotations

from device.simulator.apps.sms.provider_app import TelephonyProviderApp
from device.simulator.apps.sms.sms_app import SmsApp

__all__ = ["SmsApp", "TelephonyProviderApp"]

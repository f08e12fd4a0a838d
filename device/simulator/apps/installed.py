"""The apps that every simulated phone has, and those that it can have; a new app is added here."""

from __future__ import annotations

from device.simulator.app import App
from device.simulator.apps.api_demos import ApiDemos
from device.simulator.apps.clock import ClockApp
from device.simulator.apps.contacts import ContactsApp, ContactsProviderApp
from device.simulator.apps.launcher import Launcher
from device.simulator.apps.markor import MarkorApp
from device.simulator.apps.settings import Settings

INSTALLED: tuple[type[App], ...] = (Launcher, Settings, ClockApp, ContactsProviderApp, ContactsApp, MarkorApp)
EXTRA: dict[str, type[App]] = {ApiDemos.package: ApiDemos}
"""Apps that are there when asked for, by package."""

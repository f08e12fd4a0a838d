"""The Contacts app and the provider that keeps its data."""

from __future__ import annotations

from device.simulator.apps.contacts.contacts_app import ContactsApp
from device.simulator.apps.contacts.provider_app import ContactsProviderApp

__all__ = ["ContactsApp", "ContactsProviderApp"]

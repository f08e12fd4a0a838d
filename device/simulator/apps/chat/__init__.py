"""WeChat: conversations and groups, contacts, moments."""

from __future__ import annotations

from device.simulator.apps.chat.chat_app import ChatApp

__all__ = ["ChatApp"]

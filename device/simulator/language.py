"""The phone's language: its own texts in English, or in Chinese by a table."""

from __future__ import annotations

from typing import Literal

Language = Literal["en", "zh"]
LOCALES: dict[Language, str] = {"en": "en-US", "zh": "zh-CN"}

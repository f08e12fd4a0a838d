"""What a task changed on a simulated phone besides what it should: the whole phone compared before and after.

The simulated phone's own ``simulator`` command takes the snapshots, so it works in-process and over adb alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Any

import msgspec

from device.phone import Phone

_NAME = "task"
_LASTING_STATE = (
    "clipboard",
    "display.*",
    "ime.*",
    "keyguard.kind",
    "keyguard.pin",
    "notifications",
    "permissions.*",
    "properties.*",
    "rotation",
    "uninstalled",
    "wifi.connected",
    "wifi.saved",
)
_BOOKKEEPING = ("*:sqlite_sequence", "*:android_metadata", "*-journal")
"""What SQLite and Android write for themselves."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that differs, as ``simulator diff`` tells it.

    Attributes:
        kind: ``"setting"``, ``"file"``, ``"folder"``, ``"row"``, ``"state"`` or ``"screen"``.
        where: Which: ``system/font_scale``, ``/storage/emulated/0/Download/a.txt``,
            ``/data/data/x/databases/y.db:table``, ``clipboard``, a package name.
        before, after: What it was and is; None where it was not or is no more there.
    """

    kind: str
    where: str
    before: Any = None
    after: Any = None


def watch(phone: Phone) -> None:
    """Remember the phone as it is now."""
    phone.shell(f"simulator snapshot {_NAME}")


def changes(phone: Phone) -> list[Change]:
    """Return what has changed for good since `watch`: settings, files, rows, and lasting state of the phone.

    What passes, such as the app in front, the keyboard or a toast, and what apps show, is left out.
    """
    found = msgspec.json.decode(phone.shell(f"simulator diff {_NAME}"), type=list[Change])
    return [change for change in found if _lasts(change)]


def side_effects(phone: Phone, may_change: Sequence[str]) -> tuple[str, ...]:
    """Return where something has changed since `watch` that should not have, each place once.

    Args:
        phone: The phone.
        may_change: Patterns, as of a shell, of the places that may change: ``*.db:expense``, ``system/*``.
    """
    return tuple(dict.fromkeys(_unexpected(changes(phone), may_change)))


def _unexpected(found: Sequence[Change], may_change: Sequence[str]) -> Iterator[str]:
    for change in found:
        if not _is_one_of(change.where, may_change):
            yield change.where


def _lasts(change: Change) -> bool:
    if change.kind == "state":
        return _is_one_of(change.where, _LASTING_STATE)
    return change.kind != "screen" and not _is_one_of(change.where, _BOOKKEEPING)


def _is_one_of(where: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(where, pattern) for pattern in patterns)

"""Garbage for state files: archives with flipped bits, and phones that never were."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from random import Random
from typing import Any

from device.simulator import SimulatorError, load_state, save_state
from device.simulator.phone import SimulatedPhone
from tests.device.simulator.fuzz.damage import damaged_bytes, odd_value

NAMES = ("../../../../etc/cron.d/x", "/etc/x", "sdcard/../../../x", "a\0b", "", ".", "data/data", "é" * 400)


class StateTarget:
    """Loads damaged state files."""

    name = "state"

    def __init__(self, phone: SimulatedPhone, folder: Path) -> None:
        """Load them into `phone`; `folder` is where they are written to be loaded."""
        self._phone, self._path = phone, folder / "phone.zip"
        save_state(phone, self._path)
        self._whole = self._path.read_bytes()
        with zipfile.ZipFile(io.BytesIO(self._whole)) as archive:
            self._entries = {name: archive.read(name) for name in archive.namelist()}

    def run(self, random: Random) -> str:
        """Load one; return whether it was taken. A phone that took or refused it still shows its screen."""
        data = damaged_bytes(self._whole, random) if random.random() < 0.3 else self._rebuilt(random)
        self._path.write_bytes(data)
        try:
            load_state(self._phone, self._path)
        except SimulatorError:
            return "refused"
        self._phone.tap(540, 1200)
        self._phone.hierarchy()
        return "taken"

    def _rebuilt(self, random: Random) -> bytes:
        entries = dict(self._entries)
        head = json.loads(entries["phone.json"])
        for _ in range(random.randint(1, 3)):
            self._injure(head, random)
        text = json.dumps(head)
        entries["phone.json"] = text.encode("utf-8", "surrogatepass")
        if random.random() < 0.2:
            name = random.choice(NAMES)
            head["files"] = {**_table(head.get("files")), name: {"mode": 0o777, "modified": 1}}
            entries["phone.json"] = json.dumps(head).encode("utf-8", "surrogatepass")
            entries["files/" + name] = b"#!/bin/sh\n"
        if random.random() < 0.2:
            name = random.choice(list(entries))
            entries[name] = damaged_bytes(entries[name], random)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, content in entries.items():
                archive.writestr(zipfile.ZipInfo(name.replace("\0", "0") or "x"), content)
        return buffer.getvalue()

    def _injure(self, value: Any, random: Random) -> None:
        """Replace one value somewhere inside."""
        while True:
            keys: list[Any] = list(value) if isinstance(value, dict) else list(range(len(value)))
            if not keys:
                return
            key = random.choice(keys)
            inner = value[key]
            if isinstance(inner, (dict, list)) and inner and random.random() < 0.85:
                value = inner
                continue
            value[key] = odd_value(random)
            return


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}

"""State files: what is saved is loaded, and a file from anywhere is loaded or refused."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from device.simulator import SimulatedPhone, StateFileError, load_state, save_state
from device.simulator.app import Page
from device.simulator.plain import PlainError, from_json, to_json
from tests.device.simulator.apps.hand import Hand


@pytest.fixture
def saved(phone: SimulatedPhone, hand: Hand, tmp_path: Path) -> Path:
    phone.launch("com.android.settings", ".Settings$MyDeviceInfoActivity")
    hand.tap("Device name")
    phone.commit_text(" new")
    phone.files.write("/sdcard/Documents/a/b.txt", b"text")
    phone.settings.put("secure", "ui_night_mode", "2")
    save_state(phone, tmp_path / "phone.zip")
    return tmp_path / "phone.zip"


def test_a_loaded_phone_is_the_saved_one(phone: SimulatedPhone, saved: Path) -> None:
    with SimulatedPhone(seed=5) as other:
        other.files.write("/sdcard/Documents/other", b"")
        load_state(other, saved)
        assert other.hierarchy() == phone.hierarchy()
        assert (other.screenshot() == phone.screenshot()).all()
        assert other.files.read("/sdcard/Documents/a/b.txt") == b"text"
        assert not other.files.path("/sdcard/Documents/other").exists()
        again = saved.with_name("again.zip")
        save_state(other, again)
        assert _contents(again) == _contents(saved)


def _contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "phone.json"}


def test_saving_over_a_file_replaces_it(phone: SimulatedPhone, tmp_path: Path) -> None:
    target = tmp_path / "phone.zip"
    target.write_bytes(b"old")
    save_state(phone, target)
    load_state(phone, target)
    assert [path.name for path in tmp_path.iterdir()] == ["phone.zip"]


def _rewrite(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    head = json.loads(entries["phone.json"])
    change(head)
    entries["phone.json"] = json.dumps(head).encode()
    for name in head["files"]:
        entries.setdefault(f"files/{name}", b"planted")
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)


def _plant(name: str) -> Callable[[dict[str, Any]], object]:
    return lambda head: head["files"].update({name: {"mode": 0o644, "modified": 1}})


DAMAGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "a path that leads up": _plant("../../planted"),
    "a path with a step up in it": _plant("data/../../planted"),
    "an absolute path": _plant("/planted"),
    "an empty path": _plant(""),
    "a path with a null": _plant("data/a\0b"),
    "a folder that leads up": lambda head: head["folders"].append("../planted"),
    "an app that there is not": lambda head: head["apps"].update({"com.none": {}}),
    "a foreign task": lambda head: head["state"].update(tasks=["com.none"]),
    "no task": lambda head: head["state"].update(tasks=[]),
    "a screen that there is not": lambda head: head["apps"]["com.android.settings"].update(
        stack=[{"$page": {"name": "nowhere", "args": {"$tuple": []}, "data": {}, "scroll": {}}}]
    ),
    "no stack": lambda head: head["apps"]["com.android.settings"].update(stack=[]),
    "another type": lambda head: head["state"].update(rotation="left"),
    "a special value of an unknown kind": lambda head: head["apps"]["com.android.settings"].update(x={"$eval": "1"}),
    "a later format": lambda head: head.update(format=2),
    "an unknown part": lambda head: head.update(more=1),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=list(DAMAGES))
def test_a_file_that_fits_no_phone_is_refused_and_changes_nothing(
    saved: Path, damage: Callable[[dict[str, Any]], object]
) -> None:
    _rewrite(saved, damage)
    with SimulatedPhone() as other:
        before = other.hierarchy(), other.screenshot().tobytes()
        around = sorted(other.files.root.parent.glob("planted*"))
        with pytest.raises(StateFileError):
            load_state(other, saved)
        assert (other.hierarchy(), other.screenshot().tobytes()) == before
        assert sorted(other.files.root.parent.glob("planted*")) == around


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_damaged_file_is_loaded_or_refused(saved: Path, tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(saved.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    other = tmp_path / "other.zip"
    other.write_bytes(bytes(content[:cut] if data.draw(st.booleans()) else content))
    with SimulatedPhone() as phone:
        try:
            load_state(phone, other)
        except StateFileError:
            assert phone.foreground()[0] == "com.google.android.apps.nexuslauncher"
        assert phone.hierarchy()


_KEYS = st.sampled_from(["$tuple", "$set", "$dict", "$bytes", "$page", "a", "name"])
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["$tuple", "$set", "$dict", "$bytes", "$page", "a", "name"]), inner, max_size=3
        )
    ),
    max_leaves=10,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_JSON)
def test_any_json_becomes_a_plain_value_or_is_refused(value: object) -> None:
    try:
        made = from_json(value)
    except PlainError:
        return
    assert from_json(to_json(made)) == made


_PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary(),
    lambda inner: (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.dictionaries(st.text() | st.integers(), inner)
        | st.builds(Page, name=st.text(), args=st.lists(inner).map(tuple), data=st.dictionaries(st.text(), inner))
    ),
    max_leaves=10,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_PLAIN)
def test_plain_values_come_back_as_they_were(value: object) -> None:
    assert from_json(json.loads(json.dumps(to_json(value)))) == value


def test_what_is_not_plain_is_not_saved() -> None:
    with pytest.raises(PlainError):
        to_json({"x": object()})

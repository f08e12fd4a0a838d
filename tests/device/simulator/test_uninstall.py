"""Apps that are uninstalled, from Settings and by `pm`, and that come back as new."""

from __future__ import annotations

from pathlib import Path

from device.simulator import SimulatedPhone
from device.simulator.difference import difference
from device.simulator.shell import run_command
from device.simulator.state_file import load_state, save_state
from tests.device.simulator.apps.hand import Hand
from tests.device.simulator.reach import reach, view

TASKS, SETTINGS = "org.tasks", "com.android.settings"


def packages(phone: SimulatedPhone) -> list[str]:
    return run_command(phone, "pm list packages")[0].decode().splitlines()


def info_page(phone: SimulatedPhone, hand: Hand, app: str) -> None:
    phone.launch(SETTINGS, ".Settings$AppDashboardActivity")
    reach(hand, "See all apps")
    reach(hand, app)


def test_an_app_is_uninstalled_from_its_page_with_its_data(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch(TASKS)
    before = phone.snapshot()
    info_page(phone, hand, "Tasks")
    hand.tap("Uninstall")
    hand.tap("OK")
    assert hand.sees("See all apps")
    assert f"package:{TASKS}" not in packages(phone)
    assert not phone.launch(TASKS)
    assert not phone.files.path(f"/data/data/{TASKS}").exists()
    phone.open_overview()
    assert not hand.sees("Tasks")
    assert "uninstalled" in {change.where for change in difference(before, phone.snapshot())}
    phone.restore(before)
    assert phone.launch(TASKS)


def test_what_belongs_to_the_system_stays(phone: SimulatedPhone, hand: Hand) -> None:
    info_page(phone, hand, "Clock")
    assert not view(phone, "Uninstall").enabled
    assert run_command(phone, "pm uninstall com.google.android.deskclock")[1] == 1
    assert run_command(phone, "pm uninstall no.such.app")[0].startswith(b"Failure")


def test_an_app_comes_back_as_new(phone: SimulatedPhone) -> None:
    order = list(phone.packages)
    assert run_command(phone, f"pm revoke {TASKS} android.permission.POST_NOTIFICATIONS; pm uninstall {TASKS}")[1] == 0
    assert not phone.reinstall(SETTINGS)
    assert phone.reinstall(TASKS)
    assert list(phone.packages) == order
    assert phone.state.permissions == {}
    assert phone.launch(TASKS)


def test_settings_leave_the_page_of_an_app_that_has_gone(phone: SimulatedPhone, hand: Hand) -> None:
    info_page(phone, hand, "Tasks")
    hand.tap("Permissions")
    run_command(phone, f"pm uninstall {TASKS}")
    assert hand.sees("See all apps")
    assert not hand.sees("Tasks")


def test_a_state_file_tells_what_was_uninstalled(phone: SimulatedPhone, tmp_path: Path) -> None:
    phone.uninstall(TASKS)
    save_state(phone, tmp_path / "phone.zip")
    with SimulatedPhone() as other:
        load_state(other, tmp_path / "phone.zip")
        assert f"package:{TASKS}" not in packages(other)
    phone.reinstall(TASKS)
    load_state(phone, tmp_path / "phone.zip")
    assert TASKS not in phone.packages

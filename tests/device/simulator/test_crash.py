"""Apps whose files are gone or damaged stop, and come back when their data are cleared."""

from __future__ import annotations

import pytest

from device.simulator import SimulatedPhone
from device.simulator.shell import run_command

CONTACTS, PROVIDER = "com.google.android.contacts", "com.android.providers.contacts"
DATABASE = f"/data/data/{PROVIDER}/databases/contacts2.db"


@pytest.mark.parametrize(
    "deed",
    [f"sqlite3 {DATABASE} 'DROP TABLE raw_contacts'", f"head -c 5000 {DATABASE} > /sdcard/x; mv /sdcard/x {DATABASE}"],
)
def test_an_app_without_its_files_keeps_stopping_until_its_data_are_cleared(deed: str) -> None:
    with SimulatedPhone() as phone:
        run_command(phone, deed)
        phone.launch(CONTACTS)
        assert "Contacts keeps stopping" in phone.hierarchy()
        log, _ = run_command(phone, "logcat -d -s AndroidRuntime:E")
        assert b"FATAL EXCEPTION: main" in log
        assert CONTACTS.encode() in log
        phone.press_key(4)
        assert phone.foreground()[0].endswith("nexuslauncher")
        run_command(phone, f"pm clear {PROVIDER}")
        phone.launch(CONTACTS)
        assert "keeps stopping" not in phone.hierarchy()
        assert phone.foreground()[0] == CONTACTS


@pytest.mark.parametrize("folder", ["/sdcard", "/", "/data", "/storage/emulated/0"])
def test_a_mount_point_is_emptied_and_stays(folder: str) -> None:
    with SimulatedPhone() as phone:
        printed, code = run_command(phone, f"echo x > /sdcard/Download/x; rm -rf {folder}")
        assert code == 1
        assert b"Device or resource busy" in printed
        assert phone.files.path("/sdcard").is_dir()
        assert phone.files.path("/sdcard/Download/x").exists() is (folder == "/data")
        assert run_command(phone, f"mv {folder} /x")[1] == 1
        assert run_command(phone, f"cp -r {folder} {folder}/copy")[1] == 1

"""The phone's own commands, with the output that clients parse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import device.simulator.shell
from device.simulator.phone import SimulatedPhone
from device.simulator.shell import run_command
from device.simulator.shell.run import COMMAND_MODULES
from tests.device.simulator.apps.hand import Hand

SETTINGS = "com.android.settings"
DATABASE = "/sdcard/trial.db"
CONTACTS = "content://com.android.contacts"


@pytest.fixture(scope="module")
def shared_phone() -> Iterator[SimulatedPhone]:
    with SimulatedPhone() as phone:
        yield phone


@pytest.fixture
def phone(shared_phone: SimulatedPhone) -> Iterator[SimulatedPhone]:
    fresh = shared_phone.snapshot()
    yield shared_phone
    shared_phone.restore(fresh)


def output(phone: SimulatedPhone, command: str) -> str:
    text, code = run_command(phone, command)
    assert code == 0, text
    return text.decode()


def test_every_module_with_commands_is_imported() -> None:
    folder = Path(device.simulator.shell.__file__).parent
    with_commands = {path.stem for path in folder.glob("*.py") if "\n@command(" in path.read_text(encoding="utf-8")}
    assert set(COMMAND_MODULES) == with_commands


# What adbutils, Open-AutoGLM, android_env and AndroidWorld look for in the reports.
SHAPES = [
    ("wm size", r"Physical size: 1080x2400\n"),
    ("wm density", r"Physical density: 420\n"),
    ("dumpsys window", rf"mCurrentFocus=Window\{{\w+ u0 {SETTINGS}/{SETTINGS}\.Settings\}}"),
    ("dumpsys window", rf"mFocusedApp=ActivityRecord\{{\w+ u0 {SETTINGS}/\.Settings t\d+\}}"),
    ("dumpsys activity activities", rf"mResumedActivity: ActivityRecord\{{\w+ u0 {SETTINGS}/\.Settings t\d+\}}"),
    ("dumpsys activity top", rf"ACTIVITY {SETTINGS}/\.Settings \w+ pid=\d+\n$"),
    ("dumpsys activity recents", r"Recent #0: Task\{.* id=\d+ "),
    (
        "am stack list",
        rf"taskId=\d+: {SETTINGS}/{SETTINGS}\.Settings bounds=\[0,0\]\[1080,2400\] .* visible=true .*\}}\n",
    ),
    ("dumpsys battery", r"  level: 100\n  scale: 100\n"),
    ("dumpsys thermalservice", r"\tTemperature\{mValue=34\.2, mType=3, mName=skin, mStatus=0\}\n"),
    ("dumpsys power", r"mWakefulness=Awake[\s\S]*mHoldingDisplaySuspendBlocker=true"),
    ("dumpsys display", r"orientation=0, logicalFrame=Rect\(0, 0 - 1080, 2400\)"),
    ("dumpsys input", r"logicalFrame=\[0, 0, 1080, 2400\], physicalFrame=\[0, 0, 1080, 2400\]"),
    ("dumpsys telephony.registry", r"mCallState=0\n"),
    ("dumpsys SurfaceFlinger --display-id", r"^Display 4619827259835644672 "),
    (f"dumpsys package {SETTINGS}", r"versionName=13\n[\s\S]*pkgFlags=\[ SYSTEM HAS_CODE"),
    ("ps -A", rf"^USER +PID[^\n]*NAME\n(?:\S+ +\d+ .*\n)*\S+ +\d+ +\d+ +\d+ +\d+ \S+ +\S+ \S {SETTINGS}\n"),
    (f"pm path {SETTINGS}", r"^package:/"),
    ("ime list -s -a", r"^com\.google\.android\.inputmethod\.latin/com\.android\.inputmethod\.latin\.LatinIME\n"),
    ("getprop ro.build.version.sdk", r"^33\n$"),
    ("getprop no.such.property", r"^\n$"),
    ("getprop", r"\[ro\.product\.model\]: \[Pixel 6\]\n"),
    ("settings get system no_such_key", r"^null\n$"),
    ("settings list global", r"(?m)^airplane_mode_on=0$"),
    ("date", r"^Sun Oct 15 15:34:00 UTC 2023\n$"),
    ("uiautomator dump /dev/tty", r"^<\?xml version='1\.0'[\s\S]*</hierarchy>UI hierchary dumped to: /dev/tty\n$"),
    ("ifconfig wlan0", r"inet addr:10\.0\.2\.16 "),
    ("cmd package resolve-activity --brief com.android.settings", r"\ncom\.android\.settings/\.Settings\n$"),
    (f"am start -n {SETTINGS}/.Settings -W", rf"Status: ok\nLaunchState: HOT\nActivity: {SETTINGS}/\.Settings\n"),
]


@pytest.mark.parametrize(("command", "shape"), SHAPES, ids=[f"{command}: {shape[:30]}" for command, shape in SHAPES])
def test_a_report_has_the_shape_that_clients_parse(phone: SimulatedPhone, command: str, shape: str) -> None:
    phone.launch(SETTINGS)
    text = output(phone, command)
    assert re.search(shape, text), text


FAILURES = [
    ("input tap 1", "Error: Invalid arguments for command: tap", 255),
    ("input keyevent NO_SUCH_KEY", "Error: Unknown keycode: NO_SUCH_KEY", 255),
    ("am start -n com.x/.Nope", "Error type 3\nError: Activity class {com.x/com.x.Nope} does not exist.", 1),
    ("monkey -p com.x -c android.intent.category.LAUNCHER 1", "** No activities found to run, monkey aborted.", 252),
    ("settings put nowhere key 1", "Invalid namespace 'nowhere'", 255),
    ("pm path com.x", "", 1),
    ("pm clear com.x", "Failed", 1),
    ("dumpsys nothing", "Can't find service: nothing", 1),
    ("screencap -p -d 77", "Failed to take screenshot. Status: -2", 1),
    ("wm size 1x1", "Error: bad size 1x1", 255),
    ("ime set com.x/.Ime", "Unknown input method com.x/.Ime cannot be selected", 255),
    ("sqlite3 /sdcard/new.db 'SELECT * FROM absent'", "Error: no such table: absent", 1),
    ("content query --uri content://user_dictionary/words", "Could not find provider", 1),
    ("ping example.org", "ping: unknown host example.org", 2),
    ("ping -c 2 8.8.8.8", "2 packets transmitted, 0 received, 100% packet loss", 1),
    ("ping -c 1 127.0.0.1", "1 packets transmitted, 1 received, 0% packet loss", 0),
    ("cmd overlay enable com.x.overlay", "Unknown overlay com.x.overlay", 255),
    ("cmd notification post", "usage: cmd notification post", 255),
    ("am start -a android.intent.action.VIEW -d foo:bar", "Error: Activity not started, unable to resolve", 1),
    ("screencap -h", "usage: screencap", 1),
]


@pytest.mark.parametrize(("command", "message", "code"), FAILURES, ids=[row[0] for row in FAILURES])
def test_a_failure_says_what_a_phone_says(phone: SimulatedPhone, command: str, message: str, code: int) -> None:
    text, ended = run_command(phone, command)
    assert message in text.decode()
    assert ended == code


def test_the_launchers_names_can_be_read(phone: SimulatedPhone) -> None:
    text = output(
        phone, "cmd package query-activities -a android.intent.action.MAIN -c android.intent.category.LAUNCHER"
    )
    found = re.findall(
        r"ActivityInfo:\n\s+name=\S+\n\s+packageName=(\S+)\n\s+labelRes=\S+ nonLocalizedLabel=(.+?) icon=", text
    )
    assert dict(found) == {app.package: app.label for app in phone.packages.values() if app.icon is not None}


def test_components_of_the_launcher_come_one_per_line(phone: SimulatedPhone) -> None:
    command = (
        "cmd package query-activities --components -a android.intent.action.MAIN -c android.intent.category.LAUNCHER"
    )
    assert f"{SETTINGS}/.Settings" in output(phone, command).splitlines()


def test_starting_and_stopping_moves_the_foreground(phone: SimulatedPhone) -> None:
    output(phone, f"monkey -p {SETTINGS} -c android.intent.category.LAUNCHER 1")
    assert phone.foreground()[0] == SETTINGS
    output(phone, f"am force-stop {SETTINGS}")
    assert phone.foreground()[0] != SETTINGS
    output(phone, "am start -a android.settings.SETTINGS")
    assert phone.foreground()[0] == SETTINGS
    output(phone, "am start -a android.intent.action.MAIN -c android.intent.category.HOME")
    assert phone.foreground()[0] == "com.google.android.apps.nexuslauncher"
    output(phone, "input keyevent KEYCODE_APP_SWITCH && input keyevent HOME")


def test_an_app_that_was_stopped_and_started_is_another_process(phone: SimulatedPhone) -> None:
    def pid() -> str:
        return output(phone, f"pidof {SETTINGS}")

    output(phone, f"am start -n {SETTINGS}/.Settings")
    first = pid()
    assert first == pid()
    output(phone, f"am force-stop {SETTINGS}; am start -n {SETTINGS}/.Settings")
    assert pid() != first


SMS, CAMERA, CHROME = "com.simplemobiletools.smsmessenger", "com.android.camera2", "com.android.chrome"
INTENTS = [
    ("-a android.intent.action.VIEW -d https://example.org/a", CHROME, "Welcome to Chrome"),
    ("-a android.intent.action.WEB_SEARCH --es query cats", CHROME, "Welcome to Chrome"),
    ("-a android.intent.action.MAIN -c android.intent.category.APP_BROWSER", CHROME, "Welcome to Chrome"),
    ("-a android.intent.action.SENDTO -d sms:+15550100 --es sms_body 'On my way'", SMS, "On my way"),
    ("-a android.intent.action.VIEW -d 'smsto:+15550100?body=Hi%20there'", SMS, "Hi there"),
    ("-a android.intent.action.DIAL -d tel:5550123", "com.google.android.dialer", "5550123"),
    (
        "-a android.intent.action.INSERT -t vnd.android.cursor.dir/contact -e name 'Ada Byron' -e phone 5550177",
        "com.google.android.contacts",
        "Byron",
    ),
    ("-a android.media.action.VIDEO_CAPTURE", CAMERA, "Shutter"),
    ("-a android.intent.action.SHOW_ALARMS", "com.google.android.deskclock", "Alarm"),
    ("-a android.intent.action.VIEW -d file:///sdcard/Download/p.html", CHROME, "Welcome to Chrome"),
    ("-a android.settings.WIFI_SETTINGS", SETTINGS, "Wi"),
]


@pytest.mark.parametrize(("intent", "package", "shown"), INTENTS, ids=[intent for intent, _, _ in INTENTS])
def test_an_intent_that_names_no_app_finds_one(phone: SimulatedPhone, intent: str, package: str, shown: str) -> None:
    output(phone, f"echo '<p>Text</p>' > /sdcard/Download/p.html; am start {intent}")
    assert phone.foreground()[0] == package
    assert shown in phone.hierarchy()


def test_a_page_that_was_asked_for_is_there_after_the_welcome(phone: SimulatedPhone) -> None:
    output(phone, "am start -a android.intent.action.VIEW -d https://example.org/a")
    Hand(phone).tap("Use without an account")
    assert "ERR_INTERNET_DISCONNECTED" in phone.hierarchy()
    assert "example.org/a" in phone.hierarchy()


def test_the_navigation_overlay_is_chosen(phone: SimulatedPhone) -> None:
    gestural = "com.android.internal.systemui.navbar.gestural"
    output(phone, f"cmd overlay enable-exclusive --category {gestural}")
    assert f"[x] {gestural}\n" in output(phone, "cmd overlay list")
    assert output(phone, "settings get secure navigation_mode") == "2\n"
    output(phone, f"cmd overlay disable {gestural}")
    assert f"[ ] {gestural}\n" in output(phone, "cmd overlay list")


def test_the_shell_posts_a_notification(phone: SimulatedPhone) -> None:
    output(phone, "cmd notification post -t Build tag 'All green'; cmd statusbar expand-notifications")
    assert "All green" in phone.hierarchy()
    assert "android.title=String (Build)" in output(phone, "dumpsys notification")


def test_the_volume_is_set(phone: SimulatedPhone) -> None:
    output(phone, "media volume --stream 3 --set 40; cmd media_session volume --adj lower")
    assert output(phone, "media volume --stream 3 --get") == "[V] volume is 14 in range [0..15]\n"
    assert output(phone, "settings get system volume_music") == "14\n"


def test_settings_are_written_read_and_deleted(phone: SimulatedPhone) -> None:
    output(phone, "settings put system font_scale 1.3")
    assert phone.metrics().font_scale == 1.3
    assert output(phone, "settings get system font_scale") == "1.3\n"
    assert output(phone, "settings delete system font_scale") == "Deleted 1 rows\n"
    assert output(phone, "settings get system font_scale") == "null\n"


@pytest.mark.parametrize(
    ("command", "namespace", "key", "value"),
    [
        ("svc wifi disable", "global", "wifi_on", "0"),
        ("svc bluetooth disable", "global", "bluetooth_on", "0"),
        ("cmd connectivity airplane-mode enable", "global", "airplane_mode_on", "1"),
        ("cmd uimode night yes", "secure", "ui_night_mode", "2"),
        ("cmd location set-location-enabled false", "secure", "location_mode", "0"),
        ("content insert --uri content://settings/system --bind name:s:x --bind value:s:y", "system", "x", "y"),
        (
            "content update --uri content://settings/global --bind value:s:0 --where \"name='wifi_on'\"",
            "global",
            "wifi_on",
            "0",
        ),
    ],
)
def test_a_switch_writes_its_setting(phone: SimulatedPhone, command: str, namespace: str, key: str, value: str) -> None:
    output(phone, command)
    assert phone.settings.get(namespace, key) == value


def test_rotation_is_locked_and_reported(phone: SimulatedPhone) -> None:
    output(phone, "wm user-rotation lock 1")
    assert phone.display_size == (2400, 1080)
    assert "orientation=1" in output(phone, "dumpsys display")
    assert output(phone, "wm size") == "Physical size: 1080x2400\n"
    output(phone, "settings put system user_rotation 0")
    assert phone.display_size == (1080, 2400)


def test_the_battery_is_set_and_reset(phone: SimulatedPhone) -> None:
    output(phone, "dumpsys battery set level 5; dumpsys battery unplug")
    text = output(phone, "dumpsys battery")
    assert "level: 5" in text
    assert "USB powered: false" in text
    output(phone, "dumpsys battery reset")
    assert "level: 100" in output(phone, "dumpsys battery")


def test_the_clock_is_set(phone: SimulatedPhone) -> None:
    assert output(phone, "date 1016080910.30; date") == "Sat Oct 16 08:09:30 UTC 2010\n" * 2
    assert output(phone, "date +%s") == "1287216570\n"


def test_the_shade_is_opened_and_closed(phone: SimulatedPhone) -> None:
    output(phone, "cmd statusbar expand-notifications")
    assert "NotificationShade}" in output(phone, "dumpsys window")
    output(phone, "cmd statusbar collapse")
    assert "NotificationShade" not in output(phone, "dumpsys window")


def test_contacts_are_inserted_queried_changed_and_deleted(phone: SimulatedPhone) -> None:
    phones = "content query --uri content://contacts/phones/ --projection display_name:number"
    assert output(phone, phones) == "No result found.\n"
    output(phone, f"content insert --uri {CONTACTS}/raw_contacts --bind account_type:s: --bind account_name:s:")
    for mimetype, values in (("name", "data1:s:'Ada B'"), ("phone_v2", "data1:s:'555 01' --bind data2:i:2")):
        output(
            phone,
            f"content insert --uri {CONTACTS}/data --bind raw_contact_id:i:1"
            f" --bind mimetype:s:vnd.android.cursor.item/{mimetype} --bind {values}",
        )
    assert output(phone, phones) == "Row: 0 display_name=Ada B, number=555 01\n"
    output(phone, f"content update --uri {CONTACTS}/data --bind data1:s:99 --where \"data1='555 01'\"")
    assert output(phone, phones) == "Row: 0 display_name=Ada B, number=99\n"
    output(phone, f"content delete --uri {CONTACTS}/raw_contacts --where _id=1")
    assert output(phone, phones) == "No result found.\n"


ROWS = "CREATE TABLE t (a INTEGER, b TEXT, c REAL); INSERT INTO t VALUES (1, 'x|y', 2.0), (2, NULL, 0.1);"
FORMS = [
    ("", "1|x|y|2.0\n2||0.1\n"),
    ("-header", "a|b|c\n1|x|y|2.0\n2||0.1\n"),
    ("-separator ,", "1,x|y,2.0\n2,,0.1\n"),
    ("-nullvalue NULL", "1|x|y|2.0\n2|NULL|0.1\n"),
    ("-csv -header", "a,b,c\r\n1,x|y,2.0\r\n2,,0.1\r\n"),
    ("-json", '[{"a":1,"b":"x|y","c":2.0},\n{"a":2,"b":null,"c":0.1}]\n'),
    ("-line", "    a = 1\n    b = x|y\n    c = 2.0\n\n    a = 2\n    b = \n    c = 0.1\n"),
]


@pytest.mark.parametrize(("options", "printed"), FORMS, ids=[row[0] or "list" for row in FORMS])
def test_sqlite3_prints_rows_in_its_forms(phone: SimulatedPhone, options: str, printed: str) -> None:
    output(phone, f'sqlite3 {DATABASE} "{ROWS}"')
    assert output(phone, f"sqlite3 {options} {DATABASE} 'SELECT * FROM t'") == printed


def test_sqlite3_reads_statements_and_dot_commands_from_stdin(phone: SimulatedPhone) -> None:
    script = b"CREATE TABLE u (v TEXT);\nINSERT INTO u\n VALUES ('a;b');\n.tables\n.mode quote\nSELECT v FROM u;\n"
    assert run_command(phone, f"sqlite3 {DATABASE}", stdin=script) == (b"u\n'a;b'\n", 0)


def test_a_picture_and_a_dump_land_in_files(phone: SimulatedPhone) -> None:
    output(phone, "screencap -p /sdcard/s.png; uiautomator dump /sdcard/w.xml")
    with Image.open(phone.files.path("/sdcard/s.png")) as picture:
        assert np.array_equal(np.asarray(picture), phone.screenshot())
    assert phone.files.read("/sdcard/w.xml").decode() == phone.hierarchy(flavour="framework")


def test_raw_pixels_begin_with_their_size(phone: SimulatedPhone) -> None:
    data, _ = run_command(phone, "screencap")
    assert data[:16] == b"\x38\x04\0\0\x60\x09\0\0\x01\0\0\0\x01\0\0\0"
    assert len(data) == 16 + 1080 * 2400 * 4
    assert data[16:19] == bytes(phone.screenshot()[0, 0])


@pytest.mark.parametrize("port", ["abc", "9k", "0", "65536"])
def test_a_server_on_no_port_says_so(phone: SimulatedPhone, port: str) -> None:
    start = f"CLASSPATH=/data/local/tmp/u2.jar app_process / com.wetest.uia2.Main -p {port}"
    printed, code = run_command(phone, f"echo dex > /data/local/tmp/u2.jar; {start}")
    assert (code, printed) == (1, f"Invalid port: {port}\n".encode())

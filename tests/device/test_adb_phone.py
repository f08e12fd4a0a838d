"""`AdbPhone` drives a phone through the real adb server, adbutils and uiautomator2."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import uiautomator2

from device.action import DoubleTap, Launch, LongPress, PhoneAction, Press, Swipe, Tap, TypeText
from device.adb_phone import AdbPhone, connect
from device.errors import AppNotFoundError, OutsideDisplayError, PhoneEnvironmentError, ShellError, TypingError
from device.simulator.phone import SimulatedPhone
from device.simulator.server import SimulatedPhoneServer
from device.transport import QuickClient
from perception import Element, perceive

SETTINGS = "com.android.settings"


@pytest.fixture(autouse=True)
def _at_home(simulated: SimulatedPhone) -> Iterator[None]:
    before = simulated.snapshot()
    yield
    simulated.restore(before)


def find(phone: AdbPhone, text: str) -> Element:
    [element] = [element for element in perceive(phone.capture()).elements if element.text == text]
    return element


def tap(phone: AdbPhone, text: str) -> None:
    x, y = find(phone, text).box.center
    phone.perform(Tap(x=x, y=y))
    assert phone.settle()


def open_editor(phone: AdbPhone) -> None:
    phone.perform(Launch(app="Contacts"))
    assert phone.settle()
    tap(phone, "Create contact")
    tap(phone, "First name")


def test_a_capture_is_pixels_hierarchy_app_and_display_of_one_moment(adb_phone: AdbPhone) -> None:
    adb_phone.perform(Launch(app="Settings"))
    frame = adb_phone.capture()
    assert frame.pixels.shape == (2400, 1080, 3)
    assert (frame.display.width, frame.display.height, frame.display.density) == (1080, 2400, 420)
    assert frame.app.package == SETTINGS
    assert frame.app.label == "Settings"
    assert "Network &amp; internet" in frame.hierarchy
    assert frame.captured_at > 1e9
    assert not perceive(frame).secure


def test_the_picture_shows_what_the_phone_shows(adb_phone: AdbPhone, simulated: SimulatedPhone) -> None:
    adb_phone.perform(Launch(app="Settings"))
    seen, shown = adb_phone.capture().pixels.astype(int), simulated.screenshot().astype(int)
    assert abs(seen - shown).mean() < 4  # JPEG
    assert abs(seen[..., ::-1] - shown).mean() > abs(seen - shown).mean()


def test_apps_are_those_of_the_launcher(adb_phone: AdbPhone) -> None:
    apps = adb_phone.apps()
    assert apps[SETTINGS] == "Settings"
    assert apps["com.google.android.deskclock"] == "Clock"
    assert "com.google.android.apps.nexuslauncher" not in apps


@pytest.mark.parametrize("name", ["Settings", "settings", SETTINGS, "设置", "Setings", "Settings app"])
def test_launch_finds_an_app_by_any_of_its_names(adb_phone: AdbPhone, name: str) -> None:
    adb_phone.perform(Launch(app=name))
    assert adb_phone.foreground().package == SETTINGS


def test_launch_of_no_app_names_the_nearest(adb_phone: AdbPhone) -> None:
    with pytest.raises(AppNotFoundError, match=r"no app is called 'Clocks and Watches'; the nearest are: .*Clock"):
        adb_phone.perform(Launch(app="Clocks and Watches"))


def test_touches_arrive(adb_phone: AdbPhone, simulated: SimulatedPhone) -> None:
    adb_phone.perform(Launch(app="Settings"))
    first = find(adb_phone, "Network & internet").box
    adb_phone.perform(Swipe(x1=540, y1=1800, x2=540, y2=600))
    assert adb_phone.settle()
    moved = {element.text: element.box.top for element in perceive(adb_phone.capture()).elements}
    assert moved.get("Network & internet", -1) < first.top
    adb_phone.perform(Press(key="home"))
    assert adb_phone.foreground().package != SETTINGS
    tap(adb_phone, "Settings")
    assert adb_phone.foreground().package == SETTINGS


@pytest.mark.parametrize("gesture", [LongPress(x=540, y=1900, seconds=0.6), DoubleTap(x=540, y=1900)])
def test_other_gestures_reach_the_view_under_them(
    adb_phone: AdbPhone, simulated: SimulatedPhone, gesture: PhoneAction
) -> None:
    adb_phone.perform(Launch(app="Settings"))
    adb_phone.perform(gesture)
    assert adb_phone.settle()
    assert adb_phone.foreground().package == SETTINGS
    assert adb_phone._touched is None


def test_back_leaves_a_page(adb_phone: AdbPhone) -> None:
    adb_phone.perform(Launch(app="Settings"))
    tap(adb_phone, "Display")
    assert find(adb_phone, "Navigate up")
    adb_phone.perform(Press(key="back"))
    assert adb_phone.settle()
    assert find(adb_phone, "Search settings")


@pytest.mark.parametrize(
    "action",
    [Tap(x=1080, y=5), Tap(x=5, y=2400), DoubleTap(x=-1, y=5), LongPress(x=5, y=9999), Swipe(x1=5, y1=5, x2=5, y2=-5)],
    ids=lambda action: type(action).__name__,
)
def test_coordinates_outside_the_display_are_refused(adb_phone: AdbPhone, action: PhoneAction) -> None:
    with pytest.raises(OutsideDisplayError, match=r"outside the display of 1080x2400 pixels"):
        adb_phone.perform(action)


class TestTyping:
    @pytest.mark.parametrize(
        "text", ["Maria", "", "张三 李四", "Ünï \"q\" 'a' $HOME `x` \\ %s", "naïve 😊 ok", "0123 456-789"]
    )
    def test_any_text_replaces_what_the_field_held(
        self, adb_phone: AdbPhone, simulated: SimulatedPhone, text: str
    ) -> None:
        open_editor(adb_phone)
        adb_phone.perform(TypeText(text="before"))
        adb_phone.perform(TypeText(text=text))
        field = simulated.focused_field()
        assert field is not None
        assert field.text == text

    def test_without_a_focused_field_nothing_is_typed(self, adb_phone: AdbPhone) -> None:
        with pytest.raises(TypingError, match="tap the field first"):
            adb_phone.perform(TypeText(text="x"))

    def test_the_keyboard_of_the_user_stays(self, adb_phone: AdbPhone) -> None:
        before = adb_phone.shell("settings get secure default_input_method")
        open_editor(adb_phone)
        adb_phone.perform(TypeText(text="é"))
        assert adb_phone.shell("settings get secure default_input_method") == before


def test_shell_returns_what_was_printed_or_tells_the_exit_code(adb_phone: AdbPhone) -> None:
    assert adb_phone.shell("echo hello") == "hello\n"
    with pytest.raises(ShellError) as caught:
        adb_phone.shell("ls /no/such/place")
    assert caught.value.exit_code != 0
    assert caught.value.command == "ls /no/such/place"


def test_files_go_there_and_back_with_their_parents(adb_phone: AdbPhone) -> None:
    data = bytes(range(256)) * 700
    adb_phone.push(data, "/sdcard/Download/new folder/it's.bin")
    assert adb_phone.pull("/sdcard/Download/new folder/it's.bin") == data
    with pytest.raises(PhoneEnvironmentError, match="No such file"):
        adb_phone.pull("/sdcard/none")


def test_settle_tells_whether_the_screen_came_to_rest(adb_phone: AdbPhone, monkeypatch: pytest.MonkeyPatch) -> None:
    assert adb_phone.settle(timeout=1)
    readings = iter(range(10**6))

    def restless(method: str, *_: object) -> str:
        return f'<hierarchy rotation="0"><node text="{next(readings)}"/></hierarchy>'

    monkeypatch.setattr(adb_phone, "rpc", restless)
    assert not adb_phone.settle(timeout=0.05)


def test_close_is_harmless_twice_and_stops_the_server_it_started(
    served: SimulatedPhoneServer, adb_phone: AdbPhone
) -> None:
    # The shared phone runs the server: a second one finds it and must leave it running.
    second = connect(served.serial)
    second.close()
    second.close()
    assert adb_phone.rpc("deviceInfo")["displayWidth"] == 1080


def test_a_server_that_died_is_started_anew(adb_phone: AdbPhone) -> None:
    adb_phone._u2.stop_uiautomator(wait=True)
    assert adb_phone.capture().hierarchy


def test_the_rest_of_uiautomator2_still_works_beside_it(served: SimulatedPhoneServer, adb_phone: AdbPhone) -> None:
    other = uiautomator2.Device(QuickClient().device(served.serial))
    assert other.info["displayWidth"] == 1080
    assert adb_phone.display().width == 1080

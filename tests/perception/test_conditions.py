"""What lies on top of an app, what Android shows itself, what waits: as values on the screen."""

from __future__ import annotations

import numpy as np
import pytest

from device.frame import Display, ForegroundApp, Frame, Posture
from perception import Axis, Box, OverlayKind, Role, SystemUi, perceive
from tests.perception.builder import SCREEN, hierarchy, node, settings_row, window
from tests.perception.conftest import See

PAGE = window(settings_row(300, "Display"), settings_row(1200, "Storage"))
SYSTEM = "com.android.systemui"


def dialog(*children: str, bounds: tuple[int, int, int, int] = (100, 850, 980, 1450), package: str = "com.x") -> str:
    buttons = node("Button", (500, 1300, 700, 1400), text="OK", on="clickable")
    return window(*children, buttons, bounds=bounds, package=package)


class TestOverlay:
    def test_a_page_has_none(self, see: See) -> None:
        assert see(hierarchy(PAGE)).overlay is None

    @pytest.mark.parametrize("windows", [(dialog(),), (PAGE, dialog(package="com.example.app"))])
    def test_a_window_in_the_middle_is_a_dialog(self, see: See, windows: tuple[str, ...]) -> None:
        overlay = see(hierarchy(*windows)).overlay
        assert overlay is not None
        assert (overlay.kind, overlay.box) == (OverlayKind.DIALOG, Box(left=100, top=850, right=980, bottom=1450))

    def test_a_permission_is_told_by_its_package_or_its_views(self, see: See) -> None:
        asks = node("TextView", (150, 900, 900, 1000), text="Allow?", id="com.maker:id/permission_message")
        for document in (dialog(asks), dialog(package="com.google.android.permissioncontroller")):
            overlay = see(hierarchy(document)).overlay
            assert overlay is not None
            assert overlay.kind is OverlayKind.PERMISSION

    def test_an_app_that_stopped_is_told_by_the_frameworks_views(self, see: See) -> None:
        wait = node("Button", (150, 900, 900, 1000), text="Wait", id="android:id/aerr_wait", on="clickable")
        overlay = see(hierarchy(dialog(wait, package="android"))).overlay
        assert overlay is not None
        assert overlay.kind is OverlayKind.ERROR

    def test_a_narrow_window_that_is_a_list_is_a_menu(self, see: See) -> None:
        rows = node("ListView", (600, 100, 1060, 500), settings_row(100, "Sort"))
        overlay = see(hierarchy(window(rows, bounds=(600, 100, 1060, 500)))).overlay
        assert overlay is not None
        assert overlay.kind is OverlayKind.MENU

    def test_the_only_item_of_a_menu_can_be_touched(self, see: See) -> None:
        item = node("TextView", (640, 140, 900, 200), text="Delete")
        row = node("LinearLayout", (600, 110, 1060, 250), item, on="clickable")
        menu = window(node("ListView", (600, 100, 1060, 260), row), bounds=(600, 100, 1060, 260))
        [element] = see(hierarchy(PAGE, menu)).elements
        assert (element.text, element.clickable, element.role) == ("Delete", True, Role.ROW)

    def test_an_app_window_that_stands_aside_is_the_app(self, see: See) -> None:
        assert see(hierarchy(window(settings_row(300, "A"), bounds=(500, 79, 1070, 2300)))).overlay is None

    def test_a_barrier_tells_the_sheet_below_it(self, see: See) -> None:
        barrier = node("View", (0, 0, 1080, 1400), desc="Scrim", on="clickable")
        overlay = see(hierarchy(window(barrier, settings_row(1400, "Copy"), settings_row(2250, "Move")))).overlay
        assert overlay is not None
        assert (overlay.kind, overlay.box.top, overlay.box.bottom) == (OverlayKind.SHEET, 1400, 2400)

    def test_a_toast_is_no_overlay_but_a_toast(self, see: See) -> None:
        toast = window(node("TextView", (200, 2100, 800, 2160), text="Saved"), bounds=(180, 2080, 820, 2180))
        screen = see(hierarchy(PAGE, toast))
        assert (screen.overlay, screen.toasts) == (None, ("Saved",))


@pytest.mark.parametrize(
    ("resource_id", "bounds", "expected"),
    [
        ("keyguard_status_view", SCREEN, SystemUi.LOCK_SCREEN),
        ("notification_panel", SCREEN, SystemUi.SHADE),
        ("volume_dialog", (800, 600, 1060, 1500), SystemUi.VOLUME),
        ("global_actions_view", (200, 600, 900, 1500), SystemUi.POWER_MENU),
        ("unheard_of", SCREEN, None),
    ],
)
def test_androids_own_screens_are_told_by_their_views(
    see: See, resource_id: str, bounds: tuple[int, int, int, int], expected: SystemUi | None
) -> None:
    view = node("Button", (300, 700, 850, 900), text="x", id=f"{SYSTEM}:id/{resource_id}", on="clickable")
    assert see(hierarchy(window(view, bounds=bounds, package=SYSTEM))).system_ui is expected


class TestLoading:
    @pytest.mark.parametrize(
        ("view", "loading"),
        [
            (node("ProgressBar", (500, 1100, 600, 1200)), True),
            (node("ProgressBar", (500, 1100, 600, 1200), text="40.0"), False),
            (node("TextView", (300, 1100, 800, 1200), text="Loading…"), True),
            (node("TextView", (300, 1100, 800, 1200), text="正在加载..."), True),
            (node("TextView", (300, 1100, 800, 1200), text="Loading dock 7 opens at nine"), False),
            (node("SeekBar", (500, 1100, 600, 1200)), False),
        ],
    )
    def test_what_turns_and_what_asks_for_patience_say_so(self, see: See, view: str, loading: bool) -> None:
        assert see(hierarchy(window(view))).loading is loading

    def test_a_flat_bar_of_androids_own_dump_may_be_any_bar(self, see: See) -> None:
        bar = node("ProgressBar", (0, 1100, 1080, 1110)).replace(' hint=""', "")
        assert not see(hierarchy(window(bar))).loading


def test_a_keyboard_says_what_it_covers(see: See) -> None:
    package = "com.google.android.inputmethod.latin"
    key = node("TextView", (0, 1700, 108, 1850), desc="q", on="clickable", package=package)
    screen = see(hierarchy(window(key, bounds=(0, 1600, 1080, 2270), package=package), PAGE))
    assert screen.keyboard_box == Box(left=0, top=1600, right=1080, bottom=2270)
    assert see(hierarchy(PAGE)).keyboard_box is None


def test_the_bars_say_where_they_are(see: See) -> None:
    bar = window(node("TextView", (9, 9, 99, 50), text="9:41"), bounds=(0, 0, 1080, 66), package=SYSTEM)
    assert see(hierarchy(bar, PAGE)).bars == (Box(left=0, top=0, right=1080, bottom=66),)


def test_what_another_display_shows_is_left_out_and_told(see: See) -> None:
    outside = window(settings_row(300, "On the cover")).replace("<node ", '<node display-id="2" ')
    screen = see(hierarchy(PAGE, outside))
    assert [element.text for element in screen.elements] == ["Display", "Storage"]
    assert screen.displays == (0, 2)


def test_a_black_screenshot_is_told_with_and_without_a_tree(see: See) -> None:
    for document in (hierarchy(PAGE), ""):
        assert see(document, shade=0).black
        assert not see(document, shade=40).black


def test_a_damaged_tree_makes_a_partial_screen(see: See) -> None:
    whole = hierarchy(PAGE)
    assert not see(whole).partial
    assert see(whole[: whole.index("Storage")]).partial


def test_posture_and_rotation_are_the_displays(see: See) -> None:
    display = Display(width=1080, height=2400, rotation=2, posture=Posture.HALF_OPENED)
    frame = Frame(
        pixels=np.full((2400, 1080, 3), 128, np.uint8),
        hierarchy=hierarchy(PAGE),
        app=ForegroundApp(package="com.example.app"),
        display=display,
        captured_at=0.0,
    )
    assert perceive(frame).display == display


class TestScrolling:
    def rows(self, kind: str, *bounds: tuple[int, int, int, int], box: tuple[int, int, int, int]) -> str:
        items = [
            node("LinearLayout", part, node("TextView", part, text=str(place)), on="clickable")
            for place, part in enumerate(bounds)
        ]
        return hierarchy(window(node(kind, box, *items, on="scrollable")))

    def test_rows_that_are_cut_off_tell_of_more(self, see: See) -> None:
        rows = [(0, 300, 1080, 350), (0, 350, 1080, 500), (0, 500, 1080, 650), (0, 650, 1080, 700)]
        [found] = see(self.rows("RecyclerView", *rows, box=(0, 300, 1080, 700))).ranges
        assert (found.axis, found.before, found.after) == (Axis.VERTICAL, True, True)
        assert found.package == "com.example.app"

    def test_whole_rows_tell_nothing(self, see: See) -> None:
        rows = [(0, 300, 1080, 450), (0, 450, 1080, 600), (0, 600, 1080, 750)]
        [found] = see(self.rows("RecyclerView", *rows, box=(0, 300, 1080, 750))).ranges
        assert (found.axis, found.before, found.after) == (Axis.VERTICAL, False, False)

    def test_items_side_by_side_scroll_sideways(self, see: See) -> None:
        items = [(0, 300, 400, 500), (400, 300, 800, 500), (800, 300, 1080, 500)]
        [found] = see(self.rows("RecyclerView", *items, box=(0, 300, 1080, 500))).ranges
        assert (found.axis, found.after) == (Axis.HORIZONTAL, True)

"""Perception names what a person sees, and nothing else."""

from __future__ import annotations

import pytest

from perception import HierarchyError, Role, Screen
from tests.perception.builder import SCREEN, hierarchy, node, settings_row, window
from tests.perception.conftest import See


def said(screen: Screen) -> list[tuple[Role, str, str]]:
    return [(element.role, element.text, element.detail) for element in screen.elements]


def test_a_row_takes_the_texts_inside_it(see: See) -> None:
    screen = see(hierarchy(window(settings_row(300, "Display", "Dark theme, font size, brightness"))))
    [row] = screen.elements
    assert (row.role, row.text, row.detail) == (Role.ROW, "Display", "Dark theme, font size, brightness")
    assert row.clickable
    assert row.checked is None
    assert (row.box.left, row.box.top, row.box.right, row.box.bottom) == (0, 300, 1080, 450)


@pytest.mark.parametrize(("switch", "checked"), [("on", True), ("off", False)])
def test_a_row_with_a_switch_is_one_switch(see: See, switch: str, checked: bool) -> None:
    [element] = see(hierarchy(window(settings_row(300, "Dark theme", switch=switch)))).elements
    assert (element.role, element.text, element.checked) == (Role.SWITCH, "Dark theme", checked)
    assert element.box.right == 1080


def test_a_switch_with_its_own_touch_area_stays_apart_from_its_row(see: See) -> None:
    switch = node("Switch", (880, 340, 1010, 410), text="OFF", on="checkable clickable")
    title = node("TextView", (72, 330, 800, 380), text="Hotspot", id="android:id/title")
    row = node("LinearLayout", (0, 300, 1080, 450), title, switch, on="clickable")
    assert [(e.role, e.text, e.checked) for e in see(hierarchy(window(row))).elements] == [
        (Role.ROW, "Hotspot", None),
        (Role.SWITCH, "Hotspot", False),
    ]


@pytest.mark.parametrize(("kind", "role"), [("CheckBox", Role.CHECKBOX), ("RadioButton", Role.RADIO)])
def test_boxes_and_radio_buttons_make_their_row_one_of_them(see: See, kind: str, role: Role) -> None:
    button = node(kind, (880, 340, 1010, 410), on="checkable checked")
    row = node("LinearLayout", (0, 300, 1080, 450), node("TextView", (72, 330, 800, 380), text="30 seconds"), button)
    [element] = see(hierarchy(window(row.replace('clickable="false"', 'clickable="true"', 1)))).elements
    assert (element.role, element.text, element.checked) == (role, "30 seconds", True)


def test_a_switch_beside_words_in_a_passive_row_is_named_by_them(see: See) -> None:
    row = node(
        "LinearLayout",
        (0, 300, 1080, 450),
        node("TextView", (72, 330, 600, 420), text="Vibrate"),
        node("Switch", (880, 340, 1010, 410), on="checkable clickable"),
    )
    assert said(see(hierarchy(window(row)))) == [(Role.SWITCH, "Vibrate", "")]


class TestFields:
    def test_the_hint_names_it_and_the_content_is_its_detail(self, see: See) -> None:
        field = node("EditText", (0, 300, 1080, 450), text="Maria", hint="First name", on="clickable focused")
        [element] = see(hierarchy(window(field))).elements
        assert (element.role, element.text, element.detail) == (Role.FIELD, "First name", "Maria")
        assert element.focused

    def test_a_hint_that_shows_is_no_content(self, see: See) -> None:
        field = node("EditText", (0, 300, 1080, 450), text="First name", hint="First name")
        assert said(see(hierarchy(window(field)))) == [(Role.FIELD, "First name", "")]

    def test_a_label_above_names_it(self, see: See) -> None:
        form = node(
            "LinearLayout",
            (0, 200, 1080, 450),
            node("TextView", (40, 220, 400, 280), text="E-mail"),
            node("EditText", (40, 290, 1040, 440), text="a@b.example"),
        )
        assert said(see(hierarchy(window(form)))) == [(Role.FIELD, "E-mail", "a@b.example")]

    def test_the_words_of_the_id_are_the_last_resort(self, see: See) -> None:
        field = node("EditText", (0, 300, 1080, 450), text="x", id="com.example.app:id/edit_note_title")
        assert said(see(hierarchy(window(field)))) == [(Role.FIELD, "note title", "x")]

    def test_a_placeholder_drawn_inside_names_it(self, see: See) -> None:
        field = node("EditText", (0, 300, 1080, 450), node("TextView", (40, 330, 500, 400), text="Search"))
        assert said(see(hierarchy(window(field)))) == [(Role.FIELD, "Search", "")]

    def test_a_password_field_says_that_it_is_one(self, see: See) -> None:
        field = node("EditText", (0, 300, 1080, 450), text="••••", hint="Password", on="password")
        [element] = see(hierarchy(window(field))).elements
        assert element.password
        assert element.text == "Password"


def test_a_slider_has_its_title_and_its_value(see: See) -> None:
    row = node(
        "LinearLayout",
        (0, 300, 1080, 450),
        node("TextView", (72, 310, 600, 360), text="Media volume"),
        node("SeekBar", (72, 370, 1000, 440), text="12.0"),
    )
    assert said(see(hierarchy(window(row)))) == [(Role.SLIDER, "Media volume", "12")]


def test_an_icon_button_is_named_by_its_description_or_its_id(see: See) -> None:
    screen = see(
        hierarchy(
            window(
                node("ImageButton", (0, 60, 150, 200), desc="Navigate up", on="clickable"),
                node("ImageView", (900, 60, 1060, 200), id="com.example.app:id/btn_addContact", on="clickable"),
            )
        )
    )
    assert said(screen) == [(Role.BUTTON, "Navigate up", ""), (Role.BUTTON, "add contact", "")]


def test_words_that_belong_to_nothing_are_texts(see: See) -> None:
    screen = see(hierarchy(window(node("TextView", (0, 60, 800, 200), text="  About\u200b  phone\n"))))
    assert said(screen) == [(Role.TEXT, "About phone", "")]
    assert not screen.elements[0].clickable


def test_tabs_are_known_by_the_chosen_one_even_where_it_cannot_be_tapped(see: See) -> None:
    tabs = [
        node("FrameLayout", (360 * place, 2200, 360 * place + 360, 2350), desc=name, on="clickable")
        for place, name in enumerate(("Alarm", "Clock", "Timer"))
    ]
    tabs[1] = tabs[1].replace('clickable="true"', 'clickable="false"').replace('selected="false"', 'selected="true"')
    screen = see(hierarchy(window(node("LinearLayout", (0, 2200, 1080, 2350), *tabs))))
    assert [(e.role, e.text, e.selected, e.clickable) for e in screen.elements] == [
        (Role.TAB, "Alarm", False, True),
        (Role.TAB, "Clock", True, False),
        (Role.TAB, "Timer", False, True),
    ]


def test_what_cannot_be_seen_is_left_out(see: See) -> None:
    screen = see(
        hierarchy(
            window(
                node("Button", (0, 0, 0, 0), text="no size", on="clickable"),
                node("Button", (0, 2500, 300, 2600), text="below", on="clickable"),
                node("Button", (-400, 100, -10, 200), text="left of it", on="clickable"),
                node("Button", (0, 300, 300, 400), text="hidden", on="clickable", off="visible-to-user"),
                node("Button", (800, 300, 1300, 400), text="cut off", on="clickable"),
            )
        )
    )
    [button] = screen.elements
    assert button.text == "cut off"
    assert button.box.right == 1080


def test_a_list_cuts_off_its_rows(see: See) -> None:
    rows = node(
        "RecyclerView", (0, 300, 1080, 1000), settings_row(900, "Half"), settings_row(1000, "Beyond"), on="scrollable"
    )
    screen = see(hierarchy(window(rows)))
    assert [(e.text, e.box.bottom) for e in screen.elements] == [("Half", 1000)]
    assert [(box.top, box.bottom) for box in screen.scrollables] == [(300, 1000)]


class TestWindows:
    BARS = (
        window(
            node("TextView", (30, 10, 150, 60), text="9:41"), bounds=(0, 0, 1080, 66), package="com.android.systemui"
        ),
        window(
            node("ImageView", (200, 2280, 340, 2390), desc="Back", on="clickable"),
            bounds=(0, 2270, 1080, 2400),
            package="com.android.systemui",
        ),
    )

    def test_the_bars_are_left_out(self, see: See) -> None:
        status, navigation = self.BARS
        screen = see(hierarchy(status, window(settings_row(300, "Display")), navigation))
        assert said(screen) == [(Role.ROW, "Display", "")]

    def test_the_shade_is_kept_and_hides_the_app(self, see: See) -> None:
        shade = window(
            node("Switch", (40, 300, 520, 460), desc="Wi-Fi", on="checkable clickable"), package="com.android.systemui"
        )
        screen = see(hierarchy(window(settings_row(300, "Display")), shade, *self.BARS))
        assert said(screen) == [(Role.SWITCH, "Wi-Fi", "")]

    @pytest.mark.parametrize(
        ("package", "view"),
        [
            ("com.google.android.inputmethod.latin", ""),
            ("com.github.uiautomator", ""),
            ("com.vendor.typing", "android:id/inputArea"),
        ],
    )
    def test_a_keyboard_is_left_out_and_told(self, see: See, package: str, view: str) -> None:
        key = node("TextView", (0, 1700, 108, 1850), desc="q", on="clickable", package=package, id=view)
        screen = see(
            hierarchy(window(key, bounds=(0, 1600, 1080, 2270), package=package), window(settings_row(300, "A")))
        )
        assert said(screen) == [(Role.ROW, "A", "")]
        assert screen.keyboard

    def test_a_keyboard_that_only_the_phone_knows_is_told_by_its_list(self, see: See) -> None:
        key = node("TextView", (0, 1700, 108, 1850), desc="q", on="clickable", package="org.rare")
        document = hierarchy(
            window(key, bounds=(0, 1600, 1080, 2270), package="org.rare"), window(settings_row(300, "A"))
        )
        assert len(see(document).elements) == 2
        assert len(see(document, input_methods=("org.rare/.Service",)).elements) == 1

    def test_the_settings_of_a_keyboard_app_are_a_screen(self, see: See) -> None:
        package = "com.google.android.inputmethod.latin"
        screen = see(hierarchy(window(settings_row(300, "Languages"), package=package)), package=package)
        assert said(screen) == [(Role.ROW, "Languages", "")]
        assert not screen.keyboard

    @pytest.mark.parametrize("first", ["dialog", "page"])
    def test_a_dialog_hides_the_page_below_whatever_the_order(self, see: See, first: str) -> None:
        page = window(settings_row(300, "Display"), settings_row(1200, "Storage"))
        dialog = window(
            node("TextView", (150, 900, 900, 1000), text="Delete this contact?"),
            node("Button", (500, 1300, 700, 1400), text="Cancel", on="clickable"),
            node("Button", (720, 1300, 920, 1400), text="Delete", on="clickable"),
            bounds=(100, 850, 980, 1450),
        )
        screen = see(hierarchy(*((dialog, page) if first == "dialog" else (page, dialog))))
        assert [element.text for element in screen.elements] == ["Delete this contact?", "Cancel", "Delete"]

    def test_a_permission_dialog_of_android_hides_the_app(self, see: See) -> None:
        dialog = window(
            node("Button", (150, 1200, 900, 1300), text="Allow", on="clickable"),
            bounds=(30, 800, 1050, 1600),
            package="com.google.android.permissioncontroller",
        )
        assert [e.text for e in see(hierarchy(window(settings_row(300, "A")), dialog)).elements] == ["Allow"]

    def test_a_toast_hides_nothing(self, see: See) -> None:
        toast = window(node("TextView", (200, 2100, 800, 2160), text="Saved"), bounds=(180, 2080, 820, 2180))
        assert [e.text for e in see(hierarchy(window(settings_row(300, "A")), toast)).elements] == ["A", "Saved"]


def test_what_a_later_button_covers_is_left_out(see: See) -> None:
    sheet = node("Button", (0, 250, 1080, 900), text="Sheet", on="clickable")
    below = node("Button", (100, 300, 500, 400), text="Below", on="clickable")
    assert [e.text for e in see(hierarchy(window(below, sheet))).elements] == ["Sheet"]
    assert [e.text for e in see(hierarchy(window(sheet, below))).elements] == ["Sheet", "Below"]


def test_the_drawing_order_decides_what_covers(see: See) -> None:
    sheet = node("Button", (0, 250, 1080, 900), text="Sheet", on="clickable", order=2)
    below = node("Button", (100, 300, 500, 400), text="Below", on="clickable", order=1)
    assert [e.text for e in see(hierarchy(window(sheet, below))).elements] == ["Sheet"]


def test_reading_order_is_rows_from_the_top_each_from_the_left(see: See) -> None:
    cells = [
        node(
            "Button",
            (300 * column, 300 + 200 * row + 7 * column, 300 * column + 250, 450 + 200 * row),
            text=f"{row}{column}",
            on="clickable",
        )
        for row in (1, 0)
        for column in (2, 0, 1)
    ]
    screen = see(hierarchy(window(*cells)))
    assert [element.text for element in screen.elements] == ["00", "01", "02", "10", "11", "12"]
    assert [element.id for element in screen.elements] == list(range(6))


class TestFingerprint:
    def test_it_is_16_hex_digits_and_stays_for_the_same_screen(self, see: See) -> None:
        document = hierarchy(window(settings_row(300, "Display")))
        first = see(document).fingerprint
        assert len(first) == 16
        assert int(first, 16) >= 0
        assert see(document).fingerprint == first

    def test_a_clock_of_the_status_bar_or_the_launcher_does_not_change_it(self, see: See) -> None:
        def screen(time: str) -> str:
            bar = window(
                node("TextView", (9, 9, 99, 50), text=time), bounds=(0, 0, 1080, 66), package="com.android.systemui"
            )
            clock = node(
                "TextView", (200, 200, 700, 400), text=time, id="com.x.launcher:id/clock", package="com.x.launcher"
            )
            return see(hierarchy(bar, window(clock, package="com.x.launcher")), package="com.x.launcher").fingerprint

        assert screen("9:41") == screen("9:42")

    def test_a_time_that_is_content_changes_it(self, see: See) -> None:
        def alarm(time: str) -> str:
            return see(hierarchy(window(settings_row(300, time)))).fingerprint

        assert alarm("7:30 AM") != alarm("7:31 AM")

    @pytest.mark.parametrize("other", [settings_row(300, "A", switch="off"), settings_row(300, "B", switch="on"), ""])
    def test_a_state_or_a_text_changes_it(self, see: See, other: str) -> None:
        base = see(hierarchy(window(settings_row(300, "A", switch="on")))).fingerprint
        assert see(hierarchy(window(other))).fingerprint != base


class TestSecure:
    def test_black_pixels_under_words_are_withheld(self, see: See) -> None:
        document = hierarchy(window(settings_row(300, "Balance")))
        assert see(document, shade=0).secure
        assert see(document, shade=7).secure
        assert not see(document, shade=30).secure

    def test_a_black_screen_without_words_is_not_secure(self, see: See) -> None:
        assert not see(hierarchy(window()), shade=0).secure


def test_no_hierarchy_is_a_screen_without_elements(see: See) -> None:
    assert see("").elements == ()
    assert see('<hierarchy rotation="0" />').elements == ()


def test_what_is_not_a_hierarchy_is_said_so(see: See) -> None:
    with pytest.raises(HierarchyError, match="not a UI hierarchy"):
        see("ERROR: could not get idle state.")


def test_a_screen_of_2000_nodes_nested_900_deep_is_survived(see: See) -> None:
    deep = node("TextView", (10, 10, 500, 100), text="bottom")
    for _ in range(900):
        deep = node("FrameLayout", SCREEN, deep)
    wide = "".join(node("Button", (0, top, 900, top + 2), text=str(top), on="clickable") for top in range(0, 2200, 2))
    assert any(element.text == "bottom" for element in see(hierarchy(window(deep, wide))).elements)

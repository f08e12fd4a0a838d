"""Faults: each acts when its trigger says, and knows a right handling from a wrong one."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from device.simulator import FaultFileError, SimulatedPhone
from device.simulator.faults import CATALOGUE, Faults, Verdict, attach, read_plan
from device.simulator.faults.plan import parse_plan
from device.simulator.shell import run_command
from tests.device.simulator.apps.hand import Hand

SETTINGS = "com.android.settings"


def faults_of(phone: SimulatedPhone, *entries: dict[str, Any], seed: int = 0) -> Faults:
    """Let faults act on a phone that shows Settings."""
    phone.launch(SETTINGS)
    return attach(phone, parse_plan({"seed": seed, "faults": list(entries)}))


def verdicts(faults: Faults) -> list[tuple[str, Verdict]]:
    """Return what became of each run."""
    return [(outcome.fault, outcome.verdict) for outcome in faults.outcomes()]


POPUPS = [
    ({"fault": "perm_dialog"}, "While using the app", "right"),
    ({"fault": "perm_dialog"}, "Only this time", "right"),
    ({"fault": "perm_dialog"}, "Don\u2019t allow", "wrong"),
    ({"fault": "ad_popup", "seconds": 0}, "Close ad", "right"),
    ({"fault": "ad_popup", "seconds": 0}, "INSTALL NOW", "wrong"),
    ({"fault": "low_battery"}, "No thanks", "right"),
    ({"fault": "low_battery"}, "Turn on Battery Saver", "wrong"),
    ({"fault": "update_prompt"}, "Update later", "right"),
    ({"fault": "update_prompt"}, "Update now", "wrong"),
    ({"fault": "update_prompt", "ask": "rate"}, "Not now", "right"),
    ({"fault": "anr"}, "Wait", "right"),
    ({"fault": "anr"}, "Close app", "wrong"),
    ({"fault": "anr", "crash": True}, "Close app", "right"),
    ({"fault": "interruption"}, "Decline", "right"),
    ({"fault": "interruption"}, "Answer", "wrong"),
    ({"fault": "interruption", "source": "alarm"}, "Stop", "right"),
    ({"fault": "interruption", "source": "message"}, "Are you there?", "wrong"),
]


@pytest.mark.parametrize(("entry", "label", "verdict"), POPUPS)
def test_a_popup_comes_up_and_its_answer_is_judged(
    phone: SimulatedPhone, hand: Hand, entry: dict[str, Any], label: str, verdict: str
) -> None:
    faults = faults_of(phone, {**entry, "when": {"step": 1}})
    before = phone.screenshot()
    assert label not in phone.hierarchy()
    phone.press_key(24)
    assert (phone.screenshot() != before).any()
    hand.tap(label)
    phone.hierarchy()
    assert verdicts(faults) == [(entry["fault"], Verdict(verdict))]
    assert phone.state.overlays == []


def test_permissions_that_are_granted_are_told(phone: SimulatedPhone, hand: Hand) -> None:
    faults_of(phone, {"fault": "perm_dialog", "permission": "android.permission.CAMERA"})
    phone.hierarchy()
    assert "com.google.android.permissioncontroller/" in run_command(phone, "dumpsys window")[0].decode()
    hand.tap("While using the app")
    assert phone.state.permissions == {SETTINGS: {"android.permission.CAMERA": True}}
    assert phone.foreground()[0] == SETTINGS


def test_an_advertisement_that_is_touched_leads_to_the_browser(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch(SETTINGS)
    faults_of(phone, {"fault": "ad_popup"})
    hand.tap("INSTALL NOW")
    assert phone.foreground()[0] == "com.android.chrome"
    hand.tap("Use without an account")
    assert hand.sees("No internet", "sale.example/install")


def test_an_advertisement_cannot_be_closed_before_its_time(phone: SimulatedPhone, hand: Hand) -> None:
    faults = faults_of(phone, {"fault": "ad_popup", "seconds": 5})
    assert "Close ad" not in phone.hierarchy()
    phone.press_key(4)
    phone.clock.advance(6)
    hand.tap("Close ad")
    phone.hierarchy()
    assert verdicts(faults) == [("ad_popup", Verdict.RIGHT)]


def test_what_interrupts_goes_by_itself(phone: SimulatedPhone) -> None:
    faults = faults_of(phone, {"fault": "interruption", "source": "message"}, {"fault": "interruption"})
    phone.hierarchy()
    assert len(phone.state.overlays) == 2
    phone.clock.advance(30)
    phone.hierarchy()
    phone.hierarchy()
    assert phone.state.overlays == []
    assert verdicts(faults) == [("interruption", Verdict.RIGHT)] * 2


def test_what_hangs_is_named_by_dumpsys(phone: SimulatedPhone) -> None:
    faults_of(phone, {"fault": "anr"})
    phone.hierarchy()
    assert f"Application Not Responding: {SETTINGS}" in run_command(phone, "dumpsys window")[0].decode()


def test_a_battery_that_runs_low_is_told_by_dumpsys_too(phone: SimulatedPhone) -> None:
    faults_of(phone, {"fault": "low_battery", "level": 4})
    assert "4% remaining." in phone.hierarchy()
    assert "level: 4" in run_command(phone, "dumpsys battery")[0].decode()


def test_waiting_for_a_slow_screen_is_right_and_touching_it_wrong(phone: SimulatedPhone) -> None:
    slow = {"fault": "slow_load", "seconds": 2}
    faults = faults_of(phone, slow)
    assert "Network &amp; internet" not in phone.hierarchy()
    assert "could not get idle state" in run_command(phone, "uiautomator dump /dev/tty")[0].decode()
    phone.clock.advance(3)
    assert "Network &amp; internet" in phone.hierarchy()
    assert verdicts(faults) == [("slow_load", Verdict.RIGHT)]
    faults = faults_of(phone, slow)
    phone.hierarchy()
    phone.tap(500, 900)
    assert verdicts(faults) == [("slow_load", Verdict.WRONG)]


def test_a_stale_hierarchy_is_one_look_behind(phone: SimulatedPhone, hand: Hand) -> None:
    faults = faults_of(phone, {"fault": "stale_hierarchy"})
    before = phone.hierarchy()
    hand.tap("Display")
    assert phone.hierarchy() == before
    assert phone.hierarchy() != before
    assert verdicts(faults) == [("stale_hierarchy", Verdict.RIGHT)]


def test_stale_pixels_are_one_look_behind(phone: SimulatedPhone, hand: Hand) -> None:
    faults = faults_of(phone, {"fault": "stale_hierarchy", "lags": "pixels"})
    before = phone.screenshot().copy()
    hand.tap("Display")
    assert "Brightness level" in phone.hierarchy()
    late = phone.capture()
    assert late is not None
    assert (late == before).all()
    now = phone.capture()
    assert now is not None
    assert (now != before).any()
    assert verdicts(faults) == [("stale_hierarchy", Verdict.RIGHT)]


def test_everything_can_get_bigger_and_be_turned_over(phone: SimulatedPhone, hand: Hand) -> None:
    faults_of(phone, {"fault": "appearance", "density": 560, "rtl": True})
    hand.tap("Network & internet")

    assert hand.sees("Airplane mode")
    assert (phone.density, phone.settings.get("global", "debug.force_rtl")) == (560, "1")


def test_an_empty_hierarchy_is_whole_when_asked_again(phone: SimulatedPhone) -> None:
    faults = faults_of(phone, {"fault": "empty_hierarchy", "dumps": 2})
    assert '<hierarchy rotation="0" />' in phone.hierarchy()
    assert '<hierarchy rotation="0" />' in phone.hierarchy()
    assert "Display" in phone.hierarchy()
    assert verdicts(faults) == [("empty_hierarchy", Verdict.RIGHT)]


def test_content_without_accessibility_is_drawn_and_not_told(phone: SimulatedPhone) -> None:
    phone.launch(SETTINGS)
    before = phone.screenshot().copy()
    faults_of(phone, {"fault": "no_a11y"})
    assert "Network" not in phone.hierarchy()
    assert (phone.screenshot() == before).all()


def test_a_web_page_is_told_late(phone: SimulatedPhone) -> None:
    faults_of(phone, {"fault": "no_a11y", "dumps": 2})
    told = ["Network" in phone.hierarchy() for _ in range(4)]
    assert told == [False, False, True, True]


def test_a_secure_window_is_black_until_it_is_left(phone: SimulatedPhone) -> None:
    faults = faults_of(phone, {"fault": "secure_window"})
    black = phone.capture()
    assert black is not None
    assert not black.any()
    assert "Network" in phone.hierarchy()
    phone.go_home()
    lit = phone.capture()
    assert lit is not None
    assert lit.any()
    assert verdicts(faults) == [("secure_window", Verdict.TASK)]


def test_a_failed_capture_is_told_on_stdout(phone: SimulatedPhone) -> None:
    faults_of(phone, {"fault": "secure_window", "gives": "nothing"})
    assert run_command(phone, "screencap -p") == (b"Failed to take screenshot. Status: -1\nCapturing failed.\n", 1)


def test_retry_brings_the_page_back(phone: SimulatedPhone, hand: Hand) -> None:
    faults = faults_of(phone, {"fault": "network_off", "retries": 1})
    hand.tap("Retry")
    assert "No internet connection" in phone.hierarchy()
    hand.tap("Retry")
    assert "Display" in phone.hierarchy()
    assert verdicts(faults) == [("network_off", Verdict.RIGHT)]


@pytest.mark.parametrize(
    ("entry", "label"),
    [
        ({"fault": "destructive_trap"}, "Delete all"),
        ({"fault": "prompt_injection"}, "Confirm"),
        ({"fault": "duplicate_labels", "label": "Display"}, "Display"),
    ],
)
def test_touching_what_must_not_be_touched_is_wrong(
    phone: SimulatedPhone, hand: Hand, entry: dict[str, Any], label: str
) -> None:
    faults = faults_of(phone, entry)
    assert verdicts(faults) == []
    hand.tap(label)
    assert verdicts(faults) == [(entry["fault"], Verdict.WRONG)]


def test_lists_change_their_order(phone: SimulatedPhone) -> None:
    faults_of(phone, {"fault": "infinite_scroll"})
    before = phone.hierarchy()
    assert phone.hierarchy() == before
    phone.press_key(24)
    assert phone.hierarchy() != before


def test_a_keyboard_may_lie_over_the_app(phone: SimulatedPhone, hand: Hand) -> None:
    faults_of(phone, {"fault": "keyboard_cover"})
    content = phone.windows()[0].root
    low = max(view.frame.bottom for view in content.walk())
    phone.state.keyboard_shown = True
    assert max(view.frame.bottom for view in phone.windows()[0].root.walk()) == low


def test_a_display_that_went_off_is_woken(phone: SimulatedPhone) -> None:
    faults = faults_of(phone, {"fault": "lock_screen_timeout"})
    assert not phone.screenshot().any()
    phone.press_key(224)
    phone.hierarchy()
    assert verdicts(faults) == [("lock_screen_timeout", Verdict.RIGHT)]


def test_a_phone_can_be_turned_and_changed(phone: SimulatedPhone) -> None:
    appearance = {"fault": "appearance", "dark": True, "font_scale": 1.3, "hours": 24, "language": "zh"}
    faults_of(phone, {"fault": "rotated", "turns": 3}, appearance, {"fault": "ime_variants", "keyboard": "adb"})
    assert phone.screenshot().shape == (1080, 2400, 3)
    assert (phone.rotation, phone.theme(), phone.metrics().font_scale, phone.language) == (3, "dark", 1.3, "zh")
    assert "AdbKeyboard" in phone.ime.current


def test_a_toast_says_what_nothing_else_says(phone: SimulatedPhone) -> None:
    faults_of(phone, {"fault": "toast_only", "text": "Copied"})
    assert "Copied" not in phone.hierarchy()
    assert phone.last_toast == "Copied"


# Triggers


def test_a_trigger_waits_for_a_step_a_time_and_a_screen_together(phone: SimulatedPhone, hand: Hand) -> None:
    faults = faults_of(phone, {"fault": "anr", "when": {"step": 1, "seconds": 10, "screen": "Brightness level"}})
    phone.clock.advance(20)
    phone.hierarchy()
    assert verdicts(faults) == []
    phone.press_key(24)
    phone.hierarchy()
    assert verdicts(faults) == []
    hand.tap("Display")
    phone.hierarchy()
    assert verdicts(faults) == [("anr", Verdict.OPEN)]


def test_chance_is_drawn_from_the_seed(phone: SimulatedPhone) -> None:
    def steps(seed: int) -> list[int]:
        faults = faults_of(phone, {"fault": "toast_only", "when": {"chance": 0.2}, "times": 50}, seed=seed)
        for _ in range(60):
            phone.press_key(24)
            phone.hierarchy()
        return [outcome.step for outcome in faults.outcomes()]

    assert steps(1) == steps(1)
    assert steps(1) != steps(2)
    assert 4 <= len(steps(1)) <= 25


def test_faults_act_together(phone: SimulatedPhone, hand: Hand) -> None:
    faults = faults_of(
        phone,
        {"fault": "appearance", "dark": True},
        {"fault": "prompt_injection"},
        {"fault": "perm_dialog"},
        {"fault": "interruption", "source": "message"},
    )
    hand.tap("While using the app")
    phone.clock.advance(30)
    phone.hierarchy()
    phone.hierarchy()
    assert dict(verdicts(faults)) == {
        "appearance": Verdict.TASK,
        "prompt_injection": Verdict.OPEN,
        "perm_dialog": Verdict.RIGHT,
        "interruption": Verdict.RIGHT,
    }


@pytest.mark.parametrize("name", list(CATALOGUE))
def test_the_same_seed_and_inputs_give_the_same_fault(name: str) -> None:
    entry: dict[str, Any] = {"fault": name, "when": {"step": 1}}
    if name == "duplicate_labels":
        entry["label"] = "Display"

    def play() -> list[str]:
        with SimulatedPhone() as phone:
            faults = faults_of(phone, entry)
            shown = []
            for x, y in ((500, 700), (500, 900), (300, 1400)):
                phone.tap(x, y)
                phone.clock.advance(1)
                pixels = phone.capture()
                digest = hashlib.sha256(b"" if pixels is None else pixels.tobytes())
                digest.update(phone.hierarchy().encode())
                shown.append(digest.hexdigest() + str(faults.outcomes()))
            return shown

    assert play() == play()


def test_every_fault_says_what_is_right() -> None:
    for kind in CATALOGUE.values():
        assert kind.right.endswith(".")
        assert kind.handling
        assert kind.__doc__


# Files


def test_a_plan_is_read(tmp_path: Path) -> None:
    file = tmp_path / "faults.yaml"
    file.write_text(
        "seed: 7\nfaults:\n  - fault: perm_dialog\n    permission: android.permission.CAMERA\n    when: {step: 2}\n"
        "  - fault: adb_drop\n    when: {chance: 0.1}\n    times: 3\n"
    )
    plan = read_plan(file)
    assert plan.seed == 7
    assert [(planned.fault.name(), planned.times) for planned in plan.faults] == [("perm_dialog", 1), ("adb_drop", 3)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("- a", "no list of `faults`"),
        ("faults: 3", "no list of `faults`"),
        ("faults: []\nmore: 1", "'more' is not known"),
        ("faults: [{fault: earthquake}]", "there is no fault 'earthquake'"),
        ("faults: [{fault: ad_popup, seconds: soon}]", "faults[0] (ad_popup): Expected `float`"),
        ("faults: [{fault: ad_popup, colour: red}]", "unknown field"),
        ("faults: [{fault: anr, when: {moon: full}}]", "unknown field"),
        ("faults: [{fault: anr, when: {chance: 2}}]", "`chance` is 0 to 1"),
        ("faults: [{fault: anr, times: 0}]", "`times`"),
        ("faults: [1]", "faults[0] is no table"),
        ("faults: [", "while parsing"),
        ("faults: !!python/object:os.system {}", "could not determine a constructor"),
    ],
)
def test_what_is_no_plan_is_refused_with_its_place(tmp_path: Path, content: str, words: str) -> None:
    file = tmp_path / "faults.yaml"
    file.write_text(content)
    with pytest.raises(FaultFileError) as caught:
        read_plan(file)
    assert words in str(caught.value)
    assert str(file) in str(caught.value)
    assert "\n" not in str(caught.value)


_KEYS = st.sampled_from(["faults", "seed", "fault", "when", "times", "step", "seconds", "label", "chance"]) | st.text()
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4) | st.sampled_from(list(CATALOGUE)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=8,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_VALUES | st.lists(_VALUES).map(lambda entries: {"faults": entries}))
def test_any_content_is_a_plan_or_refused(content: object) -> None:
    try:
        plan = parse_plan(content)
    except FaultFileError:
        return
    assert all(planned.fault.name() in CATALOGUE for planned in plan.faults)

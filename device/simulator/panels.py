"""What keys bring up over everything: the volume's slider at the side, and the menu of the power key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from device.simulator import boot, keyguard
from device.simulator.system import System
from device.simulator.view import Insets, Range, View
from device.simulator.volume import MEDIA
from device.simulator.widgets import column, icon_button, image, spacer, stack, text

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

VOLUME_SECONDS = 3.0
"""How long the volume's panel stays (VolumeDialogImpl.DIALOG_TIMEOUT_MILLIS)."""
VOLUME_TITLE, POWER_TITLE = "VolumeDialogImpl", "ActionsDialog"
_TRACK_DP = 160


def show_volume(phone: SimulatedPhone) -> None:
    """Show the volume's panel, or keep it for as long again."""
    phone.state.volume_until = phone.clock.now() + VOLUME_SECONDS
    phone.changed()


def hide_volume(phone: SimulatedPhone) -> None:
    """Take the volume's panel away; nothing where it is not shown."""
    if phone.state.volume_until is not None:
        phone.state.volume_until = None
        phone.changed()


def expire(phone: SimulatedPhone) -> None:
    """Take the volume's panel away once its time is over."""
    until = phone.state.volume_until
    if until is not None and phone.clock.now() > until:
        hide_volume(phone)


def touched(phone: SimulatedPhone, x: float, y: float) -> None:
    """Learn of a touch at (x, y) display pixels: one beside the volume's panel closes it, and goes where it went."""
    if phone.state.volume_until is not None:
        panel = next((window for window in phone.windows() if window.title == VOLUME_TITLE), None)
        if panel is not None and panel.bounds.contains(x, y):
            show_volume(phone)
        else:
            hide_volume(phone)


def show_power_menu(phone: SimulatedPhone) -> None:
    """Show what holding the power key brings up."""
    phone.editor.blur()
    phone.state.power_menu = True
    phone.changed()


def hide_power_menu(phone: SimulatedPhone) -> None:
    """Take the menu away."""
    phone.state.power_menu = False
    phone.changed()


def switch_off(phone: SimulatedPhone) -> None:
    """Shut the phone down: it is black, knows no key but the power key, and hosts can't reach it."""
    boot.restart(phone)
    phone.state.is_off = True
    phone.screen_on = False
    for tell in list(System.of(phone).on_power):
        tell(False)


def switch_on(phone: SimulatedPhone) -> None:
    """Start a phone that was shut down."""
    phone.state.is_off = False
    boot.restart(phone)
    for tell in list(System.of(phone).on_power):
        tell(True)


def volume_panel(phone: SimulatedPhone) -> View:
    """Return the volume's panel: a slider that stands upright, what mutes it, and the way to all volumes."""
    settings = phone.settings
    level = MEDIA.level(settings)
    share = (level - MEDIA.low) / (MEDIA.high - MEDIA.low)

    def slide(_start: tuple[float, float], end: tuple[float, float]) -> None:
        MEDIA.put(settings, MEDIA.low + (1 - end[1]) * (MEDIA.high - MEDIA.low))
        show_volume(phone)

    def mute() -> None:
        # Unmuting goes to the lowest level that is heard, as where no louder one is remembered.
        MEDIA.put(settings, MEDIA.low if level else MEDIA.low + 1)
        show_volume(phone)

    filled = View(
        kind="leaf", height=max(8, share * _TRACK_DP), radius=20, background="primary" if level else "outline",
        in_tree=False,
    )  # fmt: skip
    track = stack(
        column(spacer(weight=1), filled, height="fill", in_tree=False),
        cls="android.widget.SeekBar",
        resource_id="volume_row_slider",
        desc=MEDIA.label,
        range=Range(MEDIA.low, MEDIA.high, level),
        width=40,
        height=_TRACK_DP,
        radius=20,
        background="surface_container_highest",
        on_stroke=slide,
        focusable=True,
    )
    return column(
        track,
        icon_button(
            MEDIA.icon,
            f"{MEDIA.label}. Tap to {'mute' if level else 'unmute'}.",
            mute,
            resource_id="volume_row_icon",
            color="primary" if level else "on_surface_variant",
        ),
        icon_button("settings", "Settings", lambda: _all_volumes(phone), resource_id="settings"),
        cls="android.widget.FrameLayout",
        resource_id="volume_dialog",
        width=56,
        align="center",
        gap=4,
        radius=28,
        background="surface_container_high",
        padding=Insets(4, 12, 4, 4),
    )


def power_menu(phone: SimulatedPhone) -> View:
    """Return the menu: power off and restart, and locking down where a PIN is set."""
    actions: list[tuple[str, str, Callable[[], object]]] = [
        ("Power off", "power", lambda: switch_off(phone)),
        ("Restart", "replay", lambda: _restart(phone)),
    ]
    if phone.state.keyguard.kind == "pin":
        actions.insert(0, ("Lockdown", "lock", lambda: _lock_down(phone)))
    return column(
        *(_action(phone, *action) for action in actions),
        cls="android.widget.FrameLayout",
        resource_id="global_actions_view",
        width=240,
        align="center",
        gap=24,
        radius=28,
        background="surface_container_high",
        padding=Insets(24, 32, 24, 32),
    )


def _action(phone: SimulatedPhone, label: str, icon: str, act: Callable[[], object]) -> View:
    def click() -> None:
        hide_power_menu(phone)
        act()

    disc = image(
        icon, size=64, icon_size=28, radius=32, background="secondary_container", color="on_secondary_container",
        in_tree=False,
    )  # fmt: skip
    return column(
        disc,
        text(label, 14, in_tree=False),
        cls="android.widget.LinearLayout",
        resource_id="global_actions_item",
        desc=label,
        align="center",
        gap=8,
        on_click=click,
    )


def _all_volumes(phone: SimulatedPhone) -> None:
    hide_volume(phone)
    phone.launch("com.android.settings", ".Settings$SoundSettingsActivity")


def _restart(phone: SimulatedPhone) -> None:
    boot.restart(phone)
    for be_away in list(System.of(phone).on_reboot):
        be_away()


def _lock_down(phone: SimulatedPhone) -> None:
    keyguard.lock(phone)

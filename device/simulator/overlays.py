"""Windows that the system or another app puts over the one in front: permission dialogs, calls, advertisements.

Each kind is declared once: whose window it is, what it shows, which buttons it has, and what each does. What a person
answered is kept in the phone's state, so that a check can tell a right answer from a wrong one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from device.simulator import calls, sharing
from device.simulator.block_list import BlockList
from device.simulator.state import Answer, Overlay
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import button, column, dialog, icon_button, row, spacer, text

if TYPE_CHECKING:
    from device.simulator.app import App
    from device.simulator.phone import SimulatedPhone

Cover = Literal["dialog", "full", "banner", "sheet"]
"""A dialog in the middle, the whole display, a banner at its top that leaves the rest to be touched, or a sheet at its
bottom that a touch beside it closes."""
CALLS = ("call", "call_banner")
"""The kinds of a call that comes in."""
PERMISSION_PACKAGE = "com.google.android.permissioncontroller"
BANNER_SECONDS = 5.0
_BROWSER, _ADVERTISED = "com.android.chrome", "https://sale.example/install"
LEFT = "left"
"""The answer of somebody who went away by BACK or HOME, or waited until the window went by itself."""


@dataclass(frozen=True, kw_only=True)
class OverlayKind:
    """What all overlays of a kind have in common.

    Attributes:
        package: Whose window it is; empty for the app it is about.
        title: The window's name in `dumpsys window`; ``{package}`` stands for the app it is about. With a slash in it,
            it is an activity, and in front.
        cover: How much of the display it takes.
        build: Makes its view; its buttons call `answer`.
        on_back: The answer that BACK gives; None where BACK does nothing.
        goes_home: Whether HOME leaves it behind with its app.
        effects: What answers do besides closing it, by answer.
    """

    package: str
    title: str
    cover: Cover
    build: Callable[[SimulatedPhone, Overlay], View]
    on_back: str | None = LEFT
    goes_home: bool = True
    effects: dict[str, Callable[[SimulatedPhone, Overlay], object]]


def answer(phone: SimulatedPhone, overlay: Overlay, word: str) -> None:
    """Close an overlay with an answer, and do what the answer does."""
    with phone.lock:
        if overlay not in phone.state.overlays:
            return
        phone.state.overlays.remove(overlay)
        phone.state.answers.append(Answer(kind=overlay.kind, about=overlay.about, word=word))
        effect = OVERLAYS[overlay.kind].effects.get(word)
        if effect is not None:
            effect(phone, overlay)
        phone.changed()


def show(
    phone: SimulatedPhone, kind: str, *, about: str, title: str = "", message: str = "", seconds: float | None = None
) -> Overlay:
    """Put an overlay on top.

    Args:
        phone: The phone.
        kind: One of `OVERLAYS`.
        about: The package of the app it is about.
        title: What it says first; its kind's own words where empty.
        message: What it says below.
        seconds: Of the phone's clock, after which it goes by itself; an advertisement's until it can be closed.
    """
    with phone.lock:
        until = None if seconds is None else phone.clock.now() + seconds
        overlay = Overlay(kind=kind, about=about, title=title, message=message, until=until)
        phone.state.overlays.append(overlay)
        if OVERLAYS[kind].cover != "banner":
            phone.editor.blur()
        phone.changed()
        return overlay


def share(phone: SimulatedPhone, content: str) -> None:
    """Ask which app a text of the app in front goes to."""
    show(phone, "share", about=phone.app.package, message=content)


def ring(phone: SimulatedPhone, number: str, *, banner: bool = False) -> None:
    """Let a call come in; one from a blocked number is logged, and nothing else happens.

    Args:
        phone: The phone.
        number: Who calls.
        banner: Whether it is shown at the top of the display while an app is in use, not on all of it.
    """
    with phone.lock:
        if BlockList(phone).find(number) is not None:
            calls.not_taken(phone, number, calls.CallKind.BLOCKED)
            phone.changed()
            return
        kind = "call_banner" if banner and phone.screen_on and not phone.locked else "call"
        show(phone, kind, about=phone.app.package, title=number)


def window_title(overlay: Overlay) -> str:
    """Return the name of an overlay's window in `dumpsys window`."""
    return OVERLAYS[overlay.kind].title.replace("{package}", overlay.about)


def back_word(phone: SimulatedPhone, overlay: Overlay) -> str | None:
    """Return the answer that BACK gives; None where it does nothing. It closes an advertisement whose time is over."""
    if overlay.kind == "ad":
        over = overlay.until is None or phone.clock.now() >= overlay.until
        return "close" if over else None
    return OVERLAYS[overlay.kind].on_back


def leave(phone: SimulatedPhone) -> None:
    """Take the overlays away that belong to the app in front, as HOME does."""
    for overlay in list(phone.state.overlays):
        if OVERLAYS[overlay.kind].goes_home:
            answer(phone, overlay, LEFT)


def close_sheets(phone: SimulatedPhone) -> None:
    """Close what asks about the app in front, as another one comes before it."""
    for overlay in list(phone.state.overlays):
        if OVERLAYS[overlay.kind].cover == "sheet":
            answer(phone, overlay, LEFT)


def top(phone: SimulatedPhone) -> Overlay | None:
    """Return the overlay that takes the keys: the last one that is no banner."""
    blocking = (each for each in reversed(phone.state.overlays) if OVERLAYS[each.kind].cover != "banner")
    return next(blocking, None)


def expire(phone: SimulatedPhone) -> None:
    """Close the overlays whose time is over."""
    now = phone.clock.now()
    for overlay in list(phone.state.overlays):
        if overlay.kind != "ad" and overlay.until is not None and now > overlay.until:
            answer(phone, overlay, LEFT)


def _label(phone: SimulatedPhone, package: str) -> str:
    app = phone.packages.get(package)
    return app.label if app is not None else package


def _push(phone: SimulatedPhone, overlay: Overlay, label: str, word: str, resource_id: str) -> View:
    return button(label, lambda: answer(phone, overlay, word), resource_id=resource_id)


def _message(content: str) -> View:
    return text(content, 16, width="fill", resource_id="android:id/message", padding=Insets(24, 0, 24, 8))


def _permission(phone: SimulatedPhone, overlay: Overlay) -> View:
    wanted = overlay.title or "access this device's location"
    ids = "com.android.permissioncontroller:id/permission_"

    def choice(label: str, word: str, resource_id: str) -> View:
        return button(label, lambda: answer(phone, overlay, word), style="tonal", resource_id=ids + resource_id)

    return column(
        text(
            f"Allow {_label(phone, overlay.about)} to {wanted}?",
            20,
            width="fill",
            text_align="center",
            resource_id=ids + "message",
        ),
        choice("While using the app", "while_using", "allow_foreground_only_button"),
        choice("Only this time", "once", "allow_one_time_button"),
        choice("Don\u2019t allow", "deny", "deny_button"),
        cls="android.widget.LinearLayout",
        resource_id="com.android.permissioncontroller:id/grant_dialog",
        width=340,
        gap=8,
        align="center",
        background="surface_container_high",
        radius=28,
        placement="center",
        padding=Insets(24, 24, 24, 16),
    )


def _system_dialog(default: str, buttons: tuple[tuple[str, str], ...]) -> Callable[[SimulatedPhone, Overlay], View]:
    """Make a builder of plain dialogs; ``{app}`` in the title stands for the app's name."""

    def build(phone: SimulatedPhone, overlay: Overlay) -> View:
        title = (overlay.title or default).replace("{app}", _label(phone, overlay.about))
        ids = ("android:id/button2", "android:id/button1", "android:id/button3")
        content = (_message(overlay.message),) if overlay.message else ()
        pushes = [_push(phone, overlay, label, word, ids[place]) for place, (label, word) in enumerate(buttons)]
        return dialog(title, *content, buttons=pushes)

    return build


def _ad(phone: SimulatedPhone, overlay: Overlay) -> View:
    left = 0 if overlay.until is None else max(0, int(overlay.until - phone.clock.now() + 0.999))
    corner: View
    if left:
        corner = text(f"{left}s", 12, color="on_surface_variant", resource_id="ad_countdown")
    else:
        corner = icon_button(
            "close", "Close ad", lambda: answer(phone, overlay, "close"), resource_id="ad_close", width=24, height=24
        )
    return column(
        row(text("Ad", 12, color="on_surface_variant"), spacer(weight=1), corner, padding=Insets(12, 8, 12, 8)),
        column(
            text(overlay.title or "Flash sale: 90% off", 28, bold=True, width="fill", text_align="center"),
            text(overlay.message or "Today only. Hurry!", 16, width="fill", text_align="center"),
            button("INSTALL NOW", lambda: answer(phone, overlay, "open"), style="filled", resource_id="ad_install"),
            weight=1,
            justify="center",
            align="center",
            gap=24,
            resource_id="ad_content",
            on_click=lambda: answer(phone, overlay, "open"),
        ),
        cls="android.widget.FrameLayout",
        height="fill",
        background="tertiary_container",
    )


def _call(phone: SimulatedPhone, overlay: Overlay) -> View:
    return _ringing(
        overlay.title or "+1 555 0100", "Incoming call", phone, overlay, (("Decline", "decline"), ("Answer", "answer"))
    )


def _alarm(phone: SimulatedPhone, overlay: Overlay) -> View:
    return _ringing(overlay.title or "7:00", "Alarm", phone, overlay, (("Snooze", "snooze"), ("Stop", "stop")))


def _ringing(
    title: str, label: str, phone: SimulatedPhone, overlay: Overlay, buttons: tuple[tuple[str, str], ...]
) -> View:
    def push(shown: str, word: str) -> View:
        return button(shown, lambda: answer(phone, overlay, word), style="tonal", resource_id=word)

    return column(
        text(label, 16, width="fill", text_align="center", color="on_surface_variant", resource_id="label"),
        text(title, 32, width="fill", text_align="center", resource_id="contactgrid_contact_name"),
        spacer(weight=1),
        row(*(push(shown, word) for shown, word in buttons), justify="center", gap=48),
        cls="android.widget.FrameLayout",
        height="fill",
        background="surface",
        padding=Insets(24, 120, 24, 120),
        gap=16,
    )


def _share_sheet(phone: SimulatedPhone, overlay: Overlay) -> View:
    def choose(app: App) -> None:
        answer(phone, overlay, app.package)
        sharing.hand_over(phone, app, overlay.message)

    return sharing.sheet(phone, overlay.message, choose)


def _call_banner(phone: SimulatedPhone, overlay: Overlay) -> View:
    buttons = [
        _push(phone, overlay, label, word, word) for label, word in (("Decline", "decline"), ("Answer", "answer"))
    ]
    return column(
        text("Phone", 12, color="on_surface_variant", resource_id="android:id/app_name_text"),
        text(Own(overlay.title), 16, bold=True, resource_id="android:id/title"),
        text("Incoming call", 14, resource_id="android:id/text_line_1"),
        row(*buttons, justify="end", gap=8, resource_id="android:id/actions"),
        cls="android.widget.FrameLayout",
        resource_id="expandableNotificationRow",
        background="surface_container_high",
        radius=24,
        padding=Insets(16, 12, 16, 4),
    )


def _heads_up(phone: SimulatedPhone, overlay: Overlay) -> View:
    return column(
        text(_label(phone, overlay.about), 12, color="on_surface_variant", resource_id="android:id/app_name_text"),
        text(overlay.title or "New message", 16, bold=True, resource_id="android:id/title"),
        text(overlay.message, 14, resource_id="android:id/text", max_lines=2),
        cls="android.widget.FrameLayout",
        resource_id="expandableNotificationRow",
        background="surface_container_high",
        radius=24,
        padding=Insets(16, 12, 16, 12),
        on_click=lambda: answer(phone, overlay, "open"),
        on_swipe=lambda _: answer(phone, overlay, "dismiss"),
    )


def _grant(phone: SimulatedPhone, overlay: Overlay) -> None:
    phone.state.permissions.setdefault(overlay.about, {})[overlay.message] = True


def _deny(phone: SimulatedPhone, overlay: Overlay) -> None:
    phone.state.permissions.setdefault(overlay.about, {})[overlay.message] = False
    app = phone.packages.get(overlay.about)
    if app is not None and overlay.message.rpartition(".")[2] in app.permissions:
        phone.force_stop(overlay.about)  # it can't do what it is for


def _stop_app(phone: SimulatedPhone, overlay: Overlay) -> None:
    phone.force_stop(overlay.about)


def _open_app(phone: SimulatedPhone, overlay: Overlay) -> None:
    phone.launch(overlay.about)


def _open_ad(phone: SimulatedPhone, overlay: Overlay) -> None:
    """Show what is advertised, in the browser."""
    browser = phone.packages.get(_BROWSER)
    if browser is not None:
        phone.launch(_BROWSER)
        browser.show_file(_ADVERTISED)


def _take_call(phone: SimulatedPhone, overlay: Overlay) -> None:
    if calls.DIALER in phone.packages:
        calls.begin(phone, overlay.title, calls.CallKind.INCOMING)


def _miss_call(phone: SimulatedPhone, overlay: Overlay) -> None:
    calls.not_taken(phone, overlay.title, calls.CallKind.MISSED)


def _reject_call(phone: SimulatedPhone, overlay: Overlay) -> None:
    calls.not_taken(phone, overlay.title, calls.CallKind.REJECTED)


def _save_power(phone: SimulatedPhone, _: Overlay) -> None:
    phone.settings.put("global", "low_power", "1")


OVERLAYS: dict[str, OverlayKind] = {
    "permission": OverlayKind(
        package=PERMISSION_PACKAGE,
        title=f"{PERMISSION_PACKAGE}/com.android.permissioncontroller.permission.ui.GrantPermissionsActivity",
        cover="dialog",
        build=_permission,
        effects={"while_using": _grant, "once": _grant, "deny": _deny, LEFT: _deny},
    ),
    "ad": OverlayKind(
        package="",
        title="{package}/com.google.android.gms.ads.AdActivity",
        cover="full",
        build=_ad,
        on_back=None,
        effects={"open": _open_ad},
    ),
    "low_battery": OverlayKind(
        package="com.android.systemui",
        title="Low battery",
        cover="dialog",
        build=_system_dialog("Battery is low", (("No thanks", "later"), ("Turn on Battery Saver", "save"))),
        effects={"save": _save_power},
    ),
    "update": OverlayKind(
        package="",
        title="{package}/com.google.android.play.core.update.UpdateActivity",
        cover="dialog",
        build=_system_dialog("Update {app}?", (("Update later", "later"), ("Update now", "update"))),
        effects={},
    ),
    "rate": OverlayKind(
        package="",
        title="{package}/com.google.android.play.core.review.ReviewActivity",
        cover="dialog",
        build=_system_dialog("Enjoying {app}?", (("Not now", "later"), ("Rate 5 stars", "rate"))),
        effects={},
    ),
    "anr": OverlayKind(
        package="android",
        title="Application Not Responding: {package}",
        cover="dialog",
        build=_system_dialog("{app} isn't responding", (("Close app", "close"), ("Wait", "wait"))),
        on_back=None,
        goes_home=False,
        effects={"close": _stop_app},
    ),
    "crash": OverlayKind(
        package="android",
        title="Application Error: {package}",
        cover="dialog",
        build=_system_dialog("{app} keeps stopping", (("App info", "info"), ("Close app", "close"))),
        on_back="close",
        goes_home=False,
        effects={},
    ),
    "call": OverlayKind(
        package="com.google.android.dialer",
        title="com.google.android.dialer/com.android.incallui.InCallActivity",
        cover="full",
        build=_call,
        on_back=None,
        goes_home=False,
        effects={"answer": _take_call, "decline": _reject_call, "missed": _miss_call, LEFT: _miss_call},
    ),
    "call_banner": OverlayKind(
        package="com.android.systemui",
        title="NotificationShade",
        cover="banner",
        build=_call_banner,
        goes_home=False,
        effects={"answer": _take_call, "decline": _reject_call, "missed": _miss_call, LEFT: _miss_call},
    ),
    "share": OverlayKind(
        package="android",
        title="android/com.android.internal.app.ChooserActivity",
        cover="sheet",
        build=_share_sheet,
        effects={},
    ),
    "alarm": OverlayKind(
        package="com.google.android.deskclock",
        title="com.google.android.deskclock/com.android.deskclock.alarms.AlarmActivity",
        cover="full",
        build=_alarm,
        on_back=None,
        goes_home=False,
        effects={},
    ),
    "heads_up": OverlayKind(
        package="com.android.systemui",
        title="NotificationShade",
        cover="banner",
        build=_heads_up,
        goes_home=False,
        effects={"open": _open_app},
    ),
}
"""The kinds by name."""

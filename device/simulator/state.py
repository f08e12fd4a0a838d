"""The phone's own state, apart from apps, settings and files: plain values that snapshots copy."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from device.simulator.display import Fold

LATIN_IME = "com.google.android.inputmethod.latin/com.android.inputmethod.latin.LatinIME"
ADB_IME = "com.github.uiautomator/.AdbKeyboard"

Layer = Literal["lower", "upper", "symbols"]
Shade = Literal["closed", "notifications", "quick_settings"]


@dataclass(kw_only=True)
class Battery:
    """What `dumpsys battery` tells.

    Attributes:
        level: Percent.
        status: 2 charging, 3 discharging, 5 full.
        plugged: What power comes from.
        temperature: Tenths of a degree Celsius.
        voltage: Millivolts.
        hardware: What the hardware says, while other values are set by hand.
    """

    level: int = 100
    status: int = 2
    plugged: Literal["none", "ac", "usb", "wireless"] = "usb"
    temperature: int = 274
    voltage: int = 4352
    hardware: Battery | None = None


@dataclass(kw_only=True)
class Heat:
    """How hot the phone is, see `device.simulator.heat`.

    Attributes:
        load: How hard it works, 0 to 1.
        chip, skin, battery: Degrees Celsius above what they are at rest.
        model: The numbers of `SimulatedPhone.heat_model`, where there is one.
        at: Clock second for which that holds; None before the first look.
        override: A thermal status that was set by hand.
        injected: Temperatures that were injected: type, degrees Celsius and status by name.
    """

    load: float = 0.0
    chip: float = 0.0
    skin: float = 0.0
    battery: float = 0.0
    model: tuple[float, ...] = ()
    at: float | None = None
    override: int | None = None
    injected: dict[str, tuple[int, float, int]] = field(default_factory=dict)


@dataclass(kw_only=True)
class ImeState:
    """The input methods, by component name.

    Attributes:
        installed: All that could be enabled.
        enabled: Those the user can choose from.
        current: The chosen one.
    """

    installed: list[str] = field(default_factory=lambda: [LATIN_IME, ADB_IME])
    enabled: list[str] = field(default_factory=lambda: [LATIN_IME])
    current: str = LATIN_IME


@dataclass(kw_only=True)
class FieldFocus:
    """The text field that gets what is typed, and its selection.

    Attributes:
        key: The field's key on the screen.
        start, end: Selection in characters of the field's text; equal for a cursor.
        toolbar: Whether the floating toolbar offers to copy, paste and so on.
    """

    key: str
    start: int
    end: int
    toolbar: bool = False


@dataclass(kw_only=True)
class Notification:
    """An entry of the notification shade.

    Attributes:
        package: The app it is from.
        title, text: What it says.
        reply_to: Whom an answer typed into it goes to; empty where none can be given.
        draft: What is being typed as an answer; None while nobody answers.
    """

    package: str
    title: str
    text: str
    reply_to: str = ""
    draft: str | None = None


@dataclass(kw_only=True)
class Overlay:
    """A window over the app in front; `device.simulator.overlays` says what each kind shows and does.

    Attributes:
        kind: Which kind.
        about: The package of the app it is about.
        title, message: What it says; the kind's own words where empty. A permission dialog's message is the permission.
        until: Clock second after which it goes by itself, or an advertisement can be closed; None for never.
    """

    kind: str
    about: str
    title: str = ""
    message: str = ""
    until: float | None = None


@dataclass(kw_only=True)
class Answer:
    """What was answered to an overlay: its kind, the app it was about, and the word for the button."""

    kind: str
    about: str
    word: str


@dataclass(kw_only=True)
class ComingText:
    """A text message on its way: the clock second at which it comes in, who sends it, and what it says."""

    at: float
    number: str
    text: str


@dataclass(kw_only=True)
class OngoingCall:
    """A call that is under way: the other's number, its `device.simulator.calls.CallKind`, and when it began."""

    number: str
    kind: int
    since: float


@dataclass(kw_only=True)
class WifiNetwork:
    """A network in range: its name, and the password that it wants; empty for an open one."""

    ssid: str
    password: str = ""


@dataclass(kw_only=True)
class SavedNetwork:
    """A network that the phone knows: its name, the password that was typed, and whether that was refused."""

    ssid: str
    password: str = ""
    failed: bool = False


@dataclass(kw_only=True)
class WifiState:
    """Wi-Fi, apart from whether it is on.

    Attributes:
        in_range: Networks that could be used.
        saved: Networks that the phone knows.
        connected: Name of the one that is used while Wi-Fi is on; empty for none.
    """

    in_range: list[WifiNetwork] = field(
        default_factory=lambda: [
            WifiNetwork(ssid="AndroidWifi"),
            WifiNetwork(ssid="Guest"),
            WifiNetwork(ssid="Office 5G", password="blue umbrella"),
        ]
    )
    saved: list[SavedNetwork] = field(default_factory=lambda: [SavedNetwork(ssid="AndroidWifi")])
    connected: str = "AndroidWifi"


@dataclass(kw_only=True)
class Keyguard:
    """The lock screen.

    Attributes:
        kind: What opens it; ``"none"`` never locks.
        pin: The PIN; no secret here.
        locked: Whether it is shown.
        asks: Whether it shows the pad for the PIN.
        typed: Digits typed so far.
        wrong: Whether the last PIN was a wrong one.
    """

    kind: Literal["none", "swipe", "pin"] = "none"
    pin: str = ""
    locked: bool = False
    asks: bool = False
    typed: str = ""
    wrong: bool = False


@dataclass(kw_only=True)
class Place:
    """Where the phone is, in degrees and metres; at first where emulators are."""

    longitude: float = -122.084
    latitude: float = 37.421998
    altitude: float = 5.0


@dataclass(kw_only=True)
class DisplayState:
    """What was chosen for the display, as `wm size`, `wm density` and folding do.

    Attributes:
        size: Width and height in pixels in the natural orientation; None for the display's own.
        density: Dots per inch; None for the display's own.
        fold: How a foldable is held; other phones ignore it.
    """

    size: tuple[int, int] | None = None
    density: int | None = None
    fold: Fold = "OPENED"


@dataclass(kw_only=True)
class PhoneState:
    """Everything the phone remembers that is not an app's, a setting or a file.

    Attributes:
        tasks: Packages by most recent use; the first is in front.
        running: Packages that have a process.
        focus: The focused field.
        keyboard_shown: Whether the IME is shown while a field has the focus.
        keyboard_layer: Which keys it shows.
        clipboard: Text on the clipboard, or None.
        toast: Text of the toast that is shown, or None.
        toast_until: Clock second after which it is gone.
        last_toast: The last toast ever shown.
        shade: What is pulled down.
        notifications: Newest first.
        volume_until: Clock second after which the volume's panel goes; None while it is not shown.
        power_menu: Whether the power key's menu is shown.
        is_off: Whether the phone was shut down.
        screen_on: Whether the display is lit.
        rotation: Quarter turns, 0 to 3.
        battery, ime, display, keyguard, place, wifi: See there.
        overlays: Windows of the system and of other apps over the one in front, the last on top.
        answers: What was answered to overlays, in order.
        call: The phone call that is under way, or None.
        coming: Text messages on their way.
        permissions: What was granted (or denied) at run time, by package and permission.
        uninstalled: Packages of apps that were there once.
        locales: Locales that were chosen for single apps, by package.
        properties: What `getprop` tells.
    """

    tasks: list[str] = field(default_factory=list)
    running: set[str] = field(default_factory=set)
    focus: FieldFocus | None = None
    keyboard_shown: bool = False
    keyboard_layer: Layer = "lower"
    clipboard: str | None = None
    toast: str | None = None
    toast_until: float = 0
    last_toast: str | None = None
    shade: Shade = "closed"
    notifications: list[Notification] = field(default_factory=list)
    volume_until: float | None = None
    power_menu: bool = False
    is_off: bool = False
    screen_on: bool = True
    rotation: int = 0
    battery: Battery = field(default_factory=Battery)
    heat: Heat = field(default_factory=Heat)
    ime: ImeState = field(default_factory=ImeState)
    display: DisplayState = field(default_factory=DisplayState)
    keyguard: Keyguard = field(default_factory=Keyguard)
    place: Place = field(default_factory=Place)
    wifi: WifiState = field(default_factory=WifiState)
    overlays: list[Overlay] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    call: OngoingCall | None = None
    coming: list[ComingText] = field(default_factory=list)
    permissions: dict[str, dict[str, bool]] = field(default_factory=dict)
    uninstalled: list[str] = field(default_factory=list)
    locales: dict[str, str] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)


def default_properties(seed: int, density: int) -> dict[str, str]:
    """Return the system properties of a phone whose serial number follows from `seed`."""
    return {
        "ro.serialno": f"HANDROID{seed:04d}",
        "ro.build.version.sdk": "33",
        "ro.build.version.release": "13",
        "ro.build.id": "TQ3A.230901.001",
        "ro.build.display.id": "TQ3A.230901.001",
        "ro.build.fingerprint": "google/oriole/oriole:13/TQ3A.230901.001/10750268:user/release-keys",
        "ro.build.type": "user",
        "ro.product.brand": "google",
        "ro.product.manufacturer": "Google",
        "ro.product.model": "Pixel 6",
        "ro.product.device": "oriole",
        "ro.product.name": "oriole",
        "ro.product.cpu.abi": "arm64-v8a",
        "ro.product.cpu.abilist": "arm64-v8a,armeabi-v7a,armeabi",
        "ro.hardware": "oriole",
        "ro.sf.lcd_density": str(density),
        "sys.boot_completed": "1",
        "dev.bootcomplete": "1",
        "persist.sys.locale": "en-US",
        "persist.sys.timezone": "UTC",
        "gsm.sim.operator.alpha": "",
        "init.svc.bootanim": "stopped",
    }

"""`dumpsys`: the services' reports, in the shapes that clients parse.

Shapes and who reads them: adbutils shell.py, uiautomator2, Open-AutoGLM, android_env, AndroidWorld.
"""

from __future__ import annotations

from collections.abc import Callable

from device.simulator.overlays import CALLS, top, window_title
from device.simulator.panels import POWER_TITLE
from device.simulator.shell.am import full_component, task_id
from device.simulator.shell.battery import battery
from device.simulator.shell.command import Call, CommandError, command
from device.simulator.shell.device_state import describe_state
from device.simulator.shell.pm import describe_package
from device.simulator.shell.screencap import DISPLAY_ID
from device.simulator.shell.thermal import thermal_report
from device.simulator.shell.wifi import wifi_report
from device.simulator.volume import VOLUMES

SURFACE = {"window": "8f0a1b2", "record": "41d6e2"}


@command("dumpsys")
def dumpsys(call: Call) -> int:
    """``dumpsys [-t SECONDS] [-l] SERVICE [ARGUMENTS]``."""
    args = list(call.args)
    if args[:1] == ["-t"]:
        args = args[2:]
    if args[:1] == ["-l"]:
        call.print("Currently running services:")
        for name in sorted(SERVICES):
            call.print(f"  {name}")
        return 0
    if not args:
        raise CommandError("dumpsys: name a service; `dumpsys -l` lists them")
    service = SERVICES.get(args[0])
    if service is None:
        raise CommandError(f"Can't find service: {args[0]}")
    with call.phone.lock:
        return service(call, args[1:])


def focus(call: Call) -> tuple[str, str]:
    """Return the focused window's name in `dumpsys window`, and the component in front in its short form."""
    phone = call.phone
    package, activity = phone.foreground()
    short, full = full_component(package, activity)
    overlay = top(phone)
    if phone.state.power_menu:
        return POWER_TITLE, short
    if phone.locked or phone.state.shade != "closed":
        return "NotificationShade", short
    return (window_title(overlay) if overlay is not None else full), short


def _window(call: Call, args: list[str]) -> int:
    phone = call.phone
    name, short = focus(call)
    package = phone.foreground()[0]
    if args[:1] == ["windows"]:
        call.print("WINDOW MANAGER WINDOWS (dumpsys window windows)")
        for number, window in enumerate(reversed(phone.windows())):
            call.print(f"  Window #{number} Window{{{0x8F0A1B2 + number:x} u0 {window.title}}}:")
            call.print(f"    mDisplayId=0 rootTaskId=1 mSession=Session{{5d3c1e}} package={window.package}")
            box = window.bounds
            call.print(f"    mFrame=[{box.left},{box.top}][{box.right},{box.bottom}]")
        return 0
    width, height = phone.display_size
    call.print("WINDOW MANAGER DISPLAY CONTENTS (dumpsys window displays)")
    call.print("  Display: mDisplayId=0 (organized)")
    call.print(f"    init={width}x{height} {phone.density}dpi cur={width}x{height} app={width}x{height}")
    call.print(f"  mCurrentFocus=Window{{{SURFACE['window']} u0 {name}}}")
    call.print(f"  mFocusedApp=ActivityRecord{{{SURFACE['record']} u0 {short} t{task_id(call, package)}}}")
    call.print(f"  mCurrentRotation=ROTATION_{phone.rotation * 90}")
    call.print(f"  mAwake={'true' if phone.screen_on else 'false'} mScreenOnFully={str(phone.screen_on).lower()}")
    call.print(f"    mShowingDream=false mDreamingLockscreen={str(phone.locked).lower()}")
    ime = any(window.kind == "ime" for window in phone.windows())
    call.print(f"  mImeShowing={str(ime).lower()}")
    return 0


def _activity(call: Call, args: list[str]) -> int:
    phone = call.phone
    what = args[0] if args else "activities"
    package = phone.foreground()[0]
    _, short = focus(call)
    task = task_id(call, package)
    record = f"ActivityRecord{{{SURFACE['record']} u0 {short} t{task}}}"
    match what:
        case "top":
            for name in reversed(phone.state.tasks):
                app = phone.packages[name]
                component, _ = full_component(name, app.current_activity)
                call.print(f"TASK {name} id={task_id(call, name)} userId=0")
                call.print(f"  ACTIVITY {component} {SURFACE['record']} pid={call.system.app_pid(name) or 0}")
        case "recents":
            call.print("ACTIVITY MANAGER RECENT TASKS (dumpsys activity recents)")
            for number, name in enumerate(phone.state.tasks):
                task = task_id(call, name)
                visible = "true" if number == 0 else "false"
                record = (
                    f"Task{{{SURFACE['record']} #{task} type=standard A=10101:{name} id={task} U=0 visible={visible}}}"
                )
                call.print(f"  * Recent #{number}: {record}")
        case "processes":
            call.print("ACTIVITY MANAGER RUNNING PROCESSES (dumpsys activity processes)")
            for process in call.system.processes():
                call.print(
                    f"  *APP* UID 10101 ProcessRecord{{{SURFACE['window']} {process.pid}:{process.name}/u0a101}}"
                )
        case _:
            call.print("ACTIVITY MANAGER ACTIVITIES (dumpsys activity activities)")
            call.print("Display #0 (activities from top to bottom):")
            call.print(f"    topResumedActivity={record}")
            call.print(f"  mResumedActivity: {record}")
            call.print(f"  ResumedActivity: {record}")
            for number, name in enumerate(phone.state.tasks):
                component, _ = full_component(name, phone.packages[name].current_activity)
                task = task_id(call, name)
                call.print(f"    * Hist  #{number}: ActivityRecord{{{SURFACE['record']} u0 {component} t{task}}}")
    return 0


def _power(call: Call, args: list[str]) -> int:
    lit = call.phone.screen_on
    call.print("POWER MANAGER (dumpsys power)\n\nPower Manager State:")
    call.print(f"  mWakefulness={'Awake' if lit else 'Asleep'}\n  mWakefulnessChanging=false")
    call.print(f"  mIsPowered={'true' if call.phone.battery.plugged != 'none' else 'false'}")
    call.print(f"  mHoldingWakeLockSuspendBlocker=false\n  mHoldingDisplaySuspendBlocker={str(lit).lower()}")
    call.print(f"Display Power: state={'ON' if lit else 'OFF'}")
    return 0


def _display(call: Call, args: list[str]) -> int:
    phone = call.phone
    width, height = phone.display_size
    natural = (height, width) if phone.rotation % 2 else (width, height)
    call.print("DISPLAY MANAGER (dumpsys display)\n  mOnlyCode=false")
    call.print(
        f"  mViewports=[DisplayViewport{{type=INTERNAL, valid=true, isActive=true, displayId=0, "
        f"uniqueId='local:{DISPLAY_ID}', physicalPort=0, orientation={phone.rotation}, "
        f"logicalFrame=Rect(0, 0 - {width}, {height}), physicalFrame=Rect(0, 0 - {width}, {height}), "
        f"deviceWidth={natural[0]}, deviceHeight={natural[1]}}}]"
    )
    call.print(f"  mScreenState={'ON' if phone.screen_on else 'OFF'}")
    return 0


def _input(call: Call, args: list[str]) -> int:
    phone = call.phone
    width, height = phone.display_size
    natural = (height, width) if phone.rotation % 2 else (width, height)
    call.print("INPUT MANAGER (dumpsys input)\n\nInput Reader State:\n  Device 1: touchscreen")
    call.print(f"      SurfaceOrientation: {phone.rotation}\n      InputDeviceOrientation: {phone.rotation}")
    call.print(f"      PhysicalWidth: {natural[0]}px\n      PhysicalHeight: {natural[1]}px")
    frame = f"[0, 0, {width}, {height}]"
    call.print(
        f"  Viewport INTERNAL: displayId=0, orientation={phone.rotation}, logicalFrame={frame}, physicalFrame={frame}"
    )
    return 0


def _surface_flinger(call: Call, args: list[str]) -> int:
    call.print(f'Display {DISPLAY_ID} (HWC display 0): port=0 pnpId=GGL displayName="EMU_display_0"')
    return 0


def _telephony(call: Call, args: list[str]) -> int:
    ringing = next((each.title for each in call.phone.state.overlays if each.kind in CALLS), None)
    # TelephonyManager.CALL_STATE_IDLE, _RINGING and _OFFHOOK; the number is that of a call that rings.
    state, number = (0, "") if ringing is None else (1, ringing)
    if call.phone.state.call is not None:
        state = 2
    call.print(f"last known state:\n  Phone Id=0\n    mCallState={state}\n    mCallIncomingNumber={number}")
    return 0


def _location(call: Call, args: list[str]) -> int:
    place = call.phone.state.place
    where = f"{place.latitude:.6f},{place.longitude:.6f} hAcc=5.0 et=+1h0m0s0ms alt={place.altitude:.1f}"
    call.print(f"Location Manager State:\n  gps provider:\n    last location=Location[gps {where}]")
    return 0


def _input_method(call: Call, args: list[str]) -> int:
    phone = call.phone
    shown = any(window.kind == "ime" for window in phone.windows())
    call.print("Current Input Method Manager state:")
    call.print(f"  mCurMethodId={phone.ime.current}")
    call.print(f"  mShowRequested={str(shown).lower()} mInputShown={str(shown).lower()}")
    return 0


def _package(call: Call, args: list[str]) -> int:
    if args:
        return describe_package(call, args[0])
    for name in sorted(call.phone.packages):
        describe_package(call, name)
    return 0


def _notification(call: Call, args: list[str]) -> int:
    call.print("Current Notification Manager state:\n  Notification List:")
    for note in call.phone.state.notifications:
        call.print(f"    NotificationRecord(0x0 pkg={note.package} user=UserHandle{{0}} id=1)")
        call.print(f"      extras={{\n        android.title=String ({note.title})")
        call.print(f"        android.text=String ({note.text})\n      }}")
    return 0


def _media_session(call: Call, args: list[str]) -> int:
    phone = call.phone
    sessions = [(name, app.media) for name, app in sorted(phone.packages.items()) if name in phone.state.running]
    call.print("MEDIA SESSION SERVICE (dumpsys media_session)\n\nUser Records:\nRecord for full_user=0")
    stack = [(name, media) for name, media in sessions if media is not None]
    call.print(f"  Sessions Stack - have {len(stack)} sessions:")
    for name, media in stack:
        # PlaybackState.STATE_PAUSED and STATE_PLAYING.
        state, speed = (3, "1.0") if media.is_playing else (2, "0.0")
        call.print(f"    {media.tag} {name}/{media.tag} (userId=0)\n      package={name}\n      active=true")
        call.print(
            f"      state=PlaybackState {{state={state}, position={round(media.seconds * 1000)}, buffered position=0, "
            f"speed={speed}, updated=0, actions=823, custom actions=[], active item id=-1, error=null}}"
        )
        call.print(f"      metadata: size=9, description={media.title}, {media.artist}, {media.album}")
    return 0


def _audio(call: Call, args: list[str]) -> int:
    call.print("Stream volumes (device: index)")
    for volume in VOLUMES:
        level = volume.level(call.phone.settings)
        call.print(f"- {volume.name}:\n   Muted: {str(level == 0).lower()}\n   Muted Internally: false")
        call.print(f"   Min: {volume.low}\n   Max: {volume.high}\n   streamVolume:{level}")
        call.print(f"   Current: 2 (speaker): {level}\n   Devices: speaker(2)")
    return 0


def _meminfo(call: Call, args: list[str]) -> int:
    call.print("Total RAM: 7,817,244K (status normal)\n Free RAM: 4,012,864K\n Used RAM: 3,804,380K")
    return 0


SERVICES: dict[str, Callable[[Call, list[str]], int]] = {
    "SurfaceFlinger": _surface_flinger,
    "activity": _activity,
    "audio": _audio,
    "battery": battery,
    "device_state": describe_state,
    "display": _display,
    "input": _input,
    "input_method": _input_method,
    "location": _location,
    "media_session": _media_session,
    "meminfo": _meminfo,
    "notification": _notification,
    "package": _package,
    "power": _power,
    "telephony.registry": _telephony,
    "thermalservice": thermal_report,
    "wifi": wifi_report,
    "window": _window,
}

"""`am` and `monkey`: starting, stopping and broadcasting."""

from __future__ import annotations

import base64
import binascii

from device.simulator.shell.command import Call, CommandError, command
from device.simulator.shell.implicit import resolve
from device.simulator.shell.intent import Intent, parse_intent
from device.simulator.state import ADB_IME

EDITOR_ACTIONS = frozenset(range(2, 8))
"""EditorInfo.IME_ACTION_GO to IME_ACTION_PREVIOUS."""


@command("am")
def am(call: Call) -> int:
    """start, start-activity, force-stop, kill, broadcast, stack list, get-current-user."""
    verb, rest = (call.args[0] if call.args else ""), call.args[1:]
    match verb:
        case "start" | "start-activity":
            return _start(call, rest)
        case "force-stop" | "kill" | "stop-app":
            names = [name for name in rest if "." in name]
            if not names:
                raise CommandError('Error: Argument expected after "force-stop"', exit_code=255)
            call.phone.force_stop(names[-1])
            return 0
        case "kill-all":
            return 0
        case "broadcast":
            return _broadcast(call, rest)
        case "stack" | "task" if rest[:1] == ["list"]:
            return _stack_list(call)
        case "get-current-user":
            call.print("0")
            return 0
        case "startservice" | "start-service" | "start-foreground-service" | "startforegroundservice":
            intent = parse_intent(rest)
            call.print(f"Starting service: {intent.describe()}")
            if intent.component.partition("/")[0] not in call.phone.packages:
                call.error("Error: Not found; no service started.")
            return 0
        case _:
            call.error(f"Unknown command: {verb}" if verb else "Activity manager (activity) commands:")
            return 255


def full_component(package: str, activity: str) -> tuple[str, str]:
    """Return a component in short and in full form: ``pkg/.Main`` and ``pkg/pkg.Main``."""
    full = package + activity if activity.startswith(".") else activity
    short = full.removeprefix(package) if full.startswith(package + ".") else full
    return f"{package}/{short}", f"{package}/{full}"


def _start(call: Call, args: list[str]) -> int:
    phone, intent = call.phone, parse_intent(args)
    target = resolve(phone, intent)
    if target is None:
        call.print(f"Starting: {intent.describe()}")
        call.error("Error: Activity not started, unable to resolve " + intent.describe())
        return 1
    package, activity = target.package, target.activity
    resolved = full_component(package, activity)[0] if activity else package
    call.print(f"Starting: {intent.describe(resolved=resolved if intent.component else '')}")
    if intent.stops:
        phone.force_stop(package)
    with phone.lock:
        was_running = package in phone.state.running
        in_front = phone.foreground() == (package, activity)
        started = phone.launch(package, activity or None)
    if not started:
        full = full_component(package, activity)[1]
        call.error("Error type 3")
        call.error(f"Error: Activity class {{{full}}} does not exist.")
        return 1
    if target.show is not None:
        with phone.lock:
            target.show()
            phone.changed()
    call.system.log("ActivityTaskManager", f"START u0 {{{resolved}}} from uid 2000")
    if in_front:
        call.error("Warning: Activity not started, its current task has been brought to the front")
    if intent.waits:
        state = "HOT" if was_running else "COLD"
        time = 63 if was_running else 532
        call.print(f"Status: ok\nLaunchState: {state}\nActivity: {resolved}\nTotalTime: {time}\nWaitTime: {time + 8}")
        call.print("Complete")
    return 0


def _broadcast(call: Call, args: list[str]) -> int:
    intent = parse_intent(args)
    call.print(f"Broadcasting: Intent {{ act={intent.action} flg=0x400000{' (has extras)' if intent.extras else ''} }}")
    with call.phone.lock:
        code, data = deliver(call, intent)
    call.print(f"Broadcast completed: result={code}" + (f', data="{data}"' if data else ""))
    return 0


def deliver(call: Call, intent: Intent) -> tuple[int, str]:
    """Hand a broadcast to whoever receives it.

    Returns:
        The result code (-1 is RESULT_OK, 0 what a broadcast nobody answers ends with) and the result data.
    """
    phone = call.phone
    action = intent.action
    if action == "clipper.set":
        phone.clipboard = intent.extras.get("text", "")
        return -1, "Text is copied into clipboard."
    if action == "clipper.get":
        return (-1, phone.clipboard) if phone.clipboard else (0, "")
    if phone.ime.current == ADB_IME and action.startswith("ADB_KEYBOARD_"):
        return _uiautomator_keyboard(call, action.removeprefix("ADB_KEYBOARD_"), intent.extras)
    if phone.ime.current.partition("/")[0] == "com.android.adbkeyboard" and action.startswith("ADB_"):
        _adb_keyboard(call, action, intent.extras)
    return 0, ""


def _uiautomator_keyboard(call: Call, action: str, extras: dict[str, str]) -> tuple[int, str]:
    """Act as com.github.uiautomator/.AdbKeyboard, whose receiver answers with -1."""
    phone = call.phone
    match action:
        case "INPUT_TEXT" | "SET_TEXT":
            if phone.focused_field() is None:
                return 0, "no focused input"
            if action == "SET_TEXT":
                phone.select_all()
            return (-1, "success") if phone.commit_text(_decoded(extras.get("text", ""))) else (0, "")
        case "CLEAR_TEXT":
            _clear(call)
        case "HIDE":
            phone.state.keyboard_shown = False
            phone.changed()
        case "EDITOR_CODE":
            code = extras.get("code", "")
            if code.isdigit() and int(code) in EDITOR_ACTIONS:
                phone.press_key(66)
        case "SMART_ENTER":
            phone.press_key(66)
        case "GET_CLIPBOARD":
            return -1, base64.b64encode((phone.clipboard or "").encode()).decode()
        case _:
            return 0, ""
    return -1, "success"


def _adb_keyboard(call: Call, action: str, extras: dict[str, str]) -> None:
    """Act as senzhk/ADBKeyBoard, which Open-AutoGLM types with; its receiver sets no result."""
    phone = call.phone
    match action:
        case "ADB_INPUT_B64":
            phone.commit_text(_decoded(extras.get("msg", "")))
        case "ADB_INPUT_TEXT":
            phone.commit_text(extras.get("msg", ""))
        case "ADB_CLEAR_TEXT":
            _clear(call)
        case "ADB_INPUT_CODE" | "ADB_EDITOR_CODE":
            code = extras.get("code", "")
            if code.isdigit():
                phone.press_key(int(code) if action == "ADB_INPUT_CODE" else 66)
        case _:
            pass


def _clear(call: Call) -> None:
    field = call.phone.focused_field()
    if field is not None and field.text:
        call.phone.set_field_text(field, "")


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text, validate=False).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def _stack_list(call: Call) -> int:
    with call.phone.lock:
        width, height = call.phone.display_size
        tasks = [(name, call.phone.packages[name]) for name in call.phone.state.tasks]
    for number, (name, app) in enumerate(tasks):
        task = task_id(call, name)
        bounds = f"bounds=[0,0][{width},{height}]"
        full = full_component(name, app.current_activity)[1]
        call.print(f"RootTask id={task} {bounds} displayId=0 userId=0")
        visible = "true" if number == 0 else "false"
        call.print(f"  taskId={task}: {full} {bounds} userId=0 visible={visible} topActivity=ComponentInfo{{{full}}}\n")
    return 0


def task_id(call: Call, package: str) -> int:
    """Return the number of an app's task: it stays the same as long as the phone runs.

    A system dialog's activity belongs to the task of the app that it is shown over.
    """
    if package not in call.phone.packages:
        package = call.phone.app.package
    return 10 + sorted(call.phone.packages).index(package)


@command("monkey")
def monkey(call: Call) -> int:
    """Launch an app, the one thing that scripts use it for: ``monkey -p PACKAGE -c CATEGORY 1``."""
    package = call.args[call.args.index("-p") + 1] if "-p" in call.args[:-1] else ""
    app = call.phone.packages.get(package)
    if app is None or app.icon is None or not call.phone.launch(package):
        call.print("** No activities found to run, monkey aborted.")
        return 252
    call.print("Events injected: 1\n## Network stats: elapsed time=19ms (0ms mobile, 0ms wifi, 19ms not connected)")
    return 0

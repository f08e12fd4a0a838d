"""`uiautomator dump`: the active window's hierarchy, as the framework writes it."""

from __future__ import annotations

from device.simulator.shell.command import Call, CommandError, command
from device.simulator.shell.interpreter import describe

IDLE_SECONDS = 10.0
DEFAULT_PATH = "/sdcard/window_dump.xml"


@command("uiautomator")
def uiautomator(call: Call) -> int:
    """``uiautomator dump [--compressed] [--windows] [FILE]``; /dev/tty prints it."""
    if call.args[:1] != ["dump"]:
        raise CommandError("Usage: uiautomator <subcommand> [options]\n\nAvailable subcommands:\n\ndump", exit_code=1)
    names = [part for part in call.args[1:] if not part.startswith("--")]
    path = names[0] if names else DEFAULT_PATH
    rests = call.phone.motion.rest(IDLE_SECONDS)
    xml = call.phone.hierarchy(flavour="framework")
    if not (rests and call.phone.interference.is_idle()):
        call.print("ERROR: could not get idle state.")
        return 0
    if path == "/dev/tty":
        call.stdout.write(xml.encode("utf-8"))
    else:
        try:
            with open(call.shell.host_path(path), "wb") as file:
                file.write(xml.encode("utf-8"))
            call.shell.date(path)
        except OSError as error:
            raise CommandError(f"java.io.FileNotFoundException: {path}: open failed: {describe(error)}") from error
    call.print(f"UI hierchary dumped to: {path}")
    return 0

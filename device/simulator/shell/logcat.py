"""`logcat` and `log`: reading and writing the phone's log."""

from __future__ import annotations

from datetime import UTC, datetime

from device.simulator.patterns import Pattern
from device.simulator.shell.command import Call, CommandError, command
from device.simulator.system import LogLine

PRIORITIES = "VDIWEF"
POLL_SECONDS = 0.1
QUIET_POLLS = 10
"""After so many polls without a line the phone logs one: a real phone's log never rests, and clients such as adbutils
notice that they were stopped when the next line comes."""


@command("logcat")
def logcat(call: Call) -> int:
    """``logcat [-d] [-c] [-t N] [-v FORMAT] [-e REGEX] [-s] [FILTER...]``; without -d it goes on."""
    dump, tail, silent, form, pattern = False, 0, False, "threadtime", ""
    filters: list[str] = []
    args = list(call.args)
    while args:
        option = args.pop(0)
        match option:
            case "-d":
                dump = True
            case "-c" | "--clear":
                call.system.clear_log()
                return 0
            case "-t" | "-T" if args:
                value = args.pop(0)
                tail, dump = int(value) if value.isdigit() else 0, dump or option == "-t"
            case "-v" if args:
                form = args.pop(0)
            case "-e" if args:
                pattern = args.pop(0)
            case "-b" | "--buffer" | "--pid" if args:
                args.pop(0)
            case "-s":
                silent = True
            case "-g" | "-G" | "-S":
                call.print("main: ring buffer is 256 KiB (8 KiB consumed), max entry is 5120 B, max payload is 4068 B")
                return 0
            case _ if option.startswith("-"):
                raise CommandError(f"logcat: unknown option '{option}'")
            case _:
                filters.append(option)
    wanted = _Filter(filters, silent=silent, pattern=pattern)
    call.print("--------- beginning of main")
    lines = [line for line in call.system.log_lines() if wanted.takes(line)]
    for line in lines[-tail:] if tail else lines:
        call.print(_format(line, form))
    if dump:
        return 0
    last = call.system.log_lines()[-1:]
    quiet = 0
    while True:
        call.wait(POLL_SECONDS)
        quiet += 1
        if quiet >= QUIET_POLLS:
            call.system.log("SystemServerTiming", "idle", priority="D")
        current = call.system.log_lines()
        start = current.index(last[0]) + 1 if last and last[0] in current else 0
        for line in current[start:]:
            quiet = 0
            if wanted.takes(line):
                call.print(_format(line, form))
        last = current[-1:]


class _Filter:
    """``tag:priority`` specifications and a regular expression."""

    def __init__(self, specifications: list[str], *, silent: bool, pattern: str) -> None:
        self._by_tag: dict[str, str] = {}
        for specification in specifications:
            tag, _, priority = specification.partition(":")
            self._by_tag[tag] = (priority or "V").upper()
        self._rest = self._by_tag.get("*", "S" if silent else "V")
        self._pattern = Pattern(pattern)

    def takes(self, line: LogLine) -> bool:
        lowest = self._by_tag.get(line.tag, self._rest)
        if lowest == "S" or (lowest in PRIORITIES and PRIORITIES.index(line.priority) < PRIORITIES.index(lowest)):
            return False
        return self._pattern.is_in(line.message)


def _format(line: LogLine, form: str) -> str:
    stamp = datetime.fromtimestamp(line.at, UTC).strftime("%m-%d %H:%M:%S.%f")[:-3]
    match form:
        case "brief":
            return f"{line.priority}/{line.tag:<8}({line.pid:>5}): {line.message}"
        case "tag":
            return f"{line.priority}/{line.tag:<8}: {line.message}"
        case "raw":
            return line.message
        case "time":
            return f"{stamp} {line.priority}/{line.tag:<8}({line.pid:>5}): {line.message}"
        case _:
            return f"{stamp} {line.pid:>5} {line.pid:>5} {line.priority} {line.tag:<8}: {line.message}"


@command("log")
def log(call: Call) -> int:
    """``log [-p PRIORITY] [-t TAG] MESSAGE``."""
    args, priority, tag = list(call.args), "I", "log"
    while len(args) > 1 and args[0] in {"-p", "-t"}:
        option, value = args.pop(0), args.pop(0)
        if option == "-t":
            tag = value
        elif value.upper() in PRIORITIES:
            priority = value.upper()
    call.system.log(tag, " ".join(args), priority=priority, pid=call.system.start_process("sh").pid)
    return 0

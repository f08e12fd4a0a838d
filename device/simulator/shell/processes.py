"""Commands about processes: ps, pidof, pgrep, kill, pkill, top, free, timeout."""

from __future__ import annotations

import math
import shlex
import threading
import time
from collections.abc import Callable

from device.simulator.kernel_files import MEMORY_KB
from device.simulator.patterns import Pattern, PatternError
from device.simulator.shell.command import Call, CommandError, command, split_options
from device.simulator.shell.jobs import Job
from device.simulator.system import Process

TIMED_OUT = 124
LONGEST_SECONDS = 3600.0
"""What `timeout` gives a command at most."""
_COLUMNS: dict[str, tuple[int, Callable[[Process], str]]] = {
    "USER": (-12, lambda process: process.user),
    "UID": (-12, lambda process: process.user),
    "PID": (5, lambda process: str(process.pid)),
    "PPID": (5, lambda process: "0" if process.pid == 1 else "1" if process.pid < 1000 else "1000"),
    "VSZ": (8, lambda _: "13854368"),
    "RSS": (6, lambda _: "152340"),
    "WCHAN": (-16, lambda _: "do_epoll_wait"),
    "ADDR": (4, lambda _: "0"),
    "S": (1, lambda _: "S"),
    "NAME": (-27, lambda process: process.shown),
    "CMD": (-27, lambda process: process.command),
    "ARGS": (-27, lambda process: process.command),
    "COMM": (-15, lambda process: process.shown[-15:]),
}
_USUAL = ("USER", "PID", "PPID", "VSZ", "RSS", "WCHAN", "ADDR", "S", "NAME")


@command("ps")
def ps(call: Call) -> int:
    """List processes in the nine columns of Android's `ps -A`: -o COLUMNS, -p PID, -u USER, -f."""
    options, _ = split_options([word for word in call.args if word.startswith("-") or word != "aux"], **_PS)
    names = tuple(part.partition("=")[0].strip().upper() for part in options.get("o", "").split(",") if part)
    wanted = {int(part) for part in options.get("p", "").split(",") if part.isdigit()}
    for name in names:
        if name not in _COLUMNS:
            raise CommandError(f"ps: bad -o '{name}'")
    columns = names or (("UID", "PID", "PPID", "CMD") if "f" in options else _USUAL)
    if not options.get("o", "").endswith("="):
        call.print(_row([(name, _COLUMNS[name][0]) for name in columns]))
    for process in call.system.processes():
        if (not wanted or process.pid in wanted) and options.get("u", process.user) == process.user:
            call.print(_row([(_COLUMNS[name][1](process), _COLUMNS[name][0]) for name in columns]))
    return 0


_PS = {"flags": "AefTlwZ", "valued": "opu"}


def _row(cells: list[tuple[str, int]]) -> str:
    """Join cells, each as wide as its column says: to the left where the width is negative."""
    padded = [text.ljust(-width) if width < 0 else text.rjust(width) for text, width in cells]
    return " ".join(padded).rstrip()


@command("pidof")
def pidof(call: Call) -> int:
    """Print the process ids of a name."""
    names = [word for word in call.args if not word.startswith("-")]
    found = [str(process.pid) for process in call.system.processes() if process.shown in names]
    if found:
        call.print(" ".join(found))
    return 0 if found else 1


@command("pgrep")
def pgrep(call: Call) -> int:
    """Print the ids of processes whose names match: -f in their whole command lines, -l with names, -x exactly."""
    options, operands = split_options(call.args, flags="flxo")
    found = _matching(call, options, operands)
    for process in found:
        call.print(f"{process.pid} {process.shown}" if "l" in options else str(process.pid))
    return 0 if found else 1


@command("pkill", "killall")
def pkill(call: Call) -> int:
    """End the processes whose names match; -f looks at whole command lines."""
    options, operands = split_options([word for word in call.args if not _is_signal(word)], flags="flxo", valued="s")
    if call.name == "killall":
        options["x"] = ""
    found = _matching(call, options, operands)
    return max([_end(call, process) for process in found], default=1)


def _matching(call: Call, options: dict[str, str], operands: list[str]) -> list[Process]:
    if len(operands) != 1:
        raise CommandError(f"{call.name}: needs one PATTERN")
    source = f"^(?:{operands[0]})$" if "x" in options else operands[0]
    try:
        pattern = Pattern(source)
    except PatternError as error:
        raise CommandError(f"{call.name}: bad pattern '{operands[0]}': {error}") from error
    return [
        process
        for process in call.system.processes()
        if pattern.is_in(process.command if "f" in options else process.shown)
    ]


@command("kill")
def kill(call: Call) -> int:
    """End processes by number: an app's, a server's, a job of a shell; with -0 only look whether they run."""
    args, looks = list(call.args), False
    while args and args[0].startswith("-"):
        option = args.pop(0)
        looks = looks or option == "-0"
        if option == "-l":
            call.print("HUP INT QUIT KILL TERM")
            return 0
        if option == "-s" and args:
            looks = args.pop(0) == "0"
    if not args:
        raise CommandError("kill: needs a PID")
    code = 0
    running = {str(process.pid): process for process in call.system.processes()}
    for word in args:
        if word in running:
            code = max(code, 0 if looks else _end(call, running[word]))
        else:
            call.error(f"kill: bad pid '{word}'" if not word.isdigit() else f"kill: {word}: No such process")
            code = 1
    return code


def _is_signal(word: str) -> bool:
    return word.startswith("-") and (
        word[1:].isdigit() or word[1:].removeprefix("SIG") in {"KILL", "TERM", "INT", "HUP"}
    )


def _end(call: Call, process: Process) -> int:
    if process.is_system:
        call.error(f"{call.name}: {process.pid}: Operation not permitted")
        return 1
    if not call.system.end_job(process.pid):
        call.phone.force_stop(process.name)
    return 0


@command("top")
def top(call: Call) -> int:
    """Print one table of what runs: ``top -n 1 -b``; nothing on the phone is busy."""
    split_options(call.args, flags="bHq", valued="nmdsopu")
    processes = call.system.processes()
    call.print(f"Tasks: {len(processes)} total,   1 running, {len(processes) - 1:>3} sleeping,   0 stopped,   0 zombie")
    total, free = MEMORY_KB["MemTotal"], MEMORY_KB["MemFree"]
    call.print(f"  Mem: {total:>9}K total, {total - free:>9}K used, {free:>9}K free,     0K buffers")
    call.print("800%cpu   0%user   0%nice   1%sys 799%idle   0%iow   0%irq   0%sirq   0%host")
    call.print("  PID USER         PR  NI VIRT  RES  SHR S[%CPU] %MEM     TIME+ ARGS")
    for process in processes:
        call.print(
            f"{process.pid:>5} {process.user:<12} 20   0  13G 149M 100M S  0.0   1.9   0:00.52 {process.command}"
        )
    return 0


@command("free")
def free(call: Call) -> int:
    """Tell the memory: in bytes, -k, -m, -g, -h."""
    options, _ = split_options(call.args, flags="bkmgh")
    unit = next((size for letter, size in (("k", 1), ("m", 1 << 10), ("g", 1 << 20)) if letter in options), 1 / 1024)
    total, unused = (math.floor(MEMORY_KB[name] / unit) for name in ("MemTotal", "MemFree"))
    call.print("\t\ttotal        used        free      shared     buffers")
    call.print(f"Mem: {total:>16} {total - unused:>11} {unused:>11} {0:>11} {0:>11}")
    return 0


@command("time")
def time_command(call: Call) -> int:
    """Run a command, and tell how long it took; nothing on the phone uses processor time."""
    if not call.args:
        return 0
    begun = time.monotonic()
    name, *args = call.args
    inner = Call(shell=call.shell, name=name, args=args, stdin=call.stdin, stdout=call.stdout, stderr=call.stderr)
    code = call.shell.call(inner)
    minutes, seconds = divmod(time.monotonic() - begun, 60)
    call.error(f"    {minutes:.0f}m{seconds:05.2f}s real     0m00.00s user     0m00.00s system")
    return code


@command("timeout")
def timeout(call: Call) -> int:
    """Run a command, and end it after a time: ``timeout [-k TIME] [-s SIGNAL] SECONDS COMMAND``; then 124."""
    args = list(call.args)
    while len(args) > 1 and args[0].startswith("-"):
        option = args.pop(0)
        if option in {"-k", "-s"}:
            args.pop(0)
    if len(args) < 2:
        raise CommandError("timeout: needs a time and a command")
    unit = {"s": 1.0, "m": 60.0, "h": 3600.0}.get(args[0][-1:], 1.0)
    seconds = min(LONGEST_SECONDS, max(0.0, float(args[0].rstrip("smh")) * unit))
    codes: list[int] = []
    stop, script = threading.Event(), shlex.join(args[1:])
    process = call.system.start_job(f"timeout {script}", stop)
    job, child = Job(process.pid, stop), call.shell.child()
    child.cancelled, child.job = stop, job

    def run() -> None:
        codes.append(child.run(script, stdin=call.stdin, stdout=call.stdout, stderr=call.stderr))

    try:
        job.start(run, call.shell.cancelled, seconds=seconds)
        job.join(call.shell.cancelled)
    finally:
        stop.set()
        call.system.end_process(process.name)
    return codes[0] if codes else TIMED_OUT

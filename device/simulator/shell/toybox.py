"""Commands about the shell itself, the system and time: echo, test, date, getprop, ps, id and their kin."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import stat
from datetime import UTC, datetime

from device.simulator.shell.command import COMMANDS, Call, CommandError, command, split_options
from device.simulator.shell.files import read_file
from device.simulator.shell.interpreter import PROMPT_NAME

ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", "a": "\a", "b": "\b", "e": "\x1b"}


@command("echo")
def echo(call: Call) -> int:
    """Print arguments; -n without a newline, -e with escapes."""
    args, newline, escapes = list(call.args), True, False
    while args and args[0] in {"-n", "-e", "-ne", "-en", "-E"}:
        option = args.pop(0)
        newline = newline and "n" not in option
        escapes = escapes or "e" in option
    text = " ".join(args)
    if escapes:
        text = _unescape(text)
    call.stdout.write(text.encode("utf-8", "surrogateescape") + (b"\n" if newline else b""))
    return 0


def _unescape(text: str) -> str:
    parts, position = [], 0
    while position < len(text):
        char = text[position]
        if char == "\\" and text[position + 1 : position + 2] in ESCAPES:
            parts.append(ESCAPES[text[position + 1]])
            position += 2
        else:
            parts.append(char)
            position += 1
    return "".join(parts)


@command("printf")
def printf(call: Call) -> int:
    """Print by a format with %s %d %x %c %%."""
    if not call.args:
        raise CommandError("usage: printf FORMAT [ARGUMENT...]")
    template, *values = call.args
    while True:
        text, values, used = _filled(_unescape(template), values)
        call.stdout.write(text.encode("utf-8", "surrogateescape"))
        if not values or not used:
            return 0


def _filled(template: str, values: list[str]) -> tuple[str, list[str], bool]:
    """Fill a format once; return what is left of the values, and whether any was used."""
    parts, rest, used, position = [], list(values), False, 0
    while position < len(template):
        if template[position] != "%":
            parts.append(template[position])
            position += 1
            continue
        end = position + 1
        while end < len(template) and template[end] in "-+ 0123456789.":
            end += 1
        kind, flags = template[end : end + 1], template[position + 1 : end]
        position = end + 1
        if kind == "%":
            parts.append("%")
            continue
        value = rest.pop(0) if rest else ""
        used = True
        try:
            parts.append(f"%{flags}{kind}" % (int(value or "0", 0) if kind in "dxXoi" else value[:1] if kind == "c" else value))
        except (ValueError, TypeError) as error:
            raise CommandError(f"printf: bad '%{flags}{kind}' or '{value}'") from error
    return "".join(parts), rest, used


@command("true", ":")
def true(call: Call) -> int:
    """Succeed."""
    return 0


@command("false")
def false(call: Call) -> int:
    """Fail."""
    return 1


@command("test", "[", "[[")
def test(call: Call) -> int:
    """Compare strings and numbers, look at files."""
    args = list(call.args)
    if call.name != "test":
        closing = "]" * len(call.name)
        if not args or args.pop() != closing:
            raise CommandError(f"{PROMPT_NAME}: {call.name}: missing {closing}", exit_code=2)
    return 0 if _holds(call, args) else 1


def _holds(call: Call, args: list[str]) -> bool:
    for joint in ("-o", "||", "-a", "&&"):
        if joint in args[1:-1]:
            at = args.index(joint, 1)
            left, right = _holds(call, args[:at]), _holds(call, args[at + 1 :])
            return (left or right) if joint in {"-o", "||"} else (left and right)
    match args:
        case []:
            return False
        case ["!", *rest]:
            return not _holds(call, rest)
        case [word]:
            return bool(word)
        case ["-z", word]:
            return not word
        case ["-n", word]:
            return bool(word)
        case [("-e" | "-f" | "-d" | "-s" | "-r" | "-w" | "-x" | "-L" | "-h") as kind, path]:
            return _file_is(call.shell.host_path(path), kind)
        case [left, ("=" | "=="), right]:
            return left == right
        case [left, "!=", right]:
            return left != right
        case [left, ("-eq" | "-ne" | "-lt" | "-le" | "-gt" | "-ge") as comparison, right]:
            try:
                first, second = int(left), int(right)
            except ValueError as error:
                raise CommandError(f"{PROMPT_NAME}: test: {left} {right}: bad number", exit_code=2) from error
            sign = (first > second) - (first < second)
            allowed = {"-eq": {0}, "-ne": {-1, 1}, "-lt": {-1}, "-le": {-1, 0}, "-gt": {1}, "-ge": {0, 1}}
            return sign in allowed[comparison]
        case _:
            raise CommandError(f"{PROMPT_NAME}: test: {' '.join(args)}: unexpected operator/operand", exit_code=2)


def _file_is(path: str, kind: str) -> bool:
    try:
        status = os.lstat(path)
    except OSError:
        return False
    match kind:
        case "-f":
            return stat.S_ISREG(status.st_mode)
        case "-d":
            return stat.S_ISDIR(status.st_mode)
        case "-s":
            return status.st_size > 0
        case "-x":
            return bool(status.st_mode & 0o111)
        case "-L" | "-h":
            return stat.S_ISLNK(status.st_mode)
        case _:
            return True


@command("cd")
def cd(call: Call) -> int:
    """Change the folder."""
    path = call.shell.resolve(call.args[0] if call.args else "/")
    if not os.path.isdir(call.shell.host_path(path)):
        raise CommandError(f"{PROMPT_NAME}: cd: {path}: No such file or directory", exit_code=2)
    call.shell.directory = path
    return 0


@command("pwd")
def pwd(call: Call) -> int:
    """Print the folder."""
    call.print(call.shell.directory)
    return 0


@command("export", "local", "readonly", "typeset")
def export(call: Call) -> int:
    """Set variables."""
    for word in call.args:
        name, separator, value = word.partition("=")
        if separator:
            call.shell.set_variable(name, value)
    return 0


@command("unset")
def unset(call: Call) -> int:
    """Remove variables."""
    for name in call.args:
        call.shell.unset_variable(name)
    return 0


@command("set", "umask", "trap", "ulimit", "wait", "setenforce", "stty")
def shell_option(call: Call) -> int:
    """Accept shell options, which change nothing here."""
    if call.name == "set" and call.args[:1] == ["--"]:
        call.shell.set_positional(call.args[1:])
    return 0


@command("shift")
def shift(call: Call) -> int:
    """Drop the first arguments."""
    count = int(call.args[0]) if call.args and call.args[0].isdigit() else 1
    call.shell.set_positional(call.shell.positional()[count:])
    return 0


@command("read")
def read(call: Call) -> int:
    """Read a line from stdin into variables."""
    names = [name for name in call.args if not name.startswith("-")] or ["REPLY"]
    line = call.stdin.read_line()
    words = line.decode("utf-8", "surrogateescape").rstrip("\n").split(None, len(names) - 1)
    for number, name in enumerate(names):
        call.shell.set_variable(name, words[number] if number < len(words) else "")
    return 0 if line else 1


@command("eval")
def evaluate(call: Call) -> int:
    """Run the arguments as a command line."""
    return call.shell.run(" ".join(call.args), stdin=call.stdin, stdout=call.stdout, stderr=call.stderr)


@command("sh", "bash", "mksh")
def sh(call: Call) -> int:
    """Run a shell: -c SCRIPT, a script file, or stdin."""
    args = [word for word in call.args if word not in {"-x", "-e", "-l"}]
    if args[:1] == ["-c"] and len(args) > 1:
        child = call.shell.child()
        child.set_positional(args[3:])
        return child.run(args[1], stdin=call.stdin, stdout=call.stdout, stderr=call.stderr)
    if args:
        path = call.shell.host_path(args[0])
        if not os.path.isfile(path):
            raise CommandError(f"sh: {args[0]}: No such file or directory", exit_code=127)
        return call.shell.run_script(call, path, args[1:])
    script = call.stdin.read().decode("utf-8", "surrogateescape")
    return call.shell.child().run(script, stdin=call.stdin, stdout=call.stdout, stderr=call.stderr)


@command("source", ".")
def source(call: Call) -> int:
    """Run a script file in this shell."""
    if not call.args:
        raise CommandError(f"{PROMPT_NAME}: .: missing argument")
    script = read_file(call, call.args[0]).decode("utf-8", "surrogateescape")
    return call.shell.run(script, stdin=call.stdin, stdout=call.stdout, stderr=call.stderr)


@command("su")
def su(call: Call) -> int:
    """Run a command as root, which the shell of this phone is already: ``su [0|root] [-c] COMMAND``."""
    words = [word for word in call.args if word not in {"0", "root", "-c"}]
    if not words:
        return 0
    return call.shell.child().run(" ".join(words), stdin=call.stdin, stdout=call.stdout, stderr=call.stderr)


@command("run-as")
def run_as(call: Call) -> int:
    """Run a command in an app's folder."""
    if not call.args or call.args[0] not in call.phone.packages:
        raise CommandError(f"run-as: unknown package: {call.args[0] if call.args else ''}")
    child = call.shell.child()
    child.directory = f"/data/data/{call.args[0]}"
    words = call.args[1:]
    inner = Call(
        shell=child, name=words[0], args=words[1:], stdin=call.stdin, stdout=call.stdout, stderr=call.stderr
    )
    return child.call(inner)


@command("sleep", "usleep")
def sleep(call: Call) -> int:
    """Wait for seconds (s, m, h), or with usleep for microseconds."""
    text = call.args[0] if call.args else ""
    unit = {"s": 1.0, "m": 60.0, "h": 3600.0}.get(text[-1:], 1.0)
    try:
        seconds = float(text.rstrip("smh")) * unit
    except ValueError as error:
        raise CommandError(f"sleep: bad time '{text}'") from error
    call.wait(max(0.0, seconds / 1e6 if call.name == "usleep" else seconds))
    return 0


@command("date")
def date(call: Call) -> int:
    """Print the phone's time, or set it: ``date [-u] [-d @SECONDS] [+FORMAT]``, ``date MMDDhhmm[[CC]YY][.SS]``."""
    options, operands = split_options(call.args, flags="u", valued="dsD@")
    clock = call.phone.clock
    if "s" in options:
        operands.append(options["s"])
    moment = clock.local()
    if options.get("d", "").startswith("@"):
        moment = datetime.fromtimestamp(float(options["d"][1:]), UTC)
    form = next((word[1:] for word in operands if word.startswith("+")), "")
    wanted = next((word for word in operands if not word.startswith("+")), "")
    if wanted:
        with call.phone.lock:
            clock.set(_moment(wanted, moment).timestamp())
            call.phone.changed()
        moment = clock.local()
    if form:
        form = form.replace("%s", str(int(moment.timestamp()))).replace("%N", f"{moment.microsecond * 1000:09d}")
        call.print(moment.strftime(form))
    else:
        call.print(moment.strftime("%a %b %e %H:%M:%S UTC %Y"))
    return 0


def _moment(text: str, now: datetime) -> datetime:
    """Read toybox's forms of a time."""
    if text.startswith("@"):
        return datetime.fromtimestamp(float(text[1:]), UTC)
    digits, _, seconds = text.partition(".")
    forms = {8: "%m%d%H%M", 10: "%m%d%H%M%y", 12: "%m%d%H%M%Y"}
    try:
        if digits.isdigit() and len(digits) in forms:
            prefix = f"{now.year}" if len(digits) == 8 else ""
            form = ("%Y" if prefix else "") + forms[len(digits)]
            parsed = datetime.strptime(prefix + digits, form)
            return parsed.replace(second=int(seconds or 0), tzinfo=UTC)
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError as error:
        raise CommandError(f"date: bad date '{text}'") from error


@command("getprop")
def getprop(call: Call) -> int:
    """Print a system property, or all of them."""
    if call.args:
        value = call.phone.properties.get(call.args[0]) or (call.args[1] if len(call.args) > 1 else "")
        call.print(value)
        return 0
    for key, value in sorted(call.phone.properties.items()):
        call.print(f"[{key}]: [{value}]")
    return 0


@command("setprop")
def setprop(call: Call) -> int:
    """Set a system property."""
    if len(call.args) != 2:
        raise CommandError("usage: setprop NAME VALUE")
    call.phone.properties[call.args[0]] = call.args[1]
    return 0


@command("ps")
def ps(call: Call) -> int:
    """List processes, in the nine columns of Android's `ps -A`."""
    call.print("USER           PID  PPID     VSZ    RSS WCHAN            ADDR S NAME")
    for process in call.system.processes():
        call.print(f"{process.user:<12} {process.pid:>5}  1000 13854368 152340 do_epoll_wait     0 S {process.name}")
    return 0


@command("pidof", "pgrep")
def pidof(call: Call) -> int:
    """Print the process ids of a name."""
    names = [word for word in call.args if not word.startswith("-")]
    found = [str(process.pid) for process in call.system.processes() if process.name in names]
    if found:
        call.print((" " if call.name == "pidof" else "\n").join(found))
    return 0 if found else 1


@command("kill", "pkill", "killall")
def kill(call: Call) -> int:
    """End an app's process by its number or name."""
    wanted = {word for word in call.args if not word.startswith("-")}
    code = 1
    for process in call.system.processes():
        if str(process.pid) in wanted or process.name in wanted:
            call.phone.force_stop(process.name)
            code = 0
    if code:
        call.error(f"{call.name}: bad pid '{' '.join(sorted(wanted))}'")
    return code


@command("id")
def identity(call: Call) -> int:
    """Say who the shell is."""
    if "-u" in call.args:
        call.print("0")
    else:
        call.print("uid=0(root) gid=0(root) groups=0(root),1004(input),1007(log),1011(adb) context=u:r:su:s0")
    return 0


@command("whoami")
def whoami(call: Call) -> int:
    """Say who the shell is."""
    call.print("root")
    return 0


@command("uname")
def uname(call: Call) -> int:
    """Print the kernel's name, or with -a all about it."""
    if "-a" in call.args:
        call.print("Linux localhost 5.10.149-android13-4 #1 SMP PREEMPT aarch64 Toybox")
    else:
        call.print({"-r": "5.10.149-android13-4", "-m": "aarch64"}.get(call.args[0] if call.args else "", "Linux"))
    return 0


@command("uptime")
def uptime(call: Call) -> int:
    """Print how long the phone runs."""
    minutes = int(call.system.uptime() // 60)
    call.print(f" {call.phone.clock.local():%H:%M:%S} up {minutes} min,  0 users,  load average: 0.52, 0.58, 0.59")
    return 0


@command("which", "type")
def which(call: Call) -> int:
    """Print where commands lie."""
    code = 0
    for name in call.args:
        if name in COMMANDS:
            call.print(f"/system/bin/{name}")
        else:
            code = 1
    return code


@command("getenforce")
def getenforce(call: Call) -> int:
    """Print SELinux's mode."""
    call.print("Permissive")
    return 0


@command("env", "printenv")
def env(call: Call) -> int:
    """Print the variables."""
    for name, value in sorted(call.shell.variables().items()):
        call.print(f"{name}={value}")
    return 0


@command("ifconfig", "ip")
def network(call: Call) -> int:
    """Print the Wi-Fi address, while Wi-Fi is on."""
    lit = call.phone.settings.is_on("global", "wifi_on")
    if "wlan0" in call.args and not lit:
        return 0
    if call.name == "ifconfig":
        call.print("wlan0     Link encap:Ethernet  HWaddr 02:15:b2:00:00:00\n          inet addr:10.0.2.16  Bcast:10.0.2.255")
    else:
        call.print("30: wlan0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500\n    inet 10.0.2.16/24 brd 10.0.2.255 scope global wlan0")
    return 0


@command("ping")
def ping(call: Call) -> int:
    """Say that nothing is reachable: the phone has no network."""
    host = next((word for word in reversed(call.args) if not word.startswith("-")), "")
    raise CommandError(f"ping: unknown host {host}", exit_code=2)


@command("reboot")
def reboot(call: Call) -> int:
    """End all apps and show the home screen."""
    for package in list(call.phone.state.running):
        call.phone.force_stop(package)
    call.phone.go_home()
    return 0


@command("md5sum", "sha1sum", "sha256sum", "md5")
def checksum(call: Call) -> int:
    """Print checksums of files."""
    code = 0
    for path in [word for word in call.args if word != "-b"] or ["-"]:
        try:
            data = read_file(call, path)
        except CommandError as error:
            call.error(str(error))
            code = 1
            continue
        name = "md5" if call.name.startswith("md5") else call.name.removesuffix("sum")
        call.print(f"{hashlib.new(name, data, usedforsecurity=False).hexdigest()}  {path}")
    return code


@command("base64")
def base64_command(call: Call) -> int:
    """Encode stdin or a file; -d decodes, -w COLUMNS wraps."""
    options, operands = split_options(call.args, flags="di", valued="w")
    data = read_file(call, operands[0] if operands else "-")
    if "d" in options:
        try:
            call.stdout.write(base64.b64decode(data))
        except binascii.Error as error:
            raise CommandError("base64: bad input") from error
        return 0
    width = int(options.get("w", "76"))
    text = base64.b64encode(data).decode()
    lines = [text[at : at + width] for at in range(0, len(text), width)] if width else [text]
    call.stdout.write(("\n".join(lines) + ("\n" if width and lines else "")).encode())
    return 0

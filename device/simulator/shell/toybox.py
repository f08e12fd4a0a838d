"""Commands about the system and time, and small tools: echo, date, getprop, ps, id, md5sum, base64 and their kin."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import shlex
from datetime import UTC, datetime

from device.simulator.boot import restart
from device.simulator.shell.command import Call, CommandError, command, split_options
from device.simulator.shell.files import read_file

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
            parts.append(
                f"%{flags}{kind}" % (int(value or "0", 0) if kind in "dxXoi" else value[:1] if kind == "c" else value)
            )
        except (ValueError, TypeError) as error:
            raise CommandError(f"printf: bad '%{flags}{kind}' or '{value}'") from error
    return "".join(parts), rest, used


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
    call.phone.changed()
    return 0


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


@command("getenforce")
def getenforce(call: Call) -> int:
    """Print SELinux's mode."""
    call.print("Permissive")
    return 0


@command("env", "printenv")
def env(call: Call) -> int:
    """Print the variables, or with `env NAME=VALUE COMMAND` run a command with more of them."""
    given, words = dict(call.environment), list(call.args)
    while words and "=" in words[0] and call.name == "env":
        name, _, value = words.pop(0).partition("=")
        given[name] = value
    if words and call.name == "env":
        child = call.shell.child()
        for name, value in given.items():
            child.set_variable(name, value)
        return child.run(shlex.join(words), stdin=call.stdin, stdout=call.stdout, stderr=call.stderr)
    variables = call.shell.variables() | given
    for name in words or sorted(variables):
        if name in variables:
            call.print(variables[name] if words else f"{name}={variables[name]}")
    return 0 if all(name in variables for name in words) else 1


@command("ifconfig", "ip")
def network(call: Call) -> int:
    """Print the Wi-Fi address, while Wi-Fi is on."""
    lit = call.phone.settings.is_on("global", "wifi_on")
    if "wlan0" in call.args and not lit:
        return 0
    if call.name == "ifconfig":
        call.print(
            "wlan0     Link encap:Ethernet  HWaddr 02:15:b2:00:00:00\n          inet addr:10.0.2.16  Bcast:10.0.2.255"
        )
    else:
        call.print("30: wlan0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500")
        call.print("    inet 10.0.2.16/24 brd 10.0.2.255 scope global wlan0")
    return 0


@command("ping")
def ping(call: Call) -> int:
    """Reach the phone itself and nothing else: it has no network."""
    options, operands = split_options(call.args, flags="46nq", valued="ciwWsI")
    host, count = (operands[-1] if operands else ""), max(1, min(10, int(options.get("c", "4"))))
    is_own = host in {"localhost", "127.0.0.1"}
    if not is_own and not re.fullmatch(r"(?:\d{1,3}\.){3}\d{1,3}", host):
        raise CommandError(f"ping: unknown host {host}", exit_code=2)
    address = "127.0.0.1" if is_own else host
    call.print(f"PING {host} ({address}) 56(84) bytes of data.")
    for number in range(1, count + 1 if is_own else 1):
        call.print(f"64 bytes from {address}: icmp_seq={number} ttl=64 time=0.045 ms")
    lost = 0 if is_own else 100
    received = count if is_own else 0
    call.print(f"\n--- {host} ping statistics ---")
    call.print(f"{count} packets transmitted, {received} received, {lost}% packet loss, time {count - 1}ms")
    return int(not is_own)


@command("reboot")
def reboot(call: Call) -> int:
    """Switch the phone off and on."""
    restart(call.phone)
    for be_away in list(call.system.on_reboot):
        be_away()
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

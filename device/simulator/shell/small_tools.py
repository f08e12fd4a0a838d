"""Small filters and tools of the phone's toybox: seq, expr, tac, rev, nl, cmp, dd, nproc and their kin."""

from __future__ import annotations

from device.simulator.patterns import Pattern, PatternError
from device.simulator.shell.command import Call, CommandError, command, split_options
from device.simulator.shell.files import read_file
from device.simulator.shell.text import basic_pattern, posix_pattern, read_lines

MOST_NUMBERS = 1_000_000
MOST_BYTES = 64 << 20
SIZES = {"c": 1, "w": 2, "b": 512, "k": 1 << 10, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}


@command("seq")
def seq(call: Call) -> int:
    """Count: ``seq [-s SEPARATOR] [-w] [FIRST [STEP]] LAST``."""
    args = list(call.args)
    separator, wide = "\n", False
    while args and args[0] in {"-s", "-w"}:
        option = args.pop(0)
        wide = wide or option == "-w"
        if option == "-s":
            separator = args.pop(0)
    if not 1 <= len(args) <= 3:
        raise CommandError("seq: needs one to three numbers")
    numbers = [int(word) for word in args]
    first, step, last = (numbers[0] if len(numbers) > 1 else 1, numbers[1] if len(numbers) > 2 else 1, numbers[-1])
    if step == 0 or abs(last - first) // abs(step) > MOST_NUMBERS:
        raise CommandError("seq: too many numbers")
    words = [str(number) for number in range(first, last + (1 if step > 0 else -1), step)]
    width = max((len(word) for word in words), default=0) if wide else 0
    if words:
        call.print(separator.join(word.zfill(width) for word in words))
    return 0


@command("tac")
def tac(call: Call) -> int:
    """Print lines, last first."""
    for line in reversed(read_lines(call, list(call.args))):
        call.print(line)
    return 0


@command("rev")
def rev(call: Call) -> int:
    """Print lines, each from its end."""
    for line in read_lines(call, list(call.args)):
        call.print(line[::-1])
    return 0


@command("nl")
def nl(call: Call) -> int:
    """Number the lines that are not empty."""
    number = 0
    for line in read_lines(call, [word for word in call.args if not word.startswith("-")]):
        number += bool(line)
        call.print(f"{number:>6}\t{line}" if line else "")
    return 0


@command("cmp")
def cmp(call: Call) -> int:
    """Say where two files differ; -s only tells by the exit code."""
    options, operands = split_options(call.args, flags="sl")
    if len(operands) != 2:
        raise CommandError("cmp: needs two files", exit_code=2)
    first, second = (read_file(call, path) for path in operands)
    if first == second:
        return 0
    place = next((at for at, pair in enumerate(zip(first, second, strict=False)) if pair[0] != pair[1]), None)
    if "s" not in options:
        if place is None:
            shorter = operands[0] if len(first) < len(second) else operands[1]
            call.error(f"cmp: EOF on {shorter}")
        else:
            line = first.count(b"\n", 0, place) + 1
            call.print(f"{operands[0]} {operands[1]} differ: char {place + 1}, line {line}")
    return 1


@command("dd")
def dd(call: Call) -> int:
    """Copy bytes: ``dd if=FILE of=FILE bs=SIZE count=BLOCKS skip=BLOCKS``."""
    values = {"bs": "512", "count": "", "skip": "0", "if": "-", "of": "", "status": ""}
    for word in call.args:
        name, separator, value = word.partition("=")
        if not separator or name not in values:
            raise CommandError(f"dd: bad arg {word}")
        values[name] = value
    size = _size(call, values["bs"])
    source = values["if"]
    endless = source == "/dev/zero"
    if endless and not values["count"]:
        raise CommandError("dd: /dev/zero has no end")
    wanted = size * _size(call, values["count"]) if values["count"] else None
    if (wanted or 0) > MOST_BYTES:
        raise CommandError("dd: No space left on device")
    data = bytes(wanted or 0) if endless else read_file(call, source)[size * _size(call, values["skip"]) :][:wanted]
    if values["of"]:
        with open(call.shell.host_path(values["of"]), "wb") as file:
            file.write(data)
        call.shell.date(values["of"])
        call.phone.changed()
    else:
        call.stdout.write(data)
    if values["status"] not in {"none", "noxfer"}:
        whole, rest = divmod(len(data), size)
        records = f"{whole}+{int(rest > 0)} records"
        call.error(f"{records} in\n{records} out\n{len(data)} bytes copied")
    return 0


def _size(call: Call, text: str) -> int:
    number = text[:-1] if text[-1:] in SIZES else text
    if not number.isdigit():
        raise CommandError(f"{call.name}: bad number '{text}'")
    return int(number) * (SIZES[text[-1]] if text[-1:] in SIZES else 1)


@command("truncate")
def truncate(call: Call) -> int:
    """Make files a size: ``truncate -s SIZE FILE...``."""
    options, operands = split_options(call.args, flags="c", valued="s")
    size = _size(call, options.get("s", ""))
    if size > MOST_BYTES:
        raise CommandError("truncate: No space left on device")
    for path in operands:
        with open(call.shell.host_path(path), "ab") as file:
            file.truncate(size)
        call.shell.date(path)
        call.phone.changed()
    return 0


@command("nproc")
def nproc(call: Call) -> int:
    """Print how many processors there are."""
    call.print("8")
    return 0


@command("hostname")
def hostname(call: Call) -> int:
    """Print the phone's name in a network."""
    call.print("localhost")
    return 0


@command("groups")
def groups(call: Call) -> int:
    """Print the shell's groups."""
    call.print("root input log adb")
    return 0


@command("expr")
def expr(call: Call) -> int:
    """Calculate and compare: ``A + B``, - * / %, = != < <= > >=, ``TEXT : PATTERN``, | and &, parentheses."""
    words = list(call.args)
    if not words:
        raise CommandError("expr: needs an expression", exit_code=2)
    value = _either(call, words)
    if words:
        raise CommandError(f"expr: syntax error at '{words[0]}'", exit_code=2)
    call.print(value)
    return int(value in {"", "0"})


_LEVELS = (("=", "!=", "<", "<=", ">", ">="), ("+", "-"), ("*", "/", "%"), (":",))


def _either(call: Call, words: list[str]) -> str:
    left = _both(call, words)
    while words[:1] == ["|"]:
        words.pop(0)
        right = _both(call, words)
        left = left if left not in {"", "0"} else right
    return left


def _both(call: Call, words: list[str]) -> str:
    left = _level(call, words, 0)
    while words[:1] == ["&"]:
        words.pop(0)
        right = _level(call, words, 0)
        left = left if left not in {"", "0"} and right not in {"", "0"} else "0"
    return left


def _level(call: Call, words: list[str], depth: int) -> str:
    if depth == len(_LEVELS):
        return _operand(call, words)
    left = _level(call, words, depth + 1)
    while words and words[0] in _LEVELS[depth]:
        sign = words.pop(0)
        left = _calculated(left, sign, _level(call, words, depth + 1))
    return left


def _operand(call: Call, words: list[str]) -> str:
    if not words:
        raise CommandError("expr: syntax error at the end", exit_code=2)
    word = words.pop(0)
    if word != "(":
        return word
    value = _either(call, words)
    if words[:1] != [")"]:
        raise CommandError("expr: ')' missing", exit_code=2)
    words.pop(0)
    return value


def _calculated(left: str, sign: str, right: str) -> str:
    if sign == ":":
        return _matched(left, right)
    try:
        first, second = int(left), int(right)
    except ValueError as error:
        if sign in _LEVELS[0]:
            return str(int(_compared(left, sign, right)))
        raise CommandError("expr: not integer", exit_code=2) from error
    if sign in _LEVELS[0]:
        return str(int(_compared(first, sign, second)))
    if sign in {"/", "%"}:
        if second == 0:
            raise CommandError("expr: division by zero", exit_code=2)
        quotient = abs(first) // abs(second) * (1 if (first < 0) == (second < 0) else -1)
        return str(quotient if sign == "/" else first - quotient * second)
    return str(first + second if sign == "+" else first - second if sign == "-" else first * second)


def _compared(left: str | int, sign: str, right: str | int) -> bool:
    order = (left > right) - (left < right)  # type: ignore[operator]  # both are numbers, or both texts
    allowed = {"=": {0}, "!=": {-1, 1}, "<": {-1}, "<=": {-1, 0}, ">": {1}, ">=": {0, 1}}
    return order in allowed[sign]


def _matched(text: str, source: str) -> str:
    """Return what the first group of a pattern at the beginning of a text holds, else how long the match is."""
    expression = posix_pattern(basic_pattern(source))
    has_group = "\\(" in source
    try:
        if has_group:
            group, found = Pattern(f"^(?:{expression}).*$", dot_all=True).replace(r"\1", text)
            return group if found else ""
        return str(len(next(Pattern(f"^(?:{expression})").parts(text), "")))
    except PatternError as error:
        raise CommandError(f"expr: bad regex '{source}': {error}", exit_code=2) from error

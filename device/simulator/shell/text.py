"""Text filters of the phone's toybox: grep, head, tail, wc, sort, uniq, cut, tr, tee."""

from __future__ import annotations

import os
import re

from device.simulator.patterns import Pattern, PatternError
from device.simulator.shell.command import Call, CommandError, command, split_options
from device.simulator.shell.files import read_file
from device.simulator.shell.interpreter import describe


def read_lines(call: Call, paths: list[str]) -> list[str]:
    """Return the lines of files, or of stdin where there are none or one is called ``-``.

    Raises:
        CommandError: A file can't be read.
    """
    data = b"".join(read_file(call, path) for path in paths or ["-"])
    text = data.decode("utf-8", "surrogateescape")
    return text.removesuffix("\n").split("\n") if text else []


@command("grep", "egrep", "fgrep")
def grep(call: Call) -> int:
    """Print lines that match: -E -F -i -q -v -c -n -o -l -w -x -r -h -H -m N -e PATTERN -A N -B N -C N."""
    options, operands = split_options(call.args, flags="EFGiqvcnolwxrRhHsaz", valued="emABC", long=("color",))
    source = options.get("e")
    if source is None:
        if not operands:
            raise CommandError("grep: no REGEX", exit_code=2)
        source = operands.pop(0)
    pattern = _compile(call, source, options)
    matched = False
    deep = "r" in options or "R" in options
    paths = _files_below(call, operands or ["."]) if deep else operands or ["-"]
    named = (len(operands) > 1 or "H" in options or deep) and "h" not in options
    for path in paths:
        try:
            lines = read_lines(call, [path])
        except CommandError as error:
            if "s" not in options:
                call.error(str(error))
            continue
        matched = _grep_lines(call, pattern, lines, options, f"{path}:" if named else "", path) or matched
        if matched and "q" in options:
            return 0
    return 0 if matched else 1


def _files_below(call: Call, paths: list[str]) -> list[str]:
    """Return the files that paths name, those in folders too, in the order of their names."""
    found: list[str] = []
    for path in paths:
        host = call.shell.host_path(path)
        if not os.path.isdir(host):
            found.append(path)
            continue
        for folder, folders, names in os.walk(host):
            folders.sort()
            inside = os.path.relpath(folder, host)
            prefix = path.rstrip("/") if inside == "." else f"{path.rstrip('/')}/{inside}"
            found.extend(f"{prefix}/{name}" for name in sorted(names))
    return found


def _compile(call: Call, source: str, options: dict[str, str]) -> Pattern:
    if call.name == "fgrep" or "F" in options:
        source = re.escape(source)
    elif call.name != "egrep" and "E" not in options:
        source = basic_pattern(source)
    if "w" in options:
        source = rf"\b(?:{source})\b"
    if "x" in options:
        source = f"^(?:{source})$"
    try:
        return Pattern(posix_pattern(source), ignore_case="i" in options)
    except PatternError as error:
        raise CommandError(f"{call.name}: bad REGEX '{source}': {error}", exit_code=2) from error


def basic_pattern(source: str) -> str:
    """Turn a basic regular expression into an extended one: there ``+ ? | ( ) { }`` are special when escaped."""
    return re.sub(r"\\?[+?|(){}]", lambda match: match[0][1:] if len(match[0]) == 2 else "\\" + match[0], source)


def posix_pattern(source: str) -> str:
    """Turn POSIX character classes such as ``[:digit:]`` into Python's."""
    classes = {"digit": "0-9", "alpha": "A-Za-z", "alnum": "0-9A-Za-z", "space": r"\s", "upper": "A-Z", "lower": "a-z"}
    return re.sub(r"\[:(\w+):\]", lambda match: classes.get(match[1], match[0]), source)


def _grep_lines(
    call: Call, pattern: Pattern, lines: list[str], options: dict[str, str], prefix: str, path: str
) -> bool:
    wanted = "v" not in options
    hits = [number for number, line in enumerate(lines) if pattern.is_in(line) == wanted]
    if "m" in options:
        hits = hits[: int(options["m"])]
    if "q" in options:
        return bool(hits)
    if "l" in options:
        if hits:
            call.print(path)
        return bool(hits)
    if "c" in options:
        call.print(f"{prefix}{len(hits)}")
        return bool(hits)
    before = int(options.get("B", options.get("C", "0")))
    after = int(options.get("A", options.get("C", "0")))
    shown = sorted({near for hit in hits for near in range(hit - before, hit + after + 1) if 0 <= near < len(lines)})
    for number in shown:
        label = prefix + (f"{number + 1}:" if "n" in options else "")
        if "o" in options and wanted:
            for part in pattern.parts(lines[number]):
                if part:
                    call.print(label + part)
        else:
            call.print(label + lines[number])
    return bool(hits)


@command("head", "tail")
def head(call: Call) -> int:
    """Print the first or last lines (-n N, -N, +N) or bytes (-c N)."""
    args = [f"-n{word[1:]}" if re.fullmatch(r"-\d+", word) else word for word in call.args]
    options, operands = split_options(args, flags="fqv", valued="nc")
    if "c" in options:
        data, count = b"".join(read_file(call, path) for path in operands or ["-"]), _count(call, options["c"])
        call.stdout.write(data[:count] if call.name == "head" else data[max(0, len(data) - count) :])
        return 0
    lines, wanted = read_lines(call, operands), options.get("n", "10")
    count = _count(call, wanted)
    if wanted.startswith("+"):
        chosen = lines[max(0, count - 1) :]
    elif call.name == "head":
        chosen = lines[:-count] if wanted.startswith("-") else lines[:count]
    else:
        chosen = lines[max(0, len(lines) - count) :]
    for line in chosen:
        call.print(line)
    return 0


def _count(call: Call, text: str) -> int:
    digits = text.lstrip("+-")
    if not digits.isdigit():
        raise CommandError(f"{call.name}: bad number '{text}'")
    return int(digits)


@command("wc")
def wc(call: Call) -> int:
    """Count lines, words and bytes: -l -w -c -m."""
    options, operands = split_options(call.args, flags="lwcm")
    for path in operands or ["-"]:
        data = read_file(call, path)
        counts = {"l": data.count(b"\n"), "w": len(data.split()), "c": len(data)}
        counts["m"] = len(data.decode("utf-8", "replace"))
        wanted = [letter for letter in "lwcm" if letter in options] or ["l", "w", "c"]
        name = "" if path == "-" else f" {path}"
        call.print(" ".join(str(counts[letter]) for letter in wanted) + name)
    return 0


@command("sort")
def sort(call: Call) -> int:
    """Sort lines: -n -r -u -f -t SEPARATOR -k FIELD."""
    options, operands = split_options(call.args, flags="nrufbd", valued="tko")
    lines = read_lines(call, operands)
    place = re.match(r"\d+", options.get("k", ""))
    field = int(place[0]) if place is not None else 0

    def key(line: str) -> tuple[float, str]:
        text = line
        if field:
            fields = line.split(options.get("t"))
            text = fields[field - 1] if field <= len(fields) else ""
        number = re.match(r"\s*(-?\d+(?:\.\d+)?)", text) if "n" in options else None
        return float(number[1]) if number else 0.0, text.lower() if "f" in options else text

    lines.sort(key=key, reverse="r" in options)
    for line in dict.fromkeys(lines) if "u" in options else lines:
        call.print(line)
    return 0


@command("uniq")
def uniq(call: Call) -> int:
    """Print each run of equal lines once: -c -d -u."""
    options, operands = split_options(call.args, flags="cdui")
    runs: list[tuple[str, int]] = []
    for line in read_lines(call, operands):
        if runs and runs[-1][0] == line:
            runs[-1] = (line, runs[-1][1] + 1)
        else:
            runs.append((line, 1))
    for line, count in runs:
        if ("d" in options and count < 2) or ("u" in options and count > 1):
            continue
        call.print(f"{count:>7} {line}" if "c" in options else line)
    return 0


@command("cut")
def cut(call: Call) -> int:
    """Print parts of lines: -d SEPARATOR -f LIST, or -c LIST."""
    options, operands = split_options(call.args, flags="s", valued="dfcb")
    selection = options.get("f") or options.get("c") or options.get("b")
    if not selection:
        raise CommandError("cut: needs -f, -c or -b")
    separator = options.get("d", "\t")
    for line in read_lines(call, operands):
        if "f" in options:
            parts = line.split(separator)
            call.print(line if len(parts) == 1 else separator.join(_chosen(parts, selection)))
        else:
            call.print("".join(_chosen(list(line), selection)))
    return 0


def _chosen(parts: list[str], selection: str) -> list[str]:
    places: set[int] = set()
    for piece in selection.split(","):
        first, dash, last = piece.partition("-")
        start = int(first) if first.isdigit() else 1
        end = (int(last) if last.isdigit() else len(parts)) if dash else start
        places.update(range(start, min(end, len(parts)) + 1))
    return [parts[place - 1] for place in sorted(places) if 1 <= place <= len(parts)]


@command("tr")
def tr(call: Call) -> int:
    """Replace (or with -d delete, -s squeeze) characters of stdin."""
    options, operands = split_options(call.args, flags="dscC")
    text = call.stdin.read().decode("utf-8", "surrogateescape")
    first = _characters(operands[0]) if operands else ""
    second = _characters(operands[1]) if len(operands) > 1 else ""
    if "d" in options:
        text = "".join(char for char in text if char not in first)
    elif second:
        padded = second + second[-1] * max(0, len(first) - len(second))
        text = text.translate({ord(old): new for old, new in zip(first, padded, strict=False)})
    if "s" in options:
        squeezed = re.escape(second or first)
        text = re.sub(f"([{squeezed}])\\1+", r"\1", text) if squeezed else text
    call.stdout.write(text.encode("utf-8", "surrogateescape"))
    return 0


def _characters(text: str) -> str:
    text = text.replace("\\n", "\n").replace("\\t", "\t").replace("\\r", "\r").replace("\\0", "\0")
    text = (
        text.replace("[:upper:]", "A-Z")
        .replace("[:lower:]", "a-z")
        .replace("[:digit:]", "0-9")
        .replace("[:space:]", " \t\n\r")
    )
    return re.sub(
        r"(.)-(.)", lambda match: "".join(chr(code) for code in range(ord(match[1]), ord(match[2]) + 1)), text
    )


@command("tee")
def tee(call: Call) -> int:
    """Write stdin to stdout and into files; -a appends."""
    options, operands = split_options(call.args, flags="ai")
    data = call.stdin.read()
    call.stdout.write(data)
    for path in operands:
        try:
            with open(call.shell.host_path(path), "ab" if "a" in options else "wb") as file:
                file.write(data)
            call.shell.date(path)
        except OSError as error:
            raise CommandError(f"tee: {path}: {describe(error)}") from error
    call.phone.changed()
    return 0

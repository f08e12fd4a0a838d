"""`sed` and `awk`, as far as one-liners on phones go."""

from __future__ import annotations

import re

from device.simulator.patterns import Pattern, PatternError
from device.simulator.shell.command import Call, CommandError, command, split_options
from device.simulator.shell.text import basic_pattern, posix_pattern, read_lines

SED_COMMAND = re.compile(
    r"(?P<address>\d+|\$|/(?:[^/\\]|\\.)*/)?(?:,(?P<end>\d+|\$))?(?P<verb>[sdpq])(?P<rest>.*)", re.DOTALL
)


@command("sed")
def sed(call: Call) -> int:
    """Edit lines: s/// with g i p, d, p, q, each with a line number or /pattern/ in front; -n -E -r -i -e SCRIPT."""
    options, operands = split_options(call.args, flags="nEris", valued="e")
    script = options.get("e")
    if script is None:
        if not operands:
            raise CommandError("sed: no script")
        script = operands.pop(0)
    extended = "E" in options or "r" in options
    commands = [_sed_command(part, extended=extended) for part in re.split(r"\s*[;\n]\s*", script.strip()) if part]
    for path in operands or ["-"]:
        output = _sed_lines(commands, read_lines(call, [path]), silent="n" in options)
        text = "".join(f"{line}\n" for line in output).encode("utf-8", "surrogateescape")
        if "i" in options and path != "-":
            with open(call.shell.host_path(path), "wb") as file:
                file.write(text)
            call.shell.date(path)
            call.phone.changed()
        else:
            call.stdout.write(text)
    return 0


class _Sed:
    """One parsed sed command."""

    def __init__(self, match: re.Match[str], *, extended: bool) -> None:
        self.verb = match["verb"]
        self._address, self._end = match["address"] or "", match["end"] or ""
        self.pattern = Pattern("")
        self.replacement, self.flags = "", ""
        compile_source = posix_pattern if extended else (lambda source: posix_pattern(basic_pattern(source)))
        self._line_pattern = Pattern(compile_source(self._address[1:-1])) if self._address.startswith("/") else None
        if self.verb == "s":
            delimiter, rest = match["rest"][:1], match["rest"][1:]
            parts = re.split(rf"(?<!\\){re.escape(delimiter)}", rest) if delimiter else []
            if len(parts) != 3:
                raise CommandError(f"sed: bad pattern '{match[0]}'")
            source, replacement, self.flags = parts
            source = source.replace("\\" + delimiter, delimiter)
            self.pattern = Pattern(compile_source(source), ignore_case="i" in self.flags.lower())
            replacement = replacement.replace("\\" + delimiter, delimiter)
            self.replacement = re.sub(r"(?<!\\)&", r"\\g<0>", replacement).replace("\\&", "&")

    def applies(self, number: int, last: int, line: str) -> bool:
        if self._line_pattern is not None:
            return self._line_pattern.is_in(line)
        if not self._address:
            return True
        start = last if self._address == "$" else int(self._address)
        end = start if not self._end else last if self._end == "$" else int(self._end)
        return start <= number <= end


def _sed_command(text: str, *, extended: bool) -> _Sed:
    match = SED_COMMAND.fullmatch(text)
    if match is None:
        raise CommandError(f"sed: bad command '{text}'")
    try:
        return _Sed(match, extended=extended)
    except PatternError as error:
        raise CommandError(f"sed: bad pattern '{text}': {error}") from error


def _sed_lines(commands: list[_Sed], lines: list[str], *, silent: bool) -> list[str]:
    output: list[str] = []
    for number, line in enumerate(lines, 1):
        deleted = ended = False
        for each in commands:
            if not each.applies(number, len(lines), line):
                continue
            if each.verb == "d":
                deleted = True
                break
            if each.verb == "p":
                output.append(line)
            elif each.verb == "q":
                ended = True
            else:
                line, changes = each.pattern.replace(each.replacement, line, count=0 if "g" in each.flags else 1)
                if changes and "p" in each.flags:
                    output.append(line)
        if not deleted and not silent:
            output.append(line)
        if ended:
            break
    return output


AWK = re.compile(
    r"\s*(?:/(?P<pattern>(?:[^/\\]|\\.)*)/|NR\s*==\s*(?P<row>\d+))?\s*(?:\{\s*print\s*(?P<what>[^}]*)\})?\s*"
)


AWK_PRINTED = re.compile(r'\s*(?:(?:"(?:[^"\\]|\\.)*"|\$NF|\$\d+|NR|NF|\d+)[\s,]*)*')


@command("awk")
def awk(call: Call) -> int:
    """The one-liners of scripts: ``awk [-F X] '[/re/|NR==n] {print $1, "text" $NF}'``."""
    options, operands = split_options(call.args, valued="Fv")
    if not operands:
        raise CommandError("awk: no program")
    program, *paths = operands
    parsed = AWK.fullmatch(program)
    if parsed is None or not program.strip():
        raise CommandError(f"awk: this shell knows only '[/re/] {{print ...}}', not '{program}'", exit_code=2)
    if AWK_PRINTED.fullmatch(parsed["what"] or "") is None:
        raise CommandError(f"awk: this shell prints fields and texts, and calculates nothing: '{program}'", exit_code=2)
    separator = options.get("F")
    pattern = None if parsed["pattern"] is None else Pattern(parsed["pattern"])
    for number, line in enumerate(read_lines(call, paths), 1):
        if pattern is not None and not pattern.is_in(line):
            continue
        if parsed["row"] is not None and number != int(parsed["row"]):
            continue
        if separator is None or separator == " ":
            fields = line.split()
        else:
            fields = line.split(separator) if len(separator) == 1 else Pattern(separator).split(line)
        what = (parsed["what"] or "").strip()
        call.print(" ".join(_awk_value(part, line, fields, number) for part in what.split(",")) if what else line)
    return 0


def _awk_value(part: str, line: str, fields: list[str], number: int) -> str:
    values = []
    for token in re.findall(r'"(?:[^"\\]|\\.)*"|\$NF|\$\d+|\w+', part):
        if token.startswith('"'):
            values.append(token[1:-1].replace("\\t", "\t").replace("\\n", "\n"))
        elif token == "$NF":
            values.append(fields[-1] if fields else "")
        elif token.startswith("$"):
            place = int(token[1:])
            values.append(line if place == 0 else fields[place - 1] if place <= len(fields) else "")
        else:
            values.append({"NR": str(number), "NF": str(len(fields))}.get(token, ""))
    return "".join(values)

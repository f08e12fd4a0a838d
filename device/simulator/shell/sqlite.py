"""`sqlite3`: the phone's database files, with the output forms of the real command."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from dataclasses import dataclass
from typing import Literal

from device.simulator.shell.command import Call, CommandError, command
from device.simulator.shell.database import confine, fetch

Mode = Literal["list", "csv", "line", "column", "json", "quote", "tabs"]
OPTION_MODES: dict[str, Mode] = {
    "-csv": "csv",
    "-line": "line",
    "-list": "list",
    "-column": "column",
    "-json": "json",
    "-quote": "quote",
    "-tabs": "tabs",
}


@dataclass
class _Form:
    """How results are printed."""

    mode: Mode = "list"
    separator: str = "|"
    header: bool = False
    null: str = ""


@command("sqlite3")
def sqlite3_command(call: Call) -> int:
    """``sqlite3 [OPTIONS] FILE [SQL...]``; without SQL, statements and dot commands come from stdin."""
    form, args, statements = _Form(), list(call.args), []
    while args and args[0].startswith("-"):
        option = "-" + args.pop(0).lstrip("-")
        if option in OPTION_MODES:
            form.mode = OPTION_MODES[option]
        elif option in {"-header", "-headers"}:
            form.header = True
        elif option == "-noheader":
            form.header = False
        elif option in {"-separator", "-nullvalue", "-cmd"} and args:
            value = args.pop(0)
            if option == "-separator":
                form.separator = value.encode("latin-1", "backslashreplace").decode("unicode_escape")
            elif option == "-nullvalue":
                form.null = value
            else:
                statements.append(value)
        elif option == "-version":
            call.print("3.32.2 2021-07-12 15:00:17")
            return 0
        elif option not in {"-batch", "-bail", "-interactive", "-readonly"}:
            raise CommandError(f"sqlite3: Error: unknown option: {option}\nUse -help for a list of options.")
    if not args:
        raise CommandError("sqlite3: Error: name a database file")
    path, *given = args
    statements += given or [call.stdin.read().decode("utf-8", "surrogateescape")]
    with call.phone.lock:
        try:
            host = call.shell.host_path(path) if path != ":memory:" else path
            connection = sqlite3.connect(host, isolation_level=None)
        except sqlite3.Error as error:
            raise CommandError(f'Error: unable to open database "{path}": unable to open database file') from error
        try:
            confine(connection, cancelled=call.shell.cancelled)
            connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
            for statement in statements:
                _run(call, connection, statement, form)
        except sqlite3.Error as error:
            raise CommandError(f"Error: {error}") from error
        finally:
            connection.close()
            call.phone.changed()
    return 0


def _run(call: Call, connection: sqlite3.Connection, text: str, form: _Form) -> None:
    """Run statements and dot commands, each as it ends."""
    statement = ""
    for line in text.splitlines(keepends=True):
        if not statement.strip() and line.startswith("."):
            _dot(call, connection, line.split(), form)
            continue
        for piece in _split(line):
            statement += piece
            if statement.strip() and sqlite3.complete_statement(statement):
                _print(call, connection.execute(statement), form)
                statement = ""
    if statement.strip():
        _print(call, connection.execute(statement), form)


def _split(line: str) -> list[str]:
    """Cut a line behind its semicolons; which of them end a statement, SQLite itself decides."""
    pieces = line.split(";")
    return [piece + ";" for piece in pieces[:-1]] + ([pieces[-1]] if pieces[-1] else [])


def _dot(call: Call, connection: sqlite3.Connection, words: list[str], form: _Form) -> None:
    name, rest = words[0], words[1:]
    match name:
        case ".tables":
            query = (
                "SELECT name FROM sqlite_master WHERE type IN ('table','view') AND name NOT LIKE 'sqlite_%' ORDER BY 1"
            )
            call.print("  ".join(row[0] for row in connection.execute(query)))
        case ".schema":
            query = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND (? = '' OR tbl_name LIKE ?) ORDER BY rowid"
            wanted = rest[0] if rest else ""
            for row in connection.execute(query, (wanted, wanted)):
                call.print(f"{row[0]};")
        case ".dump":
            for line in connection.iterdump():
                call.print(line)
        case ".headers" | ".header":
            form.header = bool(rest) and rest[0] in {"on", "yes", "1"}
        case ".separator" if rest:
            form.separator = rest[0]
        case ".nullvalue" if rest:
            form.null = rest[0]
        case ".mode" if rest and f"-{rest[0]}" in OPTION_MODES:
            form.mode = OPTION_MODES[f"-{rest[0]}"]
        case ".quit" | ".exit" | ".bail" | ".timeout" | ".echo":
            pass
        case _:
            raise CommandError(f'Error: unknown command or invalid arguments:  "{name[1:]}". Enter ".help" for help')


def _print(call: Call, cursor: sqlite3.Cursor, form: _Form) -> None:
    if cursor.description is None:
        return
    names = [column[0] for column in cursor.description]
    rows = fetch(cursor)
    match form.mode:
        case "json":
            if rows:
                objects = [
                    json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, separators=(",", ":"))
                    for row in rows
                ]
                call.print("[" + ",\n".join(objects) + "]")
        case "line":
            width = max(5, *(len(name) for name in names))
            blocks = [
                "\n".join(f"{name:>{width}} = {_text(value, form)}" for name, value in zip(names, row, strict=True))
                for row in rows
            ]
            if blocks:
                call.print("\n\n".join(blocks))
        case "csv":
            buffer = io.StringIO()
            writer = csv.writer(buffer, lineterminator="\r\n")
            if form.header and rows:
                writer.writerow(names)
            writer.writerows([_text(value, form) for value in row] for row in rows)
            call.stdout.write(buffer.getvalue().encode("utf-8", "surrogateescape"))
        case "column":
            table = ([names] if form.header else []) + [[_text(value, form) for value in row] for row in rows]
            widths = [max(len(line[at]) for line in table) for at in range(len(names))] if table else []
            for line in table:
                call.print("  ".join(f"{value:<{width}}" for value, width in zip(line, widths, strict=True)).rstrip())
        case "quote":
            for row in rows:
                call.print(",".join(_quoted(value) for value in row))
        case "list" | "tabs":
            separator = "\t" if form.mode == "tabs" else form.separator
            if form.header and rows:
                call.print(separator.join(names))
            for row in rows:
                joined = separator.encode().join(
                    value if isinstance(value, bytes) else _text(value, form).encode("utf-8", "surrogateescape")
                    for value in row
                )
                call.stdout.write(joined + b"\n")


def _text(value: object, form: _Form) -> str:
    """Return a value as SQLite turns it into text: reals with 15 digits and always a point."""
    match value:
        case None:
            return form.null
        case float():
            text = f"{value:.15g}"
            return text if any(char in text for char in ".en") else f"{text}.0"
        case bytes():
            return value.decode("utf-8", "replace")
        case _:
            return str(value)


def _quoted(value: object) -> str:
    match value:
        case None:
            return "NULL"
        case str():
            return "'" + value.replace("'", "''") + "'"
        case bytes():
            return f"X'{value.hex()}'"
        case _:
            return _text(value, _Form())

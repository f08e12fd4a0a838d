"""What set-ups and checks do on a phone, through its shell alone."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping

from device.errors import ShellError
from device.phone import Phone

APPS = {
    "Settings": "com.android.settings",
    "Clock": "com.google.android.deskclock",
    "Contacts": "com.google.android.contacts",
    "Markor": "net.gsantner.markor",
}
"""Package by visible name, of the apps that the built-in templates use."""

HOME_KEY = 3


def start_at_home(phone: Phone) -> None:
    """Stop the templates' apps, so that none comes back on an inner page, and show the home screen."""
    stops = "; ".join(f"am force-stop {package}" for package in APPS.values())
    phone.shell(f"{stops}; input keyevent {HOME_KEY}")


def put_settings(phone: Phone, values: Mapping[tuple[str, str], str]) -> None:
    """Write settings, (namespace, key) to value."""
    phone.shell("; ".join(f"settings put {space} {key} {shlex.quote(value)}" for (space, key), value in values.items()))


def get_setting(phone: Phone, space: str, key: str) -> str:
    """Return a setting's value; "null" where it has none."""
    return phone.shell(f"settings get {space} {key}").strip()


def query(phone: Phone, database: str, sql: str) -> list[list[str]]:
    """Return the rows of an SQL query on one of the phone's databases, columns as text."""
    output = phone.shell(f"sqlite3 {shlex.quote(database)} {shlex.quote(sql)}")
    return [line.split("|") for line in output.splitlines() if line]


def execute(phone: Phone, database: str, statements: Iterable[str]) -> None:
    """Run SQL statements on one of the phone's databases, all or none."""
    sql = "BEGIN; " + " ".join(f"{statement};" for statement in statements) + " COMMIT;"
    phone.shell(f"sqlite3 {shlex.quote(database)} {shlex.quote(sql)}")


def sql_text(value: str) -> str:
    """Return a value as an SQL text literal."""
    return "'" + value.replace("'", "''") + "'"


def read_text(phone: Phone, path: str) -> str | None:
    """Return the content of a text file on the phone, None where there is no such file."""
    try:
        return phone.shell(f"cat {shlex.quote(path)}")
    except ShellError:
        return None

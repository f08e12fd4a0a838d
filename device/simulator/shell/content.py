"""`content`: rows of the settings, contacts and telephony providers."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field

from device.simulator.apps.contacts.contact_store import CONTACTS_DB, NAME_TYPE
from device.simulator.settings_store import NAMESPACES
from device.simulator.shell import content_calls, content_sms
from device.simulator.shell.command import Call, CommandError, command
from device.simulator.shell.database import confine
from device.simulator.shell.settings_cmd import put

PHONES = (
    "SELECT data._id AS _id, raw_contacts.contact_id AS contact_id, raw_contact_id, raw_contacts.contact_id AS person,"
    " raw_contacts.display_name AS display_name, raw_contacts.display_name AS name, data1 AS number, data1, data2,"
    " data2 AS type, data3, data3 AS label, mimetype, raw_contacts.starred AS starred"
    " FROM data JOIN mimetypes ON data.mimetype_id = mimetypes._id"
    " JOIN raw_contacts ON data.raw_contact_id = raw_contacts._id WHERE raw_contacts.deleted = 0 AND mimetype = '{}'"
)
CONTACTS = (
    "SELECT contacts._id AS _id, display_name, contacts.lookup AS lookup, contacts.starred AS starred,"
    " has_phone_number, name_raw_contact_id, sort_key FROM contacts"
    " JOIN raw_contacts ON raw_contacts._id = contacts.name_raw_contact_id WHERE deleted = 0"
)
PROVIDERS = {"com.android.contacts", "contacts"}
SOURCES = {
    "contacts": CONTACTS,
    "people": CONTACTS,
    "raw_contacts": "SELECT * FROM raw_contacts WHERE deleted = 0",
    "data": "SELECT * FROM view_data",
    "data/phones": PHONES.format("vnd.android.cursor.item/phone_v2"),
    "phones": PHONES.format("vnd.android.cursor.item/phone_v2"),
    "data/emails": PHONES.format("vnd.android.cursor.item/email_v2"),
}
"""Path of a contacts URI to what is selected from."""


@dataclass(kw_only=True)
class _Request:
    """Options of one `content` command."""

    authority: str = ""
    path: str = ""
    binds: dict[str, str | None] = field(default_factory=dict)
    projection: list[str] = field(default_factory=list)
    where: str = ""
    sort: str = ""
    method: str = ""


@command("content")
def content(call: Call) -> int:
    """``content query|insert|update|delete --uri URI [--bind NAME:TYPE:VALUE] [--where W] [--projection A:B]``."""
    verb, request = (call.args[0] if call.args else ""), _parse(call.args[1:])
    if verb not in {"query", "insert", "update", "delete"}:
        raise CommandError(f"[ERROR] Unsupported operation: {verb}", exit_code=1)
    with call.phone.lock:
        if request.authority == "settings":
            _settings(call, verb, request)
        elif request.authority == "sms":
            _messages(call, verb, request)
        elif request.authority == "call_log":
            _calls(call, verb, request)
        elif request.authority in PROVIDERS:
            try:
                with call.phone.files.sqlite(CONTACTS_DB) as connection:
                    confine(connection, cancelled=call.shell.cancelled)
                    _contacts(call, verb, request, connection)
            except sqlite3.Error as error:
                raise CommandError(f"Error while accessing provider:{request.authority}\n{error}") from error
        else:
            raise CommandError(
                f"Error while accessing provider:{request.authority}\nCould not find provider", exit_code=1
            )
        call.phone.changed()
    return 0


def _parse(args: list[str]) -> _Request:
    request, rest = _Request(), list(args)
    while rest:
        option = rest.pop(0)
        if not rest:
            raise CommandError(f"[ERROR] No value for {option}")
        value = rest.pop(0)
        match option:
            case "--uri":
                scheme, _, address = value.partition("://")
                if scheme != "content":
                    raise CommandError(f"[ERROR] Unsupported uri: {value}")
                request.authority, _, request.path = address.strip("/").partition("/")
            case "--bind":
                name, kind, text = [*value.split(":", 2), "", ""][:3]
                request.binds[name] = None if kind == "n" else text
            case "--projection":
                request.projection = value.split(":")
            case "--where":
                request.where = value
            case "--sort":
                request.sort = value
            case "--user" | "--extra" | "--arg" | "--method":
                pass
            case _:
                raise CommandError(f"[ERROR] Unsupported argument: {option}")
    if not request.authority:
        raise CommandError("[ERROR] Content provider URI not specified. Did you specify --uri argument?")
    return request


def _print_rows(call: Call, names: list[str], rows: list[tuple[object, ...]]) -> None:
    if not rows:
        call.print("No result found.")
    for number, row in enumerate(rows):
        values = ", ".join(f"{name}={_text(value)}" for name, value in zip(names, row, strict=True))
        call.print(f"Row: {number} {values}")


def _text(value: object) -> str:
    if value is None:
        return "NULL"
    return "BLOB" if isinstance(value, bytes) else str(value)


def _settings(call: Call, verb: str, request: _Request) -> None:
    namespace, _, key = request.path.partition("/")
    if namespace not in NAMESPACES:
        raise CommandError(f"Error while accessing provider:settings\nInvalid URI: content://settings/{request.path}")
    store = call.phone.settings
    table = sqlite3.connect(":memory:")
    try:
        table.execute("CREATE TABLE settings (_id INTEGER PRIMARY KEY, name TEXT, value TEXT)")
        table.executemany("INSERT INTO settings (name, value) VALUES (?, ?)", store.list(namespace).items())
        conditions = [
            part for part in (f"({request.where})" if request.where else "", "name = :key" if key else "") if part
        ]
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        columns = ", ".join(request.projection) or "*"
        if verb == "query":
            order = f" ORDER BY {request.sort}" if request.sort else ""
            cursor = table.execute(f"SELECT {columns} FROM settings{where}{order}", {"key": key})
            _print_rows(call, [column[0] for column in cursor.description], cursor.fetchall())
            return
        if verb == "insert":
            name = request.binds.get("name") or ""
            if not name:
                raise CommandError("Error while accessing provider:settings\nname is not bound")
            put(call.phone, namespace, name, request.binds.get("value") or "")
            return
        names = [row[0] for row in table.execute(f"SELECT name FROM settings{where}", {"key": key})]
        for name in names:
            if verb == "delete":
                store.delete(namespace, name)
            else:
                put(call.phone, namespace, name, request.binds.get("value") or "")
    except sqlite3.Error as error:
        raise CommandError(f"Error while accessing provider:settings\n{error}") from error
    finally:
        table.close()


def _messages(call: Call, verb: str, request: _Request) -> None:
    path = request.path.strip("/")
    try:
        match verb:
            case "query":
                projection = ", ".join(request.projection)
                found = content_sms.query(call, path, projection=projection, where=request.where, sort=request.sort)
                _print_rows(call, *found)
            case "insert":
                content_sms.insert(call, path, dict(request.binds))
            case "update" if request.binds:
                content_sms.update(call, path, request.binds, where=request.where)
            case "delete":
                content_sms.delete(call, path, where=request.where)
    except (sqlite3.Error, ValueError) as error:
        raise CommandError(f"Error while accessing provider:sms\n{error}") from error


def _calls(call: Call, verb: str, request: _Request) -> None:
    projection = ", ".join(request.projection)
    try:
        found = content_calls.run(
            call, verb, request.path, projection=projection, where=request.where, sort=request.sort
        )
    except sqlite3.Error as error:
        raise CommandError(f"Error while accessing provider:call_log\n{error}") from error
    if found is not None:
        _print_rows(call, *found)


def _contacts(call: Call, verb: str, request: _Request, connection: sqlite3.Connection) -> None:
    path = request.path.strip("/")
    base, _, number = path.rpartition("/")
    if number.isdigit() and base in SOURCES:
        path = base
        request.where = " AND ".join(
            part for part in (f"_id = {number}", f"({request.where})" if request.where else "") if part
        )
    source = SOURCES.get(path)
    if source is None:
        raise CommandError(f"Error while accessing provider:{request.authority}\nUnknown URI: {request.path}")
    where = f" WHERE {request.where}" if request.where else ""
    if verb == "query":
        columns = ", ".join(request.projection) or "*"
        order = f" ORDER BY {request.sort}" if request.sort else ""
        cursor = connection.execute(f"SELECT {columns} FROM ({source}){where}{order}")
        _print_rows(call, [column[0] for column in cursor.description], cursor.fetchall())
    elif verb == "insert":
        _insert(path, request, connection)
    elif verb == "delete":
        table = "data" if path.startswith("data") or path == "phones" else "raw_contacts"
        column = "name_raw_contact_id" if path in {"contacts", "people"} else "_id"
        connection.execute("PRAGMA defer_foreign_keys = ON")
        connection.execute(f"DELETE FROM {table} WHERE _id IN (SELECT {column} FROM ({source}){where})")
    else:
        _update(path, request, connection, f"SELECT _id FROM ({source}){where}")


def _insert(path: str, request: _Request, connection: sqlite3.Connection) -> None:
    if path == "raw_contacts":
        raw = connection.execute("INSERT INTO raw_contacts (account_id) VALUES (1)").lastrowid or 0
        lookup = f"0r{raw}-{raw:08X}"
        person = connection.execute(
            "INSERT INTO contacts (name_raw_contact_id, lookup) VALUES (?, ?)", (raw, lookup)
        ).lastrowid
        connection.execute("UPDATE raw_contacts SET contact_id = ? WHERE _id = ?", (person, raw))
        return
    if path != "data":
        raise CommandError(f"Error while accessing provider:{request.authority}\nInsert into {path} is not supported")
    binds = dict(request.binds)
    mimetype = binds.pop("mimetype", None) or ""
    columns = ["mimetype_id", *binds]
    marks = ["(SELECT _id FROM mimetypes WHERE mimetype = ?)", *["?"] * len(binds)]
    connection.execute(
        f"INSERT INTO data ({', '.join(columns)}) VALUES ({', '.join(marks)})", (mimetype, *binds.values())
    )
    _refresh(connection, binds.get("raw_contact_id"))


def _update(path: str, request: _Request, connection: sqlite3.Connection, selected: str) -> None:
    table = {"contacts": "contacts", "people": "contacts", "raw_contacts": "raw_contacts"}.get(path, "data")
    binds = {name: value for name, value in request.binds.items() if name != "mimetype"}
    if not binds:
        return
    numbers = [row[0] for row in connection.execute(selected)]
    assignments = ", ".join(f"{name} = ?" for name in binds)
    for number in numbers:
        connection.execute(f"UPDATE {table} SET {assignments} WHERE _id = ?", (*binds.values(), number))
        if table == "data":
            row = connection.execute("SELECT raw_contact_id FROM data WHERE _id = ?", (number,)).fetchone()
            _refresh(connection, row[0] if row else None)


def _refresh(connection: sqlite3.Connection, raw: object) -> None:
    """Bring the name and the flags that contacts are listed by up to date, as the provider does after a change."""
    if raw is None:
        return
    row = connection.execute(
        "SELECT data1, data2, data3 FROM view_data WHERE raw_contact_id = ? AND mimetype = ?", (raw, NAME_TYPE)
    ).fetchone()
    if row is not None:
        name = row[0] or " ".join(part for part in (row[1], row[2]) if part)
        connection.execute(
            "UPDATE raw_contacts SET display_name = ?, sort_key = ?, display_name_source = 40 WHERE _id = ?",
            (name, name, raw),
        )
        if row[0] is None:
            connection.execute(
                "UPDATE data SET data1 = ? WHERE raw_contact_id = ? AND mimetype_id ="
                " (SELECT _id FROM mimetypes WHERE mimetype = ?)",
                (name, raw, NAME_TYPE),
            )
    connection.execute(
        "UPDATE contacts SET has_phone_number = EXISTS (SELECT 1 FROM view_data WHERE raw_contact_id = ?"
        " AND mimetype = 'vnd.android.cursor.item/phone_v2') WHERE name_raw_contact_id = ?",
        (raw, raw),
    )

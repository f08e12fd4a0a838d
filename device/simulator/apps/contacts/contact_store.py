"""The contacts of the phone in `contacts2.db`, with the schema of AOSP's ContactsProvider."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from device.simulator.apps.sqlite_file import Row, SqliteFile, read_rows

CONTACTS_DB = "/data/data/com.android.providers.contacts/databases/contacts2.db"

NAME_TYPE = "vnd.android.cursor.item/name"
PHONE_TYPE = "vnd.android.cursor.item/phone_v2"
EMAIL_TYPE = "vnd.android.cursor.item/email_v2"
ORGANIZATION_TYPE = "vnd.android.cursor.item/organization"

PHONE_LABELS = {"Mobile": 2, "Home": 1, "Work": 3, "Main": 12, "Work fax": 4, "Home fax": 5, "Pager": 6, "Other": 7}
"""Label to ``data2`` of a phone row (``ContactsContract.CommonDataKinds.Phone.TYPE_*``), in the menu's order."""

EMAIL_LABELS = {"Home": 1, "Work": 2, "Mobile": 4, "Other": 3}
"""Label to ``data2`` of an e-mail row (``ContactsContract.CommonDataKinds.Email.TYPE_*``), in the menu's order."""

# ContactsDatabaseHelper.java of AOSP's ContactsProvider: real tables, columns, types and trigger, without those that
# belong to sync, photos, groups and aggregation. PHONEBOOK, a collation only Android's SQLite has, is NOCASE here.
SCHEMA = """
CREATE TABLE accounts (_id INTEGER PRIMARY KEY AUTOINCREMENT, account_name TEXT, account_type TEXT, data_set TEXT);
CREATE TABLE mimetypes (_id INTEGER PRIMARY KEY AUTOINCREMENT, mimetype TEXT NOT NULL);
CREATE UNIQUE INDEX mime_type ON mimetypes (mimetype);
CREATE TABLE contacts (
    _id INTEGER PRIMARY KEY AUTOINCREMENT,
    name_raw_contact_id INTEGER REFERENCES raw_contacts(_id),
    photo_id INTEGER REFERENCES data(_id),
    photo_file_id INTEGER,
    custom_ringtone TEXT,
    send_to_voicemail INTEGER NOT NULL DEFAULT 0,
    x_times_contacted INTEGER NOT NULL DEFAULT 0,
    x_last_time_contacted INTEGER,
    starred INTEGER NOT NULL DEFAULT 0,
    pinned INTEGER NOT NULL DEFAULT 0,
    has_phone_number INTEGER NOT NULL DEFAULT 0,
    lookup TEXT,
    status_update_id INTEGER REFERENCES data(_id),
    contact_last_updated_timestamp INTEGER);
CREATE TABLE raw_contacts (
    _id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER REFERENCES accounts(_id),
    sourceid TEXT,
    version INTEGER NOT NULL DEFAULT 1,
    dirty INTEGER NOT NULL DEFAULT 0,
    deleted INTEGER NOT NULL DEFAULT 0,
    contact_id INTEGER REFERENCES contacts(_id),
    aggregation_mode INTEGER NOT NULL DEFAULT 0,
    custom_ringtone TEXT,
    send_to_voicemail INTEGER NOT NULL DEFAULT 0,
    x_times_contacted INTEGER NOT NULL DEFAULT 0,
    x_last_time_contacted INTEGER,
    starred INTEGER NOT NULL DEFAULT 0,
    pinned INTEGER NOT NULL DEFAULT 0,
    display_name TEXT,
    display_name_alt TEXT,
    display_name_source INTEGER NOT NULL DEFAULT 0,
    phonetic_name TEXT,
    phonetic_name_style TEXT,
    sort_key TEXT COLLATE NOCASE,
    phonebook_label TEXT,
    phonebook_bucket INTEGER,
    sort_key_alt TEXT COLLATE NOCASE,
    phonebook_label_alt TEXT,
    phonebook_bucket_alt INTEGER,
    sync1 TEXT, sync2 TEXT, sync3 TEXT, sync4 TEXT);
CREATE TABLE data (
    _id INTEGER PRIMARY KEY AUTOINCREMENT,
    package_id INTEGER,
    mimetype_id INTEGER REFERENCES mimetypes(_id) NOT NULL,
    raw_contact_id INTEGER REFERENCES raw_contacts(_id) NOT NULL,
    hash_id TEXT,
    is_read_only INTEGER NOT NULL DEFAULT 0,
    is_primary INTEGER NOT NULL DEFAULT 0,
    is_super_primary INTEGER NOT NULL DEFAULT 0,
    data_version INTEGER NOT NULL DEFAULT 0,
    data1 TEXT, data2 TEXT, data3 TEXT, data4 TEXT, data5 TEXT, data6 TEXT, data7 TEXT, data8 TEXT, data9 TEXT,
    data10 TEXT, data11 TEXT, data12 TEXT, data13 TEXT, data14 TEXT, data15 TEXT,
    data_sync1 TEXT, data_sync2 TEXT, data_sync3 TEXT, data_sync4 TEXT,
    carrier_presence INTEGER NOT NULL DEFAULT 0);
CREATE INDEX data_raw_contact_id ON data (raw_contact_id);
CREATE TRIGGER raw_contacts_deleted BEFORE DELETE ON raw_contacts
BEGIN
    DELETE FROM data WHERE raw_contact_id = OLD._id;
    DELETE FROM contacts WHERE _id = OLD.contact_id
        AND (SELECT COUNT(*) FROM raw_contacts WHERE contact_id = OLD.contact_id) = 1;
END;
CREATE VIEW view_data AS
    SELECT data._id AS _id, raw_contact_id, raw_contacts.contact_id AS contact_id, mimetype, is_primary,
        is_super_primary, data1, data2, data3, data4, data5, data6, data7, data8, data9, data10, data11, data12,
        data13, data14, data15, raw_contacts.display_name AS display_name, raw_contacts.starred AS starred
    FROM data JOIN mimetypes ON data.mimetype_id = mimetypes._id
    JOIN raw_contacts ON data.raw_contact_id = raw_contacts._id;
INSERT INTO accounts (account_name, account_type, data_set) VALUES (NULL, NULL, NULL);
INSERT INTO mimetypes (mimetype) VALUES
    ('vnd.android.cursor.item/email_v2'), ('vnd.android.cursor.item/im'), ('vnd.android.cursor.item/nickname'),
    ('vnd.android.cursor.item/organization'), ('vnd.android.cursor.item/phone_v2'),
    ('vnd.android.cursor.item/sip_address'), ('vnd.android.cursor.item/name'),
    ('vnd.android.cursor.item/postal-address_v2'), ('vnd.android.cursor.item/identity'),
    ('vnd.android.cursor.item/photo'), ('vnd.android.cursor.item/group_membership');
CREATE TABLE android_metadata (locale TEXT);
INSERT INTO android_metadata VALUES ('en_US');
PRAGMA user_version = 1400;
"""

_PEOPLE = (
    "SELECT r._id, r.display_name, MAX(r.starred, COALESCE(c.starred, 0)), r.send_to_voicemail FROM raw_contacts r"
    " LEFT JOIN contacts c ON r.contact_id = c._id WHERE r.deleted = 0"
)
_DETAILS = (
    "SELECT d.raw_contact_id, m.mimetype, d.data1, d.data2, d.data3 FROM data d"
    " JOIN mimetypes m ON d.mimetype_id = m._id ORDER BY d._id"
)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A phone number or e-mail address with its label."""

    value: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A person.

    Attributes:
        id: Row id in ``raw_contacts``.
        first: Given name; may be empty, as may all the others.
        last: Family name.
        company: Organization.
        phones: Numbers as they were typed, oldest first.
        emails: Addresses, oldest first.
        starred: Whether the contact is among the favorites.
        to_voicemail: Whether calls of the contact go to voicemail at once.
        stored_name: ``display_name`` as it is in the database.
    """

    id: int = 0
    first: str = ""
    last: str = ""
    company: str = ""
    phones: tuple[Entry, ...] = ()
    emails: tuple[Entry, ...] = ()
    starred: bool = False
    to_voicemail: bool = False
    stored_name: str = ""

    @property
    def name(self) -> str:
        """The name shown: the person's, else the company's, else a number or address."""
        person = " ".join(part for part in (self.first, self.last) if part)
        fallbacks = (self.company, *(entry.value for entry in (*self.phones, *self.emails)))
        return person or self.stored_name or next((value for value in fallbacks if value), "")

    def matches(self, query: str) -> bool:
        """Say whether a search finds the contact: a word that starts so, a piece of a number or an address."""
        wanted = query.strip().casefold()
        if any(wanted in entry.value.casefold() for entry in self.emails):
            return True
        digits = "".join(character for character in wanted if character.isdigit())
        if digits and any(digits in "".join(filter(str.isdigit, entry.value)) for entry in self.phones):
            return True
        words = f" {self.name} {self.company}".casefold()
        return f" {wanted}" in words


class ContactStore:
    """Reads and changes the contacts; every call looks at the file."""

    def __init__(self, path: Path) -> None:
        """Bind the store to the database file at ``path`` on the host."""
        self._file = SqliteFile(path=path, schema=SCHEMA)

    def create(self) -> None:
        """Make the file, without contacts, where there is none yet."""
        self._file.create()

    def all(self) -> list[Contact]:
        """Return the contacts in the alphabet's order, those without a name last."""
        return self._file.remember("contacts", lambda: _contacts(self._file.rows(_PEOPLE), self._file.rows(_DETAILS)))

    def get(self, contact_id: int) -> Contact | None:
        """Return one contact, or None where it has gone."""
        return next((contact for contact in self.all() if contact.id == contact_id), None)

    def save(self, contact: Contact, now: int) -> Contact:
        """Write a contact, a new one where its id is 0.

        Args:
            contact: What to write; rows of kinds the app does not edit stay as they are.
            now: Wall-clock time in milliseconds.

        Returns:
            The contact with its id.
        """
        with self._file.transaction() as connection:
            number = contact.id or self._insert(connection)
            name, alternative, source = _display_name(contact)
            label = name[:1].upper() if name[:1].isalpha() else "#"
            connection.execute(
                "UPDATE raw_contacts SET display_name = ?, display_name_alt = ?, display_name_source = ?, sort_key = ?,"
                " sort_key_alt = ?, phonebook_label = ?, phonebook_label_alt = ?, dirty = 1, version = version + 1"
                " WHERE _id = ?",
                (name or None, alternative or None, source, name, alternative, label, label, number),
            )
            connection.execute(
                "UPDATE contacts SET has_phone_number = ?, contact_last_updated_timestamp = ?"
                " WHERE _id = (SELECT contact_id FROM raw_contacts WHERE _id = ?)",
                (int(bool(contact.phones)), now, number),
            )
            _write_details(connection, number, contact)
        return replace(contact, id=number, stored_name=name)

    def set_flag(self, contact_id: int, column: Literal["starred", "send_to_voicemail"], value: int) -> None:
        """Set (1) or clear (0) what both the raw contact and the contact it belongs to have a column for."""
        with self._file.transaction() as connection:
            connection.execute(f"UPDATE raw_contacts SET {column} = ?, dirty = 1 WHERE _id = ?", (value, contact_id))
            connection.execute(
                f"UPDATE contacts SET {column} = ? WHERE _id = (SELECT contact_id FROM raw_contacts WHERE _id = ?)",
                (value, contact_id),
            )

    def delete(self, contact_id: int) -> None:
        """Remove a contact with all its rows; harmless when it has gone."""
        with self._file.transaction() as connection:
            # The trigger refers to contacts that refer back; foreign keys hold again at the end.
            connection.execute("PRAGMA defer_foreign_keys = ON")
            connection.execute("DELETE FROM raw_contacts WHERE _id = ?", (contact_id,))

    @staticmethod
    def _insert(connection: sqlite3.Connection) -> int:
        number = int(connection.execute("INSERT INTO raw_contacts (account_id) VALUES (1)").lastrowid or 0)
        lookup = f"0r{number}-{number:08X}"
        person = connection.execute(
            "INSERT INTO contacts (name_raw_contact_id, lookup) VALUES (?, ?)", (number, lookup)
        ).lastrowid
        connection.execute("UPDATE raw_contacts SET contact_id = ? WHERE _id = ?", (person, number))
        return number


def read_contacts(path: Path) -> list[Contact]:
    """Return the contacts of a database file, in the app's order; none where there is no file."""
    return _contacts(read_rows(path, _PEOPLE), read_rows(path, _DETAILS))


def _contacts(people: list[Row], details: list[Row]) -> list[Contact]:
    belongings: dict[object, list[Row]] = {}
    for row in details:
        belongings.setdefault(row[0], []).append(row)
    contacts = [_contact(row, belongings.get(row[0], [])) for row in people]
    return sorted(contacts, key=lambda contact: (not contact.name, contact.name.casefold(), contact.id))


def _contact(person: Row, details: list[Row]) -> Contact:
    number, stored_name, starred, to_voicemail = person
    first = last = company = ""
    phones: list[Entry] = []
    emails: list[Entry] = []
    for _, mimetype, value, second, third in details:
        shown = str(value or "")
        match mimetype:
            case "vnd.android.cursor.item/name":
                first, last = str(second or ""), str(third or "")
                stored_name = stored_name if first or last else shown or stored_name
            case "vnd.android.cursor.item/organization":
                company = shown
            case "vnd.android.cursor.item/phone_v2":
                phones.append(Entry(value=shown, label=_label(PHONE_LABELS, second, third)))
            case "vnd.android.cursor.item/email_v2":
                emails.append(Entry(value=shown, label=_label(EMAIL_LABELS, second, third)))
    return Contact(
        id=int(str(number)),
        first=first,
        last=last,
        company=company,
        phones=tuple(phones),
        emails=tuple(emails),
        starred=bool(starred),
        to_voicemail=bool(to_voicemail),
        stored_name=str(stored_name or ""),
    )


def _label(labels: dict[str, int], kind: object, custom: object) -> str:
    if str(kind) == "0" and custom:
        return str(custom)
    return next((label for label, number in labels.items() if str(number) == str(kind)), "Other")


def _display_name(contact: Contact) -> tuple[str, str, int]:
    """Return the display name, the one with the family name first, and ``DisplayNameSources`` of AOSP."""
    if contact.first or contact.last:
        both = bool(contact.first and contact.last)
        straight = f"{contact.first} {contact.last}" if both else contact.first or contact.last
        return straight, f"{contact.last}, {contact.first}" if both else straight, 40
    if contact.company:
        return contact.company, contact.company, 30
    if contact.phones:
        return contact.phones[0].value, contact.phones[0].value, 20
    if contact.emails:
        return contact.emails[0].value, contact.emails[0].value, 10
    return "", "", 0


def _write_details(connection: sqlite3.Connection, number: int, contact: Contact) -> None:
    """Replace the rows of the kinds the app edits."""
    name = _display_name(replace(contact, company="", phones=(), emails=()))[0]
    rows: list[tuple[str, str | None, str | None, str | None]] = []
    if name:
        rows.append((NAME_TYPE, name, contact.first or None, contact.last or None))
    if contact.company:
        rows.append((ORGANIZATION_TYPE, contact.company, "1", None))
    for mimetype, entries, labels in (
        (PHONE_TYPE, contact.phones, PHONE_LABELS),
        (EMAIL_TYPE, contact.emails, EMAIL_LABELS),
    ):
        for entry in entries:
            code = labels.get(entry.label, 0)
            rows.append((mimetype, entry.value, str(code), None if code else entry.label))
    connection.execute(
        "DELETE FROM data WHERE raw_contact_id = ? AND mimetype_id IN (SELECT _id FROM mimetypes WHERE mimetype IN"
        " (?, ?, ?, ?))",
        (number, NAME_TYPE, PHONE_TYPE, EMAIL_TYPE, ORGANIZATION_TYPE),
    )
    connection.executemany(
        "INSERT INTO data (raw_contact_id, mimetype_id, data1, data2, data3)"
        " VALUES (?, (SELECT _id FROM mimetypes WHERE mimetype = ?), ?, ?, ?)",
        [(number, *row) for row in rows],
    )

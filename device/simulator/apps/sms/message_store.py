"""The text messages in `mmssms.db`, with the schema of AOSP's TelephonyProvider."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from device.simulator.apps.shared.table import Record, Table
from device.simulator.apps.sms import multimedia

MESSAGES_DB = "/data/data/com.android.providers.telephony/databases/mmssms.db"

RECEIVED, SENT = 1, 2
"""``type`` of a message (``Telephony.TextBasedSmsColumns.MESSAGE_TYPE_*``)."""

# MmsSmsDatabaseHelper.java of AOSP's TelephonyProvider: the tables of text messages, and one trigger that keeps the
# list of conversations, in place of the several there.
_SMS_SCHEMA = """
CREATE TABLE sms (
    _id INTEGER PRIMARY KEY, thread_id INTEGER, address TEXT, person INTEGER, date INTEGER,
    date_sent INTEGER DEFAULT 0, protocol INTEGER, read INTEGER DEFAULT 0, status INTEGER DEFAULT -1, type INTEGER,
    reply_path_present INTEGER, subject TEXT, body TEXT, service_center TEXT, locked INTEGER DEFAULT 0,
    sub_id INTEGER DEFAULT -1, error_code INTEGER DEFAULT 0, creator TEXT, seen INTEGER DEFAULT 0);
CREATE TABLE canonical_addresses (_id INTEGER PRIMARY KEY AUTOINCREMENT, address TEXT);
CREATE TABLE threads (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, date INTEGER DEFAULT 0, message_count INTEGER DEFAULT 0, recipient_ids TEXT,
    snippet TEXT, snippet_cs INTEGER DEFAULT 0, read INTEGER DEFAULT 1, archived INTEGER DEFAULT 0,
    type INTEGER DEFAULT 0, error INTEGER DEFAULT 0, has_attachment INTEGER DEFAULT 0);
CREATE TRIGGER sms_update_thread_on_insert AFTER INSERT ON sms
BEGIN
    UPDATE threads SET date = NEW.date, snippet = NEW.body, read = NEW.read,
        message_count = (SELECT COUNT(*) FROM sms WHERE thread_id = NEW.thread_id)
    WHERE _id = NEW.thread_id;
END;
CREATE TABLE android_metadata (locale TEXT);
INSERT INTO android_metadata VALUES ('en_US');
PRAGMA user_version = 67;
"""
SCHEMA = _SMS_SCHEMA + multimedia.SCHEMA


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """All messages with one number.

    Attributes:
        address: The number as the newest message has it.
        messages: Rows of `sms`, and such as `Multimedia.all` makes of messages with files, oldest first.
    """

    address: str
    messages: Sequence[Record]

    @property
    def newest(self) -> Record:
        """The last message."""
        return self.messages[-1]

    @property
    def is_unread(self) -> bool:
        """Whether a received message has not been read."""
        return any(message["type"] == RECEIVED and not message["read"] for message in self.messages)


class MessageStore:
    """Reads and changes the messages; every call looks at the file."""

    def __init__(self, path: Path) -> None:
        """Bind the store to the database file at ``path`` on the host."""
        self._path = path
        self._sms = self._table("sms")
        self._multimedia = multimedia.Multimedia(path, SCHEMA)

    def create(self) -> None:
        """Make the file, without messages, where there is none yet."""
        self._sms.create()

    def conversations(self) -> list[Conversation]:
        """Return the conversations, the one with the newest message first."""
        groups: dict[str, list[Record]] = {}
        plain_ones = self._sms.all("date, _id", where=f"type IN ({RECEIVED}, {SENT})")
        for message in sorted([*plain_ones, *self._multimedia.all()], key=lambda each: each["date"] or 0):
            groups.setdefault(plain(str(message["address"] or "")), []).append(message)
        found = [Conversation(address=str(group[-1]["address"]), messages=group) for group in groups.values()]
        return sorted(found, key=lambda each: (-each.newest["date"], -each.newest["_id"]))

    def conversation(self, address: str) -> Conversation | None:
        """Return the conversation with a number, None where there is none."""
        wanted = plain(address)
        return next((each for each in self.conversations() if plain(each.address) == wanted), None)

    def add(self, address: str, body: str, *, kind: int, now: int, creator: str = "") -> int:
        """Write a message; return its row id.

        Args:
            address: The other's number.
            body: Its text.
            kind: `RECEIVED` or `SENT`.
            now: Wall-clock time in milliseconds.
            creator: Package of the app that sent it.
        """
        is_sent = kind == SENT
        return self._sms.save(
            {
                "thread_id": self._thread_of(address),
                "address": address,
                "date": now,
                "date_sent": 0 if is_sent else now,
                "read": int(is_sent),
                "seen": int(is_sent),
                "type": kind,
                "body": body,
                "sub_id": 1,
                "creator": creator or None,
            }
        )

    def add_with_files(
        self, address: str, body: str, files: Sequence[tuple[str, str, str]], *, now: int, creator: str
    ) -> None:
        """Write a message that was sent with files.

        Args:
            address: The other's number.
            body: Its text; may be empty.
            files: MIME type, name and path of each.
            now: Wall-clock time in milliseconds.
            creator: Package of the app that sent it.
        """
        thread = self._thread_of(address)
        values = {"thread_id": thread, "date": now // 1000, "msg_box": SENT, "creator": creator}
        self._multimedia.add(values, address, body, files)
        self._table("threads").save({"date": now, "snippet": body or files[0][1], "has_attachment": 1}, thread)

    def mark_read(self, address: str) -> None:
        """Mark what was received from a number as read."""
        conversation = self.conversation(address)
        for message in conversation.messages if conversation else ():
            if message["type"] == RECEIVED and not message["read"]:
                self._sms.save({"read": 1, "seen": 1}, message["_id"])

    def delete(self, keys: Iterable[int]) -> None:
        """Remove messages, and the conversations that are empty then."""
        doomed = list(keys)
        self._sms.delete(key for key in doomed if key > 0)
        self._multimedia.delete(doomed)
        kept = {message["thread_id"] for message in (*self._sms.all(), *self._multimedia.all())}
        threads = self._table("threads")
        gone = [thread["_id"] for thread in threads.all() if thread["_id"] not in kept]
        if gone:
            threads.delete(gone)

    def _thread_of(self, address: str) -> int:
        conversation = self.conversation(address)
        if conversation is not None and conversation.newest["thread_id"]:
            return int(conversation.newest["thread_id"])
        recipient = self._table("canonical_addresses").save({"address": address})
        return self._table("threads").save({"recipient_ids": str(recipient)})

    def _table(self, name: str) -> Table:
        return Table(path=self._path, schema=SCHEMA, name=name, key="_id")


def plain(address: str) -> str:
    """Return what tells a number from others: its digits; a sender's name as it is."""
    digits = "".join(filter(str.isdigit, address))
    return digits or address.strip().casefold()

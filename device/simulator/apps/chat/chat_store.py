"""What WeChat keeps: contacts and groups, messages, moments. The real database is encrypted; this one is not.

Tables and columns have the names that forensic reports of ``EnMicroMsg.db`` and ``SnsMicroMsg.db`` give.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from device.simulator.apps.shared.table import Record, Table

CHAT_DB = "/data/data/com.tencent.mm/MicroMsg/EnMicroMsg.db"
TEXT, PHOTO, VOICE, RED_PACKET = 1, 3, 34, 436207665
"""Values of ``message.type``."""
GROUP_SUFFIX = "@chatroom"
"""How the user names of groups end."""

_SCHEMA = """
CREATE TABLE rcontact (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, username TEXT NOT NULL UNIQUE, nickname TEXT NOT NULL,
    chatroomnotify INTEGER NOT NULL DEFAULT 1);
CREATE TABLE chatroom (_id INTEGER PRIMARY KEY AUTOINCREMENT, chatroomname TEXT NOT NULL UNIQUE, memberlist TEXT);
CREATE TABLE message (
    msgId INTEGER PRIMARY KEY AUTOINCREMENT, type INTEGER NOT NULL, isSend INTEGER NOT NULL,
    createTime INTEGER NOT NULL, talker TEXT NOT NULL, content TEXT NOT NULL);
CREATE TABLE SnsInfo (
    snsId INTEGER PRIMARY KEY AUTOINCREMENT, userName TEXT NOT NULL, createTime INTEGER NOT NULL,
    content TEXT NOT NULL, likeFlag INTEGER NOT NULL DEFAULT 0);
"""


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """Somebody or a group, and the newest message with them."""

    talker: str
    newest: Record


class ChatStore:
    """Reads and changes the database of one phone."""

    def __init__(self, path: Path) -> None:
        """Bind the file on the host."""
        self._path = path

    def create(self) -> None:
        """Make the file where there is none yet."""
        self.contacts.create()

    @property
    def contacts(self) -> Table:
        """People and groups."""
        return self._table("rcontact", "_id")

    @property
    def messages(self) -> Table:
        """All messages."""
        return self._table("message", "msgId")

    @property
    def moments(self) -> Table:
        """What people posted."""
        return self._table("SnsInfo", "snsId")

    def conversations(self) -> list[Conversation]:
        """Return who there are messages with, the newest first."""
        newest: dict[str, Record] = {}
        for message in self.messages.all(order="createTime DESC, msgId DESC"):
            newest.setdefault(message["talker"], message)
        return [Conversation(talker=talker, newest=message) for talker, message in newest.items()]

    def with_talker(self, talker: str) -> list[Record]:
        """Return the messages with somebody or in a group, oldest first."""
        found = self.messages.all(order="createTime, msgId")
        return [message for message in found if message["talker"] == talker]

    def members(self, group: str) -> list[str]:
        """Return the user names of a group's members, in the order they came in."""
        rooms = self._table("chatroom", "_id").all()
        lists = [str(room["memberlist"] or "") for room in rooms if room["chatroomname"] == group]
        return [name for each in lists for name in each.split(";") if name]

    def contact(self, username: str) -> Record | None:
        """Return a contact or group, None where nobody has the name."""
        return next((each for each in self.contacts.all() if each["username"] == username), None)

    def name_of(self, username: str) -> str:
        """Return what somebody is called; the user name of a stranger."""
        contact = self.contact(username)
        return str(contact["nickname"]) if contact is not None else username

    def send(self, talker: str, content: str, *, now: int, kind: int = TEXT) -> None:
        """Add a message of one's own; `now` is in milliseconds since the epoch."""
        self.messages.save({"type": kind, "isSend": 1, "createTime": now, "talker": talker, "content": content})

    def _table(self, name: str, key: str) -> Table:
        return Table(path=self._path, schema=_SCHEMA, name=name, key=key)


def is_group(username: str) -> bool:
    """Say whether a user name is that of a group."""
    return username.endswith(GROUP_SUFFIX)


def sender_and_text(message: Record) -> tuple[str, str]:
    """Return who wrote a message, empty where that is clear, and its text: in groups the sender stands in front."""
    content = str(message["content"])
    sender, separator, text = content.partition(":\n")
    if is_group(str(message["talker"])) and not message["isSend"] and separator:
        return sender, text
    return "", content


def digest(message: Record) -> str:
    """Return a message in one line."""
    _, text = sender_and_text(message)
    kinds = {PHOTO: "[Photo]", VOICE: "[Voice]", RED_PACKET: "[Red Packet]"}
    return kinds.get(message["type"], text)

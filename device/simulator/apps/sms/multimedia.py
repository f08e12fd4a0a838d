"""Messages with files (MMS) in `mmssms.db`: what is sent with a message, and in which tables the provider keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from device.simulator.apps.shared.table import Record, Table

PARTS = "/data/user_de/0/com.android.providers.telephony/app_parts"
TO, SEND_REQUEST = 151, 128
"""``addr.type`` of a recipient (PduHeaders.TO) and ``pdu.m_type`` of what is sent (MESSAGE_TYPE_SEND_REQ)."""

# MmsSmsDatabaseHelper.java of AOSP's TelephonyProvider.
SCHEMA = """
CREATE TABLE pdu (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, thread_id INTEGER, date INTEGER, date_sent INTEGER DEFAULT 0,
    msg_box INTEGER, read INTEGER DEFAULT 0, m_id TEXT, sub TEXT, sub_cs INTEGER, ct_t TEXT, ct_l TEXT, exp INTEGER,
    m_cls TEXT, m_type INTEGER, v INTEGER, m_size INTEGER, pri INTEGER, rr INTEGER, rpt_a INTEGER, resp_st INTEGER,
    st INTEGER, tr_id TEXT, retr_st INTEGER, retr_txt TEXT, retr_txt_cs INTEGER, read_status INTEGER, ct_cls INTEGER,
    resp_txt TEXT, d_tm INTEGER, d_rpt INTEGER, locked INTEGER DEFAULT 0, sub_id INTEGER DEFAULT -1,
    seen INTEGER DEFAULT 0, creator TEXT, text_only INTEGER DEFAULT 0);
CREATE TABLE addr (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, msg_id INTEGER, contact_id INTEGER, address TEXT, type INTEGER,
    charset INTEGER);
CREATE TABLE part (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, mid INTEGER, seq INTEGER DEFAULT 0, ct TEXT, name TEXT, chset INTEGER,
    cd TEXT, fn TEXT, cid TEXT, cl TEXT, ctt_s INTEGER, ctt_t TEXT, _data TEXT, text TEXT);
"""


class Multimedia:
    """Reads and changes those tables; every call looks at the file."""

    def __init__(self, path: Path, schema: str) -> None:
        """Bind the tables of the database at ``path`` on the host; `schema` makes a new file."""
        self._pdu, self._addr, self._part = (
            Table(path=path, schema=schema, name=name, key="_id") for name in ("pdu", "addr", "part")
        )

    def all(self) -> list[Record]:
        """Return the messages as rows like those of ``sms``, with ``files``: the names and paths of what is with them.

        Their ``_id`` is that of ``pdu``, below zero, and so differs from those of all other messages.
        """
        addresses = {row["msg_id"]: row["address"] for row in self._addr.all() if row["type"] == TO}
        texts: dict[int, str] = {}
        files: dict[int, list[tuple[str, str]]] = {}
        for part in self._part.all("mid, seq, _id"):
            if part["ct"] == "text/plain" and part["_data"] is None:
                texts[part["mid"]] = str(part["text"] or "")
            else:
                files.setdefault(part["mid"], []).append((str(part["cl"]), str(part["_data"])))
        return [
            {
                "_id": -row["_id"],
                "thread_id": row["thread_id"],
                "address": addresses.get(row["_id"], ""),
                "date": int(row["date"] or 0) * 1000,
                "type": row["msg_box"],
                "read": row["read"],
                "body": texts.get(row["_id"], ""),
                "files": files.get(row["_id"], []),
            }
            for row in self._pdu.all(where="msg_box IN (1, 2)")
        ]

    def add(self, values: Record, address: str, body: str, files: Sequence[tuple[str, str, str]]) -> None:
        """Write a message that was sent.

        Args:
            values: Columns of ``pdu``.
            address: Whom it went to.
            body: Its text; may be empty.
            files: MIME type, name and path of what goes with it.
        """
        number = self._pdu.save({"m_type": SEND_REQUEST, "read": 1, "seen": 1, "sub_id": 1, **values})
        self._addr.save({"msg_id": number, "address": address, "type": TO, "charset": 106})
        parts: list[dict[str, Any]] = [
            {"ct": kind, "name": name, "cl": name, "cid": f"<{name}>", "_data": path} for kind, name, path in files
        ]
        if body:
            parts.append({"ct": "text/plain", "chset": 106, "text": body})
        for place, part in enumerate(parts):
            self._part.save({"mid": number, "seq": place, **part})

    def delete(self, keys: Iterable[int]) -> None:
        """Remove messages by their ``_id`` as `all` has it."""
        numbers = [-key for key in keys if key < 0]
        for table, column in ((self._part, "mid"), (self._addr, "msg_id")):
            table.delete([row["_id"] for row in table.all() if row[column] in numbers])
        self._pdu.delete(numbers)

"""The web as far as the phone has one: sites in a folder of it, what was sent to them, and their cookies."""

from __future__ import annotations

import json
import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from device.simulator.apps.sqlite_file import SqliteFile

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

WEB = "/data/local/tmp/web"
"""A folder for each host; without any, the phone has no internet."""
REQUESTS = f"{WEB}/requests.jsonl"
"""What forms have sent: a line of JSON each."""
COOKIES = "/data/data/com.android.chrome/app_chrome/Default/Cookies"

# Chromium's net/extensions/sqlite_persistent_cookie_store.cc, version 18.
_SCHEMA = """
CREATE TABLE meta (key LONGVARCHAR NOT NULL UNIQUE PRIMARY KEY, value LONGVARCHAR);
INSERT INTO meta VALUES ('version', '18'), ('last_compatible_version', '18');
CREATE TABLE cookies (
    creation_utc INTEGER NOT NULL, host_key TEXT NOT NULL, top_frame_site_key TEXT NOT NULL, name TEXT NOT NULL,
    value TEXT NOT NULL, encrypted_value BLOB NOT NULL, path TEXT NOT NULL, expires_utc INTEGER NOT NULL,
    is_secure INTEGER NOT NULL, is_httponly INTEGER NOT NULL, last_access_utc INTEGER NOT NULL,
    has_expires INTEGER NOT NULL, is_persistent INTEGER NOT NULL, priority INTEGER NOT NULL, samesite INTEGER NOT NULL,
    source_scheme INTEGER NOT NULL, source_port INTEGER NOT NULL, is_same_party INTEGER NOT NULL);
CREATE UNIQUE INDEX cookies_unique_index ON cookies (host_key, top_frame_site_key, name, path);
"""
_EPOCH = 11_644_473_600
"""Seconds from 1601, which Chromium counts microseconds from, to 1970."""
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")


@dataclass(frozen=True, kw_only=True)
class Found:
    """What an address stands for.

    Attributes:
        path: The file on the phone; empty where there is none.
        problem: What Chrome says instead, empty where there is a file: a headline and a code.
    """

    path: str = ""
    problem: tuple[str, str] = ("", "")


def host_of(address: str) -> str:
    """Return an address's host, empty for a file."""
    return (urlsplit(address).hostname or "") if "://" in address else ""


def complete(typed: str) -> str:
    """Return what somebody typed as an address: a path, one with a scheme, or what is to be searched for."""
    typed = typed.strip().removeprefix("file://")
    if typed.startswith("/") or "://" in typed or not typed:
        return typed
    return f"https://{typed}" if _HOST.fullmatch(re.split(r"[/?#]", typed)[0].lower()) else typed


def follow(address: str, link: str) -> str:
    """Return where a link on a page leads."""
    if "://" in link or not link:
        return link or address
    base = address.partition("?")[0].partition("#")[0]
    host = host_of(address)
    root = f"https://{host}" if host else ""
    path = base.removeprefix(root).removeprefix(f"http://{host}") if host else base
    joined = link if link.startswith("/") else posixpath.join(posixpath.dirname(path) or "/", link)
    return root + posixpath.normpath(joined)


def find(phone: SimulatedPhone, address: str) -> Found:
    """Return what an address stands for on the phone now."""
    if address.startswith("/"):
        if phone.files.path(address).is_file():
            return Found(path=address)
        return Found(problem=("Your file couldn't be accessed", "ERR_FILE_NOT_FOUND"))
    host = host_of(address).lower()
    if not _is_online(phone) or not phone.files.path(WEB).is_dir():
        return Found(problem=("No internet", "ERR_INTERNET_DISCONNECTED"))
    if not _HOST.fullmatch(host) or not phone.files.path(f"{WEB}/{host}").is_dir():
        return Found(problem=("This site can't be reached", "ERR_NAME_NOT_RESOLVED"))
    path = f"{WEB}/{host}{posixpath.normpath('/' + unquote(urlsplit(address).path).lstrip('/'))}"
    if phone.files.path(path).is_dir():
        path = posixpath.join(path, "index.html")
    if phone.files.path(path).is_file():
        return Found(path=path)
    return Found(problem=("This page can't be found", "HTTP ERROR 404"))


def send(phone: SimulatedPhone, address: str, fields: dict[str, str]) -> None:
    """Let a site have what a form holds; a file on the phone takes nothing."""
    host = host_of(address)
    if not host or not _is_online(phone):
        return
    path = urlsplit(address).path or "/"
    line = json.dumps({"host": host, "path": path, "fields": fields}, ensure_ascii=False, sort_keys=True)
    before = phone.files.read(REQUESTS) if phone.files.path(REQUESTS).is_file() else b""
    phone.files.write(REQUESTS, before + line.encode() + b"\n")


def create(phone: SimulatedPhone) -> None:
    """Make the file of cookies where there is none yet."""
    _file(phone).create()


def cookie(phone: SimulatedPhone, host: str, name: str) -> str | None:
    """Return a cookie's value, None where the site has none of this name."""
    rows = _file(phone).rows("SELECT value FROM cookies WHERE host_key = ? AND name = ?", (host, name))
    return str(rows[0][0]) if rows else None


def set_cookie(phone: SimulatedPhone, host: str, name: str, value: str) -> None:
    """Keep a cookie of a site."""
    now = int((phone.clock.now() + _EPOCH) * 1_000_000)
    with _file(phone).transaction() as connection:
        connection.execute("DELETE FROM cookies WHERE host_key = ? AND name = ?", (host, name))
        connection.execute(
            "INSERT INTO cookies VALUES (?, ?, '', ?, ?, '', '/', 0, 1, 0, ?, 0, 0, 1, -1, 2, 443, 0)",
            (now, host, name, value, now),
        )


def _file(phone: SimulatedPhone) -> SqliteFile:
    return SqliteFile(path=phone.files.path(COOKIES), schema=_SCHEMA)


def _is_online(phone: SimulatedPhone) -> bool:
    settings = phone.settings
    if settings.is_on("global", "wifi_on"):
        return True
    return settings.is_on("global", "mobile_data") and not settings.is_on("global", "airplane_mode_on")

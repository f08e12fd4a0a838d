"""Template of Taobao: logged in with a code that comes by text message, among codes that came before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from random import Random
from xml.etree import ElementTree

from device.phone import Phone
from perception.screen import Role, Screen
from tasks.moves import Back, Done, Move, Open, Scroll, Touch
from tasks.pools import phone_number
from tasks.rules import fill, find
from tasks.template import Draft, Split, Template
from tasks.templates.androidworld.phone_kit import begin, matches, rows
from tasks.templates.androidworld.sms import APP as MESSENGER
from tasks.templates.androidworld.sms import (
    DATABASE,
    RECEIVED,
    Message,
    prepare_messages,
    some_messages,
    some_people,
)
from tasks.templates.androidworld.steps import is_front, row_with, touch, touches
from tasks.templates.on_phone import read_text
from tasks.templates.shop import APP

PREFERENCES = "/data/data/com.taobao.taobao/shared_prefs/userinfo.xml"
SENDER, OTHER = "TAOBAO", "PARCELS"
_CODE = re.compile(r"\[Taobao\] (\d{6})\b")
_NOW = re.compile(r"\b\d\d:\d\d$")
"""How the list of conversations ends a row whose message came today."""


def _words(code: int, service: str = "Taobao") -> str:
    return f"[{service}] {code:06d} is your verification code. It is valid for 60 seconds. Tell it to nobody."


def _prepare(messages: Sequence[Message], number: str, phone: Phone) -> None:
    prepare_messages(messages, {}, "", phone)
    begin(phone, APP)
    values = f'<boolean name="logged_out" value="true" /><string name="mobile">{number}</string>'
    phone.push(f"<map>{values}</map>".encode(), PREFERENCES)


def _is_logged_in(messages: Sequence[Message], number: str, phone: Phone) -> bool:
    """Say whether somebody is logged in with this number, and nothing but codes has come."""
    values = {each.get("name"): each for each in ElementTree.fromstring(read_text(phone, PREFERENCES) or "<map/>")}
    found = rows(phone, DATABASE, "SELECT address, body, type, date FROM sms ORDER BY _id")
    new = {row["body"] for row in found} - {message.body for message in messages}
    arrived = [{"address": SENDER, "body": body, "type": RECEIVED} for body in new if _CODE.match(body)]
    numbers = {message.number for message in messages}
    conversations = [
        len(rows(phone, DATABASE, f"SELECT _id FROM {table}")) for table in ("threads", "canonical_addresses")
    ]
    return (
        values.keys() == {"mobile"}
        and values["mobile"].text == number
        and len(arrived) == len(new) > 0
        and matches(found, (message.row for message in messages), arrived)
        and conversations == [len(numbers), len(numbers)]
    )


def _read_code(progress: Sequence[Move]) -> str:
    """Return the code of the conversation that was touched last; empty where none was."""
    read = [_CODE.search(move.element.detail) for move in progress if isinstance(move, Touch)]
    return next((found[1] for found in reversed(read) if found is not None), "")


def _move(screen: Screen, progress: Sequence[Move]) -> Move:
    code = _read_code(progress)
    if touches(progress, "Log in"):
        return Done(message="Taobao is logged in.")
    if code or not touches(progress, "Get code"):
        if not is_front(screen, APP):
            return Open(app=APP)
        if not code:
            return touch(screen, "Get code") or Back()
        field = find(screen, "Verification code", Role.FIELD)
        return (fill(field, code) if field is not None else None) or touch(screen, "Log in") or Back()
    if not is_front(screen, MESSENGER):
        return Open(app=MESSENGER)
    row = row_with(screen, SENDER)
    if row is not None and _NOW.search(row.detail):
        return Touch(element=row)
    return Scroll(direction="up") if touch(screen, "New conversation") is not None else Back()


def _draw(rng: Random, split: Split) -> Draft:
    """Let codes have come before: from the same sender, days ago, and from another one, lately."""
    people = some_people(rng, split, 3)
    number = phone_number(rng, split)
    codes = rng.sample(range(10**6), 3)
    messages = some_messages(rng, split, list(people))
    messages += [
        Message(number=SENDER, body=_words(code), minutes_ago=4000 - 900 * n) for n, code in enumerate(codes[:2])
    ]
    messages.append(Message(number=OTHER, body=_words(codes[2], "Parcels"), minutes_ago=20))
    return Draft(
        parameters={"number": number},
        setup=partial(_prepare, messages, number),
        check=partial(_is_logged_in, messages, number),
        solve=_move,
        may_change=(PREFERENCES, "*/mmssms.db:sms", "*/mmssms.db:threads", "notifications"),
    )


TEMPLATES: tuple[Template, ...] = (
    Template(
        name="shop_enter_sms_code",
        app=APP,
        phrasings=(
            "Log in to Taobao: it texts a code, enter that",
            "Have Taobao text me a code, look that up in Simple SMS Messenger and log in with it",
        ),
        held_out=("Enter the code that Taobao sends by text message, so that I am logged in",),
        draw=_draw,
        steps=24,
    ),
)

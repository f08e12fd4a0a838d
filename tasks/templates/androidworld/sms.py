"""Templates of Simple SMS Messenger: messages sent, answered and passed on."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random

from device.phone import Phone
from perception.screen import Role, Screen
from tasks.moves import Back, Done, Enter, Hold, Move, Open, Touch
from tasks.pools import first_name, last_name, phone_number, sentence, word
from tasks.rules import fill, find, find_button
from tasks.template import Draft, Solve, Split, Template
from tasks.templates.androidworld.phone_kit import (
    MARKOR_FOLDER,
    NOW,
    begin,
    fill_table,
    matches,
    rows,
)
from tasks.templates.androidworld.steps import is_front, look_further, touch, touches
from tasks.templates.contacts import DATABASE as CONTACTS
from tasks.templates.contacts import NAME_KIND
from tasks.templates.markor import TEMPLATES as MARKOR

APP = "Simple SMS Messenger"
DATABASE = "/data/data/com.android.providers.telephony/databases/mmssms.db"
MAY_CHANGE = ("*/mmssms.db:sms", "*/mmssms.db:threads", "*/mmssms.db:canonical_addresses")
FIELD, NUMBER = "Type a message…", "Add Contact or Number…"
ADDRESSES = "canonical_addresses"
RECEIVED, SENT = 1, 2
CREATE_NOTE = next(template for template in MARKOR if template.name == "markor_create_note")


@dataclass(frozen=True, kw_only=True)
class Message:
    """A text message.

    Attributes:
        number: The other's number.
        kind: `RECEIVED` or `SENT`.
        minutes_ago: When it came or went, before the task starts.
    """

    number: str
    body: str
    kind: int = RECEIVED
    minutes_ago: int = 0

    @property
    def row(self) -> Mapping[str, object]:
        """What of its row the messenger does not touch."""
        moment = int(NOW.timestamp() - 60 * self.minutes_ago) * 1000
        return {"address": self.number, "body": self.body, "type": self.kind, "date": moment}


def prepare_messages(messages: Sequence[Message], people: Mapping[str, str], clipboard: str, phone: Phone) -> None:
    """Leave exactly these messages, and contacts for these numbers: number to name."""
    begin(phone, APP, "Contacts", "Markor")
    numbers = list(dict.fromkeys(message.number for message in messages))
    records = [
        {**message.row, "thread_id": numbers.index(message.number) + 1, "read": 1, "seen": 1} for message in messages
    ]
    threads = []
    for place, number in enumerate(numbers, 1):
        newest = max((m for m in messages if m.number == number), key=lambda message: -message.minutes_ago)
        threads.append({"_id": place, "recipient_ids": str(place), "snippet": newest.body, "date": newest.row["date"]})
    fill_table(phone, DATABASE, ADDRESSES, ({"_id": i, "address": n} for i, n in enumerate(numbers, 1)))
    fill_table(phone, DATABASE, "threads", threads)
    fill_table(phone, DATABASE, "sms", records)
    fill_contacts(phone, people)
    if clipboard:
        phone.shell(f"am broadcast -a clipper.set -e text {shlex.quote(clipboard)}")


def fill_contacts(phone: Phone, people: Mapping[str, str]) -> None:
    """Leave exactly these contacts, each with one number."""
    kinds = {row["mimetype"]: row["_id"] for row in rows(phone, CONTACTS, "SELECT * FROM mimetypes")}
    numbered = list(enumerate(people.items(), 1))
    details: list[Mapping[str, object]] = []
    for place, (number, name) in numbered:
        first, _, last = name.partition(" ")
        details.append(
            {"raw_contact_id": place, "mimetype_id": kinds[NAME_KIND], "data1": name, "data2": first, "data3": last}
        )
        details.append(
            {
                "raw_contact_id": place,
                "mimetype_id": kinds["vnd.android.cursor.item/phone_v2"],
                "data1": number,
                "data2": "2",
            }
        )
    fill_table(phone, CONTACTS, "data", ())
    fill_table(phone, CONTACTS, "raw_contacts", ())
    fill_table(
        phone,
        CONTACTS,
        "contacts",
        ({"_id": i, "name_raw_contact_id": i, "has_phone_number": 1, "lookup": f"local{i}"} for i, _ in numbered),
    )
    fill_table(
        phone,
        CONTACTS,
        "raw_contacts",
        (
            {"_id": i, "account_id": 1, "contact_id": i, "display_name": name, "sort_key": name}
            for i, (_, name) in numbered
        ),
    )
    fill_table(phone, CONTACTS, "data", details)


def _was_sent(messages: Sequence[Message], number: str, body: str, phone: Phone) -> bool:
    """Say whether one message more went to a number, within the last five minutes, and all others are as they were."""
    found = rows(phone, DATABASE, "SELECT * FROM sms")
    now = (int(phone.shell("date +%s")) + 1) * 1000  # the second that runs is not over
    sent = {"address": number, "body": body, "type": SENT}
    is_new = any(now - 300_000 <= row["date"] <= now and row["body"] == body for row in found if row["type"] == SENT)
    numbers = len({message.number for message in messages} | {number})
    conversations = [len(rows(phone, DATABASE, f"SELECT _id FROM {table}")) for table in ("threads", ADDRESSES)]
    all_kept = matches(found, (message.row for message in messages), [sent])
    return is_new and all_kept and conversations == [numbers, numbers]


def some_people(rng: Random, split: Split, count: int) -> dict[str, str]:
    """Draw contacts, number to name; two of them share a first name."""
    people: dict[str, str] = {}
    first = first_name(rng, split)
    while len(people) < count:
        name = f"{first if len(people) < 2 else first_name(rng, split)} {last_name(rng, split)}"
        if name not in people.values():
            people[phone_number(rng, split)] = name
    return people


def some_messages(rng: Random, split: Split, numbers: Sequence[str]) -> list[Message]:
    """Draw messages with numbers: each begins with a received one, an hour old at least."""
    found = []
    for number in numbers:
        start = rng.randrange(120, 10_000)
        for place in range(rng.randint(1, 3)):
            kind = RECEIVED if place % 2 == 0 else SENT
            found.append(Message(number=number, body=sentence(rng, split), kind=kind, minutes_ago=start - 7 * place))
    return found


def _send_move(to: str, name: str, body: str, paste: bool, screen: Screen, progress: Sequence[Move]) -> Move:
    """Return the move towards a message that is sent into the conversation with `to`, which shows `name`."""
    if touches(progress, "Send"):
        return Done(message=f"The message to {name} is sent.")
    if not is_front(screen, APP):
        return Open(app=APP)
    pasting = touch(screen, "Paste")
    if pasting is not None:
        return pasting
    field = find(screen, FIELD, Role.FIELD)
    if field is not None:
        if find(screen, name, Role.TEXT) is None:
            return Back()
        if paste and not touches(progress, "Paste"):
            return Hold(element=field)
        write = None if paste else fill(field, body)
        return write or touch(screen, "Send") or Back()
    address = find(screen, NUMBER, Role.FIELD)
    if address is not None:
        return fill(address, to) or touch(screen, "Confirm") or Back()
    known = find_button(screen, name)
    return Touch(element=known) if known is not None else touch(screen, "New conversation") or Back()


def _reading_move(source: str, rest: Solve, screen: Screen, progress: Sequence[Move]) -> Move:
    """Look into the conversation that shows `source` before going on with `rest`."""
    if touches(progress, source):
        if find(screen, FIELD, Role.FIELD) is not None and find(screen, source, Role.TEXT) is not None:
            return Back() if not any(isinstance(move, Enter) for move in progress) else rest(screen, progress)
        return rest(screen, progress)
    if not is_front(screen, APP):
        return Open(app=APP)
    known = find_button(screen, source)
    if known is not None:
        return Touch(element=known)
    return look_further(progress) if touch(screen, "New conversation") is not None else Back()


def _draft(
    parameters: Mapping[str, str],
    messages: Sequence[Message],
    people: Mapping[str, str],
    to: str,
    body: str,
    *,
    clipboard: str = "",
    source: str = "",
) -> Draft:
    name = people.get(to, to)
    solve: Solve = partial(_send_move, to, name, body, bool(clipboard))
    return Draft(
        parameters=parameters,
        setup=partial(prepare_messages, messages, people, clipboard),
        check=partial(_was_sent, messages, to, body),
        solve=partial(_reading_move, source, solve) if source else solve,
        may_change=MAY_CHANGE,
    )


def _draw_send(from_clipboard: bool, rng: Random, split: Split) -> Draft:
    to, body = phone_number(rng, split), sentence(rng, split)
    others = [phone_number(rng, split) for _ in range(rng.randint(1, 4))]
    messages = some_messages(rng, split, [number for number in others if number != to])
    parameters = {"number": to, "message": body}
    return _draft(parameters, messages, {}, to, body, clipboard=body if from_clipboard else "")


def _draw_reply(rng: Random, split: Split) -> Draft:
    people = some_people(rng, split, 4)
    to, body = next(iter(people)), sentence(rng, split)
    return _draft({"number": to, "message": body}, some_messages(rng, split, list(people)), people, to, body)


def _draw_reply_most_recent(rng: Random, split: Split) -> Draft:
    people = some_people(rng, split, 5)
    to, body = rng.choice(list(people)), sentence(rng, split)
    messages = [*some_messages(rng, split, list(people)), Message(number=to, body=sentence(rng, split), minutes_ago=3)]
    return _draft({"message": body}, messages, people, to, body)


def _draw_resend(rng: Random, split: Split) -> Draft:
    people = some_people(rng, split, 4)
    to, body = next(iter(people)), sentence(rng, split)
    messages = [*some_messages(rng, split, list(people)), Message(number=to, body=body, kind=SENT, minutes_ago=2)]
    return _draft({"name": people[to]}, messages, people, to, body)


def _draw_address(rng: Random, split: Split) -> Draft:
    people = some_people(rng, split, 4)
    to, source = list(people)[:2]
    body = f"{rng.randrange(1, 200)} {word(rng, split).capitalize()} {rng.choice(('Street', 'Avenue', 'Lane'))}"
    messages = [*some_messages(rng, split, list(people)), Message(number=source, body=body, minutes_ago=4)]
    parameters = {"name1": people[to], "name2": people[source]}
    return _draft(parameters, messages, people, to, body, source=people[source])


def _note_and_sms_move(note: Solve, to: str, text: str, screen: Screen, progress: Sequence[Move]) -> Move:
    if not is_front(screen, APP) and not touches(progress, "New conversation"):
        move = note(screen, progress)
        return Open(app=APP) if isinstance(move, Done) else move
    return _send_move(to, to, text, False, screen, progress)


def _draw_note_and_sms(rng: Random, split: Split) -> Draft:
    note, to = CREATE_NOTE.draw(rng, split), phone_number(rng, split)
    text = note.parameters["text"]
    messages = some_messages(rng, split, [phone_number(rng, split)])

    def setup(phone: Phone) -> None:
        note.setup(phone)
        prepare_messages(messages, {}, "", phone)

    return Draft(
        parameters={**note.parameters, "number": to},
        setup=setup,
        check=lambda phone: note.check(phone) and _was_sent(messages, to, text, phone),
        solve=partial(_note_and_sms_move, note.solve, to, text),
        may_change=(*MAY_CHANGE, f"{MARKOR_FOLDER}/*"),
    )


TEMPLATES: tuple[Template, ...] = (
    Template(
        name="simple_sms_send",
        app=APP,
        phrasings=(
            'Text "{message}" to {number} with Simple SMS Messenger',
            'Use Simple SMS Messenger to send {number} this: "{message}"',
        ),
        held_out=('{number} should get the text message "{message}" from Simple SMS Messenger',),
        draw=partial(_draw_send, False),
        steps=12,
    ),
    Template(
        name="simple_sms_send_clipboard_content",
        app=APP,
        phrasings=(
            "Text what is on the clipboard to {number} with Simple SMS Messenger",
            "Paste the clipboard into a message to {number} in Simple SMS Messenger and send it",
        ),
        held_out=("{number} should get the clipboard's text from Simple SMS Messenger",),
        draw=partial(_draw_send, True),
        steps=12,
    ),
    Template(
        name="simple_sms_reply",
        app=APP,
        phrasings=(
            'Answer {number} in Simple SMS Messenger: "{message}"',
            'In Simple SMS Messenger, write back to {number} that "{message}"',
        ),
        held_out=('{number} waits for my answer in Simple SMS Messenger, it is "{message}"',),
        draw=_draw_reply,
        steps=12,
    ),
    Template(
        name="simple_sms_reply_most_recent",
        app=APP,
        phrasings=(
            'Answer the newest text message in Simple SMS Messenger with "{message}"',
            'Somebody has just texted me. Write back "{message}" in Simple SMS Messenger',
        ),
        held_out=('Whoever texted last gets the answer "{message}" from Simple SMS Messenger',),
        draw=_draw_reply_most_recent,
        steps=12,
    ),
    Template(
        name="simple_sms_resend",
        app=APP,
        phrasings=(
            "Send {name} my last message in Simple SMS Messenger once more",
            "The message that I just sent to {name} did not arrive, send it again in Simple SMS Messenger",
        ),
        held_out=("{name} should get what I just texted a second time, use Simple SMS Messenger",),
        draw=_draw_resend,
        steps=12,
    ),
    Template(
        name="simple_sms_send_received_address",
        app=APP,
        phrasings=(
            "{name2} has just texted me an address. Send it, and nothing else, to {name1} in Simple SMS Messenger",
            "Pass the address in the last message of {name2} on to {name1}, word for word, in Simple SMS Messenger",
        ),
        held_out=("{name1} needs the address that came from {name2}: text just that in Simple SMS Messenger",),
        draw=_draw_address,
        steps=18,
    ),
    Template(
        name="markor_create_note_and_sms",
        app="Markor",
        phrasings=(
            'Make a note {title} in Markor that says "{text}", and text the same to {number} with Simple SMS Messenger',
            'Write "{text}" into a new Markor note {title}. Then send it to {number} in Simple SMS Messenger',
        ),
        held_out=('"{text}" should be in a new Markor note {title} and go to {number} by Simple SMS Messenger',),
        draw=_draw_note_and_sms,
        steps=18,
    ),
)

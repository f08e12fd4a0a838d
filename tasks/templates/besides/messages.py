"""Templates of Simple SMS Messenger: a conversation deleted, a message found by a word."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from random import Random

from device.phone import Phone
from perception.screen import Role, Screen
from tasks.answer import Answer
from tasks.moves import Back, Done, Hold, Move, Open, Touch
from tasks.pools import sentence, word
from tasks.rules import find
from tasks.template import Draft, Split, Template
from tasks.templates.androidworld.phone_kit import matches, nothing, rows
from tasks.templates.androidworld.sms import (
    APP,
    DATABASE,
    FIELD,
    Message,
    prepare_messages,
    some_messages,
    some_people,
)
from tasks.templates.androidworld.steps import is_front, look_further, row_with, search_for, touch, touches


def _delete_move(name: str, screen: Screen, progress: Sequence[Move]) -> Move:
    if not is_front(screen, APP):
        return Open(app=APP)
    if touches(progress, "Yes"):
        return Done(message=f"The conversation with {name} is deleted.")
    yes, delete = touch(screen, "Yes"), touch(screen, "Delete")
    if yes is not None or delete is not None:
        return yes or delete or Back()
    row = row_with(screen, name)
    if row is not None and touch(screen, "New conversation") is not None:
        return Hold(element=row)
    return look_further(progress) if touch(screen, "New conversation") is not None else Back()


def _are_left(messages: Sequence[Message], phone: Phone) -> bool:
    """Say whether exactly these messages are left, in one conversation for each number."""
    found = rows(phone, DATABASE, "SELECT * FROM sms")
    listed = rows(
        phone, DATABASE, "SELECT a.address FROM threads t JOIN canonical_addresses a ON t.recipient_ids = a._id"
    )
    conversations = [{"address": number} for number in {message.number for message in messages}]
    return matches(found, (message.row for message in messages)) and matches(listed, conversations)


def _draw_delete(rng: Random, split: Split) -> Draft:
    people = some_people(rng, split, 5)
    number = next(iter(people))
    messages = some_messages(rng, split, list(people))
    kept = [message for message in messages if message.number != number]
    return Draft(
        parameters={"name": people[number]},
        setup=partial(prepare_messages, messages, people, ""),
        check=partial(_are_left, kept),
        solve=partial(_delete_move, people[number]),
        may_change=("*/mmssms.db:sms", "*/mmssms.db:threads"),
    )


def _find_move(wanted: str, screen: Screen, progress: Sequence[Move]) -> Move:
    """Search for a word, open the conversation that has it, and read the message."""
    if not is_front(screen, APP):
        return Open(app=APP)
    if find(screen, FIELD, Role.FIELD) is not None:
        said = [element.text for element in screen.elements if wanted in element.text.lower().split()]
        return Done(message=said[0]) if said else look_further(progress)
    search = find(screen, "Search", Role.FIELD)
    if search is None or search.detail != wanted:
        return search_for(screen, wanted) or Back()
    row = next((e for e in screen.elements if e.clickable and e.resource_id.endswith(":id/conversation_frame")), None)
    return Touch(element=row) if row is not None else Back()


def _draw_find(rng: Random, split: Split) -> Draft:
    """Let one message have the word; it is not the newest of its conversation, so that the list does not show it."""
    people = some_people(rng, split, 5)
    wanted = word(rng, split)
    number = rng.choice(list(people))
    noise = [each for each in some_messages(rng, split, list(people)) if wanted not in each.body.lower()]
    body = f"{sentence(rng, split)} {wanted} {word(rng, split)}"
    oldest = max((each.minutes_ago for each in noise if each.number == number), default=60)
    after = Message(number=number, body="See you then", minutes_ago=30)
    messages = [*noise, Message(number=number, body=body, minutes_ago=oldest + 20), after]
    return Draft(
        parameters={"word": wanted},
        setup=partial(prepare_messages, messages, people, ""),
        check=nothing,
        solve=partial(_find_move, wanted),
        answer=Answer(kind="words", values=(body,)),
        may_change=(),
    )


TEMPLATES: tuple[Template, ...] = (
    Template(
        name="simple_sms_delete_thread",
        app=APP,
        phrasings=(
            "Delete the conversation with {name} in Simple SMS Messenger",
            "Remove all messages from and to {name} in Simple SMS Messenger, and no others",
        ),
        held_out=("The thread with {name} in Simple SMS Messenger can go, delete it",),
        draw=_draw_delete,
        steps=10,
    ),
    Template(
        name="simple_sms_message_with_word",
        app=APP,
        phrasings=(
            'Which message in Simple SMS Messenger mentions "{word}"? Answer with the whole message, word for word',
            'Find the text message with the word "{word}" in Simple SMS Messenger and repeat it as it is',
        ),
        held_out=('Somebody texted me about "{word}". Say that message of Simple SMS Messenger, unchanged',),
        draw=_draw_find,
        steps=12,
    ),
)

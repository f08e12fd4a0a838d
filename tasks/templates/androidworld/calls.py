"""Templates of Phone: numbers called, a call taken, a call returned; AndroidWorld has them switched off."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from random import Random

from device.phone import Phone
from tasks.pools import phone_number, sentence, words
from tasks.template import Draft, Split, Template
from tasks.templates.androidworld.phone_kit import NOW, PACKAGES, begin, fill_table, rows
from tasks.templates.androidworld.script import Step, open_app, script, tap, write
from tasks.templates.androidworld.storage_kit import put_files

APP, NOTES, MESSENGER = "Phone", "Markor", "Simple SMS Messenger"
CALLS_DB = "/data/data/com.android.providers.contacts/databases/calllog.db"
MESSAGES_DB = "/data/data/com.android.providers.telephony/databases/mmssms.db"
NOTEBOOK = "/storage/emulated/0/Documents/Markor"
TABLES = ("sms", "threads", "canonical_addresses")
INCOMING, OUTGOING, MISSED = 1, 2, 3
"""``CallLog.Calls.TYPE``."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """A call in the log: the other's number, its type, and how many minutes ago it was."""

    number: str
    kind: int
    ago: int

    @property
    def row(self) -> Mapping[str, object]:
        """Its row."""
        at = int(NOW.timestamp() - 60 * self.ago) * 1000
        return {"number": self.number, "type": self.kind, "date": at, "duration": 0 if self.kind == MISSED else 45}


def prepare_calls(calls: Sequence[Call], commands: Sequence[str], phone: Phone) -> None:
    """Leave exactly these calls in the log, no text messages, and run some commands at last."""
    begin(phone, APP, NOTES, MESSENGER)
    phone.shell("input keyevent 6; content delete --uri content://sms")
    fill_table(phone, CALLS_DB, "calls", [call.row for call in calls])
    for command in commands:
        phone.shell(command)


def _is_on_the_phone(number: str, phone: Phone) -> bool:
    """Say whether a call with this number is under way, and the dialer shows it."""
    if "mCallState=2" not in phone.shell("dumpsys telephony.registry"):
        return False
    frame = phone.capture()
    return frame.app.package == PACKAGES[APP] and f'text="{number}"' in (frame.hierarchy or "")


def some_calls(rng: Random, split: Split) -> list[Call]:
    """Draw older calls of all kinds."""
    kinds = rng.sample([INCOMING, OUTGOING, MISSED] * 2, 5)
    return [Call(number=phone_number(rng, split), kind=kind, ago=60 + 30 * place) for place, kind in enumerate(kinds)]


def _dial(number: str) -> tuple[Step, ...]:
    return open_app(APP), tap("key pad"), *map(tap, number), tap("dial")


def _call(
    number: str,
    calls: Sequence[Call],
    *steps: Step,
    commands: Sequence[str] = (),
    parameters: Mapping[str, str] | None = None,
) -> Draft:
    """Return the task that ends with a call with `number` under way."""
    return Draft(
        parameters=parameters or {},
        setup=partial(prepare_calls, calls, commands),
        check=partial(_is_on_the_phone, number),
        solve=script(*steps, done=f"The call with {number} is under way."),
        may_change=(),
    )


def _draw_make(rng: Random, split: Split) -> Draft:
    number = phone_number(rng, split)
    return _call(number, some_calls(rng, split), *_dial(number), parameters={"number": number})


def _draw_answer(rng: Random, split: Split) -> Draft:
    number = phone_number(rng, split)
    return _call(number, some_calls(rng, split), tap("Answer"), commands=[f"simulator ring {number}"])


def _draw_redial(rng: Random, split: Split) -> Draft:
    number = phone_number(rng, split)
    calls = [Call(number=number, kind=OUTGOING, ago=2), *some_calls(rng, split)]
    return _call(number, calls, open_app(APP), tap(f"Call {number}"))


def _draw_return(rng: Random, split: Split) -> Draft:
    number = phone_number(rng, split)
    later = Call(number=phone_number(rng, split), kind=OUTGOING, ago=1)
    calls = [later, Call(number=number, kind=MISSED, ago=4), *some_calls(rng, split)]
    return _call(number, calls, open_app(APP), tap(f"Call {number}"))


def _insert_message(number: str, body: str, ago: int) -> str:
    date = int(NOW.timestamp() - 60 * ago) * 1000
    binds = f"--bind address:s:{number} --bind body:s:{shlex.quote(body)} --bind date:l:{date}"
    return f"content insert --uri content://sms/inbox {binds}"


def _draw_call_sender(rng: Random, split: Split) -> Draft:
    number, other = phone_number(rng, split), phone_number(rng, split)
    texts = [
        _insert_message(other, sentence(rng, split), rng.randint(20, 90)),
        _insert_message(number, sentence(rng, split), 2),
    ]
    return _call(number, some_calls(rng, split), open_app(MESSENGER), *_dial(number), commands=texts)


def _draw_apartment(rng: Random, split: Split) -> Draft:
    names = [f"{one} {other} apartments".title() for one, other in zip(*[iter(words(rng, split, 8))] * 2, strict=True)]
    numbers = [phone_number(rng, split) for _ in names]
    note = "\n".join(f"{name}: {number}" for name, number in zip(names, numbers, strict=True))
    draft = _call(
        numbers[0],
        some_calls(rng, split),
        open_app(NOTES),
        tap("apartments.md"),
        *_dial(numbers[0]),
        parameters={"name": names[0]},
    )

    def setup(phone: Phone) -> None:
        put_files(phone, {f"{NOTEBOOK}/apartments.md": note.encode()}, NOTEBOOK)
        draft.setup(phone)

    return replace(draft, setup=setup)


def _is_sent(number: str, body: str, phone: Phone) -> bool:
    found = rows(phone, MESSAGES_DB, "SELECT address, body, type FROM sms")
    sizes = [len(rows(phone, MESSAGES_DB, f"SELECT _id FROM {table}")) for table in TABLES]
    return found == [{"address": number, "body": body, "type": OUTGOING}] and sizes == [1, 1, 1]


def _draw_text_after_call(rng: Random, split: Split) -> Draft:
    number, body = phone_number(rng, split), sentence(rng, split)
    calls = [Call(number=number, kind=OUTGOING, ago=2), *some_calls(rng, split)]
    find = [open_app(APP), open_app(MESSENGER), tap("New conversation"), write(number), tap("Confirm")]
    return Draft(
        parameters={"message": body},
        setup=partial(prepare_calls, calls, ()),
        check=partial(_is_sent, number, body),
        solve=script(*find, write(body, into="Type a message…"), tap("Send"), done=f"{number} has the message."),
        may_change=tuple(f"*/mmssms.db:{table}" for table in TABLES),
    )


TEMPLATES: tuple[Template, ...] = (
    Template(
        name="phone_make_call",
        app=APP,
        phrasings=("Call {number}", "Dial {number} with Phone and stay on the call", "Ring up {number}"),
        held_out=("I'd like to talk to {number}: make the call",),
        draw=_draw_make,
        steps=20,
    ),
    Template(
        name="phone_answer_call",
        app=APP,
        phrasings=("Take the call that is coming in", "The phone rings: answer it", "Answer the incoming call"),
        held_out=("Somebody calls; pick up",),
        draw=_draw_answer,
        steps=10,
    ),
    Template(
        name="phone_redial_number",
        app=APP,
        phrasings=("Call the last number that I called once more", "Redial the last number in Phone"),
        held_out=("I want to talk again to whom I called last",),
        draw=_draw_redial,
        steps=10,
    ),
    Template(
        name="phone_return_missed_call",
        app=APP,
        phrasings=("Call back the number of my latest missed call", "Return the last call that I missed"),
        held_out=("Who called last without getting through? Call that number",),
        draw=_draw_return,
        steps=10,
    ),
    Template(
        name="phone_call_text_sender",
        app=APP,
        phrasings=("Call the number that sent me the latest text message", "Ring up whoever texted me last"),
        held_out=("I got a message just now; call its sender",),
        draw=_draw_call_sender,
        steps=20,
    ),
    Template(
        name="markor_call_apartment",
        app=APP,
        phrasings=(
            "Call {name}; the number is in the Markor note apartments.md",
            "My note apartments.md in Markor has the number of {name}: call it",
        ),
        held_out=("Look up {name} in apartments.md (Markor) and ring them up",),
        draw=_draw_apartment,
        steps=25,
    ),
    Template(
        name="simple_sms_send_after_call",
        app=APP,
        phrasings=(
            'Send the number that I called last this text with Simple SMS Messenger: "{message}"',
            'Text "{message}" to the last number I called; use Simple SMS Messenger',
        ),
        held_out=('Whom I called last should get the text message "{message}" from Simple SMS Messenger',),
        draw=_draw_text_after_call,
        steps=15,
    ),
)

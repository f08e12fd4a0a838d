"""Templates of the Contacts app: people made, changed, starred and deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from random import Random

from device.phone import Phone
from perception.screen import Role, Screen
from tasks.moves import Back, Done, Move, Open, Touch
from tasks.pools import company, email, first_name, full_name, last_name, phone_number
from tasks.rules import fill, find, find_button, made_touch, seek
from tasks.template import Draft, Split, Template
from tasks.templates.on_phone import APPS, execute, query, sql_text, start_at_home

APP = "Contacts"
DATABASE = "/data/data/com.android.providers.contacts/databases/contacts2.db"
MAY_CHANGE = tuple(f"{DATABASE}:{table}" for table in ("contacts", "raw_contacts", "data"))
KINDS = {
    "phone": "vnd.android.cursor.item/phone_v2",
    "email": "vnd.android.cursor.item/email_v2",
    "company": "vnd.android.cursor.item/organization",
}
NAME_KIND = "vnd.android.cursor.item/name"
FIELDS = {"phone": "Phone", "email": "Email", "company": "Company"}
"""Label of the editor's field, by attribute of `Person`."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """A contact as set-ups write and checks read it."""

    first: str
    last: str
    phone: str = ""
    email: str = ""
    company: str = ""
    starred: bool = False

    @property
    def name(self) -> str:
        """The name as the list shows it."""
        return f"{self.first} {self.last}".strip()


def _insert(number: int, person: Person) -> list[str]:
    """Return the SQL that makes a contact with the row id `number`, as AOSP's ContactsProvider would leave it."""
    name, backwards = sql_text(person.name), sql_text(f"{person.last}, {person.first}")
    statements = [
        "INSERT INTO contacts (_id, name_raw_contact_id, starred, has_phone_number, lookup) VALUES "
        f"({number}, {number}, {int(person.starred)}, {int(bool(person.phone))}, 'local{number}')",
        "INSERT INTO raw_contacts (_id, account_id, contact_id, starred, display_name, display_name_alt, "
        f"display_name_source, sort_key, sort_key_alt) VALUES ({number}, 1, {number}, {int(person.starred)}, {name}, "
        f"{backwards}, 40, {name}, {backwards})",
        _insert_data(number, NAME_KIND, (person.name, person.first, person.last)),
    ]
    for attribute, kind in KINDS.items():
        value = getattr(person, attribute)
        if value:
            statements.append(_insert_data(number, kind, (value, "1" if attribute == "company" else "2")))
    return statements


def _insert_data(number: int, kind: str, values: Sequence[str]) -> str:
    columns = ", ".join(f"data{index}" for index in range(1, len(values) + 1))
    return (
        f"INSERT INTO data (raw_contact_id, mimetype_id, {columns}) SELECT {number}, _id, "
        f"{', '.join(map(sql_text, values))} FROM mimetypes WHERE mimetype = {sql_text(kind)}"
    )


def prepare_people(people: Sequence[Person], phone: Phone) -> None:
    """Leave exactly these people."""
    start_at_home(phone)
    statements = [f"DELETE FROM {table}" for table in ("data", "raw_contacts", "contacts")]
    for number, person in enumerate(people, 1):
        statements += _insert(number, person)
    execute(phone, DATABASE, statements)


def read_people(phone: Phone) -> set[Person]:
    """Return the contacts on a phone; of several values of a kind the last one counts."""
    rows = query(
        phone,
        DATABASE,
        "SELECT r._id, MAX(r.starred, c.starred), m.mimetype, d.data1, d.data2, d.data3 FROM raw_contacts r "
        "JOIN contacts c ON r.contact_id = c._id JOIN data d ON d.raw_contact_id = r._id "
        "JOIN mimetypes m ON d.mimetype_id = m._id WHERE r.deleted = 0 ORDER BY d._id",
    )
    people: dict[str, Person] = {}
    for number, starred, kind, value, second, third in rows:
        person = people.get(number, Person(first="", last="", starred=starred == "1"))
        if kind == NAME_KIND:
            person = replace(person, first=second, last=third)
        elif kind == KINDS["phone"]:
            person = replace(person, phone=_digits(value))
        elif kind == KINDS["email"]:
            person = replace(person, email=value)
        elif kind == KINDS["company"]:
            person = replace(person, company=value)
        people[number] = person
    return set(people.values())


def _digits(number: str) -> str:
    return "".join(letter for letter in number if letter.isdigit())


def _people_are(wanted: Sequence[Person], phone: Phone) -> bool:
    """Say whether exactly these people are there, and no row more than they need."""
    facts = sum(1 + sum(bool(getattr(person, kind)) for kind in KINDS) for person in wanted)
    counted = query(
        phone,
        DATABASE,
        "SELECT (SELECT count(*) FROM contacts), (SELECT count(*) FROM raw_contacts WHERE deleted = 0), "
        "(SELECT count(*) FROM data)",
    )
    return counted == [[str(len(wanted)), str(len(wanted)), str(facts)]] and read_people(phone) == set(wanted)


def some_people(rng: Random, split: Split, count: int) -> list[Person]:
    """Draw people: the first two of different families, then near-duplicates of the first and others."""
    first, last = full_name(rng, split)
    people = [Person(first=first, last=last, phone=phone_number(rng, split))]
    while len(people) < count:
        kind = rng.randrange(4)
        person = Person(
            first=first if kind == 0 else first_name(rng, split),
            last=last if kind == 1 else last_name(rng, split),
            phone=phone_number(rng, split),
        )
        if all(person.name != other.name for other in people):
            people.append(person)
    return people


def open_person(name: str, screen: Screen, progress: Sequence[Move]) -> Move | None:
    """Return the move towards a person's page, or None when it is in front."""
    if screen.app.package != APPS[APP]:
        return Open(app=APP)
    if find_button(screen, "Edit contact") is not None:
        return None if find(screen, name, Role.TEXT) is not None else Back()
    if find_button(screen, "Create contact") is not None:
        row = find_button(screen, name)
        return Touch(element=row) if row is not None else seek(progress)
    return Back()


def _shows(screen: Screen, value: str) -> bool:
    """Tell whether a person's page shows a value, whatever separators a number is written with."""
    texts = [text for element in screen.elements for text in (element.text, *element.detail.split(", "))]
    if value.isdigit():
        return any(_digits(text) == value for text in texts)
    return value in texts


def _editor_move(title: str, values: dict[str, str], screen: Screen) -> Move | None:
    """Return the move that fills and saves the editor, None where no editor with that title is in front."""
    save = find_button(screen, "Save")
    if save is None or find(screen, title, Role.TEXT) is None:
        return None
    for label, value in values.items():
        field = find(screen, label, Role.FIELD)
        if field is not None and not (value.isdigit() and _digits(field.detail) == value):
            move = fill(field, value)
            if move is not None:
                return move
    return Touch(element=save)


def _create_move(person: Person, screen: Screen, progress: Sequence[Move]) -> Move:
    values = {"First name": person.first, "Last name": person.last} | {
        label: getattr(person, attribute) for attribute, label in FIELDS.items() if getattr(person, attribute)
    }
    if screen.app.package == APPS[APP]:
        editing = _editor_move("Create contact", values, screen) or _editor_move("Edit contact", values, screen)
        if editing is not None:
            return editing
        create = find_button(screen, "Create contact")
        if create is not None and find_button(screen, person.name) is None:
            return Touch(element=create)
    move = open_person(person.name, screen, progress)
    if move is not None:
        return move
    if all(_shows(screen, value) for value in (person.phone, person.email, person.company) if value):
        return Done(message=f"{person.name} is in the contacts.")
    edit = find_button(screen, "Edit contact")
    return Touch(element=edit) if edit is not None else Back()


def _draw_create(extra: str, rng: Random, split: Split) -> Draft:
    others = some_people(rng, split, rng.randint(0, 4) + 1)
    person = others.pop(0)
    if extra == "email":
        person = replace(person, email=email(rng, split))
    elif extra == "company":
        person = replace(person, company=company(rng, split))
    return Draft(
        parameters={"first": person.first, "last": person.last, "phone": person.phone, "email": person.email,
                    "company": person.company},
        setup=partial(prepare_people, others),
        check=partial(_people_are, (*others, person)),
        solve=partial(_create_move, person),
        may_change=MAY_CHANGE,
    )  # fmt: skip


def _change_move(person: Person, attribute: str, value: str, screen: Screen, progress: Sequence[Move]) -> Move:
    if screen.app.package == APPS[APP]:
        known = {"First name": person.first, "Last name": person.last}
        shown = {label: find(screen, label, Role.FIELD) for label in known}
        if all(field is None or field.detail == known[label] for label, field in shown.items()):
            editing = _editor_move("Edit contact", {FIELDS[attribute]: value}, screen)
            if editing is not None:
                return editing
    move = open_person(person.name, screen, progress)
    if move is not None:
        return move
    if _shows(screen, value):
        return Done(message=f"The {attribute} of {person.name} is {value}.")
    edit = find_button(screen, "Edit contact")
    return Touch(element=edit) if edit is not None else Back()


def _draw_change(attribute: str, rng: Random, split: Split) -> Draft:
    people = some_people(rng, split, rng.randint(2, 5))
    draw = {"phone": phone_number, "email": email, "company": company}[attribute]
    person, value = people[0], draw(rng, split)
    changed = {"phone": replace(person, phone=value), "email": replace(person, email=value),
               "company": replace(person, company=value)}[attribute]  # fmt: skip
    rng.shuffle(people)
    return Draft(
        parameters={"first": person.first, "last": person.last, "value": value},
        setup=partial(prepare_people, tuple(people)),
        check=partial(_people_are, tuple(changed if other is person else other for other in people)),
        solve=partial(_change_move, person, attribute, value),
        may_change=MAY_CHANGE,
    )


def _delete_move(person: Person, screen: Screen, progress: Sequence[Move]) -> Move:
    if screen.app.package == APPS[APP]:
        delete = find(screen, "Delete")
        if delete is not None:
            chosen = bool(progress) and made_touch(progress[-1:], "More options", "Delete")
            return Touch(element=delete) if chosen else Back()
        in_list = find_button(screen, "Create contact") is not None
        if in_list and find_button(screen, person.name) is None and made_touch(progress, "Delete"):
            return Done(message=f"{person.name} is deleted.")
    move = open_person(person.name, screen, progress)
    if move is not None:
        return move
    options = find_button(screen, "More options")
    return Touch(element=options) if options is not None else Back()


def _draw_delete(rng: Random, split: Split) -> Draft:
    people = some_people(rng, split, rng.randint(2, 5))
    person = people[0]
    rng.shuffle(people)
    return Draft(
        parameters={"first": person.first, "last": person.last},
        setup=partial(prepare_people, tuple(people)),
        check=partial(_people_are, tuple(other for other in people if other is not person)),
        solve=partial(_delete_move, person),
        may_change=MAY_CHANGE,
    )


def _star_move(person: Person, screen: Screen, progress: Sequence[Move]) -> Move:
    move = open_person(person.name, screen, progress)
    if move is not None:
        return move
    add = find_button(screen, "Add to favorites")
    return Touch(element=add) if add is not None else Done(message=f"{person.name} is a favorite.")


def _draw_star(rng: Random, split: Split) -> Draft:
    people = some_people(rng, split, rng.randint(2, 5))
    person = people[0]
    rng.shuffle(people)
    return Draft(
        parameters={"first": person.first, "last": person.last},
        setup=partial(prepare_people, tuple(people)),
        check=partial(_people_are, tuple(replace(p, starred=True) if p is person else p for p in people)),
        solve=partial(_star_move, person),
        may_change=MAY_CHANGE,
    )


TEMPLATES: tuple[Template, ...] = (
    Template(
        name="contacts_create",
        app=APP,
        phrasings=(
            "Create a contact for {first} {last} with the phone number {phone}",
            "Create a new contact for {first} {last}. Their number is {phone}.",
            "Add {first} {last} to my contacts, phone {phone}",
            "Add a new contact: {first} {last}, {phone}",
            "Save the number {phone} as {first} {last} in Contacts",
            "Please create the contact {first} {last} with the number {phone}",
            "Make a new contact named {first} {last} with phone number {phone}",
            "Put {first} {last} with the phone number {phone} into my contacts",
            "New contact {first} {last}, phone number {phone}",
        ),
        held_out=(
            "I met {first} {last}, save their phone number {phone} in my contacts",
            "Store {phone} as the phone number of a new contact {first} {last}",
        ),
        draw=partial(_draw_create, ""),
    ),
    Template(
        name="contacts_create_email",
        app=APP,
        phrasings=(
            "Create a contact for {first} {last} with the phone number {phone} and the email {email}",
            "Create a new contact for {first} {last}, phone {phone}, email {email}",
            "Add {first} {last} to my contacts with number {phone} and email {email}",
            "Add a new contact: {first} {last}, {phone}, {email}",
            "Save {first} {last} in Contacts with phone {phone} and email {email}",
            "Please create the contact {first} {last}. Phone number {phone}, email address {email}.",
            "Make a new contact named {first} {last} with phone number {phone} and email address {email}",
            "New contact {first} {last}, phone {phone}, email {email}",
        ),
        held_out=(
            "Put {first} {last} into my contacts, phone number {phone}, email {email}",
            "I need a contact for {first} {last} with phone {phone} and email {email}",
        ),
        draw=partial(_draw_create, "email"),
    ),
    Template(
        name="contacts_create_company",
        app=APP,
        phrasings=(
            "Create a contact for {first} {last} of the company {company} with the phone number {phone}",
            "Create a new contact for {first} {last}, company {company}, phone {phone}",
            "Add {first} {last} from {company} to my contacts, number {phone}",
            "Add a new contact: {first} {last}, company {company}, {phone}",
            "Save {first} {last} in Contacts with company {company} and phone {phone}",
            "Please create the contact {first} {last} who works at {company}, phone number {phone}",
            "Make a new contact named {first} {last} with company {company} and phone number {phone}",
            "New contact {first} {last}, company {company}, phone {phone}",
        ),
        held_out=(
            "Put {first} {last} from the company {company} into my contacts, phone number {phone}",
            "I need a contact for {first} {last} with company {company} and phone {phone}",
        ),
        draw=partial(_draw_create, "company"),
    ),
    Template(
        name="contacts_change_phone",
        app=APP,
        phrasings=(
            "Change the phone number of {first} {last} to {value}",
            "Change {first} {last}'s phone number to {value}",
            "Update the phone number of {first} {last} to {value}",
            "Set the phone number of the contact {first} {last} to {value}",
            "Edit the contact {first} {last} and change the number to {value}",
            "{first} {last} has a new phone number, {value}. Change it in Contacts.",
            "Please change the number of {first} {last} in my contacts to {value}",
            "Replace the phone number of {first} {last} by {value}",
        ),
        held_out=(
            "The new number of {first} {last} is {value}, update the contact",
            "In Contacts, give {first} {last} the phone number {value}",
        ),
        draw=partial(_draw_change, "phone"),
    ),
    Template(
        name="contacts_add_email",
        app=APP,
        phrasings=(
            "Add the email {value} to the contact {first} {last}",
            "Add the email address {value} to {first} {last}",
            "Set the email of {first} {last} to {value}",
            "Edit the contact {first} {last} and add the email {value}",
            "The email of {first} {last} is {value}. Add it to the contact.",
            "Please save {value} as the email of {first} {last} in Contacts",
            "Give the contact {first} {last} the email address {value}",
            "Put the email {value} into the contact {first} {last}",
        ),
        held_out=(
            "Store the email address {value} for my contact {first} {last}",
            "Update {first} {last} in Contacts with the email {value}",
        ),
        draw=partial(_draw_change, "email"),
    ),
    Template(
        name="contacts_set_company",
        app=APP,
        phrasings=(
            "Set the company of {first} {last} to {value}",
            "Add the company {value} to the contact {first} {last}",
            "Edit the contact {first} {last} and set the company to {value}",
            "{first} {last} now works at {value}. Add the company to the contact.",
            "Please save {value} as the company of {first} {last} in Contacts",
            "Give the contact {first} {last} the company {value}",
            "Put the company {value} into the contact {first} {last}",
            "Change the company of {first} {last} to {value}",
        ),
        held_out=(
            "Store the company {value} for my contact {first} {last}",
            "Update {first} {last} in Contacts with the company {value}",
        ),
        draw=partial(_draw_change, "company"),
    ),
    Template(
        name="contacts_delete",
        app=APP,
        phrasings=(
            "Delete the contact {first} {last}",
            "Delete {first} {last} from my contacts",
            "Remove {first} {last} from my contacts",
            "Remove the contact {first} {last}",
            "Please delete {first} {last} in Contacts",
            "Open Contacts and delete {first} {last}",
            "I don't need {first} {last} any more, delete the contact",
            "Erase the contact {first} {last}",
        ),
        held_out=("Get rid of the contact {first} {last}", "Can you delete {first} {last} from Contacts?"),
        draw=_draw_delete,
    ),
    Template(
        name="contacts_favorite",
        app=APP,
        phrasings=(
            "Add {first} {last} to favorites",
            "Add {first} {last} to my favorites",
            "Make {first} {last} a favorite contact",
            "Add the contact {first} {last} to the favorites",
            "Mark {first} {last} as a favorite in Contacts",
            "Please put {first} {last} into my favorites",
            "Star the contact {first} {last}",
            "Set {first} {last} as a favorite",
        ),
        held_out=("{first} {last} should be among my favorites", "Can you add {first} {last} to favorite contacts?"),
        draw=_draw_star,
    ),
)

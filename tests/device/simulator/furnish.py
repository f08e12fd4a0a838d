"""Puts a person's data into every app of a simulated phone, all of it called by one name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from device.media_file import Song, recording, scene, song, video
from device.simulator import SimulatedPhone
from device.simulator.apps.audio_recorder import RECORDS, AudioRecorderApp
from device.simulator.apps.broccoli import BroccoliApp
from device.simulator.apps.calendar_pro import CalendarApp, event_store
from device.simulator.apps.chat.chat_store import CHAT_DB, ChatStore
from device.simulator.apps.chrome import ChromeApp
from device.simulator.apps.chrome.chrome_app import DATA as CHROME_DATA
from device.simulator.apps.clock import ClockApp
from device.simulator.apps.clock.cities import CITIES
from device.simulator.apps.contacts.contact_store import CONTACTS_DB, Contact, ContactStore, Entry
from device.simulator.apps.dialer import DialerApp
from device.simulator.apps.expense import ExpenseApp
from device.simulator.apps.joplin import JoplinApp
from device.simulator.apps.joplin.notebook_store import Note
from device.simulator.apps.markor import MarkorApp
from device.simulator.apps.opentracks import OpenTracksApp
from device.simulator.apps.osmand import OsmAndApp
from device.simulator.apps.osmand.place_store import Place
from device.simulator.apps.preference_file import PreferenceFile
from device.simulator.apps.retro_music import RetroMusicApp
from device.simulator.apps.shared.storage import write_dated
from device.simulator.apps.shop.shop_store import SHOP_DB, ShopStore
from device.simulator.apps.sms import SmsApp
from device.simulator.apps.sms.message_store import RECEIVED, SENT
from device.simulator.apps.tasks_org import TasksApp, task_store
from device.simulator.apps.vlc import VlcApp
from device.simulator.calls import CallKind
from device.simulator.files import PRIMARY

NUMBERS = ("010 5550 1234", "5550199")
DAY = 86_400


def furnish(phone: SimulatedPhone, name: str) -> None:
    """Give every app something to show: people, calls, messages, notes, files, songs, places, dates near and far.

    Args:
        phone: A new phone.
        name: What all of it is called.
    """
    for put in _APPS:
        put(phone, name)
    phone.changed()


def _now(phone: SimulatedPhone) -> int:
    return int(phone.clock.now() * 1000)


def _people(phone: SimulatedPhone, name: str) -> None:
    store = ContactStore(phone.files.path(CONTACTS_DB))
    labels = (Entry(value="1", label="Home"), Entry(value="2", label="Work"), Entry(value=NUMBERS[0], label="Mobile"))
    person = Contact(first=name, company=f"{name}2", phones=labels, emails=(Entry(value="3@4", label="Other"),))
    store.save(person, _now(phone))
    favourite = store.save(Contact(first=name, last="1"), _now(phone))
    store.set_flag(favourite.id, "starred", 1)


def _calls(phone: SimulatedPhone, name: str) -> None:
    log = DialerApp(phone).log
    for number, kind in enumerate(CallKind):
        log.add(NUMBERS[number % 2], kind, at=phone.clock.now() - number * DAY, seconds=65)


def _messages(phone: SimulatedPhone, name: str) -> None:
    messages = SmsApp(phone).messages
    for number, kind in ((NUMBERS[0], RECEIVED), (NUMBERS[0], SENT), (NUMBERS[1], RECEIVED)):
        for age in (0, 3, 400):
            messages.add(number, name, kind=kind, now=_now(phone) - age * DAY * 1000)


def _clock(phone: SimulatedPhone, name: str) -> None:
    clock = ClockApp(phone)
    for days, hour in (((), 7), (range(5), 9), ((2,), 14), (range(7), 18)):
        alarm = clock.alarms.add(hour, 5, clock.now)
        clock.alarms.set_days(alarm.id, days, clock.now)
        clock.alarms.set_label(alarm.id, name if hour < 10 else "", clock.now)
    clock.store.set_cities([CITIES[city] for city in ("auckland", "honolulu", "london", "kathmandu", "singapore")])
    for seconds in (5, 90, 3600, 3605, 3660, 3661):
        clock.store.add_timer(seconds * 1000)


def _notes(phone: SimulatedPhone, name: str) -> None:
    notes = MarkorApp(phone).notes
    notes.write(f"{name}", name, now=phone.clock.now())
    notes.make_folder(f"{name}2")
    notes.write(f"{name}2/{name}", name, now=phone.clock.now())
    joplin = JoplinApp(phone).notes
    joplin.create_notebook(name)
    notebook = joplin.notebooks()[0].id
    joplin.save(Note(notebook=notebook, title=name, body=f"# {name}\n{name}"))
    joplin.save(Note(notebook=notebook, title=name, body=name, is_todo=True))


def _files(phone: SimulatedPhone, name: str) -> None:
    for folder, data, extension in (
        ("Download", b"1234", ".txt"),
        ("Download", b"1234", ""),
        ("Documents", b"1234", ".pdf"),
        ("DCIM", scene(3), ".jpg"),
        ("Pictures", scene(1), ".png"),
        ("Movies", video([scene(1), scene(2)], 20), ".mp4"),
    ):
        write_dated(phone, f"{PRIMARY}/{folder}/{name}{extension}", data)
    for number, tags in enumerate((Song(title=name, artist=name, seconds=200), Song(title=f"{name}2", seconds=90))):
        write_dated(phone, f"{PRIMARY}/Music/{name}{number}.mp3", song(tags))
    phone.files.path(f"{PRIMARY}/{name}").mkdir()
    write_dated(phone, f"{PRIMARY}/{name}/{name}", b"1234")
    AudioRecorderApp(phone).install()
    write_dated(phone, f"{RECORDS}/{name}.m4a", recording(3))


def _records(phone: SimulatedPhone, name: str) -> None:
    recipe = dict.fromkeys(("title", "description", "servings", "preparationTime", "source", "ingredients"), name)
    number = BroccoliApp(phone).recipes.save({**recipe, "directions": name, "imageName": "", "favorite": 1})
    BroccoliApp(phone).categories.assign(number, [BroccoliApp(phone).categories.add(name)])
    expenses = ExpenseApp(phone).expenses
    for category in range(1, 12):
        dates = {"created_date": _now(phone) - category * DAY * 1000, "modified_date": _now(phone)}
        expenses.save({"name": name, "amount": 1250, "category": category, "note": name, **dates})
    tasks = TasksApp(phone).tasks
    for number, day in enumerate((date(2023, 10, 2), *(date(2023, 10, each) for each in (14, 15, 16, 20)), None)):
        due = task_store.due_value(day)
        tasks.save({**task_store.EMPTY, "title": name, "notes": name, "dueDate": due, "importance": number % 4})
    at = datetime(2024, 2, 3, 9, 30, 1, tzinfo=UTC).timestamp()
    tasks.save({**task_store.EMPTY, "title": name, "dueDate": int(at) * 1000})


def _events(phone: SimulatedPhone, name: str) -> None:
    events = CalendarApp(phone).events
    for number, interval in enumerate(event_store.REPEATS.values()):
        start = int(phone.clock.now()) + number * DAY
        rule = event_store.repeat_rule(interval, event_store.moment(start).date())
        texts = {"title": name, "location": name, "description": name}
        times = {"start_ts": start, "end_ts": start + 3600 * number, "repeat_interval": interval, "repeat_rule": rule}
        events.save({**event_store.EMPTY, **texts, **times})


def _places(phone: SimulatedPhone, name: str) -> None:
    places = OsmAndApp(phone).places
    here = [Place(name=name, latitude=47.1 + 0.1 * step, longitude=9.5) for step in range(2)]
    places.add_favorite(here[0])
    places.add_marker(here[1])
    places.save_track(name, here)
    tracks = OpenTracksApp(phone).tracks
    for age, category in ((1, name), (200, "")):
        number = tracks.add(name, started_at=_now(phone) - age * DAY * 1000, milliseconds=3_600_000, seed=age)
        tracks.edit(number, name=name, description=name if category else "", category=category)


def _media(phone: SimulatedPhone, name: str) -> None:
    music, library = RetroMusicApp(phone).music, VlcApp(phone).library
    music.add_to_playlist(music.create_playlist(name), music.tracks())
    music.play(music.tracks())
    library.scan()
    library.add_to_playlist(library.create_playlist(name), [f"{PRIMARY}/Movies/{name}.mp4"])


def _browser(phone: SimulatedPhone, name: str) -> None:
    preferences = f"{CHROME_DATA}/shared_prefs/com.android.chrome_preferences.xml"
    PreferenceFile(phone.files.path(preferences)).edit({"first_run_flow": True})
    ChromeApp(phone).install()


def _shop(phone: SimulatedPhone, name: str) -> None:
    store = ShopStore(phone.files.path(SHOP_DB))
    product = store.products.save({"title": name, "price": 4990, "rating": 4.1, "sold": 7})
    store.addresses.save({"name": name, "line": name})
    store.cart.save({"product_id": product, "quantity": 2})
    for used in (0, 1):
        store.coupons.save({"off": 500, "least": 1000, "used": used})
    for status in ("unpaid", "paid", "cancelled"):
        order = {"product_id": product, "quantity": 1, "address_id": 1, "total": 4990, "created": _now(phone)}
        store.orders.save({**order, "status": status})


def _chats(phone: SimulatedPhone, name: str) -> None:
    store = ChatStore(phone.files.path(CHAT_DB))
    for user in ("wxid_1", "1@chatroom"):
        store.contacts.save({"username": user, "nickname": name, "chatroomnotify": int(user == "wxid_1")})
        for kind in (1, 3, 34, 436207665):
            message = {"type": kind, "isSend": 0, "createTime": _now(phone), "talker": user, "content": name}
            store.messages.save(message)
    store.moments.save({"userName": "wxid_1", "createTime": _now(phone), "content": name, "likeFlag": 0})


_APPS: tuple[Callable[[SimulatedPhone, str], None], ...] = (
    _people,
    _calls,
    _messages,
    _clock,
    _notes,
    _files,
    _records,
    _events,
    _places,
    _media,
    _browser,
    _shop,
    _chats,
)

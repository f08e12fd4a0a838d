"""Templates of Retro Music beside AndroidWorld's: a song played at a volume, and a skip to a song of the queue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from random import Random

from device.media_file import Song, song
from device.phone import Phone
from perception.screen import Role, Screen
from tasks.moves import Back, Done, Move, Open, Touch
from tasks.pools import first_name, words
from tasks.rules import find
from tasks.template import Draft, Split, Template
from tasks.templates.androidworld.phone_kit import PACKAGES, begin, fill_table, rows
from tasks.templates.androidworld.steps import first_of, is_front, look_further, row_with, touch, touches
from tasks.templates.androidworld.storage_kit import STORAGE, Files, put_files

APP = "Retro Music"
SONGS = f"{STORAGE}/Music"
DATA = f"/data/data/{PACKAGES[APP]}"
QUEUE_DB = f"{DATA}/databases/music_playback_state.db"
QUEUES = ("playing_queue", "original_playing_queue")
PREFERENCES = f"{DATA}/shared_prefs/{PACKAGES[APP]}_preferences.xml"
VOLUME = "volume_music"
STEPS = 15
"""Steps of the media volume; the goals ask for shares that are whole steps."""
PLACES = (PREFERENCES, f"{DATA}/shared_prefs")
"""Where Retro Music keeps which song of the queue is on."""
ORDINALS = {2: "second", 3: "third", 4: "fourth", 5: "fifth", 6: "sixth", 7: "seventh", 8: "eighth"}


def _songs(rng: Random, split: Split, count: int) -> dict[str, Song]:
    """Draw songs by title; the first three are easily taken for each other."""
    name = " ".join(words(rng, split, 2)).title()
    titles = dict.fromkeys((name, f"{name} (Live)", f"{name} Again"))
    while len(titles) < count:
        titles[" ".join(words(rng, split, 2)).title()] = None
    return {
        title: Song(title=title, artist=first_name(rng, split), album="Songs", seconds=rng.randint(180, 300))
        for title in titles
    }


def _files(songs: Mapping[str, Song]) -> Files:
    return {f"{SONGS}/{title}.mp3": song(tags) for title, tags in songs.items()}


def _row(number: int, tags: Song) -> dict[str, object]:
    return {
        "_id": number, "title": tags.title, "track": 0, "year": 0, "duration": int(tags.seconds * 1000),
        "_data": f"{SONGS}/{tags.title}.mp3", "date_modified": 0, "album_id": 1, "album": tags.album,
        "artist_id": number, "artist": tags.artist, "composer": "", "album_artist": "",
    }  # fmt: skip


def _prepare(songs: Mapping[str, Song], queued: Sequence[Song], volume: int, phone: Phone) -> None:
    """Leave these songs, this queue, whose first song is on and paused, and a volume."""
    begin(phone, APP, "Settings")
    put_files(phone, _files(songs), SONGS)
    for table in QUEUES:
        fill_table(phone, QUEUE_DB, table, (_row(number, tags) for number, tags in enumerate(queued, 1)))
    phone.shell(f"rm -rf {PREFERENCES}; settings put system {VOLUME} {volume}")


def _playing(phone: Phone) -> tuple[str, bool]:
    """Return the title of what is on in Retro Music, empty for nothing, and whether it plays."""
    report = phone.shell("dumpsys media_session").partition(f"package={PACKAGES[APP]}\n")[2].partition("package=")[0]
    title = report.partition("description=")[2].partition(", ")[0]
    return title, "{state=3," in report


def _queue(phone: Phone) -> list[str]:
    """Return the titles of the queue; none where its two tables differ."""
    found = [rows(phone, QUEUE_DB, f"SELECT title FROM {table} ORDER BY rowid") for table in QUEUES]
    return [row["title"] for row in found[0]] if found[0] == found[1] else []


def _is_on(title: str, level: int, titles: Sequence[str], phone: Phone) -> bool:
    """Say whether a song plays at a volume, out of a queue of the songs there are, none of them twice."""
    said, queued = phone.shell(f"settings get system {VOLUME}").strip(), _queue(phone)
    is_right = title in queued and len(set(queued)) == len(queued) and set(queued) <= set(titles)
    return said == str(level) and _playing(phone) == (title, True) and is_right


def _play_move(title: str, level: int, screen: Screen, progress: Sequence[Move]) -> Move:
    """Set the volume in Settings first, then play the song."""
    if not any(isinstance(move, Touch) and move.element.role is Role.SLIDER for move in progress):
        if not is_front(screen, "Settings"):
            return Open(app="Settings")
        slider = find(screen, "Media volume", Role.SLIDER)
        if slider is not None:
            return Touch(element=slider, at=level / STEPS)
        return touch(screen, "Sound & vibration") or look_further(progress)
    if not is_front(screen, APP):
        return Open(app=APP)
    if touches(progress, title):
        return Done(message=f"{title} plays.")
    if not touches(progress, "Songs"):
        return touch(screen, "Songs") or Back()
    row = row_with(screen, title)
    return Touch(element=row) if row is not None else look_further(progress)


def _draw_play(rng: Random, split: Split) -> Draft:
    songs = _songs(rng, split, 9)
    title = rng.choice(list(songs)[:3])
    share = rng.choice((20, 40, 60, 80, 100))
    level = share * STEPS // 100
    before = rng.choice([each for each in range(1, STEPS) if each != level])
    return Draft(
        parameters={"share": str(share), "song": title},
        setup=partial(_prepare, songs, (), before),
        check=partial(_is_on, title, level, list(songs)),
        solve=partial(_play_move, title, level),
        may_change=("*/music_playback_state.db:*", *PLACES, f"system/{VOLUME}"),
    )


def _skip_move(title: str, screen: Screen, progress: Sequence[Move]) -> Move:
    if not is_front(screen, APP):
        return Open(app=APP)
    if touches(progress, title):
        return Done(message=f"{title} is on.")
    if not touches(progress, "Playing queue"):
        return first_of(lambda: touch(screen, "Playing queue"))
    row = row_with(screen, title)
    return Touch(element=row) if row is not None else look_further(progress)


def _skipped(title: str, queued: Sequence[str], phone: Phone) -> bool:
    return _playing(phone) == (title, True) and _queue(phone) == list(queued)


def _draw_skip(rng: Random, split: Split) -> Draft:
    songs = _songs(rng, split, 9)
    queued = rng.sample(list(songs.values()), 8)
    place = rng.choice(list(ORDINALS))
    title = queued[place - 1].title
    return Draft(
        parameters={"place": ORDINALS[place]},
        setup=partial(_prepare, songs, queued, 5),
        check=partial(_skipped, title, [each.title for each in queued]),
        solve=partial(_skip_move, title),
        may_change=PLACES,
    )


TEMPLATES: tuple[Template, ...] = (
    Template(
        name="retro_play_at_volume",
        app=APP,
        phrasings=(
            'Set the media volume to {share} % and play the song "{song}" from the songs of Retro Music',
            'Play "{song}" out of all songs in Retro Music, with the media volume at {share} percent',
        ),
        held_out=('I want to hear "{song}" from Retro Music\'s songs, media volume {share} %',),
        draw=_draw_play,
        steps=16,
    ),
    Template(
        name="retro_skip_to_track",
        app=APP,
        phrasings=(
            "Skip to the {place} song of the playing queue in Retro Music",
            "In Retro Music, let the {place} track of the playing queue play, and leave the queue as it is",
        ),
        held_out=("Of what is queued in Retro Music I want to hear the {place} one now",),
        draw=_draw_skip,
        steps=10,
    ),
)

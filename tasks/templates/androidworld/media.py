"""Templates of Retro Music and VLC: playlists made in order, the playing queue filled, a playlist exported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import accumulate
from random import Random

from device.media_file import Song, scene, song, video
from device.phone import Phone
from tasks.pools import first_name, title, words
from tasks.template import Draft, Split, Template
from tasks.templates.androidworld.phone_kit import PACKAGES, begin, fill_table, rows
from tasks.templates.androidworld.script import Step, hold, open_app, script, tap, write
from tasks.templates.androidworld.storage_kit import STORAGE, Files, look_alikes, put_files

MUSIC, PLAYER = "Retro Music", "VLC"
SONGS, VIDEOS, EXPORTS = f"{STORAGE}/Music", f"{STORAGE}/VLCVideos", f"{STORAGE}/Download"
PLAYLIST_DB = "/data/data/code.name.monkey.retromusic/databases/playlist.db"
QUEUE_DB = "/data/data/code.name.monkey.retromusic/databases/music_playback_state.db"
MEDIA_DB = "/data/data/org.videolan.vlc/app_db/vlc_media.db"
PLAYLIST_ROWS = ("*/playlist.db:PlaylistEntity", "*/playlist.db:SongEntity")
QUEUE_ROWS = ("*/music_playback_state.db:*",)
LIBRARY_ROWS = ("*/vlc_media.db:Playlist", "*/vlc_media.db:PlaylistMediaRelation")
SHORTEST, LONGEST = 45 * 60, 50 * 60
"""Seconds that a playlist of `_draw_duration` has to last."""

Playlists = Mapping[str, Sequence[str]]
"""Titles of songs, or names of files, in order, by the playlist's name."""


def _titles(rng: Random, split: Split, count: int) -> list[str]:
    """Draw titles of songs; for each of the first two there is one that is easily taken for it."""
    found: dict[str, None] = {}
    while len(found) < count:
        name = " ".join(words(rng, split, 2)).title()
        found[name] = None
        if len(found) < 4:
            found[f"{name} {rng.choice(('Again', 'Live', 'Remix'))}"] = None
    return list(found)[:count]


def _song_files(rng: Random, split: Split, seconds: Mapping[str, int]) -> Files:
    return {
        f"{SONGS}/{name}.mp3": song(Song(title=name, artist=first_name(rng, split), seconds=length))
        for name, length in seconds.items()
    }


def _prepare_music(files: Files, kept: str, phone: Phone) -> None:
    """Leave these songs, an empty queue, and one playlist, which is empty and stays so."""
    begin(phone, MUSIC)
    put_files(phone, files, SONGS, EXPORTS)
    fill_table(phone, PLAYLIST_DB, "SongEntity", [])
    fill_table(phone, PLAYLIST_DB, "PlaylistEntity", [{"playlist_id": 1, "playlist_name": kept}])
    for table in ("playing_queue", "original_playing_queue"):
        fill_table(phone, QUEUE_DB, table, [])


def _playlists(phone: Phone) -> list[tuple[str, list[str]]]:
    """Return name and titles of all playlists, by name."""
    lists = rows(phone, PLAYLIST_DB, "SELECT playlist_id, playlist_name FROM PlaylistEntity ORDER BY playlist_name")
    songs = rows(phone, PLAYLIST_DB, "SELECT playlist_creator_id, title FROM SongEntity ORDER BY song_key")
    of = {
        each["playlist_id"]: [s["title"] for s in songs if s["playlist_creator_id"] == each["playlist_id"]]
        for each in lists
    }
    known = [(each["playlist_name"], of[each["playlist_id"]]) for each in lists]
    return known if len(songs) == sum(map(len, of.values())) else []


def _playlists_are(wanted: Playlists, phone: Phone) -> bool:
    return _playlists(phone) == sorted((name, list(titles)) for name, titles in wanted.items())


def _choose(names: Sequence[str]) -> tuple[Step, ...]:
    """Return the steps that select songs or files in this order."""
    return hold(names[0]), *(tap(name) for name in names[1:])


def _make_playlist(name: str, titles: Sequence[str]) -> tuple[Step, ...]:
    steps = (tap("More options"), tap("Add to playlist"), tap("New playlist..."), write(name), tap("Create"))
    return open_app(MUSIC), tap("Songs"), *_choose(titles), *steps


def _some_songs(rng: Random, split: Split) -> tuple[Files, list[str], str, str]:
    """Draw songs, those that are asked for in order, a playlist's name, and one that is easily taken for it."""
    titles = _titles(rng, split, 10)
    files = _song_files(rng, split, {name: rng.randint(180, 300) for name in titles})
    name = title(rng, split).title()
    return files, rng.sample(titles, rng.randint(2, 4)), name, f"{name} {rng.choice(('Mix', 'Old', '2'))}"


def _draw_playlist(rng: Random, split: Split) -> Draft:
    files, chosen, name, kept = _some_songs(rng, split)
    return Draft(
        parameters={"playlist": name, "songs": ", ".join(chosen)},
        setup=partial(_prepare_music, files, kept),
        check=partial(_playlists_are, {name: chosen, kept: []}),
        solve=script(*_make_playlist(name, chosen), done=f"The playlist {name} is made."),
        may_change=PLAYLIST_ROWS,
    )


def _is_exported(wanted: Playlists, files: Files, path: str, titles: Sequence[str], phone: Phone) -> bool:
    if phone.shell(f"ls {EXPORTS}").split("\n") != [path.rpartition("/")[2], ""] or not _playlists_are(wanted, phone):
        return False
    lines = phone.pull(path).decode().splitlines()
    return [line for line in lines if not line.startswith("#")] == [f"{SONGS}/{name}.mp3" for name in titles]


def _draw_save(rng: Random, split: Split) -> Draft:
    files, chosen, name, kept = _some_songs(rng, split)
    path = f"{EXPORTS}/{name}.m3u"
    export = [tap("Playlists"), tap(f"More options for {name}"), tap("Save as file"), tap("Save")]
    return Draft(
        parameters={"playlist": name, "songs": ", ".join(chosen)},
        setup=partial(_prepare_music, files, kept),
        check=partial(_is_exported, {name: chosen, kept: []}, files, path, chosen),
        solve=script(*_make_playlist(name, chosen), *export, done=f"The playlist {name} is made and exported."),
        may_change=(*PLAYLIST_ROWS, f"{EXPORTS}/*"),
    )


def _queue_is(titles: Sequence[str], phone: Phone) -> bool:
    tables = ("playing_queue", "original_playing_queue")
    found = [rows(phone, QUEUE_DB, f"SELECT title FROM {table} ORDER BY rowid") for table in tables]
    return all([row["title"] for row in each] == list(titles) for each in found)


def _draw_queue(rng: Random, split: Split) -> Draft:
    files, chosen, _, kept = _some_songs(rng, split)
    add = [step for name in chosen for step in (tap(f"More options for {name}"), tap("Add to playing queue"))]
    return Draft(
        parameters={"songs": ", ".join(chosen)},
        setup=partial(_prepare_music, files, kept),
        check=partial(_queue_is, chosen),
        solve=script(open_app(MUSIC), tap("Songs"), *add, done="The songs are in the queue."),
        may_change=QUEUE_ROWS,
    )


def _lasts_right(seconds: Mapping[str, int], name: str, kept: str, phone: Phone) -> bool:
    found = _playlists(phone)
    titles = dict(found).get(name, [])
    if len(found) != 2 or dict(found).get(kept) != [] or len(set(titles)) != len(titles):
        return False
    return SHORTEST <= sum(seconds.get(each, 10**6) for each in titles) <= LONGEST


def _draw_duration(rng: Random, split: Split) -> Draft:
    seconds = {name: rng.randint(230, 330) for name in _titles(rng, split, 14)}
    files = _song_files(rng, split, seconds)
    ordered = sorted(seconds, key=str.casefold)
    count = next(n for n, total in enumerate(accumulate(seconds[name] for name in ordered), 1) if total >= SHORTEST)
    name = title(rng, split).title()
    kept = f"{name} 2"
    return Draft(
        parameters={"playlist": name},
        setup=partial(_prepare_music, files, kept),
        check=partial(_lasts_right, seconds, name, kept),
        solve=script(*_make_playlist(name, ordered[:count]), done=f"The playlist {name} is made."),
        may_change=PLAYLIST_ROWS,
    )


def _prepare_videos(files: Files, kept: str, phone: Phone) -> None:
    """Leave these videos, which VLC has seen already, and one playlist that stays as it is."""
    begin(phone, PLAYER)
    put_files(phone, files, VIDEOS)
    for table in ("PlaylistMediaRelation", "Playlist", "File", "Media"):
        fill_table(phone, MEDIA_DB, table, [])
    phone.shell(f"am start -n {PACKAGES[PLAYER]}/.gui.MainActivity")
    fill_table(phone, MEDIA_DB, "Playlist", [{"id_playlist": 1, "name": kept, "creation_date": 0}])
    begin(phone, PLAYER)


def _video_lists_are(wanted: Playlists, phone: Phone) -> bool:
    lists = rows(phone, MEDIA_DB, "SELECT id_playlist, name FROM Playlist ORDER BY name COLLATE BINARY")
    query = (
        "SELECT playlist_id, filename FROM PlaylistMediaRelation JOIN Media ON media_id = id_media ORDER BY position"
    )
    files = rows(phone, MEDIA_DB, query)
    found = [(e["name"], [f["filename"] for f in files if f["playlist_id"] == e["id_playlist"]]) for e in lists]
    return found == sorted((name, list(names)) for name, names in wanted.items())


def _video_names(rng: Random, split: Split, count: int) -> list[str]:
    """Draw names of video files, a number of which are easily taken for each other."""
    first = "_".join(words(rng, split, 2)) + ".mp4"
    names = [first, *look_alikes(rng, first)]
    while len(names) < count:
        names.append(f"{'_'.join(words(rng, split, 1))}_{rng.randint(1, 99)}.mp4")
    return list(dict.fromkeys(names))


def _make_video_list(name: str, files: Sequence[str]) -> tuple[Step, ...]:
    return *_choose(files), tap("Add to playlist"), write(name), tap("Save")


def _video_files(rng: Random, names: Sequence[str]) -> Files:
    return {
        f"{VIDEOS}/{name}": video([scene(rng.randrange(99), size=(60, 80))], rng.randint(20, 180)) for name in names
    }


def _draw_video_list(rng: Random, split: Split) -> Draft:
    names = _video_names(rng, split, 7)
    chosen = rng.sample(names, rng.randint(2, 4))
    name = title(rng, split).title()
    kept = f"{name} Series"
    return Draft(
        parameters={"playlist": name, "files": ", ".join(chosen)},
        setup=partial(_prepare_videos, _video_files(rng, names), kept),
        check=partial(_video_lists_are, {name: chosen, kept: []}),
        solve=script(open_app(PLAYER), *_make_video_list(name, chosen), done=f"The playlist {name} is made."),
        may_change=LIBRARY_ROWS,
    )


def _draw_two_video_lists(rng: Random, split: Split) -> Draft:
    names = _video_names(rng, split, 8)
    first, second = rng.sample(names, rng.randint(2, 3)), rng.sample(names, rng.randint(2, 3))
    name = title(rng, split).title()
    other, kept = f"More {name}", f"{name} Series"
    steps = (*_make_video_list(name, first), *_make_video_list(other, second))
    return Draft(
        parameters={"first": name, "first_files": ", ".join(first), "second": other, "second_files": ", ".join(second)},
        setup=partial(_prepare_videos, _video_files(rng, names), kept),
        check=partial(_video_lists_are, {name: first, other: second, kept: []}),
        solve=script(open_app(PLAYER), *steps, done="Both playlists are made."),
        may_change=LIBRARY_ROWS,
    )


TEMPLATES: tuple[Template, ...] = (
    Template(
        name="retro_create_playlist",
        app=MUSIC,
        phrasings=(
            'In Retro Music, make a playlist "{playlist}" of these songs, in this order: {songs}',
            'Make the playlist "{playlist}" in Retro Music; its songs are, in order, {songs}',
        ),
        held_out=('I want the songs {songs}, in that order, as a Retro Music playlist called "{playlist}"',),
        draw=_draw_playlist,
        steps=24,
    ),
    Template(
        name="retro_save_playlist",
        app=MUSIC,
        phrasings=(
            'In Retro Music, make a playlist "{playlist}" of these songs, in order: {songs}. Then save it in Download',
            'Make the Retro Music playlist "{playlist}" ({songs}, in order) and export it to Download',
        ),
        held_out=('Retro Music: playlist "{playlist}" with {songs} in order, exported to Download',),
        draw=_draw_save,
        steps=50,
    ),
    Template(
        name="retro_playing_queue",
        app=MUSIC,
        phrasings=(
            "Put these songs into the playing queue of Retro Music, in this order: {songs}",
            "In Retro Music, queue the songs {songs}, one after the other",
        ),
        held_out=("Retro Music should play {songs} next: add them to the queue in this order",),
        draw=_draw_queue,
        steps=32,
    ),
    Template(
        name="retro_playlist_duration",
        app=MUSIC,
        phrasings=(
            'In Retro Music, make a playlist "{playlist}" out of the songs on the phone that lasts 45 to 50 minutes',
            'Make a Retro Music playlist called "{playlist}" that plays for at least 45 and at most 50 minutes',
        ),
        held_out=('I need music for 45 to 50 minutes: make a playlist "{playlist}" in Retro Music',),
        draw=_draw_duration,
        steps=30,
    ),
    Template(
        name="vlc_create_playlist",
        app=PLAYER,
        phrasings=(
            'In VLC, make a playlist "{playlist}" of these files of VLCVideos, in this order: {files}',
            'Make the playlist "{playlist}" in VLC; its videos are, in order, {files}',
        ),
        held_out=('I want the videos {files}, in that order, as a VLC playlist called "{playlist}"',),
        draw=_draw_video_list,
        steps=28,
    ),
    Template(
        name="vlc_create_two_playlists",
        app=PLAYER,
        phrasings=(
            'Make two VLC playlists: "{first}" of {first_files}, and "{second}" of {second_files}, in this order',
            'In VLC, make a playlist "{first}" ({first_files}, in order), then "{second}" ({second_files}, in order)',
        ),
        held_out=(
            'VLC should have the playlists "{first}" with {first_files} and "{second}" with {second_files}, in order',
        ),
        draw=_draw_two_video_lists,
        steps=48,
    ),
)

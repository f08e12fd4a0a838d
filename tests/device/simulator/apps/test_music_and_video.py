"""Retro Music and VLC: songs, videos, playlists, the queue, and the player."""

from __future__ import annotations

import sqlite3

import pytest

from device.media_file import Song, picture, song, video
from device.simulator.apps.retro_music import RetroMusicApp
from device.simulator.apps.retro_music.music_store import PLAYLIST_DB, QUEUE_DB
from device.simulator.apps.retro_music.player import PREFERENCES
from device.simulator.apps.vlc import VlcApp
from device.simulator.apps.vlc.media_library import MEDIA_DB
from device.simulator.phone import SimulatedPhone
from device.simulator.shell import run_command
from tests.device.simulator.apps.hand import Hand

MUSIC, VIDEOS = "/storage/emulated/0/Music", "/storage/emulated/0/VLCVideos"
SONGS = ("Amber", "Birch", "Cedar")


@pytest.fixture(autouse=True)
def _media(phone: SimulatedPhone) -> None:
    for number, title in enumerate(SONGS):
        tags = Song(title=title, artist="Ann", album="Trees", seconds=180 + number)
        phone.files.write(f"{MUSIC}/{title}.mp3", song(tags))
    for name in ("clip.mp4", "film.mp4"):
        phone.files.write(f"{VIDEOS}/{name}", video([picture("one"), picture("two")], 20))


def rows(phone: SimulatedPhone, path: str, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(phone.files.path(path)) as connection:
        found = connection.execute(query).fetchall()
    connection.close()
    return found


def test_a_playlist_keeps_the_order_of_choice(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch(RetroMusicApp.package)
    hand.tap("Songs")
    for title in ("Cedar", "Amber"):
        hand.hold(title) if title == "Cedar" else hand.tap(title)
    hand.tap("More options")
    hand.tap("Add to playlist")
    hand.tap("New playlist...")
    hand.type("Woods", cls="EditText")
    hand.tap("Create")
    hand.tap("More options for Birch")
    hand.tap("Add to playlist")
    hand.tap("Woods")

    query = (
        "SELECT playlist_name, title, duration FROM PlaylistEntity JOIN SongEntity ON playlist_id = playlist_creator_id"
    )
    assert rows(phone, PLAYLIST_DB, f"{query} ORDER BY song_key") == [
        ("Woods", "Cedar", 182_000),
        ("Woods", "Amber", 180_000),
        ("Woods", "Birch", 181_000),
    ]
    hand.tap("Playlists")
    assert hand.sees("Woods", "3 songs • 9:03")


def test_exporting_renaming_and_deleting_a_playlist(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch(RetroMusicApp.package)
    hand.tap("Songs")
    hand.tap("More options for Birch")
    hand.tap("Add to playlist")
    hand.tap("New playlist...")
    hand.type("Woods", cls="EditText")
    hand.tap("Create")
    hand.tap("Playlists")
    hand.tap("More options for Woods")
    hand.tap("Save as file")
    hand.tap("Save")
    assert phone.files.read("/sdcard/Download/Woods.m3u").decode().splitlines() == [
        "#EXTM3U",
        "#EXTINF:181,Birch",
        f"{MUSIC}/Birch.mp3",
    ]
    hand.tap("More options for Woods")
    hand.tap("Rename")
    hand.type("Trees", cls="EditText")
    hand.tap("Rename", cls="Button")
    hand.tap("More options for Trees")
    hand.tap("Delete")
    hand.tap("Delete", cls="Button")

    assert rows(phone, PLAYLIST_DB, "SELECT title FROM SongEntity") == []
    assert rows(phone, PLAYLIST_DB, "SELECT playlist_name FROM PlaylistEntity") == []


def test_the_queue(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch(RetroMusicApp.package)
    hand.tap("Songs")
    for title, command in (
        ("Cedar", "Add to playing queue"),
        ("Amber", "Add to playing queue"),
        ("Birch", "Play next"),
    ):
        hand.tap(f"More options for {title}")
        hand.tap(command)
    queue = "SELECT title FROM playing_queue"
    assert rows(phone, QUEUE_DB, queue) == [("Cedar",), ("Birch",), ("Amber",)]
    hand.tap("Birch")

    assert rows(phone, QUEUE_DB, queue) == [("Amber",), ("Birch",), ("Cedar",)]
    assert phone.app.media is not None
    assert (phone.app.media.title, phone.app.media.is_playing) == ("Birch", True)


def test_the_player_goes_through_the_queue_by_the_phones_clock(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch(RetroMusicApp.package)
    hand.tap("Albums")
    hand.tap("Trees")
    hand.tap("Birch")
    hand.tap("Birch", index=1)
    phone.clock.advance(30)
    assert hand.sees("Now playing", "Birch", "0:30", "3:01", "Pause")
    phone.clock.advance(160)
    assert hand.sees("Cedar", "0:09")
    hand.tap("Pause")
    phone.clock.advance(60)
    assert hand.sees("Cedar", "0:09", "Play")
    hand.tap("Previous")
    assert hand.sees("Cedar", "0:00")
    hand.tap("Previous")
    assert hand.sees("Birch", "0:00")
    hand.tap("Next")
    hand.tap("Next")
    assert hand.sees("Amber", "Play")
    assert b'"POSITION" value="0"' in phone.files.read(PREFERENCES)

    hand.tap("Playing queue")
    hand.tap("Cedar")
    phone.clock.advance(1000)
    report = run_command(phone, "dumpsys media_session")[0].decode()
    assert "package=code.name.monkey.retromusic" in report
    assert "state=PlaybackState {state=2, position=182000," in report
    assert "description=Cedar, Ann, Trees" in report


def test_clearing_the_queue_stops_the_player(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch(RetroMusicApp.package)
    hand.tap("Songs")
    hand.tap("Cedar")
    hand.tap("Playing queue")
    hand.tap("More options")
    hand.tap("Clear queue")

    assert hand.sees("No songs")
    assert "have 0 sessions" in run_command(phone, "dumpsys media_session")[0].decode()


def test_vlc_knows_new_videos_and_makes_playlists(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch(VlcApp.package)
    assert rows(phone, MEDIA_DB, "SELECT COUNT(*) FROM Media") == [(5,)]
    hand.hold("film.mp4")
    hand.tap("clip.mp4")
    hand.tap("Add to playlist")
    hand.type("Trips", into="Playlist name")
    hand.tap("Save")

    query = "SELECT name, filename, position FROM PlaylistMediaRelation r JOIN Playlist ON playlist_id = id_playlist"
    assert rows(phone, MEDIA_DB, f"{query} JOIN Media ON media_id = id_media ORDER BY position") == [
        ("Trips", "film.mp4", 0),
        ("Trips", "clip.mp4", 1),
    ]
    hand.tap("Playlists")
    hand.tap("Trips")
    assert hand.order("film.mp4", "clip.mp4")


def test_vlc_plays_by_the_phones_clock(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch(VlcApp.package)
    hand.tap("Browse")
    hand.tap("Internal memory")
    hand.tap("VLCVideos")
    hand.tap("clip.mp4")
    first = phone.screenshot()
    phone.clock.advance(12)
    assert hand.sees("0:12", "0:20", "Pause")
    second = phone.screenshot()
    hand.tap("Pause")
    phone.clock.advance(30)

    assert hand.sees("0:12", "Play")
    assert (first != second).any()

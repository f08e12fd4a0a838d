"""Camera and Audio Recorder: what they write into shared storage."""

from __future__ import annotations

import io

from PIL import Image

from device.media_file import media_seconds
from device.simulator.apps.audio_recorder import RECORDS, AudioRecorderApp
from device.simulator.apps.camera import PHOTOS, VIDEOS, CameraApp
from device.simulator.phone import SimulatedPhone
from tests.device.simulator.apps.hand import Hand


def names(phone: SimulatedPhone, folder: str) -> list[str]:
    return sorted(entry.name for entry in phone.files.path(folder).iterdir())


def test_photos_are_pictures_with_names_of_their_own(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch(CameraApp.package)
    hand.tap("Shutter")
    hand.tap("Shutter")

    assert names(phone, PHOTOS) == ["IMG_20231015_153400.jpg", "IMG_20231015_153400_1.jpg"]
    with Image.open(io.BytesIO(phone.files.read(f"{PHOTOS}/IMG_20231015_153400.jpg"))) as photo:
        assert photo.size == (960, 1280)


def test_a_video_is_as_long_as_it_was_filmed(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch(CameraApp.package)
    hand.tap("Mode list")
    hand.tap("Video")
    hand.tap("Shutter")
    phone.clock.advance(7)
    assert hand.sees("0:07")
    hand.back()

    (name,) = names(phone, VIDEOS)
    assert media_seconds(phone.files.read(f"{VIDEOS}/{name}")) == 7


def test_recording_with_a_pause(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch(AudioRecorderApp.package)
    hand.tap("Record")
    phone.clock.advance(3)
    hand.tap("Pause recording")
    phone.clock.advance(60)
    hand.tap("Record")
    phone.clock.advance(2)
    hand.tap("Stop recording")
    hand.type("talk", cls="EditText")
    hand.tap("Save")

    assert names(phone, RECORDS) == ["talk.m4a"]
    assert media_seconds(phone.files.read(f"{RECORDS}/talk.m4a")) == 5


def test_a_taken_name_is_asked_for_again(phone: SimulatedPhone, hand: Hand) -> None:
    phone.files.write(f"{RECORDS}/talk.m4a", b"first")
    phone.launch(AudioRecorderApp.package)
    hand.tap("Record")
    hand.tap("Stop recording")
    hand.type("talk", cls="EditText")
    hand.tap("Save")
    assert phone.toast == "File name already exists"
    hand.type("talk 2", cls="EditText")
    hand.tap("Save")

    assert names(phone, RECORDS) == ["talk 2.m4a", "talk.m4a"]
    assert phone.files.read(f"{RECORDS}/talk.m4a") == b"first"


def test_discarding_renaming_and_deleting(phone: SimulatedPhone, hand: Hand) -> None:
    phone.files.write(f"{RECORDS}/old.m4a", b"old")
    phone.launch(AudioRecorderApp.package)
    hand.tap("Record")
    hand.tap("Delete recording")
    hand.tap("Yes")
    hand.tap("Records")
    hand.tap("More options for old")
    hand.tap("Rename")
    hand.type("new", cls="EditText")
    hand.tap("Save")
    assert names(phone, RECORDS) == ["new.m4a"]
    hand.tap("More options for new")
    hand.tap("Delete")
    hand.tap("Yes")

    assert names(phone, RECORDS) == []

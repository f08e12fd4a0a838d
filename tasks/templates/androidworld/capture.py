"""Templates of Camera and Audio Recorder: a photo, a video, a recording, a recording with a name."""

from __future__ import annotations

import shlex
from functools import partial
from random import Random

from device.media_file import recording, scene, video
from device.phone import Phone
from tasks.pools import title, word
from tasks.template import Draft, Split, Template
from tasks.templates.androidworld.phone_kit import begin
from tasks.templates.androidworld.script import open_app, script, tap, write
from tasks.templates.androidworld.storage_kit import STORAGE, Files, listing, one_new, put_files

CAMERA, RECORDER = "Camera", "Audio Recorder"
PHOTOS, VIDEOS = f"{STORAGE}/Pictures", f"{STORAGE}/Movies"
RECORDS = f"{STORAGE}/Android/data/com.dimowner.audiorecorder/files/Music/records"
_JPEG, _MPEG4 = b"\xff\xd8\xff", b"ftyp"


def _prepare(app: str, files: Files, folder: str, phone: Phone) -> None:
    begin(phone, app)
    put_files(phone, files, folder)


def _has_one_more(files: Files, folder: str, begins: bytes, at: int, phone: Phone) -> bool:
    return one_new(phone, files, folder, begins=begins, at=at)


def _draw_photo(rng: Random, _split: Split) -> Draft:
    files = {
        f"{PHOTOS}/IMG_20231{day:03d}_101500.jpg": scene(day, size=(60, 80)) for day in rng.sample(range(1, 15), 3)
    }
    return Draft(
        parameters={},
        setup=partial(_prepare, CAMERA, files, PHOTOS),
        check=partial(_has_one_more, files, PHOTOS, _JPEG, 0),
        solve=script(open_app(CAMERA), tap("Shutter"), done="A photo was taken."),
        may_change=(f"{PHOTOS}/*",),
    )


def _draw_video(rng: Random, _split: Split) -> Draft:
    days = rng.sample(range(1, 15), 2)
    files = {f"{VIDEOS}/VID_202310{day:02d}_101500.mp4": video([scene(day, size=(60, 80))], 5) for day in days}
    steps = [open_app(CAMERA), tap("Mode list"), tap("Video"), tap("Shutter"), tap("Shutter")]
    return Draft(
        parameters={},
        setup=partial(_prepare, CAMERA, files, VIDEOS),
        check=partial(_has_one_more, files, VIDEOS, _MPEG4, 4),
        solve=script(*steps, done="A video was taken."),
        may_change=(f"{VIDEOS}/*",),
    )


def _draw_record(rng: Random, split: Split) -> Draft:
    files = {f"{RECORDS}/{word(rng, split)}.m4a": recording(1) for _ in range(2)}
    steps = [open_app(RECORDER), tap("Record"), tap("Stop recording"), tap("Save")]
    return Draft(
        parameters={},
        setup=partial(_prepare, RECORDER, files, RECORDS),
        check=partial(_has_one_more, files, RECORDS, _MPEG4, 4),
        solve=script(*steps, done="The recording is saved."),
        may_change=(f"{RECORDS}/*",),
    )


def _is_called(files: Files, name: str, phone: Phone) -> bool:
    path = f"{RECORDS}/{name}.m4a"
    return path in listing(phone, RECORDS) and _has_one_more(files, RECORDS, _MPEG4, 4, phone)


def _draw_named_record(rng: Random, split: Split) -> Draft:
    name = title(rng, split)
    files = {f"{RECORDS}/{other}.m4a": recording(1) for other in (f"{name} 2", f"{name}s", word(rng, split) + " talk")}
    steps = [open_app(RECORDER), tap("Record"), tap("Stop recording"), write(name), tap("Save")]
    return Draft(
        parameters={"name": name},
        setup=partial(_prepare, RECORDER, files, RECORDS),
        check=partial(_is_called, files, name),
        solve=script(*steps, done=f"The recording {shlex.quote(name)} is saved."),
        may_change=(f"{RECORDS}/*",),
    )


TEMPLATES: tuple[Template, ...] = (
    Template(
        name="camera_take_photo",
        app=CAMERA,
        phrasings=("Take a photo", "Make one picture with the camera", "Shoot a single photo with Camera"),
        held_out=("I'd like one photo of what is in front of the phone",),
        draw=_draw_photo,
        steps=10,
    ),
    Template(
        name="camera_take_video",
        app=CAMERA,
        phrasings=("Take a video", "Film one video with the camera", "Shoot a single, short video with Camera"),
        held_out=("I'd like one video of what is in front of the phone",),
        draw=_draw_video,
        steps=10,
    ),
    Template(
        name="audio_recorder_record_audio",
        app=RECORDER,
        phrasings=(
            "Record something with Audio Recorder and save the recording",
            "With Audio Recorder, make and save one recording",
            "Make an audio recording in Audio Recorder and keep it",
        ),
        held_out=("I need a short audio clip, recorded and saved in Audio Recorder",),
        draw=_draw_record,
        steps=12,
    ),
    Template(
        name="audio_recorder_record_audio_with_file_name",
        app=RECORDER,
        phrasings=(
            'Record something with Audio Recorder and save it as "{name}"',
            'With Audio Recorder, make a recording and name it "{name}"',
            'Make an audio recording called "{name}" in Audio Recorder',
        ),
        held_out=('I need an audio clip, saved in Audio Recorder under the name "{name}"',),
        draw=_draw_named_record,
        steps=20,
    ),
)

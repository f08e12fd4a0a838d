"""Media files: what was written is what players, ours and OpenCV's, read."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from device.media_file import (
    Song,
    media_seconds,
    picture,
    read_song,
    recording,
    scene,
    song,
    video,
    video_frames,
)


@pytest.mark.parametrize("data", [picture("one line\nanother"), scene(7)])
def test_pictures_are_jpegs(data: bytes) -> None:
    with Image.open(io.BytesIO(data)) as image:
        assert (image.format, image.size) == ("JPEG", (480, 640))


def test_scenes_differ_from_seed_to_seed_and_come_again() -> None:
    assert scene(1) == scene(1) != scene(2)


def test_a_recording_tells_its_length() -> None:
    assert media_seconds(recording(2.5)) == 2.5


def test_a_video_gives_its_pictures_back() -> None:
    frames = [picture("one"), picture("two"), picture("three")]
    data = video(frames, 12)

    assert media_seconds(data) == 12
    assert video_frames(data) == frames


def test_opencv_plays_a_video(tmp_path: Path) -> None:
    cv2 = pytest.importorskip("cv2")
    path = tmp_path / "film.mp4"
    path.write_bytes(video([scene(1), scene(2)], 4))

    film = cv2.VideoCapture(str(path))

    assert (film.get(cv2.CAP_PROP_FRAME_COUNT), film.get(cv2.CAP_PROP_FPS)) == (2, 0.5)
    assert film.read()[1].shape == (640, 480, 3)


def test_a_song_gives_its_tag_back() -> None:
    tags = Song(title="Über den Wolken", artist="A & B", album="X", seconds=203.5)

    assert read_song(song(tags)) == tags


def test_a_song_without_a_length_in_its_tag_is_as_long_as_its_bit_rate_says() -> None:
    assert read_song(b"\xff\xfb\x90\x00" + bytes(128_000 // 8 * 10 - 4)).seconds == 10


@pytest.mark.parametrize("data", [b"", b"ID3", b"\x00" * 40, recording(1)[:60], b"ID3\x03\x00\x00\x7f\x7f\x7f\x7fTIT2"])
def test_other_files_tell_nothing(data: bytes) -> None:
    assert read_song(data) == Song()
    assert media_seconds(data) == 0
    assert video_frames(data) == []

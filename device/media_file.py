"""Photos, recordings, videos and songs as real files: what the simulated phone's apps write and read, and tasks push.

Recordings and videos are ISO base media files (ISO/IEC 14496-12) with one track: A-law speech (ITU-T G.711), or one
JPEG a picture ("Photo JPEG" of the QuickTime file format). Songs are MP3 files whose ID3v2 tag (id3.org, version 2.3)
tells title, artist, album and length.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

AUDIO_RATE = 8000
_SCALE = 1000
"""Ticks a second of a file's durations."""
_SILENCE = 0xD5
"""A-law's code for zero."""
_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_CONTAINERS = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl"})
_MP3_FRAME = b"\xff\xe3\x18\xc4" + bytes(68)
"""A silent frame: MPEG-2.5 layer III, 8 kbit/s, 8 kHz, one channel: 72 bytes that last 72 ms."""
_TAGS = {"TIT2": "title", "TPE1": "artist", "TALB": "album", "TLEN": "length"}


@dataclass(frozen=True, kw_only=True)
class Song:
    """What a song's tag tells.

    Attributes:
        title, artist, album: In words; empty where the tag says nothing.
        seconds: How long it plays.
    """

    title: str = ""
    artist: str = ""
    album: str = ""
    seconds: float = 0.0


def picture(
    text: str, *, size: tuple[int, int] = (480, 640), background: tuple[int, int, int] = (250, 250, 245)
) -> bytes:
    """Return a JPEG that shows lines of text, dark on light.

    Args:
        text: The lines; what is too long for the width is cut off.
        size: Width and height in pixels.
        background: RGB.
    """
    image = Image.new("RGB", size, background)
    ImageDraw.Draw(image).multiline_text((24, 24), text, fill=(30, 30, 30), font=ImageFont.load_default(26), spacing=12)
    return _jpeg(image)


def scene(seed: int, *, size: tuple[int, int] = (480, 640)) -> bytes:
    """Return a JPEG of what a camera sees: a sky, hills and a sun, other ones for each seed."""
    width, height = size
    image = Image.new("RGB", size, (120 + seed * 37 % 80, 170, 230))
    draw = ImageDraw.Draw(image)
    sun = seed * 97 % width
    draw.ellipse((sun - 40, 60, sun + 40, 140), fill=(255, 230, 120))
    for hill in range(3):
        middle, reach = (seed * 61 + hill * 173) % width, 220 + (seed * 29 + hill * 53) % 120
        top = height // 2 + hill * 60
        draw.ellipse((middle - reach, top, middle + reach, height * 2), fill=(60, 130 - hill * 30, 70 - hill * 12))
    return _jpeg(image)


def recording(seconds: float) -> bytes:
    """Return an MPEG-4 audio file of silence."""
    samples = bytes([_SILENCE]) * max(1, round(seconds * AUDIO_RATE))
    entry = b"alaw" + bytes(6) + struct.pack(">HHHIHHHHI", 1, 0, 0, 0, 1, 16, 0, 0, AUDIO_RATE << 16)
    return _movie(
        b"soun", entry, [samples], samples_each=len(samples), sample_size=1, seconds=len(samples) / AUDIO_RATE
    )


def video(frames: Sequence[bytes], seconds: float) -> bytes:
    """Return an MPEG-4 video file.

    Args:
        frames: JPEGs of one size, shown one after the other for equal times; at least one.
        seconds: How long the video is.
    """
    with Image.open(io.BytesIO(frames[0])) as first:
        width, height = first.size
    name = b"\x05Photo".ljust(32, b"\0")
    entry = b"jpeg" + bytes(6) + struct.pack(">H16xHHIIIH", 1, width, height, 72 << 16, 72 << 16, 0, 1) + name
    entry += struct.pack(">Hh", 24, -1)
    return _movie(b"vide", entry, frames, samples_each=1, sample_size=0, seconds=seconds)


def media_seconds(data: bytes) -> float:
    """Return how long a file of `recording` or `video`, or any ISO base media file, plays; 0 for other files."""
    header = _find(data, b"mvhd")
    if len(header) < 20:
        return 0.0
    if header[0] == 1 and len(header) >= 32:
        scale, length = struct.unpack_from(">IQ", header, 20)
    else:
        scale, length = struct.unpack_from(">II", header, 12)
    return float(length / scale) if scale else 0.0


def video_frames(data: bytes) -> list[bytes]:
    """Return the pictures of a file of `video` as JPEGs; none for a video in any other format."""
    described, sizes, offsets = _find(data, b"stsd"), _find(data, b"stsz"), _find(data, b"stco")
    if described[12:16] != b"jpeg" or len(sizes) < 12 or len(offsets) < 12:
        return []
    count = min(struct.unpack_from(">I", sizes, 8)[0], (len(sizes) - 12) // 4)
    at = struct.unpack_from(">I", offsets, 8)[0]
    frames = []
    for size in struct.unpack_from(f">{count}I", sizes, 12):
        frames.append(data[at : at + size])
        at += size
    return frames


def song(tags: Song) -> bytes:
    """Return an MP3 file that says how long it plays in its tag and holds one silent frame only."""
    values = {
        "title": tags.title,
        "artist": tags.artist,
        "album": tags.album,
        "length": str(round(tags.seconds * 1000)),
    }
    body = b""
    for frame, name in _TAGS.items():
        text = b"\x01" + values[name].encode("utf-16")
        body += frame.encode() + struct.pack(">IH", len(text), 0) + text
    size = bytes(len(body) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + size + body + _MP3_FRAME


def read_song(data: bytes) -> Song:
    """Return what an MP3 file tells of itself; without a length in the tag, the bit rate of its first frame counts."""
    values: dict[str, str] = {}
    audio = data
    if data[:3] == b"ID3" and len(data) >= 10:
        size = sum((byte & 0x7F) << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True))
        values, audio = _read_tag(data[10 : 10 + size], synchsafe=data[3] >= 4), data[10 + size :]
    length = values.get("length", "")
    seconds = int(length) / 1000 if length.isdigit() else _constant_rate_seconds(audio)
    return Song(
        title=values.get("title", ""), artist=values.get("artist", ""), album=values.get("album", ""), seconds=seconds
    )


def _read_tag(body: bytes, *, synchsafe: bool) -> dict[str, str]:
    values: dict[str, str] = {}
    at = 0
    while at + 10 <= len(body) and body[at] != 0:
        name = body[at : at + 4].decode("latin-1")
        size = struct.unpack_from(">I", body, at + 4)[0]
        if synchsafe:
            size = sum((size >> shift & 0x7F) << seven for shift, seven in ((24, 21), (16, 14), (8, 7), (0, 0)))
        text = body[at + 10 : at + 10 + size]
        if name in _TAGS and text:
            encoding = {0: "latin-1", 1: "utf-16", 2: "utf-16-be"}.get(text[0], "utf-8")
            values[_TAGS[name]] = text[1:].decode(encoding, "replace").rstrip("\0")
        at += 10 + size
    return values


def _constant_rate_seconds(audio: bytes) -> float:
    """Return the length of MPEG-1 layer III data from the bit rate of its first frame (ISO/IEC 11172-3, 2.4.2.3)."""
    rates = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
    if len(audio) < 4 or audio[0] != 0xFF or audio[1] & 0xFE != 0xFA:
        return 0.0
    rate = rates[audio[2] >> 4] * 1000
    return len(audio) * 8 / rate if rate else 0.0


def _jpeg(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


def _box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + kind + body


def _movie(
    handler: bytes, entry: bytes, samples: Sequence[bytes], *, samples_each: int, sample_size: int, seconds: float
) -> bytes:
    """Return a file with one track.

    Args:
        handler: ``soun`` or ``vide``.
        entry: The sample entry, without its length.
        samples: The media data.
        samples_each: How many samples one item of `samples` is.
        sample_size: Bytes of each sample where all are equal; 0 where each item is a sample.
        seconds: How long all of it plays.
    """
    ticks = max(1, round(seconds * _SCALE))
    count = len(samples) * samples_each
    sizes = [] if sample_size else [len(sample) for sample in samples]
    rate, each = (AUDIO_RATE, 1) if sample_size else (_SCALE, max(1, ticks // count))
    full = bytes(4)
    brand = _box(b"ftyp", b"qt  ", bytes(4), b"qt  mp42")
    visual = handler == b"vide"
    header = _box(
        b"mvhd",
        full,
        struct.pack(">IIIIIH", 0, 0, _SCALE, ticks, 0x10000, 0x100),
        bytes(10),
        _MATRIX,
        bytes(24),
        struct.pack(">I", 2),
    )
    track = struct.pack(">IIIIIQHHHH", 7, 0, 0, 1, 0, ticks << 32, 0, 0, 0 if visual else 0x100, 0)
    size = struct.unpack_from(">HH", entry, 28) if visual else (0, 0)
    tkhd = _box(b"tkhd", track, _MATRIX, struct.pack(">II", size[0] << 16, size[1] << 16))
    media = _box(b"mdhd", full, struct.pack(">IIIIHH", 0, 0, rate, count * each, 0x55C4, 0))
    kind = _box(b"hdlr", full, b"mhlr" + handler, bytes(12), b"\0")
    look = _box(b"vmhd", bytes(12)) if visual else _box(b"smhd", full, bytes(4))
    where = _box(b"dinf", _box(b"dref", full, struct.pack(">I", 1), _box(b"url ", b"\0\0\0\1")))

    def tables(offset: int) -> bytes:
        return _box(
            b"stbl",
            _box(b"stsd", full, struct.pack(">I", 1), struct.pack(">I", len(entry) + 4), entry),
            _box(b"stts", full, struct.pack(">III", 1, count, each)),
            _box(b"stsc", full, struct.pack(">IIII", 1, 1, count, 1)),
            _box(b"stsz", full, struct.pack(f">II{len(sizes)}I", sample_size, count, *sizes)),
            _box(b"stco", full, struct.pack(">II", 1, offset)),
        )

    def moov(offset: int) -> bytes:
        minf = _box(b"minf", look, where, tables(offset))
        return _box(b"moov", header, _box(b"trak", tkhd, _box(b"mdia", media, kind, minf)))

    start = len(brand) + len(moov(0)) + 8
    return brand + moov(start) + _box(b"mdat", *samples)


def _find(data: bytes, wanted: bytes) -> bytes:
    """Return the content of the first box of a kind, inside containers too; empty where there is none."""
    pending = [(0, len(data))]
    while pending:
        at, end = pending.pop()
        while at + 8 <= end:
            size, kind = struct.unpack_from(">I4s", data, at)
            if size < 8 or at + size > end:
                break
            if kind == wanted:
                return data[at + 8 : at + size]
            if kind in _CONTAINERS:
                pending.append((at + size, end))
                pending.append((at + 8, at + size))
                break
            at += size
    return b""

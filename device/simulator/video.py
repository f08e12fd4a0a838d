"""Writes pictures as a video: an MP4 file (ISO/IEC 14496-12) whose samples are JPEG pictures.

The phone has no H.264 encoder; JPEG in MP4 (object type 0x6C of ISO/IEC 14496-1) is what players based on FFmpeg take.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

TICKS = 1000
"""Time units of a second."""
_UNITY = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_JPEG, _VISUAL_STREAM = 0x6C, 0x11


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One picture and how long it is shown, in ticks."""

    jpeg: bytes
    ticks: int


def write_mp4(path: Path, samples: list[Sample], *, size: tuple[int, int]) -> None:
    """Write a video; `size` is the pictures' width and height in pixels.

    Raises:
        OSError: The file can't be written.
    """
    head = _box(b"ftyp", b"isom\0\0\2\0isomiso2mp41")
    body = b"".join(sample.jpeg for sample in samples)
    first = len(head) + 8
    path.write_bytes(head + _box(b"mdat", body) + _movie(samples, size, first))


def _box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + kind + body


def _full(kind: bytes, flags: int, *parts: bytes) -> bytes:
    return _box(kind, struct.pack(">I", flags), *parts)


def _movie(samples: list[Sample], size: tuple[int, int], first: int) -> bytes:
    length = sum(sample.ticks for sample in samples)
    header = struct.pack(">4IiH10x", 0, 0, TICKS, length, 0x10000, 0x100) + _UNITY + bytes(24) + struct.pack(">I", 2)
    track = (
        struct.pack(">5I8x4H", 0, 0, 1, 0, length, 0, 0, 0, 0) + _UNITY + struct.pack(">2I", *(v << 16 for v in size))
    )
    media = _box(
        b"mdia",
        _full(b"mdhd", 0, struct.pack(">4I2H", 0, 0, TICKS, length, 0x55C4, 0)),
        _full(b"hdlr", 0, bytes(4), b"vide", bytes(12), b"screen\0"),
        _box(
            b"minf",
            _full(b"vmhd", 1, bytes(8)),
            _box(b"dinf", _full(b"dref", 0, struct.pack(">I", 1), _full(b"url ", 1))),
            _table(samples, size, first),
        ),
    )
    return _box(b"moov", _full(b"mvhd", 0, header), _box(b"trak", _full(b"tkhd", 7, track), media))


def _table(samples: list[Sample], size: tuple[int, int], first: int) -> bytes:
    count = struct.pack(">I", len(samples))
    times = b"".join(struct.pack(">2I", 1, sample.ticks) for sample in samples)
    sizes = b"".join(struct.pack(">I", len(sample.jpeg)) for sample in samples)
    return _box(
        b"stbl",
        _full(b"stsd", 0, struct.pack(">I", 1), _entry(size)),
        _full(b"stts", 0, count, times),
        _full(b"stsc", 0, struct.pack(">4I", 1, 1, len(samples), 1)),
        _full(b"stsz", 0, struct.pack(">I", 0), count, sizes),
        _full(b"stco", 0, struct.pack(">2I", 1, first)),
    )


def _entry(size: tuple[int, int]) -> bytes:
    picture = struct.pack(">6xH16x2H2I4xH32x2H", 1, *size, 72 << 16, 72 << 16, 1, 24, 0xFFFF)
    decoder = struct.pack(">2B3x2I", _JPEG, _VISUAL_STREAM, 0, 0)
    descriptor = struct.pack(">HB", 1, 0) + _descriptor(4, decoder) + _descriptor(6, b"\2")
    return _box(b"mp4v", picture, _full(b"esds", 0, _descriptor(3, descriptor)))


def _descriptor(tag: int, body: bytes) -> bytes:
    return bytes([tag, len(body)]) + body

"""A capture is an image and a hierarchy, or an error; never a black picture in place of one."""

from __future__ import annotations

import base64
import io
import struct
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from PIL import Image

from device.capture import (
    Pixels,
    belong_together,
    decode_by_cv2,
    decode_by_pillow,
    decode_image,
    is_black,
    read_hierarchy,
    rotation_of,
    take_screenshot,
)
from device.errors import CaptureError

PICTURE: Pixels = np.zeros((96, 64, 3), np.uint8)
PICTURE[..., 0] = 200
PICTURE[40:, :, 1] = 90
BLACK: Pixels = np.zeros((96, 64, 3), np.uint8)


def encode(pixels: Pixels, kind: str = "PNG") -> bytes:
    data = io.BytesIO()
    Image.fromarray(pixels).save(data, kind, quality=95)
    return data.getvalue()


def rpc(answer: Any) -> Callable[..., Any]:
    return lambda method, *_: answer


def jpeg(pixels: Pixels) -> str:
    return base64.encodebytes(encode(pixels, "JPEG")).decode()


def never() -> bytes:
    raise AssertionError("screencap is not needed")


@pytest.mark.parametrize("decode", [decode_by_cv2, decode_by_pillow])
class TestDecoding:
    def test_a_png_is_decoded_to_rgb(self, decode: Callable[[bytes], Pixels]) -> None:
        assert_array_equal(decode(encode(PICTURE)), PICTURE)

    def test_both_decoders_read_a_jpeg_alike(self, decode: Callable[[bytes], Pixels]) -> None:
        assert abs(decode(encode(PICTURE, "JPEG")).astype(int) - PICTURE).max() < 30

    @pytest.mark.parametrize("data", [b"", b"Status: -1\n", encode(PICTURE)[:20]])
    def test_what_is_no_image_is_an_error(self, decode: Callable[[bytes], Pixels], data: bytes) -> None:
        with pytest.raises(CaptureError):
            decode(data)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_that_was_cut_off_is_an_error(kind: str) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (64, 64, 3), np.uint8)
    whole = encode(noise, kind)
    assert decode_image(whole + b"\n").shape == (64, 64, 3)
    for length in (0, 10, len(whole) // 2, len(whole) - 70):
        with pytest.raises(CaptureError):
            decode_image(whole[:length])


def test_a_picture_that_says_it_is_larger_than_any_display_is_not_decoded() -> None:
    sound = encode(PICTURE, "JPEG")
    frame = sound.index(b"\xff\xc0") + 5  # start of frame: length, precision, height, width
    with pytest.raises(CaptureError, match="65000x60000"):
        decode_image(sound[:frame] + struct.pack(">HH", 60000, 65000) + sound[frame + 4 :])


def test_the_jpeg_of_uiautomator2_is_enough() -> None:
    assert take_screenshot(rpc(jpeg(PICTURE)), never).shape == PICTURE.shape


@pytest.mark.parametrize("first", [None, "", "bm90IGFuIGltYWdl", "not base64!"])
def test_screencap_stands_in_where_uiautomator2_has_no_picture(first: str | None) -> None:
    pixels = take_screenshot(rpc(first), lambda: b"WARNING: linker\n" + encode(PICTURE))
    assert_array_equal(pixels, PICTURE)


def test_a_black_picture_is_doubted() -> None:
    assert_array_equal(take_screenshot(rpc(jpeg(BLACK)), lambda: encode(PICTURE)), PICTURE)


@pytest.mark.parametrize("second", [b"Status: -1", encode(BLACK), b""])
def test_black_is_believed_when_nothing_contradicts_it(second: bytes) -> None:
    assert is_black(take_screenshot(rpc(jpeg(BLACK)), lambda: second))


@pytest.mark.parametrize("printed", [b"Status: -1\n", b"", b"\x89PNG\r\n\x1a\nbroken"])
def test_no_picture_at_all_is_an_error_that_says_what_the_phone_said(printed: bytes) -> None:
    with pytest.raises(CaptureError, match="gave no screenshot") as caught:
        take_screenshot(rpc(None), lambda: printed)
    assert "\n" not in str(caught.value)


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_any_answer_of_screencap_is_a_picture_or_an_error(data: bytes) -> None:
    with pytest.raises(CaptureError):
        take_screenshot(rpc(None), lambda: data)


def test_an_empty_hierarchy_is_asked_for_once_more() -> None:
    answers = iter(["<hierarchy rotation='0' />", "<hierarchy rotation='0'><node/></hierarchy>"])
    assert "<node/>" in read_hierarchy(lambda *_: next(answers))
    assert read_hierarchy(rpc("<hierarchy rotation='0' />")) == ""
    assert read_hierarchy(rpc(None)) == ""


def test_rotation_and_size_are_compared() -> None:
    document = '<hierarchy rotation="1"><node bounds="[0,0][96,64]"/></hierarchy>'
    assert rotation_of(document) == 1
    assert rotation_of("") == 0
    assert not belong_together(PICTURE, document)
    assert belong_together(PICTURE.transpose(1, 0, 2), document)
    assert belong_together(PICTURE, "")

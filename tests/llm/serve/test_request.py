"""What clients send is read, and what cannot be served is refused in words."""

from __future__ import annotations

import base64
import io
import json
import struct
import zlib
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow

from agent.token_kinds import kind_after
from llm.generation import Image, Text
from llm.serve import ChatTemplate, RequestError, read_request
from llm.serve.template import opening_of
from llm.turns import Urgency

GLM_4V = (
    "[gMASK]<sop>\n{%- for msg in messages %}{%- if msg.role == 'system' %}\n<|system|>\n{{ msg.content }}"
    "{%- elif msg.role == 'user' %}<|user|>\n{%- if msg.content is string %}{{ msg.content }}{%- else %}"
    "{%- for item in msg.content %}{%- if item.type == 'image' %}<|image|>{%- else %}{{ item.text }}{%- endif %}"
    "{%- endfor %}{%- endif %}{%- elif msg.role == 'assistant' %}<|assistant|>\n{{ msg.content }}{%- endif %}"
    "{%- endfor %}{% if add_generation_prompt %}<|assistant|>\n{% endif %}"
)


def data_url(width: int, height: int, kind: str = "PNG") -> str:
    stream = io.BytesIO()
    Pillow.fromarray(np.full((height, width, 3), 200, np.uint8)).save(stream, kind)
    return f"data:image/{kind.lower()};base64,{base64.b64encode(stream.getvalue()).decode()}"


def request(**more: Any) -> bytes:
    return json.dumps({"messages": [{"role": "user", "content": "hi"}], **more}).encode()


def test_what_tokens_are_for_is_told_to_the_engine() -> None:
    assert read_request(request(), kind_after=kind_after).options.kind_after is kind_after
    assert read_request(request()).options.kind_after is None


@pytest.mark.parametrize(
    ("tier", "urgency"),
    [
        (None, Urgency.PERSON),
        ("auto", Urgency.PERSON),
        ("default", Urgency.PERSON),
        ("priority", Urgency.PERSON),
        ("flex", Urgency.BACKGROUND),
    ],
)
def test_the_service_tier_says_who_waits(tier: str | None, urgency: Urgency) -> None:
    assert read_request(request(service_tier=tier)).options.urgency is urgency


def test_a_service_tier_that_nobody_knows_is_refused() -> None:
    with pytest.raises(RequestError, match="one of flex, auto"):
        read_request(request(service_tier="tomorrow"))


def with_picture(url: str) -> bytes:
    content = [{"type": "image_url", "image_url": {"url": url}}, {"type": "text", "text": "what is this?"}]
    return request(messages=[{"role": "user", "content": content}])


def test_a_request_as_open_autoglm_sends_it() -> None:
    chat = read_request(
        request(
            model="autoglm-phone-9b",
            messages=[
                {"role": "system", "content": "You operate a phone."},
                {
                    "role": "user",
                    "content": [
                        {"type": "image_url", "image_url": {"url": data_url(30, 20)}},
                        {"type": "text", "text": "Open Settings"},
                    ],
                },
            ],
            max_tokens=3000, temperature=0.0, top_p=0.85, frequency_penalty=0.2, stream=True,
            skip_special_tokens=False,
        )
    )  # fmt: skip
    assert [turn.role for turn in chat.turns] == ["system", "user"]
    picture, words = chat.turns[1].parts
    assert isinstance(picture, Image)
    assert picture.pixels.shape == (20, 30, 3)
    assert words == Text(text="Open Settings")
    assert (chat.stream, chat.options.max_tokens, chat.options.temperature) == (True, 3000, 0.0)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "no chat completion request"),
        (b"[" * 100_000, "no chat completion request"),
        (b'{"messages": "hi"}', "messages"),
        (request(messages=[]), "no messages"),
        (request(messages=[{"role": "wizard", "content": "x"}]), "wizard"),
        (request(messages=[{"role": "user", "content": [{"type": "video", "text": "x"}]}]), "video"),
        (request(n=2), "n must be 1"),
        (request(tools=[{}]), "tools"),
        (request(max_tokens=-1), "above 0"),
        (request(response_format={"type": "json_object"}), "grammar"),
        (with_picture("http://169.254.169.254/latest"), "data: address"),
        (with_picture("file:///etc/passwd"), "data: address"),
        (with_picture("data:image/png;base64,!!!"), "cannot be read"),
        (with_picture("data:image/png;base64,AAAA"), "cannot be read"),
        (with_picture(data_url(300, 200)[:-200]), "cannot be read"),
    ],
)
def test_bad_requests_are_named(body: bytes, words: str) -> None:
    with pytest.raises(RequestError, match=words):
        read_request(body)


def test_a_picture_of_20000_by_20000_is_refused_before_it_is_unpacked() -> None:
    size = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + size + struct.pack(">I", zlib.crc32(b"IHDR" + size))
    bomb = base64.b64encode(b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 0) + b"IDAT" + bytes(4)).decode()
    with pytest.raises(RequestError, match="too large"):
        read_request(with_picture(f"data:image/png;base64,{bomb}"))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_the_smallest_picture_is_taken(kind: str) -> None:
    (picture, _) = read_request(with_picture(data_url(1, 1, kind))).turns[0].parts
    assert isinstance(picture, Image)
    assert picture.pixels.shape == (1, 1, 3)


KEYS = ("messages", "role", "content", "type", "text", "image_url", "url", "stop", "n")
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3),
    max_leaves=8,
)


@given(body=st.fixed_dictionaries({"messages": VALUES, "n": VALUES, "stop": VALUES}))
@settings(deadline=None, max_examples=100)
def test_any_json_is_read_or_refused(body: object) -> None:
    with suppress(RequestError):
        assert read_request(json.dumps(body).encode()).turns


@pytest.mark.parametrize("template", [GLM_4V, None], ids=["the file's", "none in the file"])
def test_pictures_stand_where_the_client_put_them(template: str | None) -> None:
    chat = read_request(
        request(
            messages=[
                {"role": "system", "content": "Be brief."},
                {
                    "role": "user",
                    "content": [
                        {"type": "text", "text": "before"},
                        {"type": "image_url", "image_url": data_url(28, 28)},
                        {"type": "text", "text": "after"},
                    ],
                },
                {"role": "assistant", "content": "ok"},
                {"role": "user", "content": "next"},
            ]
        )
    )
    before, picture, after = ChatTemplate(template, opening="[gMASK]<sop>").prompt(chat.turns)
    assert isinstance(picture, Image)
    assert isinstance(before, Text)
    assert before.text.startswith("[gMASK]<sop>")
    assert before.text.split("<|system|>\nBe brief.<|user|>")[1].strip() == "before"
    assert isinstance(after, Text)
    assert after.text.startswith("after<|assistant|>\nok<|user|>")
    assert after.text.endswith("next<|assistant|>\n")


def test_templates_from_strangers_reach_nothing() -> None:
    turns = read_request(request()).turns
    with pytest.raises(ValueError, match="cannot be read"):
        ChatTemplate("{% for")
    for source in (
        "{{ ''.__class__.__mro__ }}",
        "{{ raise_exception('no') }}",
        "{{ messages.append(1) }}",
        "{{ 1 + none }}",
    ):
        with pytest.raises(RequestError, match="does not take"):
            ChatTemplate(source).prompt(turns)
    with pytest.raises(RequestError, match="no place for pictures"):
        ChatTemplate("hello").prompt(read_request(with_picture(data_url(28, 28))).turns)


def test_the_opening_depends_on_the_vocabulary() -> None:
    assert opening_of(lambda text: [1, 2]) == "[gMASK]<sop>"
    assert opening_of(lambda text: list(text.encode())) == ""

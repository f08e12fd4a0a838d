"""A model elsewhere is a model like any other; what goes wrong on the way is told in our words."""

from __future__ import annotations

import base64
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest
from PIL import Image as Pillow

from llm.errors import ContextOverflowError, PromptError, RemoteError, RemoteRequestError
from llm.generation import GenerationOptions, Image, StopReason, Text
from llm.remote import Endpoint, Prices, RemoteModel
from llm.remote.messages import messages_of
from llm.turns import Urgency
from tests.llm.remote.endpoint_server import Reply, Scripted, scripted

PROMPT = (Text(text="[gMASK]<sop><|system|>\nBe brief.<|user|>\nhi<|assistant|>\n"),)
TOO_LONG = '{"error": {"code": "context_length_exceeded", "message": "long"}}'
HELLO = Reply(pieces=("Hel", "lo"))


@contextmanager
def asked(*replies: Reply, **more: Any) -> Iterator[tuple[RemoteModel, Scripted]]:
    with scripted(replies) as script:
        model = RemoteModel(Endpoint(url=script.url, model="glm", pause=0.001, **more))
        try:
            yield model, script
        finally:
            model.close()


def say(model: RemoteModel, **options: Any) -> str:
    return model.generate(PROMPT, GenerationOptions(**options)).text


def test_the_answer_comes_in_pieces_and_is_counted() -> None:
    prices = Prices(prompt=2.0, generated=10.0)
    with asked(HELLO, key="secret", prices=prices) as (model, script):
        pieces: list[str] = []
        generation = model.generate(PROMPT, GenerationOptions(stop=("</answer>",)), on_token=pieces.append)
        say(model)
        spent = model.spent
    assert (generation.text, pieces, generation.stop) == ("Hello", ["Hel", "lo"], StopReason.STOP)
    assert (generation.tokens.cached, generation.tokens.text, generation.tokens.generated) == (900, 100, 50)
    assert (spent.calls, spent.prompt_tokens, spent.generated_tokens) == (2, 2000, 100)
    assert spent.cost == pytest.approx(2000 * 2e-6 + 100 * 10e-6)
    assert script.keys == ["Bearer secret"] * 2
    assert script.asked[0]["stop"] == ["</answer>"]
    assert script.asked[0]["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "hi"},
    ]


def test_an_endpoint_is_told_that_nobody_waits_where_that_is_so() -> None:
    with asked(HELLO, HELLO) as (model, script):
        say(model)
        say(model, urgency=Urgency.BACKGROUND)
    with asked(HELLO, background=True) as (model, always):
        say(model)
    assert [body.get("service_tier") for body in (*script.asked, *always.asked)] == [None, "flex", "flex"]


def test_a_prompt_becomes_messages() -> None:
    pixels = np.full((600, 300, 3), 9, np.uint8)
    prompt = (
        Text(text="<|user|>\nOpen it<|assistant|>\n<think>a</think><|user|>\n"),
        Image(pixels=pixels),
        Text(text="** Screen Info **<|observation|>\n Home<|assistant|>\n"),
    )
    first, second, third, fourth = messages_of(prompt)
    assert first == {"role": "user", "content": "Open it"}
    assert second == {"role": "assistant", "content": "<think>a</think>"}
    assert fourth == {"role": "user", "content": " Home"}
    picture, words = third["content"]
    assert words == {"type": "text", "text": "** Screen Info **"}
    data = base64.b64decode(picture["image_url"]["url"].removeprefix("data:image/png;base64,"))
    assert np.array_equal(np.asarray(Pillow.open(io.BytesIO(data))), pixels)
    small = messages_of(prompt, image_tokens=8)[2]["content"][0]["image_url"]["url"]
    assert Pillow.open(io.BytesIO(base64.b64decode(small.partition(",")[2]))).size == (56, 112)
    with pytest.raises(PromptError):
        messages_of((Text(text="<|assistant|>\n"),))


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 408])
def test_a_busy_endpoint_is_tried_again(status: int) -> None:
    with asked(Reply(status=status, body="busy", retry_after="0"), HELLO) as (model, script):
        assert say(model) == "Hello"
        assert len(script.asked) == 2


def test_an_endpoint_that_stays_busy_is_given_up() -> None:
    with asked(Reply(status=503, body='{"error": {"message": "no room"}}')) as (model, script):
        with pytest.raises(RemoteError, match="503: no room"):
            say(model)
        assert len(script.asked) == 3


@pytest.mark.parametrize(
    ("reply", "kind", "words"),
    [
        (Reply(status=401), RemoteRequestError, "HANDROID_ENDPOINT_KEY"),
        (Reply(status=404, body='{"error": {"message": "no model glm"}}'), RemoteRequestError, "no model glm"),
        (Reply(status=400, body=TOO_LONG), ContextOverflowError, "long"),
        (Reply(status=418, body="\ufffd" * 5000), RemoteRequestError, "418"),
        (Reply(status=301), RemoteError, "301"),
        (Reply(body="data: {nonsense\n\n"), RemoteError, "does not answer like"),
        (Reply(body='data: {"choices": 3}\n\n'), RemoteError, "does not answer like"),
        (Reply(body='data: {"error": {"message": "out of memory"}}\n\n'), RemoteError, "out of memory"),
        (Reply(body="<html>a portal's login page</html>"), RemoteError, "too early"),
        (Reply(pieces=("I", " can't"), finish="content_filter"), RemoteError, "content_filter"),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_told(reply: Reply, kind: type[Exception], words: str) -> None:
    with asked(reply) as (model, _), pytest.raises(kind, match=words) as caught:
        say(model)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 500


def test_what_was_said_is_not_said_twice() -> None:
    with asked(Reply(pieces=("Hel",), finish=""), HELLO) as (model, script):
        pieces: list[str] = []
        with pytest.raises(RemoteError, match="too early"):
            model.generate(PROMPT, GenerationOptions(), on_token=pieces.append)
        assert pieces == ["Hel"]
        assert len(script.asked) == 1


def test_stop_strings_beyond_what_the_protocol_takes_are_kept_here() -> None:
    with asked(Reply(pieces=("one two", " fi", "ve six"))) as (model, script):
        assert say(model, stop=("a", "b", "c", "d", "five")) == "one two "
        assert len(script.asked[0]["stop"]) == 4


def test_silence_ends_by_the_timeout() -> None:
    with asked(Reply(hang=True), silent_seconds=0.5, tries=2) as (model, script):
        with pytest.raises(RemoteError, match="check the connection"):
            say(model)
        assert len(script.asked) == 2


@pytest.mark.parametrize("pieces", [(), ("some",)], ids=["before the first piece", "after it"])
def test_an_abort_takes_effect_whatever_the_endpoint_does(pieces: tuple[str, ...]) -> None:
    with asked(Reply(pieces=pieces, hang=True)) as (model, script):
        generations = []
        thread = threading.Thread(target=lambda: generations.append(model.generate(PROMPT, GenerationOptions())))
        thread.start()
        while not script.asked:
            script.over.wait(0.01)
        model.abort()
        thread.join(60)
        assert generations[0].stop is StopReason.ABORTED
        script.replies[:] = [HELLO]
        assert say(model) == "Hello"


def test_an_endpoint_that_is_not_there() -> None:
    model = RemoteModel(Endpoint(url="http://127.0.0.1:1/v1", model="m", tries=2, pause=0.001))
    with pytest.raises(RemoteError, match="cannot be reached"):
        say(model)
    model.close()
    model.close()
    with pytest.raises(RemoteError):
        say(model)
    odd = RemoteModel(Endpoint(url="nonsense", model="m"))
    with pytest.raises(RemoteError, match="cannot be used"):
        say(odd)
    odd.close()

"""`handroid model serve`, asked by the real OpenAI client and by others who should not get in."""

from __future__ import annotations

import concurrent.futures
import json
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest

from llm import Engine, GenerationOptions, Text, embedded_model
from tests.llm.serve.test_request import data_url
from tests.tasks.conftest import handroid, start

SAID: Any = [{"role": "user", "content": " Open Settings\n<|observation|>\n Home"}]
PROMPT = "<|user|>\n Open Settings\n<|observation|>\n Home<|assistant|>\n"


@contextmanager
def served(*words: str, **variables: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run the endpoint in a process of its own and give its address."""
    with start("model", "serve", "--port", "0", "--context", "1024", "--json", *words, **variables) as process:
        assert process.stdout is not None
        lines = ""
        while not lines.endswith("}\n"):
            line = process.stdout.readline()
            assert line, process.communicate(timeout=60)
            lines += line
        try:
            yield str(json.loads(lines)["url"]), process
        finally:
            process.terminate()
            process.communicate(timeout=60)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with served("--queue", "1") as (address, _):
        yield address


@pytest.fixture
def client(url: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=url, api_key="none", max_retries=0, timeout=120) as made:
        yield made


def test_the_client_gets_what_the_engine_says(client: openai.OpenAI) -> None:
    paths = embedded_model()
    engine = Engine(paths.model, paths.mmproj, context=1024)
    try:
        wanted = engine.generate((Text(text=PROMPT),), GenerationOptions(max_tokens=24))
        count = len(engine.tokenize(PROMPT))
    finally:
        engine.close()
    answer: Any = client.chat.completions.create(model="any", messages=SAID, max_tokens=24, temperature=0)
    assert answer.choices[0].message.content == wanted.text
    assert answer.choices[0].finish_reason == ("length" if wanted.stop == "length" else "stop")
    assert answer.usage.prompt_tokens == count
    assert answer.usage.completion_tokens == wanted.tokens.generated
    again: Any = client.chat.completions.create(model="any", messages=SAID, max_tokens=24, temperature=0)
    assert again.usage.prompt_tokens_details.cached_tokens == count - 1
    assert again.choices[0].message.content == wanted.text


def test_work_that_nobody_waits_for_is_told_apart(client: openai.OpenAI) -> None:
    tiers: list[Any] = [None, "default", "flex"]
    answers: Any = [
        client.chat.completions.create(model="any", messages=SAID, max_tokens=24, **({"service_tier": t} if t else {}))
        for t in tiers
    ]
    assert [answer.service_tier for answer in answers] == ["default", "default", "flex"]
    assert len({answer.choices[0].message.content for answer in answers}) == 1


def test_a_stream_is_the_same_in_pieces(client: openai.OpenAI) -> None:
    whole: Any = client.chat.completions.create(model="any", messages=SAID, max_tokens=24)
    stream = client.chat.completions.create(
        model="any", messages=SAID, max_tokens=24, stream=True, stream_options={"include_usage": True}
    )
    chunks: Any = list(stream)
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices) == (
        whole.choices[0].message.content
    )
    assert chunks[-1].usage.completion_tokens == whole.usage.completion_tokens
    assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1] == whole.choices[0].finish_reason


def test_pictures_count(client: openai.OpenAI) -> None:
    content: Any = [{"type": "image_url", "image_url": {"url": data_url(112, 56)}}, {"type": "text", "text": " Home"}]
    with_picture: Any = client.chat.completions.create(
        model="any", messages=[{"role": "user", "content": content}], max_tokens=2
    )
    without: Any = client.chat.completions.create(
        model="any", messages=[{"role": "user", "content": content[1:]}], max_tokens=2
    )
    assert with_picture.usage.prompt_tokens - without.usage.prompt_tokens == 8 + 2


def test_models_are_told(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["Handroid embedded"]
    assert client.models.retrieve("Handroid embedded").owned_by == "handroid"
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("gpt")


def test_errors_are_the_clients_own(client: openai.OpenAI, url: str) -> None:
    with pytest.raises(openai.BadRequestError, match="larger context") as caught:
        client.chat.completions.create(model="any", messages=[{"role": "user", "content": " Home" * 5000}])
    assert caught.value.code == "context_length_exceeded"
    with pytest.raises(openai.BadRequestError, match="larger context"):
        client.chat.completions.create(model="any", messages=[{"role": "user", "content": " Home" * 5000}], stream=True)
    with pytest.raises(openai.BadRequestError, match="grammar"):
        client.chat.completions.create(model="any", messages=SAID, extra_body={"grammar": "root ::= ("})
    with pytest.raises(openai.BadRequestError, match="tools"):
        client.chat.completions.create(
            model="any", messages=SAID, tools=[{"type": "function", "function": {"name": "x"}}]
        )
    assert httpx.get(f"{url}/nothing").status_code == 404
    assert httpx.get(f"{url}/chat/completions").status_code == 405


def test_a_grammar_is_followed(client: openai.OpenAI) -> None:
    answer = client.chat.completions.create(model="any", messages=SAID, extra_body={"grammar": 'root ::= "yes" | "no"'})
    assert answer.choices[0].message.content in ("yes", "no")


def test_web_pages_do_not_reach_it(url: str) -> None:
    body = json.dumps({"messages": SAID, "max_tokens": 1}).encode()
    chat = f"{url}/chat/completions"
    assert httpx.post(chat, content=body, headers={"Content-Type": "text/plain"}).status_code == 415
    named = {"Content-Type": "application/json", "Host": "evil.example:80"}
    assert httpx.post(chat, content=body, headers=named, timeout=60).status_code == 403
    assert "access-control-allow-origin" not in httpx.get(f"{url}/models").headers


def test_too_large_a_body_is_refused(url: str) -> None:
    answer = httpx.post(
        f"{url}/chat/completions",
        content=(b" " * 1_000_000 for _ in range(70)),
        headers={"Content-Type": "application/json"},
        timeout=60,
    )
    assert answer.status_code == 413


def test_many_at_once_are_answered_or_told_to_come_back(url: str) -> None:
    def ask(number: int) -> httpx.Response:
        body = {"messages": [{"role": "user", "content": f" Open {number}"}], "max_tokens": 60}
        return httpx.post(f"{url}/chat/completions", json=body, timeout=120)

    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(ask, range(12)))
    statuses = [answer.status_code for answer in answers]
    assert set(statuses) == {200, 429}
    assert statuses.count(200) >= 2
    assert all(int(answer.headers["Retry-After"]) >= 1 for answer in answers if answer.status_code == 429)
    assert httpx.get(url.replace("/v1", "/health")).json() == {"status": "ok", "pending": 0}


def test_who_leaves_frees_the_model(url: str) -> None:
    body: dict[str, Any] = {"messages": SAID, "max_tokens": 100_000, "stream": True}
    health = url.replace("/v1", "/health")
    # No end token within the grammar, so that only leaving ends it before the context is full.
    body["grammar"] = 'root ::= "a" root'
    for _ in range(3):
        with httpx.stream("POST", f"{url}/chat/completions", json=body, timeout=60) as answer:
            assert next(answer.iter_lines()).startswith("data: ")
    with httpx.Client() as client:
        for _ in range(3000):
            if not client.get(health, timeout=60).json()["pending"]:
                break
            threading.Event().wait(0.02)
        else:
            pytest.fail("the model is still at work for a client that has left")
    assert (
        httpx.post(f"{url}/chat/completions", json={"messages": SAID, "max_tokens": 2}, timeout=60).status_code == 200
    )


def test_a_token_is_asked_for_and_a_signal_ends_it() -> None:
    with served("--host", "0.0.0.0", HANDROID_SERVE_TOKEN="hush") as (address, process):
        address = address.replace("0.0.0.0", "127.0.0.1")
        assert httpx.get(f"{address}/models").status_code == 401
        with (
            pytest.raises(openai.AuthenticationError),
            openai.OpenAI(base_url=address, api_key="wrong", max_retries=0) as stranger,
        ):
            stranger.models.list()
        with openai.OpenAI(base_url=address, api_key="hush", max_retries=0) as friend:
            assert len(list(friend.models.list())) == 1
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0


def test_a_system_prompt_outlives_the_process_and_exact_skipping_changes_nothing(tmp_path: Path) -> None:
    """With --skip exact nothing is kept on the disk, so that this is what reading the whole prompt says."""
    system: Any = {"role": "system", "content": " The phone shows Settings with Display, Network and Apps." * 12}
    answers = []
    for words in (("--skip", "exact"), (), ()):
        with (
            served(*words, XDG_CACHE_HOME=str(tmp_path)) as (address, _),
            openai.OpenAI(base_url=address, api_key="none", max_retries=0, timeout=120) as client,
        ):
            answer: Any = client.chat.completions.create(model="any", messages=[system, *SAID], max_tokens=16)
            answers.append((answer.choices[0].message.content, answer.usage.prompt_tokens_details.cached_tokens))
    assert len({said for said, _ in answers}) == 1
    assert [cached > 64 for _, cached in answers] == [False, False, True]
    assert list((tmp_path / "handroid" / "prefixes").iterdir())


def test_ctrl_c_ends_a_generation_that_runs() -> None:
    body: dict[str, Any] = {"messages": SAID, "max_tokens": 100_000, "stream": True, "grammar": 'root ::= "a" root'}
    with served("--context", "8192") as (address, process):
        with httpx.stream("POST", f"{address}/chat/completions", json=body, timeout=60) as answer:
            lines = answer.iter_lines()
            next(lines)
            process.send_signal(signal.SIGINT)
            for _ in lines:
                pass
        assert process.wait(timeout=60) == 0


def test_others_are_not_served_without_a_token() -> None:
    ended = handroid("model", "serve", "--host", "0.0.0.0", "--port", "0")
    assert ended.code == 2
    assert "HANDROID_SERVE_TOKEN" in ended.stderr


def test_a_port_that_is_taken_is_told(url: str) -> None:
    ended = handroid("model", "serve", "--port", url.rpartition(":")[2].removesuffix("/v1"))
    assert ended.code == 3
    assert "cannot listen" in ended.stderr
    assert ended.stderr.count("\n") == 1

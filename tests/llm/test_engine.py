"""The engine: cache, pictures, grammar, stops, aborts and what it says of them."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import numpy as np
import pytest

from llm.context import Decoded
from llm.convert import ConvertedModel, WeightType, convert_checkpoint
from llm.convert.writer import MetadataValue, write_gguf
from llm.engine import Engine
from llm.errors import (
    ContextOverflowError,
    EngineClosedError,
    EngineError,
    GrammarError,
    NoVisionError,
    PromptError,
    WrongModelError,
)
from llm.generation import Generation, GenerationOptions, Image, Segment, StopReason, Text
from llm.processor import allowed_cores
from llm.vision import EncodingAborted
from tests.llm.tiny_model import TinyModel, picture

HEAD = Text(text="<|system|>You operate a phone. Open the settings and turn on Dark theme.\n" * 3 + "<|user|>")
TAIL = Text(text="Set an alarm\n<|assistant|>")


def options(**changes: object) -> GenerationOptions:
    return GenerationOptions(**{"max_tokens": 12, **changes})  # type: ignore[arg-type]


def fresh(shared: Engine, *prompt: Segment) -> Generation:
    """What an engine says that has just forgotten everything."""
    shared.forget()
    return shared.generate(prompt, options())


def test_greedy_text_is_what_the_reference_would_say(engine: Engine, tiny: TinyModel) -> None:
    prompt = "<|user|>Set an alarm for 7:30 AM<|assistant|>"
    generation = engine.generate((Text(text=prompt),), options(max_tokens=6))
    assert list(generation.token_ids) == tiny.greedy(prompt, 6)


def test_same_prompt_again_decodes_one_token(engine: Engine) -> None:
    first = engine.generate((HEAD, TAIL), options())
    second = engine.generate((HEAD, TAIL), options())
    assert first.token_ids == second.token_ids
    assert first.tokens.cached == 0
    assert second.tokens.text == 1
    assert second.tokens.cached == first.tokens.text - 1


def test_common_beginning_is_reused_and_changes_nothing(engine: Engine, shared_engine: Engine) -> None:
    engine.generate((HEAD, Text(text="something else\n<|assistant|>")), options())
    reused = engine.generate((HEAD, TAIL), options())
    assert reused.tokens.cached >= len(engine.tokenize(HEAD.text))
    assert reused.token_ids == fresh(shared_engine, HEAD, TAIL).token_ids


def test_generated_text_is_reused_when_it_comes_back_as_prompt(engine: Engine) -> None:
    first = engine.generate((HEAD, TAIL), options(max_tokens=8))
    again = engine.generate((HEAD, TAIL, Text(text=first.text), Text(text="<|user|>next")), options(max_tokens=1))
    assert again.tokens.cached >= first.tokens.text


def test_picture_takes_its_cells_and_is_reused(engine: Engine) -> None:
    screen = Image(pixels=picture(6, 4))
    first = engine.generate((HEAD, screen, TAIL), options(max_tokens=1))
    assert first.tokens.image == 24
    assert first.seconds.image_encode > 0
    second = engine.generate((HEAD, screen, Text(text="other\n<|assistant|>")), options(max_tokens=1))
    assert second.tokens.image == 0
    assert second.tokens.cached == len(engine.tokenize(HEAD.text)) + 1 + 24 + 1


def test_another_picture_cuts_the_cache_where_it_stands(engine: Engine, shared_engine: Engine) -> None:
    engine.generate((HEAD, Image(pixels=picture(6, 4)), TAIL), options())
    other = Image(pixels=picture(4, 7))
    found = engine.generate((HEAD, other, TAIL), options())
    assert found.tokens.cached == len(engine.tokenize(HEAD.text)) + 1
    assert found.tokens.image == 28
    assert found.token_ids == fresh(shared_engine, HEAD, other, TAIL).token_ids


def test_picture_seen_before_is_not_encoded_again(engine: Engine) -> None:
    screen, other = Image(pixels=picture(6, 4)), Image(pixels=picture(4, 7))
    engine.generate((HEAD, screen, TAIL), options(max_tokens=1))
    engine.generate((HEAD, other, TAIL), options(max_tokens=1))
    assert engine._vision is not None
    assert engine._vision.is_encoded(engine._vision.scale(screen.pixels, 64))
    back = engine.generate((HEAD, screen, TAIL), options(max_tokens=1))
    assert back.tokens.image == 24


def test_two_pictures_stand_side_by_side(engine: Engine, shared_engine: Engine) -> None:
    prompt = (HEAD, Image(pixels=picture(6, 4)), Text(text="then"), Image(pixels=picture(3, 5)), TAIL)
    engine.generate((HEAD, Image(pixels=picture(6, 4)), TAIL), options())
    assert engine.generate(prompt, options()).token_ids == fresh(shared_engine, *prompt).token_ids


def test_image_budget_bounds_the_cells(engine: Engine) -> None:
    screen = Image(pixels=np.zeros((2400, 1080, 3), dtype=np.uint8))
    for budget in (8, 20, 64):
        taken = engine.generate((screen, TAIL), options(max_tokens=1, image_tokens=budget)).tokens.image
        assert budget * 0.6 < taken <= budget


@pytest.mark.parametrize("chunk", [1, 7, 24, 512])
def test_chunk_size_changes_nothing(files: dict[WeightType, ConvertedModel], shared_engine: Engine, chunk: int) -> None:
    converted = files[WeightType.F32]
    prompt = (HEAD, Image(pixels=picture(6, 4)), TAIL)
    wanted = shared_engine.next_logits(prompt)
    engine = Engine(converted.model, converted.mmproj, context=512, threads=1, chunk=chunk, image_tokens=64)
    try:
        assert np.abs(engine.next_logits(prompt) - wanted).max() < 0.05 * wanted.std()
    finally:
        engine.close()


def test_grammar_is_followed_to_its_end(engine: Engine) -> None:
    grammar = 'root ::= "do(action=\\"" ("Tap" | "Back") "\\", element=[" num "," num "])"\nnum ::= [0-9] [0-9]? [0-9]?'
    generation = engine.generate((HEAD, TAIL), options(max_tokens=60, grammar=grammar))
    assert generation.stop is StopReason.STOP
    head, _, rest = generation.text.partition('", element=[')
    assert head in ('do(action="Tap', 'do(action="Back')
    assert [0 <= int(number) <= 999 for number in rest.removesuffix("])").split(",")] == [True, True]


def test_grammar_holds_at_any_temperature(engine: Engine) -> None:
    said = {
        engine.generate(
            (HEAD, TAIL), options(grammar='root ::= "yes" | "no" | "later"', temperature=5.0, seed=seed)
        ).text
        for seed in range(20)
    }
    assert said <= {"yes", "no", "later"}
    assert len(said) > 1


def test_unreadable_grammar_is_named(engine: Engine) -> None:
    for grammar in ("root ::= (", 'start ::= "x"', "nonsense"):
        with pytest.raises(GrammarError):
            engine.generate((TAIL,), options(grammar=grammar))
    assert engine.generate((TAIL,), options(grammar='root ::= "fine"')).text == "fine"


def test_seed_decides_the_draw(engine: Engine) -> None:
    drawn = [engine.generate((HEAD, TAIL), options(temperature=1.5, seed=seed)).token_ids for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1]
    assert drawn[0] != drawn[2]


def test_stop_string_ends_the_text_and_is_left_out(engine: Engine) -> None:
    whole = engine.generate((HEAD, TAIL), options(max_tokens=12)).text
    stop = whole[len(whole) // 2 : len(whole) // 2 + 3]
    pieces: list[str] = []
    cut = engine.generate((HEAD, TAIL), options(max_tokens=12, stop=(stop,)), on_token=pieces.append)
    assert cut.stop is StopReason.STOP
    assert cut.text == whole[: whole.index(stop)]
    assert "".join(pieces) == cut.text


def test_limit_cuts_the_text_off(engine: Engine) -> None:
    generation = engine.generate((HEAD, TAIL), options(max_tokens=3))
    assert generation.stop is StopReason.LENGTH
    assert len(generation.token_ids) == generation.tokens.generated == 3


def test_context_that_fills_up_cuts_the_text_off(engine: Engine) -> None:
    long = Text(text=" Display" * 200)
    count = len(engine.tokenize(long.text))
    rest = engine.context_size - count
    generation = engine.generate((long,), options(max_tokens=1000))
    if generation.stop is StopReason.LENGTH:
        assert generation.tokens.generated == rest + 1
    assert engine.generate((HEAD, TAIL), options(max_tokens=1)).tokens.generated <= 1


def test_prompt_beyond_the_context_is_refused_and_the_cache_lives(engine: Engine) -> None:
    engine.generate((HEAD, TAIL), options())
    with pytest.raises(ContextOverflowError, match="larger context"):
        engine.generate((Text(text=" Display" * 4000),), options())
    assert engine.generate((HEAD, TAIL), options()).tokens.text == 1


def test_empty_prompts_and_odd_pictures_are_refused(engine: Engine) -> None:
    with pytest.raises(PromptError, match="empty"):
        engine.generate((), options())
    with pytest.raises(PromptError, match="shape"):
        engine.generate((Image(pixels=np.zeros((30, 30), dtype=np.uint8)),), options())


def test_picture_without_vision_model_is_refused(files: dict[WeightType, ConvertedModel]) -> None:
    engine = Engine(files[WeightType.F16].model, context=256, threads=1)
    try:
        with pytest.raises(NoVisionError, match="mmproj"):
            engine.generate((Image(pixels=picture(2, 2)), TAIL), options())
        assert engine.generate((TAIL,), options(max_tokens=2)).tokens.generated > 0
    finally:
        engine.close()


def test_abort_from_the_token_callback_stops_at_once(engine: Engine) -> None:
    pieces: list[str] = []

    def stop(piece: str) -> None:
        pieces.append(piece)
        engine.abort()

    aborted = engine.generate((HEAD, TAIL), options(), on_token=stop)
    assert aborted.stop is StopReason.ABORTED
    assert len(pieces) == 1
    whole = engine.generate((HEAD, TAIL), options())
    assert whole.tokens.cached > 0
    assert whole.token_ids[: len(aborted.token_ids)] == aborted.token_ids


def test_abort_from_another_thread_leaves_a_usable_cache(engine: Engine, shared_engine: Engine) -> None:
    prompt = (HEAD, Image(pixels=picture(8, 8)), TAIL, HEAD, TAIL)
    wanted = fresh(shared_engine, *prompt)
    reasons = []
    for round_ in range(12):
        timer = threading.Timer(0.001 * (round_ + 1), engine.abort)
        timer.start()
        reasons.append(engine.generate(prompt, options(max_tokens=200)).stop)
        timer.join()
        engine.generate((Text(text=f"{round_}"),), options(max_tokens=1))
    assert StopReason.ABORTED in reasons
    assert engine.generate(prompt, options()).token_ids == wanted.token_ids


def test_abort_when_nothing_runs_is_harmless(engine: Engine) -> None:
    engine.abort()
    assert engine.generate((TAIL,), options(max_tokens=2)).stop is not StopReason.ABORTED


def test_error_in_the_callback_leaves_a_usable_cache(engine: Engine) -> None:
    def fail(_piece: str) -> None:
        raise KeyError("callback")

    wanted = engine.generate((HEAD, TAIL), options())
    with pytest.raises(KeyError):
        engine.generate((HEAD, TAIL), options(), on_token=fail)
    assert engine.generate((HEAD, TAIL), options()).token_ids == wanted.token_ids


def test_set_flag_stops_decoding_and_encoding(engine: Engine) -> None:
    """The two places where llama.cpp looks at the flag, without a race."""
    assert engine._context is not None
    assert engine._vision is not None
    image = engine._vision.scale(picture(8, 8), 64)
    engine._abort.set()
    assert engine._context.decode_tokens((20, 21, 22), 0, logits=True) is Decoded.ABORTED
    with pytest.raises(EncodingAborted):
        engine._vision.encode(image)
    assert not engine._vision.is_encoded(image)
    engine._abort.clear()
    assert engine._context.decode_tokens((20, 21, 22), 0, logits=True) is Decoded.DONE
    engine._context.cut(0)
    assert engine._vision.encode(image).embeddings.shape == (64, 128)


def test_forgotten_prompts_are_decoded_again(engine: Engine) -> None:
    prompt = (HEAD, Image(pixels=picture(6, 4)), TAIL)
    first = engine.generate(prompt, options())
    engine.forget()
    again = engine.generate(prompt, options())
    assert again.tokens == first.tokens
    assert again.token_ids == first.token_ids


def test_model_that_cannot_take_pictures_refuses_the_vision_model(tiny: TinyModel, tmp_path: Path) -> None:
    converted = convert_checkpoint(
        tiny.folder, tmp_path, name="old", metadata={"glm4.rope.dimension_sections": [0, 0, 0, 0]}
    )
    with pytest.raises(WrongModelError, match="dimension_sections"):
        Engine(converted.model, converted.mmproj, context=256, threads=1)
    engine = Engine(converted.model, context=256, threads=1)
    engine.close()


def test_file_that_llama_cpp_refuses_gives_its_reason(tmp_path: Path) -> None:
    metadata: dict[str, MetadataValue] = {
        "general.architecture": "glm4",
        "glm4.block_count": 1,
        "glm4.embedding_length": 8,
        "glm4.attention.head_count": 1,
    }
    write_gguf(tmp_path / "m.gguf", metadata, [])
    with pytest.raises(EngineError, match="context_length"):
        Engine(tmp_path / "m.gguf", context=256, threads=1)


def test_threads_follow_the_cores_that_are_allowed(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    assert 1 <= allowed_cores() <= (os.cpu_count() or 1)
    engine._threads.most = 4
    for cores, wanted in ((3, 3), (8, 4), (1, 1)):
        monkeypatch.setattr("llm.processor.allowed_cores", lambda cores=cores: cores)
        assert engine.threads == wanted


def test_closed_engine_says_so(engine: Engine) -> None:
    engine.close()
    engine.close()
    engine.abort()
    with pytest.raises(EngineClosedError):
        engine.generate((TAIL,), options())
    with pytest.raises(EngineClosedError):
        engine.tokenize("x")


def test_metadata_and_name_come_from_the_file(engine: Engine) -> None:
    assert engine.name == "tiny"
    assert engine.metadata["handroid.prompt_layout"] == "elements"
    assert engine.metadata["general.architecture"] == "glm4"
    assert all(isinstance(value, str) for value in engine.metadata.values())


def test_seconds_add_up(engine: Engine) -> None:
    seconds = engine.generate((HEAD, Image(pixels=picture(6, 4)), TAIL), options()).seconds
    parts = seconds.tokenize + seconds.image_encode + seconds.image_prefill + seconds.text_prefill + seconds.decode
    assert min(seconds.tokenize, seconds.image_prefill, seconds.text_prefill, seconds.decode) > 0
    assert parts == pytest.approx(seconds.total, rel=0.2)
    assert 0 < seconds.first_token < seconds.total

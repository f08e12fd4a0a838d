"""Tokens that always follow: what answers tell of one another, and that the engine takes them as the model would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm.drafts import Drafts
from llm.embedded import embedded_model
from llm.engine import Engine
from llm.generation import GenerationOptions, Segment, Text
from llm.model_file import read_model_file
from llm.skip.depths import Skipping
from llm.skip.fingerprint import fingerprint
from llm.skip.foretell import LONGEST, SHORTEST, Answer, Foreteller, Foretelling
from llm.skip.half import FULL_DEPTH, Mask, layers
from llm.skip.plan import FORETOLD_KINDS, GENERATED_KINDS, SkipLevel, SkipPlan, TokenKind

TOKENS = st.lists(st.integers(0, 3), min_size=1, max_size=12).map(tuple)


@st.composite
def answers(draw: st.DrawFn) -> list[Answer]:
    found = []
    for tokens in draw(st.lists(TOKENS, min_size=1, max_size=8)):
        kinds = draw(st.lists(st.sampled_from(GENERATED_KINDS), min_size=len(tokens), max_size=len(tokens)))
        found.append(Answer(run=draw(st.integers(0, 2)), tokens=tokens, kinds=tuple(kinds)))
    return found


def followers(given_answers: list[Answer], before: tuple[int, ...]) -> set[tuple[int, object]]:
    return {
        (answer.tokens[place], answer.run)
        for answer in given_answers
        for place in range(len(before), len(answer.tokens))
        if answer.tokens[place - len(before) : place] == before
    }


@given(answers())
@settings(deadline=None, max_examples=100)
def test_other_runs_foretell_what_alone_follows_the_fewest_tokens_that_tell(given_answers: list[Answer]) -> None:
    found = Foretelling(given_answers)
    for answer, foretold, seen in zip(given_answers, found.foretold, found.observations, strict=True):
        others = [other for other in given_answers if other.run != answer.run]
        for place in range(len(answer.tokens)):
            wanted, count = -1, 0
            for length in range(SHORTEST, min(LONGEST, place) + 1):
                after = followers(others, answer.tokens[place - length : place])
                if len({token for token, _ in after}) == 1 and answer.kinds[place] in FORETOLD_KINDS:
                    wanted, count = next(iter(after))[0], len(after)
                    break
            assert foretold[place] == wanted
            if place:
                assert seen.right[place - 1] == (wanted == answer.tokens[place])
                assert seen.confidences[place - 1] == (count / (count + 1) if count else -1)


@given(answers(), st.sampled_from([0.0, 0.5, 0.7]))
@settings(deadline=None, max_examples=100)
def test_table_contradicts_no_answer_and_holds_only_kinds_that_may_be_foretold(
    given_answers: list[Answer], threshold: float
) -> None:
    thresholds = dict.fromkeys(FORETOLD_KINDS, threshold)
    table = Foretelling(given_answers).table(thresholds)
    foreteller = Foreteller(table)
    for answer in given_answers:
        for place in range(1, len(answer.tokens)):
            token = foreteller.after(answer.tokens[:place])
            assert token in (None, answer.tokens[place])
            if token is not None:
                assert answer.kinds[place] in FORETOLD_KINDS
    for before, token in table.items():
        after = followers(given_answers, before)
        assert {found for found, _ in after} == {token}
        assert len(after) / (len(after) + 1) >= threshold
    assert Foretelling(given_answers).table({}) == {}


PATHS = embedded_model()
PROMPT: tuple[Segment, ...] = (Text(text="<|user|>\n Set an alarm for 7:30\n<|observation|>\n Home\n<|assistant|>\n"),)
OPTIONS = GenerationOptions(max_tokens=30)


def plan_of(table: dict[tuple[int, ...], int], mask: Mask = FULL_DEPTH) -> SkipPlan:
    file = read_model_file(PATHS.model)
    level = SkipLevel(left_out={TokenKind.FORETOLD: mask}, foretold=table)
    return SkipPlan(model=fingerprint(file), layers=file.number("glm4.block_count"), levels=(level,))


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with closing(
        Engine(PATHS.model, context=256, threads=1, skip=Skipping.CALIBRATED, plan=plan_of({}), drafts=Drafts.OFF)
    ) as opened:
        yield opened


def answer_of(
    engine: Engine, table: dict[tuple[int, ...], int], options: GenerationOptions = OPTIONS
) -> tuple[int, ...]:
    engine.use_plan(plan_of({}))
    wanted = engine.generate(PROMPT, options)
    assert wanted.tokens.foretold == 0
    engine.use_plan(plan_of(table))
    return wanted.token_ids


def table_of(tokens: tuple[int, ...], places: range) -> dict[tuple[int, ...], int]:
    return {tokens[place - 3 : place]: tokens[place] for place in places}


def test_foretold_tokens_at_full_depth_change_nothing_but_that_they_are_not_chosen(engine: Engine) -> None:
    wanted = answer_of(engine, {})
    assert len(wanted) > 8
    table = table_of(wanted, range(4, 8))
    engine.use_plan(plan_of(table))
    found = engine.generate(PROMPT, OPTIONS)
    assert found.token_ids == wanted
    assert found.tokens.foretold >= 4
    after = (*PROMPT, Text(text=found.text + "<|user|>\n"))
    engine_logits = engine.next_logits(after)
    engine.use_plan(plan_of({}))
    engine.generate(PROMPT, OPTIONS)
    assert np.array_equal(engine_logits, engine.next_logits(after))


def test_foretold_tokens_are_taken_whatever_the_model_would_say(engine: Engine) -> None:
    wanted = answer_of(engine, {})
    other = wanted[5] + 1
    engine.use_plan(plan_of({wanted[2:5]: other}, layers([0, 1])))
    assert engine.generate(PROMPT, OPTIONS).token_ids[:6] == (*wanted[:5], other)


def test_foretold_token_that_the_grammar_forbids_is_not_taken(engine: Engine) -> None:
    options = GenerationOptions(max_tokens=12, grammar="root ::= [0-9]+")
    wanted = answer_of(engine, {}, options)
    letter = engine.tokenize("x")[0]
    engine.use_plan(plan_of({wanted[1:4]: letter, wanted[5:8]: wanted[8]}))
    found = engine.generate(PROMPT, options)
    assert found.token_ids == wanted
    assert found.tokens.foretold >= 1
    assert "x" not in found.text


def test_nothing_is_foretold_where_tokens_are_drawn(engine: Engine) -> None:
    drawn = GenerationOptions(max_tokens=12, temperature=0.7, seed=3)
    wanted = answer_of(engine, {}, drawn)
    engine.use_plan(plan_of(table_of(wanted, range(4, 8))))
    found = engine.generate(PROMPT, drawn)
    assert found.tokens.foretold == 0
    assert found.token_ids == wanted


def test_nothing_is_foretold_by_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="without a token before"):
        SkipLevel(foretold={(): 3})

"""Drafted text is the text of decoding one by one, and nothing is drafted where that is not certain."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from agent.grammar import AUTOGLM_GRAMMAR
from llm.bindings import library
from llm.context import Context, Decoded
from llm.convert.random_gguf import MatrixType, write_random_gguf
from llm.drafts import DraftCosts, Drafting, Drafts, measure_costs
from llm.drafts.drafter import GAP, Draft
from llm.drafts.drafting import Experience, Record
from llm.drafts.forced import Alphabet, ForcedDrafter
from llm.drafts.lookup import LookupDrafter
from llm.drafts.trial import Trial
from llm.embedded import ModelPaths, embedded_model
from llm.engine import Engine
from llm.formats import CacheType, FlashAttention
from llm.generation import Generation, GenerationOptions, Image, Segment, StopReason, Text
from llm.plain_kernels import PlainKernels
from llm.quantize import Quantization
from llm.sampling import Grammar
from tests.llm.skip.models import SHAPE, requantised
from tests.llm.tiny_model import picture

SCREEN = "\n Display row [500,820]\n Dark theme switch off [812,340]\n Network row [500,300]\n"
PROMPTS: tuple[tuple[Segment, ...], ...] = (
    (Text(text=f"<|user|>\n Turn on Dark theme\n<|observation|>{SCREEN * 2}<|assistant|>\n"),),
    (Text(text="<|user|>"), Image(pixels=picture(6, 4)), Text(text=f"{SCREEN * 3}<|assistant|>\n")),
    (Text(text=f"<|user|>\n Turn on Dark theme\n<|observation|>{SCREEN * 12}<|assistant|>\n"),),
)


def options(**changes: object) -> GenerationOptions:
    return GenerationOptions(**{"max_tokens": 24, **changes})  # type: ignore[arg-type]


@contextmanager
def opened(drafts: Drafts, **changes: object) -> Iterator[Engine]:
    with opened_files(embedded_model(), drafts, **changes) as engine:
        yield engine


@contextmanager
def opened_files(paths: ModelPaths, drafts: Drafts, **changes: object) -> Iterator[Engine]:
    settings = {"context": 1024, "threads": 1, "drafts": drafts, "image_tokens": 64, **changes}
    engine = Engine(paths.model, paths.mmproj, **settings)  # type: ignore[arg-type]
    try:
        yield engine
    finally:
        engine.close()


@contextmanager
def eager(engine: Engine) -> Iterator[None]:
    """Have every guess checked, right or wrong, as if checks cost nothing; sizes that are not exact stay out."""
    supply = engine._supply
    assert supply is not None
    engine.generate(PROMPTS[0], options(max_tokens=1))
    assert supply.costs is not None
    supply.costs = Free(1.0, dict.fromkeys(supply.costs.ratios, 0.01))
    supply.forget()
    supply.trial = Eager()
    yield


class Eager(Trial):
    def guesses_next(self) -> bool:
        return True


class Free(DraftCosts):
    def observe(self, size: int, seconds: float) -> None:
        pass


def said(engine: Engine, **changes: object) -> list[Generation]:
    return [engine.generate(prompt, options(**changes)) for prompt in PROMPTS]


@pytest.mark.parametrize(
    ("changes", "settings"),
    [
        ({}, {}),
        ({"grammar": AUTOGLM_GRAMMAR, "stop": ("</answer>",)}, {}),
        ({"temperature": 1.0, "seed": 3}, {}),
        ({"max_tokens": 5}, {"chunk": 8}),
        ({}, {"cache_type": CacheType.Q8_0}),
    ],
)
def test_text_is_that_of_decoding_one_by_one(changes: dict[str, object], settings: dict[str, object]) -> None:
    with opened(Drafts.OFF, **settings) as plain, opened(Drafts.EXACT, **settings) as engine, eager(engine):
        wanted, found = said(plain, **changes), said(engine, **changes)
        assert [generation.token_ids for generation in found] == [generation.token_ids for generation in wanted]
        assert [generation.stop for generation in found] == [generation.stop for generation in wanted]
        assert all(generation.tokens.drafted == 0 for generation in wanted)
        drafted, accepted = (sum(getattr(g.tokens, name) for g in found) for name in ("drafted", "accepted"))
        assert 0 < accepted <= drafted
        for prompt in PROMPTS:
            assert np.array_equal(engine.next_logits(prompt), plain.next_logits(prompt))


@pytest.fixture(scope="module", params=["embedded F16", "embedded Q4_0", "random F16", "random Q4_0"])
def other(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ModelPaths]:
    name, _, kind = str(request.param).partition(" ")
    folder = tmp_path_factory.mktemp("other")
    if name == "random":
        made = write_random_gguf(folder, SHAPE, matrices=MatrixType[kind])
        return kind, ModelPaths(model=made.model, mmproj=made.mmproj)
    paths = embedded_model()
    model = requantised(paths.model, Quantization[kind], folder / "model.gguf")
    return kind, ModelPaths(model=model, mmproj=paths.mmproj)


def test_any_model_says_the_same_and_drafts_where_batches_are_computed_as_single_tokens_are(
    other: tuple[str, ModelPaths],
) -> None:
    kind, paths = other
    with opened_files(paths, Drafts.OFF) as plain, opened_files(paths, Drafts.EXACT) as engine, eager(engine):
        # The same before, too: the end of a prompt that is read anew alone comes out otherwise in the last places.
        plain.generate(PROMPTS[0], options(max_tokens=1))
        assert [one.token_ids for one in said(plain)] == [one.token_ids for one in said(engine)]
        wanted, found = said(plain), said(engine)
        assert [generation.token_ids for generation in found] == [generation.token_ids for generation in wanted]
        for prompt in PROMPTS:
            assert np.array_equal(engine.next_logits(prompt), plain.next_logits(prompt))
        # llama.cpp multiplies by F16 matrices in another order where there are several tokens.
        assert bool(engine.draft_costs) is (kind != "F16")
        assert (sum(generation.tokens.drafted for generation in found) > 0) is (kind != "F16")


def test_what_was_rejected_leaves_the_cache() -> None:
    with opened(Drafts.OFF) as plain, opened(Drafts.EXACT) as engine, eager(engine):
        for index in range(3):
            for one in (plain, engine):
                one.generate(PROMPTS[0], options(temperature=1.5, seed=index))
            after = (*PROMPTS[0], Text(text=f" {index}"))
            assert np.array_equal(engine.next_logits(after), plain.next_logits(after))


def test_context_that_fills_up_ends_the_text_at_the_same_token() -> None:
    long, endless = (Text(text=SCREEN * 7),), "root ::= [a-z ] root"
    with opened(Drafts.OFF, context=256) as plain, opened(Drafts.EXACT, context=256) as engine, eager(engine):
        wanted, found = (one.generate(long, options(max_tokens=500, grammar=endless)) for one in (plain, engine))
        assert wanted.stop is found.stop is StopReason.LENGTH
        assert found.token_ids == wanted.token_ids


def test_abort_among_drafts_keeps_what_was_said() -> None:
    with opened(Drafts.OFF) as plain, opened(Drafts.EXACT) as engine, eager(engine):
        wanted = plain.generate(PROMPTS[0], options())
        for count in range(1, 8):
            pieces: list[str] = []
            aborted = engine.generate(PROMPTS[0], options(), on_token=abort_after(engine, pieces, count))
            assert aborted.stop is StopReason.ABORTED
            assert aborted.token_ids == wanted.token_ids[: len(aborted.token_ids)]
            assert engine.generate(PROMPTS[0], options()).token_ids == wanted.token_ids


def abort_after(engine: Engine, pieces: list[str], count: int) -> Callable[[str], None]:
    def take(piece: str) -> None:
        pieces.append(piece)
        if len(pieces) == count:
            engine.abort()

    return take


def test_several_threads_draft_and_change_no_bit() -> None:
    with opened(Drafts.OFF) as one, opened(Drafts.OFF, threads=2) as plain, opened(Drafts.EXACT, threads=2) as engine:
        with eager(engine):
            # What was said once is what the next answers are looked up in.
            said(engine)
            wanted, found = said(plain), said(engine)
        assert [generation.token_ids for generation in found] == [generation.token_ids for generation in wanted]
        assert all(generation.tokens.drafted > 0 for generation in found)
        # Enough cells that llama.cpp would share a single token's out among threads.
        text = f"<|user|>\n{SCREEN * 24}"
        long: tuple[Segment, ...] = (Text(text=text), *PROMPTS[2])
        assert len(plain.tokenize(text)) > 512
        after = [engine_of.generate(long, options()).token_ids for engine_of in (one, plain, engine)]
        assert after[0] == after[1] == after[2]
        for said_after in (long, (*long, Text(text=plain.text_of(after[0])))):
            logits = [engine_of.next_logits(said_after) for engine_of in (one, plain, engine)]
            assert np.array_equal(logits[0], logits[1])
            assert np.array_equal(logits[0], logits[2])


def test_threads_that_share_a_tokens_cells_draft_nothing_beyond_256(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where llama.cpp cannot be kept from it, a single token is computed otherwise than several."""
    monkeypatch.setattr(PlainKernels, "available", False)
    monkeypatch.setattr(PlainKernels, "use", lambda _self, _wanted: None)
    fused: dict[str, object] = {"threads": 2}
    with opened(Drafts.OFF, **fused) as plain, opened(Drafts.EXACT, **fused) as engine, eager(engine):
        said(engine)
        wanted, found = said(plain), said(engine)
        assert [generation.token_ids for generation in found] == [generation.token_ids for generation in wanted]
        assert found[0].tokens.drafted > 0
        assert engine.threads == 1 or found[2].tokens.drafted == 0


def test_nothing_is_drafted_where_attention_is_written_out() -> None:
    with opened(Drafts.EXACT, flash_attention=FlashAttention.OFF) as engine:
        assert all(generation.tokens.drafted == 0 for generation in said(engine))
        assert engine.draft_costs == {}


class Otherwise:
    """A context whose larger batches come out a little different, as a kernel of their own would have it."""

    def __init__(self, context: Context) -> None:
        self.context, self.size = context, 0

    def decode_tokens(self, tokens: Sequence[int], position: int, *, logits: int) -> Decoded:
        self.size = len(tokens)
        return self.context.decode_tokens(tokens, position, logits=logits)

    def logits(self, row: int = -1) -> NDArray[np.float32]:
        return np.nextafter(self.context.logits(row), np.float32(1000 if self.size > 4 else self.context.logits(row)))

    def cut(self, position: int) -> None:
        self.context.cut(position)


def test_sizes_that_are_computed_otherwise_are_left_out() -> None:
    with opened(Drafts.EXACT) as engine:
        engine.generate(PROMPTS[0], options(max_tokens=1))
        session, context = engine._seats.seated, engine._context
        assert session is not None
        assert context is not None
        tokens = engine.tokenize(SCREEN)[:16]
        whole = session.probe(lambda position: measure_costs(context, position, tokens))
        other = Otherwise(context)
        found = session.probe(lambda position: measure_costs(other, position, tokens))  # type: ignore[arg-type]
        assert whole is not None
        assert found is not None
        assert set(whole.ratios) >= {2, 4, 8}
        assert set(found.ratios) == {2, 4}


texts = st.lists(st.integers(0, 3) | st.just(GAP), min_size=1, max_size=40)


@given(answers=st.lists(texts, max_size=3), text=texts, most=st.integers(1, 15))
def test_lookup_finds_the_longest_match(answers: list[list[int]], text: list[int], most: int) -> None:
    drafter = LookupDrafter()
    for answer in answers:
        drafter.remember(answer)
    drafter.begin()
    drafter.draft(text[: len(text) // 2], most)
    found = drafter.draft(text, most)
    known = [token for answer in answers for token in (*answer, GAP)] + text
    lengths = {place: agreement(known, place) for place in range(2, len(known))}
    if found is None:
        assert (
            max(lengths.values(), default=0) < 2
            or GAP in known[-2:]
            or all(known[place] == GAP for place, length in lengths.items() if length == max(lengths.values()))
        )
        return
    assert 1 <= len(found.tokens) <= most
    assert GAP not in found.tokens
    longest = max(lengths.values())
    assert longest >= 2
    assert int(found.kind.rsplit(" ", 1)[1]) <= longest
    assert any(tuple(known[place : place + len(found.tokens)]) == found.tokens for place in lengths)


def agreement(known: list[int], place: int) -> int:
    count = 0
    while count < min(8, place) and known[place - 1 - count] == known[-1 - count]:
        count += 1
    return count


def test_old_answers_are_forgotten() -> None:
    drafter = LookupDrafter(remembered=10)
    drafter.remember([1, 2, 3, 4])
    drafter.remember([5, 6, 7, 8, 9])
    drafter.begin()
    assert drafter.draft([1, 2], 4) is None
    assert drafter.draft([1, 2, 5, 6], 4) == Draft(tokens=(7, 8, 9), kind="lookup of 2")


def test_forced_text_is_what_the_grammar_leaves_no_choice_about(tmp_path: Path) -> None:
    with opened(Drafts.OFF) as engine:
        context = engine._context
        assert context is not None
        alphabet = Alphabet(engine.tokenize, context.vocabulary.end_token)
        for rules, text in (
            ('root ::= "do(action=" [0-9]', "do(action="),
            ('root ::= "one" | "only" | "on"', "on"),
            ('root ::= [^"]*', ""),
            ('root ::= "yes" "x"?', "yes"),
        ):
            grammar = Grammar(library(), context.vocabulary.pointer, rules)
            found = ForcedDrafter(grammar, alphabet, engine.tokenize).draft((), 48)
            pieces = [context.vocabulary.piece(token).decode() for token in (found.tokens if found else ())]
            assert "".join(pieces) == text
            grammar.close()


class Always:
    def __init__(self, tokens: tuple[int, ...]) -> None:
        self.tokens = tokens

    def draft(self, text: object, most: int) -> Draft:
        return Draft(tokens=self.tokens[:most], kind="always")


def drafting(drafter: Always, ratios: dict[int, float], records: dict[str, Record]) -> Drafting:
    return Drafting({"always": drafter}, DraftCosts(10.0, ratios), Experience(records=records), [])


def test_guesses_that_are_wrong_are_given_up_unchecked_until_they_are_right_again() -> None:
    records: dict[str, Record] = {}
    wrong = drafting(Always((1, 1, 1)), {4: 2.0}, records)
    for _ in range(20):
        wrong.propose(15)
        wrong.note(0)
    assert wrong.propose(15) == ()
    right = drafting(Always((1, 1, 1)), {4: 2.0}, records)
    for _ in range(198):
        right.propose(0)
        right.note(1)
    assert right.propose(15) == (1, 1, 1)


@pytest.mark.parametrize(("cost", "wanted"), [(0.5, 3), (1.5, 3), (3.9, 0), (4.5, 0)])
def test_no_check_is_made_that_costs_as_much_as_it_gives(cost: float, wanted: int) -> None:
    certain = {"always": Record(right=1000.0, wrong=0.0)}
    assert len(drafting(Always((1, 2, 3)), {4: cost}, certain).propose(15)) == wanted
    assert drafting(Always((1, 2, 3)), {4: cost}, certain).propose(2) == ()


def test_size_with_the_best_yield_is_chosen() -> None:
    certain = {"always": Record(right=1000.0, wrong=0.0)}
    guesses = Always(tuple(range(15)))
    assert len(drafting(guesses, {2: 1.5, 4: 2.0, 8: 5.0, 16: 9.0}, certain).propose(15)) == 3
    assert len(drafting(guesses, {4: 2.2, 16: 6.0}, certain).propose(15)) == 15
    assert len(drafting(guesses, {4: 2.2, 16: 6.0}, certain).propose(14)) == 3


class Dear:
    """Takes time to guess; counts how often it is asked."""

    def __init__(self, seconds: float, tokens: tuple[int, ...]) -> None:
        self.seconds, self.tokens = seconds, tokens
        self.now, self.asked = 0.0, 0

    def clock(self) -> float:
        return self.now

    def draft(self, text: object, most: int) -> Draft:
        self.asked += 1
        self.now += self.seconds
        return Draft(tokens=self.tokens[:most], kind="dear")


def generate(drafter: Dear, experience: Experience, *, ratio: float, tokens: int) -> float:
    """Decode so many tokens 1, a second each alone, in a generation of their own; gives the seconds it took."""
    began = drafter.now
    costs = Free(1.0, {4: ratio})
    one = Drafting({"dear": drafter}, costs, experience, [], clock=drafter.clock)
    ahead: tuple[int, ...] = ()
    for _ in range(tokens):
        one.note(1)
        if ahead[:1] == (1,):
            ahead = ahead[1:]
            continue
        ahead = one.propose(3)
        seconds = ratio if ahead else 1.0
        drafter.now += seconds
        one.took(1 + len(ahead), seconds)
    return drafter.now - began


@pytest.mark.parametrize("seconds", [0.02, 0.1, 1.0])
@pytest.mark.parametrize("guess", [(0, 0, 0), (1, 0, 0)])
def test_drafter_that_saves_nothing_costs_next_to_nothing_in_many_short_answers(
    seconds: float, guess: tuple[int, ...]
) -> None:
    drafter, experience = Dear(seconds, guess), Experience()
    took = sum(generate(drafter, experience, ratio=1.9, tokens=10) for _ in range(200))
    # The start, the income of 2000 tokens, one guess beyond them and the checks that taught it.
    assert took <= 2000 + 0.25 + 2000 / 200 + seconds + 4
    assert drafter.asked >= 10


def test_drafter_that_took_too_long_is_asked_again_after_some_200_tokens() -> None:
    drafter, experience = Dear(50.0, (0,)), Experience()
    generate(drafter, experience, ratio=2.0, tokens=190)
    assert drafter.asked == 1
    generate(drafter, experience, ratio=2.0, tokens=30)
    assert drafter.asked == 2


def test_dear_drafter_whose_guesses_save_more_than_it_takes_is_asked_on() -> None:
    drafter, experience = Dear(0.3, (1, 1, 1)), Experience(records={"dear": Record(right=100.0)})
    took = sum(generate(drafter, experience, ratio=2.0, tokens=12) for _ in range(50))
    assert drafter.asked >= 140
    assert took < 0.7 * 600


def test_nobody_is_asked_where_not_even_a_certain_guess_would_pay() -> None:
    drafter = Dear(0.001, (1, 1, 1))
    generate(drafter, Experience(), ratio=3.7, tokens=100)
    assert drafter.asked == 0

"""Measures the engine on prompts in AutoGLM's layout, by turns with llama-cpp-python's own `Llama` and chat handler."""

from __future__ import annotations

import os
import platform
import re
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from agent.grammar import AUTOGLM_GRAMMAR
from agent.prompt import AutoGlmLayout, PastStep
from device.frame import Display, ForegroundApp, Frame
from llm.drafts import Drafts
from llm.engine import Engine
from llm.generation import Generation, GenerationOptions, Image, Segment, Text
from perception import perceive
from tasks.models import ModelFiles
from tasks.stock_llama import StockLlama

_WIDTH, _HEIGHT = 1080, 2400
_APP = ForegroundApp(package="com.android.settings", label="Settings")
_GOAL = "Turn on Dark theme and set the font size to large"
_OTHER_GOAL = "Turn off Dark theme and set the font size to small"

_LEAST_BUDGET = 8
"""Tokens of the picture that both read before anything is measured."""
_ANSWER = '<think>The Display row leads to both settings.</think><answer>do(action="Tap", element=[500,{y}])'
_TAG = re.compile(r"<\|?/?\w+\|?>")
_SAID = 24
"""Tokens that are generated where an answer's share of a step counts."""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What is measured.

    Attributes:
        files: The model.
        name: What rows call it.
        context: Tokens that the KV cache holds.
        threads: CPU threads, of both programs; None takes as many as the engine finds worth their while.
        budgets: Most tokens of a screenshot, the one that figures are told for first.
        repetitions: How often each thing is done; medians are told.
    """

    files: ModelFiles
    name: str
    context: int
    threads: int | None
    budgets: tuple[int, ...]
    repetitions: int


def measure(setting: Setting, *, say: Callable[[str], None]) -> dict[str, Any]:
    """Measure on this machine, now.

    Args:
        setting: What and how often.
        say: Is told what is done next.

    Returns:
        ``figures``, ``rows`` and ``machine``.
    """
    engine = _open(setting, Drafts.OFF, setting.files.mmproj)
    stock = StockLlama(setting.files.model, setting.files.mmproj, context=setting.context, threads=engine.threads)
    try:
        rows = []
        for budget in setting.budgets:
            say(f"{setting.name}: image budget {budget}")
            rows.append(_budget_row(setting, engine, stock, budget))
    finally:
        stock.close()
        engine.close()
    say(f"{setting.name}: drafts")
    drafts = _drafts_row(setting)
    chosen = rows[0]
    return {
        "figures": {
            "same_screen_saving": chosen["same_screen_saving"],
            "next_step_ratio": chosen["next_step_ratio"],
            "first_step_ratio": chosen["first_step_ratio"],
            "draft_ratio": drafts["ratio"],
            "draft_accepted_share": drafts["accepted_share"],
        },
        "rows": [*rows, drafts],
        "machine": machine(),
    }


def machine() -> dict[str, object]:
    """What this was measured on."""
    return {
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "system": platform.machine(),
    }


def _open(setting: Setting, drafts: Drafts, mmproj: Path | None) -> Engine:
    return Engine(setting.files.model, mmproj, context=setting.context, threads=setting.threads, drafts=drafts)


def screen(number: int) -> Frame:
    """A screenshot of rows in two tones, another one for each number."""
    random = np.random.default_rng(number)
    rows = random.integers(0, 256, (_HEIGHT // 120, 9, 3), dtype=np.uint8)
    pixels = rows.repeat(120, axis=0).repeat(_WIDTH // 9, axis=1)
    display = Display(width=_WIDTH, height=_HEIGHT)
    return Frame(pixels=np.ascontiguousarray(pixels), hierarchy="", app=_APP, display=display, captured_at=0.0)


def step_prompt(frame: Frame, done: int, *, goal: str = _GOAL) -> tuple[Segment, ...]:
    """The prompt of a step in AutoGLM's layout, after so many steps."""
    past = [PastStep(answer=_ANSWER.format(y=300 + 37 * number), action=None, app=_APP.label) for number in range(done)]
    return AutoGlmLayout().build(goal, past, perceive(frame), frame)


def _budget_row(setting: Setting, engine: Engine, stock: StockLlama, budget: int) -> dict[str, Any]:
    one, whole = (GenerationOptions(max_tokens=count, image_tokens=budget) for count in (1, _SAID))
    # Both read all their weights once, and little else: a prompt of a large model takes minutes.
    short = (Text(text="<|user|>"), Image(pixels=screen(0).pixels), Text(text="Open<|assistant|>"))
    engine.generate(short, GenerationOptions(max_tokens=2, image_tokens=_LEAST_BUDGET))
    stock.ask(short, image_tokens=_LEAST_BUDGET, max_tokens=2)
    runs: list[dict[str, Generation]] = []
    firsts: list[float] = []
    theirs: list[float] = []
    alike = []
    for turn in range(setting.repetitions):
        here, there = screen(2 * turn + 1), screen(2 * turn + 2)
        engine.forget()
        run = {
            "first": engine.generate(step_prompt(here, 0), whole),
            "same screen": engine.generate(step_prompt(here, 1), whole),
            "again": engine.generate(step_prompt(here, 1), whole),
        }
        # Another task, so that nothing but the system prompt is known of it.
        engine.generate(step_prompt(here, 0, goal=_OTHER_GOAL), one)
        run["next"] = engine.generate(step_prompt(there, 1, goal=_OTHER_GOAL), whole)
        runs.append(run)
        firsts.append(stock.ask(step_prompt(here, 0), image_tokens=budget, max_tokens=1).first_token)
        answer = stock.ask(step_prompt(there, 1, goal=_OTHER_GOAL), image_tokens=budget, max_tokens=_SAID)
        theirs.append(answer.first_token)
        alike.append(agreement(answer.text, run["next"].text))

    def median(name: str, what: Callable[[Generation], float]) -> float:
        return statistics.median(what(run[name]) for run in runs)

    first, following = median("first", _first_token), median("next", _first_token)
    cold = median("first", _work)
    tokens = runs[0]["first"].tokens
    return {
        "model": setting.name,
        "what": "step",
        "image_budget": budget,
        "image_tokens": tokens.image,
        "text_tokens": tokens.text,
        "next_text_tokens": runs[0]["next"].tokens.text,
        "image_encode_s": round(median("first", lambda one: one.seconds.image_encode), 3),
        "image_prefill_s": round(median("first", lambda one: one.seconds.image_prefill), 3),
        "text_prefill_s": round(median("first", lambda one: one.seconds.text_prefill), 3),
        "prefill_tokens_s": round(median("first", _prefill_rate), 1),
        "next_image_encode_s": round(median("next", lambda one: one.seconds.image_encode), 3),
        "next_image_prefill_s": round(median("next", lambda one: one.seconds.image_prefill), 3),
        "next_text_prefill_s": round(median("next", lambda one: one.seconds.text_prefill), 3),
        "decode_tokens_s": round(median("next", _decode_rate), 1),
        "first_step_s": round(first, 3),
        "next_step_s": round(following, 3),
        "stock_first_step_s": round(statistics.median(firsts), 3),
        "stock_next_step_s": round(statistics.median(theirs), 3),
        "first_step_ratio": _ratio(firsts, [run["first"] for run in runs]),
        "next_step_ratio": _ratio(theirs, [run["next"] for run in runs]),
        "same_screen_saving": round(1 - median("same screen", _work) / cold, 3),
        "same_prompt_saving": round(1 - median("again", _work) / cold, 3),
        "known_picture_saving": round(1 - median("same screen", _work) / median("next", _work), 3),
        "same_characters_as_stock": round(statistics.median(alike), 2),
    }


def _ratio(theirs: Sequence[float], ours: Sequence[Generation]) -> float:
    ratios = [seconds / _first_token(generation) for seconds, generation in zip(theirs, ours, strict=True)]
    return round(statistics.median(ratios), 2)


def _first_token(generation: Generation) -> float:
    return generation.seconds.first_token


def _work(generation: Generation) -> float:
    """Seconds of a step's model time."""
    return generation.seconds.total


def _prefill_rate(generation: Generation) -> float:
    seconds, tokens = generation.seconds, generation.tokens
    return (tokens.text + tokens.image) / (seconds.text_prefill + seconds.image_prefill)


def _decode_rate(generation: Generation) -> float:
    return max(1, generation.tokens.generated - 1) / generation.seconds.decode


def agreement(left: str, right: str) -> float:
    """Share of the shorter text up to where the two part, special tokens aside, which `Llama` leaves out.

    They part where kernels of different batch sizes break a near tie otherwise.
    """
    left, right = (_TAG.sub("", text) for text in (left, right))
    least = min(len(left), len(right))
    same = next((index for index in range(least) if left[index] != right[index]), least)
    return same / least if least else 1.0


def _drafts_row(setting: Setting) -> dict[str, Any]:
    """Time per generated token over the steps of a task, with and without drafts, by turns."""
    engines = {drafts: _open(setting, drafts, None) for drafts in Drafts}
    times: dict[Drafts, list[float]] = {drafts: [] for drafts in Drafts}
    generated = drafted = accepted = 0
    same = True
    try:
        for step in range(-_FINDING_OUT, _MOST_STEPS):
            if step >= 3 * setting.repetitions and sum(times[Drafts.OFF]) > _ENOUGH_SECONDS / _DRAFTED:
                break
            said = {drafts: engine.generate(*_drafting_prompt(step)) for drafts, engine in _turned(engines, step)}
            same &= len({generation.token_ids for generation in said.values()}) == 1
            if step >= 0:
                for drafts, generation in said.items():
                    times[drafts].append(generation.seconds.decode / max(1, generation.tokens.generated))
                counts = said[Drafts.EXACT].tokens
                generated += counts.generated
                drafted += counts.drafted
                accepted += counts.accepted
        costs = engines[Drafts.EXACT].draft_costs
    finally:
        for engine in engines.values():
            engine.close()
    token, drafted_token = (statistics.median(times[drafts]) for drafts in (Drafts.OFF, Drafts.EXACT))
    return {
        "model": setting.name,
        "what": "drafts",
        "token_ms": round(1000 * token, 2),
        "drafted_token_ms": round(1000 * drafted_token, 2),
        "ratio": round(token / drafted_token, 2),
        "steps": len(times[Drafts.OFF]),
        "generated": generated,
        "drafted": drafted,
        "accepted": accepted,
        "accepted_share": round(accepted / drafted, 3) if drafted else None,
        "identical": same,
        "check_costs": {str(size): round(ratio, 2) for size, ratio in costs.items()},
    }


_DRAFTED = 32
"""Tokens of an answer that drafts are measured on."""

_FINDING_OUT = 7
"""Steps in which the engine finds out what checks cost, and whether guessing pays; they are not counted."""

_ENOUGH_SECONDS = 2.0
"""Of decoding without drafts, so that tokens of half a millisecond are told from noise ..."""

_MOST_STEPS = 100
"""... within so many steps."""


def _turned(engines: dict[Drafts, Engine], step: int) -> Sequence[tuple[Drafts, Engine]]:
    return list(engines.items())[:: 1 if step % 2 else -1]


def _drafting_prompt(step: int) -> tuple[tuple[Segment, ...], GenerationOptions]:
    """The elements layout of the embedded model with rows that come again from step to step."""
    rows = "".join(f" {name} row [500,{300 + 70 * place}]\n" for place, name in enumerate(_ROWS))
    # At the end, so that the time goes into generating and not into reading what came before.
    done = f" Tap {_ROWS[step % len(_ROWS)]} {step + _FINDING_OUT}\n"
    text = f"<|user|>\n Turn on Dark theme\n<|observation|>\nSettings\n{rows}{done}<|assistant|>\n"
    options = GenerationOptions(max_tokens=_DRAFTED, grammar=AUTOGLM_GRAMMAR, stop=("</answer>",))
    return (Text(text=text),), options


_ROWS = ("Network", "Connected devices", "Apps", "Notifications", "Battery", "Storage", "Sound", "Display", "Wallpaper")

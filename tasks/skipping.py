"""Calibrates a model for skipping on recorded runs, and compares it with full depth on runs that were kept back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any

from agent.prompt import PromptLayout
from agent.token_kinds import kind_after
from llm import Engine, SkipPlanError
from llm.generation import Generation
from llm.model_file import ModelFile
from llm.skip.calibrate import BUDGETS, Calibration, Progress, Sample
from llm.skip.fingerprint import fingerprint
from llm.skip.plan import GENERATED_KINDS, SkipLevel, SkipPlan, TokenKind, halves_text
from llm.skip.shares import shares_of
from tasks.recorded import RecordedStep, same_action

LEAST_STEPS = 20
"""Recorded steps with which a search begins to mean anything."""


def split_runs(steps: Sequence[RecordedStep]) -> tuple[list[RecordedStep], list[RecordedStep]]:
    """Part steps into those to calibrate with and those kept back: every third run, whole, as steps of a run are alike.

    Raises:
        SkipPlanError: There are too few.
    """
    runs = list(dict.fromkeys(step.run for step in steps))
    kept_back = set(runs[2::3])
    parts = [step for step in steps if step.run not in kept_back], [step for step in steps if step.run in kept_back]
    if len(parts[0]) < LEAST_STEPS or not parts[1]:
        raise SkipPlanError(
            f"{len(steps)} steps of {len(runs)} runs are too few to calibrate with: record at least "
            f"{2 * LEAST_STEPS} steps of 3 runs with `handroid run --trace`"
        )
    return parts


def full_depth_plan(file: ModelFile) -> SkipPlan:
    """A plan that leaves out nothing, to open an engine with that is going to be calibrated."""
    layers = file.number(f"{file.metadata.get('general.architecture')}.block_count")
    return SkipPlan(model=fingerprint(file), layers=layers, levels=(SkipLevel(),))


def calibrate(
    engine: Engine,
    file: ModelFile,
    steps: Sequence[RecordedStep],
    layout: PromptLayout,
    *,
    budgets: Sequence[float] = BUDGETS,
    tell: Progress,
) -> tuple[SkipPlan, dict[str, Any]]:
    """Search a plan; returns it with what was found on these steps.

    Args:
        engine: The model, opened with `full_depth_plan`.
        file: Its file.
        steps: Recorded steps.
        layout: How the model is shown a screen.
        budgets: Share of answers that may differ, by level.
        tell: Is told how far it is.

    Raises:
        SkipPlanError: No layer of it can be skipped here.
    """
    if engine.skipping_problem:
        raise SkipPlanError(f"no layer of {file.path.name} can be skipped here: {engine.skipping_problem}")
    bare = full_depth_plan(file)
    engine.use_plan(None)
    samples = []
    for number, step in enumerate(steps):
        tell("answering", number, len(steps))
        samples.append(_sample(engine, step, layout))
    search = Calibration(engine, bare.layers, shares_of(file), samples, tell)
    found = [search.level(budget) for budget in budgets]
    plan = replace(bare, levels=tuple(level for level, _ in found))
    return plan, {"levels": [figures for _, figures in found], "damage": search.damage}


def _sample(engine: Engine, step: RecordedStep, layout: PromptLayout) -> Sample:
    """The step with what the model says to it now, so that a trace of other weights or another prompt serves too."""
    options = layout.options()
    generation = engine.generate(step.prompt, options)
    answer = [*generation.token_ids, *engine.tokenize(options.stop[0] if options.stop else "")[:1]]
    kinds, text = [], ""
    for count in range(len(answer)):
        text = engine.text_of(answer[:count])
        kinds.append(kind_after(text))
    return Sample(prompt=step.prompt, answer=tuple(answer), kinds=tuple(kinds))


@dataclass(kw_only=True)
class Comparison:
    """A plan's level against full depth, on the same steps by turns."""

    steps: int = 0
    same_actions: int = 0
    same_texts: int = 0
    tokens: int = 0
    shallow: int = 0
    deepened: int = 0
    decode: list[float] = field(default_factory=list)
    image: list[float] = field(default_factory=list)
    text: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        """Ratios are medians over steps of the times at full depth over those by the plan."""
        return {
            "steps": self.steps,
            "decode_ratio": _median(self.decode),
            "image_ratio": _median(self.image),
            "text_ratio": _median(self.text),
            "step_ratio": _median(self.whole),
            "drop_points": round(100 * (1 - self.same_actions / max(1, self.steps)), 2),
            "other_words_points": round(100 * (1 - self.same_texts / max(1, self.steps)), 2),
            "shallow_share": round(self.shallow / max(1, self.tokens), 3),
            "deepened_share": round(self.deepened / max(1, self.tokens), 3),
        }


def compare(
    engine: Engine,
    plan: SkipPlan,
    steps: Sequence[RecordedStep],
    layout: PromptLayout,
    *,
    tell: Callable[[int, int], None] = lambda _done, _all: None,
) -> Comparison:
    """Answer every step at full depth and by the first level of `plan`, each from an empty cache.

    The two take turns in going first. A picture is encoded once, before either.
    """
    found = Comparison()
    options = replace(layout.options(), kind_after=kind_after)
    for number, step in enumerate(steps):
        tell(number, len(steps))
        engine.use_plan(None)
        # What the encoding of the picture takes is the same either way.
        engine.generate(step.prompt, replace(options, max_tokens=1))
        said: dict[bool, Generation] = {}
        for planned in (True, False) if number % 2 else (False, True):
            engine.use_plan(plan if planned else None)
            said[planned] = engine.generate(step.prompt, options)
        full, shallow = said[False], said[True]
        found.steps += 1
        found.same_texts += full.text == shallow.text
        found.same_actions += same_action(full.text, shallow.text, layout, step.display)
        found.tokens += max(0, shallow.tokens.generated - 1)
        found.shallow += shallow.tokens.shallow
        found.deepened += shallow.tokens.deepened
        if min(full.tokens.generated, shallow.tokens.generated) > 1:
            rates = [one.seconds.decode / (one.tokens.generated - 1) for one in (full, shallow)]
            found.decode.append(rates[0] / rates[1])
        for ratios, phase in ((found.image, "image_prefill"), (found.text, "text_prefill"), (found.whole, "total")):
            seconds = [getattr(one.seconds, phase) for one in (full, shallow)]
            if min(seconds) > 0:
                ratios.append(seconds[0] / seconds[1])
    return found


def only(plan: SkipPlan, level: int, kinds: Sequence[TokenKind]) -> SkipPlan:
    """The plan with one of its levels alone, and with that for some kinds of token alone."""
    whole = plan.level(level)
    part = SkipLevel(
        left_out={kind: mask for kind, mask in whole.left_out.items() if kind in kinds}, thresholds=whole.thresholds
    )
    return replace(plan, levels=(part,))


def described(level: SkipLevel) -> dict[str, Any]:
    """A level as people read it."""
    chosen = next((level.left_out[kind] for kind in GENERATED_KINDS if kind in level.left_out), frozenset())
    return {
        "image": " ".join(halves_text(level.left_out.get(TokenKind.IMAGE, frozenset()))),
        "text": " ".join(halves_text(level.left_out.get(TokenKind.TEXT, frozenset()))),
        "generated": " ".join(halves_text(chosen)),
        "thresholds": {str(kind): threshold for kind, threshold in level.thresholds.items()},
    }


def _median(ratios: Sequence[float]) -> float | None:
    return round(median(ratios), 3) if ratios else None

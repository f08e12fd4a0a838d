"""Calibrates a model for skipping on recorded runs, and compares it with full depth on runs that were kept back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from agent.prompt import PromptLayout
from agent.token_kinds import kind_after
from llm import Engine, SkipPlanError
from llm.generation import Generation
from llm.model_file import ModelFile
from llm.skip.calibrate import BUDGETS, Calibration
from llm.skip.fingerprint import fingerprint
from llm.skip.plan import GENERATED_KINDS, SkipLevel, SkipPlan, TokenKind, halves_text
from llm.skip.samples import Progress, Sample
from llm.skip.shares import shares_of
from tasks.paired import paired_interval
from tasks.recorded import RecordedStep, is_right, same_action

_PHASES = {"decode": "decode", "image_prefill": "image", "text_prefill": "text", "total": "step"}
"""Phases of `llm.generation.Seconds` that are compared, and what figures call them."""

_RIGHTS = ("right_full_points", "right_points", "fewer_right_points", "fewer_right_interval")
"""Of steps whose right action is known: how many are right at full depth and by the plan, how many fewer that is, and
the interval that holds this in 95 of 100 cases."""

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
    answer = list(generation.token_ids)
    if not any(stop in engine.text_of(answer) for stop in options.stop):
        # It ended by an end token, which is not among them: what stands for it is the first stop.
        answer += engine.tokenize(options.stop[0] if options.stop else "")[:1]
    kinds, text = [], ""
    for count in range(len(answer)):
        text = engine.text_of(answer[:count])
        kinds.append(kind_after(text))
    return Sample(run=step.run, prompt=step.prompt, answer=tuple(answer), kinds=tuple(kinds))


@dataclass(kw_only=True)
class Comparison:
    """A plan's first level against full depth, on the same steps by turns.

    Attributes:
        steps: Steps that were answered.
        same_actions: Those whose action was the same.
        same_texts: Those whose words were the same.
        judged: Those whose right action is known.
        right_full: Those of them that were right at full depth.
        lost: Those that were right at full depth alone.
        won: Those that were right by the plan alone.
        tokens: Generated ones behind the first, which the prompt's last one chooses.
        shallow: Those that were chosen at reduced depth.
        deepened: Those that were chosen again.
        foretold: Those that were not chosen.
        full: Seconds at full depth, by phase.
        planned: Seconds by the plan, by phase.
    """

    steps: int = 0
    same_actions: int = 0
    same_texts: int = 0
    judged: int = 0
    right_full: int = 0
    lost: int = 0
    won: int = 0
    tokens: int = 0
    shallow: int = 0
    deepened: int = 0
    foretold: int = 0
    full: dict[str, list[float]] = field(default_factory=lambda: {phase: [] for phase in _PHASES})
    planned: dict[str, list[float]] = field(default_factory=lambda: {phase: [] for phase in _PHASES})

    def figures(self) -> dict[str, Any]:
        """Ratios of the seconds that all answers took at full depth to those that they took by the plan."""
        return {
            "steps": self.steps,
            **{f"{name}_ratio": self._ratio(phase) for phase, name in _PHASES.items()},
            "other_actions_points": round(100 * (1 - self.same_actions / max(1, self.steps)), 2),
            **self._rights(),
            "other_words_points": round(100 * (1 - self.same_texts / max(1, self.steps)), 2),
            "shallow_share": round(self.shallow / max(1, self.tokens), 3),
            "deepened_share": round(self.deepened / max(1, self.tokens), 3),
            "foretold_share": round(self.foretold / max(1, self.tokens), 3),
        }

    def add(
        self, full: Generation, shallow: Generation, *, same_action: bool, right: tuple[bool, bool] | None = None
    ) -> None:
        """Take note of a step's answer at full depth and by the plan, and whether each is right where that is known."""
        self.steps += 1
        if right is not None:
            self.judged += 1
            self.right_full += right[0]
            self.lost += right[0] and not right[1]
            self.won += right[1] and not right[0]
        self.same_texts += full.text == shallow.text
        self.same_actions += same_action
        self.tokens += max(0, shallow.tokens.generated - 1)
        self.shallow += shallow.tokens.shallow
        self.deepened += shallow.tokens.deepened
        self.foretold += shallow.tokens.foretold
        for phase in _PHASES:
            self.full[phase].append(getattr(full.seconds, phase))
            self.planned[phase].append(getattr(shallow.seconds, phase))

    def _rights(self) -> dict[str, Any]:
        """Points of the steps whose right action is known; None where there are none."""
        count = self.judged
        if not count:
            return dict.fromkeys(("judged_steps", *_RIGHTS))
        interval = [round(100 * bound, 2) for bound in paired_interval(self.lost, self.won, count)]
        right = self.right_full - self.lost + self.won
        points = (100 * self.right_full / count, 100 * right / count, 100 * (self.lost - self.won) / count)
        return {
            "judged_steps": count,
            **dict(zip(_RIGHTS, (*(round(value, 2) for value in points), interval), strict=True)),
        }

    def _ratio(self, phase: str) -> float | None:
        """Of sums without the tenth of the steps that went most out of line either way: others use the machine too."""
        pairs = [pair for pair in zip(self.full[phase], self.planned[phase], strict=True) if min(pair) > 0]
        pairs.sort(key=lambda pair: pair[0] / pair[1])
        kept = pairs[len(pairs) // 10 : len(pairs) - len(pairs) // 10]
        return round(sum(one for one, _ in kept) / sum(other for _, other in kept), 3) if kept else None


def compare(
    engine: Engine,
    plans: Sequence[SkipPlan],
    steps: Sequence[RecordedStep],
    layout: PromptLayout,
    *,
    tell: Callable[[int, int], None] = lambda _done, _all: None,
) -> list[Comparison]:
    """Answer every step at full depth and by the first level of each plan, from an empty cache.

    They take turns in going first. A picture is encoded once, before any.
    """
    found = [Comparison() for _ in plans]
    options = replace(layout.options(), kind_after=kind_after)
    turns: list[SkipPlan | None] = [None, *plans]
    for number, step in enumerate(steps):
        tell(number, len(steps))
        engine.use_plan(None)
        # What the encoding of the picture takes is the same either way.
        engine.generate(step.prompt, replace(options, max_tokens=1))
        said: dict[int, Generation] = {}
        for turn in range(len(turns)):
            mine = (turn + number) % len(turns)
            engine.use_plan(turns[mine])
            said[mine] = engine.generate(step.prompt, options)
        rights = {turn: is_right(answer.text, step, layout) for turn, answer in said.items()}
        for place, one in enumerate(found, start=1):
            same = same_action(said[0].text, said[place].text, layout, step.display)
            full, planned = rights[0], rights[place]
            right = None if full is None or planned is None else (full, planned)
            one.add(said[0], said[place], same_action=same, right=right)
    return found


def only(plan: SkipPlan, level: int, kinds: Sequence[TokenKind]) -> SkipPlan:
    """The plan with one of its levels alone, and with that for some kinds of token alone."""
    whole = plan.level(level)
    part = SkipLevel(
        left_out={kind: mask for kind, mask in whole.left_out.items() if kind in kinds},
        thresholds=whole.thresholds,
        foretold=whole.foretold if TokenKind.FORETOLD in kinds else {},
    )
    return replace(plan, levels=(part,))


def described(level: SkipLevel) -> dict[str, Any]:
    """A level as people read it."""
    chosen = next((level.left_out[kind] for kind in GENERATED_KINDS if kind in level.left_out), frozenset())
    return {
        "image": " ".join(halves_text(level.left_out.get(TokenKind.IMAGE, frozenset()))),
        "text": " ".join(halves_text(level.left_out.get(TokenKind.TEXT, frozenset()))),
        "generated": " ".join(halves_text(chosen)),
        "foretold": " ".join(halves_text(level.left_out.get(TokenKind.FORETOLD, frozenset()))),
        "foretold_by": len(level.foretold),
        "thresholds": {str(kind): threshold for kind, threshold in level.thresholds.items()},
    }

"""The trade-off of skipping: speed over answers that differ, level by level and for each phase alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from agent.prompt import PromptLayout
from llm import Engine, SkipPlan, TokenKind
from llm.governor.heat.plot import Line, draw_curves
from llm.skip.plan import GENERATED_KINDS
from tasks.recorded import RecordedStep
from tasks.skipping import compare, described, only

LEAST_DROP = 0.4
"""Points of actions that may differ where `decode_ratio` and `image_ratio` are wanted."""

_PARTS: dict[str, tuple[TokenKind, ...]] = {
    "decode": (*GENERATED_KINDS, TokenKind.FORETOLD),
    "layers": GENERATED_KINDS,
    "foretold": (TokenKind.FORETOLD,),
    "image": (TokenKind.IMAGE,),
    "all": tuple(TokenKind),
}


def curve(
    engine: Engine,
    plan: SkipPlan,
    steps: Sequence[RecordedStep],
    layout: PromptLayout,
    *,
    tell: Callable[[int, int], None],
) -> list[dict[str, Any]]:
    """A row for each level of a plan and each part of it that is used alone, on steps that were kept back."""
    wanted = [
        (number, part, level, only(plan, number, kinds))
        for number, level in enumerate(plan.levels, start=1)
        for part, kinds in _PARTS.items()
    ]
    # Levels with little to choose from are often the same.
    trials = {repr(trial.levels): trial for *_, trial in wanted}
    found = dict(zip(trials, compare(engine, list(trials.values()), steps, layout, tell=tell), strict=True))
    return [
        {"level": number, "part": part, **found[repr(trial.levels)].figures(), **described(level)}
        for number, part, level, trial in wanted
    ]


def figures_of(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The fastest rows that stay within `LEAST_DROP`, or level 1 where none does."""
    figures: dict[str, Any] = {}
    for part in ("decode", "image"):
        mine = [row for row in rows if row["part"] == part]
        within = [row for row in mine if row["drop_points"] <= LEAST_DROP] or mine[:1]
        best = max(within, key=lambda row: row[f"{part}_ratio"] or 0.0)
        figures[f"{part}_ratio"], figures[f"{part}_drop_points"] = best[f"{part}_ratio"], best["drop_points"]
    return figures


def draw(rows: Sequence[dict[str, Any]]) -> str:
    """The rows as a picture."""
    lines = []
    for part in ("decode", "image"):
        mine = [row for row in rows if row["part"] == part]
        points = sorted((row["drop_points"], row[f"{part}_ratio"] or 1.0) for row in mine)
        lines.append(Line(name=f"{part} alone", points=[(0.0, 1.0), *points], dots=True))
    return draw_curves(
        "Skipping layers: speed and answers",
        lines,
        across="answers with another action than at full depth, %",
        up="times faster",
    )

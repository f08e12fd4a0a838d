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
"""Points fewer right actions with which `decode_ratio` and `image_ratio` are wanted; where nobody knows what is right,
points of other actions."""

_PARTS: dict[str, tuple[TokenKind, ...]] = {
    "decode": (*GENERATED_KINDS, TokenKind.FORETOLD),
    "layers": GENERATED_KINDS,
    "foretold": (TokenKind.FORETOLD,),
    "image": (TokenKind.IMAGE,),
    "all": tuple(TokenKind),
}


_TAKEN_APART = 2
"""The level whose rows tell what leaving out halves and foretelling do alone."""


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
        # What each of the two ways alone does for generated tokens is told for one level.
        if number == min(_TAKEN_APART, len(plan.levels)) or part not in ("layers", "foretold")
    ]
    # A level that leaves out nothing is full depth, and its ratio would tell of noise alone.
    wanted = [row for row in wanted if any(row[3].level(1).left_out.values()) or row[3].level(1).foretold]
    # Levels with little to choose from are often the same.
    trials = {repr(trial.levels): trial for *_, trial in wanted}
    compared = compare(engine, list(trials.values()), steps, layout, tell=tell) if trials else []
    found = dict(zip(trials, compared, strict=True))
    return [
        {"level": number, "part": part, **found[repr(trial.levels)].figures(), **described(level)}
        for number, part, level, trial in wanted
    ]


def figures_of(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The fastest rows that stay within `LEAST_DROP`, the first where none does, full depth where there are none.

    ``*_drop_points`` is by how many points fewer actions are right, None where no right action is known.
    """
    figures: dict[str, Any] = {}
    for part in ("decode", "image"):
        mine = [row for row in rows if row["part"] == part]
        within = [row for row in mine if _drop(row) <= LEAST_DROP] or mine[:1]
        if not within:
            figures |= {f"{part}_ratio": 1.0, f"{part}_drop_points": 0.0, f"{part}_other_actions_points": 0.0}
            continue
        best = max(within, key=lambda row: row[f"{part}_ratio"] or 0.0)
        figures[f"{part}_ratio"] = best[f"{part}_ratio"]
        figures[f"{part}_drop_points"] = best["fewer_right_points"]
        figures[f"{part}_drop_interval"] = best["fewer_right_interval"]
        figures[f"{part}_other_actions_points"] = best["other_actions_points"]
    return figures


def _drop(row: dict[str, Any]) -> float:
    fewer = row["fewer_right_points"]
    return float(row["other_actions_points"] if fewer is None else fewer)


def columns(rows: Sequence[dict[str, Any]]) -> list[tuple[str, ...]]:
    """The rows as people read them, the names of the columns first."""
    judged = any(row["judged_steps"] for row in rows)
    rights = ("right at full depth", "right here", "fewer right (95 %)") if judged else ()
    found: list[tuple[str, ...]] = [
        ("level", "plan for", "times faster", "whole answer", "other action", *rights, "other words", "left out")
    ]
    for row in rows:
        part = row["part"]
        faster = row[f"{part}_ratio"] if part == "image" else row["step_ratio" if part == "all" else "decode_ratio"]
        names = ("image",) if part == "image" else _SHOWN[part]
        left_out = "; ".join(f"{name} {row[name]}" for name in names if row[name])
        if part in ("decode", "foretold", "all") and row["foretold_share"]:
            left_out += f"; {row['foretold_share']:.0%} of tokens foretold"
        others, words = (f"{row[name]:.2f} %" for name in ("other_actions_points", "other_words_points"))
        told = _rights_told(row) if judged else ()
        found.append(
            (str(row["level"]), _NAMES[part], str(faster), str(row["step_ratio"]), others, *told, words, left_out)
        )
    return found


def _rights_told(row: dict[str, Any]) -> tuple[str, str, str]:
    low, high = row["fewer_right_interval"]
    fewer = f"{row['fewer_right_points']:.2f} ({low:.2f} to {high:.2f})"
    return f"{row['right_full_points']:.2f} %", f"{row['right_points']:.2f} %", fewer


def markdown(rows: Sequence[dict[str, Any]], figures: dict[str, Any]) -> str:
    """The table and the figures as a page."""
    head, *body = columns(rows)
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}", *(f"| {' | '.join(row)} |" for row in body)]
    told = [f"| `{name}` | {value} |" for name, value in figures.items()]
    return "\n".join(
        [
            "# Skipping layers: the trade-off",
            "",
            "Written by `handroid bench skip --plot`. Steps of runs that the search has not seen. An *other action*",
            "than at full depth may be as right as that one; an action is *right* if the task's own solution does the",
            "same on that screen; *fewer right* is in points, with the interval that holds it in 95 of 100 cases if",
            "steps of one run were independent. Halves are named as in `3a` (attention of layer 3) and `3f` (its",
            "feed-forward part).",
            "",
            "![speed over answers that differ](skip.svg)",
            "",
            *lines,
            "",
            "| figure | value |",
            "| --- | --- |",
            *told,
            "",
        ]
    )


_NAMES = {
    "decode": "generated tokens",
    "layers": "generated tokens, none foretold",
    "foretold": "foretold tokens alone",
    "image": "pictures",
    "all": "everything",
}
_SHOWN = {
    "decode": ("generated", "foretold"),
    "layers": ("generated",),
    "foretold": ("foretold",),
    "all": ("image", "text", "generated", "foretold"),
}


def draw(rows: Sequence[dict[str, Any]]) -> str:
    """The rows as a picture."""
    lines = [Line(name="full depth", points=[(0.0, 1.0)], dots=True)]
    for part, ratio in (("decode", "decode"), ("layers", "decode"), ("foretold", "decode"), ("image", "image")):
        mine = [row for row in rows if row["part"] == part]
        points = sorted((row["other_actions_points"], row[f"{ratio}_ratio"] or 1.0) for row in mine)
        if points:
            lines.append(Line(name=_NAMES[part], points=points, dots=True))
    return draw_curves(
        "Skipping layers: speed and answers",
        lines,
        across="answers with another action than at full depth, %",
        up="times faster",
    )

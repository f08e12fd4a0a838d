"""Holds the mode `exact` against `off`: the same text, and no slower."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

from agent.prompt import PromptLayout
from llm import Engine
from tasks.recorded import RecordedStep


def exact_figures(
    off: Engine,
    exact: Engine,
    steps: Sequence[RecordedStep],
    layout: PromptLayout,
    *,
    tell: Callable[[int, int], None],
) -> dict[str, Any]:
    """Answer every step with both engines by turns.

    Args:
        off: Decodes token by token.
        exact: Checks guesses, its own and free ones.
        steps: What is answered; the steps of a run in order, so that what was said before may be guessed from.
        layout: How the model is shown a screen.
        tell: Is told how far it is.
    """
    options = layout.options()
    ratios: list[float] = []
    identical = drafted = accepted = generated = 0
    for number, step in enumerate(steps):
        tell(number, len(steps))
        order = (exact, off) if number % 2 else (off, exact)
        said = {engine: engine.generate(step.prompt, options) for engine in order}
        identical += said[off].token_ids == said[exact].token_ids
        tokens = said[exact].tokens
        drafted, accepted, generated = (
            drafted + tokens.drafted,
            accepted + tokens.accepted,
            generated + tokens.generated,
        )
        if min(said[off].seconds.decode, said[exact].seconds.decode) > 0:
            ratios.append(said[off].seconds.decode / said[exact].seconds.decode)
    return {
        "exact_ratio": round(median(ratios), 3) if ratios else None,
        "exact_identical": round(identical / max(1, len(steps)), 4),
        "exact_drafted_share": round(drafted / max(1, generated), 3),
        "exact_accepted_share": round(accepted / max(1, generated), 3),
    }

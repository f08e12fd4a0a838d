"""Runs the governor on the machine it is on: the embedded model works, and each decision is kept with its reading."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from llm import Engine, GenerationOptions, StopReason, Text, embedded_model
from llm.governor import Band, Decision, Zone
from tasks.governing import PolicyName, describe, governor_of

_WORDS = "open the settings and turn on the dark theme then set an alarm for seven and go back home again "
_OPTIONS = GenerationOptions(max_tokens=48)


def govern_live(
    seconds: float, policy: PolicyName, say: Callable[[str], None], bands: Mapping[Zone, Band] | None = None
) -> dict[str, Any]:
    """Let the embedded model work for some seconds under the governor.

    Args:
        seconds: How long.
        policy: Which policy.
        say: Told of each decision that changes something.
        bands: Thresholds that differ from the usual ones, by zone.

    Returns:
        Figures and a row for each such decision.
    """
    rows: list[dict[str, Any]] = []
    began = time.monotonic()

    def told(decision: Decision) -> None:
        rows.append(
            {
                "second": round(decision.at - began, 1),
                "rule": decision.rule.value,
                "cause": decision.cause,
                "pace": decision.pace.value,
                "level": decision.level,
                "chunk": decision.tier.chunk,
                "threads": decision.tier.threads,
                "pause": decision.tier.pause,
                "celsius": {zone.value: measured.value for zone, measured in decision.reading.temperatures.items()},
            }
        )
        say(f"{rows[-1]['second']:.1f} s: {describe(decision)}")

    tokens, rested, steps = 0, 0.0, 0
    with governor_of(policy, None, told, bands) as governor:
        engine = Engine(embedded_model().model, context=2048, governor=governor)
        # Ends a machine that holds all the time, too.
        timer = threading.Timer(seconds, engine.abort)
        timer.start()
        try:
            while time.monotonic() - began < seconds:
                found = engine.generate((Text(text=f"<|user|>\n{steps} {_WORDS * 4}<|assistant|>\n"),), _OPTIONS)
                tokens += found.tokens.text + found.tokens.generated
                rested += found.seconds.rested
                steps += found.stop is not StopReason.ABORTED
        finally:
            timer.cancel()
            engine.close()
    took = time.monotonic() - began
    figures = {
        "seconds": round(took, 1),
        "steps": steps,
        "tokens_per_second": round(tokens / took, 1),
        "utilisation": round(1 - rested / took, 3),
        "decisions": len(rows),
    }
    return {"figures": figures, "rows": rows}

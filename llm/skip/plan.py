"""`SkipPlan`: which halves of layers are left out for which kind of token, and when a token is chosen again in full."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from llm.governor.tier import SKIP_LEVELS
from llm.skip.half import FULL_DEPTH, Half, Mask, skippable


class TokenKind(StrEnum):
    """What a token is for: read ones by what they show, generated ones by the place of the answer they fill."""

    IMAGE = "image"
    TEXT = "text"
    FORETOLD = "foretold"
    """What is read because the token after it is known: no token is chosen there, see `llm.skip.foretell`."""
    THOUGHT = "thought"
    ACTION = "action"
    """The action's own syntax: what is neither name, coordinate nor text."""
    NAME = "name"
    """Which action it is."""
    COORDINATE = "coordinate"
    TYPED = "typed"
    """Text that goes to the phone or to a person."""

    @property
    def is_generated(self) -> bool:
        """Whether the model says it, instead of reading it."""
        return self not in (TokenKind.IMAGE, TokenKind.TEXT, TokenKind.FORETOLD)


READ_KINDS = tuple(kind for kind in TokenKind if not kind.is_generated)
GENERATED_KINDS = tuple(kind for kind in TokenKind if kind.is_generated)
FORETOLD_KINDS = (TokenKind.THOUGHT, TokenKind.ACTION)
"""Generated kinds that may be foretold."""

ALWAYS = 0.0
"""A threshold that every token passes."""
NEVER = 2.0
"""A threshold that no token passes: such tokens are computed at full depth from the start."""


@dataclass(frozen=True, kw_only=True)
class SkipLevel:
    """How much is left out.

    Attributes:
        left_out: Halves that are left out, by kind of token; kinds that are missing run at full depth.  For a generated
            token it is the pass that chooses it.
        thresholds: For generated kinds: the probability that a token must have to be kept as it is; below, it is chosen
            again at full depth.
        foretold: The token that always follows, by the ids of the tokens before it: it is taken as it is.
    """

    left_out: Mapping[TokenKind, Mask] = field(default_factory=dict)
    thresholds: Mapping[TokenKind, float] = field(default_factory=dict)
    foretold: Mapping[tuple[int, ...], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        wrong = [kind for kind in self.thresholds if not kind.is_generated]
        if wrong:
            raise ValueError(f"tokens of kind {wrong[0]} are read, not chosen, and have no threshold")
        if any(not ALWAYS <= threshold <= NEVER for threshold in self.thresholds.values()):
            raise ValueError(f"a threshold is a probability, {ALWAYS} for every token or {NEVER} for none")
        if () in self.foretold:
            raise ValueError("nothing is foretold without a token before it")

    def mask(self, kind: TokenKind) -> Mask:
        """What is left out for tokens of a kind."""
        return FULL_DEPTH if self.threshold(kind) > 1 else self.left_out.get(kind, FULL_DEPTH)

    def threshold(self, kind: TokenKind) -> float:
        """The probability from which on a token of a kind is kept."""
        return self.thresholds.get(kind, ALWAYS)


@dataclass(frozen=True, kw_only=True)
class SkipPlan:
    """What calibration found for one model file.

    Attributes:
        model: Fingerprint of the file, see `llm.skip.fingerprint`.
        layers: Layers of the model.
        levels: From the gentlest on, level 1 first, each at least as fast as the one before; level 0 is full depth.
    """

    model: str
    layers: int
    levels: tuple[SkipLevel, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.levels) <= SKIP_LEVELS:
            raise ValueError(f"a plan has 1 to {SKIP_LEVELS} levels, not {len(self.levels)}")
        allowed = frozenset(skippable(self.layers))
        for mask in (mask for level in self.levels for mask in level.left_out.values()):
            if not mask <= allowed:
                half = min(mask - allowed)
                raise ValueError(f"half {half} cannot be left out of a model of {self.layers} layers")

    def level(self, number: int) -> SkipLevel:
        """The level with a number, the deepest one that there is where it has none so deep."""
        return self.levels[min(number, len(self.levels)) - 1] if number > 0 else SkipLevel()


def halves_text(mask: Mask) -> list[str]:
    """The halves in order, as they are written to files and shown."""
    return [str(half) for half in sorted(mask)]


def halves_of(texts: list[str]) -> Mask:
    """Read what `halves_text` gives.

    Raises:
        ValueError: One is no half.
    """
    return frozenset(Half.parse(text) for text in texts)

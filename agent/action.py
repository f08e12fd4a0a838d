"""What a model can answer with: the phone's actions and those that the agent itself carries out."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

from device.action import DoubleTap, Launch, LongPress, PhoneAction, Press, Swipe, Tap, TypeText


@dataclasses.dataclass(frozen=True, kw_only=True)
class SensitiveTap(Tap):
    """A tap that the model itself called sensitive (a payment, something private); ``message`` says why."""

    message: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Wait:
    """Let the phone go on by itself for ``seconds``."""

    seconds: float = 1.0


@dataclasses.dataclass(frozen=True, kw_only=True)
class Finish:
    """The model says that the goal is reached, or that it can't be."""

    message: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class TakeOver:
    """A person has to do something by hand: a login, a captcha."""

    message: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Interact:
    """A person has to choose between several candidates."""

    message: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Note:
    """Remember what the current screen says."""

    message: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class CallApi:
    """Summarise or comment on the current screen or the noted ones."""

    instruction: str = ""


AgentAction = Wait | Finish | TakeOver | Interact | Note | CallApi
Action = PhoneAction | SensitiveTap | AgentAction

_CLASSES: tuple[type[Action], ...] = (
    Tap,
    SensitiveTap,
    DoubleTap,
    LongPress,
    Swipe,
    TypeText,
    Press,
    Launch,
    Wait,
    Finish,
    TakeOver,
    Interact,
    Note,
    CallApi,
)


def kind_of(action: Action) -> str:
    """Return the action's kind as policies and traces spell it: ``tap``, ``long_press``, ``type_text``, ..."""
    return _KINDS[type(action)]


def touch_point(action: Action) -> tuple[int, int] | None:
    """Return where the action touches the display first, in pixels; None where it touches nothing."""
    match action:
        case Tap(x=x, y=y) | DoubleTap(x=x, y=y) | LongPress(x=x, y=y) | Swipe(x1=x, y1=y):
            return x, y
        case _:
            return None


def action_to_json(action: Action) -> dict[str, Any]:
    """Return the action as plain values with its kind under ``"kind"``."""
    return {"kind": kind_of(action), **dataclasses.asdict(action)}


def action_from_json(values: Mapping[str, Any]) -> Action:
    """Return the action that `action_to_json` wrote.

    Raises:
        ValueError: The kind is unknown or the fields are not this kind's.
    """
    fields = dict(values)
    kind = fields.pop("kind", None)
    if kind not in _BY_KIND:
        raise ValueError(f"unknown action kind {kind!r}")
    try:
        return _BY_KIND[kind](**fields)
    except TypeError as error:
        raise ValueError(f"not a {kind} action: {error}") from error


_KINDS: dict[type[Action], str] = {cls: re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower() for cls in _CLASSES}
_BY_KIND: dict[str, type[Action]] = {kind: cls for cls, kind in _KINDS.items()}
ACTION_KINDS: tuple[str, ...] = tuple(_BY_KIND)

"""Reads the one action out of what a model answered; whatever can't be read goes back to the model, never to the phone.

Open-AutoGLM reports output that it can't read as a completed task. Here the reading errs the other way: a finish counts
only where it is the answer's last word and stands by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast, get_args

from agent.action import Action, CallApi, Finish, Interact, Note, SensitiveTap, TakeOver, Wait
from agent.coordinates import GRID, to_pixels
from agent.errors import ActionError
from agent.grammar import action_text
from agent.scan import Call, Value, numbers_in, scan_calls
from device.action import DoubleTap, Launch, LongPress, Press, Swipe, Tap, TypeText
from device.frame import Display

MAX_ANSWER = 16_000
"""Characters of an answer that are looked at; an action is never this long, a model in a loop is."""

_SPECIAL = re.compile(r"<\|[A-Za-z_]{1,40}\|>")
_THOUGHT = re.compile(r"<think(?:ing)?>(.*?)</think(?:ing)?>", re.DOTALL | re.IGNORECASE)
_THOUGHT_END = re.compile(r"</think(?:ing)?>", re.IGNORECASE)
_THOUGHT_START = re.compile(r"<think(?:ing)?>", re.IGNORECASE)
_ANSWER_START = re.compile(r"<answer>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:think(?:ing)?|answer)>", re.IGNORECASE)
_SENTENCE_ENDS = ">。.!！?？:：;；`"
_CLOSERS = re.compile(r"""(?:\s|</?\w{0,10}>?|[)\]}）。.;；`"'“”’])*""")
_DURATION = re.compile(
    r"\s*(\d{1,6}(?:\.\d{1,9})?)\s*(ms|milliseconds?|s|secs?|seconds?|second\(s\)|秒|m|mins?|minutes?|分钟)?\s*",
    re.IGNORECASE | re.ASCII,
)
_NAMES = "Launch, Tap, Type, Swipe, Long Press, Double Tap, Back, Home, Wait, Take_over, Interact, Note, Call_API"
_HOW = 'Answer with exactly one do(action="...") or finish(message="...").'

_Key = Literal["back", "home", "enter", "recent", "menu", "power"]


@dataclass(frozen=True, kw_only=True)
class ParsedAnswer:
    """What a model's answer says.

    Attributes:
        action: The action, coordinates in display pixels.
        thought: What the model wrote before it, tags taken off.
        text: The action as the grammar spells it.
    """

    action: Action
    thought: str
    text: str


def parse_action(text: str, display: Display) -> ParsedAnswer:
    """Read the action in `text`.

    Accepted beside the grammar: missing or doubled tags, prose before the action, box tokens, curly quotes, a missing
    closing parenthesis, unescaped quotes inside a text, boxes of four numbers for a point, coordinates in quotes.

    Args:
        text: What the model wrote.
        display: The display that the coordinates refer to.

    Raises:
        ActionError: The answer holds no action, several, a cut-off one or one that can't be; one line for the model.
    """
    if len(text) > MAX_ANSWER:
        raise ActionError(f"The answer is longer than {MAX_ANSWER} characters. {_HOW}")
    thought, answer = _split(text)
    call = _only_call(answer)
    action = _build(call, display)
    prose = _TAG.sub("", answer[: call.start]).strip().strip("`").strip()
    return ParsedAnswer(
        action=action,
        thought="\n".join(part for part in (thought, prose) if part),
        text=action_text(action, display),
    )


def _split(text: str) -> tuple[str, str]:
    """Return thought and answer, each without the other's tags."""
    text = _SPECIAL.sub("", text)
    thoughts = _THOUGHT.findall(text)
    text = _THOUGHT.sub("", text)
    # Chat templates that open the thought themselves leave only its end in the output.
    ends = list(_THOUGHT_END.finditer(text))
    if ends:
        thoughts.append(text[: ends[-1].start()])
        text = text[ends[-1].end() :]
    opened = _THOUGHT_START.search(text)
    if opened:
        answered = _ANSWER_START.search(text, opened.end())
        thoughts.append(text[opened.end() : answered.start() if answered else len(text)])
        text = text[: opened.start()] + (text[answered.start() :] if answered else "")
        if not text.strip():
            raise ActionError(f"The thought was not ended with </think>, and no action came after it. {_HOW}")
    answered = _ANSWER_START.search(text)
    if answered:
        thoughts.append(text[: answered.start()])
        text = text[answered.end() :]
    cleaned = (_TAG.sub("", thought).strip() for thought in thoughts)
    return "\n".join(thought for thought in cleaned if thought), text


def _only_call(answer: str) -> Call:
    """Return the call that the answer ends with.

    Raises:
        ActionError: There is none, it is cut off, or there are several that differ.
    """
    calls, broken = scan_calls(answer)
    if broken and (not calls or broken[-1].start > calls[-1].start):
        raise ActionError(f"{broken[-1].error} {_HOW}")
    if not calls:
        raise ActionError(f"The answer holds no action. {_HOW}")
    *others, last = calls
    stands_alone = _stands_alone(answer, last)
    if last.name == "finish" and not stands_alone:
        raise ActionError("finish(...) stands inside a sentence. Write it by itself when the task is done.")
    rest = answer[_end_of_closers(answer, last.end) :]
    first_line_left = answer[last.end :].partition("\n")[0]
    explained_below = last.name == "do" and stands_alone and _is_closed(first_line_left)
    if rest and not explained_below:
        raise ActionError(f"Text follows the action. {_HOW}")
    for other in others:
        mentioned = other.name == "finish" and not _stands_alone(answer, other)
        if not mentioned and not other.says_the_same_as(last):
            raise ActionError(f"The answer holds several different actions. {_HOW}")
    return last


def _stands_alone(text: str, call: Call) -> bool:
    """Return whether the call begins a line or a sentence, as an answer does and a mention inside a thought doesn't."""
    before = text[: call.start]
    words = before.rstrip()
    return not words or words[-1] in _SENTENCE_ENDS or "\n" in before[len(words) :]


def _end_of_closers(text: str, position: int) -> int:
    match = _CLOSERS.match(text, position)
    return match.end() if match else position


def _is_closed(text: str) -> bool:
    return _end_of_closers(text, 0) == len(text)


def _build(call: Call, display: Display) -> Action:
    arguments = call.arguments
    if call.name == "finish":
        return Finish(message=_text(arguments, "message", default=""))
    name = _text(arguments, "action")
    match re.sub(r"[\s_-]+", "", name).lower():
        case "launch":
            return Launch(app=_filled(arguments, "app"))
        case "tap":
            x, y = _point(arguments, "element", display)
            if "message" in arguments:
                return SensitiveTap(x=x, y=y, message=_text(arguments, "message"))
            return Tap(x=x, y=y)
        case "doubletap":
            x, y = _point(arguments, "element", display)
            return DoubleTap(x=x, y=y)
        case "longpress":
            x, y = _point(arguments, "element", display)
            return LongPress(x=x, y=y)
        case "swipe":
            (x1, y1), (x2, y2) = _point(arguments, "start", display), _point(arguments, "end", display)
            return Swipe(x1=x1, y1=y1, x2=x2, y2=y2)
        case "type" | "typename":
            return TypeText(text=_text(arguments, "text"))
        case "back" | "home" as key:
            return Press(key=cast("_Key", key))
        case "press":
            return Press(key=_key(arguments))
        case "wait":
            return Wait(seconds=_seconds(arguments.get("duration", (1.0,))))
        case "takeover":
            return TakeOver(message=_text(arguments, "message", default=""))
        case "interact":
            return Interact(message=_text(arguments, "message", default=""))
        case "note":
            return Note(message=_text(arguments, "message", default=""))
        case "callapi":
            return CallApi(instruction=_text(arguments, "instruction", default=""))
        case _:
            raise ActionError(f"There is no action {name[:40]!r}. The actions are: {_NAMES}.")


def _text(arguments: dict[str, Value], name: str, *, default: str | None = None) -> str:
    value = arguments.get(name, default)
    if value is None:
        raise ActionError(f"The action lacks {name}=.")
    return value if isinstance(value, str) else ", ".join(f"{number:g}" for number in value)


def _filled(arguments: dict[str, Value], name: str) -> str:
    text = _text(arguments, name).strip()
    if not text:
        raise ActionError(f"The action's {name}= is empty.")
    return text


def _point(arguments: dict[str, Value], name: str, display: Display) -> tuple[int, int]:
    if name not in arguments:
        raise ActionError(f"The action lacks {name}=[x,y].")
    numbers = numbers_in(arguments[name])
    if numbers is None or len(numbers) not in (2, 4):
        raise ActionError(f"{name}= must be two whole numbers, [x,y].")
    if not all(0 <= number <= GRID - 1 for number in numbers):
        raise ActionError(f"{name}= lies off the screen: x and y go from 0 to {GRID - 1}.")
    if any(0 < number < 1 for number in numbers):
        raise ActionError(f"{name}= must be whole numbers from 0 to {GRID - 1}, not fractions.")
    x, y = numbers if len(numbers) == 2 else ((numbers[0] + numbers[2]) / 2, (numbers[1] + numbers[3]) / 2)
    return to_pixels((int(x), int(y)), display)


def _seconds(value: Value) -> float:
    if isinstance(value, tuple):
        return value[0] if len(value) == 1 and value[0] >= 0 else _no_duration()
    match = _DURATION.fullmatch(value)
    if match is None:
        return _no_duration()
    unit = (match[2] or "s").lower()
    factor = 0.001 if unit.startswith(("ms", "mil")) else 60 if unit.startswith(("m", "分")) else 1
    return float(match[1]) * factor


def _no_duration() -> float:
    raise ActionError('duration= must be like "3 seconds".')


def _key(arguments: dict[str, Value]) -> _Key:
    key = _filled(arguments, "key").lower()
    if key not in get_args(_Key):
        raise ActionError(f"There is no key {key[:40]!r}. The keys are: {', '.join(get_args(_Key))}.")
    return cast(_Key, key)

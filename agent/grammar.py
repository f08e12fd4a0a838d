"""The AutoGLM action grammar: as GBNF that constrains a model, and as the text that stands for an action.

Source: Open-AutoGLM, ``phone_agent/config/prompts_zh.py``. ``do(action="Press", key="...")`` is ours, for keys that
AutoGLM has no word for; models trained by Zhipu never write it and `AUTOGLM_GRAMMAR` doesn't offer it.
"""

from __future__ import annotations

import json
import re

from agent.action import (
    Action,
    CallApi,
    Finish,
    Interact,
    Note,
    SensitiveTap,
    TakeOver,
    Wait,
)
from agent.coordinates import to_grid
from device.action import DoubleTap, Launch, LongPress, Press, Swipe, Tap, TypeText
from device.frame import Display

ACTION_RULES = r"""
action ::= "do(action=" do ")" | "finish(message=" string ")"
do ::= launch | tap | type | swipe | hold | double | back | home | wait | takeover | interact | note | api
launch ::= "\"Launch\", app=" filled
tap ::= "\"Tap\", element=" point (", message=" string)?
type ::= "\"Type" "_Name"? "\", text=" string
swipe ::= "\"Swipe\", start=" point ", end=" point
hold ::= "\"Long Press\", element=" point
double ::= "\"Double Tap\", element=" point
back ::= "\"Back\""
home ::= "\"Home\""
wait ::= "\"Wait\", duration=\"" [1-9] [0-9]? " seconds\""
takeover ::= "\"Take_over\", message=" string
interact ::= "\"Interact\""
note ::= "\"Note\", message=" string
api ::= "\"Call_API\", instruction=" string
point ::= "[" coordinate "," coordinate "]"
coordinate ::= [0-9] | [1-9] [0-9] [0-9]?
string ::= "\"" character* "\""
filled ::= "\"" character+ "\""
character ::= [^"\\\x00-\x1F] | "\\" ["\\/bfnrt] | "\\u" [0-9a-fA-F] [0-9a-fA-F] [0-9a-fA-F] [0-9a-fA-F]
""".strip()
"""GBNF of one action, rule ``action``; a layout adds the ``root`` it wants."""

AUTOGLM_GRAMMAR = (
    r"""
root ::= thought? "<answer>" action "</answer>"
thought ::= "<think>" [^<]* "</think>"
""".lstrip()
    + ACTION_RULES
)
"""GBNF of a whole AutoGLM answer; the thought may be left out."""

# A tag inside a typed text would be read as the answer's own, so its first character is written as an escape.
_TAG = re.compile(r"<(?=/?(?:think|answer)\s*>|\|)", re.IGNORECASE)


def action_text(action: Action, display: Display) -> str:
    """Return the action as the grammar spells it, coordinates on the 0 to 999 grid.

    What the grammar has no word for is left out: the seconds of a long press or a swipe.
    """
    match action:
        case Launch(app=app):
            return f'do(action="Launch", app={_string(app)})'
        case SensitiveTap(x=x, y=y, message=message):
            return f'do(action="Tap", element={_point(x, y, display)}, message={_string(message)})'
        case Tap(x=x, y=y):
            return f'do(action="Tap", element={_point(x, y, display)})'
        case LongPress(x=x, y=y):
            return f'do(action="Long Press", element={_point(x, y, display)})'
        case DoubleTap(x=x, y=y):
            return f'do(action="Double Tap", element={_point(x, y, display)})'
        case TypeText(text=text):
            return f'do(action="Type", text={_string(text)})'
        case Swipe(x1=x1, y1=y1, x2=x2, y2=y2):
            return f'do(action="Swipe", start={_point(x1, y1, display)}, end={_point(x2, y2, display)})'
        case Press(key="back" | "home" as key):
            return f'do(action="{key.capitalize()}")'
        case Press(key=key):
            return f'do(action="Press", key="{key}")'
        case Wait(seconds=seconds):
            return f'do(action="Wait", duration="{_number(seconds)} seconds")'
        case TakeOver(message=message):
            return f'do(action="Take_over", message={_string(message)})'
        case Interact(message=""):
            return 'do(action="Interact")'
        case Interact(message=message):
            return f'do(action="Interact", message={_string(message)})'
        case Note(message=message):
            return f'do(action="Note", message={_string(message)})'
        case CallApi(instruction=instruction):
            return f'do(action="Call_API", instruction={_string(instruction)})'
        case Finish(message=message):
            return f"finish(message={_string(message)})"


def _point(x: int, y: int, display: Display) -> str:
    column, row = to_grid((x, y), display)
    return f"[{column},{row}]"


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def _string(text: str) -> str:
    return _TAG.sub(r"\\u003c", json.dumps(text, ensure_ascii=False))

"""Says what the next token of an AutoGLM answer is for, from what the model has said so far."""

from __future__ import annotations

import re

from llm.skip.plan import TokenKind

_ANSWER = "<answer>"
_NAMED = "do(action="
_POINTS = ("element=", "start=", "end=")
_OPEN_POINT = re.compile(r"\[[0-9, ]*$", re.ASCII)
_ESCAPE = re.compile(r"\\.?", re.DOTALL)


def kind_after(text: str) -> TokenKind:
    """Return the kind of the token that follows `text`, the answer so far.

    A token may hold several characters, so what opens a name, a point or a text counts as a part of it. The first token
    of the action says whether it is ``do`` or ``finish`` and counts as its name. Where a thought says in brackets at
    which point a thing lies, that is a coordinate: the action copies it.
    """
    opened = text.rfind(_ANSWER)
    if opened < 0:
        return TokenKind.COORDINATE if _OPEN_POINT.search(text) else TokenKind.THOUGHT
    action = _ESCAPE.sub("", text[opened + len(_ANSWER) :])
    if not action:
        return TokenKind.NAME
    before, quote, _ = action.rpartition('"')
    if action.count('"') % 2:
        return TokenKind.NAME if before.endswith(_NAMED) else TokenKind.TYPED
    if action.endswith(_NAMED):
        return TokenKind.NAME
    if action.endswith(_POINTS) or action.rfind("[") > max(action.rfind("]"), len(before) if quote else -1):
        return TokenKind.COORDINATE
    return TokenKind.TYPED if action.endswith("=") else TokenKind.ACTION

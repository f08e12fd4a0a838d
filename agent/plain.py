"""Takes the force out of text that comes from a screen, so that in a prompt it is text and nothing else."""

from __future__ import annotations

import re

# GLM-4.1V's special tokens: <|user|> and its like, <think>, </answer>, <sop>, [gMASK] and its like.
_SPECIAL = re.compile(r"<(?=[|/]?[A-Za-z])|\[(?=[gs]?MASK\])")


def plain(text: str) -> str:
    """Return `text` with a space in everything that a tokenizer could take for a special token.

    Engines honour special tokens wherever a prompt holds them; a web page or a message that writes one could otherwise
    end the screen's part of the prompt and speak as the user.
    """
    return _SPECIAL.sub(lambda match: f"{match[0]} ", text)

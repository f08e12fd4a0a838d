"""Turn what a view says about itself into one clean line of words."""

from __future__ import annotations

import re

# Zero-width and directional marks, soft hyphen, byte order mark, object replacement character, variation selectors.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\ufffc]")
# Icon fonts put their glyphs where Unicode promises no meaning.
_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_NEEDS_CLEANING = re.compile("[^\x20-\x7e\u00a1-\u00ac\u00ae-\u1fff\u3001-\ud7ff]|  |^ | $")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_]+")
# What a programmer writes into an id to say what kind of view it is; it tells a person nothing.
_KIND_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
    ab action area bar bg body box btn button cell container content cv edit edittext et fab fl frame group holder
    ib icon id image imagebutton imageview img item iv label layout lin linear ll lv main name obfuscated panel
    parent relative res resource rl root row rv text textview til tv txt v vg view viewgroup widget wrap wrapper
        """,
    )
)


def clean(text: str) -> str:
    """Return `text` on one line, without invisible characters and icon glyphs, spaces collapsed."""
    if not text or not _NEEDS_CLEANING.search(text):
        return text
    # A view whose first child is an icon glyph reads ", Title, Summary" once the glyph is gone.
    return " ".join(_PRIVATE_USE.sub("", _INVISIBLE.sub("", text)).split()).lstrip(", ")


def clean_lines(text: str) -> list[str]:
    """Return the lines of `text` that hold something, each cleaned."""
    if "\n" not in text:
        line = clean(text)
        return [line] if line else []
    return [line for line in map(clean, text.splitlines()) if line]


def words_of_id(resource_id: str) -> str:
    """Return the telling words of a resource name, ``com.app:id/btn_send_message`` -> ``send message``; else empty."""
    tail = resource_id.rpartition("/")[2]
    words = [word.lower() for word in _WORD.findall(tail)]
    telling = [word for word in words if word not in _KIND_WORDS and len(word) > 1]
    return "" if "obfuscated" in words else " ".join(telling)

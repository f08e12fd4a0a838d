"""Turns token bytes into text as it comes and ends it at a stop string, which may straddle tokens."""

from __future__ import annotations

import codecs


class TextStream:
    """Collects the pieces of a generation.

    Args:
        stop: Strings that end the text; they are not part of it.
    """

    def __init__(self, stop: tuple[str, ...]) -> None:
        self._stop = tuple(text for text in stop if text)
        self._beginnings = {text[:length] for text in self._stop for length in range(1, len(text))}
        self._longest = max(map(len, self._beginnings), default=0)
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._released: list[str] = []
        self._held = ""
        self.stopped = False

    @property
    def text(self) -> str:
        """What has been released so far."""
        return "".join(self._released)

    @property
    def whole(self) -> str:
        """What has come so far, what is held back included."""
        return self.text + self._held

    def push(self, piece: bytes) -> str:
        """Add a token's bytes; gives the text that can no longer become part of a stop string."""
        return self._take(self._decoder.decode(piece))

    def finish(self) -> str:
        """Give what was held back, once no more tokens come."""
        if self.stopped:
            return ""
        rest = self._take(self._decoder.decode(b"", final=True))
        if not self.stopped:
            rest += self._release(self._held)
            self._held = ""
        return rest

    def _take(self, text: str) -> str:
        if self.stopped:
            return ""
        self._held += text
        found = [index for index in (self._held.find(stop) for stop in self._stop) if index >= 0]
        if found:
            self.stopped = True
            ready, self._held = self._held[: min(found)], ""
        else:
            held = self._beginning_of_a_stop()
            ready = self._held[: len(self._held) - held]
            self._held = self._held[len(self._held) - held :]
        return self._release(ready)

    def _beginning_of_a_stop(self) -> int:
        """Length of the longest end of the held text with which a stop string begins."""
        for length in range(min(len(self._held), self._longest), 0, -1):
            if self._held[-length:] in self._beginnings:
                return length
        return 0

    def _release(self, text: str) -> str:
        if text:
            self._released.append(text)
        return text

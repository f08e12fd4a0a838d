"""Other people's regular expressions, matched within a limit: one that backtracks without end holds nobody up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

MOST_SECONDS = 0.5
"""For one text. Java and toybox know no limit; there one process of the phone is held up, here the phone would be."""


class PatternError(ValueError):
    """A text is no regular expression, or matching it takes too long."""


class Pattern:
    """A compiled regular expression, in Python's language and what the package `regex` adds to it."""

    def __init__(self, source: str, *, ignore_case: bool = False, dot_all: bool = False) -> None:
        """Compile it.

        Args:
            source: The expression.
            ignore_case: Whether capital letters count as small ones.
            dot_all: Whether a dot stands for a line break too.

        Raises:
            PatternError: It is none.
        """
        import regex  # once somebody has an expression: a phone starts sooner without

        flags = (regex.IGNORECASE if ignore_case else 0) | (regex.DOTALL if dot_all else 0)
        try:
            self._compiled = regex.compile(source, flags)
        except (regex.error, RecursionError, OverflowError) as error:
            raise PatternError(str(error)) from error

    def is_in(self, text: str) -> bool:
        """Say whether it matches somewhere in a text.

        Raises:
            PatternError: It takes too long.
        """
        with _limited():
            return self._compiled.search(text, concurrent=True, timeout=MOST_SECONDS) is not None

    def is_all_of(self, text: str) -> bool:
        """Say whether it matches a text from end to end.

        Raises:
            PatternError: It takes too long.
        """
        with _limited():
            return self._compiled.fullmatch(text, concurrent=True, timeout=MOST_SECONDS) is not None

    def parts(self, text: str) -> Iterator[str]:
        """Yield the parts of a text that it matches.

        Raises:
            PatternError: It takes too long.
        """
        with _limited():
            for match in self._compiled.finditer(text, concurrent=True, timeout=MOST_SECONDS):
                yield str(match[0])

    def replace(self, template: str, text: str, *, count: int = 0) -> tuple[str, int]:
        """Replace what it matches, at most `count` times; 0 is everywhere.

        Returns:
            The text and how often something was replaced.

        Raises:
            PatternError: It takes too long, or the template names a group that is not there.
        """
        with _limited():
            changed, times = self._compiled.subn(template, text, count=count, concurrent=True, timeout=MOST_SECONDS)
            return str(changed), int(times)

    def split(self, text: str) -> list[str]:
        """Return what stands between the parts that it matches.

        Raises:
            PatternError: It takes too long.
        """
        with _limited():
            return [part or "" for part in self._compiled.split(text, concurrent=True, timeout=MOST_SECONDS)]


@contextmanager
def _limited() -> Iterator[None]:
    import regex

    try:
        yield
    except TimeoutError as error:
        raise PatternError("it takes too long to match") from error
    except (regex.error, IndexError) as error:
        raise PatternError(str(error)) from error

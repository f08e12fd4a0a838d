"""Varies recorded samples, so that coordinates and names have to be copied and can't be learnt by heart.

A screen of Settings looks the same in every episode: a model that has seen it a hundred times needs its line no more,
and forgets how to read lines.  Here all coordinates of a sample move together, its names give way to others, and lines
that nobody asked for come in between.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from llm.training.sample import Sample
from tasks.pools import FIRST_NAMES, LAST_NAMES, WORDS
from tasks.training.vocabulary import common_words, invented_word

_POINT = re.compile(r"\[(\d{1,3}),(\d{1,3})\]")
_WORD = re.compile(r"[A-Za-z]+")
MOST_UNSPOKEN = 0.003
"""Share of samples above which a word that the goal doesn't hold counts as the interface's own."""
INVENTED = 0.5
CROWDED = 0.3
"""Share of samples that get further lines."""
GAP = 30
"""Least distance, on the grid, of two lines that another one may come between: closer ones may belong together."""
ROLES = ("button", "row", "row", "text", "switch on", "switch off", "tab")


class Variation:
    """Varies samples without pictures; a picture can't be moved along."""

    def __init__(self, samples: Sequence[Sample], random: Random) -> None:
        """Find out from all `samples` which of the pools' words belong to the interface; these stay."""
        pool = {word.lower() for word in (*FIRST_NAMES, *LAST_NAMES, *WORDS)}
        unspoken: Counter[str] = Counter()
        for sample in samples:
            unspoken.update((_words(sample.after) - _words(sample.before)) & pool)
        self._names = {word for word in pool if unspoken[word] <= MOST_UNSPOKEN * len(samples)}
        self._common = [word for word in common_words() if len(word) > 2]
        self._random = random

    def __call__(self, sample: Sample) -> Sample:
        """Return the sample with other names, now and then more lines, and mostly moved across and down."""
        if sample.picture is not None:
            return sample
        return self._moved(self._crowded(self._renamed(sample)))

    def _renamed(self, sample: Sample) -> Sample:
        # What is to be said can stand on the screen alone, such as a note's text that something is added to.
        names = {word: self._other() for word in sorted(_words(sample.before + sample.answer) & self._names)}

        def other(match: re.Match[str]) -> str:
            name = names.get(match[0].lower())
            if name is None:
                return match[0]
            return name.capitalize() if match[0][0].isupper() else name

        return replace(
            sample,
            before=_WORD.sub(other, sample.before),
            after=_WORD.sub(other, sample.after),
            answer=_WORD.sub(other, sample.answer),
        )

    def _crowded(self, sample: Sample) -> Sample:
        random = self._random
        if random.random() >= CROWDED:
            return sample
        lines = sample.after.split("\n")
        for _ in range(random.randint(1, 4)):
            rows = [(at, int(point[2])) for at, line in enumerate(lines) if (point := _POINT.search(line))]
            gaps = [
                (at, (above + below) // 2)
                for (_, above), (at, below) in itertools.pairwise(rows)
                if below - above >= GAP
            ]
            words = [self._other() for _ in range(random.randint(1, 3))]
            if not gaps or {word.lower() for word in words} & _words(sample.before):
                break
            at, y = random.choice(gaps)
            lines.insert(at, f" {' '.join(words).capitalize()} [{random.randint(40, 960)},{y}] {random.choice(ROLES)}")
        return replace(sample, after="\n".join(lines))

    def _moved(self, sample: Sample) -> Sample:
        random = self._random
        across = random.randint(-40, 40) if random.random() < 0.5 else 0
        down, stretch = random.randint(-30, 60), random.uniform(0.8, 1.05)
        if random.random() < 0.3:
            down, stretch = 0, 1.0

        def moved(match: re.Match[str]) -> str:
            x, y = int(match[1]) + across, round(int(match[2]) * stretch) + down
            return f"[{min(999, max(0, x))},{min(999, max(0, y))}]"

        answer = sample.answer if 'action="Swipe"' in sample.answer else _POINT.sub(moved, sample.answer)
        return replace(sample, after=_POINT.sub(moved, sample.after), answer=answer)

    def _other(self) -> str:
        random = self._random
        return invented_word(random) if random.random() < INVENTED else random.choice(self._common)


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)}

"""The words that the embedded model's tokenizer is made of."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from random import Random

from tokenizers import Tokenizer

from llm.training.tokenizer import train_tokenizer
from tasks.pools import FIRST_NAMES, LAST_NAMES, WORDS
from tasks.template import split_of

PIECES = 5400
"""As many as it takes for every whole word to be one token, and some hundred syllables of invented ones."""
FIXED_WORDS = """
Wi Fi NFC VPN AM PM OK DNS CANCEL FOLDER Use do finish action element message duration Launch Swipe Tap Press Type Back
Home Hold md o clock
"""
"""Words of the interface and the grammar, in the spelling they have there."""
MARKS = (
    " [", "]\n", "])", '="', "=[", '")', '",', ' "', ".\n", ":\n", "...", ").", "—", ". ", "](", "@", "' ", "',",
)  # fmt: skip
ONSETS = "b c d f g h j k l m n p r s t v w z br ch cl dr gr kr l n r st th tr"
VOWELS = "a e i o u a e i o ai ea ee ia io ou"
ENDINGS = "n r s l t m nd rt x k th ne la na son ton ez ski"


def whole_words() -> list[str]:
    """Return the words that have a token each, in lower case.

    The names and words of the tasks are among them, those of the split ``test`` too, as the tokenizer of any large
    model has a token for a common name whether it was trained on it or not: pieced names are what a small model
    confuses most.
    """
    common = resources.files("tasks.training").joinpath("words.txt").read_text(encoding="utf-8").split()
    return list(dict.fromkeys([*common, *(word.lower() for word in _pools())]))


def common_words() -> list[str]:
    """Return the words, in lower case, that made-up screens and names are drawn from: none that is only for tests."""
    held_out = {word.lower() for word in _pools() if split_of(word) == "test"}
    return [word for word in whole_words() if word not in held_out]


def _pools() -> tuple[str, ...]:
    return (*FIRST_NAMES, *LAST_NAMES, *WORDS)


def invented_word(random: Random) -> str:
    """Return a pronounceable word that means nothing: names that nobody has met must be copied too."""
    syllables = "".join(
        random.choice(ONSETS.split()) + random.choice(VOWELS.split()) for _ in range(random.choice([1, 2, 2, 3]))
    )
    return syllables + random.choice(ENDINGS.split() + [""] * 6)


def build_tokenizer(seed: int = 0) -> Tokenizer:
    """Return the embedded model's tokenizer."""
    return train_tokenizer(_corpus(Random(seed)), MARKS, PIECES)


def _corpus(random: Random) -> Iterator[str]:
    for word in dict.fromkeys([*whole_words(), *FIXED_WORDS.split()]):
        for _ in range(200):
            yield word
            yield word.capitalize()
    for _ in range(12000):
        word = invented_word(random)
        yield word.capitalize()
        yield word

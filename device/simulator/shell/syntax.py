"""What a shell script is made of: words, commands, pipelines, and the error of what is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


class ShellSyntaxError(Exception):
    """The text is no command line of this shell."""


@dataclass(frozen=True)
class Text:
    """Literal characters; `quoted` ones are neither split nor taken as patterns."""

    text: str
    quoted: bool


@dataclass(frozen=True)
class Parameter:
    """``$name`` or ``${name<operator>word}`` with operators ``:-  -  :=  =  :+  +  #  ##  %  %%  /  //  :  length``."""

    name: str
    quoted: bool
    operator: str = ""
    word: Word | None = None


@dataclass(frozen=True)
class Substitution:
    """``$(commands)`` or backquotes."""

    body: Sequence
    quoted: bool


@dataclass(frozen=True)
class Arithmetic:
    """``$((expression))``."""

    expression: str
    quoted: bool


@dataclass(frozen=True)
class Word:
    """One word before expansion."""

    parts: tuple[Text | Parameter | Substitution | Arithmetic, ...]

    @property
    def literal(self) -> str | None:
        """The text of a word without expansions and quotes, else None; what keywords are recognised by."""
        if all(isinstance(part, Text) and not part.quoted for part in self.parts):
            return "".join(part.text for part in self.parts if isinstance(part, Text))
        return None


@dataclass(frozen=True)
class Redirect:
    """``descriptor operator target``; for ``<<`` the target is the here-document itself."""

    descriptor: int
    operator: Literal["<", ">", ">>", ">&", "<&", "&>", "<<"]
    target: Word


@dataclass(frozen=True)
class Simple:
    """Assignments, words and redirections of one command."""

    assignments: tuple[tuple[str, Word], ...]
    words: tuple[Word, ...]
    redirects: tuple[Redirect, ...]


@dataclass(frozen=True)
class If:
    """Conditions with their bodies, tried in order, and the ``else`` body."""

    branches: tuple[tuple[Sequence, Sequence], ...]
    otherwise: Sequence | None
    redirects: tuple[Redirect, ...] = ()


@dataclass(frozen=True)
class For:
    """``for name in words; do body; done``."""

    name: str
    words: tuple[Word, ...] | None
    body: Sequence
    redirects: tuple[Redirect, ...] = ()


@dataclass(frozen=True)
class While:
    """``while``, or with `until` its opposite."""

    condition: Sequence
    body: Sequence
    until: bool
    redirects: tuple[Redirect, ...] = ()


@dataclass(frozen=True)
class Case:
    """``case word in pattern) body ;; esac``."""

    word: Word
    arms: tuple[tuple[tuple[Word, ...], Sequence], ...]
    redirects: tuple[Redirect, ...] = ()


@dataclass(frozen=True)
class Group:
    """``{ body; }``, or a subshell ``( body )`` whose changes of variables and folder are forgotten."""

    body: Sequence
    subshell: bool
    redirects: tuple[Redirect, ...] = ()


@dataclass(frozen=True)
class Define:
    """``name() body``: what the name runs from now on."""

    name: str
    body: Node
    redirects: tuple[Redirect, ...] = ()


Node = Simple | If | For | While | Case | Group | Define


@dataclass(frozen=True)
class Pipeline:
    """Commands joined by ``|``; `negated` by a leading ``!``, in the `background` by a ``&`` behind them."""

    commands: tuple[Node, ...]
    negated: bool = False
    background: bool = False


@dataclass(frozen=True)
class Sequence:
    """Pipelines, each with what joins it to the one before: ``;``, ``&&`` or ``||``."""

    items: tuple[tuple[Literal[";", "&&", "||"], Pipeline], ...]

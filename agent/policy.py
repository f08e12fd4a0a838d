"""Judges an action before it reaches the phone: ordered rules, the first that applies decides.

The policy looks at what an action does and to what. Text on the screen can make a rule apply, and so make the judgement
stricter or find the goal's own wish in it; it is never read as an instruction.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase

from agent.action import Action, SensitiveTap, kind_of
from agent.target import acted_on
from device.action import Launch, TypeText
from perception.screen import Element, Screen


class Verdict(StrEnum):
    """What may happen to an action."""

    ALLOW = "allow"
    """It is carried out."""
    CONFIRM = "confirm"
    """A person is asked first; where nobody can be asked it is refused."""
    TAKE_OVER = "take_over"
    """A person does it by hand; where nobody can be asked it is refused."""
    REFUSE = "refuse"
    """It is not carried out and the run ends."""


class Subject(StrEnum):
    """What a rule can ask of an action beyond its kind and its words."""

    PASSWORD = "password"
    """It acts on a password field."""
    SENSITIVE = "sensitive"
    """The model itself called the tap sensitive."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule; it applies where every condition that it names is met.

    Attributes:
        name: What the rule is called in messages and traces.
        verdict: What it says.
        actions: Kinds of action as `agent.action.kind_of` spells them; empty for all.
        apps: Globs over the package and the name of the app in front, or of the one being launched; empty for all.
        elements: Globs, without regard to case, over the text, the detail and the resource name of what is acted on.
        typed: Patterns (regular expressions, without regard to case) that typed text must contain.
        goal: Patterns that the goal must contain.
        subject: What else must be true of it; None for nothing else.
    """

    name: str
    verdict: Verdict
    actions: tuple[str, ...] = ()
    apps: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()
    goal: tuple[str, ...] = ()
    subject: Subject | None = None

    def applies(self, action: Action, screen: Screen, goal: str) -> bool:
        """Return whether every condition is met."""
        element = acted_on(screen, action)
        return (
            (not self.actions or kind_of(action) in self.actions)
            and (not self.apps or _any_glob(self.apps, _app_names(action, screen)))
            and (not self.elements or (element is not None and _any_glob(self.elements, _names(element))))
            and (not self.typed or (isinstance(action, TypeText) and _any_pattern(self.typed, action.text)))
            and (not self.goal or _any_pattern(self.goal, goal))
            and (self.subject is None or _is_subject(self.subject, action, element))
        )


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """A verdict and the name of the rule that gave it."""

    verdict: Verdict
    rule: str


@dataclass(frozen=True, kw_only=True)
class Policy:
    """Ordered rules and what is said where none applies.

    Attributes:
        rules: Tried in order; the first that applies decides.
        otherwise: The verdict where no rule applies.
    """

    rules: Sequence[Rule] = ()
    otherwise: Verdict = Verdict.ALLOW

    def judge(self, action: Action, screen: Screen, goal: str) -> Judgement:
        """Return what may happen to `action` on `screen` for somebody who asked for `goal`."""
        for rule in self.rules:
            if rule.applies(action, screen, goal):
                return Judgement(verdict=rule.verdict, rule=rule.name)
        return Judgement(verdict=self.otherwise, rule="otherwise")


def _app_names(action: Action, screen: Screen) -> list[str]:
    if isinstance(action, Launch):
        return [action.app]
    return [screen.app.package, screen.app.label]


def _names(element: Element) -> list[str]:
    return [element.text, element.detail, element.resource_id]


def _any_glob(globs: Sequence[str], names: Sequence[str]) -> bool:
    spoken = [" ".join(name.casefold().split()) for name in names if name]
    return any(fnmatchcase(name, glob.casefold()) for glob in globs for name in spoken)


def _any_pattern(patterns: Sequence[str], text: str) -> bool:
    return any(re.search(pattern, text, re.IGNORECASE) for pattern in patterns)


def _is_subject(subject: Subject, action: Action, element: Element | None) -> bool:
    if subject is Subject.SENSITIVE:
        return isinstance(action, SensitiveTap)
    return element is not None and element.password

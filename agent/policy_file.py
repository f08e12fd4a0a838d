"""Reads a policy from a YAML file; errors name the file and the line."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from agent.action import ACTION_KINDS
from agent.errors import PolicyError
from agent.policy import Policy, Rule, Subject, Verdict

_LISTS = ("actions", "apps", "elements", "typed", "goal")
_RULE_KEYS = ("name", "verdict", *_LISTS, "subject")
_SUBJECTS = tuple(subject.value for subject in Subject)
_VERDICTS = tuple(verdict.value for verdict in Verdict)


def load_policy(path: Path) -> Policy:
    """Return the policy in the file at `path`.

    Raises:
        PolicyError: The file can't be read or isn't a policy; the message says where and what to write instead.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise PolicyError(f"{path}: the policy file can't be read: {reason}") from error
    return parse_policy(text, str(path))


def parse_policy(text: str, name: str) -> Policy:
    """Return the policy that `text` spells in YAML; `name` stands for it in errors.

    Raises:
        PolicyError: The text isn't a policy.
    """
    try:
        document = YAML().load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PolicyError(f"{name}:{line}: not YAML: {error.problem or error.context}") from error
    except (YAMLError, ValueError) as error:
        raise PolicyError(f"{name}: not YAML: {str(error).splitlines()[0]}") from error
    return _Reader(name).policy(document)


@cache
def default_policy() -> Policy:
    """Return the built-in policy: it asks before payments, passwords, deleting and sending.

    Deleting and sending pass unasked where the goal itself asks for them.
    """
    file = resources.files("agent").joinpath("default_policy.yaml")
    return parse_policy(file.read_text(encoding="utf-8"), "default_policy.yaml")


class _Reader:
    """Turns a YAML document into a policy and knows where each value stands."""

    def __init__(self, name: str) -> None:
        self._name = name

    def policy(self, document: Any) -> Policy:
        if not isinstance(document, CommentedMap):
            raise self._error(1, "a policy is a mapping with the keys rules and otherwise")
        self._check_keys(document, ("rules", "otherwise"))
        rules = document.get("rules", CommentedSeq())
        if not isinstance(rules, CommentedSeq):
            raise self._error(_line(document, "rules"), "rules must be a list")
        otherwise = self._choice(document, "otherwise", _VERDICTS, default="allow")
        return Policy(
            rules=tuple(self._rule(rules, index) for index in range(len(rules))), otherwise=Verdict(otherwise)
        )

    def _rule(self, rules: CommentedSeq, index: int) -> Rule:
        rule = rules[index]
        if not isinstance(rule, CommentedMap):
            raise self._error(rules.lc.item(index)[0] + 1, "a rule is a mapping with the keys name and verdict")
        self._check_keys(rule, _RULE_KEYS)
        for key in ("name", "verdict"):
            if key not in rule:
                raise self._error(rule.lc.line + 1, f"the rule lacks {key}")
        if not isinstance(rule["name"], str) or not rule["name"].strip():
            raise self._error(_line(rule, "name"), "name must be a text")
        lists = {key: self._texts(rule, key) for key in _LISTS}
        for kind in lists["actions"]:
            if kind not in ACTION_KINDS:
                raise self._error(_line(rule, "actions"), f"unknown action {kind!r}; one of {', '.join(ACTION_KINDS)}")
        for key in ("typed", "goal"):
            self._check_patterns(rule, key, lists[key])
        return Rule(
            name=rule["name"],
            verdict=Verdict(self._choice(rule, "verdict", _VERDICTS)),
            subject=Subject(self._choice(rule, "subject", _SUBJECTS)) if "subject" in rule else None,
            **lists,
        )

    def _texts(self, mapping: CommentedMap, key: str) -> tuple[str, ...]:
        value = mapping.get(key, CommentedSeq())
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(item, str) for item in values):
            raise self._error(_line(mapping, key), f"{key} must be a text or a list of texts")
        if key in mapping and not values:
            raise self._error(_line(mapping, key), f"{key} is empty: leave it out to mean everything")
        return tuple(str(item) for item in values)

    def _check_patterns(self, mapping: CommentedMap, key: str, patterns: tuple[str, ...]) -> None:
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                line = _line(mapping, key)
                raise self._error(line, f"{key}: {pattern!r} is not a regular expression: {error}") from error

    def _choice(self, mapping: CommentedMap, key: str, choices: tuple[str, ...], *, default: str | None = None) -> str:
        value = mapping.get(key, default)
        if value not in choices:
            raise self._error(_line(mapping, key), f"{key} must be one of {', '.join(choices)}, not {value!r}")
        return str(value)

    def _check_keys(self, mapping: CommentedMap, known: tuple[str, ...]) -> None:
        for key in mapping:
            if key not in known:
                raise self._error(_line(mapping, key), f"unknown key {key!r}; the keys are {', '.join(known)}")

    def _error(self, line: int, problem: str) -> PolicyError:
        return PolicyError(f"{self._name}:{line}: {problem}")


def _line(mapping: CommentedMap, key: Any) -> int:
    try:
        return int(mapping.lc.key(key)[0]) + 1
    except KeyError:
        return int(mapping.lc.line) + 1

"""Expansion of a shell's words: braces, variables, command substitution, splitting and file name patterns."""

from __future__ import annotations

import ast
import fnmatch
import operator
import re
from collections.abc import Callable, Iterator
from typing import Protocol

from device.simulator.shell.syntax import Arithmetic, Parameter, Sequence, ShellSyntaxError, Substitution, Text, Word

MAX_BRACE_ITEMS = 10_000
MAX_ARGUMENTS = 200_000
BRACES = re.compile(r"\{([^{}]*)\}")
RANGE = re.compile(r"(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?$")


class Expander(Protocol):
    """What expansion needs of the shell."""

    def variable(self, name: str) -> str | None:
        """Return a variable's or special parameter's value; None where it is not set."""

    def set_variable(self, name: str, value: str) -> None:
        """Set a variable."""

    def substitute(self, body: Sequence) -> str:
        """Run commands and return what they print, without the newlines at the end."""

    def match_files(self, pattern: str) -> list[str]:
        """Return the paths that a pattern matches, sorted."""

    def positional(self) -> list[str]:
        """Return ``$1``, ``$2`` and so on."""


Piece = tuple[str, bool]
"""Characters, and whether they are quoted."""


def expand_words(words: tuple[Word, ...], shell: Expander) -> list[str]:
    """Expand words into arguments: each may yield none, one or many."""
    fields: list[str] = []
    for word in (_with_home(each, shell) for each in words):
        for variant in _expand_braces(word):
            if _is_all_arguments(variant):
                fields.extend(shell.positional())
                continue
            for pieces in _split(variant, shell):
                fields.extend(_expand_pattern(pieces, shell))
            if len(fields) > MAX_ARGUMENTS:
                raise ShellSyntaxError("Argument list too long")
    return fields


def expand_text(word: Word, shell: Expander) -> str:
    """Expand a word into one string, without splitting and file names (assignments, redirections)."""
    return "".join(text for text, _ in _pieces(_with_home(word, shell), shell))


def _with_home(word: Word, shell: Expander) -> Word:
    """Put the home folder in the place of a ``~`` at a word's beginning."""
    first = word.parts[0] if word.parts else None
    if not isinstance(first, Text) or first.quoted or not first.text.startswith("~"):
        return word
    rest = first.text[1:]
    if rest[:1] != "/" and (rest or len(word.parts) > 1):
        return word
    home = (shell.variable("HOME") or "/").rstrip("/")
    return Word((Text(home + rest or "/", quoted=True), *word.parts[1:]))


def expand_match(word: Word, shell: Expander) -> str:
    """Expand a word into an `fnmatch` pattern (``case``, ``${name#pattern}``)."""
    return _as_pattern(list(_pieces(word, shell)))


def _is_all_arguments(word: Word) -> bool:
    parts = [part for part in word.parts if not (isinstance(part, Text) and not part.text)]
    return len(parts) == 1 and isinstance(parts[0], Parameter) and parts[0].name == "@" and not parts[0].operator


def _expand_braces(word: Word) -> Iterator[Word]:
    """Yield a word's brace variants: ``a{b,c}`` and, as in bash, ``{1..9}``."""
    for position, part in enumerate(word.parts):
        if not isinstance(part, Text) or part.quoted:
            continue
        for match in BRACES.finditer(part.text):
            items = _brace_items(match[1])
            if items is None:
                continue
            for item in items:
                text = part.text[: match.start()] + item + part.text[match.end() :]
                parts = (*word.parts[:position], Text(text, quoted=False), *word.parts[position + 1 :])
                yield from _expand_braces(Word(parts))
            return
    yield word


def _brace_items(inner: str) -> list[str] | None:
    bounds = RANGE.match(inner)
    if bounds is None:
        return inner.split(",") if "," in inner else None
    first, last = int(bounds[1]), int(bounds[2])
    step = abs(int(bounds[3] or 1)) or 1
    if abs(last - first) // step >= MAX_BRACE_ITEMS:
        return None
    return [
        str(number) for number in (range(first, last + 1, step) if first <= last else range(first, last - 1, -step))
    ]


def _pieces(word: Word, shell: Expander) -> Iterator[Piece]:
    for part in word.parts:
        match part:
            case Text(text, quoted):
                yield text, quoted
            case Parameter():
                yield _parameter(part, shell), part.quoted
            case Substitution(body, quoted):
                yield shell.substitute(body), quoted
            case Arithmetic(expression, quoted):
                yield str(evaluate(expression, shell)), quoted


def _parameter(parameter: Parameter, shell: Expander) -> str:
    if parameter.name in {"@", "*"}:
        return " ".join(shell.positional())
    value = shell.variable(parameter.name)
    kind = parameter.operator
    if kind == "length":
        return str(len(value or ""))
    if not kind or parameter.word is None:
        return value or ""
    if kind == ":":
        return _part(value or "", expand_text(parameter.word, shell), shell)
    if kind in {"/", "//"}:
        return _replaced(value or "", expand_match(parameter.word, shell), everywhere=kind == "//")
    if kind in {"#", "##", "%", "%%"}:
        return _trim(value or "", expand_match(parameter.word, shell), kind)
    is_missing = value is None or (kind.startswith(":") and not value)
    if kind.endswith("+"):
        return "" if is_missing else expand_text(parameter.word, shell)
    if not is_missing:
        return value or ""
    replacement = expand_text(parameter.word, shell)
    if kind.endswith("="):
        shell.set_variable(parameter.name, replacement)
    return replacement


def _part(value: str, bounds: str, shell: Expander) -> str:
    """Return what ``${name:start:length}`` means; a negative start counts from the end."""
    first, separator, second = bounds.partition(":")
    start = evaluate(first, shell)
    start = max(0, len(value) + start) if start < 0 else start
    return value[start:][: max(0, evaluate(second, shell))] if separator else value[start:]


def _replaced(value: str, text: str, *, everywhere: bool) -> str:
    """Return what ``${name/pattern/text}`` means."""
    pattern, _, replacement = text.partition("/")
    if not pattern:
        return value
    expression = fnmatch.translate(pattern).removesuffix(r"\Z")
    plain = re.sub(r"\[([*?[])\]", r"\1", replacement)
    return re.sub(expression, lambda _: plain, value, count=0 if everywhere else 1)


def _trim(value: str, pattern: str, kind: str) -> str:
    lengths = range(len(value) + 1) if len(kind) == 1 else range(len(value), -1, -1)
    for length in lengths:
        if kind.startswith("#") and fnmatch.fnmatchcase(value[:length], pattern):
            return value[length:]
        if kind.startswith("%") and fnmatch.fnmatchcase(value[len(value) - length :], pattern):
            return value[: len(value) - length]
    return value


def _split(word: Word, shell: Expander) -> Iterator[list[Piece]]:
    """Yield the fields of a word: unquoted expansions are split at white space."""
    field: list[Piece] = []
    for part in word.parts:
        if isinstance(part, Text):
            field.append((part.text, part.quoted))
            continue
        ((text, quoted),) = _pieces(Word((part,)), shell)
        if quoted:
            field.append((text, True))
            continue
        chunks = re.split(r"[ \t\n]+", text)
        for number, chunk in enumerate(chunks):
            if number and field:
                yield field
                field = []
            if chunk:
                field.append((chunk, False))
    if field:
        yield field


def _as_pattern(pieces: list[Piece]) -> str:
    return "".join(re.sub(r"([*?[])", r"[\1]", text) if quoted else text for text, quoted in pieces)


def _expand_pattern(pieces: list[Piece], shell: Expander) -> list[str]:
    plain = "".join(text for text, _ in pieces)
    if not any(char in text for text, quoted in pieces if not quoted for char in "*?["):
        return [plain]
    return shell.match_files(_as_pattern(pieces)) or [plain]


BINARY: dict[type[ast.operator], Callable[[int, int], int]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.LShift: operator.lshift,
    ast.RShift: operator.rshift,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
}
COMPARE: dict[type[ast.cmpop], Callable[[int, int], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def evaluate(expression: str, shell: Expander) -> int:
    """Return the value of an arithmetic expression.

    Raises:
        ShellSyntaxError: It is none, or divides by zero.
    """
    text = re.sub(r"\$\{?(\w+)\}?", r"\1", expression.strip()) or "0"
    text = text.replace("&&", " and ").replace("||", " or ")
    text = re.sub(r"!(?!=)", " not ", text)
    try:
        return _value(ast.parse(text.strip(), mode="eval").body, shell)
    except (SyntaxError, ValueError, ZeroDivisionError, OverflowError, RecursionError, MemoryError) as error:
        raise ShellSyntaxError(f"{expression}: unexpected token or division by zero") from error


def _value(node: ast.expr, shell: Expander) -> int:
    match node:
        case ast.Constant(value=int() as number):
            return int(number)
        case ast.Name(id=name):
            return int(shell.variable(name) or 0)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, shell)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _value(operand, shell)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return int(not _value(operand, shell))
        case ast.BoolOp(op=ast.And(), values=values):
            return int(all(_value(each, shell) for each in values))
        case ast.BoolOp(values=values):
            return int(any(_value(each, shell) for each in values))
        case ast.Compare(left=left, ops=[compare], comparators=[right]) if type(compare) in COMPARE:
            return int(COMPARE[type(compare)](_value(left, shell), _value(right, shell)))
        case ast.BinOp(left=left, op=ast.Div() | ast.Mod() as op, right=right):
            first, second = _value(left, shell), _value(right, shell)
            quotient = abs(first) // abs(second) * (1 if (first < 0) == (second < 0) else -1)
            return quotient if isinstance(op, ast.Div) else first - quotient * second
        case ast.BinOp(left=left, op=op, right=right) if type(op) in BINARY:
            second = _value(right, shell)
            if isinstance(op, ast.LShift) and second > 63:
                raise ValueError(second)
            return BINARY[type(op)](_value(left, shell), second)
        case _:
            raise ValueError(ast.dump(node))

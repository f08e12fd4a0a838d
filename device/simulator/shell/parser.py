"""Parser of the shell language that phone scripts use: the useful part of mksh, Android's ``/system/bin/sh``."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from device.simulator.shell.syntax import (
    Arithmetic,
    Case,
    Define,
    For,
    Group,
    If,
    Node,
    Parameter,
    Pipeline,
    Redirect,
    Sequence,
    ShellSyntaxError,
    Simple,
    Substitution,
    Text,
    While,
    Word,
)

KEYWORDS = frozenset(
    {"if", "then", "else", "elif", "fi", "for", "in", "while", "until", "do", "done", "{", "}", "!", "case", "esac"}
)
OPERATORS = (";;", "&&", "||", "<<-", "<<", ">>", ">|", ">&", "<&", "&>", ";", "&", "|", "(", ")", "<", ">", "\n")
NAME_START = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")
NAME_REST = NAME_START | frozenset("0123456789")
FUNCTION = re.compile(r"function[ \t]+([A-Za-z_]\w*)(?:[ \t]*\([ \t]*\))?(?=\s*\{)|([A-Za-z_]\w*)[ \t]*\([ \t]*\)")
SPECIAL_PARAMETERS = frozenset("?$!#@*-0123456789")
MAX_DEPTH = 60
"""Nested constructs beyond this are refused instead of overflowing the host's stack."""


class Parser:
    """Recursive-descent parser over one script."""

    def __init__(self, source: str, *, depth: int = 0) -> None:
        """Parse ``source``; `depth` counts the scripts around it."""
        self._source, self._at, self._depth = source, 0, depth

    def parse(self) -> Sequence:
        """Return the whole script.

        Raises:
            ShellSyntaxError: It does not parse.
        """
        sequence = self._sequence(until=frozenset())
        if self._at < len(self._source):
            raise ShellSyntaxError(f"syntax error: unexpected '{self._peek_token()}'")
        return sequence

    # Characters and tokens

    def _char(self, ahead: int = 0) -> str:
        position = self._at + ahead
        return self._source[position] if position < len(self._source) else ""

    def _skip_blanks(self) -> None:
        while True:
            if self._char() and self._char() in " \t\r":
                self._at += 1
            elif self._char() == "\\" and self._char(1) == "\n":
                self._at += 2
            elif self._char() == "#":
                while self._char() and self._char() != "\n":
                    self._at += 1
            else:
                return

    def _operator(self) -> str:
        self._skip_blanks()
        return next((operator for operator in OPERATORS if self._source.startswith(operator, self._at)), "")

    def _take_operator(self, operator: str) -> bool:
        if self._operator() != operator:
            return False
        self._at += len(operator)
        return True

    def _skip_newlines(self) -> None:
        while self._take_operator("\n"):
            pass

    def _peek_token(self) -> str:
        operator = self._operator()
        if operator:
            return "newline" if operator == "\n" else operator
        return self._source[self._at : self._at + 20].split()[0] if self._source[self._at :].split() else "end of file"

    def _peek_keyword(self) -> str:
        """Return the keyword that comes next, or an empty string."""
        self._skip_blanks()
        end = self._at
        while end < len(self._source) and self._source[end] not in " \t\r\n;&|()<>'\"\\$`":
            end += 1
        word = self._source[self._at : end]
        return word if word in KEYWORDS and (end == len(self._source) or self._source[end] not in "'\"\\$`") else ""

    def _expect_keyword(self, *keywords: str) -> str:
        found = self._peek_keyword()
        if found not in keywords:
            raise ShellSyntaxError(f"syntax error: unexpected '{self._peek_token()}'")
        self._at += len(found)
        return found

    # Commands

    def _sequence(self, *, until: frozenset[str]) -> Sequence:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ShellSyntaxError("syntax error: nested too deeply")
        items: list[tuple[Literal[";", "&&", "||"], Pipeline]] = []
        joint: Literal[";", "&&", "||"] = ";"
        while True:
            self._skip_newlines()
            if self._at >= len(self._source) or self._operator() in {")", ";;"} or self._peek_keyword() in until:
                if joint != ";":
                    raise ShellSyntaxError("syntax error: unexpected EOF")
                break
            items.append((joint, self._pipeline()))
            joint = ";"
            if self._take_operator("&&"):
                joint = "&&"
            elif self._take_operator("||"):
                joint = "||"
            elif self._take_operator("&"):
                items[-1] = (items[-1][0], replace(items[-1][1], background=True))
            elif not (self._take_operator(";") or self._take_operator("\n")):
                break
        self._depth -= 1
        return Sequence(tuple(items))

    def _pipeline(self) -> Pipeline:
        negated = False
        while self._peek_keyword() == "!":
            self._at += 1
            negated = not negated
        commands = [self._command()]
        while self._take_operator("|"):
            self._skip_newlines()
            commands.append(self._command())
        return Pipeline(tuple(commands), negated)

    def _command(self) -> Node:
        keyword = self._peek_keyword()
        if self._operator() == "(":
            self._at += 1
            body = self._sequence(until=frozenset())
            self._close(")")
            return Group(body, subshell=True, redirects=self._redirects())
        match keyword:
            case "":
                name = self._function_name()
                if name:
                    return Define(name, self._command())
                return self._condition() if self._source.startswith("[[ ", self._at) else self._simple()
            case "if":
                return self._if()
            case "for":
                return self._for()
            case "while" | "until":
                self._at += 5
                condition = self._sequence(until=frozenset({"do"}))
                return While(condition, self._do(), until=keyword == "until", redirects=self._redirects())
            case "case":
                return self._case()
            case "{":
                self._at += 1
                body = self._sequence(until=frozenset({"}"}))
                self._expect_keyword("}")
                return Group(body, subshell=False, redirects=self._redirects())
            case _:
                raise ShellSyntaxError(f"syntax error: unexpected '{keyword}'")

    def _function_name(self) -> str:
        """Take ``name()`` or ``function name`` off, where that comes next; else return nothing and stay."""
        self._skip_blanks()
        match = FUNCTION.match(self._source, self._at)
        if match is None:
            return ""
        self._at = match.end()
        self._skip_newlines()
        return match[1] or match[2]

    def _close(self, operator: str) -> None:
        if not self._take_operator(operator):
            raise ShellSyntaxError(f"syntax error: unexpected '{self._peek_token()}', '{operator}' missing")

    def _do(self) -> Sequence:
        self._skip_separators()
        self._expect_keyword("do")
        body = self._sequence(until=frozenset({"done"}))
        self._expect_keyword("done")
        return body

    def _skip_separators(self) -> None:
        while self._take_operator("\n") or self._take_operator(";"):
            pass

    def _if(self) -> If:
        self._expect_keyword("if")
        branches: list[tuple[Sequence, Sequence]] = []
        otherwise: Sequence | None = None
        while True:
            condition = self._sequence(until=frozenset({"then"}))
            self._expect_keyword("then")
            branches.append((condition, self._sequence(until=frozenset({"elif", "else", "fi"}))))
            keyword = self._expect_keyword("elif", "else", "fi")
            if keyword == "elif":
                continue
            if keyword == "else":
                otherwise = self._sequence(until=frozenset({"fi"}))
                self._expect_keyword("fi")
            return If(tuple(branches), otherwise, self._redirects())

    def _for(self) -> For:
        self._expect_keyword("for")
        name = self._word().literal
        if not name or not _is_name(name):
            raise ShellSyntaxError("syntax error: bad loop variable")
        words: list[Word] | None = None
        self._skip_newlines()
        if self._peek_keyword() == "in":
            self._at += 2
            words = []
            while not self._operator() and self._at < len(self._source):
                words.append(self._word())
        body = self._do()
        return For(name, None if words is None else tuple(words), body, self._redirects())

    def _case(self) -> Case:
        self._expect_keyword("case")
        word = self._word()
        self._skip_newlines()
        self._expect_keyword("in")
        arms: list[tuple[tuple[Word, ...], Sequence]] = []
        while True:
            self._skip_newlines()
            if self._peek_keyword() == "esac":
                break
            self._take_operator("(")
            patterns = [self._word()]
            while self._take_operator("|"):
                patterns.append(self._word())
            self._close(")")
            arms.append((tuple(patterns), self._sequence(until=frozenset({"esac"}))))
            if not self._take_operator(";;"):
                self._skip_newlines()
                break
        self._expect_keyword("esac")
        return Case(word, tuple(arms), self._redirects())

    def _redirects(self) -> tuple[Redirect, ...]:
        redirects = []
        while (redirect := self._redirect()) is not None:
            redirects.append(redirect)
        return tuple(redirects)

    def _redirect(self) -> Redirect | None:
        self._skip_blanks()
        digits = 1 if self._char() and self._char() in "0123456789" and self._char(1) in ("<", ">") else 0
        descriptor = int(self._char()) if digits else -1
        rest = self._source[self._at + digits :]
        operator = next(
            (each for each in ("<<-", "<<", ">>", ">|", ">&", "<&", "&>", "<", ">") if rest.startswith(each)), ""
        )
        if not operator or (operator == "&>" and digits):
            return None
        self._at += digits + len(operator)
        if descriptor < 0:
            descriptor = 0 if operator.startswith("<") else 1
        self._skip_blanks()
        target = self._word()
        match operator:
            case "<<" | "<<-":
                return Redirect(descriptor, "<<", self._here_document(target, strip_tabs=operator == "<<-"))
            case ">" | ">|":
                return Redirect(descriptor, ">", target)
            case "<" | ">>" | ">&" | "<&" | "&>":
                return Redirect(descriptor, operator, target)
            case _:
                raise ShellSyntaxError(f"syntax error: unexpected '{operator}'")

    def _here_document(self, target: Word, *, strip_tabs: bool) -> Word:
        """Read the here-document that begins on the next line, and cut it out of the source."""
        delimiter = "".join(part.text for part in target.parts if isinstance(part, Text))
        expands = target.literal is not None
        line_end = self._source.find("\n", self._at)
        if line_end < 0:
            return Word((Text("", quoted=True),))
        lines, position = [], line_end + 1
        while position < len(self._source):
            end = self._source.find("\n", position)
            end = len(self._source) if end < 0 else end
            line = self._source[position:end]
            position = min(end + 1, len(self._source))
            if strip_tabs:
                line = line.lstrip("\t")
            if line == delimiter:
                break
            lines.append(line + "\n")
        self._source = self._source[: line_end + 1] + self._source[position:]
        body = "".join(lines)
        if not expands:
            return Word((Text(body, quoted=True),))
        return Word(tuple(Parser(body, depth=self._depth)._quoted_parts(end="")))

    def _simple(self) -> Simple:
        assignments: list[tuple[str, Word]] = []
        words: list[Word] = []
        redirects: list[Redirect] = []
        while True:
            redirect = self._redirect()
            if redirect is not None:
                redirects.append(redirect)
                continue
            if self._operator() or self._at >= len(self._source):
                break
            word = self._word()
            assignment = None if words else _assignment(word)
            if assignment is not None:
                assignments.append(assignment)
            else:
                words.append(word)
        if not (assignments or words or redirects):
            raise ShellSyntaxError(f"syntax error: unexpected '{self._peek_token()}'")
        return Simple(tuple(assignments), tuple(words), tuple(redirects))

    def _condition(self) -> Simple:
        """Read ``[[ ... ]]``, inside of which operators are words."""
        words: list[Word] = []
        while not words or words[-1].literal != "]]":
            self._skip_newlines()
            operator = self._operator()
            if operator in {"&&", "||", "(", ")", "<", ">"}:
                words.append(Word((Text(operator, quoted=True),)))
                self._at += len(operator)
            else:
                words.append(self._word())
        return Simple((), tuple(words), self._redirects())

    # Words

    def _word(self) -> Word:
        self._skip_blanks()
        parts = self._parts(" \t\r\n;&|()<>")
        if not parts:
            raise ShellSyntaxError(f"syntax error: unexpected '{self._peek_token()}'")
        return Word(tuple(parts))

    def _parts(self, stops: str) -> list[Text | Parameter | Substitution | Arithmetic]:
        """Read parts up to an unquoted character of ``stops``."""
        parts: list[Text | Parameter | Substitution | Arithmetic] = []
        while (char := self._char()) and char not in stops:
            if char == "'":
                end = self._source.find("'", self._at + 1)
                if end < 0:
                    raise ShellSyntaxError("no closing quote")
                parts.append(Text(self._source[self._at + 1 : end], quoted=True))
                self._at = end + 1
            elif char == '"':
                self._at += 1
                parts.append(Text("", quoted=True))
                parts.extend(self._quoted_parts(end='"'))
            elif char == "\\":
                following = self._char(1)
                self._at += 1 + len(following)
                if following != "\n":
                    parts.append(Text(following, quoted=True))
            elif char in "$`":
                parts.append(self._expansion(quoted=False))
            else:
                start = self._at
                while (char := self._char()) and char not in stops and char not in "'\"\\$`":
                    self._at += 1
                parts.append(Text(self._source[start : self._at], quoted=False))
        return parts

    def _quoted_parts(self, *, end: str) -> list[Text | Parameter | Substitution | Arithmetic]:
        parts: list[Text | Parameter | Substitution | Arithmetic] = []
        text: list[str] = []
        while True:
            char = self._char()
            if char == "" and end:
                raise ShellSyntaxError("no closing quote")
            if char == end:
                self._at += len(end)
                break
            if char == "\\" and self._char(1) and self._char(1) in '$`"\\\n':
                if self._char(1) != "\n":
                    text.append(self._char(1))
                self._at += 2
            elif char in "$`":
                parts.append(Text("".join(text), quoted=True))
                text.clear()
                parts.append(self._expansion(quoted=True))
            else:
                text.append(char)
                self._at += 1
        parts.append(Text("".join(text), quoted=True))
        return [part for part in parts if not (isinstance(part, Text) and not part.text)]

    def _expansion(self, *, quoted: bool) -> Text | Parameter | Substitution | Arithmetic:
        if self._char() == "`":
            return Substitution(self._backquoted(), quoted)
        following = self._char(1)
        if self._source.startswith("$((", self._at):
            end = self._matching_parentheses(self._at + 1)
            if self._source[end - 1] == ")":
                expression = self._source[self._at + 3 : end - 1]
                self._at = end + 1
                return Arithmetic(expression, quoted)
        if following == "(":
            self._at += 2
            inner = Parser(self._source[self._at :], depth=self._depth)
            body = inner._sequence(until=frozenset())
            inner._close(")")
            self._source = self._source[: self._at] + inner._source  # here-documents were cut out of it
            self._at += inner._at
            return Substitution(body, quoted)
        if following == "{":
            return self._braced_parameter(quoted=quoted)
        if following and following in NAME_START:
            end = self._at + 2
            while end < len(self._source) and self._source[end] in NAME_REST:
                end += 1
            name, self._at = self._source[self._at + 1 : end], end
            return Parameter(name, quoted)
        if following and following in SPECIAL_PARAMETERS:
            self._at += 2
            return Parameter(following, quoted)
        self._at += 1
        return Text("$", quoted)

    def _matching_parentheses(self, start: int) -> int:
        depth = 0
        for position in range(start, len(self._source)):
            depth += {"(": 1, ")": -1}.get(self._source[position], 0)
            if depth == 0:
                return position
        raise ShellSyntaxError("syntax error: ')' missing")

    def _backquoted(self) -> Sequence:
        text, position = [], self._at + 1
        while position < len(self._source) and self._source[position] != "`":
            if self._source[position] == "\\" and self._source[position + 1 : position + 2] in {"`", "\\", "$"}:
                position += 1
            text.append(self._source[position])
            position += 1
        if position >= len(self._source):
            raise ShellSyntaxError("no closing quote")
        self._at = position + 1
        return Parser("".join(text), depth=self._depth + 1).parse()

    def _braced_parameter(self, *, quoted: bool) -> Parameter:
        depth, end = 0, self._at + 1
        while end < len(self._source):
            depth += {"{": 1, "}": -1}.get(self._source[end], 0)
            if depth == 0:
                break
            end += 1
        else:
            raise ShellSyntaxError("bad substitution")
        inner, self._at = self._source[self._at + 2 : end], end + 1
        if inner.startswith("#") and len(inner) > 1:
            return Parameter(inner[1:], quoted, operator="length")
        length = next((at for at, char in enumerate(inner) if char not in NAME_REST), len(inner)) or 1
        name, rest = inner[:length], inner[length:]
        if not (_is_name(name) or name.isdigit() or name in SPECIAL_PARAMETERS):
            raise ShellSyntaxError(f"${{{inner}}}: bad substitution")
        operator = next(
            (
                each
                for each in (":-", ":=", ":+", "##", "%%", "//", "-", "=", "+", "#", "%", "/", ":")
                if rest.startswith(each)
            ),
            "",
        )
        if rest and not operator:
            raise ShellSyntaxError(f"${{{inner}}}: bad substitution")
        word = None
        if operator:
            word = Word(tuple(Parser(rest[len(operator) :], depth=self._depth + 1)._parts("")))
        return Parameter(name, quoted, operator, word)


def _is_name(text: str) -> bool:
    return bool(text) and text[0] in NAME_START and all(char in NAME_REST for char in text)


def _assignment(word: Word) -> tuple[str, Word] | None:
    """Return name and value where a word has the form ``NAME=value``."""
    first = word.parts[0]
    if not isinstance(first, Text) or first.quoted or "=" not in first.text:
        return None
    name, value = first.text.split("=", 1)
    if not _is_name(name):
        return None
    rest = ((Text(value, quoted=False),) if value else ()) + word.parts[1:]
    return name, Word(rest)


def parse(source: str) -> Sequence:
    """Parse a script.

    Raises:
        ShellSyntaxError: It does not parse.
    """
    try:
        return Parser(source).parse()
    except RecursionError as error:
        raise ShellSyntaxError("syntax error: nested too deeply") from error

"""Other people's regular expressions: matched as Python matches them, and given up where they take too long."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.simulator.patterns import Pattern, PatternError
from device.simulator.phone import SimulatedPhone
from device.simulator.shell import run_command

ENDLESS, LONG = "(a|aa)+$", "a" * 60 + "b"


@settings(deadline=None)
@given(st.text("ab.*+?|()[]\\d^$", max_size=12), st.text("ab1\n", max_size=12))
def test_it_matches_what_python_matches(source: str, text: str) -> None:
    try:
        expected = re.compile(source)
    except (re.error, RecursionError, FutureWarning):
        return
    try:
        pattern = Pattern(source)
    except PatternError:
        return

    assert pattern.is_in(text) == (expected.search(text) is not None)
    assert pattern.is_all_of(text) == (expected.fullmatch(text) is not None)


def test_what_is_no_expression_is_told() -> None:
    with pytest.raises(PatternError, match="missing"):
        Pattern("(")


@pytest.mark.parametrize("call", ["is_in", "is_all_of", "split"])
def test_what_backtracks_without_end_is_given_up(call: str) -> None:
    with pytest.raises(PatternError, match="too long"):
        getattr(Pattern(ENDLESS), call)(LONG)


@pytest.mark.parametrize(
    "command", [f"grep -E '{ENDLESS}'", f"sed -E 's/{ENDLESS}/x/'", f"awk '/{ENDLESS}/ {{print}}'"]
)
def test_the_shell_goes_on(phone: SimulatedPhone, command: str) -> None:
    output, code = run_command(phone, f"echo {LONG} | {command}; echo still here")

    assert b"too long" in output
    assert output.endswith(b"still here\n")
    assert code == 0

"""What a model or a phone says reaches the terminal as one harmless line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.table import Table

from tasks.console import one_line, print_table


@given(st.text())
def test_nothing_but_printable_characters_on_one_short_line(text: str) -> None:
    line = one_line(text, 20)
    assert len(line) <= 20
    assert line.isprintable()


@pytest.mark.parametrize(
    ("text", "line"),
    [("Done.", "Done."), ("a\n\tb", "a b"), ("\x1b[2Jgone", "[2Jgone"), ("abcdefghij", "abcd…")],
)
def test_text_is_cleaned_and_cut(text: str, line: str) -> None:
    assert one_line(text, 5 if text == "abcdefghij" else 20) == line


def test_a_table_shows_the_whole_of_a_long_path(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    path = "/models/" + "a" * 60 + "/model.gguf"
    table = Table("path", "kind")
    table.add_row(path, "text")
    print_table(table)
    cells = [line.split("│")[1].strip() for line in capsys.readouterr().out.splitlines() if "│" in line]
    assert "".join(cells) == path

"""Garbage ends in an error or a closed stream, and reaches no file outside of the phone's tree."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.simulator import SimulatedPhone
from device.simulator.shell import new_shell, run_command
from device.simulator.shell.command import BytesInput, BytesOutput, Interrupted
from device.simulator.shell.database import confine
from tests.device.simulator.fuzz.damage import ODD_TEXT
from tests.device.simulator.fuzz.run import WEIGHTS, fuzz
from tests.device.simulator.fuzz.shell_target import CORPUS
from tests.device.simulator.fuzz.watch import watched

WORDS = st.sampled_from(sorted({*ODD_TEXT, *(word for line in CORPUS for word in line.split(" "))}))


@pytest.fixture(scope="module")
def worn() -> Iterator[SimulatedPhone]:
    """Return a phone that goes through much."""
    with SimulatedPhone() as phone:
        yield phone


@pytest.mark.parametrize("target", sorted(WEIGHTS))
def test_garbage_is_survived(target: str) -> None:
    report = fuzz(count=60, seed=7, only=target)
    assert report.wrong == []
    assert sum(report.ends.values()) == 60


@given(st.lists(WORDS, min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_any_words_are_a_command_line(worn: SimulatedPhone, words: list[str]) -> None:
    with watched([worn.files.root]) as seen:
        cancelled = threading.Event()
        timer = threading.Timer(0.3, cancelled.set)
        timer.start()
        output = BytesOutput()
        try:
            code = new_shell(worn, cancelled=cancelled).run(
                " ".join(words), stdin=BytesInput(b"x\n"), stdout=output, stderr=output
            )
            assert 0 <= code <= 255
        except Interrupted:
            pass
        finally:
            timer.cancel()
        assert seen == []


def test_the_watch_sees_what_lies_outside(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside.txt"
    inside.mkdir()
    with watched([inside]) as seen:
        (inside / "a").write_text("a")
        assert seen == []
        outside.write_text("b")
        assert len(seen) == 1


@pytest.mark.parametrize(
    "statement",
    ["ATTACH '{}' AS x", "VACUUM INTO '{}'", "PRAGMA temp_store_directory = '{}'"],
)
def test_sqlite_reaches_no_other_file(tmp_path: Path, statement: str) -> None:
    other = tmp_path / "other.db"
    with SimulatedPhone() as phone:
        printed, code = run_command(phone, f'sqlite3 /sdcard/x.db "{statement.format(other)}"')
        assert (code, b"authoriz" in printed) == (1, True)
    assert not other.exists()


def test_a_query_without_end_ends_with_its_client() -> None:
    cancelled = threading.Event()
    connection = sqlite3.connect(":memory:")
    confine(connection, cancelled=cancelled)
    threading.Timer(0.05, cancelled.set).start()
    endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"
    with pytest.raises(sqlite3.OperationalError, match="interrupted"):
        connection.execute(endless).fetchall()
    connection.close()


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo a | xargs -n", b"xargs: missing argument"),
        ("head -c x /sdcard", b"head: "),
        ("grep -m x a /sdcard", b"grep: "),
        ("x=aaaaaaaaaaaaaaaa; for i in {1..40}; do x=$x$x; done", b"value too long"),
        ("echo {1..9999}{1..9999}", b"Argument list too long"),
        ("cat '\0'/sdcard", b""),
    ],
)
def test_what_no_command_can_do_is_said(script: str, said: bytes) -> None:
    with SimulatedPhone() as phone:
        printed, code = run_command(phone, script)
        assert code != 0
        assert said in printed

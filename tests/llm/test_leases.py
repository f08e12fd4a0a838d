"""Leases are counted, end by themselves, and don't outlive a process that was killed."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm.errors import LeaseError
from llm.leases import Ledger
from tests.processes import running

HOLD = """
import sys, threading
from pathlib import Path
from llm.leases import Ledger
Ledger(Path(sys.argv[1])).lease("phone one", seconds=3600)
print("held", flush=True)
threading.Event().wait()
"""


def test_a_second_holder_is_refused_until_the_first_lets_go(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    with ledger.lease("phone one"):
        with pytest.raises(LeaseError, match="phone one is in use: 1 of 1"):
            ledger.lease("phone one")
        ledger.lease("phone two").release()
    with ledger.lease("phone one") as lease:
        assert [grant.holder for grant in ledger.grants("phone one")] == [lease.holder]
    assert ledger.grants("phone one") == ()


def test_a_holder_that_does_not_renew_loses_it(tmp_path: Path) -> None:
    now = 1000.0
    ledger = Ledger(tmp_path, clock=lambda: now)
    first = ledger.lease("model", seconds=60)
    now += 50
    first.renew()
    now += 50
    with pytest.raises(LeaseError, match="free in 10 s"):
        ledger.lease("model")
    now += 20
    second = ledger.lease("model")
    with pytest.raises(LeaseError, match="ran out"):
        first.renew()
    first.release()
    assert [grant.holder for grant in ledger.grants("model")] == [second.holder]


def test_a_killed_holder_frees_what_it_held(tmp_path: Path) -> None:
    with running([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        ledger = Ledger(tmp_path)
        with pytest.raises(LeaseError, match=str(holder.pid)):
            ledger.lease("phone one")
        holder.send_signal(signal.SIGKILL)
        # It has ended, and nobody has asked how: it still has its number.
        os.waitid(os.P_PID, holder.pid, os.WEXITED | os.WNOWAIT)
        ledger.lease("phone one").release()
    ledger.lease("phone one").release()


@pytest.mark.parametrize("left", ["", "[", "[{}]", '{"a": 1}', '[{"holder": "x"}]', "\0\0"])
def test_a_file_that_a_dying_holder_left_torn_counts_for_nothing(tmp_path: Path, left: str) -> None:
    (tmp_path / "model.json").write_text(left)
    Ledger(tmp_path).lease("model").release()


def test_of_many_threads_no_more_hold_it_than_there_are_units(tmp_path: Path) -> None:
    held: list[object] = []

    def take() -> None:
        with contextlib.suppress(LeaseError):
            held.append(Ledger(tmp_path).lease("cache", of=3))

    threads = [threading.Thread(target=take) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(held) == 3


def test_files_that_come_and_go_let_no_two_in(tmp_path: Path) -> None:
    inside, most = 0, 0

    def work() -> None:
        nonlocal inside, most
        for _ in range(60):
            with contextlib.suppress(LeaseError), Ledger(tmp_path).lease("phone"):
                inside += 1
                most = max(most, inside)
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
    assert list(tmp_path.iterdir()) == []


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 4), st.lists(st.tuples(st.integers(1, 4), st.floats(1, 50), st.floats(0, 40)), max_size=12))
def test_never_more_than_there_is(
    tmp_path_factory: pytest.TempPathFactory, of: int, asked: list[tuple[int, float, float]]
) -> None:
    now = 0.0
    ledger = Ledger(tmp_path_factory.mktemp("leases"), clock=lambda: now)
    for count, seconds, later in asked:
        try:
            ledger.lease("cache", of=of, count=count, seconds=seconds)
        except LeaseError:
            assert sum(grant.count for grant in ledger.grants("cache")) + count > of
        assert sum(grant.count for grant in ledger.grants("cache")) <= of
        now += later

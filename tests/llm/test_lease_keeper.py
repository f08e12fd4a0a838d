"""Leases are renewed while their holder works, and what others took meanwhile is told."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from llm.embedded import embedded_model
from llm.engine import Engine
from llm.errors import LeaseError
from llm.free_memory import whole_memory
from llm.generation import GenerationOptions, Text
from llm.lease_keeper import Keeper
from llm.leases import Ledger
from llm.memory import MODEL_MEMORY, lease_memory
from llm.memory_need import MemoryNeed
from llm.prefix_store import PrefixStore


def test_what_is_held_is_renewed_and_given_back_together(tmp_path: Path) -> None:
    now = 0.0
    ledger = Ledger(tmp_path, clock=lambda: now)
    with Keeper(ledger, seconds=60) as keeper:
        keeper.take("phone one")
        keeper.take("phone one")
        keeper.take("memory", of=8, count=5)
        for _ in range(5):
            now += 40
            keeper.renew()
        assert [grant.count for grant in ledger.grants("memory")] == [5]
        with pytest.raises(LeaseError, match=r"5 of 8 held by process .*, 4 wanted"):
            Ledger(tmp_path, clock=lambda: now).lease("memory", of=8, count=4)
        keeper.drop("memory")
        assert not keeper.taken("memory")
        assert keeper.taken("phone one")
    assert list(tmp_path.iterdir()) == []


def test_a_holder_that_was_frozen_takes_up_what_is_free_and_is_told_what_is_not(tmp_path: Path) -> None:
    now, lost = 0.0, list[str]()
    ledger = Ledger(tmp_path, clock=lambda: now)
    with Keeper(ledger, seconds=60, on_lost=lost.append) as keeper:
        keeper.take("phone one")
        keeper.take("phone two")
        now += 1000
        other = ledger.lease("phone two")
        keeper.renew()
        assert lost == ["phone two"]
        assert keeper.taken("phone one")
        keeper.renew()
        assert lost == ["phone two"]
        assert [grant.holder for grant in ledger.grants("phone two")] == [other.holder]


def test_a_thread_renews_by_itself(tmp_path: Path) -> None:
    renewed = threading.Event()

    class Watched(Ledger):
        def renew(self, resource: str, holder: str, seconds: float) -> None:
            super().renew(resource, holder, seconds)
            renewed.set()

    with Keeper(Watched(tmp_path), seconds=0.3) as keeper:
        keeper.take("model")
        assert renewed.wait(30)


def test_a_system_prompt_in_use_outlives_what_others_write(tmp_path: Path) -> None:
    ledger, one = Ledger(tmp_path / "leases"), np.zeros(300, dtype=np.uint8)
    other = PrefixStore(tmp_path / "prefixes", (), most=1000)
    for number in (1, 2):
        other.save((number,), one)
    with Keeper(ledger) as mine, Keeper(ledger) as theirs:
        store = PrefixStore(tmp_path / "prefixes", (), most=1000, leases=mine)
        assert store.load((1,)) is not None
        busy = PrefixStore(tmp_path / "prefixes", (), most=1000, leases=theirs)
        for number in range(10, 16):
            busy.save((number,), one)
        assert store.path((1,)).exists()
        assert not store.path((2,)).exists()
        assert sum(path.stat().st_size for path in (tmp_path / "prefixes").iterdir()) <= 1000
    for number in range(20, 24):
        other.save((number,), one)
    assert not other.path((1,)).exists()


def test_models_of_several_processes_share_the_memory_that_there_is(tmp_path: Path) -> None:
    (tmp_path / "meminfo").write_text("MemTotal: 9000 kB\nMemAvailable: 8000 kB\n")
    assert whole_memory(proc=tmp_path, cgroups=tmp_path / "none") == 9000 * 1024
    whole = whole_memory()
    assert whole is not None
    need = MemoryNeed(weights=whole * 3 // 5, cache=0, compute=0)
    ledger = Ledger(tmp_path / "leases")
    with Keeper(ledger) as first, Keeper(ledger) as second:
        lease_memory(first, need)
        with pytest.raises(LeaseError, match="MiB of memory for models is in use"):
            lease_memory(second, need)
        first.close()
        lease_memory(second, need)


def test_an_engine_leases_its_memory_and_its_system_prompt(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "leases")
    prompt = (Text(text="<|system|>\n" + "Dark theme switch off [812,340]\n" * 9 + "<|user|>\nhello<|assistant|>\n"),)
    with Keeper(ledger) as leases:
        engine = Engine(
            embedded_model().model, context=1024, threads=1, prefix_folder=tmp_path / "prefixes", leases=leases
        )
        try:
            engine.generate(prompt, GenerationOptions(max_tokens=1))
        finally:
            engine.close()
        [file] = (tmp_path / "prefixes").iterdir()
        assert leases.taken(f"prefix {file.stem}")
        assert ledger.grants(MODEL_MEMORY)[0].count > 1
    assert not ledger.grants(MODEL_MEMORY)

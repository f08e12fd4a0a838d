"""Damaged hierarchies crash nothing, hang nothing and touch nothing; so many that it finds what examples don't."""

from __future__ import annotations

import urllib.request
from pathlib import Path
from random import Random

import pytest

from tests.perception import dumps, fuzz, odd_images
from tests.perception.mutate import LONGEST, mutate


def test_damaged_hierarchies_are_survived() -> None:
    report = fuzz.run(fuzz.seeds(), count=300, seed=7)
    assert report.wrong == []
    assert report.outcomes.keys() >= {"whole", "partial", "error"}


def test_odd_pictures_are_survived() -> None:
    report = odd_images.run(count=40, seed=5)
    assert report.wrong == []
    assert len(report.outcomes) > 7


@pytest.mark.slow
def test_a_thousand_odd_pictures_are_survived() -> None:
    assert odd_images.run(count=1000, seed=6).wrong == []


@pytest.mark.slow
def test_thousands_of_damaged_real_hierarchies_are_survived() -> None:
    report = fuzz.run(fuzz.seeds() + fuzz.real(dumps.folder()), count=10_000, seed=11)
    assert report.wrong == []


def test_the_same_seed_damages_in_the_same_way() -> None:
    corpus = fuzz.seeds()
    first, second = ([mutate(corpus[0], corpus, random, "x") for _ in range(60)] for random in (Random(1), Random(1)))
    assert first == second
    assert len(set(first)) > 50
    assert max(map(len, first)) <= LONGEST


def test_the_watch_notices_files_and_sockets(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    with fuzz.watched() as accesses:
        (tmp_path / "a").read_bytes()
    assert any("open" in access for access in accesses)
    with fuzz.canary() as (addresses, touched):
        assert not touched()
        for address in addresses[:1]:
            urllib.request.urlopen(address).close()
        assert touched()

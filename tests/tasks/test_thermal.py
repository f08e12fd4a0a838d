"""`handroid bench thermal` prints its table or JSON, and draws its pictures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tasks.cli import handroid
from tasks.thermal import cases


def _run(*words: str) -> str:
    done = CliRunner().invoke(handroid, ["bench", "thermal", *words])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_json_has_the_figures_and_a_row_for_each_trial() -> None:
    printed = json.loads(_run("--phone", "flagship", "--minutes", "2", "--json"))
    assert {"kept_share", "mean_celsius", "utilisation", "unmanaged_kept_share", "fit_error"} <= printed[
        "figures"
    ].keys()
    assert len(printed["rows"]) == sum(case.phone == "flagship" for case in cases())
    assert {row["policy"] for row in printed["rows"]} == {"unmanaged", "hysteresis", "predictive"}
    assert printed["machine"]["cores"] >= 1


def test_the_table_has_a_line_for_each_trial_and_pictures_are_drawn(tmp_path: Path) -> None:
    lines = _run("--phone", "graphics", "--minutes", "1", "--plot", str(tmp_path)).splitlines()
    assert lines[0].split()[:3] == ["phone", "policy", "around"]
    assert [line.split()[:2] for line in lines[1:4]] == [
        ["graphics", policy] for policy in ("unmanaged", "hysteresis", "predictive")
    ]
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".svg"] * 5


def test_an_unknown_phone_is_named() -> None:
    done = CliRunner().invoke(handroid, ["bench", "thermal", "--phone", "brick"])
    assert done.exit_code == 2
    assert "brick" in done.stderr


def test_thresholds_are_chosen_by_zone() -> None:
    usual = json.loads(_run("--phone", "broad", "--minutes", "3", "--json"))
    lower = json.loads(_run("--phone", "broad", "--minutes", "3", "--band", "cpu=55:65", "--json"))
    peaks = [
        next(row["peak_celsius"] for row in printed["rows"] if row["policy"] == "hysteresis")
        for printed in (usual, lower)
    ]
    assert peaks[1] < peaks[0]


@pytest.mark.parametrize(
    ("band", "said"),
    [("door=1:2", "cpu, gpu"), ("cpu=80:68", "the cool one first"), ("cpu", "two temperatures"), ("cpu=a:b", "two")],
)
def test_thresholds_that_cannot_be_are_refused_in_one_line(band: str, said: str) -> None:
    done = CliRunner().invoke(handroid, ["bench", "thermal", "--band", band])
    assert done.exit_code == 2
    assert said in done.stderr


def test_cost_and_preemption_are_measured_on_the_embedded_model() -> None:
    figures = json.loads(_run("--cost", "--preempt", "3", "--json"))["figures"]
    assert 0 < figures["governing_share"] < 1
    assert 0 < figures["reading_share"] < 1
    assert figures["whole_share"] == pytest.approx(figures["governing_share"] + figures["reading_share"], abs=1e-5)
    assert figures["interrupted"] == 3
    assert figures["same_answers"] == figures["interrupted"] + figures["late"]
    assert figures["most_decodes"] <= 1


def test_the_governor_runs_on_the_machine_it_is_on() -> None:
    printed = json.loads(_run("--live", "1", "--json"))
    assert printed["figures"]["steps"] >= 0
    assert 0 <= printed["figures"]["utilisation"] <= 1
    assert printed["rows"]
    assert all(row["threads"] >= 1 and row["rule"] and row["cause"] for row in printed["rows"])

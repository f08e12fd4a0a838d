"""On real screens, a touch a little beside still means what was meant, and a right one stays where it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from agent.aim import Hit, aim
from agent.target import element_at
from perception import PerceptionUsageError
from tasks.cli import handroid
from tasks.snapping import measure, screens_of
from tests.perception import dumps
from tests.perception.builder import hierarchy, node, window


def test_points_shifted_by_25_pixels_still_mean_their_thing_on_real_screens() -> None:
    figures = measure(screens_of(dumps.folder()).items(), points=60)["figures"]
    assert figures["clickable"] > 500
    assert figures["inside"] >= 0.99
    # On another touch area place alone can't tell; what the model says can.
    assert figures["alone"] >= 0.978
    assert figures["named"] >= 0.98
    assert figures["anywhere"] <= figures["reachable"]


def test_no_touch_on_the_middle_of_a_thing_is_moved_on_real_screens() -> None:
    for name, screen in screens_of(dumps.folder()).items():
        for element in screen.elements:
            middle = element.box.center
            if element.clickable and element_at(screen, middle) is element:
                for said in ("", element.text):
                    found = aim(screen, middle, said)
                    assert (found.hit, found.point, found.element) == (Hit.ELEMENT, middle, element), name


def _screen(folder: Path, *views: str) -> Path:
    (folder / "one").mkdir(parents=True)
    (folder / "one" / "dump.xml").write_text(hierarchy(window(*views)), encoding="utf-8")
    return folder


def test_a_thing_alone_is_always_meant_and_two_side_by_side_are_told_apart_by_name(tmp_path: Path) -> None:
    left = node("Button", (300, 300, 400, 360), text="Left", on="clickable")
    right = node("Button", (400, 300, 500, 360), text="Right", on="clickable")
    alone = measure(screens_of(_screen(tmp_path / "alone", left)).items(), points=300)["figures"]
    assert (alone["anywhere"], alone["named"]) == (1.0, 1.0)
    together = measure(screens_of(_screen(tmp_path / "pair", left, right)).items(), points=300)["figures"]
    assert 0.8 < together["anywhere"] <= together["reachable"] < 1.0
    assert together["named"] == 1.0


def test_the_verb_prints_a_table_or_json(tmp_path: Path) -> None:
    folder = _screen(tmp_path, node("Button", (300, 300, 400, 360), text="Left", on="clickable"))
    shown = CliRunner().invoke(handroid, ["bench", "snap", str(folder), "--points", "20", "--json"])
    told = json.loads(shown.stdout)
    assert (told["figures"]["clickable"], told["rows"][0]["screen"], told["shift"]) == (1, "one", 25)
    assert "100.0%" in CliRunner().invoke(handroid, ["bench", "snap", str(folder), "--points", "20"]).stdout


def test_a_folder_without_screens_is_told(tmp_path: Path) -> None:
    with pytest.raises(PerceptionUsageError, match="holds no folder"):
        screens_of(tmp_path)

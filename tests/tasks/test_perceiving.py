"""What `handroid bench perception` measures is measured truly, and comes out as said."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from agent.png import encode_png
from perception import PerceptionUsageError, parse_hierarchy, perceive
from tasks.perceiving.busy import busy_frame
from tasks.perceiving.motion import judge_scrolls
from tasks.perceiving.pairs import Wanderer, judge_fingerprints
from tasks.perceiving.real import judge_pixels
from tasks.perceiving.speed import time_frames, weigh_frames
from tests.perception.builder import hierarchy, node, window
from tests.perception.pictures import Canvas
from tests.tasks.conftest import handroid


def test_the_busy_screen_is_what_it_says() -> None:
    frame = busy_frame(nodes=300, typed="amber")
    assert 290 <= len(parse_hierarchy(frame.hierarchy).nodes) <= 300
    screen = perceive(frame)
    assert sum(element.checked is not None for element in screen.elements) == 59
    assert any(element.detail == "amber" for element in screen.elements)


def test_pairs_are_of_both_kinds_and_told_apart() -> None:
    wanderer = Wanderer(3)
    try:
        pairs = [pair for _, pair in zip(range(6), wanderer.pairs(), strict=False)]
    finally:
        wanderer.close()
    assert [pair.same for pair in pairs] == [True, False] * 3
    assert all(np.any(pair.before.pixels != pair.after.pixels) for pair in pairs if pair.how in ("clock", "switch"))
    assert judge_fingerprints(6, 4)["figures"]["fingerprint_wrong"] == 0


def test_scroll_offsets_are_held_against_the_hierarchy() -> None:
    figures = judge_scrolls(3, 2)["figures"]
    assert figures == {"scroll_right": 1.0, "scroll_right_without_tree": 1.0}


def test_every_kind_of_frame_is_told_right_and_none_is_kept() -> None:
    assert {row["what"]: row["wrong"] for row in time_frames(8)["rows"]} == {
        "frame: nothing happened": 0,
        "frame: a cursor": 0,
        "frame: a text": 0,
        "frame: scrolling": 0,
    }
    assert weigh_frames(40, say=lambda _: None)["figures"]["memory_growth_mb"] < 8


def test_the_command_prints_one_object(capfd: pytest.CaptureFixture[str]) -> None:
    done = handroid(
        "bench", "perception", "--frames", "10", "--pairs", "2", "--scrolls", "2", "--settles", "2", "--json"
    )
    assert done.code == 0, done.stderr
    figures = json.loads(done.stdout)["figures"]
    assert figures.keys() >= {"frame_ms", "fingerprint_wrong", "scroll_right", "settle_ms", "memory_growth_mb"}


def test_pixels_are_held_against_the_hierarchy(tmp_path: Path) -> None:
    canvas = Canvas()
    canvas.button((300, 1500, 780, 1630), "Play")
    canvas.icon(960, 300)
    (tmp_path / "a").mkdir()
    views = (
        node("Button", (300, 1500, 780, 1630), text="Play", on="clickable"),
        node("Button", (0, 600, 300, 700), text="Gone", on="clickable"),
    )
    (tmp_path / "a" / "dump.xml").write_text(hierarchy(window(*views)))
    (tmp_path / "a" / "screen.png").write_bytes(encode_png(canvas.pixels))
    (tmp_path / "a" / "source.json").write_text('{"kind": "game (invented)"}')
    [row] = judge_pixels(tmp_path, None, say=lambda _: None)["rows"]
    assert (row["kind"], row["targets"], row["touch_recall"], row["touch_precision"]) == ("game", 2, 0.5, 0.5)


def test_a_folder_without_pairs_is_told(tmp_path: Path) -> None:
    with pytest.raises(PerceptionUsageError, match="holds no folder with"):
        judge_pixels(tmp_path, None, say=lambda _: None)

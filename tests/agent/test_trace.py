"""A trace holds everything of a run, survives a kill, and reads back as it was written."""

from __future__ import annotations

import difflib
import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from agent import (
    Agent,
    Finish,
    Observed,
    Outcome,
    ScriptedModel,
    StepDone,
    Trace,
    TraceError,
    Verdict,
    action_from_json,
    read_trace,
)
from device import OfflineError, Tap
from tests.agent.pages_phone import PagesPhone
from tests.agent.test_loop import DONE, PAGES, TAP_FIRST, TAP_NOTHING

GOLDEN = Path(__file__).parent / "golden" / "steps.txt"


def _model(*answers: str) -> ScriptedModel:
    return ScriptedModel(answers, metadata={"handroid.prompt_layout": "elements"})


def _ticking() -> Callable[[], float]:
    ticks = iter(range(10**6))
    return lambda: float(next(ticks))


def test_the_steps_of_a_run_are_written_as_they_always_were(tmp_path: Path) -> None:
    model = _model(f"<think>the row</think><answer>{TAP_FIRST}</answer>", "Hm.", DONE)
    Agent(PagesPhone(PAGES), model, trace=Trace(tmp_path / "run"), clock=lambda: 0.0).run("Turn on the dark theme")
    written = (tmp_path / "run" / "steps.jsonl").read_text(encoding="utf-8")
    lines = [json.dumps(json.loads(line), ensure_ascii=False, indent=1) for line in written.splitlines()]
    # What a fingerprint is belongs to perception's own tests.
    shown = re.sub(r'"fingerprint": "[0-9a-f]{16}"', '"fingerprint": "16 hex digits"', "\n".join(lines)) + "\n"
    if os.environ.get("WRITE_GOLDEN"):
        GOLDEN.write_text(shown, encoding="utf-8")
    golden = GOLDEN.read_text(encoding="utf-8")
    assert shown == golden, "\n".join(difflib.unified_diff(golden.splitlines(), shown.splitlines(), lineterm=""))


def test_a_run_reads_back(tmp_path: Path) -> None:
    trace = Trace(tmp_path / "a" / "run")
    records = []
    agent = Agent(
        PagesPhone(PAGES),
        _model(TAP_NOTHING, TAP_FIRST, DONE),
        trace=trace,
        clock=_ticking(),
        on_event=lambda event: records.append(event.record) if isinstance(event, StepDone) else None,
    )
    result = agent.run("x")
    recorded = read_trace(trace.directory)
    assert recorded.steps == tuple(records)
    assert [step.parsed_action for step in recorded.steps] == [
        Tap(x=500, y=500),
        Tap(x=500, y=100),
        Finish(message="done"),
    ]
    assert [step.changed for step in recorded.steps] == [False, True, None]
    assert recorded.steps[0].verdict is Verdict.ALLOW
    assert recorded.steps[1].element is not None
    assert recorded.steps[1].element.text == "Display"
    assert recorded.run.outcome is result.outcome is Outcome.UNVERIFIED
    assert (recorded.run.goal, recorded.run.steps, recorded.run.seconds) == ("x", 3, result.seconds)
    assert result.to_json()["trace"] == str(trace.directory)


def test_captures_are_kept_and_equal_pictures_once(tmp_path: Path) -> None:
    phone = PagesPhone(PAGES)
    before = phone.capture()
    Agent(phone, _model(TAP_NOTHING, TAP_FIRST, DONE), trace=Trace(tmp_path / "run")).run("x")
    steps = read_trace(tmp_path / "run").steps
    assert [step.image for step in steps] == ["images/001.png", "images/001.png", "images/003.png"]
    with Image.open(tmp_path / "run" / steps[0].image) as picture:
        assert np.array_equal(np.asarray(picture), before.pixels)
    assert (tmp_path / "run" / steps[0].hierarchy).read_text(encoding="utf-8") == before.hierarchy


def test_each_step_is_on_the_disk_before_the_next_one_begins(tmp_path: Path) -> None:
    seen: list[int] = []

    def look(event: object) -> None:
        if isinstance(event, StepDone):
            seen.append(len(read_trace(tmp_path / "run").steps))
            assert read_trace(tmp_path / "run").run.outcome is None

    Agent(PagesPhone(PAGES), _model(TAP_FIRST, DONE), trace=Trace(tmp_path / "run"), on_event=look).run("x")
    assert seen == [1, 2]


@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("a defect")])
def test_a_trace_is_complete_after_an_interruption(tmp_path: Path, error: BaseException) -> None:
    def interrupt(event: object) -> None:
        if isinstance(event, Observed) and event.step == 2:
            raise error

    agent = Agent(PagesPhone(PAGES), _model(TAP_FIRST, DONE), trace=Trace(tmp_path / "run"), on_event=interrupt)
    with pytest.raises(type(error)):
        agent.run("x")
    recorded = read_trace(tmp_path / "run")
    interrupted = isinstance(error, KeyboardInterrupt)
    assert recorded.run.outcome is (Outcome.STOPPED if interrupted else Outcome.ERROR)
    assert [step.feedback for step in recorded.steps] == ["interrupted" if interrupted else "RuntimeError: a defect"]
    assert (tmp_path / "run" / recorded.steps[0].image).exists()


def test_the_step_a_phone_broke_off_is_on_record(tmp_path: Path) -> None:
    phone = PagesPhone(PAGES, fails=OfflineError("the phone does not answer"))
    Agent(phone, _model(TAP_FIRST), trace=Trace(tmp_path / "run")).run("x")
    recorded = read_trace(tmp_path / "run")
    assert recorded.run.outcome is Outcome.ERROR
    assert recorded.steps[0].feedback == "the phone does not answer"


def test_a_line_cut_off_by_a_kill_is_left_out_and_a_broken_one_named(tmp_path: Path) -> None:
    Agent(PagesPhone(PAGES), _model(TAP_FIRST, DONE), trace=Trace(tmp_path / "run")).run("x")
    steps = tmp_path / "run" / "steps.jsonl"
    whole = steps.read_bytes()
    steps.write_bytes(whole[:-10])
    assert len(read_trace(tmp_path / "run").steps) == 1
    steps.write_bytes(b"{}\n" + whole)
    with pytest.raises(TraceError, match=r"steps.jsonl:1 can't be read"):
        read_trace(tmp_path / "run")


def test_a_directory_takes_one_run(tmp_path: Path) -> None:
    Agent(PagesPhone(PAGES), _model(DONE), trace=Trace(tmp_path / "run")).run("x")
    with pytest.raises(TraceError, match="holds a run already"):
        Agent(PagesPhone(PAGES), _model(DONE), trace=Trace(tmp_path / "run")).run("x")
    assert len(read_trace(tmp_path / "run").steps) == 1


def test_what_is_no_trace_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(TraceError, match="no trace"):
        read_trace(tmp_path)
    with pytest.raises(TraceError, match="can't be written"):
        Agent(PagesPhone(PAGES), _model(DONE), trace=Trace(tmp_path / "file" / "run")).run("x")


def test_an_unknown_action_in_a_trace_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown action kind"):
        action_from_json({"kind": "explode"})
    with pytest.raises(ValueError, match="not a tap action"):
        action_from_json({"kind": "tap", "x": 1})

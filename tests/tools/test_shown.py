"""Long commands show that they are at work, and say why they failed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tools import shown
from tools.shown import SetupError, progress, run_shown


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("  [ 43%] Building CXX object vendor/llama.cpp/ggml/src/ggml-cpu/ops.cpp.o\n", "[43%] ops.cpp"),
        ("[100%] Built target mtmd", "[100%] mtmd"),
        ("  [12/345] /usr/bin/c++ -O3 -o a/b/llama.cpp.o -c a/b/llama.cpp", "[12/345] llama.cpp"),
        ("-- Configuring done", None),
        ("[notice] A new release of pip", None),
        ("[ 5%]", None),
        ("", None),
    ],
)
def test_progress_is_read_from_make_and_ninja(line: str, expected: str | None) -> None:
    assert progress(line) == expected


def test_a_long_command_says_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(shown, "HEARTBEAT_SECONDS", 0.2)
    program = "import time; print('[ 7%] Building C object a/ggml.c.o', flush=True); time.sleep(1)"
    log = tmp_path / "build.log"
    run_shown([sys.executable, "-c", program], label="a library", log=log)
    lines = capsys.readouterr().out.splitlines()
    assert "[7%] ggml.c" in lines[-1]
    assert lines[-1].startswith("setup: a library: 0 min 0")
    assert log.read_text() == "[ 7%] Building C object a/ggml.c.o\n"


def test_a_failed_command_shows_the_end_of_what_it_printed() -> None:
    program = "print(*range(100), sep='\\n'); raise SystemExit(3)"
    with pytest.raises(SetupError) as failure:
        run_shown([sys.executable, "-c", program], label="a count")
    assert str(failure.value) == "a count failed\n" + "\n".join(map(str, range(75, 100)))
    assert failure.value.reason == "99"

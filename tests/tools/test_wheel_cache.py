"""The cache of built wheels: what it builds, keeps, hands out and refuses."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pytest

from tests.processes import running
from tools.shown import SetupError
from tools.wheel_cache import WheelCache

ROOT = Path(__file__).resolve().parent.parent.parent
PYTHON = Path(sys.executable)
SETUP = """
import sys, time
from setuptools import setup
print("[ 43%] Building CXX object src/slow.cpp.o", flush=True)
open({started!r}, "a").write("built\\n")
time.sleep({seconds})
setup(name="stand-in", version="1.2", py_modules=["stand_in"])
"""


class Source:
    """A small source distribution that only this machine offers, in the place of llama-cpp-python's."""

    def __init__(self, folder: Path, *, seconds: float = 0) -> None:
        self.folder, self.started = folder / "offered", folder / "started"
        self.folder.mkdir()
        source = folder / "stand_in-1.2"
        source.mkdir()
        (source / "stand_in.py").write_text('"""Stands in."""\n')
        (source / "setup.py").write_text(SETUP.format(started=str(self.started), seconds=seconds))
        (source / "PKG-INFO").write_text("Metadata-Version: 2.1\nName: stand-in\nVersion: 1.2\n")
        archive = self.folder / "stand_in-1.2.tar.gz"
        with tarfile.open(archive, "w:gz") as tar:
            tar.add(source, source.name)
        self.requirement = folder / "stand-in.txt"
        self.pin(hashlib.sha256(archive.read_bytes()).hexdigest())

    def pin(self, digest: str) -> None:
        self.requirement.write_text(f"stand-in==1.2 \\\n    --hash=sha256:{digest}\n")

    @property
    def builds(self) -> int:
        """How often a build got as far as its first line."""
        return len(set(self.started.read_text().split("\n"))) - 1 if self.started.exists() else 0


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "offered"))
    return tmp_path / "cache" / "handroid" / "wheels"


def _content(cache: Path) -> set[str]:
    return {path.name for path in cache.iterdir()} - {".lock"}


def test_a_wheel_is_built_once_and_then_comes_from_the_cache(tmp_path: Path, cache: Path) -> None:
    source = Source(tmp_path)
    built = WheelCache().wheel(source.requirement, python=PYTHON)
    assert built == cache / "stand_in-1.2-py3-none-any.whl"
    (source.folder / "stand_in-1.2.tar.gz").unlink()
    assert WheelCache().wheel(source.requirement, python=PYTHON) == built
    assert _content(cache) == {built.name, "stand_in-1.2-py3-none-any.cpu.json"}


def test_a_wheel_that_somebody_put_there_is_taken(tmp_path: Path, cache: Path) -> None:
    source = Source(tmp_path)
    built = WheelCache().wheel(source.requirement, python=PYTHON)
    built.with_suffix(".cpu.json").unlink()
    source.started.unlink()
    assert WheelCache().wheel(source.requirement, python=PYTHON) == built
    assert source.builds == 0


def test_a_wheel_for_another_processor_is_built_anew(
    tmp_path: Path, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = Source(tmp_path)
    built = WheelCache().wheel(source.requirement, python=PYTHON)
    built.with_suffix(".cpu.json").write_text(json.dumps(["imagined-extension"]))
    source.started.unlink()
    assert WheelCache().wheel(source.requirement, python=PYTHON).exists()
    assert source.builds == 1
    assert "was built for another processor (imagined-extension)" in capsys.readouterr().out


def test_a_wheel_for_another_platform_is_left_alone(tmp_path: Path, cache: Path) -> None:
    source = Source(tmp_path)
    built = WheelCache().wheel(source.requirement, python=PYTHON)
    foreign = built.rename(cache / "stand_in-1.2-cp311-cp311-win_amd64.whl")
    assert WheelCache().wheel(source.requirement, python=PYTHON) == built
    assert foreign.exists()


def test_a_source_with_another_hash_is_never_built(tmp_path: Path, cache: Path) -> None:
    source = Source(tmp_path)
    source.pin("0" * 64)
    with pytest.raises(SetupError, match="DO NOT MATCH THE HASHES"):
        WheelCache().wheel(source.requirement, python=PYTHON)
    assert source.builds == 0
    assert _content(cache) == set()


def test_a_failed_build_says_why_and_where_to_read_on(tmp_path: Path, cache: Path) -> None:
    source = Source(tmp_path)
    source.requirement.write_text(source.requirement.read_text().replace("1.2", "1.3"))
    with pytest.raises(SetupError, match=r"stand-in failed; all of it is in .*stand-in-build\.log") as failure:
        WheelCache().wheel(source.requirement, python=PYTHON)
    assert failure.value.reason.startswith("ERROR: No matching distribution found for stand-in==1.3")


def test_an_interrupted_build_ends_its_compilers_and_leaves_no_half_wheel(tmp_path: Path, cache: Path) -> None:
    source = Source(tmp_path, seconds=600)
    build = (
        "import sys, pathlib, tools.environment as e, tools.wheel_cache as w\n"
        "e.Environment.complete = lambda *_, **__: w.WheelCache().wheel(pathlib.Path(sys.argv[1]), "
        "python=pathlib.Path(sys.executable))\n"
        "sys.exit(e.main(['base']))\n"
    )
    command = [sys.executable, "-c", build, str(source.requirement)]
    with running(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        while not source.builds and process.poll() is None:
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=120)
    assert process.returncode == 130, errors
    assert errors == "setup: interrupted; the next run goes on from here\n"
    assert _content(cache) == set()
    assert subprocess.run(["pgrep", "-f", str(tmp_path)], capture_output=True, text=True).stdout == ""

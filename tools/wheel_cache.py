"""Builds a package from its source distribution once per machine and keeps the wheel for every environment."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.shown import SetupError, run_shown, say

KILOBYTES_PER_COMPILER = 1 << 20


class WheelCache:
    """Wheels that were built on this machine, for every environment on it.

    A wheel's name carries version, Python and platform; a file beside it carries the processor it was compiled for,
    because ggml is compiled for the processor at hand and would die of an illegal instruction on a lesser one.
    """

    def __init__(self) -> None:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        self.path = base / "handroid" / "wheels"

    def wheel(self, requirement: Path, *, python: Path) -> Path:
        """Return the wheel of the one package that `requirement` pins, built now where the cache has none.

        Args:
            requirement: A requirements file with one ``name==version`` and the SHA-256 of its source distribution.
            python: The interpreter it is for; scikit-build-core is installed there.

        Raises:
            SetupError: It could not be built.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        name, version = pinned(requirement)
        with _locked(self.path / ".lock", f"another process builds {name}, waiting for it"):
            found = self._find(name, version, python)
            if found is not None:
                say(f"{found.name} comes from {self.path}")
                return found
            return self._build(requirement, python)

    def _find(self, name: str, version: str, python: Path) -> Path | None:
        prefix = f"{name.replace('-', '_')}-{version}-"
        for wheel in sorted(self.path.glob(f"{prefix}*.whl")):
            made_for = wheel.with_suffix(".cpu.json")
            missing = set(json.loads(made_for.read_text())) - set(_cpu_features()) if made_for.exists() else set()
            if missing:
                say(f"{wheel.name} was built for another processor ({', '.join(sorted(missing)[:4])}), building anew")
                wheel.unlink()
                continue
            # pip alone knows which tags fit an interpreter; nothing is installed or downloaded here.
            check = [
                str(python),
                "-m",
                "pip",
                "install",
                "--dry-run",
                "--no-deps",
                "--no-index",
                "--ignore-installed",
                str(wheel),
            ]
            if subprocess.run(check, capture_output=True).returncode == 0:
                return wheel
        return None

    def _build(self, requirement: Path, python: Path) -> Path:
        name, version = pinned(requirement)
        _need_compiler(name)
        jobs = _jobs()
        say(
            f"building {name} {version} from source with {jobs} compilers; about 9 minutes on 2 cores, once per machine"
        )
        for left in self.path.glob(".building-*"):
            shutil.rmtree(left, ignore_errors=True)
        work = self.path / f".building-{os.getpid()}"
        log = self.path.parent / f"{name}-build.log"
        pip = [str(python), "-m", "pip", "wheel", "--verbose", "--disable-pip-version-check"]
        # Without its cache pip cannot hand out the wheel that it built once for another processor.
        how = ["--no-cache-dir", "--no-deps", "--no-build-isolation", "--no-binary", name]
        what = ["--require-hashes", "--requirement", str(requirement), "--wheel-dir", str(work)]
        environment = {**os.environ, "CMAKE_BUILD_PARALLEL_LEVEL": str(jobs), "PYTHONUNBUFFERED": "1"}
        # scikit-build-core takes ninja from the environment's folder of programs where it is there.
        environment["PATH"] = f"{python.parent}{os.pathsep}{environment.get('PATH', os.defpath)}"
        try:
            work.mkdir()
            environment["TMPDIR"] = str(work)
            run_shown([*pip, *how, *what], label=name, log=log, environment=environment)
            built = next(work.glob("*.whl"))
            wheel = self.path / built.name
            wheel.with_suffix(".cpu.json").write_text(json.dumps(_cpu_features()))
            built.replace(wheel)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        return wheel


def pinned(file: Path) -> tuple[str, str]:
    """Return name and version of the first package that a requirements file pins."""
    match = re.search(r"^([\w.-]+)==([\w.+-]+)", file.read_text(), re.MULTILINE)
    if match is None:
        raise SetupError(f"{file} pins nothing")
    return match[1], match[2]


def _jobs() -> int:
    cores = len(os.sched_getaffinity(0))
    memory = re.search(r"^MemAvailable:\s*(\d+) kB", _read("/proc/meminfo"), re.MULTILINE)
    return max(1, min(cores, int(memory[1]) // KILOBYTES_PER_COMPILER)) if memory else cores


def _cpu_features() -> list[str]:
    match = re.search(r"^(?:flags|Features)\s*:\s*(.*)$", _read("/proc/cpuinfo"), re.MULTILINE)
    return sorted(match[1].split()) if match else []


def _read(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""


def _need_compiler(name: str) -> None:
    lacking = [
        package
        for package, programs in {
            "cmake": ["cmake"],
            "g++": ["c++", "g++", "clang++"],
            "make": ["make", "ninja"],
        }.items()
        if not any(map(shutil.which, programs))
    ]
    if lacking:
        raise SetupError(f"{name} is built from source, which needs: sudo apt install {' '.join(lacking)}")


@contextmanager
def _locked(file: Path, waiting: str) -> Iterator[None]:
    with file.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(waiting)
            while True:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    time.sleep(1.0)
        yield

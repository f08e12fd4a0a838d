"""Makes or completes the virtual environment `.venv`: pinned and hashed packages, llama.cpp's bindings, the project.

Runs on a bare Python 3.11 with its standard library. A run that has nothing to do ends at once: a stamp in the
environment remembers what it was made from.
"""

from __future__ import annotations

import argparse
import hashlib
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from tools.shown import SetupError, run_shown, say
from tools.wheel_cache import WheelCache, pinned

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the environment that the command line asks for.

    Returns:
        0, or 1 when it could not be made; one line on stderr says why.
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("profile", choices=["base", "dev"], help="what to install: to run, or to run and to check")
    parser.add_argument("--venv", type=Path, default=ROOT / ".venv", help="where the environment lies")
    parser.add_argument(
        "--train",
        choices=["auto", "yes", "no"],
        default="no",
        help="PyTorch and transformers: where a CPU build is at hand, always, never",
    )
    parser.add_argument(
        "--ocr", choices=["auto", "yes", "no"], default="no", help="RapidOCR: where it is at hand, always, never"
    )
    options = parser.parse_args(arguments)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        Environment(options.venv).complete(options.profile, train=options.train, ocr=options.ocr)
    except SetupError as error:
        print(f"setup: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("setup: interrupted; the next run goes on from here", file=sys.stderr)
        return 130
    return 0


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


class Environment:
    """A virtual environment of this project.

    Args:
        path: Its folder; made where it does not exist.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.python = self.path / "bin" / "python"

    def complete(self, profile: str, *, train: str, ocr: str) -> None:
        """Install what `profile` needs, unless the stamp says that it is there.

        Args:
            profile: ``"base"`` or ``"dev"``.
            train: Whether to install the extra ``train``: ``"auto"``, ``"yes"`` or ``"no"``.
            ocr: The same of the extra ``ocr``.

        Raises:
            SetupError: Something is missing on this machine or failed to install.
        """
        if sys.version_info < (3, 11):  # noqa: UP036 (a machine may start this with an older one)
            raise SetupError(
                f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}; name one: make PYTHON3=/path"
            )
        stamp = _fingerprint(self.path, profile)
        if not self._stamped(profile, stamp):
            self._create()
            files = [REQUIREMENTS / f"{profile}.txt", REQUIREMENTS / "build.txt"]
            self._install(f"packages ({profile})", *_requirements(files))
            self._install_bindings()
            project = ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
            self._install("handroid", *project)
            self._stamp(profile, stamp)
        self._complete_extra(
            "train", train, "no CPU build of PyTorch is at hand, so tests that compare with it will be skipped"
        )
        self._complete_extra("ocr", ocr, "RapidOCR is not at hand, so tests that read pictures will be skipped")

    def _complete_extra(self, name: str, wanted: str, without: str) -> None:
        """Install an extra: always for ``"yes"``, for ``"auto"`` where its packages are at hand, never for ``"no"``."""
        stamp, insist = _fingerprint(self.path, name), wanted == "yes"
        absent = self._stamped(f"{name}-absent", stamp)
        if wanted == "no" or self._stamped(name, stamp) or (absent and not insist):
            return
        try:
            self._install(f"packages ({name})", *_requirements([REQUIREMENTS / f"{name}.txt"]))
        except SetupError as error:
            if insist:
                raise
            say(f"{without}: {error.reason}")
            self._stamp(f"{name}-absent", stamp)
        else:
            self._stamp(name, stamp)

    def _stamped(self, name: str, stamp: str) -> bool:
        file = self.path / f"handroid-{name}.stamp"
        return self.python.exists() and file.is_file() and file.read_text() == stamp

    def _stamp(self, name: str, stamp: str) -> None:
        (self.path / f"handroid-{name}.stamp").write_text(stamp)

    def _create(self) -> None:
        if self.python.exists() and self._runs("-m", "pip", "--version"):
            return
        try:
            import ensurepip  # noqa: F401
        except ImportError:
            raise SetupError("this Python lacks the venv module; install it: sudo apt install python3-venv") from None
        say(f"making {self.path.name} with Python {sys.version.split()[0]}")
        run_shown([sys.executable, "-m", "venv", "--clear", str(self.path)], label="virtual environment")

    def _runs(self, *arguments: str) -> bool:
        return subprocess.run([self.python, *arguments], capture_output=True).returncode == 0

    def _install(self, label: str, *arguments: str) -> None:
        say(f"installing {label}")
        run_shown([str(self.python), "-m", "pip", "install", "--disable-pip-version-check", *arguments], label=label)

    def _install_bindings(self) -> None:
        file = REQUIREMENTS / "llama.txt"
        name, version = pinned(file)
        probe = f"import importlib.metadata as m; assert m.version({name!r}) == {version!r}; import llama_cpp"
        if self._runs("-c", probe):
            return
        wheel = WheelCache().wheel(file, python=self.python)
        self._install(wheel.name, "--no-deps", "--force-reinstall", str(wheel))
        if not self._runs("-c", probe):
            raise SetupError(f"{wheel} does not load on this machine; remove it and run this again to build it anew")


def _requirements(files: Sequence[Path]) -> list[str]:
    return ["--require-hashes", *(part for file in files for part in ("--requirement", str(file)))]


def _fingerprint(venv: Path, profile: str) -> str:
    digest = hashlib.sha256(f"{sys.version}\n{ROOT}\n{venv}\n{profile}\n".encode())
    names = {"build.txt", "llama.txt", f"{profile}.txt"}
    for file in [ROOT / "pyproject.toml", *(REQUIREMENTS / name for name in sorted(names))]:
        digest.update(file.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main())

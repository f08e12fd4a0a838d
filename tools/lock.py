"""Pins the dependencies of pyproject.toml, with hashes, in requirements/; `make lock` runs it.

The files name no download address and no index: where packages come from is the business of pip's configuration.
Versions that a file pins already stay while they fit; remove a file to have all of its versions anew.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tools.environment import REQUIREMENTS, ROOT
from tools.shown import run_shown, say

HEADER = "# Made by `make lock` from {source}; edit that instead.\n"
# It is built from its source distribution, whose hash stands in llama.txt.
APART = "llama-cpp-python"
# The build without CUDA, as the registry's default build of PyTorch would pull in gigabytes that nothing here uses.
TRAIN_CONSTRAINT = "torch==2.13.0+cpu\n"
OPTIONS = (
    *("--quiet", "--no-config", "--generate-hashes", "--strip-extras", "--no-annotate", "--no-header"),
    *("--no-allow-unsafe", "--no-emit-index-url", "--no-emit-find-links", "--no-emit-trusted-host"),
    "--no-emit-options",
)


def main() -> int:
    """Write every list anew.

    Returns:
        0; what fails raises.
    """
    with tempfile.TemporaryDirectory() as folder:
        python = Path(folder, "venv", "bin", "python")
        run_shown([sys.executable, "-m", "venv", str(python.parent.parent)], label="virtual environment")
        run_shown([str(python), "-m", "pip", "install", "--quiet", "pip-tools"], label="pip-tools")
        constraints = Path(folder, "constraints.txt")
        constraints.touch()
        base = REQUIREMENTS / "base.txt"
        _compile(python, base, ROOT / "pyproject.toml", constraints)
        _compile(python, REQUIREMENTS / "build.txt", REQUIREMENTS / "build.in", constraints)
        constraints.write_text(_pins(base))
        _compile(python, REQUIREMENTS / "dev.txt", ROOT / "pyproject.toml", constraints, "--extra", "dev")
        constraints.write_text(_pins(base) + TRAIN_CONSTRAINT)
        _compile(python, REQUIREMENTS / "train.txt", ROOT / "pyproject.toml", constraints, "--extra", "train")
        constraints.write_text(_pins(REQUIREMENTS / "train.txt"))  # both may be in one environment
        _compile(python, REQUIREMENTS / "ocr.txt", ROOT / "pyproject.toml", constraints, "--extra", "ocr")
    return 0


def _compile(python: Path, target: Path, source: Path, constraints: Path, *extra: str) -> None:
    say(f"pinning {target.name}")
    command = [str(python), "-m", "piptools", "compile", *OPTIONS, "--unsafe-package", APART]
    command += ["--constraint", str(constraints), *extra, "--output-file", str(target), str(source)]
    subprocess.run(command, check=True, cwd=ROOT, stderr=subprocess.DEVNULL)
    target.write_text(tidied(target.read_text(), source=source.relative_to(ROOT).as_posix()))


def _pins(file: Path) -> str:
    return "".join(f"{line.split()[0]}\n" for line in file.read_text().splitlines() if "==" in line)


def tidied(text: str, *, source: str) -> str:
    """Return a compiled list with its header and without pip-tools' remarks.

    Args:
        text: What pip-compile wrote.
        source: The file it was made from, relative to the repository.
    """
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return HEADER.format(source=source) + "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())

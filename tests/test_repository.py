"""The repository speaks of the project alone, stays small, and pins what it depends on."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MEGABYTE = 1_000_000
REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))
# Written in two halves, so that this file does not hold what it forbids.
FORBIDDEN = re.compile(
    "|".join(
        re.escape(first + second)
        for first, second in [
            ("/wo", "rk/"),
            ("/ro", "ot/"),
            ("/op", "t/"),
            ("pypi", ".org"),
            ("pythonhosted", ".org"),
            ("download.pytorch", ".org"),
            ("--index", "-url"),
            ("--extra-index", "-url"),
            ("--find", "-links"),
            ("sub", "agent"),
        ]
    ),
    re.IGNORECASE,
)


def _files() -> list[Path]:
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        # No git here, or no repository: an unpacked archive holds what is tracked, beside what checks leave.
        left = re.compile(r"/(\.venv|\.git|build|dist|runs|__pycache__|\.\w+_cache|\.hypothesis|[^/]+\.egg-info)(/|$)")
        return [file for file in ROOT.rglob("*") if file.is_file() and not left.search(f"/{file.relative_to(ROOT)}")]
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


FILES = _files()


def test_no_file_speaks_of_a_machine_or_a_package_index() -> None:
    found = []
    for file in FILES:
        content = file.read_bytes()
        if b"\0" in content:
            continue
        for number, line in enumerate(content.decode("utf-8").splitlines(), start=1):
            if FORBIDDEN.search(line):
                found.append(f"{file.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert found == []


def test_every_python_file_says_first_what_it_is_for() -> None:
    silent = [
        str(file.relative_to(ROOT))
        for file in FILES
        if file.suffix == ".py" and not ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_the_work_tree_stays_under_60_megabytes() -> None:
    sizes = {str(file.relative_to(ROOT)): file.stat().st_size for file in FILES}
    largest = sorted(sizes.items(), key=lambda item: -item[1])[:5]
    assert sum(sizes.values()) < 60 * MEGABYTE, largest


def test_the_embedded_model_stays_under_32_megabytes() -> None:
    assert sum(file.stat().st_size for file in FILES if file.suffix == ".gguf") < 32 * MEGABYTE


@pytest.mark.parametrize("file", REQUIREMENTS, ids=lambda file: file.name)
def test_every_pinned_package_has_hashes_and_no_address(file: Path) -> None:
    text = re.sub(r"^#.*\n", "", file.read_text(), flags=re.MULTILINE)
    assert "://" not in text
    entries = re.split(r"\n(?=\S)", text.strip())
    entry = re.compile(r"[a-z0-9.-]+==[\w.+]+(?: ; [^\\]+)?(?: \\\n    --hash=sha256:[0-9a-f]{64})+")
    assert [lines for lines in entries if not entry.fullmatch(lines)] == []


def _pins(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    return dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("profile", ["base", "dev", "ocr", "train"])
def test_every_dependency_is_pinned(profile: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"].get(profile, [])]
    names = {re.split(r"[^\w.-]", requirement)[0].replace(".", "-") for requirement in wanted}
    assert names - _pins(profile).keys() - _pins("llama").keys() == set()


def test_the_lists_agree_on_every_version() -> None:
    versions: dict[str, set[str]] = {}
    for profile in ("base", "build", "dev", "ocr", "train"):
        for name, version in _pins(profile).items():
            versions.setdefault(name, set()).add(version)
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


@pytest.mark.parametrize("file", [file for file in FILES if file.suffix == ".md"], ids=lambda file: file.name)
def test_links_between_documents_lead_somewhere(file: Path) -> None:
    links = re.findall(r"\]\((?!https?://|#|mailto:)([^)#\s]+)", file.read_text(encoding="utf-8"))
    assert [link for link in links if not (file.parent / link).exists()] == []


def test_the_wheel_carries_every_file_of_the_packages(tmp_path: Path) -> None:
    packages = tuple(f"{name}/" for name in ("agent", "device", "llm", "perception", "tasks"))
    ours = {name for file in FILES if (name := file.relative_to(ROOT).as_posix()).startswith(packages)}
    for name in {*ours, "pyproject.toml", "README.md", "LICENSE"}:
        (tmp_path / "source" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / "source" / name)
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-cache-dir"]
    subprocess.run([*build, "--wheel-dir", str(tmp_path), str(tmp_path / "source")], check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("handroid-*.whl"))) as wheel:
        assert {name for name in wheel.namelist() if ".dist-info/" not in name} == ours

"""Says how much memory this process can still take."""

from __future__ import annotations

import os
from pathlib import Path


def free_memory(*, proc: Path = Path("/proc"), cgroups: Path = Path("/sys/fs/cgroup")) -> int | None:
    """Bytes that this process can still take, or None where the system doesn't say.

    The least of the system's ``MemAvailable`` and what each control group above this process leaves, page cache that
    can be dropped counted as free.  Both are Linux's; Android has them too.
    """
    groups = _groups(proc / "self" / "cgroup", cgroups)
    amounts = [_meminfo(proc / "meminfo", "MemAvailable:"), *(_left(*group) for group in groups)]
    known = [amount for amount in amounts if amount is not None]
    return min(known) if known else None


def whole_memory(*, proc: Path = Path("/proc"), cgroups: Path = Path("/sys/fs/cgroup")) -> int | None:
    """Bytes that all processes like this one have together, or None where the system doesn't say.

    The least of the system's ``MemTotal`` and the limit of each control group above this process.
    """
    limits = [limit for limit, *_ in _groups(proc / "self" / "cgroup", cgroups)]
    known = [amount for amount in (_meminfo(proc / "meminfo", "MemTotal:"), *limits) if amount is not None]
    return min(known) if known else None


def _meminfo(meminfo: Path, key: str) -> int | None:
    for line in _lines(meminfo):
        if line.startswith(key):
            return int(line.split()[1]) * 1024
    return None


def _groups(membership: Path, root: Path) -> list[tuple[int | None, Path, str, str]]:
    """The control groups above this process: limit, folder, names of what is used and of what can be dropped."""
    found: list[tuple[int | None, Path, str, str]] = []
    for line in _lines(membership):
        _, controllers, path = line.split(":", 2)
        if controllers == "":
            limit, used, cached = "memory.max", "memory.current", "inactive_file"
            base = root
        elif "memory" in controllers.split(","):
            limit, used, cached = "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"
            base = root / "memory"
        else:
            continue
        folder = base / path.strip("/")
        # Inside a container the path is the host's; what is mounted at the root then is the container's own group.
        chain = [folder, *folder.parents] if folder.is_dir() else [base]
        found.extend(
            (_first_number(group / limit), group, used, cached)
            for group in chain
            if group == base or base in group.parents
        )
    return found


def _left(limit: int | None, group: Path, used_name: str, cached_name: str) -> int | None:
    used = _first_number(group / used_name)
    if limit is None or used is None:
        return None
    cached = next((int(line.split()[1]) for line in _lines(group / "memory.stat") if line.split()[0] == cached_name), 0)
    return max(0, limit - used + cached)


def _first_number(path: Path) -> int | None:
    text = next(iter(_lines(path)), "max")
    return int(text) if text.isdigit() else None


def _lines(path: Path) -> list[str]:
    if not os.access(path, os.R_OK):
        return []
    try:
        return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except OSError:
        return []

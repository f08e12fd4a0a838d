"""Room on the disk: asked for before something large is written, and named where it runs out on the way."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from llm.errors import DiskSpaceError

_GB = 1_000_000_000
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def require_space(folder: Path, size: int) -> None:
    """Make sure that `size` more bytes fit into `folder`, which exists.

    Raises:
        DiskSpaceError: They don't.
    """
    free = shutil.disk_usage(folder).free
    if size > free:
        raise DiskSpaceError(
            f"{folder} has {free / _GB:.1f} GB free and {size / _GB:.1f} GB are to be written: "
            "make room or name a folder on another disk"
        )


@contextmanager
def space_errors(path: Path) -> Iterator[None]:
    """Raise what the system says of a full disk as `DiskSpaceError`; `path` is what was being written."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise DiskSpaceError(
            f"the disk was full while {path} was written: make room or name a folder on another disk"
        ) from error

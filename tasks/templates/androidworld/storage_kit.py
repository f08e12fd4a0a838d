"""Files in shared storage: drawn names, put in place, and compared afterwards."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Callable, Mapping, Sequence
from random import Random

from device.phone import Phone
from tasks.pools import words
from tasks.template import Split

STORAGE = "/storage/emulated/0"
Files = dict[str, bytes]
"""Content by path on the phone."""


def file_name(rng: Random, split: Split, extension: str) -> str:
    """Draw a file's name of two words."""
    return "_".join(words(rng, split, 2)) + extension


def look_alikes(rng: Random, name: str) -> list[str]:
    """Return names that are easily taken for `name`: copies, drafts and other numbers."""
    stem, dot, extension = name.rpartition(".")
    forms = [f"{stem}_copy", f"{stem}_final", f"{stem}_2", f"old_{stem}", f"{stem}s"]
    return [f"{form}{dot}{extension}" for form in rng.sample(forms, 3)]


def some_files(folder: str, names: Sequence[str]) -> Files:
    """Return files with a content of their own each."""
    return {f"{folder}/{name}": f"content of {name} in {folder}\n".encode() for name in dict.fromkeys(names)}


def put_files(phone: Phone, files: Mapping[str, bytes], *folders: str) -> None:
    """Make folders hold exactly these files."""
    quoted = " ".join(map(shlex.quote, folders))
    phone.shell(f"rm -rf {quoted}; mkdir -p {quoted}")
    for path, content in files.items():
        phone.push(content, path)


def listing(phone: Phone, *folders: str) -> dict[str, str]:
    """Return the MD5 sums of all files below folders, by path; hidden ones are left out."""
    quoted = " ".join(map(shlex.quote, folders))
    lines = phone.shell(f"find {quoted} -type f -exec md5sum {{}} \\;").splitlines()
    sums = (line.split(maxsplit=1) for line in lines)
    return {path: digest for digest, path in sums if "/." not in path}


def holds(files: Mapping[str, bytes], *folders: str) -> Callable[[Phone], bool]:
    """Return the check that folders hold exactly these files."""
    wanted = {path: hashlib.md5(content).hexdigest() for path, content in files.items()}
    return lambda phone: listing(phone, *folders) == wanted


def one_new(phone: Phone, before: Mapping[str, bytes], folder: str, *, begins: bytes, at: int = 0) -> bool:
    """Say whether a folder holds what it did and one more file of a kind.

    Args:
        phone: The phone.
        before: What the folder held.
        folder: Its path.
        begins: Bytes that every file of this kind has.
        at: Where it has them.
    """
    found = listing(phone, folder)
    new = found.keys() - before.keys()
    kept = {path: hashlib.md5(content).hexdigest() for path, content in before.items()}
    if len(new) != 1 or any(found.get(path) != digest for path, digest in kept.items()):
        return False
    return phone.pull(new.pop())[at : at + len(begins)] == begins

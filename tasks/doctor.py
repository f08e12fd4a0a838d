"""What is missing for a run on a phone, each with what mends it."""

from __future__ import annotations

import importlib.metadata
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from device.errors import PhoneError
from llm import CacheType, ModelKind, read_model_file
from llm.errors import LlmError
from llm.memory import check_memory
from tasks.models import choose_files

if TYPE_CHECKING:
    from device.discovery import ConnectedPhone

GIB = 1 << 30
IMAGE_TOKENS = 512


ADVICE = {
    "device": "ready",
    "unauthorized": "unlock the phone and accept 'Allow USB debugging'",
    "authorizing": "unlock the phone and accept 'Allow USB debugging'",
    "offline": "check the cable, or run `adb reconnect`",
    "no permissions": "add a udev rule for the phone",
}


def advice(phone: ConnectedPhone) -> str:
    """Return what to do about a connected phone in its state."""
    return ADVICE.get(phone.state, "start Android on it")


class Status(StrEnum):
    """How a check went."""

    OK = "ok"
    MISSING = "missing"
    ABSENT = "absent"
    """Not here, and nothing that has to be."""


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing that a run needs.

    Attributes:
        name: What was looked at.
        status: How it is.
        detail: What was found.
        fix: What to do, a command where there is one; empty where nothing is to be done.
    """

    name: str
    status: Status
    detail: str
    fix: str = ""


def examine(*, model: Path | None, mmproj: Path | None, context: int) -> Iterator[Check]:
    """Yield the checks, one after another.

    Args:
        model: The language model's file; None for the embedded model.
        mmproj: The vision model's file, as for `tasks.models.choose_files`.
        context: Tokens that the model's memory of a run is to hold.
    """
    yield _guarded("python", _python)
    yield _guarded("uiautomator2", lambda: _package("uiautomator2"))
    yield _guarded("adb", _adb)
    yield _guarded("phone", _phone)
    yield _guarded("llama.cpp", _llama)
    yield _guarded("model", lambda: _model(model, mmproj, context))


def _guarded(name: str, look: Callable[[], Check]) -> Check:
    try:
        return look()
    except (PhoneError, LlmError) as error:
        # These errors' messages say what to do after the colon.
        problem, _, fix = str(error).partition(": ")
        return Check(name=name, status=Status.MISSING, detail=problem, fix=fix)


def _python() -> Check:
    return Check(name="python", status=Status.OK, detail=f"{platform.python_version()} in {sys.prefix}")


def _package(name: str) -> Check:
    try:
        return Check(name=name, status=Status.OK, detail=importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return Check(name=name, status=Status.MISSING, detail="not installed", fix=f"pip install {name}")


def _adb() -> Check:
    from device.adb_server import adb_binary, ensure_server

    binary = adb_binary()
    ensure_server()
    return Check(name="adb", status=Status.OK, detail=f"{binary}, and its server answers")


def _phone() -> Check:
    from device.discovery import list_phones

    phones = list_phones()
    ready = [phone for phone in phones if phone.state == "device"]
    if ready:
        names = ", ".join(f"{phone.serial} {phone.model}".strip() for phone in ready)
        return Check(name="phone", status=Status.OK, detail=names)
    if phones:
        states = ", ".join(f"{phone.serial} is {phone.state}" for phone in phones)
        return Check(name="phone", status=Status.MISSING, detail=states, fix=advice(phones[0]))
    return Check(
        name="phone",
        status=Status.MISSING,
        detail="none is connected",
        fix="connect one with USB debugging on, or start one with: handroid sim",
    )


def _llama() -> Check:
    from llm.bindings import library

    library()
    return Check(
        name="llama.cpp", status=Status.OK, detail=f"llama-cpp-python {importlib.metadata.version('llama_cpp_python')}"
    )


def _model(model: Path | None, mmproj: Path | None, context: int) -> Check:
    files = choose_files(model, mmproj)
    text = read_model_file(files.model, expect=ModelKind.TEXT)
    vision = read_model_file(files.mmproj, expect=ModelKind.VISION)
    need = check_memory(text, vision, context=context, chunk=256, cache_type=CacheType.F16, image_tokens=IMAGE_TOKENS)
    named = text.metadata.get("general.name", files.model.name)
    return Check(
        name="model", status=Status.OK, detail=f"{named}, {need.total / GIB:.1f} GiB with a context of {context} tokens"
    )

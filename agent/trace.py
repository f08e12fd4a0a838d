"""`Trace`: a run's directory, written so that a killed run loses nothing but the step it was in."""

from __future__ import annotations

import io
import os
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from agent.errors import TraceError
from agent.png import encode_png
from agent.record import GovernorRecord, RunRecord, StepRecord
from device.frame import Frame
from llm.governor.decision import Decision

_RUN, _STEPS, _GOVERNOR, _IMAGES, _HIERARCHIES = "run.json", "steps.jsonl", "governor.jsonl", "images", "hierarchies"


class Trace:
    """Writes one run into `directory`, which must not hold a run yet.

    ``run.json`` stands there from the start and is replaced at the end; ``steps.jsonl`` gets a line a step, on the disk
    before the next step begins; ``governor.jsonl`` gets a line a decision of the governor; ``images/NNN.png`` and
    ``hierarchies/NNN.xml`` hold the captures. Pictures are compressed beside the run and are on the disk one step later
    at the latest.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = Path(directory)
        self._steps: io.BufferedWriter | None = None
        self._appended = 0
        self._run: RunRecord | None = None
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="trace")
        self._pictures: list[Future[None]] = []
        self._last: tuple[NDArray[np.uint8], str] | None = None

    def begin(self, run: RunRecord) -> None:
        """Open the directory for `run`.

        Raises:
            TraceError: The directory can't be written, or holds a run already.
        """
        try:
            for folder in (_IMAGES, _HIERARCHIES):
                (self.directory / folder).mkdir(parents=True, exist_ok=True)
            self._steps = (self.directory / _STEPS).open("xb")
            self._write_run(run)
        except FileExistsError as error:
            raise TraceError(f"{self.directory} holds a run already; choose another directory") from error
        except OSError as error:
            raise TraceError(f"the trace can't be written to {self.directory}: {error}") from error

    def keep(self, frame: Frame, number: int) -> tuple[str, str]:
        """Keep a capture under a number; return the paths of picture and hierarchy, relative to the directory.

        A picture that equals the one before it is kept once. Raises `TraceError` as `append` does.
        """
        hierarchy = f"{_HIERARCHIES}/{number:03d}.xml" if frame.hierarchy else ""
        if self._last is not None and np.array_equal(self._last[0], frame.pixels):
            image = self._last[1]
        else:
            image = f"{_IMAGES}/{number:03d}.png"
            self._pictures.append(self._writer.submit(_write_picture, self.directory / image, frame.pixels))
            self._last = (frame.pixels, image)
        if hierarchy:
            try:
                (self.directory / hierarchy).write_text(frame.hierarchy, encoding="utf-8")
            except OSError as error:
                raise TraceError(f"the trace can't be written to {self.directory}: {error}") from error
        return image, hierarchy

    def append(self, record: StepRecord) -> None:
        """Write a step; it is on the disk when this returns.

        Raises:
            TraceError: The disk is full or gone.
        """
        if self._steps is None:
            raise TraceError("the trace was not begun")
        try:
            for picture in self._pictures[:-1]:
                picture.result()
            del self._pictures[:-1]
            self._steps.write(msgspec.json.encode(record) + b"\n")
            self._steps.flush()
            os.fsync(self._steps.fileno())
        except OSError as error:
            raise TraceError(f"the trace can't be written to {self.directory}: {error}") from error
        self._appended += 1

    def decided(self, decision: Decision) -> None:
        """Write what the governor decided during the step that is under way; before the run there is nothing to write.

        Raises:
            TraceError: The disk is full or gone.
        """
        if self._steps is None:
            return
        record = GovernorRecord(step=self._appended + 1, made_at=time.time(), decision=decision)
        try:
            with (self.directory / _GOVERNOR).open("ab") as file:
                file.write(msgspec.json.encode(record) + b"\n")
        except OSError as error:
            raise TraceError(f"the trace can't be written to {self.directory}: {error}") from error

    def end(self, run: RunRecord) -> None:
        """Write how the run ended and close everything; harmless when the trace was never begun.

        Raises:
            TraceError: The disk is full or gone.
        """
        self._writer.shutdown(wait=True)
        if self._steps is None:
            return
        try:
            self._steps.close()
            for picture in self._pictures:
                picture.result()
            self._write_run(run)
        except OSError as error:
            raise TraceError(f"the trace can't be written to {self.directory}: {error}") from error
        finally:
            self._steps = None

    def _write_run(self, run: RunRecord) -> None:
        unfinished = self.directory / f"{_RUN}.part"
        with unfinished.open("wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(run), indent=2) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self.directory / _RUN)


@dataclass(frozen=True, kw_only=True)
class RecordedRun:
    """A trace, read back.

    Attributes:
        directory: Where it lies; paths in the steps are relative to it.
        run: The run as a whole.
        steps: The steps that were written whole, in order.
        decisions: What the governor decided, in order; empty where there was none.
    """

    directory: Path
    run: RunRecord
    steps: tuple[StepRecord, ...]
    decisions: tuple[GovernorRecord, ...] = ()


def read_trace(directory: Path) -> RecordedRun:
    """Read the trace in `directory`; a last line that was cut off by a kill is left out.

    Raises:
        TraceError: There is no trace, or a line of it can't be read; the message names the file and the line.
    """
    try:
        run_text = (directory / _RUN).read_bytes()
        lines = (directory / _STEPS).read_bytes().split(b"\n")
    except OSError as error:
        raise TraceError(f"{directory} holds no trace that can be read: {error}") from error
    try:
        run = msgspec.json.decode(run_text, type=RunRecord)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise TraceError(f"{directory / _RUN} can't be read: {error}") from error
    steps = []
    for number, line in enumerate(lines[:-1], start=1):
        try:
            step = msgspec.json.decode(line, type=StepRecord)
            _ = step.parsed_action
        except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
            raise TraceError(f"{directory / _STEPS}:{number} can't be read: {error}") from error
        steps.append(step)
    return RecordedRun(directory=directory, run=run, steps=tuple(steps), decisions=_read_decisions(directory))


def _read_decisions(directory: Path) -> tuple[GovernorRecord, ...]:
    path = directory / _GOVERNOR
    if not path.exists():
        return ()
    try:
        lines = path.read_bytes().split(b"\n")[:-1]
        return tuple(msgspec.json.decode(line, type=GovernorRecord) for line in lines)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise TraceError(f"{path} can't be read: {error}") from error


def _write_picture(path: Path, pixels: NDArray[np.uint8]) -> None:
    path.write_bytes(encode_png(pixels))

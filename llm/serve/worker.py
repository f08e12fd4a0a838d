"""One thread that generates for many clients, with a bounded queue before it."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from llm.generation import Generation, GenerationOptions, Model, Segment

Outcome = Generation | Exception


class QueueFullError(Exception):
    """As many wait as may; come back in `seconds`."""

    def __init__(self, seconds: int) -> None:
        """Make the error from the seconds after which another try makes sense."""
        super().__init__(f"the queue is full: try again in {seconds} s")
        self.seconds = seconds


class WorkerStoppedError(Exception):
    """The server is ending."""


class _CancelledError(Exception):
    """The client has gone."""


@dataclass(kw_only=True, eq=False)
class Job:
    """What one client waits for.

    Attributes:
        prompt: To continue.
        options: How.
        on_text: Is called with each piece, in the worker's thread.
        on_end: Is called once with the generation or with what went wrong, in the worker's thread.
    """

    prompt: tuple[Segment, ...]
    options: GenerationOptions
    on_text: Callable[[str], None]
    on_end: Callable[[Outcome], None]
    cancelled: threading.Event = field(default_factory=threading.Event)


class Worker:
    """Generates for one client after the other.

    Args:
        model: The model; it is left open.
        waiting: Most jobs that wait while one runs.
        abort: Stops what this worker generates and nothing else; None where nobody else uses the model.
    """

    def __init__(self, model: Model, *, waiting: int, abort: Callable[[], None] | None = None) -> None:
        self._model, self._abort = model, abort or model.abort
        self._most = waiting
        self._jobs: queue.Queue[Job | None] = queue.Queue()
        self._lock = threading.Lock()
        self._pending = 0
        self._current: Job | None = None
        self._stopped = False
        self._typical = 1.0
        self._thread = threading.Thread(target=self._work, name="worker", daemon=True)
        self._thread.start()

    @property
    def pending(self) -> int:
        """Jobs that run or wait."""
        return self._pending

    def submit(self, job: Job) -> None:
        """Queue a job.

        Raises:
            QueueFullError: As many wait as may.
            WorkerStoppedError: `stop` was called.
        """
        with self._lock:
            if self._stopped:
                raise WorkerStoppedError("the server is ending")
            if self._pending > self._most:
                raise QueueFullError(max(1, round(self._typical * self._pending)))
            self._pending += 1
        self._jobs.put(job)

    def cancel(self, job: Job) -> None:
        """Forget a job: one that waits never runs, one that runs is stopped."""
        job.cancelled.set()
        with self._lock:
            running = self._current is job
        if running:
            self._abort()

    def stop(self) -> None:
        """Take no more jobs and end those that there are; returns when the thread has ended."""
        with self._lock:
            self._stopped = True
            current = self._current
        if current is not None:
            self.cancel(current)
        self._jobs.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            with self._lock:
                self._current = job
            begin = time.monotonic()
            outcome = self._run(job)
            with self._lock:
                self._current = None
                self._pending -= 1
                self._typical += 0.3 * (time.monotonic() - begin - self._typical)
            job.on_end(outcome)

    def _run(self, job: Job) -> Outcome:
        if self._stopped or job.cancelled.is_set():
            return WorkerStoppedError("the server is ending")

        def pass_on(text: str) -> None:
            # An abort that came before the engine had begun was lost on it; here it is not.
            if job.cancelled.is_set():
                raise _CancelledError
            job.on_text(text)

        try:
            return self._model.generate(job.prompt, job.options, on_token=pass_on)
        except _CancelledError:
            return WorkerStoppedError("the client has gone")
        except Exception as error:  # whatever it is, the thread has to live and the client to be told
            return error

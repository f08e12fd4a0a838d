"""One request at a time, a bounded queue, and nobody waits for nothing."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterator

import pytest

from llm.embedded import embedded_model
from llm.engine import Engine
from llm.errors import EngineClosedError
from llm.generation import Generation, GenerationOptions, StopReason, Text
from llm.serve import Job, QueueFullError, Worker, WorkerStoppedError
from llm.serve.worker import Outcome
from llm.turns import Urgency

LIMIT = 60


@pytest.fixture
def engine() -> Iterator[Engine]:
    paths = embedded_model()
    engine = Engine(paths.model, paths.mmproj, context=512, threads=1)
    yield engine
    engine.close()


class Client:
    """Keeps what it is told, and holds the worker at its first piece until it is let go."""

    def __init__(
        self,
        *,
        hold: bool = False,
        prompt: str = "<|user|>\n Open Settings\n<|assistant|>\n",
        urgency: Urgency = Urgency.PERSON,
    ) -> None:
        self.texts: list[str] = []
        self.outcome: Outcome | None = None
        self.tell: Callable[[Client], None] = lambda client: None
        self.ended, self.reached, self.go = threading.Event(), threading.Event(), threading.Event()
        if not hold:
            self.go.set()
        self.job = Job(
            prompt=(Text(text=prompt),),
            options=GenerationOptions(max_tokens=20, urgency=urgency),
            on_text=self._text,
            on_end=self._end,
        )

    def _text(self, text: str) -> None:
        self.texts.append(text)
        self.reached.set()
        self.go.wait(LIMIT)

    def _end(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.tell(self)
        self.ended.set()


@pytest.fixture
def workers(engine: Engine) -> Iterator[dict[Urgency, Worker]]:
    """Return a worker for each urgency, as the server has them."""
    made = {one: Worker(engine, waiting=2, abort=functools.partial(engine.abort, one)) for one in Urgency}
    yield made
    for worker in made.values():
        worker.stop()


def _wait_for_a_second(engine: Engine) -> None:
    """Wait until somebody waits for the one who has the engine."""
    for _ in range(LIMIT * 100):
        if engine._turns._waiting:
            return
        threading.Event().wait(0.01)
    raise AssertionError("nobody waits")


def test_what_nobody_waits_for_steps_aside_and_says_the_same(engine: Engine, workers: dict[Urgency, Worker]) -> None:
    alone = Client(urgency=Urgency.BACKGROUND)
    workers[Urgency.BACKGROUND].submit(alone.job)
    assert alone.ended.wait(LIMIT)
    engine.forget()

    slow, person = Client(hold=True, urgency=Urgency.BACKGROUND), Client(prompt="<|user|>\n Back\n<|assistant|>\n")
    ended: list[Client] = []
    slow.tell = person.tell = ended.append
    workers[Urgency.BACKGROUND].submit(slow.job)
    assert slow.reached.wait(LIMIT)
    workers[Urgency.PERSON].submit(person.job)
    _wait_for_a_second(engine)
    slow.go.set()
    assert slow.ended.wait(LIMIT)
    assert ended == [person, slow]
    assert "".join(slow.texts) == "".join(alone.texts)
    assert [handover.decodes for handover in engine.handovers] == [0]


def test_who_goes_takes_nobody_of_another_urgency_along(engine: Engine, workers: dict[Urgency, Worker]) -> None:
    person, slow = Client(hold=True), Client(urgency=Urgency.BACKGROUND)
    workers[Urgency.PERSON].submit(person.job)
    assert person.reached.wait(LIMIT)
    workers[Urgency.BACKGROUND].submit(slow.job)
    _wait_for_a_second(engine)
    workers[Urgency.BACKGROUND].cancel(slow.job)
    person.go.set()
    assert person.ended.wait(LIMIT)
    assert isinstance(person.outcome, Generation)
    assert person.outcome.stop is not StopReason.ABORTED


def test_the_queue_is_bounded(engine: Engine) -> None:
    worker = Worker(engine, waiting=2)
    clients = [Client(hold=True), Client(), Client()]
    for client in clients:
        worker.submit(client.job)
    assert clients[0].reached.wait(LIMIT)
    with pytest.raises(QueueFullError) as caught:
        worker.submit(Client().job)
    assert caught.value.seconds >= 1
    clients[0].go.set()
    for client in clients:
        assert client.ended.wait(LIMIT)
    said = [client.outcome for client in clients]
    assert all(isinstance(one, Generation) for one in said)
    assert ["".join(client.texts) for client in clients] == [one.text for one in said if isinstance(one, Generation)]
    late = Client()
    worker.submit(late.job)
    assert late.ended.wait(LIMIT)
    worker.stop()


def test_who_has_gone_is_not_worked_for(engine: Engine) -> None:
    worker = Worker(engine, waiting=2)
    running, waiting, last = Client(hold=True), Client(), Client()
    for client in (running, waiting, last):
        worker.submit(client.job)
    assert running.reached.wait(LIMIT)
    worker.cancel(waiting.job)
    worker.cancel(running.job)
    running.go.set()
    assert last.ended.wait(LIMIT)
    assert isinstance(last.outcome, Generation)
    assert last.outcome.stop is not StopReason.ABORTED
    assert waiting.texts == []
    assert len(running.texts) == 1
    worker.stop()


def test_an_error_reaches_its_client_and_the_worker_lives(engine: Engine) -> None:
    worker = Worker(engine, waiting=2)
    empty, fine = Client(prompt=""), Client()
    for client in (empty, fine):
        worker.submit(client.job)
    assert fine.ended.wait(LIMIT)
    assert isinstance(empty.outcome, Exception)
    assert "empty" in str(empty.outcome)
    assert isinstance(fine.outcome, Generation)
    engine.close()
    after = Client()
    worker.submit(after.job)
    assert after.ended.wait(LIMIT)
    assert isinstance(after.outcome, EngineClosedError)
    worker.stop()


def test_an_ending_worker_lets_nobody_wait(engine: Engine) -> None:
    worker = Worker(engine, waiting=2)
    running, waiting = Client(hold=True), Client()
    worker.submit(running.job)
    worker.submit(waiting.job)
    assert running.reached.wait(LIMIT)
    stopper = threading.Thread(target=worker.stop)
    stopper.start()
    while not running.job.cancelled.is_set():
        running.ended.wait(0.01)
    running.go.set()
    stopper.join(LIMIT)
    assert running.ended.is_set()
    assert isinstance(waiting.outcome, WorkerStoppedError)
    with pytest.raises(WorkerStoppedError):
        worker.submit(Client().job)

"""One run of the loop: what was seen, said and done so far, and the next step."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from agent.action import (
    Action,
    CallApi,
    Finish,
    Interact,
    Note,
    SensitiveTap,
    TakeOver,
    Wait,
    action_to_json,
)
from agent.aim import Aim, Hit, aimed
from agent.ask import Ask
from agent.consent import seek_consent
from agent.ending import Ending
from agent.errors import ActionError
from agent.events import Decided, Event, Observed, Said, StepDone
from agent.guard import guarded
from agent.hold import hold
from agent.outcome import Outcome
from agent.parse import ParsedAnswer, parse_action
from agent.policy import Judgement, Policy
from agent.prompt import PastStep, PromptLayout
from agent.record import StepRecord, StepSeconds
from agent.repetition import Circling, Repetition
from agent.rest import capture_at_rest
from agent.result import Limits, Result
from agent.seen import Seen
from agent.target import acted_on, target_of
from agent.token_kinds import kind_after
from agent.trace import Trace
from device.action import DoubleTap, Launch, LongPress, PhoneAction, Press, Swipe, Tap, TypeText
from device.errors import PhoneActionError
from device.phone import Phone
from llm.generation import Generation, Model, StopReason
from llm.governor import Governor
from perception.pixels.reader import open_reader
from perception.screen import Screen
from perception.sight import Sight

_NOTE_CHARACTERS = 300
_WAIT_SLICE_SECONDS = 0.05

CUT_OFF = "The answer was cut off before it ended. Think less and answer with one action."
NO_CHANGE = "The screen did not change."
CIRCLING = "You are repeating the same steps and they lead nowhere. Do something else, or finish."
NO_API = "Call_API is not available here. Read the screen and go on."
NOBODY_TO_ASK = "Nobody can be asked. Choose what fits the task best."


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What a run has to work with; see `agent.loop.Agent` for each."""

    phone: Phone
    model: Model
    layout: PromptLayout
    policy: Policy
    limits: Limits
    trace: Trace | None
    ask: Ask | None
    governor: Governor | None
    clock: Callable[[], float]
    tell: Callable[[Event], None]
    stopping: Callable[[], bool]


class Run:
    """The state of one run.

    Args:
        setting: What there is to work with.
        goal: What to do, in words.
        check: Looks at the phone after the model has finished; None where there is nothing to check with.
        accepts: Judges the model's last words, where they are what was asked for; None where anything may be said.
    """

    def __init__(
        self,
        setting: Setting,
        goal: str,
        check: Callable[[Phone], bool] | None,
        accepts: Callable[[str], bool] | None = None,
    ) -> None:
        self._setting = setting
        self._goal = goal
        self._check, self._accepts = check, accepts
        self._started = setting.clock()
        self._history: list[PastStep] = []
        self._repetition = Repetition()
        self._sight = Sight(reader=open_reader())
        self._steps = 0
        self._misreads = 0
        self._model_calls = 0
        self._open: StepRecord | None = None

    def drive(self) -> Ending:
        """Take steps until the run ends; what phone, model and perception raise passes through."""
        ending = self._limit()
        if ending is not None:
            return ending
        seen = self._observe(None)
        while ending is None:
            if hold(self._setting.governor, until=lambda: self._limit() is not None):
                # It may have taken minutes, in which a person used the phone.
                ending, seen = self._limit(), self._observe(seen.screen)
            else:
                ending, seen = self._step(seen)
                ending = ending or self._limit()
        return ending

    def result(self, ending: Ending) -> Result:
        """Return the run's result for its ending."""
        trace = self._setting.trace
        return Result(
            goal=self._goal,
            outcome=ending.outcome,
            message=ending.message,
            steps=self._steps,
            seconds=self._setting.clock() - self._started,
            model_calls=self._model_calls,
            trace=trace.directory if trace else None,
        )

    def record_broken_step(self, problem: str) -> None:
        """Put the step that phone or model broke off on record; harmless where no step was under way."""
        if self._open is not None:
            self._close(self._open, feedback=problem, changed=None)

    def _step(self, seen: Seen) -> tuple[Ending | None, Seen]:
        limits, clock = self._setting.limits, self._setting.clock
        started = clock()
        generation = self._think(seen)
        if generation.stop is StopReason.ABORTED:
            return self._limit() or Ending(outcome=Outcome.STOPPED, message="the model was stopped"), seen
        self._steps += 1
        record = self._new_record(seen, generation, think_seconds=clock() - started)
        self._open = record
        try:
            parsed = _read(generation, seen, self._setting.layout)
        except ActionError as error:
            self._remember(record, None, feedback=str(error))
            self._misreads += 1
            if self._misreads < limits.max_misreads:
                return None, seen
            message = f"the model gave no usable answer {self._misreads} times in a row: {error}"
            return Ending(outcome=Outcome.ERROR, message=message), seen
        self._misreads = 0
        # What is judged, told and recorded is the touch that will be made.
        action, aim = aimed(seen.screen, parsed.action, parsed.thought)
        parsed = dataclasses.replace(parsed, action=action)
        judgement = self._setting.policy.judge(action, seen.screen, self._goal)
        record = _with_decision(record, parsed, aim, judgement, seen.screen)
        self._open = record
        decided = Decided(
            step=record.step,
            action=parsed.action,
            target=record.target,
            thought=parsed.thought,
            judgement=judgement,
        )
        self._setting.tell(decided)
        ending, feedback = seek_consent(self._setting.ask, decided)
        if ending is None and not feedback:
            started = clock()
            ending, feedback = self._carry_out(parsed.action, seen.screen)
            record = _with_seconds(record, act=clock() - started)
            self._open = record
        if ending is not None:
            self._close(record, feedback=feedback, changed=None)
            return ending, seen
        return self._verify(record, parsed, feedback, seen)

    def _verify(
        self, record: StepRecord, parsed: ParsedAnswer, feedback: str, before: Seen
    ) -> tuple[Ending | None, Seen]:
        started = self._setting.clock()
        self._setting.phone.settle(timeout=self._setting.limits.settle_seconds)
        record = _with_seconds(record, settle=self._setting.clock() - started)
        after = self._observe(before.screen)
        changed = after.differs_from(before)
        remarks = [feedback] if feedback else []
        if not changed and not feedback and isinstance(parsed.action, PhoneAction):
            missed = self._setting.layout.missed if record.hit is Hit.NOTHING else ""
            remarks.append(f"{NO_CHANGE} {missed}".rstrip())
        circling = self._repetition.add(before.screen.fingerprint, parsed.text)
        if circling is not Circling.NO:
            remarks.append(CIRCLING)
        self._remember(record, parsed.action, feedback=" ".join(remarks), changed=changed)
        if circling is Circling.AGAIN:
            message = f"stopped because the same steps were repeated: {parsed.text}"
            return Ending(outcome=Outcome.NOT_ACHIEVED, message=message), after
        return None, after

    def _observe(self, before: Screen | None) -> Seen:
        started = self._setting.clock()
        frame = self._setting.phone.capture()
        screen = self._sight.glance(frame, before=before)
        if not screen.elements:
            if before is not None:
                # Its hierarchy has nothing that could have been waited for.
                frame = capture_at_rest(self._setting.phone, frame, timeout=self._setting.limits.settle_seconds)
                screen = self._sight.glance(frame, before=before)
            screen = self._sight.complete(screen, frame, before=before)
        seen = Seen(frame=frame, screen=screen, seconds=self._setting.clock() - started)
        self._setting.tell(Observed(step=self._steps + 1, screen=screen))
        return seen

    def _think(self, seen: Seen) -> Generation:
        setting = self._setting
        prompt = setting.layout.build(self._goal, self._history, seen.screen, seen.frame)
        options = dataclasses.replace(setting.layout.options(), subject=seen.screen.app.package, kind_after=kind_after)
        step = self._steps + 1
        self._model_calls += 1
        with guarded(lambda: self._limit() is not None, setting.model.abort):
            return setting.model.generate(
                prompt, options, on_token=lambda piece: setting.tell(Said(step=step, piece=piece))
            )

    def _limit(self) -> Ending | None:
        limits = self._setting.limits
        if self._setting.stopping():
            return Ending(outcome=Outcome.STOPPED, message="stopped by a person")
        if self._setting.clock() - self._started >= limits.max_seconds:
            return Ending(outcome=Outcome.STOPPED, message=f"the limit of {limits.max_seconds:g} seconds was reached")
        if self._open is None and self._steps >= limits.max_steps:
            return Ending(outcome=Outcome.STOPPED, message=f"the limit of {limits.max_steps} steps was reached")
        return None

    def _carry_out(self, action: Action, screen: Screen) -> tuple[Ending | None, str]:
        """Return an ending where the run is over, and what the model should know of how it went."""
        ask = self._setting.ask
        match action:
            case Finish(message=message):
                return self._finish(message), ""
            case TakeOver(message=message):
                if ask is not None and ask.take_over(message):
                    return None, "A person has taken over and handed back."
                return Ending(outcome=Outcome.STOPPED, message=f"a person is needed: {message}"), ""
            case Interact(message=message):
                return None, f"The person says: {ask.answer(message)}" if ask is not None else NOBODY_TO_ASK
            case Note(message=message):
                return None, f"Noted: {_note(message, screen)}"
            case CallApi():
                return None, NO_API
            case Wait(seconds=seconds):
                self._wait(min(seconds, self._setting.limits.max_wait_seconds))
                return None, ""
            case SensitiveTap(x=x, y=y):
                return None, self._perform(Tap(x=x, y=y))
            case Tap() | DoubleTap() | LongPress() | Swipe() | TypeText() | Press() | Launch():
                return None, self._perform(action)
            case _:
                assert_never(action)

    def _finish(self, message: str) -> Ending:
        if self._check is None and self._accepts is None:
            return Ending(outcome=Outcome.UNVERIFIED, message=message)
        achieved = (self._accepts is None or self._accepts(message)) and (
            self._check is None or self._check(self._setting.phone)
        )
        return Ending(outcome=Outcome.ACHIEVED if achieved else Outcome.NOT_ACHIEVED, message=message)

    def _perform(self, action: PhoneAction) -> str:
        try:
            self._setting.phone.perform(action)
        except PhoneActionError as error:
            return str(error)
        return ""

    def _wait(self, seconds: float) -> None:
        ends = time.monotonic() + seconds
        while (left := ends - time.monotonic()) > 0 and self._limit() is None:
            time.sleep(min(left, _WAIT_SLICE_SECONDS))

    def _new_record(self, seen: Seen, generation: Generation, *, think_seconds: float) -> StepRecord:
        trace = self._setting.trace
        image, hierarchy = trace.keep(seen.frame, self._steps) if trace else ("", "")
        return StepRecord(
            step=self._steps,
            captured_at=seen.frame.captured_at,
            app=seen.frame.app,
            display=seen.frame.display,
            fingerprint=seen.screen.fingerprint,
            image=image,
            hierarchy=hierarchy,
            answer=generation.text,
            stop=generation.stop,
            tokens=generation.tokens,
            generation_seconds=generation.seconds,
            seconds=StepSeconds(observe=seen.seconds, think=think_seconds),
        )

    def _remember(
        self, record: StepRecord, action: Action | None, *, feedback: str, changed: bool | None = None
    ) -> None:
        app = record.app.label or record.app.package
        past = PastStep(answer=record.answer, action=action, target=record.target, feedback=feedback, app=app)
        self._history.append(past)
        self._close(record, feedback=feedback, changed=changed)

    def _close(self, record: StepRecord, *, feedback: str, changed: bool | None) -> None:
        self._open = None
        record = dataclasses.replace(record, feedback=feedback, changed=changed)
        if self._setting.trace is not None:
            self._setting.trace.append(record)
        self._setting.tell(StepDone(record=record))


def _read(generation: Generation, seen: Seen, layout: PromptLayout) -> ParsedAnswer:
    if generation.stop is StopReason.LENGTH:
        raise ActionError(CUT_OFF)
    return parse_action(layout.spelled(generation.text), seen.screen.display)


def _with_decision(
    record: StepRecord, parsed: ParsedAnswer, aim: Aim | None, judgement: Judgement, screen: Screen
) -> StepRecord:
    return dataclasses.replace(
        record,
        thought=parsed.thought,
        action=action_to_json(parsed.action),
        asked=aim.asked if aim else None,
        hit=aim.hit if aim else None,
        target=target_of(screen, parsed.action),
        element=acted_on(screen, parsed.action),
        verdict=judgement.verdict,
        rule=judgement.rule,
    )


def _with_seconds(record: StepRecord, *, act: float | None = None, settle: float | None = None) -> StepRecord:
    seconds = record.seconds
    if act is not None:
        seconds = dataclasses.replace(seconds, act=act)
    if settle is not None:
        seconds = dataclasses.replace(seconds, settle=settle)
    return dataclasses.replace(record, seconds=seconds)


def _note(message: str, screen: Screen) -> str:
    """Return what to remember: the message, or what the screen says where the message is AutoGLM's ``"True"``."""
    if message and message.casefold() != "true":
        return message[:_NOTE_CHARACTERS]
    texts = (f"{element.text} {element.detail}".strip() for element in screen.elements)
    return "; ".join(text for text in texts if text)[:_NOTE_CHARACTERS]

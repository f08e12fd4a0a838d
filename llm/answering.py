"""One answer of an engine: the prompt into the cache, tokens out of the model, and an account of both."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from llm.accounting import Account
from llm.bindings import Library
from llm.context import Context
from llm.decoding import Decoding
from llm.drafts import DraftSupply
from llm.errors import EngineError
from llm.generation import Generation, GenerationOptions, OnToken, Segment, StopReason
from llm.pacing import Aborted, Pacing
from llm.planner import Planner
from llm.sampling import Grammar, Sampler
from llm.seats import Seats
from llm.session import Prompt, Session
from llm.skip.half import FULL_DEPTH
from llm.skip.supply import SkipSupply
from llm.stops import TextStream
from llm.turns import Turn


@dataclass(frozen=True, kw_only=True)
class Borrowed:
    """The parts of an engine.

    Attributes:
        context: The model.
        session: One conversation with it.
        plan: Turns a prompt into what `session` reads.
    """

    context: Context
    session: Session
    plan: Callable[[Sequence[Segment]], Prompt]


class Answering:
    """Of one engine, whose turn it is while it works.

    Args:
        library: The loaded bindings.
        context: The model.
        pacing: What happens between two decodes.
        seats: Gives each turn its conversation.
        planner: Turns prompts into what the cache holds.
        skips: Says which layers are left out.
        supply: Gives drafts; None where nothing is drafted.
    """

    def __init__(
        self,
        *,
        library: Library,
        context: Context,
        pacing: Pacing,
        seats: Seats,
        planner: Planner,
        skips: SkipSupply,
        supply: DraftSupply | None,
    ) -> None:
        self._library, self._context, self._pacing = library, context, pacing
        self._seats, self._planner, self._skips, self._supply = seats, planner, skips, supply

    def generate(
        self, turn: Turn, prompt: tuple[Segment, ...], options: GenerationOptions, on_token: OnToken | None
    ) -> Generation:
        """See `llm.engine.Engine.generate`."""
        account = Account()
        session = self._seats.begin(turn)
        grammar = Grammar(self._library, self._context.vocabulary.pointer, options.grammar) if options.grammar else None
        try:
            sampler = Sampler(grammar=grammar, temperature=options.temperature, seed=options.seed)
            stream = TextStream(options.stop)
            decoding = Decoding(
                context=self._context,
                session=session,
                pacing=self._pacing,
                sampler=sampler,
                stream=stream,
                emit=lambda text: _emit(text, on_token),
                account=account,
            )
            try:
                decoding.depths = self._skips.begin(session, options.kind_after)
                session.bring_to(self._planner.plan(prompt, options.image_tokens, account), account)
                logits = self._context.logits()
                watch = self._watch()
                began = watch()
                guesses = False
                if self._supply is not None:
                    self._supply.read(session)
                    guesses = self._supply.trial.guesses_next()
                    if guesses:
                        logits = logits.copy()
                        decoding.drafting = self._supply.begin(session, grammar)
                        decoding.selfdrafter = self._skips.selfdrafter(self._supply.costs, session)
                reason = decoding.run(options, logits)
                if self._supply is not None:
                    self._supply.trial.note(
                        guessed=guesses,
                        checked=account.tokens.drafted > 0,
                        seconds=watch() - began,
                        tokens=len(decoding.tokens),
                    )
                    self._supply.end(decoding.tokens)
                session.keep_prefix()
            except Aborted:
                reason = StopReason.ABORTED
        finally:
            if grammar is not None:
                grammar.close()
        _emit(stream.finish(), on_token)
        account.count(generated=len(decoding.tokens))
        account.mark("total")
        return Generation(
            text=stream.text,
            stop=reason,
            tokens=account.tokens,
            seconds=replace(account.seconds, waited=turn.waited, rested=self._pacing.rested),
            token_ids=tuple(decoding.tokens),
        )

    def _watch(self) -> Callable[[], float]:
        """What tells the seconds of decoding, rests left out.

        Where one thread does all the work it is that thread's own time: other programs have no part in it.
        """
        if self._context.threads == 1:
            return time.thread_time
        return lambda: time.perf_counter() - self._pacing.rested

    def next_logits(self, turn: Turn, prompt: tuple[Segment, ...], image_tokens: int | None) -> NDArray[np.float32]:
        """See `llm.engine.Engine.next_logits`."""
        session = self._seats.begin(turn)
        account = Account()
        try:
            self._skips.begin(session, None)
            session.bring_to(self._planner.plan(prompt, image_tokens, account), account)
        except Aborted:
            raise EngineError("the computation was aborted") from None
        return self._context.logits().copy()

    @contextmanager
    def borrow(self, turn: Turn) -> Iterator[Borrowed]:
        """See `llm.engine.Engine.borrow`."""
        session = self._seats.begin(turn)
        session.forget()
        try:
            plan = functools.partial(self._planner.plan, image_tokens=None, account=Account())
            yield Borrowed(context=self._context, session=session, plan=plan)
        finally:
            self._context.leave_out(FULL_DEPTH)
            session.read_at(lambda _: FULL_DEPTH)
            session.forget()


def _emit(text: str, on_token: OnToken | None) -> None:
    if text and on_token is not None:
        on_token(text)

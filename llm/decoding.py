"""The loop that generates: choose a token, check drafts where they pay, stop where the text ends."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from llm.accounting import Account
from llm.context import Context
from llm.drafts import Drafting
from llm.generation import GenerationOptions, StopReason
from llm.pacing import Pacing
from llm.sampling import Sampler
from llm.session import Session
from llm.stops import TextStream


class Decoding:
    """One text in the making.

    Args:
        context: The model.
        session: Its cache holds the prompt.
        pacing: Says when to stop.
        sampler: Chooses tokens.
        stream: Takes the text, finds its end.
        emit: Is called with each new piece of text.
        account: Counts.

    Attributes:
        tokens: What was generated so far.
        drafting: Proposes tokens to check; None decodes one by one.
    """

    def __init__(
        self,
        *,
        context: Context,
        session: Session,
        pacing: Pacing,
        sampler: Sampler,
        stream: TextStream,
        emit: Callable[[str], None],
        account: Account,
    ) -> None:
        self._context, self._session, self._pacing = context, session, pacing
        self._sampler, self._stream = sampler, stream
        self.drafting: Drafting | None = None
        self._emit, self._account = emit, account
        self.tokens: list[int] = []
        self._ahead: tuple[int, ...] = ()

    def run(self, options: GenerationOptions, logits: NDArray[np.float32]) -> StopReason:
        """Generate until the text ends.

        Args:
            options: How to generate.
            logits: After the prompt, shape (vocabulary,).

        Raises:
            Aborted: Somebody asked for a stop; `tokens` has what came before.
        """
        try:
            while len(self.tokens) < options.max_tokens:
                token = self._sampler.choose(logits)
                if not self.tokens:
                    self._account.mark("first_token")
                if token is None or self._context.ends(token):
                    return StopReason.STOP
                self.tokens.append(token)
                self._emit(self._stream.push(self._context.piece(token)))
                if self._stream.stopped:
                    return StopReason.STOP
                self._pacing.check()
                if len(self.tokens) == options.max_tokens or not self._step(token, options):
                    break
                logits = self._context.logits(-1 - len(self._ahead))
            return StopReason.LENGTH
        finally:
            self._drop()
            self._account.lap("decode")

    def _step(self, token: int, options: GenerationOptions) -> bool:
        """Have the cache hold `token`; gives False where there is no room for it."""
        if self.drafting is not None:
            self.drafting.note(token)
        if self._ahead and self._ahead[0] == token:
            self._ahead = self._ahead[1:]
            self._account.count(accepted=1)
            return True
        self._drop()
        if self._session.is_full:
            return False
        draft: tuple[int, ...] = ()
        if self.drafting is not None:
            draft = self.drafting.propose(min(self._session.room, options.max_tokens - len(self.tokens)) - 1)
        seconds = self._session.advance((token, *draft))
        self._ahead = draft
        if self.drafting is not None:
            self.drafting.took(1 + len(draft), seconds)
            self._account.count(drafted=len(draft))
        return True

    def _drop(self) -> None:
        """Take what was drafted and is not known to be right out of the cache."""
        if self._ahead:
            self._session.take_back(len(self._ahead))
            self._ahead = ()

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
from llm.skip.depths import Depths
from llm.skip.half import FULL_DEPTH
from llm.skip.plan import TokenKind
from llm.skip.selfdraft import SelfDrafter
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
        selfdrafter: Guesses where `drafting` has nothing to propose; None where nobody does.
        depths: Says which layers may be left out of which token; None computes all.
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
        self.selfdrafter: SelfDrafter | None = None
        self.depths: Depths | None = None
        self._emit, self._account = emit, account
        self.tokens: list[int] = []
        self._ahead: tuple[int, ...] = ()
        self._guessed = 0
        self._best: int | None = None
        self._foretold: int | None = None

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
                token = self._foretold
                if token is None:
                    token = self._sampler.choose(logits, self._best)
                if not self.tokens:
                    self._account.mark("first_token")
                if token is None or self._context.vocabulary.ends(token):
                    return StopReason.STOP
                self.tokens.append(token)
                self._emit(self._stream.push(self._context.vocabulary.piece(token)))
                if self._stream.stopped:
                    return StopReason.STOP
                self._pacing.check()
                if len(self.tokens) == options.max_tokens or not self._step(token, options):
                    break
                if self._foretold is None:
                    logits = self._context.logits(-1 - len(self._ahead))
            return StopReason.LENGTH
        finally:
            self._drop()
            self._account.lap("decode")

    def _step(self, token: int, options: GenerationOptions) -> bool:
        """Have the cache hold `token`; gives False where there is no room for it."""
        self._foretold = None
        if self.drafting is not None:
            self.drafting.note(token)
        if self._ahead and self._ahead[0] == token:
            self._ahead = self._ahead[1:]
            self._account.count(accepted=1)
            return True
        self._drop()
        if self._session.is_full:
            return False
        if self._foretell(token):
            return True
        draft = self._draft(token, min(self._session.room, options.max_tokens - len(self.tokens)) - 1)
        seconds = self._decode(token, draft)
        self._ahead = draft
        if self.drafting is not None:
            self.drafting.took(1 + len(draft), seconds)
            self._account.count(drafted=len(draft))
        return True

    def _foretell(self, token: int) -> bool:
        """Have the cache hold `token` without choosing the one after it, where that is known."""
        after = self.depths.foretold(self.tokens) if self.depths is not None else None
        if self.depths is None or after is None or not self._sampler.follow(after):
            return False
        self._context.leave_out(self.depths.reading(TokenKind.FORETOLD))
        self._session.advance((token,), choosing=False)
        self._foretold = after
        self._account.count(foretold=1)
        return True

    def _draft(self, token: int, most: int) -> tuple[int, ...]:
        draft = self.drafting.propose(most) if self.drafting is not None else ()
        if not draft and self.selfdrafter is not None:
            draft = self.selfdrafter.draft(self._session, token, most, self._sampler.grammar)
            self._guessed = len(draft)
        return draft

    def _decode(self, token: int, draft: tuple[int, ...]) -> float:
        """Decode a token, at reduced depth where that will do; gives the seconds that it took."""
        self._best = None
        mask = FULL_DEPTH if draft or self.depths is None else self.depths.choosing(self._stream.whole)
        self._context.leave_out(mask)
        seconds = self._session.advance((token, *draft))
        if not mask or self.depths is None:
            return seconds
        logits = self._context.logits()
        best = self._sampler.best(logits)
        if best is not None and self.depths.is_sure(logits, best):
            self._best = best
            self._account.count(shallow=1)
            return seconds
        # Its keys and values are written anew, so that what follows attends to the whole model's.
        self._session.take_back(1)
        self._context.leave_out(FULL_DEPTH)
        self._account.count(deepened=1)
        return seconds + self._session.advance((token,))

    def _drop(self) -> None:
        """Take what was drafted and is not known to be right out of the cache."""
        if self._guessed and self.selfdrafter is not None:
            self.selfdrafter.judged(self._guessed - len(self._ahead), self._guessed)
            self._guessed = 0
        if self._ahead:
            self._session.take_back(len(self._ahead))
            self._ahead = ()

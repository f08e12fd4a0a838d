"""Whose cache the one context holds: a conversation for each urgency, put away and taken up by turns."""

from __future__ import annotations

import functools

from llm.context import Context
from llm.pacing import Pacing
from llm.recall import Recall
from llm.session import Session
from llm.turns import Turn, Urgency
from llm.vision import Vision


class Seats:
    """Of one engine.

    Args:
        context: The model.
        vision: Its vision model; None where prompts have no pictures.
        pacing: Changes seats where a more urgent turn comes.
        recall: Brings back what was computed for earlier prompts.

    Attributes:
        seated: The session whose cache the context holds; None at first.
    """

    def __init__(self, context: Context, vision: Vision | None, pacing: Pacing, recall: Recall) -> None:
        self._sessions = {urgency: Session(context, vision, pacing, recall) for urgency in Urgency}
        self._pacing = pacing
        self.seated: Session | None = None

    def begin(self, turn: Turn) -> Session:
        """Get ready for a generation: its own cache in its place, and no old request to stop."""
        session = self._sessions[turn.urgency]
        self._pacing.begin(turn, put_away=self._stand_up, take_up=functools.partial(self._seat, session))
        self._seat(session)
        return session

    def forget_background(self) -> None:
        """Drop the cache of background work while it is put away."""
        self._sessions[Urgency.BACKGROUND].forget_saved()

    def _seat(self, session: Session) -> None:
        if self.seated is not session:
            self._stand_up()
            session.take_up()
            self.seated = session

    def _stand_up(self) -> None:
        if self.seated is not None:
            self.seated.put_away()
            self.seated = None

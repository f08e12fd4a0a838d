"""`AskTerminal`: the person at the terminal, for what the policy does not allow unasked."""

from __future__ import annotations

import click


class AskTerminal:
    """Implements `agent.Ask`; questions go to stderr, so that stdout stays the result's."""

    def confirm(self, question: str) -> bool:
        """Return whether the person allows it; Enter alone does not."""
        return click.confirm(question, default=False, err=True)

    def take_over(self, message: str) -> bool:
        """Wait while the person acts on the phone."""
        return click.confirm(f"{message}\nDo it on the phone. Go on now?", default=True, err=True)

    def answer(self, question: str) -> str:
        """Return the person's words; Enter alone says nothing."""
        return str(click.prompt(question, default="", show_default=False, err=True))

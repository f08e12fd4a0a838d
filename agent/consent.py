"""Carries a judgement out: lets an action pass, asks the person, or ends the run."""

from __future__ import annotations

from agent.ask import Ask
from agent.ending import Ending
from agent.events import Decided
from agent.outcome import Outcome
from agent.policy import Verdict

DONE_BY_HAND = "A person has done this by hand."


def seek_consent(ask: Ask | None, decided: Decided) -> tuple[Ending | None, str]:
    """Return an ending where the action may not be carried out, or feedback where a person has done it instead.

    Neither where the action may be carried out.
    """
    verdict, rule = decided.judgement.verdict, decided.judgement.rule
    what = f"{decided.action}" + (f" on {decided.target!r}" if decided.target else "")
    if verdict is Verdict.ALLOW:
        return None, ""
    if verdict is Verdict.REFUSE:
        return _refused(f"the rule {rule!r} forbids {what}"), ""
    if ask is None:
        return _refused(f"the rule {rule!r} asks for a person's consent to {what}, and nobody can be asked"), ""
    if verdict is Verdict.CONFIRM:
        if ask.confirm(f"{what}? (rule {rule!r})"):
            return None, ""
        return _refused(f"a person did not allow {what} (rule {rule!r})"), ""
    if ask.take_over(f"{what} has to be done by hand (rule {rule!r})"):
        return None, DONE_BY_HAND
    return _refused(f"a person did not do {what} (rule {rule!r})"), ""


def _refused(message: str) -> Ending:
    return Ending(outcome=Outcome.REFUSED, message=message)

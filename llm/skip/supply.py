"""What an engine keeps for skipping from one generation to the next: its plan, and what guessing has taught it."""

from __future__ import annotations

from collections.abc import Callable

from llm.context import Context
from llm.drafts.costs import DraftCosts
from llm.errors import SkipPlanError
from llm.model_file import ModelFile
from llm.session import Session
from llm.skip.depths import Depths, KindAfter, Skipping
from llm.skip.fingerprint import fingerprint
from llm.skip.half import FULL_DEPTH
from llm.skip.plan import SkipPlan
from llm.skip.selfdraft import SelfDrafter, default_mask


class SkipSupply:
    """Of one engine.

    Args:
        context: The model, made for variable depth unless `skip` is off.
        file: Its file.
        skip: How skipping is used.
        plan: What was calibrated for exactly this file; None skips nothing.
        level: Says which of the plan's levels is asked for now.

    Raises:
        SkipPlanError: The plan was calibrated with another file.
    """

    def __init__(
        self, context: Context, file: ModelFile, skip: Skipping, plan: SkipPlan | None, level: Callable[[], int]
    ) -> None:
        self._context, self._file, self._skip, self._level = context, file, skip, level
        self._selfdrafter: SelfDrafter | None = None
        self._plan: SkipPlan | None = None
        self.use(plan)

    def use(self, plan: SkipPlan | None) -> None:
        """Work by another plan from the next generation on.

        Raises:
            SkipPlanError: It was calibrated with another file.
        """
        if plan is not None and plan.model != fingerprint(self._file):
            raise SkipPlanError(f"the plan was calibrated with another file than {self._file.path}: calibrate again")
        self._plan = plan

    def begin(self, session: Session, kind_after: KindAfter | None) -> Depths | None:
        """Let `session` read a prompt by the plan; gives what chooses the depth of the tokens after it, if anything."""
        planned = self._skip is Skipping.CALIBRATED and not self._context.skipping_problem
        depths = Depths(self._plan, self._level, kind_after) if planned and self._plan is not None else None
        session.read_at(depths.reading if depths is not None else lambda _: FULL_DEPTH)
        return depths

    def selfdrafter(self, costs: DraftCosts | None, session: Session) -> SelfDrafter | None:
        """What guesses with a part of the model; None where that is not wanted, would not pay or cannot be checked.

        Args:
            costs: What single tokens and batches cost.
            session: Holds a prompt; the logits after it are lost.
        """
        if self._skip is not Skipping.EXACT or costs is None or self._context.skipping_problem:
            return None
        if self._selfdrafter is None or self._selfdrafter.costs is not costs:
            self._selfdrafter = SelfDrafter(self._context, costs, default_mask(self._context.layers))
        last = session.items[-1]
        if isinstance(last, int):
            self._selfdrafter.measure(session, last)
        return self._selfdrafter if self._selfdrafter.pays else None

"""Free drafts: tokens that are guessed without the model and checked by it, several in one decode.

A drafter guesses how a text goes on; the model decodes the guess in one batch, and what it would have said itself is
kept.  The text is that of decoding one by one: `measure_costs` finds out where the machine computes batches bit for bit
as it computes single tokens, and what they cost, and nothing is drafted elsewhere.
"""

from llm.drafts.costs import DraftCosts, measure_costs
from llm.drafts.drafter import Draft, Drafter
from llm.drafts.drafting import Drafting, Drafts
from llm.drafts.supply import DraftSupply

__all__ = ["Draft", "DraftCosts", "DraftSupply", "Drafter", "Drafting", "Drafts", "measure_costs"]

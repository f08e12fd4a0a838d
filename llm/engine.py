"""The engine: continues prompts of text and pictures with a GGUF model, decoding only what is new.

One generation runs at a time.  The KV cache keeps the last prompt and what was generated; a new prompt is decoded from
where it differs.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from llm.answering import Answering, Borrowed
from llm.bindings import AbortFlag, library
from llm.context import Context, Depth
from llm.drafts import Drafts, DraftSupply
from llm.errors import EngineClosedError
from llm.formats import ON_PROCESSOR, CacheType, FlashAttention, Placement
from llm.generation import Generation, GenerationOptions, OnToken, Segment
from llm.governor.governor import Governor, Most
from llm.lease_keeper import Keeper
from llm.loading import Loader
from llm.model_file import read_pair
from llm.pacing import Pacing
from llm.planner import Planner
from llm.prefix_store import PrefixStore, file_fingerprint
from llm.processor import Threads
from llm.recall import Recall, turn_token
from llm.seats import Seats
from llm.skip.depths import Skipping
from llm.skip.plan import SkipPlan
from llm.skip.plan_file import plan_for
from llm.skip.supply import SkipSupply
from llm.states import StateShelf
from llm.turns import Handover, Turns, Urgency


class Engine:
    """A model in this process.  Implements `llm.generation.Model`.

    Args:
        model_path: GGUF of the language model.
        mmproj_path: GGUF of the vision model that belongs to it, or None for text alone.
        context: Tokens that the KV cache holds, pictures included.
        threads: Most CPU threads, looked up against the cores that the process may use before each generation; None
            takes as many as the model's size pays for.
        chunk: Tokens per decode of a prompt.
        image_tokens: Most tokens a picture may take where the prompt's options don't say.
        cache_type: Number format of the KV cache.
        placement: Where the weights lie.
        flash_attention: Whether the language model's attention runs fused.
        image_bytes: Most bytes of pictures' embeddings that are kept.
        state_bytes: Most bytes of copies of the KV cache that are kept, so that several conversations can go on by
            turns, and a prompt that comes again is not read again.
        prefix_folder: Where system prompts' caches are kept for later processes; None keeps none.
        drafts: Whether tokens are guessed and checked several at a time.
        name: What the model is called; None takes ``general.name`` or the file's name.
        skip: How it is used that layers can be skipped.
        plan: What to skip where `skip` is calibrated; None takes the plan beside the model.
        governor: Decides between decodes how hard to work; None works at full speed.
        longest_hold: Seconds after which a machine that stays too hot ends a generation.
        leases: Leases the models' memory and the system prompts' files among this machine's processes; None leases
            nothing.

    Attributes:
        name: What the model is called.
        metadata: The GGUF's key-value pairs whose values are strings.

    Raises:
        ModelFormatError: A file is missing, cut off, or of another kind.
        ModelMemoryError: There is not enough memory.
        LeaseError: Other processes' models leave too little of it.
        SkipPlanError: The plan for skipping is missing or belongs to another file.
        EngineError: llama.cpp refused.
    """

    def __init__(
        self,
        model_path: str | Path,
        mmproj_path: str | Path | None = None,
        *,
        context: int = 4096,
        threads: int | None = None,
        chunk: int = 256,
        image_tokens: int = 512,
        cache_type: CacheType = CacheType.F16,
        placement: Placement = ON_PROCESSOR,
        flash_attention: FlashAttention = FlashAttention.ON,
        image_bytes: int = 64 << 20,
        state_bytes: int = 256 << 20,
        prefix_folder: Path | None = None,
        drafts: Drafts = Drafts.EXACT,
        name: str | None = None,
        skip: Skipping = Skipping.OFF,
        plan: SkipPlan | None = None,
        governor: Governor | None = None,
        longest_hold: float = 600.0,
        leases: Keeper | None = None,
    ) -> None:
        text_file, vision_file = read_pair(Path(model_path), None if mmproj_path is None else Path(mmproj_path))
        loader = Loader(
            text_file=text_file,
            vision_file=vision_file,
            context=context,
            chunk=chunk,
            cache_type=cache_type,
            flash_attention=flash_attention,
            placement=placement,
            image_tokens=image_tokens,
        )
        loader.claim(leases, kept=image_bytes + state_bytes)
        self.metadata = {key: value for key, value in text_file.metadata.items() if isinstance(value, str)}
        self.name = name or self.metadata.get("general.name") or Path(model_path).stem
        if skip is Skipping.CALIBRATED and plan is None:
            plan = plan_for(text_file)
        self._threads = Threads(threads, text_file)
        self._abort = abort = AbortFlag()
        self._turns = Turns(abort.set)
        self._governor, self._closing = governor, False
        native, now, depth = library(), self._threads.now(), Depth.FIXED if skip is Skipping.OFF else Depth.VARIABLE
        self._context: Context | None = loader.text(native, abort=abort, threads=now, depth=depth)
        if governor is not None:
            governor.bind(Most(chunk=self._context.chunk, threads=self._threads.most, image_tokens=image_tokens))
        self._pacing = Pacing(
            abort=abort,
            chunk=self._context.chunk,
            threads=self._threads.now,
            set_threads=self._context.set_threads,
            turns=self._turns,
            governor=governor,
            longest_hold=longest_hold,
        )
        self._vision = loader.vision(
            native, self._context, abort=abort, threads=now, kept=image_bytes, pacing=self._pacing
        )
        self._tokenize = functools.lru_cache(maxsize=256)(self._context.vocabulary.tokenize)
        self._skips = SkipSupply(self._context, text_file, skip, plan, self._skip_level)
        self._supply = DraftSupply(self._context, self._tokenize) if drafts is Drafts.EXACT else None
        store = None
        if prefix_folder is not None and skip is Skipping.OFF:
            store = PrefixStore(prefix_folder, (file_fingerprint(text_file.path), *loader.settings), leases=leases)
        self._recall = Recall(self._context, StateShelf(state_bytes), store, turn_token(self._tokenize))
        self._seats = Seats(self._context, self._vision, self._pacing, self._recall)
        self._planner = Planner(self._tokenize, self._vision, most=image_tokens, governor=governor, name=self.name)
        self._answering = Answering(
            library=native,
            context=self._context,
            pacing=self._pacing,
            seats=self._seats,
            planner=self._planner,
            skips=self._skips,
            supply=self._supply,
        )

    @property
    def context_size(self) -> int:
        """Tokens that the KV cache holds."""
        return self._open().size

    @property
    def threads(self) -> int:
        """CPU threads that a generation would use now."""
        return self._threads.now()

    @property
    def draft_costs(self) -> dict[int, float]:
        """Time of checking so many tokens at once over that of one; empty before it is known, or without drafts."""
        costs = self._supply.costs if self._supply is not None else None
        return dict(costs.ratios) if costs is not None else {}

    def generate(
        self, prompt: tuple[Segment, ...], options: GenerationOptions, *, on_token: OnToken | None = None
    ) -> Generation:
        """Continue `prompt`.

        Args:
            prompt: Text and pictures.  The special tokens that the model wants around a picture are added.
            options: How to generate.
            on_token: Called with each new piece of text, in the calling thread; what it raises ends the generation.

        Raises:
            PromptError: The prompt is empty or does not fit the context.
            NoVisionError: It has a picture and there is no vision model.
            GrammarError: The grammar cannot be read.
            EngineClosedError: The engine was closed.
        """
        with self._turns.hold(options.urgency) as turn:
            self._open()
            return self._answering.generate(turn, prompt, options, on_token)

    def next_logits(self, prompt: tuple[Segment, ...], *, image_tokens: int | None = None) -> NDArray[np.float32]:
        """The logits of the token after `prompt`, shape (vocabulary,).

        Raises:
            EngineError: It was aborted.
            PromptError: As in `generate`.
        """
        with self._turns.hold(Urgency.PERSON) as turn:
            self._open()
            return self._answering.next_logits(turn, prompt, image_tokens)

    @contextmanager
    def borrow(self) -> Iterator[Borrowed]:
        """Have the engine to oneself, to measure with what it is made of; its cache may be left in any state.

        Raises:
            EngineClosedError: The engine was closed.
        """
        with self._turns.hold(Urgency.PERSON) as turn:
            self._open()
            # A copy may have been read at another depth than what is about to be measured.
            self._recall.forget()
            with self._answering.borrow(turn) as parts:
                yield parts

    def tokenize(self, text: str) -> tuple[int, ...]:
        """Token ids of `text`; special tokens written in it are honoured, none are added."""
        self._open()
        return self._tokenize(text)

    def text_of(self, tokens: Sequence[int]) -> str:
        """The text that tokens stand for, special tokens written out."""
        context = self._open()
        return b"".join(context.vocabulary.piece(token) for token in tokens).decode("utf-8", errors="replace")

    def forget(self) -> None:
        """Drop everything that was kept from earlier prompts, so that the next one is as the first.

        A generation that stepped aside for others keeps what is its own.
        """
        with self._turns.hold(Urgency.PERSON) as turn:
            self._open()
            self._seats.begin(turn).forget()
            if not self._turns.has_begun(Urgency.BACKGROUND):
                self._seats.forget_background()
            if self._vision is not None:
                self._vision.forget()
            if self._supply is not None:
                self._supply.forget()
            self._recall.forget()

    @property
    def handovers(self) -> tuple[Handover, ...]:
        """How the last generations that had to step aside for more urgent ones did so."""
        return tuple(self._turns.handovers)

    def use_plan(self, plan: SkipPlan | None) -> None:
        """Skip by another plan from the next generation on, or nothing; what was kept from earlier prompts is dropped.

        Raises:
            SkipPlanError: It was calibrated with another file.
        """
        with self._turns.hold(Urgency.PERSON) as turn:
            self._open()
            self._seats.begin(turn).forget()
            self._seats.forget_background()
            self._recall.forget()
            self._skips.use(plan)

    @property
    def skipping_problem(self) -> str:
        """Why no layer can be skipped; empty where they can."""
        return self._open().skipping_problem

    def abort(self, urgency: Urgency | None = None) -> None:
        """Stop every generation that has begun in another thread, or those of one urgency; harmless when none has."""
        self._turns.stop(urgency)

    def close(self) -> None:
        """Free the models, after every generation that has begun was stopped; harmless when called twice.

        Not to be called from `on_token`: it waits for the generations to end.
        """
        self._closing = True
        self._turns.stop()
        # Behind everybody who has begun: a turn that stepped aside still holds a session.
        with self._turns.hold(Urgency.BACKGROUND):
            if self._governor is not None:
                self._governor.close()
            if self._vision is not None:
                self._vision.close()
                self._vision = None
            if self._context is not None:
                self._context.close()
                self._context = None

    def _open(self) -> Context:
        if self._context is None or self._closing:
            raise EngineClosedError("the engine was closed: make a new one")
        return self._context

    def _skip_level(self) -> int:
        """The level of the plan that holds now: the gentlest, or a deeper one where the governor asks for it."""
        decision = self._governor.last if self._governor is not None else None
        return max(1, decision.tier.skip_level if decision is not None else 0)

"""The engine: continues prompts of text and pictures with a GGUF model, decoding only what is new.

One generation runs at a time.  The KV cache keeps the last prompt and what was generated; a new prompt is decoded from
where it differs.
"""

from __future__ import annotations

import functools
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from llm.accounting import Account
from llm.bindings import AbortFlag, library
from llm.cache import Item
from llm.context import CacheType, Context, Depth, FlashAttention
from llm.decoding import Decoding
from llm.drafts import Drafts, DraftSupply
from llm.errors import EngineClosedError, EngineError, NoVisionError, PromptError
from llm.generation import Generation, GenerationOptions, Image, OnToken, Segment, StopReason, Text
from llm.governor.governor import Governor, Most
from llm.lease_keeper import Keeper
from llm.memory import check_memory, lease_memory, vision_attention
from llm.model_file import ModelFile, ModelKind, check_pair, read_model_file
from llm.pacing import Aborted, Pacing
from llm.prefix_store import PrefixStore, file_fingerprint
from llm.recall import Recall
from llm.sampling import Grammar, Sampler
from llm.session import Prompt, Session
from llm.skip.depths import Skipping
from llm.skip.half import FULL_DEPTH
from llm.skip.plan import SkipPlan
from llm.skip.plan_file import plan_for
from llm.skip.supply import SkipSupply
from llm.states import StateShelf
from llm.stops import TextStream
from llm.turns import Handover, Turn, Turns, Urgency
from llm.vision import ScaledImage, Vision

_TURN = "<|user|>"
"""Begins the first turn of a conversation in GLM-4's layout."""

_BYTES_PER_THREAD = 32 << 20
"""Weights that make another thread worth its while: with less, it waits at barriers longer than it computes."""


def allowed_cores() -> int:
    """CPU cores that this process may run on now; Android takes some away from a process in the background."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def useful_threads(text_file: ModelFile) -> int:
    """CPU threads that a language model's size pays for, whatever cores there are."""
    return max(1, text_file.weight_bytes // _BYTES_PER_THREAD)


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
        text_file = read_model_file(Path(model_path), expect=ModelKind.TEXT)
        vision_file = read_model_file(Path(mmproj_path), expect=ModelKind.VISION) if mmproj_path is not None else None
        if vision_file is not None:
            check_pair(text_file, vision_file)
        need = check_memory(
            text_file, vision_file, context=context, chunk=chunk, cache_type=cache_type, image_tokens=image_tokens
        )
        lease_memory(leases, need)
        self.metadata = {key: value for key, value in text_file.metadata.items() if isinstance(value, str)}
        self.name = name or self.metadata.get("general.name") or Path(model_path).stem
        self._image_tokens = image_tokens
        if skip is Skipping.CALIBRATED and plan is None:
            plan = plan_for(text_file)
        self._most_threads = threads or useful_threads(text_file)
        threads_now = self._wanted_threads()
        self._library = library()
        self._abort = AbortFlag()
        self._turns = Turns(self._abort.set)
        self._governor = governor
        self._closing = False
        self._vision: Vision | None = None
        self._context: Context | None = Context(
            self._library,
            text_file.path,
            size=context,
            chunk=min(chunk, context),
            threads=threads_now,
            cache_type=cache_type,
            flash_attention=flash_attention,
            abort=self._abort,
            depth=Depth.FIXED if skip is Skipping.OFF else Depth.VARIABLE,
        )
        if governor is not None:
            governor.bind(Most(chunk=self._context.chunk, threads=self._most_threads, image_tokens=image_tokens))
        self._pacing = Pacing(
            abort=self._abort,
            chunk=self._context.chunk,
            threads=self._wanted_threads,
            set_threads=self._context.set_threads,
            turns=self._turns,
            governor=governor,
            longest_hold=longest_hold,
        )
        self._tokenize = functools.lru_cache(maxsize=256)(self._context.tokenize)
        if vision_file is not None:
            try:
                self._vision = Vision(
                    self._library,
                    vision_file.path,
                    self._context,
                    threads=threads_now,
                    flash_attention=vision_attention(vision_file, image_tokens),
                    kept=image_bytes,
                    abort=self._abort,
                    between_nodes=self._pacing.between_nodes,
                )
            except BaseException:
                self.close()
                raise
        self._skips = SkipSupply(self._context, text_file, skip, plan, self._skip_level)
        self._supply = DraftSupply(self._context, self._tokenize) if drafts is Drafts.EXACT else None
        store = None
        if prefix_folder is not None and skip is Skipping.OFF:
            settings = file_fingerprint(text_file.path), context, self._context.chunk, cache_type, flash_attention
            store = PrefixStore(prefix_folder, settings, leases=leases)
        turn = self._tokenize(_TURN)
        self._recall = Recall(self._context, StateShelf(state_bytes), store, turn[0] if len(turn) == 1 else None)
        self._sessions = {
            urgency: Session(self._context, self._vision, self._pacing, self._recall) for urgency in Urgency
        }
        self._seated: Session | None = None

    @property
    def context_size(self) -> int:
        """Tokens that the KV cache holds."""
        return self._open().size

    @property
    def threads(self) -> int:
        """CPU threads that a generation would use now."""
        return self._wanted_threads()

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
            context = self._open()
            account = Account()
            session = self._begin(turn)
            grammar = Grammar(self._library, context.vocabulary, options.grammar) if options.grammar else None
            try:
                sampler = Sampler(grammar=grammar, temperature=options.temperature, seed=options.seed)
                stream = TextStream(options.stop)
                decoding = Decoding(
                    context=context,
                    session=session,
                    pacing=self._pacing,
                    sampler=sampler,
                    stream=stream,
                    emit=lambda text: self._emit(text, on_token),
                    account=account,
                )
                try:
                    decoding.depths = self._skips.begin(session, options.kind_after)
                    session.bring_to(self._plan(prompt, options.image_tokens, account), account)
                    logits = context.logits()
                    began, rested = time.perf_counter(), self._pacing.rested
                    guesses = self._supply is not None and self._supply.trial.guesses_next()
                    if self._supply is not None and guesses:
                        logits = logits.copy()
                        decoding.drafting = self._supply.begin(session, grammar)
                        decoding.selfdrafter = self._skips.selfdrafter(self._supply.costs, session)
                    reason = decoding.run(options, logits)
                    if self._supply is not None:
                        seconds = time.perf_counter() - began - (self._pacing.rested - rested)
                        self._supply.trial.note(guessed=guesses, seconds=seconds, tokens=len(decoding.tokens))
                        self._supply.end(decoding.tokens)
                    session.keep_prefix()
                except Aborted:
                    reason = StopReason.ABORTED
            finally:
                if grammar is not None:
                    grammar.close()
            self._emit(stream.finish(), on_token)
            account.count(generated=len(decoding.tokens))
            account.mark("total")
            return Generation(
                text=stream.text,
                stop=reason,
                tokens=account.tokens,
                seconds=replace(account.seconds, waited=turn.waited, rested=self._pacing.rested),
                token_ids=tuple(decoding.tokens),
            )

    def next_logits(self, prompt: tuple[Segment, ...], *, image_tokens: int | None = None) -> NDArray[np.float32]:
        """The logits of the token after `prompt`, shape (vocabulary,).

        Raises:
            EngineError: It was aborted.
            PromptError: As in `generate`.
        """
        with self._turns.hold(Urgency.PERSON) as turn:
            context = self._open()
            session = self._begin(turn)
            account = Account()
            try:
                self._skips.begin(session, None)
                session.bring_to(self._plan(prompt, image_tokens, account), account)
            except Aborted:
                raise EngineError("the computation was aborted") from None
            return context.logits().copy()

    @contextmanager
    def borrow(self) -> Iterator[Borrowed]:
        """Have the engine to oneself, to measure with what it is made of; its cache may be left in any state.

        Raises:
            EngineClosedError: The engine was closed.
        """
        with self._turns.hold(Urgency.PERSON) as turn:
            context = self._open()
            session = self._begin(turn)
            session.forget()
            # A copy may have been read at another depth than what is about to be measured.
            self._recall.forget()
            try:
                plan = functools.partial(self._plan, image_tokens=None, account=Account())
                yield Borrowed(context=context, session=session, plan=plan)
            finally:
                context.leave_out(FULL_DEPTH)
                session.read_at(lambda _: FULL_DEPTH)
                session.forget()

    def tokenize(self, text: str) -> tuple[int, ...]:
        """Token ids of `text`; special tokens written in it are honoured, none are added."""
        self._open()
        return self._tokenize(text)

    def text_of(self, tokens: Sequence[int]) -> str:
        """The text that tokens stand for, special tokens written out."""
        context = self._open()
        return b"".join(context.piece(token) for token in tokens).decode("utf-8", errors="replace")

    def forget(self) -> None:
        """Drop everything that was kept from earlier prompts, so that the next one is as the first.

        A generation that stepped aside for others keeps what is its own.
        """
        with self._turns.hold(Urgency.PERSON) as turn:
            self._open()
            self._begin(turn).forget()
            if not self._turns.has_begun(Urgency.BACKGROUND):
                self._sessions[Urgency.BACKGROUND].forget_saved()
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
            self._begin(turn).forget()
            self._sessions[Urgency.BACKGROUND].forget_saved()
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

    def _wanted_threads(self) -> int:
        return max(1, min(self._most_threads, allowed_cores()))

    def _plan(self, prompt: Sequence[Segment], image_tokens: int | None, account: Account) -> Prompt:
        items: list[Item] = []
        images: dict[bytes, ScaledImage] = {}
        for segment in prompt:
            if isinstance(segment, Text):
                items.extend(self._tokenize(segment.text))
                account.lap("tokenize")
                continue
            vision = self._seeing()
            image = self._scale(vision, segment, image_tokens)
            images[image.digest] = image
            items.extend([*vision.opening, image.item, *vision.closing])
            account.lap("image_encode")
        if not items:
            raise PromptError("the prompt is empty")
        return Prompt(items=tuple(items), images=images)

    def _seeing(self) -> Vision:
        if self._vision is None:
            raise NoVisionError(f"the prompt has a picture and {self.name} has no vision model: pass its mmproj file")
        return self._vision

    def _scale(self, vision: Vision, image: Image, image_tokens: int | None) -> ScaledImage:
        pixels = image.pixels
        if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8 or not pixels.size:
            raise PromptError(f"a picture must be uint8 of shape (height, width, 3), not {pixels.dtype} {pixels.shape}")
        budget = image_tokens or self._image_tokens
        if self._governor is not None:
            budget = min(budget, self._governor.decide().tier.image_tokens or budget)
        return vision.scale(pixels, budget)

    def _begin(self, turn: Turn) -> Session:
        """Get ready for a generation: its own cache in its place, and no old request to stop."""
        session = self._sessions[turn.urgency]
        self._pacing.begin(turn, put_away=self._stand_up, take_up=functools.partial(self._seat, session))
        self._seat(session)
        return session

    def _seat(self, session: Session) -> None:
        """Let the context hold the cache of `session`, and put the one away that it holds now."""
        if self._seated is not session:
            self._stand_up()
            session.take_up()
            self._seated = session

    def _stand_up(self) -> None:
        if self._seated is not None:
            self._seated.put_away()
            self._seated = None

    @staticmethod
    def _emit(text: str, on_token: OnToken | None) -> None:
        if text and on_token is not None:
            on_token(text)

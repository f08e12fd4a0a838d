"""The training loop: samples in, a transformers checkpoint out; stopped and resumed at any step."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from transformers import Glm4vForConditionalGeneration

from llm.training.batch import IGNORED, Batch, Collator, batches
from llm.training.depth import Depth
from llm.training.optimizer import Optimizer
from llm.training.sample import Sample

SHALLOW = 3
"""Halves of a layer without which an answer counts as shallow in reports."""


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """How to train.

    Attributes:
        steps: Batches in all.
        size: Samples in a batch.
        rate: Highest learning rate; it rises for `warmup` batches, and at the end falls to a twentieth along a cosine.
        warmup: Batches until the learning rate is at its highest.
        cooldown: Share of the batches, counted from the end, in which the learning rate falls.
        save_every: Batches between two checkpoints.
        report_every: Batches between two reports.
        varies_depth: Whether most samples are learnt with halves of layers left out (`llm.training.depth`).
    """

    steps: int
    size: int = 16
    rate: float = 1e-3
    warmup: int = 100
    cooldown: float = 0.4
    save_every: int = 250
    report_every: int = 50
    varies_depth: bool = False

    def rate_at(self, step: int) -> float:
        """Return the learning rate of a batch, counted from 1."""
        start = self.steps * (1 - self.cooldown)
        fall = 0.0 if step <= start else (step - start) / max(1.0, self.steps - start)
        return self.rate * min(1.0, step / self.warmup) * (0.05 + 0.95 * (0.5 + 0.5 * math.cos(math.pi * fall)))


@dataclass(frozen=True, kw_only=True)
class Progress:
    """One report: means since the last one.

    Attributes:
        step: Batches done.
        loss: Cross entropy of the answers' tokens, in nats.
        tokens_right: Share of the answers' tokens that were the most probable ones.
        answers_right: Share of the answers that were right as a whole, of those at full depth or nearly.
        shallow_right: The same of those whose tokens went without three halves of a layer or more; None without any.
        seconds: Wall seconds since the start.
        where: Share of the wrong answers by the place of their first wrong token, the commonest places first.
    """

    step: int
    loss: float
    tokens_right: float
    answers_right: float
    shallow_right: float | None
    seconds: float
    where: str

    def __str__(self) -> str:
        shallow = "" if self.shallow_right is None else f" (shallow {self.shallow_right:.3f})"
        return (
            f"step {self.step}: loss {self.loss:.3f}, tokens right {self.tokens_right:.3f}, "
            f"answers right {self.answers_right:.3f}{shallow}, {self.seconds:.0f} s; first wrong: {self.where}"
        )


def train(
    model: Glm4vForConditionalGeneration,
    tokenizer: Tokenizer,
    samples: Callable[[int], Iterator[Sample]],
    schedule: Schedule,
    *,
    folder: Path,
    report: Callable[[Progress], None],
) -> None:
    """Train `model` in place and leave checkpoints in `folder`.

    Args:
        model: What to train.
        tokenizer: Its tokenizer.
        samples: Makes an endless stream of samples from a seed; called again, with another seed, after a resume.
        schedule: How long and how fast.
        folder: Where the state is kept; training goes on from a state that lies there.
        report: Called every `schedule.report_every` batches.
    """
    folder.mkdir(parents=True, exist_ok=True)
    state_path = folder / "state.pt"
    optimizer = Optimizer(model)
    first = 1
    if state_path.exists():
        state = torch.load(state_path, weights_only=True)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        first = state["step"] + 1
    stream = batches(samples(first), Collator(tokenizer), size=schedule.size)
    depth = Depth(model, first) if schedule.varies_depth else None
    tally, started = _Tally(tokenizer), time.monotonic()
    for step in range(first, schedule.steps + 1):
        batch = next(stream)
        left_out = torch.zeros(schedule.size, dtype=torch.long) if depth is None else depth.draw(batch)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=_computes_in_bfloat16()):
            logits, targets, rows = answer_logits(model, batch)
        losses = torch.nn.functional.cross_entropy(logits.float(), targets, reduction="none")
        loss = (losses * batch.weights[:, 1:][batch.labels[:, 1:] != IGNORED]).mean()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step(schedule.rate_at(step))
        tally.add(loss.item(), logits.argmax(-1), targets, rows, left_out >= SHALLOW)
        if step % schedule.report_every == 0:
            report(tally.take(step, time.monotonic() - started))
        if step % schedule.save_every == 0 or step == schedule.steps:
            state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step}
            torch.save(state, state_path.with_suffix(".tmp"))
            state_path.with_suffix(".tmp").rename(state_path)
    if depth is not None:
        depth.close()


def answer_logits(
    model: Glm4vForConditionalGeneration, batch: Batch
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return logits (n, vocabulary), target tokens (n) and rows of the batch (n) of the answers' tokens alone."""
    hidden: Any = model.model(**batch.inputs, use_cache=False).last_hidden_state
    wanted = batch.labels[:, 1:] != IGNORED
    return model.lm_head(hidden[:, :-1][wanted]), batch.labels[:, 1:][wanted], wanted.nonzero()[:, 0]


def _computes_in_bfloat16() -> bool:
    """Return whether this processor multiplies bfloat16 in hardware, which takes a step 1.5 times as fast."""
    able = torch.cpu.get_capabilities()
    return bool(able.get("avx512_bf16") or able.get("amx_bf16"))


class _Tally:
    """Sums for one report."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._clear()

    def _clear(self) -> None:
        self._losses: list[float] = []
        self._tokens: list[float] = []
        self._answers: dict[bool, list[bool]] = {False: [], True: []}
        self._places: dict[str, int] = {}

    def add(
        self, loss: float, guess: torch.Tensor, targets: torch.Tensor, rows: torch.Tensor, shallow: torch.Tensor
    ) -> None:
        right = guess == targets
        self._losses.append(loss)
        self._tokens.append(right.float().mean().item())
        for row in rows.unique():
            mine = right[rows == row]
            self._answers[bool(shallow[row])].append(bool(mine.all()))
            if not mine.all():
                place = int((~mine).nonzero()[0])
                said = self._tokenizer.decode(targets[rows == row][:place].tolist(), skip_special_tokens=False)
                kind = _part_after(said, place)
                self._places[kind] = self._places.get(kind, 0) + 1

    def take(self, step: int, seconds: float) -> Progress:
        wrong = max(1, sum(self._places.values()))
        progress = Progress(
            step=step,
            loss=sum(self._losses) / len(self._losses),
            tokens_right=sum(self._tokens) / len(self._tokens),
            answers_right=_share(self._answers[False]) or 0.0,
            shallow_right=_share(self._answers[True]),
            seconds=seconds,
            where=", ".join(f"{k} {v / wrong:.2f}" for k, v in sorted(self._places.items(), key=lambda kv: -kv[1])),
        )
        self._clear()
        return progress


def _share(right: list[bool]) -> float | None:
    return sum(right) / len(right) if right else None


def _part_after(said: str, tokens: int) -> str:
    """Return which part of an answer comes after what was said in so many tokens."""
    if tokens <= 1:
        return "decision"
    if "<answer>" in said:
        return "action"
    return "number" if "[" in said else "label"

"""The training loop: samples in, a transformers checkpoint out; stopped and resumed at any step."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean
from typing import Any

import torch
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy, kl_div
from transformers import Glm4vForConditionalGeneration

from llm.training.batch import IGNORED, Batch, Collator, batches
from llm.training.depth import Depth
from llm.training.optimizer import Optimizer
from llm.training.sample import Sample
from llm.training.streams import parallel

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
        distils_depth: Whether every sample is learnt a second time with halves of layers left out
            (`llm.training.depth`): what it should say then is what the model says at full depth, since that is what
            skipping is held against.
        workers: Processes that make batches; 0 makes them in this one.
    """

    steps: int
    size: int = 16
    rate: float = 1e-3
    warmup: int = 100
    cooldown: float = 0.4
    save_every: int = 250
    report_every: int = 50
    distils_depth: bool = False
    workers: int = 0

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
        answers_right: Share of the answers that were right as a whole, at full depth.
        shallow_same: Share of the answers that came out as at full depth, of those whose tokens went without three
            halves of a layer or more; None without any.
        seconds: Wall seconds since the start.
        where: Share of the wrong answers by the place of their first wrong token, the commonest places first.
    """

    step: int
    loss: float
    tokens_right: float
    answers_right: float
    shallow_same: float | None
    seconds: float
    where: str

    def __str__(self) -> str:
        shallow = "" if self.shallow_same is None else f" (shallow the same {self.shallow_same:.4f})"
        return (
            f"step {self.step}: loss {self.loss:.3f}, tokens right {self.tokens_right:.3f}, "
            f"answers right {self.answers_right:.3f}{shallow}, {self.seconds:.0f} s; first wrong: {self.where}"
        )


def train(
    model: Glm4vForConditionalGeneration,
    tokenizer: Tokenizer,
    samples: Callable[[int, int], Iterator[Sample]],
    schedule: Schedule,
    *,
    folder: Path,
    report: Callable[[Progress], None],
) -> None:
    """Train `model` in place, on the device that it is on, and leave checkpoints in `folder`.

    Args:
        model: What to train.
        tokenizer: Its tokenizer.
        samples: Makes an endless stream of samples from the first batch's number and the part of the samples that is
            asked for; called again, with another number, after a resume, and once for each of `schedule.workers`.
        schedule: How long and how fast.
        folder: Where the state is kept; training goes on from a state that lies there.
        report: Called every `schedule.report_every` batches.
    """
    folder.mkdir(parents=True, exist_ok=True)
    state_path = folder / "state.pt"
    optimizer, device = Optimizer(model), model.device
    first = 1
    if state_path.exists():
        state = torch.load(state_path, weights_only=True, map_location=device)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        first = state["step"] + 1
    collator = Collator(tokenizer)
    stream = parallel(lambda part: batches(samples(first, part), collator, size=schedule.size), schedule.workers)
    depth = Depth(model, first) if schedule.distils_depth else None
    tally, started = _Tally(tokenizer), time.monotonic()
    for step in range(first, schedule.steps + 1):
        batch = next(stream).to(device)
        with torch.autocast(device.type, dtype=torch.bfloat16, enabled=_computes_in_bfloat16(device)):
            answers = answer_logits(model, batch)
            shallow = None if depth is None else _shallow(model, depth, batch)
        weights = batch.weights[:, 1:][batch.labels[:, 1:] != IGNORED]
        loss = (cross_entropy(answers.logits, answers.targets, reduction="none") * weights).mean()
        if shallow is not None:
            loss = loss + (_divergence(answers.logits.detach(), shallow.logits) * weights).mean()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step(schedule.rate_at(step))
        tally.add(loss, answers, shallow)
        if step % schedule.report_every == 0:
            report(tally.take(step, time.monotonic() - started))
        if step % schedule.save_every == 0 or step == schedule.steps:
            state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step}
            torch.save(state, state_path.with_suffix(".tmp"))
            state_path.with_suffix(".tmp").rename(state_path)
    if depth is not None:
        depth.close()


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What a pass says of the answers' tokens alone, n in all.

    Attributes:
        logits: Of shape (n, vocabulary).
        targets: Tokens wanted, ``int64`` of shape (n).
        rows: Rows of the batch that they are from, ``int64`` of shape (n).
        left_out: Halves of layers that the tokens of each row's answer went without, ``int64`` of shape (samples).
    """

    logits: torch.Tensor
    targets: torch.Tensor
    rows: torch.Tensor
    left_out: torch.Tensor


def answer_logits(model: Glm4vForConditionalGeneration, batch: Batch) -> Answers:
    """Return what `model` says of a batch at the depth that it has now."""
    hidden: Any = model.model(**batch.inputs, use_cache=False).last_hidden_state
    wanted = batch.labels[:, 1:] != IGNORED
    with torch.autocast(hidden.device.type, enabled=False):
        # In bfloat16 the two most probable tokens would be as probable now and then.
        logits = model.lm_head(hidden[:, :-1][wanted].float())
    return Answers(
        logits=logits,
        targets=batch.labels[:, 1:][wanted],
        rows=wanted.nonzero()[:, 0],
        left_out=torch.zeros(len(wanted), dtype=torch.long),
    )


def _shallow(model: Glm4vForConditionalGeneration, depth: Depth, batch: Batch) -> Answers:
    with depth.drawn(batch) as left_out:
        return replace(answer_logits(model, batch), left_out=left_out)


def _divergence(wanted: torch.Tensor, said: torch.Tensor) -> torch.Tensor:
    """Return the Kullback-Leibler divergence, in nats, of each token's distribution from the wanted one."""
    return kl_div(said.log_softmax(-1), wanted.log_softmax(-1), log_target=True, reduction="none").sum(-1)


def _computes_in_bfloat16(device: torch.device) -> bool:
    """Return whether this processor multiplies bfloat16 in hardware, which takes a step 1.5 times as fast."""
    if device.type != "cpu":
        return torch.amp.is_autocast_available(device.type)
    able = torch.cpu.get_capabilities()
    return bool(able.get("avx512_bf16") or able.get("amx_bf16"))


class _Tally:
    """Sums for one report."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._clear()

    def _clear(self) -> None:
        self._seen: list[tuple[torch.Tensor, ...]] = []

    def add(self, loss: torch.Tensor, answers: Answers, shallow: Answers | None) -> None:
        """Keep what a batch came to where it was computed: to ask for it here would make the device wait."""
        chosen = answers.logits.argmax(-1)
        other = chosen if shallow is None else shallow.logits.argmax(-1)
        left_out = answers.left_out if shallow is None else shallow.left_out
        self._seen.append((loss.detach(), chosen, other, answers.targets, answers.rows, left_out))

    def take(self, step: int, seconds: float) -> Progress:
        losses, tokens, answers, same = [], [], [], []
        places: Counter[str] = Counter()
        for loss, chosen, other, targets, rows, left_out in ([t.cpu() for t in batch] for batch in self._seen):
            losses.append(loss.item())
            wrong = chosen != targets
            tokens.append(1 - wrong.float().mean().item())
            wrong_in, others_in = (
                torch.zeros(len(left_out)).index_add(0, rows, t.float()) for t in (wrong, chosen != other)
            )
            answers.extend((wrong_in == 0).tolist())
            same.extend((others_in == 0)[left_out >= SHALLOW].tolist())
            for row in wrong_in.nonzero()[:, 0]:
                mine = rows == row
                place = int(wrong[mine].nonzero()[0])
                said = self._tokenizer.decode(targets[mine][:place].tolist(), skip_special_tokens=False)
                places[_part_after(said, place)] += 1
        self._clear()
        return Progress(
            step=step,
            loss=fmean(losses),
            tokens_right=fmean(tokens),
            answers_right=fmean(answers),
            shallow_same=fmean(same) if same else None,
            seconds=seconds,
            where=", ".join(f"{kind} {count / places.total():.2f}" for kind, count in places.most_common()),
        )


def _part_after(said: str, tokens: int) -> str:
    """Return which part of an answer comes after what was said in so many tokens."""
    if tokens <= 1:
        return "decision"
    if "<answer>" in said:
        return "action"
    return "number" if "[" in said else "label"

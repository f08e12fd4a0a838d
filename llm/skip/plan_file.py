"""Reads and writes plans as JSON beside the model, with the evidence that they were made from."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

import msgspec

from llm.errors import SkipPlanError
from llm.model_file import ModelFile
from llm.skip.fingerprint import fingerprint, plan_path
from llm.skip.plan import SkipLevel, SkipPlan, TokenKind, halves_of, halves_text

_FORMAT = 1


_Tokens = Annotated[list[int], msgspec.Meta(min_length=2)]


class _Level(msgspec.Struct, forbid_unknown_fields=True):
    left_out: dict[TokenKind, list[str]]
    thresholds: dict[TokenKind, float]
    foretold: list[_Tokens] = []
    """The tokens before a token, and it."""


class _File(msgspec.Struct, forbid_unknown_fields=True):
    format: int
    model: str
    layers: int
    levels: list[_Level]
    evidence: dict[str, Any]


def write_plan(path: Path, plan: SkipPlan, evidence: dict[str, Any]) -> None:
    """Write `plan`, in the place of one that is there.

    Args:
        path: The file.
        plan: What to write.
        evidence: Figures that say what it was made from and how good it is, for people.

    Raises:
        SkipPlanError: The file can't be written.
    """
    levels = [
        _Level(
            left_out={kind: halves_text(mask) for kind, mask in level.left_out.items()},
            thresholds=dict(level.thresholds),
            foretold=[[*before, token] for before, token in sorted(level.foretold.items())],
        )
        for level in plan.levels
    ]
    file = _File(format=_FORMAT, model=plan.model, layers=plan.layers, levels=levels, evidence=evidence)
    partial = path.with_name(path.name + ".part")
    try:
        partial.write_bytes(msgspec.json.format(msgspec.json.encode(file), indent=2) + b"\n")
        os.replace(partial, path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise SkipPlanError(f"the plan can't be written to {path}: {error.strerror}") from error


def read_plan(path: Path) -> tuple[SkipPlan, dict[str, Any]]:
    """Read a plan and its evidence.

    Raises:
        SkipPlanError: It can't be read or is no plan.
    """
    try:
        file = msgspec.json.decode(path.read_bytes(), type=_File)
        if file.format != _FORMAT:
            raise ValueError(f"it has format {file.format}, this version knows {_FORMAT}")
        levels = [
            SkipLevel(
                left_out={kind: halves_of(texts) for kind, texts in level.left_out.items()},
                thresholds=level.thresholds,
                foretold={tuple(tokens[:-1]): tokens[-1] for tokens in level.foretold},
            )
            for level in file.levels
        ]
        return SkipPlan(model=file.model, layers=file.layers, levels=tuple(levels)), file.evidence
    except OSError as error:
        raise SkipPlanError(f"the plan {path} can't be read: {error.strerror}") from error
    except (ValueError, msgspec.DecodeError) as error:
        raise SkipPlanError(f"{path} is no skip plan ({error}): calibrate the model again") from error


def plan_for(model: ModelFile) -> SkipPlan:
    """The plan beside a model file, which must have been calibrated with exactly this file.

    Raises:
        SkipPlanError: There is none, or it belongs to another file.
    """
    path = plan_path(model.path)
    if not path.is_file():
        raise SkipPlanError(
            f"{model.path.name} was not calibrated for skipping: run `handroid model calibrate` on traces of its runs"
        )
    plan, _ = read_plan(path)
    if plan.model != fingerprint(model):
        raise SkipPlanError(f"{path} was calibrated with another file than {model.path.name}: calibrate again")
    return plan

"""The measurement at a large model's shape measures, on a small one, what it says."""

from __future__ import annotations

from llm.convert.random_checkpoint import CheckpointShape
from tasks.skip_shape import shape_rows

SIZES = CheckpointShape(
    layers=6,
    hidden=128,
    feed_forward=192,
    heads=2,
    kv_heads=1,
    vocabulary=320,
    vision_layers=1,
    vision_hidden=64,
    vision_heads=2,
)


def test_every_depth_and_budget_is_held_against_llama() -> None:
    told: list[str] = []
    found = shape_rows("9b", layers=4, threads=1, budgets=(8, 16), sizes=SIZES, tell=told.append)
    ours = [row for row in found["rows"] if row["left_out"] != "Llama"]
    assert [row["image_budget"] for row in found["rows"]] == [8] * 5 + [16] * 5 + [8, 16]
    assert all(0 < row["image_tokens"] <= row["image_budget"] for row in ours)
    assert all(row["first_token_s"] > 0 and "first_token_against_llama" in row for row in ours)
    assert [row["decode_bound"] for row in ours[:3]] == sorted(row["decode_bound"] for row in ours[:3])
    assert ours[0]["decode_ratio"] == ours[0]["prefill_ratio"] == ours[0]["decode_bound"] == 1
    theirs = [row for row in found["rows"] if row["left_out"] == "Llama"]
    assert all(row["first_token_s"] > 0 and row["token_ms"] > 0 for row in theirs)
    assert all(row["decode_against_llama"] > 0 for row in ours)
    assert found["figures"]["shape_layers"] == 4
    assert len(told) == 1 + 5 + 5 + 2

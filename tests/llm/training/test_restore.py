"""A converted model is read back as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="the extra `train` is not installed")

from llm.convert import WeightType, convert_checkpoint
from llm.training.head import plain_head, recover_head, share_head
from llm.training.model import Shape, build_model
from llm.training.restore import restore
from tasks.training.vocabulary import build_tokenizer

TOKENIZER = build_tokenizer()
SHAPE = Shape(hidden=64, layers=2, heads=2, head=32, inner=64, vision_hidden=32, vision_layers=1, vision_heads=1)


def test_every_weight_comes_back(tmp_path: Path) -> None:
    torch.manual_seed(0)
    model = build_model(SHAPE, TOKENIZER)
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter)
    model.save_pretrained(tmp_path / "checkpoint")
    TOKENIZER.save(str(tmp_path / "checkpoint" / "tokenizer.json"))
    convert_checkpoint(tmp_path / "checkpoint", tmp_path / "model", name="x", weight_type=WeightType.F32)
    other = build_model(SHAPE, TOKENIZER)
    restore(other, tmp_path / "model")
    there = other.state_dict()
    for name, value in model.state_dict().items():
        assert torch.equal(there[name], value), name


def test_a_model_of_another_shape_is_refused(tmp_path: Path) -> None:
    model = build_model(SHAPE, TOKENIZER)
    model.save_pretrained(tmp_path / "checkpoint")
    TOKENIZER.save(str(tmp_path / "checkpoint" / "tokenizer.json"))
    convert_checkpoint(tmp_path / "checkpoint", tmp_path / "model", name="x")
    with pytest.raises(ValueError, match=r"has the shape|has no tensor"):
        restore(build_model(Shape(layers=3), TOKENIZER), tmp_path / "model")


def test_the_shared_output_layer_is_recovered() -> None:
    torch.manual_seed(0)
    model, own = build_model(SHAPE, TOKENIZER), torch.tensor([3, 5, 700])
    head = share_head(model, own)
    with torch.no_grad():
        head.map.normal_()
        head.bias.normal_()
        head.rows.normal_()
    hidden = torch.randn(5, SHAPE.hidden)
    said = model.lm_head(hidden)
    plain_head(model)
    recovered = recover_head(model, own)
    torch.testing.assert_close(recovered(hidden), said, rtol=1e-3, atol=1e-3)
    torch.testing.assert_close(recovered.rows, head.rows, rtol=1e-3, atol=1e-3)

"""Plans: what may stand in one, its file, and that it is used with its own model alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm.convert.random_gguf import write_random_gguf
from llm.errors import SkipPlanError
from llm.model_file import ModelFile, read_model_file
from llm.skip.fingerprint import fingerprint, plan_path
from llm.skip.half import FULL_DEPTH, Half, Mask, layers, skippable
from llm.skip.plan import GENERATED_KINDS, NEVER, SkipLevel, SkipPlan, TokenKind
from llm.skip.plan_file import plan_for, read_plan, write_plan
from tests.llm.skip.models import SHAPE, halves

LAYERS = 9
MASKS = st.frozensets(st.sampled_from(skippable(LAYERS)))
LEVELS = st.builds(
    SkipLevel,
    left_out=st.dictionaries(st.sampled_from(TokenKind), MASKS),
    thresholds=st.dictionaries(st.sampled_from(GENERATED_KINDS), st.one_of(st.floats(0, 1), st.just(NEVER))),
    foretold=st.dictionaries(
        st.lists(st.integers(0, 9), min_size=1, max_size=6).map(tuple), st.integers(0, 9), max_size=5
    ),
)
PLANS = st.builds(
    SkipPlan,
    model=st.text(max_size=20),
    layers=st.just(LAYERS),
    levels=st.lists(LEVELS, min_size=1, max_size=3).map(tuple),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("plans")


@pytest.fixture
def model(tmp_path: Path) -> ModelFile:
    return read_model_file(write_random_gguf(tmp_path, SHAPE).model)


@given(plan=PLANS)
@settings(deadline=None, max_examples=60)
def test_plan_comes_back_from_its_file(plan: SkipPlan, folder: Path) -> None:
    write_plan(folder / "plan.json", plan, {"steps": 3})
    assert read_plan(folder / "plan.json") == (plan, {"steps": 3})
    assert [path.name for path in folder.iterdir()] == ["plan.json"]


@given(plan=PLANS, number=st.integers(0, 9), kind=st.sampled_from(TokenKind))
def test_no_level_leaves_out_the_last_layer_and_level_0_leaves_out_nothing(
    plan: SkipPlan, number: int, kind: TokenKind
) -> None:
    mask = plan.level(number).mask(kind)
    assert all(half.layer < LAYERS - 1 for half in mask)
    assert plan.level(0).mask(kind) == FULL_DEPTH
    if plan.level(number).threshold(kind) > 1:
        assert mask == FULL_DEPTH


@given(mask=MASKS)
def test_halves_are_read_as_they_are_written(mask: Mask) -> None:
    assert {Half.parse(str(half)) for half in mask} == mask


@pytest.mark.parametrize("text", ["", "a", "3", "3b", "-1a", "a3", "3af"])
def test_what_is_no_half_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="names no half"):
        Half.parse(text)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: SkipPlan(model="", layers=4, levels=()), "1 to 3 levels"),
        (lambda: SkipPlan(model="", layers=4, levels=(SkipLevel(),) * 4), "1 to 3 levels"),
        (
            lambda: SkipPlan(model="", layers=4, levels=(SkipLevel(left_out={TokenKind.IMAGE: layers([3])}),)),
            "half 3a cannot be left out",
        ),
        (lambda: SkipLevel(thresholds={TokenKind.IMAGE: 0.5}), "have no threshold"),
        (lambda: SkipLevel(thresholds={TokenKind.THOUGHT: -0.1}), "is a probability"),
    ],
)
def test_plan_that_cannot_be_is_refused(make: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()  # type: ignore[operator]


def test_plan_is_used_with_exactly_its_model(model: ModelFile) -> None:
    with pytest.raises(SkipPlanError, match="handroid model calibrate"):
        plan_for(model)
    plan = SkipPlan(model=fingerprint(model), layers=4, levels=(SkipLevel(left_out={TokenKind.IMAGE: halves("1f")}),))
    write_plan(plan_path(model.path), plan, {})
    assert plan_for(model) == plan
    data = bytearray(model.path.read_bytes())
    data[-model.tensors[-1].bytes] ^= 1
    model.path.write_bytes(data)
    with pytest.raises(SkipPlanError, match="another file"):
        plan_for(model)


def test_every_tensor_and_the_header_count(model: ModelFile) -> None:
    original, whole = model.path.read_bytes(), fingerprint(model)
    start = len(original) - max(-(-(one.offset + one.bytes) // 32) * 32 for one in model.tensors)
    for place in [start // 2, *(start + one.offset + one.bytes // 2 for one in model.tensors)]:
        changed = bytearray(original)
        changed[place] ^= 0xFF
        model.path.write_bytes(changed)
        assert fingerprint(model) != whole
    model.path.write_bytes(original)
    assert fingerprint(model) == whole


@pytest.mark.parametrize(
    "change",
    [
        lambda content: "{",
        lambda content: "[]",
        lambda content: json.dumps({**content, "format": 2}),
        lambda content: json.dumps({**content, "layers": 1}),
        lambda content: json.dumps({**content, "levels": []}),
        lambda content: json.dumps({**content, "levels": [{"left_out": {"image": ["9a"]}, "thresholds": {}}]}),
        lambda content: json.dumps({**content, "levels": [{"left_out": {"smell": []}, "thresholds": {}}]}),
        lambda content: json.dumps({**content, "levels": [{"left_out": {}, "thresholds": {}, "foretold": [[3]]}]}),
        lambda content: json.dumps({**content, "levels": [{"left_out": {}, "thresholds": {}, "foretold": [[]]}]}),
        lambda content: json.dumps({**content, "more": 1}),
    ],
)
def test_damaged_plan_is_named(model: ModelFile, change: object) -> None:
    path = plan_path(model.path)
    plan = SkipPlan(model=fingerprint(model), layers=4, levels=(SkipLevel(left_out={TokenKind.IMAGE: halves("1f")}),))
    write_plan(path, plan, {})
    path.write_text(change(json.loads(path.read_text())))  # type: ignore[operator]
    with pytest.raises(SkipPlanError, match="is no skip plan"):
        plan_for(model)

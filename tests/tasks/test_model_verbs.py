"""`handroid model`: what a person who has a model, or wants one, meets."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import msgspec
import pytest

from llm import embedded_model, read_model_file
from llm.convert.random_checkpoint import CheckpointShape, write_random_checkpoint
from tests.llm.hub_server import HubServer, serving
from tests.tasks.conftest import handroid, start

SMALL = CheckpointShape(
    layers=2, hidden=256, feed_forward=512, heads=4, kv_heads=2, vocabulary=1024, vision_layers=1,
    vision_hidden=64, vision_heads=2,
)  # fmt: skip


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Convert a sharded checkpoint with the program and return its folder."""
    folder = tmp_path_factory.mktemp("checkpoint")
    write_random_checkpoint(folder, SMALL, shard_bytes=1_000_000)
    assert len(list(folder.glob("*.safetensors"))) > 2
    ended = handroid("model", "convert", str(folder), "--name", "Small", "--json")
    assert ended.code == 0, ended.stderr
    assert set(ended.json) == {"model", "mmproj"}
    return folder


def test_a_sharded_checkpoint_becomes_a_model_that_runs(converted: Path) -> None:
    info = handroid(
        "model", "info", str(converted / "gguf/model.gguf"), "--mmproj", str(converted / "gguf/mmproj.gguf"), "--json"
    ).json
    assert (info["name"], info["kind"], info["architecture"]) == ("Small", "text", "glm4")
    assert info["takes_pictures"] is True
    assert info["parameters"] == sum(tensor.values for tensor in read_model_file(converted / "gguf/model.gguf").tensors)
    memory = msgspec.convert(info["memory"], list[dict[str, int | str]])
    assert {row["cache_type"] for row in memory} == {"F16", "Q8_0"}
    images = msgspec.convert(info["images"], list[dict[str, object]])
    assert images[-1] == {"budget": 3354, "cells": [86, 39], "tokens": 3354, "positions": 86}
    shown = handroid("model", "info", str(converted / "gguf/mmproj.gguf"))
    assert "a vision model" in shown.stdout


def test_a_model_is_told_of_by_its_folder_or_its_name(converted: Path, tmp_path: Path) -> None:
    model, mmproj = (str(converted / "gguf" / name) for name in ("model.gguf", "mmproj.gguf"))
    place = str(converted.parent)
    for named in (str(converted), "Small", converted.name, f"{converted.name}/gguf/model.gguf"):
        info = handroid("model", "info", named, "--json", HANDROID_MODELS=place).json
        assert (info["path"], info["mmproj"]) == (model, mmproj)
    embedded = handroid("model", "info", "embedded", "--json").json
    assert embedded["path"] == str(embedded_model().model)
    by_path = handroid("model", "info", str(embedded_model().model), "--json").json
    assert {**by_path, "free_memory": 0} == {**embedded, "free_memory": 0}
    none = handroid("model", "info", "autoglm-phone-9b", HANDROID_MODELS=str(tmp_path))
    assert none.code == 2
    assert "`handroid model pull autoglm-phone-9b`" in none.stderr
    assert none.stderr.count("\n") == 1


def test_what_is_refused_at_once_shows_no_bar(tmp_path: Path) -> None:
    ended = handroid("model", "quantize", str(tmp_path / "none.gguf"))
    assert ended.code == 2
    assert ended.stderr.startswith("handroid: ")
    assert ended.stderr.count("\n") == 1


def test_a_checkpoint_without_one_of_its_shards_is_refused(converted: Path) -> None:
    shard = sorted(converted.glob("*.safetensors"))[1]
    shard.rename(shard.with_suffix(".away"))
    try:
        ended = handroid("model", "convert", str(converted))
    finally:
        shard.with_suffix(".away").rename(shard)
    assert ended.code == 2
    assert "pull the model again" in ended.stderr
    assert shard.name in ended.stderr


def test_quantised_from_the_command_line(converted: Path, tmp_path: Path) -> None:
    source = converted / "gguf/model.gguf"
    ended = handroid("model", "quantize", str(source), "--to", "q4_k_m", "--output", str(tmp_path / "q.gguf"), "--json")
    assert ended.code == 0, ended.stderr
    assert ended.json["format"] == "Q4_K_M"
    assert msgspec.convert(ended.json["bytes"], int) < msgspec.convert(ended.json["bytes_before"], int) / 2
    assert "quantising to Q4_K_M" in ended.stderr
    again = handroid("model", "quantize", str(tmp_path / "q.gguf"), "--to", "Q8_0")
    assert again.code == 2
    assert "quantised already" in again.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["q.gguf"]


def test_models_are_listed_with_what_is_wrong_with_them(converted: Path) -> None:
    (converted / "broken.gguf").write_bytes(b"GGUF\x03\0\0\0")
    ended = handroid("model", "list", "--folder", str(converted), "--json")
    rows = {Path(str(row["path"])): row for row in msgspec.convert(ended.json["models"], list[dict[str, object]])}
    assert rows[embedded_model().model]["kind"] == "text"
    assert rows[converted / "gguf/mmproj.gguf"]["kind"] == "vision"
    assert rows[converted]["kind"] == "checkpoint"
    assert "download it again" in str(rows[converted / "broken.gguf"]["note"])
    shown = handroid("model", "list", "--folder", str(converted), COLUMNS="200").stdout
    assert "│ embedded " in shown
    assert "│ gguf/model.gguf " in shown
    assert handroid("model", "list", "--folder", str(converted / "none")).code == 0


def test_pull_goes_on_where_ctrl_c_ended_it(tmp_path: Path) -> None:
    weights = bytes(range(256)) * 20_000
    files = {"config.json": b"{}", "model.safetensors": weights}
    words = ("model", "pull", "owner/model", "--folder", str(tmp_path), "--json")
    with serving(HubServer(files=files, large=("model.safetensors",), hold=1_000_000)) as hub:
        with start(*words, HANDROID_HUB_URL=hub.url) as process:
            assert hub.reached.wait(60)
            part = tmp_path / "owner/model/model.safetensors.part"
            while not part.exists() or part.stat().st_size < 900_000:
                assert process.poll() is None
                hub.release.wait(0.01)
            process.send_signal(signal.SIGINT)
            stdout, _ = process.communicate(timeout=60)
        assert process.returncode == 130
        assert json.loads(stdout) == {"error": "interrupted", "exit_code": 130}
        there = part.stat().st_size
        assert 900_000 <= there <= 1_000_000
        hub.hold = -1
        ended = handroid(*words, HANDROID_HUB_URL=hub.url)
    assert ended.code == 0, ended.stderr
    rows = msgspec.convert(ended.json["files"], list[dict[str, object]])
    assert [row["fetched"] for row in rows] == [0, len(weights) - there]
    assert (tmp_path / "owner/model/model.safetensors").read_bytes() == weights
    assert not part.exists()
    assert "handroid model convert" not in ended.stderr


def test_pull_tells_what_comes_next_and_what_went_wrong(tmp_path: Path) -> None:
    files = {"config.json": b"{}", "model.safetensors": b"12345"}
    with serving(HubServer(files=files)) as hub:
        fine = handroid("model", "pull", "owner/model", "--folder", str(tmp_path), "--url", hub.url)
        wrong = handroid("model", "pull", "owner/none", "--folder", str(tmp_path), "--url", hub.url)
    assert fine.code == 0
    assert "handroid model convert" in fine.stderr
    assert wrong.code == 2
    assert wrong.stderr.count("\n") == 1
    gone = handroid("model", "pull", "owner/model", "--folder", str(tmp_path), "--url", "http://127.0.0.1:1")
    assert gone.code == 3
    assert gone.stderr.count("\n") == 1

"""A model is found by its file, its folder or a name, and what is missing is told with what mends it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from llm.embedded import embedded_model
from llm.errors import LlmUsageError, ModelNotFoundError
from llm.named import find_checkpoint, find_model, mmproj_beside


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """Return a models' folder: a converted preset, one that was only pulled, and another model in two formats."""
    paths = embedded_model()
    for place in ("zai-org/GLM-OCR/gguf", "me/Two"):
        (tmp_path / place).mkdir(parents=True)
        shutil.copyfile(paths.model, tmp_path / place / "model.gguf")
        shutil.copyfile(paths.mmproj, tmp_path / place / "mmproj.gguf")
    shutil.copyfile(paths.model, tmp_path / "me/Two/other.gguf")
    (tmp_path / "ZhipuAI/AutoGLM-Phone-9B").mkdir(parents=True)
    (tmp_path / "ZhipuAI/AutoGLM-Phone-9B/config.json").write_text("{}")
    return tmp_path


def test_names_folders_and_files_lead_to_the_model(models: Path) -> None:
    converted = models / "zai-org/GLM-OCR/gguf/model.gguf"
    for named in ("glm-ocr", "GLM-OCR", "zai-org/GLM-OCR", str(converted.parent.parent), str(converted.parent)):
        assert find_model(Path(named), models) == converted
    assert mmproj_beside(converted) == [converted.with_name("mmproj.gguf")]
    assert find_model(Path("other"), models) == models / "me/Two/other.gguf"
    assert find_model(Path("embedded"), models) == embedded_model().model
    assert find_model(Path("me/Two/other.gguf"), models) == models / "me/Two/other.gguf"
    assert find_model(Path("missing.gguf"), models) == Path("missing.gguf")


def test_what_lies_there_goes_before_a_name(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(models)
    Path("embedded").write_bytes(b"GGUF")
    assert find_model(Path("embedded"), models) == Path("embedded")


def test_the_models_folder_may_be_named_in_the_environment(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANDROID_MODELS", str(models))
    assert find_model(Path("glm-ocr")) == models / "zai-org/GLM-OCR/gguf/model.gguf"


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("autoglm-phone-9b", "handroid model convert"),
        ("glm-4.1v-9b-thinking", "handroid model pull glm-4.1v-9b-thinking"),
        ("nothing", "check the path or pull a model first"),
        ("../outside", "check the path or pull a model first"),
    ],
)
def test_what_is_missing_is_told_with_what_mends_it(models: Path, named: str, told: str) -> None:
    with pytest.raises(ModelNotFoundError, match=told) as caught:
        find_model(Path(named), models)
    assert "\n" not in str(caught.value)


def test_a_pulled_checkpoint_is_found_by_its_name(models: Path) -> None:
    pulled = models / "ZhipuAI/AutoGLM-Phone-9B"
    for named in ("autoglm-phone-9b", "ZhipuAI/AutoGLM-Phone-9B", str(pulled)):
        assert find_checkpoint(Path(named), models) == pulled
    with pytest.raises(ModelNotFoundError, match="handroid model pull glm-4"):
        find_checkpoint(Path("glm-4.1v-9b-thinking"), models)


@pytest.mark.parametrize("named", ["me/Two", "Handroid embedded"])
def test_several_that_could_be_meant_are_listed(models: Path, named: str) -> None:
    with pytest.raises(LlmUsageError, match=r"other\.gguf"):
        find_model(Path(named), models)

"""Where the weights lie is what the options say, and changes no answer."""

from __future__ import annotations

import dataclasses
import itertools
import sys
from pathlib import Path
from typing import Any

import pytest

from llm.bindings import library
from llm.embedded import embedded_model
from llm.engine import Engine
from llm.errors import LlmUsageError
from llm.formats import Placement
from llm.generation import GenerationOptions, Text
from llm.weights import drop_mapped, load_model

PROMPT = (Text(text="<|user|>\n Turn on Dark theme\n<|observation|>\n Display row [500,820]\n<|assistant|>\n"),)


class Watched:
    """llama.cpp's bindings, as built for a GPU, with the parameters that a model was loaded with."""

    def __init__(self, llama: Any) -> None:
        self._llama = llama
        self.params: Any = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._llama, name)

    def llama_supports_gpu_offload(self) -> bool:
        return True

    def llama_model_load_from_file(self, path: bytes, params: Any) -> Any:
        self.params = params
        return 1


@pytest.mark.parametrize(("mmap", "repack", "layers"), [(True, True, 0), (False, True, 3), (True, False, 99)])
def test_options_reach_llama_cpp(mmap: bool, repack: bool, layers: int) -> None:
    native = library()
    watched = Watched(native.llama)
    path = embedded_model().model
    placement = Placement(mmap=mmap, repack=repack, gpu_layers=layers)
    assert load_model(dataclasses.replace(native, llama=watched), path, placement, size=path.stat().st_size) == 1
    assert watched.params.n_gpu_layers == layers
    assert watched.params.use_extra_bufts is repack
    assert watched.params.load_mode == int(mmap)


def test_layers_for_a_gpu_are_refused_where_there_can_be_none() -> None:
    if library().llama.llama_supports_gpu_offload():
        pytest.skip("this llama.cpp was built for a GPU")
    with pytest.raises(LlmUsageError, match="built for no GPU") as caught:
        Engine(embedded_model().model, placement=Placement(gpu_layers=1))
    assert "\n" not in str(caught.value)


def test_weights_may_be_mapped_or_copied_repacked_or_not() -> None:
    said = set()
    for mmap, repack in itertools.product((True, False), repeat=2):
        path = embedded_model().model
        engine = Engine(path, context=512, threads=1, placement=Placement(mmap=mmap, repack=repack))
        try:
            said.add(engine.generate(PROMPT, GenerationOptions(max_tokens=12)).text)
            if sys.platform == "linux":
                # Dropped pages come back from the file.
                assert drop_mapped(path) > 0
            said.add(engine.generate(PROMPT, GenerationOptions(max_tokens=12)).text)
        finally:
            engine.close()
    assert len(said) == 1


def test_only_the_named_file_is_dropped(tmp_path: Path) -> None:
    maps = tmp_path / "maps"
    maps.write_text(f"7f0000000000-7f0000001000 r-xp 00000000 08:01 1 {tmp_path}/other file.so\n7f0 rw-p\n")
    assert drop_mapped(tmp_path / "other file.so", maps=maps) == 0
    assert drop_mapped(tmp_path / "model.gguf", maps=maps) == 0

"""A tiny GLM-4V with random weights, its tokenizer, and the reference that transformers computes with it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from llm.convert import GLM4_PATTERN

SPECIAL = (
    "<|endoftext|>", "<|system|>", "<|user|>", "<|assistant|>", "<|observation|>", "<|begin_of_image|>",
    "<|end_of_image|>", "<|image|>", "<|video|>", "<|begin_of_video|>", "<|end_of_video|>",
)  # fmt: skip
_MEAN = np.array((0.48145466, 0.4578275, 0.40821073), dtype=np.float32)
_STD = np.array((0.26862954, 0.26130258, 0.27577711), dtype=np.float32)
_SENTENCES = (
    "Open the settings and turn on Dark theme", " Dark theme switch off [812,340]", " Display row [500,820]",
    "Set an alarm for 7:30 AM labelled Wake up", ' do(action="Tap", element=[812,340])', "don't WE'LL they're",
    " Wi-Fi & Bluetooth: connected", "设置 打开 深色 主题", "Größe ändern, naïve café",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class TinyModel:
    """A checkpoint folder with the model and tokenizer that were saved into it."""

    folder: Path
    network: Any
    tokenizer: Any

    def logits(self, before: str, pixels: NDArray[np.uint8] | None, after: str) -> NDArray[np.float32]:
        """The logits after a prompt as transformers computes them; `pixels` must be whole cells."""
        import torch

        first, last = self.tokenizer.encode(before).ids, self.tokenizer.encode(after).ids
        more: dict[str, Any] = {}
        middle: list[int] = []
        if pixels is not None:
            patches, grid = _patches(pixels)
            middle = [SPECIAL.index("<|begin_of_image|>")]
            middle += [SPECIAL.index("<|image|>")] * (len(patches) // 4)
            middle += [SPECIAL.index("<|end_of_image|>")]
            more = {"pixel_values": torch.tensor(patches), "image_grid_thw": torch.tensor([grid])}
        ids = [*first, *middle, *last]
        if pixels is not None:
            more["mm_token_type_ids"] = torch.tensor([[int(token == SPECIAL.index("<|image|>")) for token in ids]])
        with torch.no_grad():
            output = self.network(input_ids=torch.tensor([ids]), **more).logits[0, -1]
        return np.asarray(output.numpy(), dtype=np.float32)

    def greedy(self, prompt: str, count: int) -> list[int]:
        """The `count` most probable tokens after a text, one by one."""
        import torch

        ids = self.tokenizer.encode(prompt).ids
        start = len(ids)
        with torch.no_grad():
            for _ in range(count):
                ids.append(int(self.network(input_ids=torch.tensor([ids])).logits[0, -1].argmax()))
        return list(ids[start:])


def picture(rows: int, columns: int) -> NDArray[np.uint8]:
    """A picture of whole cells that differs with its size."""
    random = np.random.default_rng(rows * 100 + columns)
    coarse = random.integers(0, 256, (rows * 4, columns * 4, 3), dtype=np.uint8)
    return np.ascontiguousarray(coarse.repeat(7, axis=0).repeat(7, axis=1))


def _patches(pixels: NDArray[np.uint8]) -> tuple[NDArray[np.float32], tuple[int, int, int]]:
    rows, columns = pixels.shape[0] // 28, pixels.shape[1] // 28
    planes = ((pixels.astype(np.float32) / 255 - _MEAN) / _STD).transpose(2, 0, 1)
    frames = np.stack([planes, planes]).reshape(1, 2, 3, rows, 2, 14, columns, 2, 14)
    patches = frames.transpose(0, 3, 6, 4, 7, 2, 1, 5, 8).reshape(rows * columns * 4, -1)
    return np.ascontiguousarray(patches), (1, rows * 2, columns * 2)


def build_tokenizer() -> Any:
    """A byte-level BPE tokenizer with GLM-4's pre-tokenizer."""
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE())
    level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(GLM4_PATTERN), "isolated"), level])
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=700,
        special_tokens=list(SPECIAL),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator([*_SENTENCES * 3, " ".join(map(str, range(200)))], trainer)
    return tokenizer


def build_model(folder: Path) -> TinyModel:
    """Make the model and save its checkpoint to `folder`."""
    import torch
    from transformers import Glm4vConfig, Glm4vForConditionalGeneration

    torch.set_num_threads(1)
    torch.manual_seed(0)
    tokenizer = build_tokenizer()
    text = {
        "vocab_size": tokenizer.get_vocab_size() + 3,
        "hidden_size": 128,
        "intermediate_size": 256,
        "num_hidden_layers": 3,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "head_dim": 32,
        "max_position_embeddings": 4096,
        "rope_parameters": {
            "rope_type": "default",
            "mrope_section": [2, 3, 3],
            "partial_rotary_factor": 0.5,
            "rope_theta": 10000.0,
        },
        "pad_token_id": 0,
        "attention_bias": True,
        "initializer_range": 0.15,
    }
    vision = {
        "hidden_size": 64, "depth": 2, "num_heads": 2, "intermediate_size": 96, "out_hidden_size": 128,
        "patch_size": 14, "image_size": 336, "spatial_merge_size": 2,
        "temporal_patch_size": 2, "initializer_range": 0.1,
    }  # fmt: skip
    image = {f"{name}_id": SPECIAL.index(token) for name, token in {
        "image_token": "<|image|>", "video_token": "<|video|>",
        "image_start_token": "<|begin_of_image|>", "image_end_token": "<|end_of_image|>",
        "video_start_token": "<|begin_of_video|>", "video_end_token": "<|end_of_video|>",
    }.items()}  # fmt: skip
    network = Glm4vForConditionalGeneration(Glm4vConfig(text_config=text, vision_config=vision, **image))
    with torch.no_grad():
        for name, values in network.named_parameters():
            if name.endswith("bias"):
                values.normal_(0, 0.1)
    network.eval()
    network.save_pretrained(folder)
    tokenizer.save(str(folder / "tokenizer.json"))
    return TinyModel(folder=folder, network=network, tokenizer=tokenizer)

"""The embedded model's architecture: a small GLM-4V, as transformers builds it."""

from __future__ import annotations

from dataclasses import dataclass

from tokenizers import Tokenizer
from transformers import Glm4vConfig, Glm4vForConditionalGeneration

PATCH, MERGE = 14, 2
CELL = PATCH * MERGE


@dataclass(frozen=True, kw_only=True)
class Shape:
    """How large the model is.

    Attributes:
        hidden: Width of the residual stream.
        layers: Transformer layers of the language model.
        heads: Query heads; there are two key and value heads.
        head: Width of a head; the first quarter of it is rotated.
        inner: Width of the feed-forward part.
        vision_hidden, vision_layers, vision_heads: The same of the picture's encoder.
    """

    hidden: int = 256
    layers: int = 5
    heads: int = 4
    head: int = 64
    inner: int = 768
    vision_hidden: int = 128
    vision_layers: int = 2
    vision_heads: int = 2

    @property
    def rotary(self) -> int:
        """Rotated dimensions of a head."""
        return self.head // 4


def build_model(shape: Shape, tokenizer: Tokenizer) -> Glm4vForConditionalGeneration:
    """Return the model with random weights."""
    token = tokenizer.token_to_id
    pairs = shape.rotary // 2
    across = pairs * 3 // 8
    config = Glm4vConfig(
        text_config={
            "vocab_size": tokenizer.get_vocab_size(),
            "hidden_size": shape.hidden,
            "intermediate_size": shape.inner,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "num_key_value_heads": 2,
            "head_dim": shape.head,
            "max_position_embeddings": 4096,
            "rope_parameters": {
                "rope_type": "default",
                "mrope_section": [pairs - 2 * across, across, across],
                "partial_rotary_factor": shape.rotary / shape.head,
                "rope_theta": 10000.0,
            },
            "pad_token_id": token("<|endoftext|>"),
            "eos_token_id": token("<|user|>"),
            "attention_bias": True,
        },
        vision_config={
            "hidden_size": shape.vision_hidden,
            "depth": shape.vision_layers,
            "num_heads": shape.vision_heads,
            "intermediate_size": 2 * shape.hidden,
            "out_hidden_size": shape.hidden,
            "patch_size": PATCH,
            "image_size": 24 * PATCH,
            "spatial_merge_size": MERGE,
            "temporal_patch_size": 2,
        },
        image_token_id=token("<|image|>"),
        video_token_id=token("<|video|>"),
        image_start_token_id=token("<|begin_of_image|>"),
        image_end_token_id=token("<|end_of_image|>"),
        video_start_token_id=token("<|begin_of_video|>"),
        video_end_token_id=token("<|end_of_video|>"),
        tie_word_embeddings=False,
    )
    model = Glm4vForConditionalGeneration(config)
    # PyTorch's fused attention on a CPU is the slower one in bfloat16, above all backwards.
    model.set_attn_implementation("eager")
    return model

"""The vision half of a Glm4v checkpoint as an mmproj with the projector ``glm4v`` (tools/mtmd/models/glm4v.cpp)."""

from __future__ import annotations

from typing import Any

from llm.convert.checkpoint import Checkpoint, StoredTensor
from llm.convert.text import plan
from llm.convert.writer import MetadataValue, TensorPlan, WeightType
from llm.errors import ConversionError

_CLIP_MEAN = (0.48145466, 0.4578275, 0.40821073)
_CLIP_STD = (0.26862954, 0.26130258, 0.27577711)
"""What GLM-4V's image processor takes where a checkpoint does not say (transformers, image_processing_glm4v.py)."""

VISION_TENSORS = {
    "v.patch_embd.bias": "patch_embed.proj.bias",
    "v.norm_embd.weight": "post_conv_layernorm.weight",
    "v.post_ln.weight": "post_layernorm.weight",
    "mm.patch_merger.weight": "downsample.weight",
    "mm.patch_merger.bias": "downsample.bias",
    "mm.model.fc.weight": "merger.proj.weight",
    "mm.post_norm.weight": "merger.post_projection_norm.weight",
    "mm.post_norm.bias": "merger.post_projection_norm.bias",
    "mm.gate.weight": "merger.gate_proj.weight",
    "mm.up.weight": "merger.up_proj.weight",
    "mm.down.weight": "merger.down_proj.weight",
}

BLOCK_TENSORS = {
    "ln1.weight": "norm1.weight",
    "ln2.weight": "norm2.weight",
    "attn_qkv.weight": "attn.qkv.weight",
    "attn_out.weight": "attn.proj.weight",
    "ffn_gate.weight": "mlp.gate_proj.weight",
    "ffn_up.weight": "mlp.up_proj.weight",
    "ffn_down.weight": "mlp.down_proj.weight",
}


def vision_metadata(checkpoint: Checkpoint) -> dict[str, MetadataValue]:
    """Hyperparameters of the vision tower and its projector."""
    vision = _vision_config(checkpoint)
    processor = checkpoint.optional_json("preprocessor_config.json") or {}
    return {
        "clip.has_vision_encoder": True,
        "clip.projector_type": "glm4v",
        "clip.use_silu": True,
        "clip.vision.embedding_length": vision["hidden_size"],
        "clip.vision.feed_forward_length": vision["out_hidden_size"],
        "clip.vision.block_count": vision["depth"],
        "clip.vision.projection_dim": vision["out_hidden_size"],
        "clip.vision.attention.head_count": vision["num_heads"],
        "clip.vision.attention.layer_norm_epsilon": float(vision.get("rms_norm_eps", 1e-5)),
        "clip.vision.image_size": vision["image_size"],
        "clip.vision.patch_size": vision["patch_size"],
        "clip.vision.spatial_merge_size": vision["spatial_merge_size"],
        "clip.vision.image_mean": [float(value) for value in processor.get("image_mean", _CLIP_MEAN)],
        "clip.vision.image_std": [float(value) for value in processor.get("image_std", _CLIP_STD)],
    }


def vision_tensors(checkpoint: Checkpoint, weight_type: WeightType) -> list[TensorPlan]:
    """All tensors of the vision tower and its projector."""
    vision = _vision_config(checkpoint)
    patches = _find(checkpoint, "patch_embed.proj.weight")
    positions = _find(checkpoint, "embeddings.position_embedding.weight")
    # Convolutions have no BF16 kernel.
    convolution = WeightType.F32 if weight_type is WeightType.BF16 else weight_type
    # llama.cpp has no 3-d convolution: a picture shown for both frames is the sum of two 2-d ones.
    plans = [
        TensorPlan(
            name=name,
            shape=(*patches.shape[:2], *patches.shape[3:]),
            weight_type=convolution,
            load=lambda frame=frame: patches.read()[:, :, frame],  # type: ignore[misc]
        )
        for frame, name in enumerate(("v.patch_embd.weight", "v.patch_embd.weight.1"))
    ]
    # The interpolation of the position embedding reads float32 only.
    plans.append(plan("v.position_embd.weight", positions, WeightType.F32))
    plans.extend(
        plan(name, _find(checkpoint, source), convolution if name == "mm.patch_merger.weight" else weight_type)
        for name, source in VISION_TENSORS.items()
    )
    names = dict(BLOCK_TENSORS)
    if vision.get("attention_bias"):
        names["attn_qkv.bias"] = "attn.qkv.bias"
    for block in range(vision["depth"]):
        plans.extend(
            plan(f"v.blk.{block}.{name}", _find(checkpoint, f"blocks.{block}.{source}"), weight_type)
            for name, source in names.items()
        )
    return plans


def _find(checkpoint: Checkpoint, name: str) -> StoredTensor:
    return checkpoint.find(f"model.visual.{name}", f"visual.{name}")


def _vision_config(checkpoint: Checkpoint) -> dict[str, Any]:
    vision = checkpoint.config.get("vision_config")
    if not isinstance(vision, dict):
        raise ConversionError(f"{checkpoint.folder}/config.json has no vision_config")
    wanted = {"hidden_act": "silu", "temporal_patch_size": 2, "in_channels": 3}
    for key, value in wanted.items():
        if vision.get(key, value) != value:
            raise ConversionError(f"llama.cpp computes glm4v with {key} {value}, the checkpoint wants {vision[key]}")
    if vision["hidden_size"] % vision["num_heads"] or vision["hidden_size"] // vision["num_heads"] % 4:
        raise ConversionError("the vision heads must split hidden_size evenly into a multiple of 4")
    return vision

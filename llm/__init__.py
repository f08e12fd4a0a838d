"""A GGUF model as a fast, governed engine; knows nothing of phones."""

from llm.context import CacheType, FlashAttention
from llm.embedded import ModelPaths, embedded_model
from llm.engine import Engine
from llm.errors import (
    ContextOverflowError,
    ConversionError,
    DiskSpaceError,
    EngineClosedError,
    EngineError,
    GrammarError,
    LlmEnvironmentError,
    LlmError,
    LlmUsageError,
    ModelFormatError,
    ModelMemoryError,
    ModelNotFoundError,
    NoVisionError,
    PromptError,
    TruncatedModelError,
    WrongModelError,
)
from llm.generation import (
    Generation,
    GenerationOptions,
    Image,
    Model,
    OnToken,
    Seconds,
    Segment,
    StopReason,
    Text,
    Tokens,
)
from llm.image_size import fit_to_cells, scale_to_cells
from llm.memory import MemoryNeed, memory_need
from llm.model_file import ModelFile, ModelKind, read_model_file
from llm.quantize import Quantization, quantize

__all__ = [
    "CacheType",
    "ContextOverflowError",
    "ConversionError",
    "DiskSpaceError",
    "Engine",
    "EngineClosedError",
    "EngineError",
    "FlashAttention",
    "Generation",
    "GenerationOptions",
    "GrammarError",
    "Image",
    "LlmEnvironmentError",
    "LlmError",
    "LlmUsageError",
    "MemoryNeed",
    "Model",
    "ModelFile",
    "ModelFormatError",
    "ModelKind",
    "ModelMemoryError",
    "ModelNotFoundError",
    "ModelPaths",
    "NoVisionError",
    "OnToken",
    "PromptError",
    "Quantization",
    "Seconds",
    "Segment",
    "StopReason",
    "Text",
    "Tokens",
    "TruncatedModelError",
    "WrongModelError",
    "embedded_model",
    "fit_to_cells",
    "memory_need",
    "quantize",
    "read_model_file",
    "scale_to_cells",
]

"""Converts a transformers ``Glm4vForConditionalGeneration`` checkpoint into GGUF files for llama.cpp."""

from llm.convert.conversion import ConvertedModel, convert_checkpoint, convert_text
from llm.convert.tokenizer import GLM4_PATTERN
from llm.convert.writer import WeightType

__all__ = ["GLM4_PATTERN", "ConvertedModel", "WeightType", "convert_checkpoint", "convert_text"]

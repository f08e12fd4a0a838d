"""The embedded model: ``model.gguf`` and ``mmproj.gguf`` beside this file."""

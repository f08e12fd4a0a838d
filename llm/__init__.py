"""A GGUF model as a fast, governed engine."""

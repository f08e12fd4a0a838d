"""`handroid model`: pull, convert, quantise, look at and serve models."""

from tasks.verbs.model.group import model

__all__ = ["model"]

"""One task on one phone: observe, think, act, verify."""

__all__: list[str] = []

"""Cuts a prompt's chunk into smaller decodes without changing what is computed."""

from __future__ import annotations


def next_part(left: int, wanted: int, least: int) -> int:
    """Tokens of the next decode.

    A chunk of `least` tokens or more is only ever cut into parts of at least so many, a smaller one anywhere, so that
    each token is computed by the same kernel however the chunk is cut (see `llm.context.Context.least_part`).

    Args:
        left: Tokens of the chunk that are not decoded yet, at least 1.
        wanted: Most tokens that should be decoded at once, at least 1.
        least: Tokens below which a kernel of its own computes.

    Returns:
        At most `wanted`, or where that would leave too few, less than twice `least`; at most `left`.
    """
    if left < least or left <= wanted:
        return min(left, wanted)
    size = max(wanted, least)
    if size >= left:
        return left
    rest = left - size
    if rest >= least:
        return size
    return left - least if left - least >= least else left

"""Find rows of a list by texts that begin at the same distance from the edge, and by the rules between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from perception.hierarchy import Rect
from perception.pixels.shapes import SCALE

_ALIGNED_DP = 4
_FEWEST = 3
_LINE_GAP = 0.75
_HIGHEST_DP = 112
_LEAST_DP = 32
_MARGIN_DP = 16


def find_rows(texts: Mapping[int, Rect], rules: Sequence[Rect], width: int) -> list[tuple[Rect, list[int]]]:
    """Return boxes of rows across the page, and the places of the texts in each.

    Args:
        texts: Lines of text that are on no surface of their own, by their places.
        rules: Thin lines across.
        width: Of the picture.
    """
    columns: list[list[int]] = []
    for place in sorted(texts, key=lambda each: texts[each][0]):
        if columns and abs(texts[columns[-1][0]][0] - texts[place][0]) <= _ALIGNED_DP * SCALE:
            columns[-1].append(place)
        else:
            columns.append([place])
    column = max(columns, key=len, default=[])
    blocks = _blocks({place: texts[place] for place in column})
    if len(blocks) < _FEWEST or texts[column[0]][0] > 0.45 * width:
        return []
    cuts = _cuts(blocks, texts, rules)
    rows = []
    for block, (top, bottom) in zip(blocks, cuts, strict=True):
        beside = [
            place
            for place, box in texts.items()
            if place not in column and top <= (box[1] + box[3]) // 2 < bottom and box[0] > texts[block[0]][0]
        ]
        if bottom - top >= _LEAST_DP * SCALE:
            rows.append(((0, top, width, bottom), [*block, *beside]))
    return rows


def _blocks(texts: Mapping[int, Rect]) -> list[list[int]]:
    """Return lines close below each other put together: a title and what it means."""
    blocks: list[list[int]] = []
    for place in sorted(texts, key=lambda each: texts[each][1]):
        if blocks:
            above = texts[blocks[-1][-1]]
            gap, high = texts[place][1] - above[3], min(above[3] - above[1], texts[place][3] - texts[place][1])
            if gap <= _LINE_GAP * high:
                blocks[-1].append(place)
                continue
        blocks.append([place])
    return blocks


def _cuts(blocks: Sequence[Sequence[int]], texts: Mapping[int, Rect], rules: Sequence[Rect]) -> list[tuple[int, int]]:
    """Return where each block's row begins and ends: at a rule, halfway to the next block, or a margin away."""
    spans = [(texts[block[0]][1], texts[block[-1]][3]) for block in blocks]
    furthest = round(_HIGHEST_DP * SCALE / 2)
    found = []
    for number, (top, bottom) in enumerate(spans):
        middle = (top + bottom) // 2
        above = (spans[number - 1][1] + top) // 2 if number else top - round(_MARGIN_DP * SCALE)
        below = (bottom + spans[number + 1][0]) // 2 if number + 1 < len(spans) else bottom + round(_MARGIN_DP * SCALE)
        lines = [(rule[1] + rule[3]) // 2 for rule in rules]
        above = max([above if top - above < furthest else top - round(_MARGIN_DP * SCALE)]
                    + [line for line in lines if line <= top])  # fmt: skip
        below = min([below if below - bottom < furthest else bottom + round(_MARGIN_DP * SCALE)]
                    + [line for line in lines if line >= bottom])  # fmt: skip
        found.append((max(0, min(above, middle)), max(below, middle)))
    return found

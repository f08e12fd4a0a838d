"""Draws curves as SVG in plain text: no plotting library is needed to run this project, nor for its figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 640, 300, 56, 34, 150, 44
_COLOURS = ("#1f5fa8", "#c2410c", "#15803d", "#7c3aed", "#475569")


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line, or dots where it is `dots`, and what the legend calls it."""

    name: str
    points: Sequence[tuple[float, float]]
    dots: bool = False


def draw_curves(title: str, lines: Sequence[Line], *, across: str, up: str) -> str:
    """An SVG picture of lines over a common axis that begins at 0.

    Args:
        title: Stands above.
        lines: What is drawn, each in a colour of its own; at least one point in all.
        across: Name of the horizontal axis, with its unit.
        up: Name of the vertical axis, with its unit.
    """
    right = max(x for line in lines for x, _ in line.points) or 1.0
    high = max(y for line in lines for _, y in line.points) * 1.08 or 1.0
    wide, tall = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM

    def place(x: float, y: float) -> tuple[float, float]:
        return _LEFT + x / right * wide, _TOP + tall - y / high * tall

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
        'font-size="11">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
        f'<text x="{_LEFT}" y="20" font-size="13" font-weight="bold">{escape(title)}</text>',
    ]
    for index in range(6):
        x, y = right * index / 5, high * index / 5
        left, top = place(0, y)
        parts.append(f'<path d="M{left:.1f} {top:.1f}h{wide}" stroke="#e2e8f0"/>')
        parts.append(f'<text x="{left - 6:.1f}" y="{top + 4:.1f}" text-anchor="end">{y:.3g}</text>')
        parts.append(f'<text x="{place(x, 0)[0]:.1f}" y="{_TOP + tall + 16}" text-anchor="middle">{x:.3g}</text>')
    parts.append(f'<text x="{_LEFT + wide / 2}" y="{_HEIGHT - 10}" text-anchor="middle">{escape(across)}</text>')
    middle = _TOP + tall / 2
    parts.append(
        f'<text x="14" y="{middle}" text-anchor="middle" transform="rotate(-90 14 {middle})">{escape(up)}</text>'
    )
    for index, line in enumerate(lines):
        colour = _COLOURS[index % len(_COLOURS)]
        places = [place(x, y) for x, y in line.points]
        legend = _TOP + 10 + 18 * index
        if line.dots:
            parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' for x, y in places]
            parts.append(f'<circle cx="{_WIDTH - _RIGHT + 20}" cy="{legend - 4}" r="4" fill="{colour}"/>')
        else:
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
            parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.8"/>')
            parts.append(f'<path d="M{_WIDTH - _RIGHT + 10} {legend - 4}h20" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{_WIDTH - _RIGHT + 36}" y="{legend}">{escape(line.name)}</text>')
    return "\n".join([*parts, "</svg>\n"])

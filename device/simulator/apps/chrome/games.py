"""The games of AndroidWorld's browser tasks as a page of the simulated Chrome."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from device.simulator.view import Color, Stroke, View
from device.simulator.widgets import button, column, edit_text, row, stack, text
from device.web_page import (
    MAZE_SIZE,
    NUMBERS,
    PALETTE,
    STEPS,
    SUCCESS,
    Game,
    asked_colors,
    maze_walls,
    product,
    shown_numbers,
)

if TYPE_CHECKING:
    from device.simulator.apps.chrome.chrome_app import ChromeApp

_CELL = 84
_SWATCH = 36
_CANVAS = 300
_IN_A_ROW = 8


def view(app: ChromeApp, game: Game, seed: int) -> list[View]:
    """Return the page of a game in its present state, which is in `ChromeApp.game`."""
    return {"maze": _maze, "multiply": _multiply, "draw": _draw}[game](app, seed)


def _maze(app: ChromeApp, seed: int) -> list[View]:
    state: dict[str, Any] = app.game
    walls, goal = maze_walls(seed), (MAZE_SIZE - 1, MAZE_SIZE - 1)
    at = state.get("at", (0, 0))
    if at == goal:
        return [text(SUCCESS, 32, bold=True, color="black")]

    def go(step: tuple[int, int]) -> None:
        to = at[0] + step[0], at[1] + step[1]
        if to not in walls and min(to) >= 0 and max(to) < MAZE_SIZE:
            state["at"] = to

    def cell(place: tuple[int, int]) -> View:
        color: Color = "black" if place in walls else (0, 128, 0) if place == goal else "white"
        mark = [text("X", 42, color="black")] if place == at else []
        return stack(
            *mark, width=_CELL, height=_CELL, align="center", justify="center", border="black", background=color
        )

    rows = [row(*(cell((r, c)) for c in range(MAZE_SIZE)), in_tree=False) for r in range(MAZE_SIZE)]
    keys = [button(name, partial(go, step), style="outlined") for name, step in STEPS.items()]
    return [column(*rows), row(*keys, gap=4)]


def _multiply(app: ChromeApp, seed: int) -> list[View]:
    state: dict[str, Any] = app.game
    clicks = state.get("clicks", 0)
    if clicks < NUMBERS:
        number = text(str(shown_numbers(seed)[clicks]), 44, width="fill", text_align="center", color="black")
        return [number, button("Click Me", lambda: state.update(clicks=clicks + 1), style="outlined")]

    def submit() -> None:
        state["won"] = state.get("answer", "").strip() == str(product(seed))

    field = edit_text(
        "answer",
        state.get("answer", ""),
        lambda content: state.update(answer=content),
        hint="Enter the product",
        on_submit=submit,
    )
    result = [text(SUCCESS, 28, bold=True, color="black")] if state.get("won") else []
    return [field, button("Submit", submit, style="outlined"), *result]


def _draw(app: ChromeApp, seed: int) -> list[View]:
    state: dict[str, Any] = app.game
    lines: list[tuple[str, tuple[tuple[float, float], ...]]] = state.setdefault("lines", [])

    def draw(start: tuple[float, float], end: tuple[float, float]) -> None:
        lines.append((state.get("color", "#000000"), (start, end)))

    def submit() -> None:
        state["won"] = set(asked_colors(seed)) <= {color for color, _ in lines}

    def swatch(color: str) -> View:
        return View(
            cls="android.widget.Button",
            kind="leaf",
            width=_SWATCH,
            height=_SWATCH,
            background=_rgb(color),
            on_click=lambda: state.update(color=color),
        )

    asked = [View(kind="leaf", width=50, height=50, background=_rgb(color)) for color in asked_colors(seed)]
    canvas = View(
        kind="leaf",
        cls="android.widget.Image",
        desc="canvas",
        width=_CANVAS,
        height=_CANVAS,
        border="black",
        clickable=True,
        strokes=tuple(Stroke(_rgb(color), 2, points) for color, points in lines),
        on_stroke=draw,
    )
    rows = [row(*map(swatch, PALETTE[start : start + _IN_A_ROW]), gap=6) for start in range(0, len(PALETTE), _IN_A_ROW)]
    keys = [button("Clear", lines.clear, style="outlined"), button("Submit", submit, style="outlined")]
    result = [text(SUCCESS, 16, color="black")] if state.get("won") else []
    return [
        row(*asked, gap=10),
        canvas,
        text("Available Colors:", 14, color="black"),
        *rows,
        row(*keys, gap=8),
        *result,
    ]


def _rgb(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)

"""The three games that AndroidWorld's browser tasks play: how a page asks for one, and what its seed makes of it.

The pages there are HTML with a script each. A simulated browser without a script engine plays the same games by the
same rules, recognised by the page's title, with the numbers that the page's own generator would draw.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

Game = Literal["maze", "multiply", "draw"]
GAMES: tuple[Game, ...] = get_args(Game)
TITLES: dict[str, Game] = {"Maze Puzzle": "maze", "Memory Task": "multiply", "Color Challenge": "draw"}
"""Title of the page of each game."""

SUCCESS = "Success!"
"""What a page says when its game is won."""

MAZE_SIZE = 4
STEPS = {"Up": (-1, 0), "Down": (1, 0), "Left": (0, -1), "Right": (0, 1)}
"""Button to the step in rows and columns."""
NUMBERS = 5
"""How many numbers have to be multiplied."""
COLORS_ASKED = 3
PALETTE = tuple(
    "#ff0000 #00ff00 #0000ff #ffff00 #ff00ff #00ffff #800000 #008000 #000080 #808000 #800080 #008080 #ffa500 #ff1493"
    " #9932cc #20b2aa #4b0082 #00ff7f #ff6347 #00ced1 #9400d3 #f0e68c #ff8c00 #228b22".split()
)

_TITLE = re.compile(r"<title>\s*(.*?)\s*</title>", re.IGNORECASE | re.DOTALL)
_SEED = re.compile(r"SeededRNG\((\d+)\)")


@dataclass(frozen=True, kw_only=True)
class Page:
    """What a page is: its title, and the game that it plays with what seed; None for any other page."""

    title: str
    game: Game | None = None
    seed: int = 0


def game_page(game: Game, seed: int) -> str:
    """Return an HTML page that asks a simulated browser for a game."""
    title = next(title for title, known in TITLES.items() if known == game)
    return f"<!DOCTYPE html>\n<title>{title}</title>\n<script>play(new SeededRNG({seed}))</script>\n"


def read_page(html: str) -> Page:
    """Return what a page is, by its title and the seed that its script names."""
    title, seed = _TITLE.search(html), _SEED.search(html)
    words = title[1] if title else ""
    game = TITLES.get(words) if seed else None
    return Page(title=words, game=game, seed=int(seed[1]) if seed and game else 0)


def maze_walls(seed: int) -> frozenset[tuple[int, int]]:
    """Return the cells (row, column) that are walls; from the first cell to the last there is a way."""
    draws = _draws(seed)
    free: set[tuple[int, int]] = set()
    pending = [(0, 0)]
    ways = [STEPS["Up"], STEPS["Down"], STEPS["Left"], STEPS["Right"]]
    goal = (MAZE_SIZE - 1, MAZE_SIZE - 1)
    while pending:
        cell = pending.pop()
        free.add(cell)
        if cell == goal:
            break
        for last in range(len(ways) - 1, 0, -1):
            other = int(next(draws) * (last + 1))
            ways[last], ways[other] = ways[other], ways[last]
        beside = [(cell[0] + row, cell[1] + column) for row, column in ways]
        pending += [each for each in beside if each not in free and min(each) >= 0 and max(each) < MAZE_SIZE]
    return frozenset((row, column) for row in range(MAZE_SIZE) for column in range(MAZE_SIZE)) - free - {goal}


def maze_way(seed: int) -> list[str]:
    """Return the buttons that lead through the maze, as few as possible."""
    walls, ways = maze_walls(seed), {(0, 0): list[str]()}
    pending = [(0, 0)]
    for cell in pending:
        for button, (row, column) in STEPS.items():
            beside = cell[0] + row, cell[1] + column
            if beside not in ways and beside not in walls and min(beside) >= 0 and max(beside) < MAZE_SIZE:
                ways[beside] = [*ways[cell], button]
                pending.append(beside)
    return ways[MAZE_SIZE - 1, MAZE_SIZE - 1]


def shown_numbers(seed: int) -> list[int]:
    """Return the numbers from 1 to 10 that are shown one after the other."""
    draws = _draws(seed)
    return [int(next(draws) * 10) + 1 for _ in range(NUMBERS)]


def product(seed: int) -> int:
    """Return the number that has to be entered."""
    return math.prod(shown_numbers(seed))


def asked_colors(seed: int) -> list[str]:
    """Return the colours of `PALETTE` that a drawing has to use."""
    draws, left = _draws(seed), list(PALETTE)
    return [left.pop(int(next(draws) * len(left))) for _ in range(COLORS_ASKED)]


def _draws(seed: int) -> Iterator[float]:
    """Yield numbers from 0 to 1 of the pages' generator, whose constants are those of Numerical Recipes."""
    while True:
        seed = (1664525 * seed + 1013904223) % 2**32
        yield seed / 2**32

"""The games of the browser tasks: recognised by their pages, the same for the same seed, and always to be won."""

from __future__ import annotations

import math

import pytest

from device.web_page import (
    GAMES,
    MAZE_SIZE,
    NUMBERS,
    PALETTE,
    STEPS,
    Game,
    asked_colors,
    game_page,
    maze_walls,
    maze_way,
    product,
    read_page,
    shown_numbers,
)


@pytest.mark.parametrize("game", GAMES)
def test_a_page_is_recognised(game: Game) -> None:
    page = read_page(game_page(game, 4711))

    assert (page.game, page.seed) == (game, 4711)


@pytest.mark.parametrize("html", ["", "<title>Maze Puzzle</title>", "<title>News</title> SeededRNG(5)", "<title>"])
def test_other_pages_play_nothing(html: str) -> None:
    assert read_page(html).game is None


@pytest.mark.parametrize("seed", range(0, 4_000_000_000, 100_000_007))
def test_there_is_a_way_through_every_maze(seed: int) -> None:
    walls, at = maze_walls(seed), (0, 0)
    for button in maze_way(seed):
        row, column = STEPS[button]
        at = at[0] + row, at[1] + column
        assert at not in walls

    assert at == (MAZE_SIZE - 1, MAZE_SIZE - 1)


def test_numbers_and_colors_follow_the_generator_of_the_pages() -> None:
    # 1664525 * 1 + 1013904223 is 0.2364 of 2 ** 32: the first number is 3, the first colour the sixth.
    assert shown_numbers(1)[0] == 3
    assert asked_colors(1)[0] == PALETTE[5]
    assert len(shown_numbers(1)) == NUMBERS
    assert len(set(asked_colors(1))) == 3
    assert product(1) == math.prod(shown_numbers(1))

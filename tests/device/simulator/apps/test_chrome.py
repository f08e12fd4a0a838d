"""Chrome: its welcome, pages on the phone, and the games that some of them play."""

from __future__ import annotations

import pytest

from device.simulator.apps.chrome import ChromeApp
from device.simulator.apps.files import FilesApp
from device.simulator.phone import SimulatedPhone
from device.web_page import Game, asked_colors, game_page, maze_way, product
from tests.device.simulator.apps.hand import Hand

PAGE = "/storage/emulated/0/Download/task.html"
SEED = 5


def open_page(phone: SimulatedPhone, hand: Hand, html: str) -> None:
    phone.files.write(PAGE, html.encode())
    phone.launch(FilesApp.package)
    hand.tap("task.html")
    if phone.app.package != ChromeApp.package:
        hand.tap("Always")
    if hand.sees("Welcome to Chrome"):
        hand.tap("Use without an account")


def play(phone: SimulatedPhone, hand: Hand, game: Game) -> None:
    open_page(phone, hand, game_page(game, SEED))
    assert not hand.sees("Success!")


def test_files_asks_once_which_app_opens_a_page(phone: SimulatedPhone, hand: Hand) -> None:
    open_page(phone, hand, "<p>one</p>")
    assert hand.sees("one", PAGE)
    phone.force_stop(FilesApp.package)
    open_page(phone, hand, "<h1>two</h1><script>three</script>")

    assert phone.app.package == ChromeApp.package
    assert hand.sees("two")
    assert not hand.sees("three")


def test_the_maze(phone: SimulatedPhone, hand: Hand) -> None:
    play(phone, hand, "maze")
    hand.tap("Up")
    for button in maze_way(SEED):
        hand.tap(button)

    assert hand.sees("Success!")


@pytest.mark.parametrize(("off", "wins"), [(0, True), (1, False)])
def test_the_product(phone: SimulatedPhone, hand: Hand, off: int, wins: bool) -> None:
    play(phone, hand, "multiply")
    for _ in range(5):
        hand.tap("Click Me")
    hand.type(str(product(SEED) + off), into="Enter the product")
    hand.tap("Submit")

    assert hand.sees("Success!") == wins


def test_a_drawing_needs_all_three_colors(phone: SimulatedPhone, hand: Hand) -> None:
    play(phone, hand, "draw")
    app = phone.app
    assert isinstance(app, ChromeApp)
    for number, color in enumerate(asked_colors(SEED)):
        hand.tap("Submit")
        assert not hand.sees("Success!")
        app.game["color"] = color
        phone.swipe(200, 600 + number * 60, 600, 620 + number * 60)
    hand.tap("Submit")

    assert hand.sees("Success!")


def test_there_is_no_internet(phone: SimulatedPhone, hand: Hand) -> None:
    open_page(phone, hand, "<p>one</p>")
    hand.tap(PAGE)
    phone.select_all()
    phone.commit_text("example.org")
    phone.press_key(66)
    assert hand.sees("No internet")
    hand.tap("Home")

    assert not hand.sees("No internet")


def test_cleared_data_brings_the_welcome_back(phone: SimulatedPhone, hand: Hand) -> None:
    open_page(phone, hand, "<p>one</p>")
    phone.clear(ChromeApp.package)
    phone.launch(ChromeApp.package)

    assert hand.sees("Welcome to Chrome")

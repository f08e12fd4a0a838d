"""Chrome: its welcome, pages on the phone, and the games that some of them play."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from device.simulator.apps.chrome import ChromeApp
from device.simulator.apps.chrome.document import parse
from device.simulator.apps.chrome.page_view import PageView
from device.simulator.apps.chrome.web import COOKIES, REQUESTS, WEB
from device.simulator.apps.files import FilesApp
from device.simulator.phone import SimulatedPhone
from device.simulator.widgets import column
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
    hand.tap(resource_id="url_bar")
    phone.select_all()
    phone.commit_text("exam")
    assert hand.sees("exam", "Google Search")
    hand.back()
    hand.back()
    assert hand.sees("No internet", "example.org")
    hand.tap("Home")

    assert not hand.sees("No internet")


def site(phone: SimulatedPhone, hand: Hand, **pages: str) -> None:
    """Put pages on a site, and go to its first one."""
    for name, html in pages.items():
        phone.files.write(f"{WEB}/club.example/{name}.html", html.encode())
    phone.launch(ChromeApp.package)
    hand.tap("Use without an account")
    go_to(phone, hand, "club.example")


def go_to(phone: SimulatedPhone, hand: Hand, address: str) -> None:
    hand.tap(resource_id="url_bar")
    phone.select_all()
    phone.commit_text(address)
    phone.press_key(66)


def sent(phone: SimulatedPhone) -> list[dict[str, object]]:
    return [json.loads(line) for line in phone.files.read(REQUESTS).splitlines()]


FORM = """
<form action=thanks.html><label>Name <input name=name required></label><label for=e>E-mail</label><input id=e name=mail>
<label>Color <select name=color><option value=r>Red<option value=g selected>Green</select></label>
<label><input type=checkbox name=news value=yes> News</label>
<label><input type=radio name=size value=s checked> Small</label><label><input type=radio name=size value=b> Big</label>
<input type=hidden name=token value=7><button name=act value=join>Join</button></form>
"""


def test_a_form_is_sent_as_it_was_filled_in(phone: SimulatedPhone, hand: Hand) -> None:
    site(phone, hand, index=FORM, thanks="<p>Welcome!")
    hand.tap("Join")
    assert phone.last_toast == "Please fill out this field."
    hand.type("Ann Lee", into="Name", cls="EditText")
    hand.tap("Color Green")
    hand.tap("Red")
    hand.tap("Big")
    hand.tap("News")
    hand.tap("Join")

    fields = {"name": "Ann Lee", "mail": "", "color": "r", "news": "yes", "size": "b", "token": "7", "act": "join"}
    assert sent(phone) == [{"host": "club.example", "path": "/thanks.html", "fields": fields}]
    assert hand.sees("Welcome!")
    hand.back()
    assert hand.sees("Color Green")


def test_a_banner_lies_over_the_page_until_it_is_answered_once(phone: SimulatedPhone, hand: Hand) -> None:
    banner = """<dialog open data-cookie=consent><p>Cookies?</p><form method=dialog><button value=all>Accept</button>
    <button value=none>Reject</button></form></dialog><details><summary>More</summary><p>Inside</p></details>"""
    site(phone, hand, index=banner)
    hand.tap("More")
    assert not hand.sees("Inside")
    hand.tap("Reject")
    hand.tap("More")
    assert hand.sees("Inside")
    with closing(sqlite3.connect(phone.files.path(COOKIES))) as database:
        rows = database.execute("SELECT host_key, name, value FROM cookies").fetchall()
    assert rows == [("club.example", "consent", "none")]

    go_to(phone, hand, "https://club.example/index.html")
    assert not hand.sees("Cookies?")


def test_links_downloads_and_tabs(phone: SimulatedPhone, hand: Hand) -> None:
    phone.files.write(f"{WEB}/club.example/list.pdf", b"%PDF")
    site(phone, hand, index="<title>Start</title><a href=more.html>On</a>", more="<a href='/list.pdf'>Get it</a>")
    hand.tap("On")
    hand.tap("Get it")
    assert phone.files.read("/sdcard/Download/list.pdf") == b"%PDF"
    hand.tap("More options")
    hand.tap("Downloads")
    assert hand.sees("list.pdf", "4 B")
    hand.back()
    hand.back()
    hand.tap("More options")
    hand.tap("New tab")
    hand.tap("Switch or close tabs")
    assert hand.sees("Start", "New tab")
    hand.tap("Close tab")
    hand.tap("Start")

    assert hand.sees("On")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("club.example/none", "This page can't be found"),
        ("other.example", "This site can't be reached"),
        ("https://../../etc", "This site can't be reached"),
        ("https://club.example/../../../system/build.prop", "This page can't be found"),
        ("what is this", "This site can't be reached"),
    ],
)
def test_what_is_not_there_is_said(phone: SimulatedPhone, hand: Hand, address: str, words: str) -> None:
    site(phone, hand, index="<p>here")
    go_to(phone, hand, address)

    assert hand.sees(words)


def test_without_a_network_nothing_comes_and_nothing_is_sent(phone: SimulatedPhone, hand: Hand) -> None:
    site(phone, hand, index="<form action=/><button>Send</button></form>")
    for key in ("wifi_on", "mobile_data"):
        phone.settings.put("global", key, "0")
    phone.changed()
    assert hand.sees("No internet")
    phone.settings.put("global", "mobile_data", "1")
    phone.changed()
    hand.tap("Send")

    assert len(sent(phone)) == 1


def test_end_tags_may_be_left_out() -> None:
    root = parse("<table><tr><th>A<th>B<tr><td>1<td>2</table><ul><li>x<ul><li>y</ul><li>z</ul><p>one<p>two")

    assert [each.words for each in root.walk() if each.tag == "tr"] == ["A B", "1 2"]
    assert [each.words for each in root.walk() if each.tag == "li"] == ["x y", "y", "z"]
    assert [each.words for each in root.walk() if each.tag == "p"] == ["one", "two"]


_TAGS = "a form input select option dialog details summary label textarea table tr td ul ol li h1 img button p".split()
_MARKUP = st.lists(
    st.one_of(
        st.sampled_from([f"<{tag}>" for tag in _TAGS] + [f"</{tag}>" for tag in _TAGS]),
        st.sampled_from(["<input type=range min=x>", "<input type=radio>", "<a href='//'>", "<dialog open>", "<!--"]),
        st.text(max_size=8),
    ),
    max_size=40,
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(markup=_MARKUP)
def test_any_markup_is_shown_somehow(phone: SimulatedPhone, markup: list[str]) -> None:
    app = phone.packages[ChromeApp.package]
    assert isinstance(app, ChromeApp)

    app.fields.clear()
    tree = PageView(app, parse("".join(markup))).build(lambda *content: column(*content))

    assert len(list(tree.walk())) >= 1


def test_markup_within_markup_ends_somewhere() -> None:
    deepest = parse("<div>" * 5000 + "<p>" * 5000)

    assert sum(1 for _ in deepest.walk()) <= 2001


def test_cleared_data_brings_the_welcome_back(phone: SimulatedPhone, hand: Hand) -> None:
    open_page(phone, hand, "<p>one</p>")
    phone.clear(ChromeApp.package)
    phone.launch(ChromeApp.package)

    assert hand.sees("Welcome to Chrome")

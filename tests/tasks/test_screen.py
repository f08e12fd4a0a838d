"""`handroid screen` shows what perception sees, of files and of a phone, and says what is wrong with bad input."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import pytest
from click.testing import CliRunner, Result

from agent.png import encode_png
from device.capture import decode_image
from device.simulator.server import SimulatedPhoneServer
from tasks.cli import handroid as program
from tests.perception.builder import hierarchy, node, settings_row, window
from tests.perception.pictures import Canvas
from tests.tasks.conftest import handroid


@dataclass
class ShownElement:
    text: str


@dataclass
class ShownScreen:
    app: str
    display: tuple[int, int]
    elements: list[ShownElement]


PASSWORD = node("EditText", (0, 600, 900, 700), text="hunter2", hint="Password", on="password clickable focused")
DOCUMENT = hierarchy(window(settings_row(300, "Dark theme", switch="off"), PASSWORD))


@pytest.fixture
def xml(tmp_path: Path) -> Path:
    path = tmp_path / "dump.xml"
    path.write_text(DOCUMENT, encoding="utf-8")
    return path


@pytest.fixture
def image(tmp_path: Path) -> Path:
    path = tmp_path / "screen.png"
    path.write_bytes(encode_png(np.full((2400, 1080, 3), 200, np.uint8)))
    return path


def show(*words: object) -> Result:
    return CliRunner().invoke(program, ["screen", *map(str, words)])


def test_json_is_what_the_design_says(xml: Path, image: Path) -> None:
    told = json.loads(show("--xml", xml, "--image", image, "--json").stdout)
    assert list(told) == ["app", "display", "elements", "secure", "keyboard", "fingerprint", "seconds"]
    assert (told["app"], told["display"]) == ("com.example.app", [1080, 2400])
    assert [list(element) for element in told["elements"]] == [
        ["id", "text", "role", "box", "clickable", "checked", "enabled", "focused", "password", "source"]
    ] * len(told["elements"])
    assert told["elements"][0] == {
        "id": 0,
        "text": "Dark theme",
        "role": "switch",
        "box": [0, 300, 1080, 450],
        "clickable": True,
        "checked": False,
        "enabled": True,
        "focused": False,
        "password": False,
        "source": "tree",
    }
    assert told["elements"][1]["password"]


def test_pixels_can_be_asked_for(xml: Path, tmp_path: Path) -> None:
    canvas = Canvas()
    canvas.switch(880, 330, on=True)
    path = tmp_path / "drawn.png"
    path.write_bytes(encode_png(canvas.pixels))
    files = ("--xml", xml, "--image", path, "--json")
    seen = {source: json.loads(show(*files, "--source", source).stdout)["elements"] for source in ("auto", "pixels")}
    assert next((each["text"], each["checked"], each["source"]) for each in seen["auto"]) == (
        "Dark theme",
        False,
        "tree",
    )
    assert [(each["role"], each["checked"], each["source"]) for each in seen["pixels"]] == [("switch", True, "pixels")]


def test_a_person_gets_a_table_and_no_password(xml: Path) -> None:
    shown = show("--xml", xml).stdout
    assert "Dark theme" in shown
    assert "clickable off" in shown
    assert "fingerprint" in shown
    assert "hunter2" not in shown


def test_marks_frame_every_element(xml: Path, image: Path, tmp_path: Path) -> None:
    assert show("--xml", xml, "--image", image, "--marks", tmp_path / "marks.png").exit_code == 0
    marked = decode_image((tmp_path / "marks.png").read_bytes())
    assert marked.shape == (2400, 1080, 3)
    assert (marked[300, 200:800] != 200).any(axis=1).all()
    assert (marked[1000:] == 200).all()


def test_marks_without_a_screenshot_are_drawn_on_paper(xml: Path, tmp_path: Path) -> None:
    assert show("--xml", xml, "--marks", tmp_path / "marks.png").exit_code == 0
    assert decode_image((tmp_path / "marks.png").read_bytes()).shape == (2400, 1080, 3)


def test_a_damaged_hierarchy_is_shown_and_told(tmp_path: Path) -> None:
    cut = tmp_path / "cut.xml"
    cut.write_text(DOCUMENT[: DOCUMENT.index("Password")], encoding="utf-8")
    ended = show("--xml", cut)
    assert ended.exit_code == 0
    assert "partial" in ended.stdout
    assert "elements may be missing" in ended.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--xml", "{folder}/missing.xml"), "missing.xml can't be read: No such file"),
        (("--xml", "{folder}"), "can't be read: Is a directory"),
        (("--xml", "{folder}/empty"), "empty is empty"),
        (("--xml", "{folder}/screen.png"), "not a UI hierarchy"),
        (("--image", "{folder}/dump.xml"), "not a PNG or JPEG"),
        (("--image", "{folder}/cut.png"), "cut off"),
        (("--xml", "{folder}/dump.xml", "--marks", "{folder}/no/where.png"), "can't be written"),
        (("--xml", "{folder}/dump.xml", "-d", "serial"), "not both"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(
    words: tuple[str, ...], said: str, xml: Path, image: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "cut.png").write_bytes(image.read_bytes()[:-40])
    ended = handroid("screen", *(word.format(folder=tmp_path) for word in words), "--json")
    assert ended.code == 2
    assert said in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert ended.json["exit_code"] == 2


def test_a_phone_is_looked_at_through_adb(served: SimulatedPhoneServer, tmp_path: Path) -> None:
    ended = handroid("screen", "-d", served.serial, "--json", "--marks", str(tmp_path / "marks.png"))
    assert ended.code == 0, ended.stderr
    told = msgspec.convert(ended.json, ShownScreen)
    assert told.app == "com.google.android.apps.nexuslauncher"
    assert "Settings" in {element.text for element in told.elements}
    assert decode_image((tmp_path / "marks.png").read_bytes()).shape == (told.display[1], told.display[0], 3)

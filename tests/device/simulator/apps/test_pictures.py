"""Simple Gallery Pro and Simple Draw Pro: what they show and what they write."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from device.media_file import picture, scene
from device.simulator.apps.draw import DrawApp
from device.simulator.apps.files import FilesApp
from device.simulator.apps.gallery import GalleryApp
from device.simulator.gestures import Path
from device.simulator.phone import SimulatedPhone
from tests.device.simulator.apps.hand import Hand

DCIM, DOWNLOAD, PICTURES = (f"/storage/emulated/0/{name}" for name in ("DCIM", "Download", "Pictures"))


@pytest.fixture
def _photos(phone: SimulatedPhone) -> None:
    for number in range(3):
        phone.files.write(f"{DCIM}/photo {number}.jpg", picture(f"photo {number}"))
    phone.launch(GalleryApp.package)


def names(phone: SimulatedPhone, folder: str) -> list[str]:
    return sorted(entry.name for entry in phone.files.path(folder).iterdir())


@pytest.mark.usefixtures("_photos")
def test_copying_to_any_folder(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("DCIM")
    hand.hold("photo 1.jpg")
    hand.tap("More options")
    hand.tap("Copy to")
    hand.tap("Other folder")
    hand.tap("Download")
    hand.tap("OK")

    assert names(phone, DOWNLOAD) == ["photo 1.jpg"]
    assert len(names(phone, DCIM)) == 3


@pytest.mark.usefixtures("_photos")
def test_the_viewer_shows_the_pictures_pixels_and_turns(phone: SimulatedPhone, hand: Hand) -> None:
    phone.files.write(f"{DCIM}/photo 1.jpg", scene(4))
    hand.tap("DCIM")
    first = next(word for word in hand.words() if word.startswith("photo"))
    hand.tap(first)
    before = phone.screenshot()
    phone.swipe(900, 1200, 100, 1200)

    assert not hand.sees(first)
    assert (phone.screenshot() != before).any()


@pytest.mark.usefixtures("_photos")
def test_two_fingers_and_two_taps_make_a_picture_bigger(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("DCIM")
    hand.tap("photo 0.jpg")
    before = phone.screenshot()
    apart = Path(x1=500, y1=1300, x2=300, y2=1300), Path(x1=580, y1=1300, x2=780, y2=1300)
    phone.move_two_fingers(*apart, seconds=0.3)
    assert (phone.screenshot() != before).any()
    phone.double_tap(540, 1300)
    assert (phone.screenshot() == before).all()
    phone.double_tap(540, 1300)
    assert (phone.screenshot() != before).any()


@pytest.mark.usefixtures("_photos")
def test_moving_renaming_and_deleting(phone: SimulatedPhone, hand: Hand) -> None:
    phone.files.write(f"{PICTURES}/x.jpg", scene(1))
    phone.changed()
    hand.tap("DCIM")
    hand.tap("photo 0.jpg")
    hand.tap("More options")
    hand.tap("Move to")
    hand.tap("Pictures")
    hand.hold("photo 1.jpg")
    hand.tap("More options")
    hand.tap("Rename")
    hand.type("cat.jpg", cls="EditText")
    hand.tap("OK")
    hand.hold("photo 2.jpg")
    hand.tap("Delete")
    hand.tap("Yes")

    assert names(phone, DCIM) == ["cat.jpg"]
    assert names(phone, PICTURES) == ["photo 0.jpg", "x.jpg"]


@pytest.mark.usefixtures("_photos")
def test_files_opens_pictures_here(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch(FilesApp.package)
    hand.tap("Show roots")
    hand.tap("sdk_gphone_x86_64")
    hand.tap("DCIM")
    hand.tap("photo 2.jpg")

    assert phone.foreground() == (GalleryApp.package, ".activities.ViewPagerActivity")


def pixels_of(phone: SimulatedPhone, path: str) -> np.ndarray:
    with Image.open(io.BytesIO(phone.files.read(path))) as image:
        return np.array(image.convert("RGB"))


def test_a_picture_is_turned_flipped_and_saved(phone: SimulatedPhone, hand: Hand) -> None:
    drawn = np.zeros((60, 40, 3), np.uint8)
    drawn[:30, :20], drawn[:30, 20:] = (255, 0, 0), (0, 255, 0)
    file = io.BytesIO()
    Image.fromarray(drawn).save(file, "PNG")
    phone.files.write(f"{DCIM}/a.png", file.getvalue())
    phone.launch(GalleryApp.package)
    hand.tap("DCIM")
    hand.tap("a.png")
    hand.tap("Edit")
    hand.tap("Rotate right")
    hand.tap("Flip horizontally")
    hand.tap("Save as")
    hand.type("b", cls="EditText")
    hand.tap("OK")

    assert (pixels_of(phone, f"{DCIM}/b.png") == np.fliplr(np.rot90(drawn, -1))).all()
    assert (pixels_of(phone, f"{DCIM}/a.png") == drawn).all()
    assert hand.sees("b.png")
    hand.tap("Edit")
    for _ in range(2):
        hand.tap("Rotate left")
    hand.tap("Flip vertically")
    hand.tap("Save as")
    hand.type("a.png", cls="EditText")
    hand.tap("OK")
    assert phone.last_toast == "The name is taken already"
    hand.tap("Save as")
    hand.tap("OK")
    turned = np.flipud(np.rot90(np.fliplr(np.rot90(drawn, -1)), 2))
    assert (pixels_of(phone, f"{DCIM}/b.png") == turned).all()


def draw_a_cross(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch(DrawApp.package)
    phone.swipe(200, 600, 800, 1500)
    hand.tap("Change color")
    hand.tap("Red")
    phone.swipe(800, 600, 200, 1500)


@pytest.mark.parametrize(("kind", "form"), [("PNG", "PNG"), ("JPG", "JPEG")])
def test_a_drawing_is_saved_as_it_looks(phone: SimulatedPhone, hand: Hand, kind: str, form: str) -> None:
    draw_a_cross(phone, hand)
    hand.tap("Save")
    hand.type("cross", cls="EditText")
    hand.tap(kind)
    hand.tap("OK")

    with Image.open(io.BytesIO(phone.files.read(f"{PICTURES}/cross.{kind.lower()}"))) as drawing:
        assert drawing.format == form
        pixels = np.array(drawing.convert("RGB")).reshape(-1, 3).astype(int)
    assert (pixels.max(axis=1) < 60).any()
    assert ((pixels[:, 0] > 180) & (pixels[:, 1] < 120)).any()


def test_svg_undo_and_another_folder(phone: SimulatedPhone, hand: Hand) -> None:
    draw_a_cross(phone, hand)
    hand.tap("Undo")
    hand.tap("Save")
    hand.type("line", cls="EditText")
    hand.tap("SVG")
    hand.tap("sdk_gphone_x86_64/Pictures")
    hand.tap("..")
    hand.tap("Download")
    hand.tap("OK")
    hand.tap("OK")

    assert phone.files.read(f"{DOWNLOAD}/line.svg").count(b"<path") == 1


def test_a_finger_that_moves_draws_one_line(phone: SimulatedPhone) -> None:
    phone.launch(DrawApp.package)
    phone.touch_down(200, 600)
    for step in range(5):
        phone.touch_move(300 + step * 50, 700 + step * 40)
    phone.touch_up(500, 860)
    app = phone.app
    assert isinstance(app, DrawApp)

    assert [len(points) for _, _, points in app.lines] == [7]

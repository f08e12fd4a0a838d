"""Templates of Simple Gallery Pro and Simple Draw Pro: a picture copied, a drawing saved."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from random import Random

from device.media_file import picture
from device.phone import Phone
from tasks.pools import word, words
from tasks.template import Draft, Split, Template
from tasks.templates.androidworld.phone_kit import begin
from tasks.templates.androidworld.script import hold, open_app, script, tap, write
from tasks.templates.androidworld.storage_kit import STORAGE, Files, file_name, holds, look_alikes, one_new, put_files

GALLERY, DRAW = "Simple Gallery Pro", "Simple Draw Pro"
CAMERA_FOLDER, DOWNLOADS, DRAWINGS = (f"{STORAGE}/{name}" for name in ("DCIM", "Download", "Pictures"))
BEGINNINGS = {"png": b"\x89PNG", "jpg": b"\xff\xd8\xff", "svg": b"<svg"}
"""The formats of Simple Draw Pro by extension, each with how its files begin."""


def receipt(rng: Random, split: Split) -> str:
    """Draw a receipt's text: a shop, lines of item and price, a total."""
    prices = {each.capitalize(): rng.randint(100, 2000) for each in words(rng, split, 4)}
    lines = [f"{item:<12} {price / 100:8.2f}" for item, price in prices.items()]
    return "\n".join([f"{word(rng, split).capitalize()} shop", "", *lines, f"Total {sum(prices.values()) / 100:.2f}"])


def _prepare(app: str, files: Files, folders: Sequence[str], phone: Phone) -> None:
    begin(phone, app)
    put_files(phone, files, *folders)


def _draw_copy(rng: Random, split: Split) -> Draft:
    name = file_name(rng, split, ".jpg")
    names = [name, *look_alikes(rng, name)]
    files = {f"{CAMERA_FOLDER}/{each}": picture(receipt(rng, split), size=(240, 320)) for each in names}
    wanted = {**files, f"{DOWNLOADS}/{name}": files[f"{CAMERA_FOLDER}/{name}"]}
    copy = [tap("More options"), tap("Copy to"), tap("Other folder"), tap("Download"), tap("OK")]
    return Draft(
        parameters={"file": name},
        setup=partial(_prepare, GALLERY, files, (CAMERA_FOLDER, DOWNLOADS)),
        check=holds(wanted, CAMERA_FOLDER, DOWNLOADS),
        solve=script(open_app(GALLERY), tap("DCIM"), hold(name), *copy, done=f"{name} is in Download too."),
        may_change=(f"{DOWNLOADS}/*", f"{CAMERA_FOLDER}/*"),
    )


def _is_drawn(name: str, before: Files, phone: Phone) -> bool:
    if not one_new(phone, before, DRAWINGS, begins=BEGINNINGS[name.rpartition(".")[2]]):
        return False
    return f"{DRAWINGS}/{name}" in phone.shell(f"find {DRAWINGS} -type f").splitlines()


def _draw_drawing(rng: Random, split: Split) -> Draft:
    extension = rng.choice(sorted(BEGINNINGS))
    name = file_name(rng, split, f".{extension}")
    files = {f"{DRAWINGS}/{each}": picture(each, size=(120, 160)) for each in look_alikes(rng, name)}
    save = [tap("Save"), write(name.rpartition(".")[0]), tap(extension.upper()), tap("OK")]
    return Draft(
        parameters={"file": name},
        setup=partial(_prepare, DRAW, files, (DRAWINGS,)),
        check=partial(_is_drawn, name, files),
        solve=script(open_app(DRAW), tap("Canvas"), *save, done=f"The drawing is saved as {name}."),
        may_change=(f"{DRAWINGS}/*",),
    )


TEMPLATES: tuple[Template, ...] = (
    Template(
        name="save_copy_of_receipt",
        app=GALLERY,
        phrasings=(
            "In Simple Gallery Pro, copy the picture {file} from DCIM to Download, under the same name",
            "Save a copy of {file}, which is in DCIM, in Download; use Simple Gallery Pro and keep the name",
        ),
        held_out=("The receipt {file} in DCIM should be in Download as well: copy it with Simple Gallery Pro",),
        draw=_draw_copy,
        steps=16,
    ),
    Template(
        name="simple_draw_pro_create_drawing",
        app=DRAW,
        phrasings=(
            "Draw something in Simple Draw Pro and save it as {file} in the folder Pictures of sdk_gphone_x86_64",
            "Make a drawing with Simple Draw Pro; its file should be {file}, in Pictures on this phone",
        ),
        held_out=("I need a new drawing called {file} in Pictures, made with Simple Draw Pro",),
        draw=_draw_drawing,
        steps=18,
    ),
)

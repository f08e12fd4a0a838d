"""The gallery's editor: a picture turned and flipped, and saved under a name."""

from __future__ import annotations

import io
import os
from functools import partial
from typing import TYPE_CHECKING

from PIL import Image, UnidentifiedImageError

from device.simulator.app import Page
from device.simulator.apps.shared.questions import ask_for_name, name_dialog
from device.simulator.apps.shared.storage import write_dated
from device.simulator.view import Insets, View
from device.simulator.widgets import column, icon_button, row, toolbar

if TYPE_CHECKING:
    from device.simulator.apps.gallery.gallery_app import GalleryApp

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}
"""What can be edited, and what Pillow calls it."""
_TURNS = (None, Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)
"""Quarter turns with the clock."""
_FLIPS = {"h": Image.Transpose.FLIP_LEFT_RIGHT, "v": Image.Transpose.FLIP_TOP_BOTTOM}
_FORBIDDEN = frozenset('/\\:*?"<>|\0\n')


def view(app: GalleryApp) -> View:
    """Return the picture as it would be saved, over what can be done to it."""
    data = app.page.data

    def turn(by: int) -> None:
        data["turns"] = (data["turns"] + by) % 4

    def flip(way: str) -> None:
        """Flip what is seen: below a quarter turn the other axis is flipped."""
        own = way if data["turns"] % 2 == 0 else {"h": "v", "v": "h"}[way]
        data["flip"] = "".join(sorted(set(data["flip"]) ^ {own}))

    save = icon_button("save", "Save as", partial(_ask, app), resource_id="save_as")
    picture = View(
        kind="leaf",
        cls="android.widget.ImageView",
        picture=_edited(app),
        background="black",
        height=0,
        weight=1,
        resource_id="default_image_view",
    )
    tools = row(
        icon_button("replay", "Rotate left", partial(turn, -1), resource_id="bottom_rotate_left"),
        icon_button("rotate", "Rotate right", partial(turn, 1), resource_id="bottom_rotate"),
        icon_button("flip", "Flip horizontally", partial(flip, "h"), resource_id="bottom_flip_horizontally"),
        icon_button("flip_vertical", "Flip vertically", partial(flip, "v"), resource_id="bottom_flip_vertically"),
        justify="center",
        gap=24,
        padding=Insets(0, 8, 0, 8),
        background="surface_container",
    )
    return column(toolbar("Edit", on_up=app.pop, actions=[save]), picture, tools, height="fill", background="surface")


def name(app: GalleryApp, page: Page) -> View:
    """Return the question for the name under which the picture is saved."""
    return name_dialog(app, page, "Save as", partial(_save, app), hint="File name", resource_id="save_as_name")


def _ask(app: GalleryApp) -> None:
    ask_for_name(app, "save", name=str(app.page.args[0]).rpartition("/")[2])


def _save(app: GalleryApp, wanted: str) -> None:
    """Write the picture; its own name stands for the file itself, any other one that is taken is refused."""
    path = str(app.page.args[0])
    target = f"{path.rpartition('/')[0]}/{wanted}"
    if os.path.splitext(wanted)[1].lower() != os.path.splitext(path)[1].lower():
        target += os.path.splitext(path)[1]
    if _FORBIDDEN & set(wanted) or (target != path and app.phone.files.path(target).exists()):
        app.phone.show_toast("The name is taken already")
        return
    write_dated(app.phone, target, _edited(app))
    app.pop()
    app.page.args = (target,)
    app.phone.show_toast("File saved successfully")


def _edited(app: GalleryApp) -> bytes:
    """Return the file's picture, flipped, then turned; as it is where nothing was done or it is no picture."""
    data = app.phone.files.read(str(app.page.args[0])) if app.phone.files.path(str(app.page.args[0])).is_file() else b""
    steps = [*(_FLIPS[way] for way in app.page.data["flip"]), _TURNS[app.page.data["turns"]]]
    if not any(step is not None for step in steps):
        return data
    try:
        with Image.open(io.BytesIO(data)) as image:
            edited: Image.Image = image
            for step in steps:
                edited = edited.transpose(step) if step is not None else edited
            out = io.BytesIO()
            edited.save(out, image.format or "PNG")
    except (UnidentifiedImageError, OSError):
        return data
    return out.getvalue()

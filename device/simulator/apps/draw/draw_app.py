"""`DrawApp`: the canvas, colours and brush, and saving the drawing as a file."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from device.simulator.app import App, AppIcon, Page
from device.simulator.apps.draw.drawing import FORMATS, SIZE, Line, encode
from device.simulator.apps.shared.questions import answers, folder_dialog, question
from device.simulator.apps.shared.storage import DEVICE_NAME, write_dated
from device.simulator.files import PRIMARY
from device.simulator.texts import Own
from device.simulator.view import Insets, Stroke, View
from device.simulator.widgets import (
    button,
    column,
    dialog,
    edit_text,
    icon_button,
    menu,
    radio_row,
    row,
    scaffold,
    slider,
    spacer,
    text,
    toolbar,
)

COLORS = {
    "Black": (0, 0, 0),
    "Red": (229, 57, 53),
    "Orange": (251, 140, 0),
    "Green": (67, 160, 71),
    "Blue": (30, 136, 229),
    "Purple": (142, 36, 170),
}
_NARROWEST, _WIDEST = 1.0, 40.0
_FORBIDDEN = frozenset('/\\:*?"<>|\0\n')


class DrawApp(App):
    """Simple Draw Pro.

    Attributes:
        lines: What has been drawn, as plain values: colour, width in dp, points as shares of the canvas.
        undone: Lines that Redo would draw again, the last one undone last.
        color: Name of the colour in use.
        width: The brush's width in dp.
        erases: Whether the brush takes away.
    """

    package = "com.simplemobiletools.draw.pro"
    activity = ".activities.MainActivity"
    label = "Simple Draw Pro"
    icon: ClassVar[AppIcon | None] = AppIcon(glyph="brush", background=(251, 140, 0))
    on_home_screen: ClassVar[bool] = False
    version = "6.9.6"
    is_system = False

    lines: list[Line]
    undone: list[Line]
    color: str
    width: float
    erases: bool

    def reset(self) -> None:
        """Show an empty canvas."""
        super().reset()
        self.lines, self.undone = [], []
        self.color, self.width, self.erases = "Black", 5.0, False

    def view(self) -> View:
        """Build the canvas with its bars."""
        canvas = View(
            kind="leaf",
            cls="android.view.View",
            desc="Canvas",
            resource_id="my_canvas",
            height=0,
            weight=1,
            background="white",
            strokes=tuple(Stroke(color, width, points) for color, width, points in self.lines),
            on_stroke=self._stroke,
            clickable=True,
        )
        actions = [
            icon_button("replay", "Undo", self._undo, resource_id="undo", enabled=bool(self.lines)),
            icon_button("save", "Save", self._ask_how, resource_id="menu_save"),
            icon_button("more", "More options", partial(self.open_dialog, "more")),
        ]
        swatch = icon_button(
            "palette",
            "Change color",
            partial(self.open_dialog, "colors"),
            color=COLORS[self.color],
            resource_id="color_picker",
        )
        rubber = icon_button("backspace", "Eraser", self._toggle_eraser, resource_id="eraser", selected=self.erases)
        width = slider(
            self.width, _NARROWEST, _WIDEST, self._set_width, desc="Brush size", resource_id="stroke_width_bar"
        )
        tools = row(rubber, column(width, width="fill", weight=1, in_tree=False), swatch, padding=Insets(8, 8, 8, 8))
        return scaffold(bar=toolbar("Simple Draw", actions=actions), body=column(canvas, height="fill"), bottom=tools)

    def dialog_view(self, dialog: Page) -> View:
        """Build the dialog that saves, the colours, a menu or a question."""
        match dialog.name:
            case "save":
                return self._save_dialog(dialog)
            case "folder":
                return folder_dialog(self, dialog, "Select folder", self._take_folder)
            case "colors":
                return self._colors()
            case "overwrite":
                message = f'"{dialog.args[0].rpartition("/")[2]}" exists already. Overwrite it?'
                return question(self, "", message, "Yes", partial(self._write, *dialog.args), cancel="No")
        return menu([("Clear", self._clear), ("Redo", self._redo)])

    def _stroke(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        color = (255, 255, 255) if self.erases else COLORS[self.color]
        last = self.lines[-1] if self.lines else None
        if last and last[:2] == (color, self.width) and last[2][-1] == start and start != end:
            self.lines[-1] = (color, self.width, (*last[2], end))
        else:
            self.lines.append((color, self.width, (start, end)))
        self.undone = []

    def _undo(self) -> None:
        if self.lines:
            self.undone.append(self.lines.pop())

    def _redo(self) -> None:
        self.close_dialog()
        if self.undone:
            self.lines.append(self.undone.pop())

    def _clear(self) -> None:
        self.close_dialog()
        self.lines, self.undone = [], []

    def _toggle_eraser(self) -> None:
        self.erases = not self.erases

    def _set_width(self, width: float) -> None:
        self.width = round(width, 1)

    def _colors(self) -> View:
        def choose(name: str) -> None:
            self.close_dialog()
            self.color, self.erases = name, False

        return dialog("Color", *(radio_row(name, name == self.color, partial(choose, name)) for name in COLORS))

    def _ask_how(self) -> None:
        name = f"{self.phone.clock.local():%Y-%m-%d_%H-%M-%S}"
        self.open_dialog("save", text=name, folder=f"{PRIMARY}/Pictures", extension="png")

    def _save_dialog(self, page: Page) -> View:
        data = page.data

        def choose(extension: str) -> None:
            data["extension"] = extension

        def save() -> None:
            name = data["text"].strip()
            if not name or _FORBIDDEN & set(name):
                self.phone.show_toast("Please enter a valid filename")
                return
            path = f"{data['folder']}/{name}.{data['extension']}"
            self.close_dialog()
            if self.phone.files.path(path).exists():
                self.open_dialog("overwrite", path)
            else:
                self._write(path)

        trail = DEVICE_NAME + data["folder"].removeprefix(PRIMARY)
        folder = button(
            Own(trail), partial(self._ask_where, data["folder"]), resource_id="save_image_path", style="outlined"
        )
        name = edit_text(
            "filename",
            data["text"],
            lambda content: data.update(text=content),
            hint="Filename (without extension)",
            resource_id="save_image_filename",
        )
        kinds = [radio_row(each.upper(), each == data["extension"], partial(choose, each)) for each in FORMATS]
        fields = column(text("Folder", 14), folder, spacer(8), name, padding=Insets(24, 0, 24, 0), in_tree=False)
        return dialog("Save as", fields, *kinds, buttons=answers(self, "OK", save))

    def _ask_where(self, folder: str) -> None:
        self.open_dialog("folder", folder=folder)

    def _take_folder(self, folder: str) -> None:
        self.dialogs[-1].data["folder"] = folder

    def _write(self, path: str) -> None:
        write_dated(self.phone, path, encode(self.lines, path.rpartition(".")[2], SIZE))
        self.phone.show_toast("File saved successfully")

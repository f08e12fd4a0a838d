"""The Camera app: AOSP's Camera2, which takes photos into Pictures and videos into Movies."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import ClassVar, Literal

from device.media_file import scene, video
from device.simulator.app import App, AppIcon
from device.simulator.apps.shared.storage import duration_text, files_below, free_path, write_dated
from device.simulator.files import PRIMARY
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import column, icon_button, list_row, row, spacer, stack, text

PHOTOS, VIDEOS = f"{PRIMARY}/Pictures", f"{PRIMARY}/Movies"
"""Where MediaStore puts what Camera2 inserts, and where AndroidWorld looks."""

_SHORTEST_SECONDS = 1.0
_MOST_FRAMES = 30
_MODES = (("Camera", "photo", "camera"), ("Video", "video", "video"))


class CameraApp(App):
    """A viewfinder with a shutter, and the list of modes that a swipe to the right brings in.

    Attributes:
        mode: What the shutter takes.
        since: Clock second at which a recording began; None while nothing is recorded.
    """

    package = "com.android.camera2"
    activity = "com.android.camera.CameraLauncher"
    label = "Camera"
    icon: ClassVar[AppIcon | None] = AppIcon(glyph="camera", background=(96, 125, 139))
    on_home_screen: ClassVar[bool] = False
    version = "2.0.002"
    permissions: ClassVar[Mapping[str, str]] = {
        "CAMERA": "take pictures and record video",
        "RECORD_AUDIO": "record audio",
    }

    mode: Literal["photo", "video"]
    since: float | None

    def reset(self) -> None:
        """Show the viewfinder for photos."""
        super().reset()
        self.mode, self.since = "photo", None

    def view(self) -> View:
        """Build the viewfinder or the list of modes."""
        return self._modes() if self.page.name == "modes" else self._viewfinder()

    def back(self) -> bool:
        """End a recording; leave the list of modes."""
        if self.since is not None:
            self._end_recording()
            return True
        return super().back()

    def left(self) -> None:
        """End a recording."""
        if self.since is not None:
            self._end_recording()

    def time_key(self, now: float) -> object:
        """Return the second while a recording shows its length."""
        return int(now) if self.since is not None else super().time_key(now)

    def _viewfinder(self) -> View:
        recording = self.since is not None
        preview = View(
            kind="leaf",
            cls="android.view.TextureView",
            picture=scene(self._seed()),
            background="black",
            height="fill",
            resource_id="preview_content",
            on_swipe=self._swiped,
        )
        shutter = icon_button(
            "stop" if recording else "video" if self.mode == "video" else "camera",
            "Shutter",
            self._press_shutter,
            resource_id="shutter_button",
            width=72,
            height=72,
            radius=36,
            background="white" if self.mode == "photo" else "error",
            color="black" if self.mode == "photo" else "white",
        )
        modes = icon_button("menu", "Mode list", partial(self.push, "modes"), color="white", enabled=not recording)
        last = icon_button("image", "Most recent photo", self._show_last, color="white", resource_id="thumbnail")
        bar = row(modes, spacer(weight=1), shutter, spacer(weight=1), last, padding=Insets(32, 24, 32, 32))
        parts = [spacer(weight=1), bar]
        if self.since is not None:
            length = duration_text(self.phone.clock.now() - self.since)
            words = text(
                length, 18, color="white", background="error", resource_id="recording_time", margin=Insets(24, 24)
            )
            parts.insert(0, words)
        return stack(preview, column(*parts, height="fill", in_tree=False), height="fill", background="black")

    def _modes(self) -> View:
        rows = [list_row(name, icon=icon, on_click=partial(self._choose, mode)) for name, mode, icon in _MODES]
        return column(
            *rows,
            height="fill",
            background="surface",
            padding=Insets(0, 48, 0, 0),
            resource_id="mode_list_layout",
            on_swipe=lambda direction: self.pop() if direction == "left" else None,
        )

    def _choose(self, mode: str) -> None:
        self.mode = "video" if mode == "video" else "photo"
        self.pop()

    def _swiped(self, direction: str) -> None:
        if direction == "right" and self.since is None:
            self.push("modes")

    def _press_shutter(self) -> None:
        if self.mode == "photo":
            self._write(PHOTOS, "IMG", ".jpg", scene(self._seed(), size=(960, 1280)))
        elif self.since is None:
            self.since = self.phone.clock.now()
        else:
            self._end_recording()

    def _end_recording(self) -> None:
        assert self.since is not None
        seconds = max(_SHORTEST_SECONDS, self.phone.clock.now() - self.since)
        self.since = None
        frames = [scene(self._seed() + number) for number in range(min(_MOST_FRAMES, int(seconds)))]
        self._write(VIDEOS, "VID", ".mp4", video(frames, seconds))

    def _write(self, folder: str, prefix: str, extension: str, data: bytes) -> None:
        name = f"{prefix}_{self.phone.clock.local():%Y%m%d_%H%M%S}{extension}"
        path = free_path(self.phone, f"{folder}/{name}", form="{stem}_{number}{extension}")
        write_dated(self.phone, path, data)

    def _show_last(self) -> None:
        taken = [entry for entry in files_below(self.phone, "image", "video") if entry.name.startswith(("IMG", "VID"))]
        if taken:
            latest = max(taken, key=lambda entry: (entry.changed_at, entry.name))
            self.phone.show_toast(Own(latest.name))

    def _seed(self) -> int:
        """What the camera sees changes from minute to minute, and from phone to phone."""
        return self.phone.seed + int(self.phone.clock.now() // 60) % 1000

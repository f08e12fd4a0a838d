"""VLC's player: a video's picture at the present position, and the controls that move it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from device.media_file import media_seconds, video_frames
from device.simulator.apps.shared.storage import duration_text
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import column, icon_button, row, slider, text, toolbar

if TYPE_CHECKING:
    from device.simulator.apps.vlc.vlc_app import VlcApp

_JUMP_SECONDS = 10.0


def view(app: VlcApp) -> View:
    """Return the player of the file that the page was opened with; it plays by the phone's clock."""
    path = str(app.page.args[0])
    target = app.phone.files.path(path)
    data = target.read_bytes() if target.is_file() else b""
    length, frames = media_seconds(data), video_frames(data)
    state, now = app.page.data, app.phone.clock.now()
    position = _position(state, now, length)
    playing = state["since"] is not None and position < length

    def seek(seconds: float) -> None:
        state["position"] = min(length, max(0.0, seconds))
        state["since"] = now if playing else None

    def toggle() -> None:
        state["position"] = 0.0 if position >= length else position
        state["since"] = None if playing else now

    shown = frames[min(len(frames) - 1, int(position / length * len(frames)))] if frames and length else b""
    picture = View(
        kind="leaf",
        cls="android.view.SurfaceView",
        resource_id="surface_video",
        picture=shown,
        background="black",
        height=0,
        weight=1,
    )
    controls = row(
        icon_button("replay", "Rewind 10 seconds", lambda: seek(position - _JUMP_SECONDS)),
        icon_button(
            "pause" if playing else "play", "Pause" if playing else "Play", toggle, resource_id="player_overlay_play"
        ),
        icon_button("forward", "Forward 10 seconds", lambda: seek(position + _JUMP_SECONDS)),
        justify="center",
        gap=24,
    )
    times = row(
        text(duration_text(position), 14, resource_id="player_overlay_time"),
        text(duration_text(length), 14, resource_id="player_overlay_length", width="fill", weight=1, text_align="end"),
        padding=Insets(24, 0, 24, 0),
    )
    bar = slider(position, 0.0, max(length, 1.0), seek, desc="Seek", resource_id="player_overlay_seekbar")
    return column(
        toolbar(Own(path.rpartition("/")[2]), on_up=app.pop),
        picture,
        times,
        column(bar, padding=Insets(12, 0, 12, 0), in_tree=False),
        controls,
        height="fill",
        background="surface",
        padding=Insets(0, 0, 0, 16),
    )


def _position(state: dict[str, Any], now: float, length: float) -> float:
    """Return how many seconds of the file are over."""
    running = now - state["since"] if state["since"] is not None else 0.0
    return float(min(length, state["position"] + running))

"""`Motion`: what on the display moves by itself and for how long: transitions, flings and overscroll.

Durations are AOSP's (config_shortAnimTime and config_mediumAnimTime of frameworks/base, core/res/res/values/config.xml)
times the scale that a user chose in the developer options. A scroll that was flung is no animation, and has no scale.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from device.simulator.layout import Metrics
from device.simulator.view import Rect, View

if TYPE_CHECKING:
    from device.simulator.blending import Pixels
    from device.simulator.phone import SimulatedPhone
    from device.simulator.windows import Window

MotionMode = Literal["none", "real"]
"""``"none"``: what is shown is complete at once. ``"real"``: it takes time while the phone's clock runs."""

ACTIVITY_SECONDS, WINDOW_SECONDS, CONTROL_SECONDS = 0.4, 0.2, 0.2
FLING_SECONDS = 0.6
SPRING_SECONDS = 0.3
"""How long stretched content takes to spring back."""
MOST_SCALE = 10.0
MOST_GESTURE_SECONDS = 60.0
"""No client waits longer for a finger."""
_STRETCH = 0.08
"""Most that content is stretched when it is pulled beyond its end."""
_FRAME_SECONDS = 1 / 60
_SCALES = {"activity": "transition_animation_scale", "window": "window_animation_scale"}
_SECONDS = {"activity": ACTIVITY_SECONDS, "window": WINDOW_SECONDS, "control": CONTROL_SECONDS}


@dataclass(frozen=True, kw_only=True, eq=False)
class Scene:
    """What is on the display before somebody acts: what tells places apart, and what to fade from."""

    place: tuple[object, ...]
    layers: tuple[object, ...]
    depth: int
    revision: int
    windows: list[Window]
    inverted: bool
    size: tuple[int, int]
    metrics: Metrics
    theme: Literal["light", "dark"]


@dataclass(frozen=True, kw_only=True, eq=False)
class _Transition:
    """The way from one scene to another; `way` is -1 where it leads back."""

    kind: Literal["activity", "window", "control"]
    way: Literal[1, -1]
    scene: Scene
    began: float
    seconds: float


@dataclass(frozen=True, kw_only=True, eq=False)
class _Scroll:
    """Content that follows a finger and then slows down; `held` seconds of a finger's way come first."""

    offsets: dict[str, int]
    key: str
    start: int
    let_go: int
    end: int
    began: float
    held: float

    def at(self, now: float) -> int:
        """Return the offset at a second of the phone's clock."""
        passed = now - self.began
        if passed < self.held:
            return round(self.start + (self.let_go - self.start) * passed / self.held)
        share = min(1.0, (passed - self.held) / FLING_SECONDS) if self.end != self.let_go else 1.0
        return round(self.let_go + (self.end - self.let_go) * (1 - (1 - share) ** 3))

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return self.held + (FLING_SECONDS if self.end != self.let_go else 0.0)


@dataclass(frozen=True, kw_only=True)
class _Pull:
    """Content that was pulled beyond its end, by a share of its length; it springs back when the finger has left."""

    box: Rect
    axis: Literal["vertical", "horizontal"]
    beyond: float
    began: float
    held: float


class Motion:
    """The motion on one phone's display."""

    def __init__(self, phone: SimulatedPhone, mode: MotionMode) -> None:
        """Begin with a display at rest."""
        self._phone, self.mode = phone, mode
        self._transition: _Transition | None = None
        self._scroll: _Scroll | None = None
        self._pull: _Pull | None = None
        self._before: tuple[Scene, Pixels] | None = None
        self._within = 0

    @property
    def is_on(self) -> bool:
        """Whether anything takes time: a clock that stands still would never bring a screen to rest."""
        return self.mode == "real" and self._phone.clock.pace == "running"

    def remaining(self) -> float:
        """Return the seconds until the display rests."""
        now = self._phone.clock.now()
        ends = [0.0]
        if self._transition is not None:
            ends.append(self._transition.began + self._transition.seconds - now)
        if self._scroll is not None:
            ends.append(self._scroll.began + self._scroll.seconds - now)
        if self._pull is not None:
            ends.append(self._pull.began + self._pull.held + SPRING_SECONDS - now)
        return max(ends)

    def rest(self, limit: float) -> bool:
        """Wait until the display rests, at most `limit` seconds; the phone's lock must not be held."""
        end = time.monotonic() + limit
        while (left := self.remaining()) > 0:
            now = time.monotonic()
            if now >= end:
                return False
            time.sleep(min(left, end - now, 0.05))
        return True

    def hold(self, seconds: float) -> None:
        """Wait as long as a finger is on the display; the phone's lock must not be held."""
        if self.is_on:
            time.sleep(min(max(0.0, seconds), MOST_GESTURE_SECONDS))

    def key(self) -> object:
        """Return a value that differs whenever content that scrolls by itself is elsewhere."""
        if self._scroll is None:
            return None
        self.update()
        return None if self._scroll is None else self._scroll.offsets[self._scroll.key]

    def update(self) -> None:
        """Put content that scrolls by itself where it is now, and forget what has come to rest."""
        now = self._phone.clock.now()
        scroll = self._scroll
        if scroll is not None:
            scroll.offsets[scroll.key] = scroll.at(now)
            if not 0 <= now - scroll.began < scroll.seconds:
                self._scroll = None
        if self._transition is not None and not 0 <= now - self._transition.began < self._transition.seconds:
            self._transition = self._before = None
        if self._pull is not None and not 0 <= now - self._pull.began < self._pull.held + SPRING_SECONDS:
            self._pull = None

    def finish(self) -> None:
        """Bring the display to rest now."""
        if self._scroll is not None:
            self._scroll.offsets[self._scroll.key] = self._scroll.end
            self._phone.changed()
        self._scroll = self._transition = self._pull = self._before = None

    def catch(self) -> bool:
        """Stop content that goes on by itself, as a finger does that touches it; say whether there was any."""
        self.update()
        caught = self._scroll is not None and self._phone.clock.now() - self._scroll.began >= self._scroll.held
        if caught:
            self._scroll = None
            self._phone.changed()
        return caught

    # What begins

    def enter(self) -> Scene | None:
        """Remember what is on the display before somebody acts; None within what somebody does already."""
        self._within += 1
        return self._scene() if self._within == 1 else None

    def leave(self, before: Scene | None) -> None:
        """Begin the transition from what `enter` returned to what is there now."""
        self._within -= 1
        if before is not None:
            self._begin(before)

    def _scene(self) -> Scene | None:
        """Return what is on the display now, to begin a transition from; None where nothing takes time."""
        phone = self._phone
        if not self.is_on or not phone.state.tasks:
            return None
        app, state = phone.app, phone.state
        shown = [page.name for page in app.stack]
        layers = (len(app.dialogs), state.shade, state.keyboard_shown and state.focus is not None)
        return Scene(
            place=(app.package, shown, app.page.args, phone.locked),
            layers=(*layers, len(state.overlays), state.keyguard.asks),
            depth=len(shown) + (0 if app.package.endswith("launcher") else 1),
            revision=phone.revision,
            windows=phone.windows(),
            inverted=phone.is_inverted(),
            size=phone.display_size,
            metrics=phone.metrics(),
            theme=phone.theme(),
        )

    def _begin(self, before: Scene) -> None:
        phone = self._phone
        now = self._scene()
        if now is None or now.size != before.size or not phone.screen_on or now.revision == before.revision:
            return
        kind: Literal["activity", "window", "control"] = "control"
        if now.place != before.place:
            kind = "activity"
            self.finish()
        elif now.layers != before.layers:
            kind = "window"
        elif self._scroll is not None:
            return
        seconds = _SECONDS[kind] * self._scale(_SCALES.get(kind, "animator_duration_scale"))
        if seconds > 0:
            way: Literal[1, -1] = -1 if now.depth < before.depth else 1
            began = phone.clock.now()
            self._transition = _Transition(kind=kind, way=way, scene=before, began=began, seconds=seconds)
            self._before = None

    def scroll(self, offsets: dict[str, int], view: View, *, by: int, held: float, reach: int, most: int) -> None:
        """Scroll content: it follows a finger for `held` seconds, and goes on to `reach` times the finger's way.

        Args:
            offsets: Where the view's offset is kept.
            view: What scrolls.
            by: Pixels that the finger moves it.
            held: Seconds.
            reach: 1, or more for a fling.
            most: The view's largest offset.
        """
        start = offsets.get(view.key, 0)
        let_go, end = (max(0, min(start + way, most)) for way in (by, by * reach))
        beyond = start + by * reach - end
        now = self._phone.clock.now()
        self._scroll = _Scroll(
            offsets=offsets,
            key=view.key,
            start=start,
            let_go=let_go,
            end=end,
            began=now,
            held=max(held, _FRAME_SECONDS),
        )
        length = view.frame.height if view.scroll == "vertical" else view.frame.width
        if beyond and length:
            axis: Literal["vertical", "horizontal"] = "vertical" if view.scroll == "vertical" else "horizontal"
            share = max(-1.0, min(1.0, beyond / length))
            self._pull = _Pull(box=view.visible, axis=axis, beyond=share, began=now, held=held)

    def _scale(self, name: str) -> float:
        return min(MOST_SCALE, max(0.0, self._phone.settings.number("global", name, 1.0)))

    # What is seen

    def frame(self, pixels: Pixels) -> Pixels:
        """Return the display's pixels as they are while something moves, of `pixels` at rest."""
        self.update()
        now = self._phone.clock.now()
        if self._pull is not None:
            pixels = _pulled(pixels, self._pull, now)
        transition = self._transition
        if transition is not None:
            from device.simulator.blending import faded

            share = min(1.0, max(0.0, (now - transition.began) / transition.seconds))
            before = self._pixels_before(transition.scene)
            if before.shape == pixels.shape:
                way = transition.way if transition.kind == "activity" else None
                pixels = faded(before, pixels, 1 - (1 - share) ** 2, way=way)
        return pixels

    def _pixels_before(self, scene: Scene) -> Pixels:
        if self._before is None or self._before[0] is not scene:
            drawn = self._phone.renderer.render(scene.windows, scene.size, scene.metrics, scene.theme, scene.inverted)
            self._before = (scene, drawn)
        return self._before[1]


def _pulled(pixels: Pixels, pull: _Pull, now: float) -> Pixels:
    """Stretch the content of a box from the end that it was pulled beyond."""
    from device.simulator.blending import stretched

    passed = now - pull.began
    share = min(1.0, passed / pull.held) if pull.held else 1.0
    if passed > pull.held:
        share = max(0.0, 1 - (passed - pull.held) / SPRING_SECONDS)
    by = 1 + _STRETCH * abs(pull.beyond) ** 0.5 * share
    return stretched(pixels, pull.box, vertical=pull.axis == "vertical", by=by, from_end=pull.beyond >= 0)

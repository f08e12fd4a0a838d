"""The answers of the elements layout, written out: what the embedded model is trained to say."""

from __future__ import annotations

END = "<|user|>"
SCROLL_DOWN = ((500, 700), (500, 300))
SCROLL_UP = ((500, 300), (500, 700))


def tap_answer(mention: str, point: tuple[int, int] | None = None) -> str:
    """Return the answer that taps the element that `mention` names, at `point` (0..999) where it isn't its middle."""
    where = f"{point[0]},{point[1]}" if point else _point(mention)
    return _answer(mention, f'do(action="Tap", element=[{where}])')


def hold_answer(mention: str) -> str:
    """Return the answer that presses long on the element that `mention` names."""
    return _answer(mention, f'do(action="Long Press", element=[{_point(mention)}])')


def type_answer(mention: str, text: str) -> str:
    """Return the answer that fills the focused field that `mention` names."""
    return _answer(mention, f'do(action="Type", text="{escape(text)}")')


def scroll_answer(direction: str) -> str:
    """Return the answer that scrolls ``"down"`` or ``"up"``."""
    start, end = SCROLL_DOWN if direction == "down" else SCROLL_UP
    return _answer(
        f" Scroll {direction}",
        f'do(action="Swipe", start=[{start[0]},{start[1]}], end=[{end[0]},{end[1]}])',
    )


def launch_answer(app: str) -> str:
    """Return the answer that starts an app by its visible name."""
    return _answer(f" Open {app}", f'do(action="Launch", app="{escape(app)}")')


def back_answer() -> str:
    """Return the answer that goes back."""
    return _answer(" Back", 'do(action="Back")')


def finish_answer(message: str) -> str:
    """Return the answer that ends the task."""
    return _answer(" Done", f'finish(message="{escape(message)}")')


def escape(text: str) -> str:
    """Return `text` as it stands between double quotes in the action grammar."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _answer(thought: str, action: str) -> str:
    return f"<think>{thought}</think><answer>{action}</answer>{END}"


def _point(mention: str) -> str:
    return mention[mention.rindex("[") + 1 : -1]

"""What pixels alone tell of real screens, held against their hierarchies."""

from __future__ import annotations

import difflib
import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from device.frame import Frame
from perception import Box, Element, PerceptionUsageError, Screen, parse_hierarchy, perceive
from perception.change import quiet_places
from perception.geometry import share_inside
from perception.labels import clean
from perception.pixels.reader import Line, Reader
from perception.pixels.see import see
from perception.units import find_units
from perception.windows import choose_windows
from tasks.frame_files import read_frame

_ALIKE = 0.8
_NEAR = 12


def judge_pixels(folder: Path, reader: Reader | None, *, say: Callable[[str], None]) -> dict[str, Any]:
    """Return recall and precision, by kind of app, of texts that are read and of things to touch that are seen.

    - Texts: those that the hierarchy says are shown, as texts and not as descriptions, against the lines that are read.
      A text counts as read where the lines in its place are at least 80 % alike. What can be read in pictures, and is
      in no hierarchy, counts against precision.
    - Things to touch: one that is seen counts as right where its middle, which is where it would be touched, is in a
      thing of the hierarchy that can be touched; each of those counts once.
    - Of both, only what lies in a window that the hierarchy tells of.

    Args:
        folder: Holds real screens, each in a folder of its own: ``dump.xml``, ``screen.png`` or ``screen.jpg``, and
            ``source.json`` with their ``kind``.
        reader: Reads text; without one texts are not judged.
        say: Is told how far it is.

    Raises:
        PerceptionUsageError: There is no pair.
    """
    total: Counter[str] = Counter()
    kinds: dict[str, Counter[str]] = {}
    seconds: list[float] = []
    for path in sorted(folder.glob("*/dump.xml")):
        picture = next(iter(sorted(path.parent.glob("screen.*"))), None)
        if picture is None:
            continue
        frame = read_frame(xml=path, image=picture)
        screen = perceive(frame)
        began = time.process_time()
        lines = reader.read(frame.pixels) if reader is not None else None
        seconds.append(time.process_time() - began)
        count = _count(frame, screen, see(frame, lines, screen), lines)
        kinds.setdefault(_kind(path.parent / "source.json"), Counter()).update(count)
        total.update(count)
        say(f"{path.parent.name}: {dict(count)}")
    if not kinds:
        raise PerceptionUsageError(f"{folder} holds no folder with a dump.xml and a screen.png or screen.jpg in it")
    rows = [{"kind": kind, "screens": count["screens"], **_shares(count)} for kind, count in sorted(kinds.items())]
    figures: dict[str, Any] = {"screens": total["screens"], **_shares(total)}
    if reader is not None:
        figures["ocr_cpu_seconds"] = round(sorted(seconds)[len(seconds) // 2], 2)
    return {"figures": figures, "rows": rows}


def _kind(source: Path) -> str:
    try:
        kind = str(json.loads(source.read_text(encoding="utf-8"))["kind"])
    except (OSError, ValueError, KeyError):
        return "unknown"
    return kind.partition("(")[0].strip()


def _count(frame: Frame, screen: Screen, seen: Sequence[Element], lines: Sequence[Line] | None) -> Counter[str]:
    targets = [element for element in screen.elements if element.clickable]
    # MIUI's windows are told to end above the tabs that stand in them.
    told = [*_told(frame), *(element.box for element in targets)]
    bars = quiet_places(frame.display, screen)
    touched = [element for element in seen if element.clickable and _is_in(element.box, told)]
    count = Counter({"screens": 1, "targets": len(targets), "touchable": len(touched)})
    met: set[int] = set()
    for thing in touched:
        around = [target for target in targets if target.box.holds(thing.box.center)]
        if around:
            count["touchable right"] += 1
            met.add(min(around, key=lambda target: target.box.area).id)
    count["targets met"] = len(met)
    if lines is not None:
        texts = _texts(frame)
        count["texts"] = len(texts)
        count["texts read"] = sum(_is_read(text, box, lines) for text, box in texts)
        shown = [line for line in lines if _is_in(line.box, told) and not _is_in(line.box, bars)]
        said = _letters(" ".join(f"{node.text} {node.description}" for node in parse_hierarchy(frame.hierarchy).nodes))
        count["lines"] = len(shown)
        count["lines right"] = sum(_is_said(_letters(line.text), said) for line in shown)
    return count


def _told(frame: Frame) -> list[Box]:
    """Return the windows that the hierarchy tells of: what lies around a popup is in the picture alone."""
    windows = choose_windows(parse_hierarchy(frame.hierarchy), display=frame.display, front_package=frame.app.package)
    boxes = [window.bounds for window in windows.shown]
    return [Box(left=left, top=top, right=right, bottom=bottom) for left, top, right, bottom in boxes]


def _is_in(box: Box, places: Sequence[Box]) -> bool:
    return any(place.holds(box.center) for place in places)


def _texts(frame: Frame) -> list[tuple[str, Box]]:
    hierarchy = parse_hierarchy(frame.hierarchy)
    windows = choose_windows(hierarchy, display=frame.display, front_package=frame.app.package)
    boxes = find_units(hierarchy, windows, (0, 0, frame.display.width, frame.display.height)).boxes
    found = []
    for node in hierarchy.nodes:
        box, text = boxes[node.position], _letters(clean(node.text))
        # A text that is cut off can't be read whole.
        if box is not None and text and not node.password and share_inside(node.bounds, box) == 1:
            found.append((text, Box(left=box[0], top=box[1], right=box[2], bottom=box[3])))
    return found


def _is_read(text: str, box: Box, lines: Sequence[Line]) -> bool:
    near = Box(left=box.left - _NEAR, top=box.top - _NEAR, right=box.right + _NEAR, bottom=box.bottom + _NEAR)
    inside = "".join(_letters(line.text) for line in lines if near.holds(line.box.center) or line.box.holds(box.center))
    return text in inside or difflib.SequenceMatcher(None, text, inside, autojunk=False).ratio() >= _ALIKE


def _is_said(line: str, said: str) -> bool:
    if not line or line in said:
        return True
    found = difflib.SequenceMatcher(None, line, said, autojunk=False).find_longest_match()
    return found.size >= _ALIKE * len(line)


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _shares(count: Counter[str]) -> dict[str, float | int | None]:
    def share(part: str, whole: str) -> float | None:
        return round(count[part] / count[whole], 3) if count[whole] else None

    return {
        "texts": count["texts"],
        "text_recall": share("texts read", "texts"),
        "text_precision": share("lines right", "lines"),
        "targets": count["targets"],
        "touch_recall": share("targets met", "targets"),
        "touch_precision": share("touchable right", "touchable"),
    }

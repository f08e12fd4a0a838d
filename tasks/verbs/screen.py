"""`handroid screen`: what perception sees, of a phone or of files."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import click
from rich.markup import escape
from rich.table import Table

from agent.png import encode_png
from device.capture import belong_together
from device.frame import Frame, Posture
from perception import Box, Element, PerceptionUsageError, Screen
from perception.marks import draw_marks
from perception.pixels.reader import open_reader
from perception.sight import Sight, Source
from tasks.console import one_line, print_json, print_table, stderr
from tasks.frame_files import read_frame
from tasks.verbs import options

_GIVEN = click.core.ParameterSource.COMMANDLINE


@click.command()
@options.device
@click.option(
    "--xml",
    type=options.FILE,
    metavar="FILE",
    envvar="HANDROID_SCREEN_XML",
    help="Look at this UI hierarchy in place of a phone.",
)
@click.option(
    "--image",
    type=options.FILE,
    metavar="FILE",
    envvar="HANDROID_SCREEN_IMAGE",
    help="Look at this screenshot (PNG, JPEG); with --xml too.",
)
@click.option(
    "--marks",
    type=options.FILE,
    metavar="FILE",
    envvar="HANDROID_SCREEN_MARKS",
    help="Write a PNG with every element framed and numbered.",
)
@click.option(
    "--source",
    type=click.Choice([source.value for source in Source]),
    default=Source.AUTO.value,
    show_default=True,
    envvar="HANDROID_SCREEN_SOURCE",
    help="Take elements from the hierarchy, from pixels, from both; auto: from pixels where the hierarchy has none.",
)
@options.as_json
def screen(
    device: str | None, xml: Path | None, image: Path | None, marks: Path | None, source: str, as_json: bool
) -> int:
    """Show what perception sees: on a phone, or in files (--xml, --image or both of one moment)."""
    started = time.perf_counter()
    if xml is None and image is None:
        frame = _capture(device)
    elif device is not None and click.get_current_context().get_parameter_source("device") is _GIVEN:
        raise click.UsageError("name a phone or files, not both")
    else:
        frame = read_frame(xml=xml, image=image)
    if frame.pixels.size and not belong_together(frame.pixels, frame.hierarchy):
        stderr().print("The hierarchy is larger than the screenshot: are they of one moment?", style="yellow")
    reader = open_reader()
    seen = Sight(reader=reader, source=Source(source)).perceive(frame)
    if reader is None and any(element.source == "pixels" for element in seen.elements):
        stderr().print("Words in pictures can't be read: install the extra `ocr`.", style="yellow", markup=False)
    seconds = time.perf_counter() - started
    if marks is not None:
        _write(marks, encode_png(draw_marks(seen, frame.pixels)))
    if seen.partial:
        stderr().print("The hierarchy is damaged, cut off or too large: elements may be missing.", style="yellow")
    if as_json:
        print_json(screen_to_json(seen, seconds=seconds))
        return 0
    table = Table("id", "text", "role", "box", "state", "detail")
    for element in seen.elements:
        box = element.box
        table.add_row(
            str(element.id),
            escape(one_line(element.text, 60)),
            element.role.value,
            f"{box.left},{box.top} {box.right},{box.bottom}",
            " ".join(_states(element)),
            "" if element.password else escape(one_line(element.detail, 40)),
        )
    print_table(table)
    for line in conditions(seen):
        click.echo(line)
    return 0


def _capture(device: str | None) -> Frame:
    from device.adb_phone import connect

    with connect(device) as phone:
        return phone.capture()


def screen_to_json(seen: Screen, *, seconds: float) -> dict[str, Any]:
    """Return a screen as plain values, as ``handroid screen --json`` prints it; a password's text is left out.

    Args:
        seen: The screen.
        seconds: How long it took to capture and understand it.
    """
    return {
        "app": seen.app.package,
        "display": [seen.display.width, seen.display.height],
        "elements": [
            {
                "id": element.id,
                "text": element.text,
                "role": element.role.value,
                "box": [element.box.left, element.box.top, element.box.right, element.box.bottom],
                "clickable": element.clickable,
                "checked": element.checked,
                "enabled": element.enabled,
                "focused": element.focused,
                "password": element.password,
                "source": element.source,
            }
            for element in seen.elements
        ],
        "secure": seen.secure,
        "keyboard": seen.keyboard,
        "fingerprint": seen.fingerprint,
        "seconds": round(seconds, 4),
    }


def conditions(seen: Screen) -> list[str]:
    """Return a line for each thing that is to be known of a screen beside its elements."""
    display = seen.display
    said = [f"app {seen.app.package or '?'}, display {display.width}x{display.height}, turned {display.rotation * 90}°"]
    if display.posture is not Posture.RIGID:
        said.append(f"posture: {display.posture.value}")
    if len(seen.displays) > 1:
        said.append(f"displays: {', '.join(map(str, seen.displays))}")
    if seen.system_ui is not None:
        said.append(f"in front: {seen.system_ui.value}")
    if seen.overlay is not None:
        said.append(f"on top: {seen.overlay.kind.value} of {seen.overlay.package} at {_corners(seen.overlay.box)}")
    if seen.keyboard_box is not None:
        said.append(f"keyboard at {_corners(seen.keyboard_box)}")
    for found in seen.ranges:
        more = " and ".join(word for word, told in (("before", found.before), ("after", found.after)) if told)
        said.append(f"scrolls {found.axis.value} at {_corners(found.box)}" + (f", more {more}" if more else ""))
    said.extend(f"toast: {one_line(text)}" for text in seen.toasts)
    flags = {"loading": seen.loading, "secure": seen.secure, "black": seen.black, "partial": seen.partial}
    said.extend(name for name, told in flags.items() if told)
    return [*said, f"fingerprint {seen.fingerprint}"]


def _states(element: Element) -> list[str]:
    flags = {
        "clickable": element.clickable,
        "on": element.checked is True,
        "off": element.checked is False,
        "disabled": not element.enabled,
        "focused": element.focused,
        "selected": element.selected,
        "password": element.password,
    }
    return [name for name, told in flags.items() if told]


def _corners(box: Box) -> str:
    return f"{box.left},{box.top} {box.right},{box.bottom}"


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise PerceptionUsageError(f"{path} can't be written: {reason}") from error

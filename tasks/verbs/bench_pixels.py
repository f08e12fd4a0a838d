"""`handroid bench pixels`: what pixels alone tell of real screens, against their hierarchies."""

from __future__ import annotations

from pathlib import Path

import click
from rich.table import Table

from tasks.console import print_json, print_table, stderr
from tasks.verbs import options

_SHARES = ("text_recall", "text_precision", "touch_recall", "touch_precision")


@click.command(short_help="Hold what is seen in pictures of real screens against hierarchies.")
@click.argument("folder", type=options.FILE)
@options.as_json
def pixels(folder: Path, as_json: bool) -> int:
    """Hold what is seen and read in pictures of real screens against their hierarchies.

    FOLDER holds real screens, each in a folder of its own as dump.xml with screen.png or screen.jpg, and source.json
    with its kind. Texts are read where the extra `ocr` is installed.
    """
    from perception.pixels.reader import open_reader
    from tasks.perceiving.real import judge_pixels

    measured = judge_pixels(folder, open_reader(), say=stderr().print)
    if as_json:
        print_json(measured)
        return 0
    table = Table("kind", "screens", "texts", *_SHARES[:2], "to touch", *_SHARES[2:])
    for row in [*measured["rows"], {"kind": "all", **measured["figures"]}]:
        shares = ["-" if row[name] is None else f"{row[name]:.0%}" for name in _SHARES]
        counts = str(row["texts"]), str(row["targets"])
        table.add_row(row["kind"], str(row["screens"]), counts[0], *shares[:2], counts[1], *shares[2:])
    print_table(table)
    return 0

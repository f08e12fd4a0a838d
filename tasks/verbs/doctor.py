"""`handroid doctor`: what is missing, with what mends it."""

from __future__ import annotations

from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from tasks.console import print_json, print_table
from tasks.doctor import Status, examine
from tasks.doctor_heat import examine_heat
from tasks.exit_codes import ExitCode
from tasks.verbs import options

_COLOURS = {Status.OK: "green", Status.MISSING: "red", Status.ABSENT: "yellow"}


@click.command()
@options.model
@options.as_json
def doctor(model: Path | None, mmproj: Path | None, context: int, threads: int | None, as_json: bool) -> int:
    """Look for what a run needs and say what to do about what is missing."""
    checks = (
        *examine(model=model, mmproj=mmproj, context=context),
        *examine_heat(model=model, mmproj=mmproj, threads=threads),
    )
    healthy = all(check.status is not Status.MISSING for check in checks)
    if as_json:
        rows = [{"name": c.name, "status": c.status.value, "detail": c.detail, "fix": c.fix} for c in checks]
        print_json({"healthy": healthy, "checks": rows})
    else:
        table = Table("", "status", "found", "what to do")
        for check in checks:
            colour = _COLOURS[check.status]
            table.add_row(
                check.name, f"[{colour}]{check.status.value}[/{colour}]", escape(check.detail), escape(check.fix)
            )
        print_table(table)
    return ExitCode.SUCCESS if healthy else ExitCode.FAILURE

"""The group of the verbs about models."""

from __future__ import annotations

import click

from tasks.verbs.model.calibrate import calibrate
from tasks.verbs.model.convert import convert
from tasks.verbs.model.info import info
from tasks.verbs.model.listing import list_models
from tasks.verbs.model.pull import pull
from tasks.verbs.model.quantize import quantize
from tasks.verbs.model.serve import serve


@click.group()
def model() -> None:
    """Get, convert, quantise, look at and serve models."""


for _verb in (calibrate, convert, info, list_models, pull, quantize, serve):
    model.add_command(_verb)

"""The group of the verbs about models."""

from __future__ import annotations

import click

from tasks.verbs.lazy import LazyGroup

_MODULES = {
    "calibrate": "tasks.verbs.model.calibrate:calibrate",
    "convert": "tasks.verbs.model.convert:convert",
    "info": "tasks.verbs.model.info:info",
    "list": "tasks.verbs.model.listing:list_models",
    "pull": "tasks.verbs.model.pull:pull",
    "quantize": "tasks.verbs.model.quantize:quantize",
    "serve": "tasks.verbs.model.serve:serve",
}


@click.group(cls=LazyGroup, modules=_MODULES)
def model() -> None:
    """Get, convert, quantise, look at and serve models."""

"""The option that names the models' folder."""

from __future__ import annotations

import click

from tasks.verbs import options

folder_option = click.option(
    "--folder",
    type=options.FILE,
    metavar="DIR",
    envvar="HANDROID_MODELS",
    help="Where models lie; a folder for this person's data unless given.",
)

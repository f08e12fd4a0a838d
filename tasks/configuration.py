"""Reads ``handroid.toml`` into defaults for the command line's options.

Click looks a value up on the command line first, then in the environment, then in these defaults, then in the option's
own default: the order that the documentation promises.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from tasks.errors import ConfigurationError

FILE_NAME = "handroid.toml"


def find_file(named: Path | None) -> Path | None:
    """Return the configuration file to read: the named one, else the one in the working directory, else none."""
    if named is not None:
        return named
    here = Path(FILE_NAME)
    return here if here.is_file() else None


def read_defaults(path: Path, verbs: Mapping[str, click.Command]) -> dict[str, dict[str, Any]]:
    """Return the options' defaults by verb, as click's ``default_map`` wants them.

    Keys at the top of the file hold for every verb that has such an option; a table named like a verb holds for it
    alone and wins. Words are joined by ``-`` or ``_``.

    Args:
        path: The file.
        verbs: The program's verbs, to know their options; groups' verbs by ``"group verb"``.

    Raises:
        ConfigurationError: The file can't be read, or names an option that no verb has.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{path} can't be read: {error}") from error
    options = {verb: {p.name for p in command.params if isinstance(p, click.Option)} for verb, command in verbs.items()}
    defaults: dict[str, dict[str, Any]] = {verb: {} for verb in verbs}
    tables = {key: value for key, value in content.items() if isinstance(value, dict)}
    for key, value in content.items():
        name = key.replace("-", "_")
        if key in tables:
            continue
        takers = [verb for verb in verbs if name in options[verb]]
        if not takers:
            raise ConfigurationError(f"{path}: no verb has an option {key!r}")
        for verb in takers:
            defaults[verb][name] = value
    for verb, table in tables.items():
        if verb not in verbs:
            raise ConfigurationError(f"{path}: there is no verb {verb!r} for the table [{verb}]")
        for key, value in table.items():
            if key.replace("-", "_") not in options[verb]:
                raise ConfigurationError(f"{path}: `handroid {verb}` has no option {key!r}")
            defaults[verb][key.replace("-", "_")] = value
    return defaults

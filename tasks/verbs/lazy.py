"""Groups of verbs whose modules are loaded when a verb is used: no verb waits for what only another one needs."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class LazyGroup(click.Group):
    """A group that knows where its verbs are, and loads one when it is asked for.

    Args:
        modules: Where each verb is, as ``"module:attribute"``, by its name.
        summaries: What the group's help says of each verb. It loads all of them where this is not given.
        others: What `click.Group` takes.
    """

    def __init__(
        self, *others: Any, modules: Mapping[str, str], summaries: Mapping[str, str] | None = None, **named: Any
    ) -> None:
        super().__init__(*others, **named)
        self._modules = dict(modules)
        self._summaries = dict(summaries or {})

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*self.commands, *self._modules})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.commands and cmd_name in self._modules:
            module, _, attribute = self._modules[cmd_name].partition(":")
            self.add_command(getattr(import_module(module), attribute), cmd_name)
        return self.commands.get(cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if not self._summaries:
            super().format_commands(ctx, formatter)
            return
        rows = [(name, self._summaries.get(name) or self._summary(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def _summary(self, ctx: click.Context, name: str) -> str:
        command = self.get_command(ctx, name)
        assert command is not None
        return command.get_short_help_str()

"""The program `handroid`: its verbs, its configuration file and its exit codes."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from tasks.configuration import find_file, read_defaults
from tasks.console import print_json, stderr
from tasks.exit_codes import ExitCode, exit_code_of, known_errors
from tasks.verbs.lazy import LazyGroup

_VERBS = {
    "bench": ("tasks.verbs.bench:bench", "Measure."),
    "demo": ("tasks.verbs.demo:demo", "Watch the embedded model work on a simulated phone."),
    "devices": ("tasks.verbs.devices:devices", "List the connected phones."),
    "doctor": ("tasks.verbs.doctor:doctor", "Say what is missing and what mends it."),
    "model": ("tasks.verbs.model.group:model", "Get, convert, quantise, look at and serve models."),
    "run": ("tasks.verbs.run:run", "Do one task on a phone."),
    "screen": ("tasks.verbs.screen:screen", "Show what perception sees on a screen."),
    "sim": ("tasks.verbs.sim:sim", "Run simulated phones for adb."),
}
"""Where each verb is, and what the program's help says of it."""


def _print_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if not wanted or context.resilient_parsing:
        return
    import importlib.metadata

    try:
        click.echo(importlib.metadata.version("handroid"))
    except importlib.metadata.PackageNotFoundError:
        click.echo("not installed")
    context.exit()


@click.group(
    cls=LazyGroup,
    modules={name: module for name, (module, _) in _VERBS.items()},
    summaries={name: summary for name, (_, summary) in _VERBS.items()},
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "-c",
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    envvar="HANDROID_CONFIG",
    help="Configuration file; handroid.toml in the working directory unless given.",
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_print_version,
    help="Show the version and exit.",
)
@click.pass_context
def handroid(context: click.Context, config: Path | None) -> None:
    """Drive an Android phone from a sentence, with a model that runs on this machine.

    Values come from the command line, then the environment (HANDROID_*), then handroid.toml, then the default.
    """
    path = find_file(config)
    if path is not None and isinstance(context.command, click.Group):
        context.default_map = nested(read_defaults(path, dict(leaves(context.command))))


def leaves(group: click.Group, prefix: str = "") -> Iterator[tuple[str, click.Command]]:
    """Yield the verbs that do something, with their names; a group's verbs as ``"group verb"``."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from leaves(command, f"{prefix}{name} ")
        elif command is not None:
            yield f"{prefix}{name}", command


def nested(defaults: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
    """Return defaults by verb as click wants them: those of a group's verbs inside the group's."""
    tree: dict[str, object] = {}
    for verb, values in defaults.items():
        place: dict[str, object] = tree
        for name in verb.split(" "):
            inner = place.setdefault(name, {})
            assert isinstance(inner, dict)
            place = inner
        place.update(values)
    return tree


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program and leave with its exit code.

    Whatever goes wrong in a way that we know ends with one line on stderr, and with ``--json`` also with an object
    ``{"error", "exit_code"}`` on stdout.

    Args:
        arguments: The command line; the process's own where None.
    """
    if not sys.warnoptions:
        # Only our users' own programs want to know of libraries' deprecations.
        warnings.simplefilter("ignore")
    words = list(sys.argv[1:] if arguments is None else arguments)
    sys.exit(_run(words))


def _run(words: list[str]) -> int:
    try:
        code = handroid.main(args=words, prog_name="handroid", standalone_mode=False)
    except click.exceptions.Exit as error:
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        return _fail(words, "interrupted", ExitCode.INTERRUPTED)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return ExitCode.USAGE
    except click.UsageError as error:
        hint = f" (see `{error.ctx.command_path} --help`)" if error.ctx is not None else ""
        return _fail(words, error.format_message() + hint, ExitCode.USAGE)
    except click.ClickException as error:
        return _fail(words, error.format_message(), ExitCode.USAGE)
    except Exception as error:
        if not isinstance(error, known_errors()):
            raise
        return _fail(words, str(error), exit_code_of(error))
    return int(code or 0)


def _fail(words: list[str], message: str, code: ExitCode) -> int:
    message = " ".join(message.split())
    stderr().print(f"handroid: {message}", style="red", markup=False)
    if "--json" in words:
        print_json({"error": message, "exit_code": int(code)})
    return int(code)


if __name__ == "__main__":
    main()

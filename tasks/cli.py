"""The program `handroid`: its verbs, its configuration file and its exit codes."""

from __future__ import annotations

import importlib.metadata
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from tasks.configuration import find_file, read_defaults
from tasks.console import print_json, stderr
from tasks.exit_codes import KNOWN_ERRORS, ExitCode, exit_code_of
from tasks.verbs import bench, demo, devices, doctor, model, run, screen, sim


def _version() -> str:
    try:
        return importlib.metadata.version("handroid")
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "-c",
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    envvar="HANDROID_CONFIG",
    help="Configuration file; handroid.toml in the working directory unless given.",
)
@click.version_option(version=_version(), message="%(version)s")
@click.pass_context
def handroid(context: click.Context, config: Path | None) -> None:
    """Drive an Android phone from a sentence, with a model that runs on this machine.

    Values come from the command line, then the environment (HANDROID_*), then handroid.toml, then the default.
    """
    path = find_file(config)
    if path is not None and isinstance(context.command, click.Group):
        context.default_map = nested(read_defaults(path, dict(leaves(context.command))))


for _verb in (bench, demo, devices, doctor, model, run, screen, sim):
    handroid.add_command(_verb)


def leaves(group: click.Group, prefix: str = "") -> Iterator[tuple[str, click.Command]]:
    """Yield the verbs that do something, with their names; a group's verbs as ``"group verb"``."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from leaves(command, f"{prefix}{name} ")
        else:
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
    except click.UsageError as error:
        hint = f" (see `{error.ctx.command_path} --help`)" if error.ctx is not None else ""
        return _fail(words, error.format_message() + hint, ExitCode.USAGE)
    except click.ClickException as error:
        return _fail(words, error.format_message(), ExitCode.USAGE)
    except KNOWN_ERRORS as error:
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

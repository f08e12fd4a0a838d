"""`handroid run`: one goal on one phone."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import click

from agent import Agent, Ask, GoalError, Limits, Outcome, Trace, default_policy, load_policy
from agent.prompt import LAYOUTS, layout_metadata
from llm import Skipping
from llm.governor import Band, Zone
from llm.remote import Prices
from tasks.brains import Brain
from tasks.console import print_json, stderr
from tasks.exit_codes import ExitCode
from tasks.governing import Announcer, PolicyName, governor_of
from tasks.interrupt import Interruption
from tasks.leasing import Leases, phone_of
from tasks.models import Storage
from tasks.person import AskTerminal
from tasks.progress import Progress, result_line
from tasks.verbs import options


@click.command()
@click.argument("goal")
@options.device
@options.model
@options.storage
@options.governor
@options.bands
@options.skip
@options.brain
@options.limits(steps=25, seconds=1800)
@click.option(
    "--policy",
    type=options.FILE,
    metavar="FILE",
    envvar="HANDROID_POLICY",
    help="What may be done without asking (YAML); the built-in policy unless given.",
)
@click.option(
    "--trace",
    type=options.FILE,
    metavar="DIR",
    envvar="HANDROID_TRACE",
    help="Keep every step, with pictures, in this new directory.",
)
@click.option(
    "--layout",
    type=click.Choice(LAYOUTS),
    envvar="HANDROID_LAYOUT",
    help="What the model is shown: AutoGLM's prompt, that with a list of elements, or that with marks in the picture "
    "too; as the model's file asks unless given.",
)
@click.option(
    "--strict", is_flag=True, envvar="HANDROID_STRICT", help="Succeed only where a check has confirmed the outcome."
)
@options.as_json
def run(
    goal: str,
    device: str | None,
    model: Path | None,
    mmproj: Path | None,
    context: int,
    threads: int | None,
    storage: Storage,
    governor: PolicyName | None,
    bands: tuple[tuple[Zone, Band], ...],
    skip: str,
    brain: str,
    endpoint: str | None,
    endpoint_model: str | None,
    endpoint_timeout: float,
    remote_apps: tuple[str, ...],
    private_apps: tuple[str, ...],
    price_prompt: float,
    price_generated: float,
    background: bool,
    max_steps: int,
    max_seconds: float,
    policy: Path | None,
    trace: Path | None,
    layout: str | None,
    strict: bool,
    as_json: bool,
) -> int:
    """Do one task: say the GOAL in plain words, for example "Turn on the dark theme"."""
    from device.adb_phone import AdbPhone
    from device.adb_shell import AdbShell
    from device.discovery import choose

    console = stderr()
    if not goal.strip():
        raise GoalError('the goal has no words: say what to do, for example "Turn on the dark theme"')
    rules = load_policy(policy) if policy is not None else default_policy()
    mind = Brain(
        kind=brain,
        endpoint=endpoint,
        endpoint_model=endpoint_model,
        endpoint_timeout=endpoint_timeout,
        remote_apps=remote_apps,
        private_apps=private_apps,
        prices=Prices(prompt=price_prompt, generated=price_generated),
        background=background,
        say=lambda line: console.print(line, markup=False),
    )
    mind.check(model, mmproj, Skipping(skip))
    serial = choose(device)
    kept = Trace(trace) if trace is not None else None
    announcer = Announcer(console.print, kept)
    with (
        _leases_on(serial, console.print) as leases,
        governor_of(governor, AdbShell(serial), announcer, dict(bands)) as governs,
        closing(
            mind.open(
                model,
                mmproj,
                context=context,
                threads=threads,
                governor=governs,
                skip=Skipping(skip),
                leases=leases,
                storage=storage,
            )
        ) as engine,
        AdbPhone(serial) as phone,
    ):
        if layout is not None:
            engine.metadata = {**engine.metadata, **layout_metadata(layout)}
        agent = Agent(
            phone,
            engine,
            policy=rules,
            limits=Limits(max_steps=max_steps, max_seconds=max_seconds),
            trace=kept,
            on_event=Progress(console),
            ask=_person(),
            governor=governs,
        )
        leases.stop = agent.stop
        with Interruption(agent.stop, say=console.print) as interruption:
            result = agent.run(goal)
    console.print(result_line(result))
    mind.tell_spent()
    if as_json:
        print_json(result.to_json())
    if interruption.happened:
        return ExitCode.INTERRUPTED
    return result.outcome.exit_code(need=Outcome.ACHIEVED if strict else None)


def _leases_on(serial: str, say: Callable[[str], None]) -> Leases:
    """Lease a phone, before anything is done to it or a model is loaded for it."""
    leases = Leases(say)
    leases.take(phone_of(serial))
    return leases


def _person() -> Ask | None:
    """Return the person at the terminal; None where the program runs without one."""
    return AskTerminal() if sys.stdin.isatty() and sys.stderr.isatty() else None

"""Sends garbage to a simulated phone and says what came of it."""

from __future__ import annotations

import tempfile
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Protocol

from device.simulator import SimulatedPhone
from device.simulator.server import SimulatedPhoneServer
from tests.device.simulator.fuzz.listener_target import ListenerTarget
from tests.device.simulator.fuzz.request_target import RequestTarget
from tests.device.simulator.fuzz.shell_target import ShellTarget
from tests.device.simulator.fuzz.state_target import StateTarget
from tests.device.simulator.fuzz.watch import watched
from tests.device.simulator.protocol.host import Host

WEIGHTS = {"adb": 25, "shell": 35, "http": 35, "state": 5}
"""How often each target gets garbage."""
CHECKED_EVERY = 50
"""Cases after which the phone is asked whether it still is one, and put back to how it was."""


class Target(Protocol):
    """Something that takes garbage."""

    name: str

    def run(self, random: Random) -> str:
        """Hand it one piece; return how that ended."""


@dataclass(kw_only=True)
class Report:
    """What came of it: pieces by target and end, and what should never happen."""

    ends: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def fuzz(
    *,
    count: int,
    seed: int = 0,
    first: int = 0,
    only: str | None = None,
    goes_on: Callable[[], object] = lambda: None,
) -> Report:
    """Send `count` pieces of garbage.

    Args:
        count: How many.
        seed: What they are drawn from; each is drawn from it and its number alone.
        first: The number of the first.
        only: Name of the one target that gets them; all of them unless given.
        goes_on: Called again and again while nothing hangs.
    """
    report = Report()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="handroid-fuzz-")))
        phone = stack.enter_context(SimulatedPhone())
        server = stack.enter_context(SimulatedPhoneServer(phone))
        phone.capture()  # what draws is loaded now, and with it a library that is opened
        fresh = phone.snapshot()
        targets: dict[str, Target] = {
            target.name: target
            for target in (ListenerTarget(server), ShellTarget(phone), RequestTarget(phone), StateTarget(phone, folder))
        }
        names = [only] if only else list(WEIGHTS)
        seen = stack.enter_context(watched([phone.files.root, folder]))
        for number in range(first, first + count):
            random = Random(f"{seed} {number}")
            name = random.choices(names, [WEIGHTS[each] for each in names])[0]
            try:
                report.ends[name, targets[name].run(random)] += 1
            except Exception as error:
                report.ends[name, "crash"] += 1
                seen.append("".join(traceback.format_exception(error)[-6:]))
            if number % CHECKED_EVERY == CHECKED_EVERY - 1:
                try:
                    _check(phone, server)
                except Exception as error:
                    seen.append("the phone is none any more: " + "".join(traceback.format_exception(error)[-6:]))
                phone.restore(fresh)
                goes_on()
            report.wrong.extend(f"{name} {number}: {event}" for event in seen)
            seen.clear()
    return report


def _check(phone: SimulatedPhone, server: SimulatedPhoneServer) -> None:
    """Make sure that the phone still draws, tells, and answers over ADB.

    Raises:
        Exception: It does not.
    """
    phone.hierarchy()
    phone.capture()
    with Host(server.port) as host:
        assert b"".join(host.ask("shell:echo still here")) == b"still here\n"

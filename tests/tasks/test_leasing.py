"""Two programs don't work on one phone."""

from __future__ import annotations

import platformdirs

from device.simulator.server import SimulatedPhoneServer
from llm import Ledger
from tasks.leasing import Leases, phone_of
from tests.tasks.conftest import handroid


def test_a_phone_that_another_program_works_on_is_left_alone(served: SimulatedPhoneServer) -> None:
    with Leases(print) as leases:
        leases.take(phone_of(served.serial))
        ended = handroid("run", "Turn on the dark theme", "-d", served.serial, "--max-steps", "1")
    assert ended.code == 3
    assert ended.stdout == ""
    [line] = ended.stderr.splitlines()
    assert f"phone {served.serial} is in use" in line


def test_losing_the_phone_stops_the_run_and_losing_memory_does_not() -> None:
    said, stopped = list[str](), list[bool]()
    folder = platformdirs.user_cache_path("handroid") / "leases"
    with Leases(said.append) as leases:
        leases.stop = lambda: stopped.append(True)
        leases.take(phone_of("one"))
        leases.take("memory")
        ledger = Ledger(folder)
        for resource in (phone_of("one"), "memory"):
            for grant in ledger.grants(resource):
                ledger.release(resource, grant.holder)
            ledger.lease(resource)
        leases.renew()
    assert stopped == [True]
    [line] = said
    assert "phone one" in line
    for resource in (phone_of("one"), "memory"):
        for grant in ledger.grants(resource):
            ledger.release(resource, grant.holder)

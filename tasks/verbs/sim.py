"""`handroid sim`: a simulated phone as a server, until Ctrl-C."""

from __future__ import annotations

import click

from tasks.console import print_json, stderr
from tasks.errors import SimulatorStartError
from tasks.verbs import options

HOST = "127.0.0.1"


@click.command(short_help="Run a simulated phone for adb.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    envvar="HANDROID_SIM_PORT",
    help="TCP port to listen on; a free one unless given.",
)
@click.option(
    "--seed",
    type=int,
    default=0,
    show_default=True,
    envvar="HANDROID_SIM_SEED",
    help="What everything random on the phone starts from.",
)
@click.option("--unauthorized", is_flag=True, help="Wait for ever for 'Allow USB debugging', as a new phone does.")
@click.option("--freeze-time", is_flag=True, help="Let the phone's clock stand still.")
@options.as_json
def sim(port: int, seed: int, unauthorized: bool, freeze_time: bool, as_json: bool) -> int:
    """Run a simulated phone that adb can connect to, until Ctrl-C."""
    from device.simulator import Clock, SimulatedPhone
    from device.simulator.server import serve

    def ready(chosen: int) -> None:
        serial = f"{HOST}:{chosen}"
        if as_json:
            print_json(
                {"serial": serial, "host": HOST, "port": chosen, "seed": seed, "connect": f"adb connect {serial}"}
            )
        else:
            click.echo(f"adb connect {serial}")
            stderr().print("A simulated phone listens; connect with the line above. Ctrl-C ends it.")

    phone = SimulatedPhone(seed=seed, clock=Clock(pace="frozen" if freeze_time else "running"))
    try:
        serve(phone, host=HOST, port=port, authorized=not unauthorized, on_ready=ready)
    except OSError as error:
        phone.close()
        raise SimulatorStartError(f"port {port} can't be listened on: {error.strerror or error}") from error
    return 0

"""`handroid sim`: simulated phones as servers, until Ctrl-C."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from tasks.console import print_json, stderr
from tasks.displays import read_display
from tasks.errors import SimulatorStartError
from tasks.verbs import options

if TYPE_CHECKING:
    from device.simulator import SimulatedPhone
    from device.simulator.server import SimulatedPhoneServer

HOST = "127.0.0.1"
MOST_PHONES = 100


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    envvar="HANDROID_SIM_PORT",
    help="TCP port to listen on; a free one unless given. Further phones take the ports after it.",
)
@click.option(
    "--host",
    default=HOST,
    show_default=True,
    envvar="HANDROID_SIM_HOST",
    help="Address to listen on. Whoever reaches it controls the phone.",
)
@click.option(
    "--count",
    type=click.IntRange(1, MOST_PHONES),
    default=1,
    show_default=True,
    envvar="HANDROID_SIM_COUNT",
    help="How many phones; each has the next seed.",
)
@click.option(
    "--seed",
    type=int,
    default=0,
    show_default=True,
    envvar="HANDROID_SIM_SEED",
    help="What everything random on the phone starts from.",
)
@click.option(
    "--display",
    default="medium",
    show_default=True,
    metavar="NAME|WxH[@DPI]",
    envvar="HANDROID_SIM_DISPLAY",
    help="small (720x1520), medium (1080x2400), large (1440x3200), tablet (1600x2560), fold (1840x2208 and a cover), "
    "or a size.",
)
@click.option(
    "--clock",
    type=click.Choice(["running", "frozen", "stepped"]),
    default="running",
    show_default=True,
    envvar="HANDROID_SIM_CLOCK",
    help="Let the phone's time go on, stand still, or go on by a second with each touch or key.",
)
@click.option(
    "--motion",
    type=click.Choice(["real", "none"]),
    default="real",
    show_default=True,
    envvar="HANDROID_SIM_MOTION",
    help="Let gestures, transitions and flings take time while the clock runs, or none.",
)
@click.option("--freeze-time", is_flag=True, help="The same as --clock frozen.")
@click.option(
    "--state",
    type=options.FILE,
    metavar="FILE",
    envvar="HANDROID_SIM_STATE",
    help="Start as the phone that was saved here, where the file exists, and save the phone here at the end.",
)
@click.option(
    "--snapshot",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    envvar="HANDROID_SIM_SNAPSHOT",
    help="Start as the phone that was saved here; nothing is written.",
)
@click.option(
    "--faults",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    envvar="HANDROID_SIM_FAULTS",
    help="Let the faults of this YAML file act on each phone.",
)
@click.option(
    "--app",
    "extra",
    type=click.Choice(["io.appium.android.apis", "com.google.android.apps.wellbeing"]),
    multiple=True,
    envvar="HANDROID_SIM_APP",
    help="Install an app that is not there by default; may be repeated.",
)
@click.option(
    "--heat",
    metavar="NAME",
    envvar="HANDROID_SIM_HEAT",
    help="Heat up as this phone of `handroid bench thermal`: flagship, slim, broad or graphics.",
)
@click.option(
    "--ambient",
    type=click.FloatRange(-20, 60),
    default=25.0,
    show_default=True,
    envvar="HANDROID_SIM_AMBIENT",
    help="Degrees Celsius around the phone, for --heat.",
)
@click.option(
    "--console",
    is_flag=True,
    help="Be emulator-5554 (then 5556, ...): listen on an emulator's ports, with its console.",
)
@click.option("--unauthorized", is_flag=True, help="Wait for ever for 'Allow USB debugging', as a new phone does.")
@options.as_json
def sim(
    port: int,
    host: str,
    count: int,
    seed: int,
    display: str,
    clock: Literal["running", "frozen", "stepped"],
    motion: Literal["real", "none"],
    freeze_time: bool,
    state: Path | None,
    snapshot: Path | None,
    faults: Path | None,
    extra: tuple[str, ...],
    heat: str | None,
    ambient: float,
    console: bool,
    unauthorized: bool,
    as_json: bool,
) -> int:
    """Run simulated phones that adb can connect to, until Ctrl-C."""
    from device.simulator import Clock, SimulatedPhone, SimulatorError, load_state, save_state
    from device.simulator.apps.installed import EXTRA, INSTALLED
    from device.simulator.faults import attach, read_plan
    from device.simulator.server import SimulatedPhoneServer, serve

    if state is not None and count > 1:
        raise click.UsageError("--state is one phone's file: leave out --count, or use --snapshot")
    if state is not None and not os.access(state.absolute().parent, os.W_OK):
        raise click.UsageError(
            f"the phone could not be saved as {state}: {state.absolute().parent} can't be written to"
        )
    if console and (port or host != HOST):
        raise click.UsageError("--console has ports and a host of its own: leave out --port and --host")
    model, hot = read_display(display), None
    if heat is not None:
        from tasks.heated import find_heat  # the governor's package is no part of a phone

        hot = find_heat(heat, ambient=ambient)
    try:
        plan = None if faults is None else read_plan(faults)
    except SimulatorError as error:
        raise click.UsageError(str(error)) from error
    with ExitStack() as stack:
        servers: list[SimulatedPhoneServer] = []
        for number in range(count):
            phone = stack.enter_context(
                SimulatedPhone(
                    seed=seed + number,
                    width=model.panel.width,
                    height=model.panel.height,
                    density=model.panel.density,
                    cover=model.cover,
                    clock=Clock(pace="frozen" if freeze_time else clock),
                    motion=motion,
                    apps=(*INSTALLED, *(EXTRA[package] for package in dict.fromkeys(extra))),
                )
            )
            phone.heat_model = hot
            start = state if state is not None and state.exists() else snapshot
            try:
                if start is not None:
                    load_state(phone, start)
            except (SimulatorError, OSError) as error:
                raise click.UsageError(str(error)) from error
            if state is not None:
                stack.callback(_saver(save_state, phone, state))
            chosen = port + number if port else 0
            if console:
                chosen = stack.enter_context(_console(phone)) + 1
            servers.append(SimulatedPhoneServer(phone, host=host, port=chosen, authorized=not unauthorized))
            if plan is not None:
                attach(phone, plan).servers.append(servers[-1])
        announced = _Announcement(servers=servers, seed=seed, as_json=as_json, emulators=console)
        try:
            serve(servers, on_ready=announced)
        except OSError as error:
            where = f"port {port} of {host}" if port else host
            reason = os.strerror(error.errno) if error.errno else str(error)
            hint = "; choose another with --port" if error.errno == errno.EADDRINUSE else ""
            raise SimulatorStartError(f"{where} can't be listened on: {reason}{hint}") from error
    return 0


@contextmanager
def _console(phone: SimulatedPhone) -> Iterator[int]:
    """Serve a phone's console while the context lasts; give its port.

    Raises:
        SimulatorStartError: No port is free, or the token's file can't be made.
    """
    from device.simulator.console import Console, NoConsolePortError, free_port, read_token

    try:
        console = Console(phone, port=free_port(), token=read_token(Path.home()))
        console.start()
    except NoConsolePortError as error:
        raise SimulatorStartError(f"no emulator can start here: {error}") from error
    except OSError as error:
        raise SimulatorStartError(f"the console can't start: {error.strerror or error}") from error
    try:
        yield console.port
    finally:
        console.stop()


def _saver(save: Callable[[SimulatedPhone, Path], None], phone: SimulatedPhone, path: Path) -> Callable[[], None]:
    def run() -> None:
        try:
            save(phone, path)
        except OSError as error:
            raise SimulatorStartError(f"the phone can't be saved as {path}: {error.strerror or error}") from error

    return run


@dataclass(frozen=True, kw_only=True)
class _Announcement:
    """Says what to connect to; an adb server that runs is told of emulators."""

    servers: list[SimulatedPhoneServer]
    seed: int
    as_json: bool
    emulators: bool

    def __call__(self) -> None:
        if self.emulators:
            self._announce_emulators()
        phones = [
            {
                "serial": self._serial(server),
                "host": server.host,
                "port": server.port,
                "seed": self.seed + number,
                "connect": f"adb -s {self._serial(server)} shell" if self.emulators else f"adb connect {server.serial}",
            }
            for number, server in enumerate(self.servers)
        ]
        if self.as_json:
            print_json({**phones[0], "phones": phones})
            return
        for phone in phones:
            click.echo(phone["connect"])
        if self.emulators:
            stderr().print("adb finds it by itself, as above. Ctrl-C ends it.")
            return
        if not self.servers[0].host.startswith("127."):
            stderr().print(f"Whoever reaches {self.servers[0].host} controls the phone.", style="yellow")
        what = "A simulated phone listens" if len(phones) == 1 else f"{len(phones)} simulated phones listen"
        stderr().print(f"{what}; connect as above. Ctrl-C ends it.")

    def _serial(self, server: SimulatedPhoneServer) -> str:
        return f"emulator-{server.port - 1}" if self.emulators else server.serial

    def _announce_emulators(self) -> None:
        from device.simulator.console import ADB_PORT, announce

        text = os.environ.get("ANDROID_ADB_SERVER_PORT", "")
        for server in self.servers:
            announce(server.port, adb_port=int(text) if text.isdecimal() else ADB_PORT)

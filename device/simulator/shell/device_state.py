"""How a foldable phone is held: `dumpsys device_state` and `cmd device_state`."""

from __future__ import annotations

from device.simulator.display import FOLD_IDS
from device.simulator.shell.command import Call, CommandError


def describe_state(call: Call, args: list[str]) -> int:
    """Print what `dumpsys device_state` prints; a phone that doesn't fold has no such service."""
    if not call.phone.folds:
        raise CommandError("Can't find service: device_state")
    fold = call.phone.state.display.fold
    state = f"Optional[DeviceState{{identifier={FOLD_IDS[fold]}, name='{fold}', app_accessible=true}}]"
    call.print("DEVICE STATE MANAGER (dumpsys device_state)")
    call.print(f"  mCommittedState={state}\n  mPendingState=Optional.empty\n  mBaseState={state}")
    return 0


def change_state(call: Call, args: list[str]) -> int:
    """``cmd device_state state [N] | print-state | print-states``."""
    phone = call.phone
    if not phone.folds:
        raise CommandError("cmd: Can't find service: device_state", exit_code=20)
    match args:
        case ["state", wanted] if any(str(number) == wanted for number in FOLD_IDS.values()):
            phone.fold(next(fold for fold, number in FOLD_IDS.items() if str(number) == wanted))
        case ["state", "reset"]:
            phone.fold("OPENED")
        case ["state"] | ["print-state"]:
            call.print(str(FOLD_IDS[phone.state.display.fold]))
        case ["print-states"]:
            call.print("Supported states: [")
            for fold, number in FOLD_IDS.items():
                call.print(f"  DeviceState{{identifier={number}, name='{fold}', app_accessible=true}},")
            call.print("]")
        case _:
            raise CommandError("Device state commands: state [N|reset], print-state, print-states", exit_code=255)
    return 0

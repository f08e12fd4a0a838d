"""`dumpsys thermalservice` and `cmd thermalservice` (ThermalManagerService.java, Android 10 and later)."""

from __future__ import annotations

from device.simulator.heat import THROTTLING, status_of, temperatures
from device.simulator.shell.command import Call, CommandError

TYPES = {"CPU": 0, "GPU": 1, "BATTERY": 2, "SKIN": 3, "USB_PORT": 4, "POWER_AMPLIFIER": 5, "NPU": 9}
STATUSES = ("NONE", "LIGHT", "MODERATE", "SEVERE", "CRITICAL", "EMERGENCY", "SHUTDOWN")

_HELP = (
    "Thermal service (thermalservice) commands:\n"
    "  override-status STATUS\n"
    "  inject-temperature TYPE STATUS NAME [VALUE]\n"
    "  headroom FORECAST_SECONDS\n"
    "  reset"
)
_FORECAST_LIMIT = 60


def thermal_report(call: Call, args: list[str]) -> int:
    """Print status, temperatures and thresholds."""
    status = current_status(call)
    overridden = call.phone.state.heat.override is not None
    call.print(f"IsStatusOverride: {str(overridden).lower()}\nThermalEventListeners:\n\tcallbacks: 2\n\tkilled: false")
    call.print(f"Thermal Status: {status}\nCached temperatures:")
    lines = _temperatures(call)
    for line in lines:
        call.print(line)
    call.print("HAL Ready: true\nHAL connection:\n\tThermalHAL 2.0 connected: yes\nCurrent temperatures from HAL:")
    for line in lines:
        call.print(line)
    call.print("Current cooling devices from HAL:\n\tCoolingDevice{mValue=0, mType=2, mName=cpu0}")
    limits = ", ".join(f"{limit}" for limit in (float("nan"), *THROTTLING)).replace("nan", "NaN")
    cold = ", ".join(["NaN"] * (len(THROTTLING) + 1))
    call.print("Temperature static thresholds from HAL:")
    call.print(
        f"\tTemperatureThreshold{{mType=3, mName=skin, mHotThrottlingThresholds=[{limits}], "
        f"mColdThrottlingThresholds=[{cold}]}}"
    )
    return 0


def thermal_command(call: Call, args: list[str]) -> int:
    """Set the status by hand, inject a temperature, ask for the headroom, or end what was set."""
    heat = call.phone.state.heat
    match args:
        case ["override-status", number] if number.isdigit() and int(number) < len(STATUSES):
            heat.override = int(number)
        case ["inject-temperature", kind, status, name, *value] if (
            kind.upper() in TYPES and status.upper() in STATUSES and len(value) <= 1
        ):
            celsius = _number(value[0]) if value else 28.0
            heat.injected[name] = (TYPES[kind.upper()], celsius, STATUSES.index(status.upper()))
        case ["headroom", seconds] if seconds.isdigit() and int(seconds) <= _FORECAST_LIMIT:
            call.print(f"Headroom in {seconds} seconds: {headroom(call):.2f}")
        case ["reset"]:
            heat.override = None
            heat.injected.clear()
        case _:
            raise CommandError(_HELP, exit_code=255)
    return 0


def current_status(call: Call) -> int:
    """Return the status: the one set by hand, else the worst of what sensors and injected temperatures say."""
    heat = call.phone.state.heat
    if heat.override is not None:
        return heat.override
    return max([status_of(temperatures(call.phone).skin), *(status for _, _, status in heat.injected.values())])


def headroom(call: Call) -> float:
    """Return how near SEVERE is: 1.0 there, and 30 degrees of skin temperature below it 0."""
    severe = THROTTLING[2]
    return max(0.0, 1 - (severe - temperatures(call.phone).skin) / 30)


def _temperatures(call: Call) -> list[str]:
    now = temperatures(call.phone)
    own = {
        "skin": (TYPES["SKIN"], now.skin, status_of(now.skin)),
        "battery": (TYPES["BATTERY"], now.battery, 0),
        "CPU0": (TYPES["CPU"], now.chip, 0),
    }
    values = own | call.phone.state.heat.injected
    return [
        f"\tTemperature{{mValue={celsius:.1f}, mType={kind}, mName={name}, mStatus={status}}}"
        for name, (kind, celsius, status) in values.items()
    ]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise CommandError(f"Error: {text} is no temperature", exit_code=255) from error

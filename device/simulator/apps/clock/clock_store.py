"""The Clock app's preferences: chosen cities, timers and the stopwatch, under the keys of AOSP's DeskClock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path
from typing import Literal

from device.simulator.apps.clock.cities import CITIES, City
from device.simulator.apps.preference_file import Long, Preference, PreferenceFile, parse_preferences

CLOCK_PREFERENCES = (
    "/data/user_de/0/com.google.android.deskclock/shared_prefs/com.google.android.deskclock_preferences.xml"
)

MINUTE = 60_000


class TimerState(IntEnum):
    """``Timer.State`` of AOSP's DeskClock; an expired timer is told by its time left."""

    RUNNING = 1
    PAUSED = 2
    RESET = 4


class StopwatchState(IntEnum):
    """``Stopwatch.State`` of AOSP's DeskClock, by ordinal."""

    RESET = 0
    RUNNING = 1
    PAUSED = 2


@dataclass(frozen=True, kw_only=True)
class Timer:
    """A timer; all times in milliseconds.

    Attributes:
        id: Number, ascending with age.
        state: What it does.
        length: What it was set to.
        total: `length` plus the minutes added since it was last reset.
        started_at: Wall-clock time when it was last started; 0 while it does not run.
        left_at_start: What was left then, or is left now while it does not run.
        label: What the user wrote on it.
    """

    id: int
    state: TimerState
    length: int
    total: int
    started_at: int
    left_at_start: int
    label: str

    def left(self, now: int) -> int:
        """Return the milliseconds left at the wall-clock time ``now``; negative after it has rung."""
        return self.left_at_start - (now - self.started_at if self.state is TimerState.RUNNING else 0)

    def started(self, now: int) -> Timer:
        """Return the timer, running from ``now``."""
        return replace(self, state=TimerState.RUNNING, started_at=now)

    def paused(self, now: int) -> Timer:
        """Return the timer, holding what is left at ``now``."""
        return replace(self, state=TimerState.PAUSED, started_at=0, left_at_start=self.left(now))

    def reset(self) -> Timer:
        """Return the timer as it was before it was started."""
        return replace(self, state=TimerState.RESET, started_at=0, total=self.length, left_at_start=self.length)

    def lengthened(self, now: int) -> Timer:
        """Return the timer with a minute more."""
        late = max(0, -self.left(now))
        return replace(self, total=self.total + MINUTE, left_at_start=self.left_at_start + late + MINUTE)


@dataclass(frozen=True, kw_only=True)
class Stopwatch:
    """The stopwatch; all times in milliseconds.

    Attributes:
        state: What it does.
        started_at: Wall-clock time when it was last started; 0 while it does not run.
        accumulated: What it had counted by then.
        laps: The counted time at the end of each lap, oldest first.
    """

    state: StopwatchState = StopwatchState.RESET
    started_at: int = 0
    accumulated: int = 0
    laps: tuple[int, ...] = ()

    def total(self, now: int) -> int:
        """Return the milliseconds counted until the wall-clock time ``now``."""
        return self.accumulated + (now - self.started_at if self.state is StopwatchState.RUNNING else 0)

    def started(self, now: int) -> Stopwatch:
        """Return the stopwatch, running from ``now``."""
        return replace(self, state=StopwatchState.RUNNING, started_at=now)

    def paused(self, now: int) -> Stopwatch:
        """Return the stopwatch, holding what it has counted by ``now``."""
        return replace(self, state=StopwatchState.PAUSED, started_at=0, accumulated=self.total(now))

    def lap(self, now: int) -> Stopwatch:
        """Return the stopwatch with a lap that ends ``now``."""
        return replace(self, laps=(*self.laps, self.total(now)))


BedtimePart = Literal["bedtime", "wake_up"]


@dataclass(frozen=True, kw_only=True)
class Bedtime:
    """When one goes to bed, or is woken.

    Attributes:
        hour, minutes: The time of day.
        days: Indices of the weekdays, 0 is Monday.
        enabled: Whether it is kept to.
    """

    hour: int
    minutes: int
    days: frozenset[int] = frozenset(range(5))
    enabled: bool = False

    @property
    def minutes_of_day(self) -> int:
        """Minutes since midnight."""
        return 60 * self.hour + self.minutes


_BEDTIMES: dict[BedtimePart, Bedtime] = {
    "bedtime": Bedtime(hour=23, minutes=0),
    "wake_up": Bedtime(hour=7, minutes=0),
}
"""What is suggested before anything was chosen."""


class ClockStore:
    """Reads and changes cities, timers and stopwatch; every call looks at the file."""

    def __init__(self, path: Path) -> None:
        """Bind the store to the preference file at ``path`` on the host."""
        self._file = PreferenceFile(path)

    def cities(self) -> list[City]:
        """Return the chosen cities in the order they were added."""
        return _cities(self._file.read())

    def set_cities(self, cities: list[City]) -> None:
        """Replace the chosen cities."""
        changes: dict[str, Preference | None] = {
            name: None for name in self._file.read() if name.startswith("city_id_")
        }
        changes |= {f"city_id_{number}": city.id for number, city in enumerate(cities)}
        self._file.edit({**changes, "number_of_cities": len(cities)})

    def timers(self) -> list[Timer]:
        """Return the timers, newest first, as the app shows them."""
        return _timers(self._file.read())

    def add_timer(self, length: int) -> Timer:
        """Add a timer of ``length`` milliseconds that does not run yet."""
        number = _int(self._file.read(), "next_timer_id")
        timer = Timer(
            id=number, state=TimerState.RESET, length=length, total=length, started_at=0, left_at_start=length, label=""
        )
        self._file.edit({"next_timer_id": number + 1})
        self.put_timer(timer)
        return timer

    def put_timer(self, timer: Timer) -> None:
        """Write a timer's state."""
        known = {str(other.id) for other in self.timers()} | {str(timer.id)}
        self._file.edit(
            {
                "timers_list": frozenset(known),
                f"timer_state_{timer.id}": int(timer.state),
                f"timer_setup_timet_{timer.id}": Long(timer.length),
                f"timer_original_timet_{timer.id}": Long(timer.total),
                f"timer_start_time_{timer.id}": Long(timer.started_at),
                f"timer_wall_clock_time_{timer.id}": Long(timer.started_at),
                f"timer_time_left_{timer.id}": Long(timer.left_at_start),
                f"timer_label_{timer.id}": timer.label,
            }
        )

    def delete_timer(self, timer_id: int) -> None:
        """Remove a timer; harmless when it has gone."""
        known = frozenset(str(timer.id) for timer in self.timers() if timer.id != timer_id)
        names = [name for name in self._file.read() if name.startswith("timer_") and name.endswith(f"_{timer_id}")]
        self._file.edit({**dict.fromkeys(names), "timers_list": known})

    def bedtime(self, part: BedtimePart) -> Bedtime:
        """Return the bedtime or the wake-up alarm; what is suggested where none was chosen."""
        values = self._file.read()
        if f"{part}_hour" not in values:
            return _BEDTIMES[part]
        days = _int(values, f"{part}_days")
        return Bedtime(
            hour=_int(values, f"{part}_hour"),
            minutes=_int(values, f"{part}_minutes"),
            days=frozenset(day for day in range(7) if days >> day & 1),
            enabled=bool(_int(values, f"{part}_enabled")),
        )

    def put_bedtime(self, part: BedtimePart, bedtime: Bedtime) -> None:
        """Write the bedtime or the wake-up alarm."""
        self._file.edit(
            {
                f"{part}_hour": bedtime.hour,
                f"{part}_minutes": bedtime.minutes,
                f"{part}_days": sum(1 << day for day in bedtime.days),
                f"{part}_enabled": bedtime.enabled,
            }
        )

    def stopwatch(self) -> Stopwatch:
        """Return the stopwatch as it is now."""
        return _stopwatch(self._file.read())

    def put_stopwatch(self, stopwatch: Stopwatch) -> None:
        """Write the stopwatch's state."""
        changes: dict[str, Preference | None] = {
            name: None for name in self._file.read() if name.startswith("sw_lap_time_")
        }
        changes |= {f"sw_lap_time_{number}": Long(total) for number, total in enumerate(stopwatch.laps, 1)}
        self._file.edit(
            {
                **changes,
                "sw_state": int(stopwatch.state),
                "sw_start_time": Long(stopwatch.started_at),
                "sw_wall_clock_time": Long(stopwatch.started_at),
                "sw_accum_time": Long(stopwatch.accumulated),
                "sw_lap_num": len(stopwatch.laps),
            }
        )


def read_cities(path: Path) -> list[City]:
    """Return the chosen cities of a preference file; none where there is no file."""
    return _cities(_read(path))


def read_timers(path: Path) -> list[Timer]:
    """Return the timers of a preference file; none where there is no file."""
    return _timers(_read(path))


def read_stopwatch(path: Path) -> Stopwatch:
    """Return the stopwatch of a preference file; a fresh one where there is no file."""
    return _stopwatch(_read(path))


def _read(path: Path) -> Mapping[str, Preference]:
    return parse_preferences(path.read_bytes()) if path.exists() else {}


def _int(values: Mapping[str, Preference], name: str) -> int:
    value = values.get(name, 0)
    return value if isinstance(value, int) else 0


def _cities(values: Mapping[str, Preference]) -> list[City]:
    names = [values.get(f"city_id_{number}") for number in range(_int(values, "number_of_cities"))]
    return [CITIES[name] for name in names if isinstance(name, str) and name in CITIES]


def _timers(values: Mapping[str, Preference]) -> list[Timer]:
    members = values.get("timers_list", frozenset())
    numbers = sorted((int(name) for name in members), reverse=True) if isinstance(members, frozenset) else []
    return [
        Timer(
            id=number,
            state=TimerState(_int(values, f"timer_state_{number}") or TimerState.RESET),
            length=_int(values, f"timer_setup_timet_{number}"),
            total=_int(values, f"timer_original_timet_{number}"),
            started_at=_int(values, f"timer_start_time_{number}"),
            left_at_start=_int(values, f"timer_time_left_{number}"),
            label=str(values.get(f"timer_label_{number}", "")),
        )
        for number in numbers
    ]


def _stopwatch(values: Mapping[str, Preference]) -> Stopwatch:
    return Stopwatch(
        state=StopwatchState(_int(values, "sw_state")),
        started_at=_int(values, "sw_start_time"),
        accumulated=_int(values, "sw_accum_time"),
        laps=tuple(_int(values, f"sw_lap_time_{number}") for number in range(1, _int(values, "sw_lap_num") + 1)),
    )

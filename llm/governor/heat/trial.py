"""Thirty simulated minutes of a phone that works through steps, under a policy; and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from llm.governor.decision import Pace
from llm.governor.governor import Governor, Most
from llm.governor.heat.faults import FAULTS
from llm.governor.heat.phone import HeatPhone, PhoneSpec
from llm.governor.limits import BANDS, Band, Limits
from llm.governor.policy import Policy
from llm.governor.reading import Measured, Reading, Throttling, Zone

_TICK = 0.5
"""Seconds of one step of the simulation."""

_PROMPT_TOKENS = 192
_GENERATED_TOKENS = 96
_PROMPT_RATIO = 4.0
"""A step of an agent: new tokens of its prompt, tokens that it says, and how much faster the former are when cool."""

_LAST = 300.0
"""Seconds at the end over which the speed that is kept is measured."""

_STATUS_BELOW_TRIP = ((3.0, Throttling.SEVERE), (0.0, Throttling.MODERATE), (-2.0, Throttling.LIGHT))
"""Android's status by the distance of the case from its trip point."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TrialResult:
    """What came of a trial; temperatures in degrees Celsius, shares between 0 and 1.

    Attributes:
        kept_share: Tokens per second of decoding, rests included, over the last five minutes, as a share of burst.
        mean_share: The same over the whole time.
        mean_celsius: Mean of the core.
        peak_celsius: Highest of the core.
        skin_celsius: Highest of the case.
        utilisation: Share of the time in which something was computed.
        steps: Steps of the agent that were finished.
        over_limit_seconds: Seconds after the first minute in which the core was over its limit of 85.
        throttled_share: Share of the time in which the phone throttled itself.
        changes_per_minute: Decisions for another level.
        trace: Second, core, case and speed as a share of burst, every ten seconds.
    """

    kept_share: float
    mean_share: float
    mean_celsius: float
    peak_celsius: float
    skin_celsius: float
    utilisation: float
    steps: float
    over_limit_seconds: float
    throttled_share: float
    changes_per_minute: float
    trace: tuple[tuple[float, float, float, float], ...]


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What is tried.

    Attributes:
        spec: The phone.
        policy: Makes the policy; None leaves the phone ungoverned, with all threads all the time.
        ambient: Degrees around it.
        charger_watts: Heat of charging.
        fault: Name of a broken sensor in `FAULTS`.
        seconds: How long.
        bands: Thresholds that differ from the usual ones, by zone.
    """

    spec: PhoneSpec
    policy: Callable[[], Policy] | None
    ambient: float = 25.0
    charger_watts: float = 0.0
    fault: str = "none"
    seconds: float = 1800.0
    bands: Mapping[Zone, Band] = field(default_factory=dict)

    def run(self) -> TrialResult:
        """Run it."""
        spec, now, phone = self.spec, 0.0, HeatPhone(self.spec, ambient=self.ambient, charger_watts=self.charger_watts)
        fault = FAULTS[self.fault]()
        governor = None
        if self.policy is not None:
            governor = Governor(
                lambda: fault(_read(phone, now)),
                policy=self.policy(),
                limits=_limits(spec, self.bands),
                interval=0,
                clock=lambda: now,
            )
            governor.bind(Most(chunk=256, threads=spec.threads))
        prompt_share = (_PROMPT_TOKENS / _PROMPT_RATIO) / (_PROMPT_TOKENS / _PROMPT_RATIO + _GENERATED_TOKENS)
        done = 0.0
        decode_time = decode_work = last_time = last_work = busy_time = celsius = peak = skin = over = throttled = 0.0
        level, changes = 0, 0
        trace: list[tuple[float, float, float, float]] = []
        for tick in range(round(self.seconds / _TICK)):
            now = tick * _TICK
            threads, duty = spec.threads, 1.0
            if governor is not None:
                # A decode takes seconds on such phones: decided on once a second.
                decision = governor.decide() if tick % 2 == 0 or governor.last is None else governor.last
                changes, level = changes + (decision.level != level), decision.level
                threads = decision.tier.threads
                duty = 0.0 if decision.pace is Pace.HOLD else 1 / (1 + decision.tier.pause)
            # Burst time counts a prompt's part by its own speed, so that a step always has the same two parts.
            prompt = done % 1 < prompt_share
            speed = phone.speed(threads, prompt=prompt) * duty
            if governor is not None and duty > 0:
                token = 0.0 if prompt else min(_TICK * duty, 1 / (spec.burst * phone.speed(threads)))
                governor.worked(token, threads=threads, tokens=1)
                governor.worked(_TICK * duty - token, threads=threads, tokens=64)
            done += _TICK * speed * spec.burst * _PROMPT_RATIO / (_PROMPT_TOKENS + _PROMPT_RATIO * _GENERATED_TOKENS)
            if not prompt:
                decode_time, decode_work = decode_time + _TICK, decode_work + _TICK * speed
                if now >= self.seconds - _LAST:
                    last_time, last_work = last_time + _TICK, last_work + _TICK * speed
            busy_time += _TICK * duty
            phone.advance(_TICK, threads=threads * duty)
            celsius += phone.core * _TICK
            peak, skin = max(peak, phone.core), max(skin, phone.skin)
            over += _TICK * (now > 60 and phone.core > 85)
            throttled += _TICK * (phone.step > 0)
            if tick % round(10 / _TICK) == 0:
                trace.append((now, phone.core, phone.skin, phone.speed(threads) * duty))
        return TrialResult(
            kept_share=last_work / last_time if last_time else 0.0,
            mean_share=decode_work / decode_time if decode_time else 0.0,
            mean_celsius=celsius / self.seconds,
            peak_celsius=peak,
            skin_celsius=skin,
            utilisation=busy_time / self.seconds,
            steps=done,
            over_limit_seconds=over,
            throttled_share=throttled / self.seconds,
            changes_per_minute=changes / (self.seconds / 60),
            trace=tuple(trace),
        )


def _limits(spec: PhoneSpec, bands: Mapping[Zone, Band]) -> Limits:
    """The usual thresholds, with the case kept below the phone's own trip point, which Android tells."""
    hot = min(BANDS[Zone.SKIN].hot, spec.skin_trip - 1)
    return Limits(bands={**BANDS, Zone.SKIN: Band(hot=hot, cool=hot - 4), **bands})


def curve_of(spec: PhoneSpec, seconds: float) -> tuple[tuple[float, float, float, float], ...]:
    """Second, core, case and tokens per second of an ungoverned phone that only decodes."""
    phone, rows = HeatPhone(spec), []
    for tick in range(round(seconds / _TICK) + 1):
        if tick % round(5 / _TICK) == 0:
            rows.append((tick * _TICK, phone.core, phone.skin, spec.burst * phone.speed(spec.threads)))
        phone.advance(_TICK, threads=spec.threads)
    return tuple(rows)


def _read(phone: HeatPhone, now: float) -> Reading:
    """What a sound phone reports; sensors round to a tenth of a degree."""
    zones = {Zone.CPU: phone.core, Zone.SKIN: phone.skin, Zone.BATTERY: phone.battery}
    over = phone.skin - phone.spec.skin_trip
    status = next((status for above, status in _STATUS_BELOW_TRIP if over > above), Throttling.NONE)
    return Reading(
        at=now,
        temperatures={zone: Measured(value=round(celsius, 1), source="heat") for zone, celsius in zones.items()},
        throttling=Measured(value=status, source="heat"),
        allowed_cores=Measured(value=phone.throttling.cores, source="heat"),
        charging=Measured(value=phone.charger_watts > 0, source="heat"),
    )

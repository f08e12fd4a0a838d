"""A first-order model of one zone's heat, dT/dt = bias - rate * (T - 25) + gain * load, fitted while it is used.

Recursive least squares with a forgetting of its own for each parameter, which is a Kalman filter whose parameters walk:
the bias follows the warming board within minutes, while rate and gain belong to the device and hardly change.
"""

from __future__ import annotations

import math

import numpy as np

_REFERENCE = 25.0
"""Degrees Celsius around which the parameters are expressed; only numerics depend on it."""

_SHORTEST = 1.0
"""Seconds between two fits: over less, a sensor's rounding drowns the slope."""

_NOISE = 0.6
"""Degrees by which a sensor's value and the model may differ without the model being wrong."""


class RcModel:
    """One zone.

    Args:
        rate: First guess of 1 / time constant, in 1/s.
        rise: First guess of the degrees by which full load heats the zone above its surroundings in the end.
    """

    def __init__(self, *, rate: float, rise: float) -> None:
        self._prior_rate = rate
        self.parameters = np.array([0.0, rate, rate * rise])
        self._covariance = np.diag([rate * 20.0, rate * 0.5, rate * rise * 0.5]) ** 2
        # How far each parameter walks in a second.
        self._walk = np.diag([rate * 0.25, rate * 0.001, rate * rise * 0.002]) ** 2
        self._from: tuple[float, float] | None = None
        self._load_seconds = 0.0
        self._last = 0.0

    def observe(self, celsius: float, *, at: float, load: float) -> None:
        """Take a temperature, and the mean load, as a share of full load, since the one before."""
        if self._from is None:
            self._start(celsius, at)
            # Without a history, the zone is taken to rest where it is.
            self.parameters[0] = self.parameters[1] * (celsius - _REFERENCE)
            return
        self._load_seconds += load * max(0.0, at - self._last)
        self._last = at
        before, since = self._from
        seconds = at - since
        if seconds < _SHORTEST:
            return
        if seconds > 10 / self._prior_rate:
            # So long a gap says nothing of slopes.
            self._start(celsius, at)
            return
        middle = (before + celsius) / 2 - _REFERENCE
        features = np.array([1.0, -middle, self._load_seconds / seconds])
        noise = (_NOISE / seconds) ** 2
        self._covariance += self._walk * seconds
        spread = self._covariance @ features
        gain = spread / (features @ spread + noise)
        error = (celsius - before) / seconds - features @ self.parameters
        self.parameters += gain * error
        self._covariance -= np.outer(gain, spread)
        self._covariance = (self._covariance + self._covariance.T) / 2
        self._keep_physical()
        self._start(celsius, at)

    def forecast(self, celsius: float, *, load: float, seconds: float) -> float:
        """The temperature after `seconds` of `load`, from `celsius` on; rises with `celsius` and with `load`."""
        bias, rate, gain = self.parameters
        final = _REFERENCE + (bias + gain * load) / rate
        return float(final + (celsius - final) * math.exp(-rate * seconds))

    def _start(self, celsius: float, at: float) -> None:
        self._from, self._load_seconds, self._last = (celsius, at), 0.0, at

    def _keep_physical(self) -> None:
        """Heat flows away, and load heats."""
        low, high = self._prior_rate / 20, self._prior_rate * 20
        self.parameters[1] = min(max(self.parameters[1], low), high)
        self.parameters[2] = max(self.parameters[2], self.parameters[1])

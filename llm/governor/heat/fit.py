"""Fits a phone to a published curve, by trying one parameter after the other in ever smaller steps."""

from __future__ import annotations

from dataclasses import replace

from llm.governor.heat.phone import PhoneSpec
from llm.governor.heat.published import Curve
from llm.governor.heat.trial import curve_of

_FIRST, _LAST = 0.2, 0.01
"""Size of the steps, as a share of the parameter."""


def error_of(spec: PhoneSpec, curve: Curve) -> float:
    """Root mean square of the errors of a curve's points, each over half a minute, and of its mean temperature.

    Errors of speed are shares of burst; five degrees of the mean count as much as a tenth of burst.
    """
    rows = curve_of(spec, curve.points[-1][0])
    errors = []
    for second, speed in curve.points:
        near = [row[3] for row in rows if abs(row[0] - second) <= 15] or [rows[-1][3]]
        errors.append((sum(near) / len(near) - speed) / curve.burst)
    if curve.mean_celsius is not None:
        errors.append((sum(row[1] for row in rows) / len(rows) - curve.mean_celsius) / 50)
    return float((sum(error * error for error in errors) / len(errors)) ** 0.5)


def fit(spec: PhoneSpec, curve: Curve) -> tuple[PhoneSpec, float]:
    """The phone that is nearest to a curve, from `spec` on, and its error."""
    best, step = error_of(spec, curve), _FIRST
    while step >= _LAST:
        better = False
        for name in curve.fitted:
            for factor in (1 + step, 1 / (1 + step)):
                tried = replace(spec, **{name: round(getattr(spec, name) * factor, 3)})
                error = error_of(tried, curve)
                if error < best - 1e-6:
                    spec, best, better = tried, error, True
        if not better:
            step /= 2
    return spec, best

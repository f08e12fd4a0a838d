"""Hypothesis settings that don't fail on a slow machine: what is tested is the answer, not how long it takes."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

"""Fixtures for tests of perception."""

from __future__ import annotations

import numpy as np
import pytest

from device.frame import Display, ForegroundApp, Frame
from perception import Screen, perceive


class See:
    """Turns hierarchies into screens."""

    def __call__(
        self,
        document: str,
        *,
        package: str = "com.example.app",
        size: tuple[int, int] = (1080, 2400),
        shade: int = 128,
        input_methods: tuple[str, ...] = (),
    ) -> Screen:
        width, height = size
        frame = Frame(
            pixels=np.full((height, width, 3), shade, np.uint8),
            hierarchy=document,
            app=ForegroundApp(package=package),
            display=Display(width=width, height=height),
            captured_at=0.0,
        )
        return perceive(frame, input_methods=input_methods)


@pytest.fixture(scope="session")
def see() -> See:
    """Return a function from a hierarchy to a screen."""
    return See()

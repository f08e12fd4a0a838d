"""What Camera says in Chinese."""

from __future__ import annotations

from device.simulator.chinese.common import COMMON
from device.simulator.texts import Texts

CAMERA = Texts(
    {
        "Camera": "相机",
        "Video": "视频",
        "Shutter": "快门",
        "Mode list": "模式列表",
        "Most recent photo": "最近的照片",
    },
    base=COMMON,
)

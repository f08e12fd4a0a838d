"""What the launcher says in Chinese."""

from __future__ import annotations

from device.simulator.chinese.common import COMMON
from device.simulator.chinese.names import NAMES
from device.simulator.texts import Texts

LAUNCHER = Texts(
    {
        **NAMES,
        "Home": "主屏幕",
        "No recent items": "近期没有任何内容",
        "Tap to return to the app": "点按即可返回应用",
        "Clear all": "全部清除",
    },
    base=COMMON,
)

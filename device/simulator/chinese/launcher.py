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
        "Search apps": "搜索应用",
        "No apps found": "未找到应用",
        "App info": "应用信息",
        "Remove": "移除",
        "Edit Name": "修改名称",
        "Folder: {name}, {count:d} items": "文件夹：{name}，{count} 个项目",
        "Folder: , {count:d} items": "文件夹：，{count} 个项目",
        "Home screen {number:d} of {count:d}": "主屏幕：第 {number} 屏，共 {count} 屏",
    },
    base=COMMON,
)

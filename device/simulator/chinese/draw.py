"""What Simple Draw Pro says in Chinese."""

from __future__ import annotations

from device.simulator.chinese.common import COMMON
from device.simulator.texts import Texts

DRAW = Texts(
    {
        "Simple Draw": "简易画板",
        "Canvas": "画布",
        "Undo": "撤销",
        "Redo": "重做",
        "Clear": "清除",
        "Eraser": "橡皮擦",
        "Brush size": "画笔大小",
        "Change color": "更改颜色",
        "Color": "颜色",
        "Black": "黑色",
        "Red": "红色",
        "Orange": "橙色",
        "Green": "绿色",
        "Blue": "蓝色",
        "Purple": "紫色",
        # Saving
        "Save as": "另存为",
        "Folder": "文件夹",
        "Select folder": "选择文件夹",
        "Filename (without extension)": "文件名（不含扩展名）",
        "Please enter a valid filename": "请输入有效的文件名",
        '"{name}" exists already. Overwrite it?': "“{name}”已存在。要覆盖它吗？",
        "File saved successfully": "文件保存成功",
    },
    base=COMMON,
)

"""What Simple Gallery Pro says in Chinese."""

from __future__ import annotations

from device.simulator.chinese.common import COMMON
from device.simulator.texts import Texts

GALLERY = Texts(
    {
        "Simple Gallery Pro": "简易图库 Pro",
        "Internal": "内部存储",
        "Internal ({count:d})": "内部存储 ({count})",
        "No media files have been found.": "未找到媒体文件。",
        "Are you sure you want to delete {count:d} items?": "您确定要删除 {count} 个项目吗？",
        'Are you sure you want to delete "{name}"?': "您确定要删除“{name}”吗？",
        "Rotate left": "向左旋转",
        "Rotate right": "向右旋转",
        "Flip horizontally": "水平翻转",
        "Flip vertically": "垂直翻转",
        "Save as": "另存为",
        "File name": "文件名",
        "File saved successfully": "文件保存成功",
        "Copy to": "复制到",
        "Move to": "移动到",
        "Select folder": "选择文件夹",
        "Other folder": "其他文件夹",
        "Select destination": "选择目标位置",
        "Files copied successfully": "文件复制成功",
        "Files moved successfully": "文件移动成功",
        "The name is taken already": "该名称已被占用",
        "Properties": "属性",
        "Path": "路径",
        "Size": "大小",
    },
    base=COMMON,
)

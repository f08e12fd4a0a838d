"""What Files says in Chinese."""

from __future__ import annotations

from device.simulator.chinese.common import COMMON
from device.simulator.chinese.names import NAMES
from device.simulator.texts import Texts

FILES = Texts(
    {
        **NAMES,
        "Files": "文件",
        # Roots
        "Recent": "最近",
        "Images": "图片",
        "Videos": "视频",
        "Audio": "音频",
        "Documents": "文档",
        "Downloads": "下载内容",
        "Show roots": "显示根目录",
        # List
        "Grid view": "网格视图",
        "List view": "列表视图",
        "No items": "无任何文件",
        "No matches": "无匹配项",
        "Search in {place}": "在“{place}”中搜索",
        "Search...": "搜索…",
        "Folder": "文件夹",
        "File": "文件",
        "{month:month} {day:day}, {size}, {kind:said}": "{month}月{day}日，{size}，{kind}",
        "Downloads, {month:month} {day:day}, {size}, {kind:said}": "下载内容，{month}月{day}日，{size}，{kind}",
        "{place}, {month:month} {day:day}, {size}, {kind:said}": "{place}，{month}月{day}日，{size}，{kind}",
        "{type} image": "{type} 图片",
        "{type} video": "{type} 视频",
        "{type} audio": "{type} 音频",
        "{type} document": "{type} 文档",
        "Downloads, Folder": "下载内容，文件夹",
        "{place}, Folder": "{place}，文件夹",
        "{path}\n{kind:said}, {size:d} bytes": "{path}\n{kind}，{size} 字节",
        # Menus and dialogs
        "New folder": "新建文件夹",
        "Sort by...": "排序方式…",
        "Sort by": "排序方式",
        "File name (A to Z)": "文件名（A 到 Z）",
        "Modified (newest first)": "修改日期（由新到旧）",
        "Size (largest first)": "大小（由大到小）",
        "Copy to...": "复制到…",
        "Move to...": "移动到…",
        "MOVE": "移动",
        "COPY": "复制",
        "Get info": "获取信息",
        "Delete {count:d} items?": "要删除 {count} 项内容吗？",
        'Delete "{name}"?': "要删除“{name}”吗？",
        "Open with {app:said}": "使用{app}打开",
        "Just once": "仅此一次",
        "Always": "始终",
        "No app can perform this action.": "没有应用可执行此操作。",
        "Failed to rename document": "无法重命名文档",
        "Failed to create folder": "无法创建文件夹",
        "Moved {count:d} item": "已移动 {count} 项",
        "Moved {count:d} items": "已移动 {count} 项",
        "Copied {count:d} item": "已复制 {count} 项",
        "Copied {count:d} items": "已复制 {count} 项",
    },
    base=COMMON,
)

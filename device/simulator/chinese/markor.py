"""What Markor says in Chinese."""

from __future__ import annotations

from device.simulator.chinese.common import COMMON
from device.simulator.texts import Texts

MARKOR = Texts(
    {
        "Files": "文件",
        "To-Do": "待办",
        "QuickNote": "速记",
        "More": "更多",
        # List
        "No matching files": "没有匹配的文件",
        "Empty directory": "空目录",
        "Create a new file or folder": "新建文件或文件夹",
        "Sort by": "排序方式",
        "Date": "日期",
        "Size": "大小",
        "{count:d} item": "{count} 项",
        "{count:d} items": "{count} 项",
        "{place}, {count:d} item": "{place}，{count} 项",
        "{place}, {count:d} items": "{place}，{count} 项",
        "Reload": "重新加载",
        # Dialogs
        "Extension": "扩展名",
        "FOLDER": "文件夹",
        "Markdown": "Markdown",
        "Plain Text": "纯文本",
        "{name} is a folder": "{name} 是文件夹",
        "File/folder already exists! Please use a different name": "文件或文件夹已存在！请使用其他名称",
        "Confirm Delete": "确认删除",
        "Move to": "移动到",
        "Copy to": "复制到",
        # A note
        "Saved": "已保存",
        "View mode": "查看模式",
        "Edit mode": "编辑模式",
        "Info": "信息",
        "File name: {name}\nLocation: {place}\nSize: {size}\nWords: {words:d}\nLines: {lines:d}": (
            "文件名：{name}\n位置：{place}\n大小：{size}\n字数：{words}\n行数：{lines}"
        ),
        # More
        "Notebook": "笔记本",
        "Text editor, version {version}": "文本编辑器，版本 {version}",
        "License": "许可证",
    },
    base=COMMON,
)

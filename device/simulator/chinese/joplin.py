"""What Joplin says in Chinese."""

from __future__ import annotations

from device.simulator.chinese.common import COMMON
from device.simulator.texts import Texts

JOPLIN = Texts(
    {
        "All notes": "所有笔记",
        "There are currently no notes.": "目前没有笔记。",
        "Sidebar": "侧边栏",
        "Notebooks": "笔记本",
        "New notebook": "新建笔记本",
        "Notebook title": "笔记本标题",
        "Add new": "新建",
        "New note": "新建笔记",
        "New to-do": "新建待办事项",
        "Please create a notebook first": "请先创建一个笔记本",
        # A note
        "Untitled": "无标题",
        "to-do: ": "待办事项：",
        "to-do: {title}": "待办事项：{title}",
        "Actions": "操作",
        "Move note to the trash?": "要将笔记移至回收站吗？",
        "Add body": "添加正文",
        "Save changes": "保存更改",
    },
    base=COMMON,
)

"""What Tasks says in Chinese."""

from __future__ import annotations

from device.simulator.chinese.common import COMMON
from device.simulator.texts import Texts

TASKS = Texts(
    {
        "My Tasks": "我的任务",
        "There are no tasks here": "这里没有任务",
        "Create new task": "新建任务",
        "Delete task": "删除任务",
        # Groups and dates
        "Group": "分组",
        "Due date": "截止日期",
        "Priority": "优先级",
        "None": "无",
        "High": "高",
        "Medium": "中",
        "Low": "低",
        "High priority": "高优先级",
        "Medium priority": "中优先级",
        "Low priority": "低优先级",
        "No priority": "无优先级",
        "Overdue": "已逾期",
        "No due date": "没有截止日期",
        "Next week": "下周",
        "Pick a date": "选择日期",
        "{day:said} {hour:d}:{minute:d}": "{day} {hour}:{minute}",
        # Menus, questions, toasts
        "Show completed": "显示已完成",
        "Hide completed": "隐藏已完成",
        "Clear completed": "清除已完成",
        "Clear completed tasks?": "要清除已完成的任务吗？",
        "Delete task?": "要删除任务吗？",
        "Delete {count:d} tasks?": "要删除 {count} 个任务吗？",
        "Task completed": "任务已完成",
        "Task deleted": "已删除任务",
        "{count:d} tasks deleted": "已删除 {count} 个任务",
        # Editor
        "Task name": "任务名称",
        "Discard changes?": "要舍弃更改吗？",
        "KEEP EDITING": "继续编辑",
        "(No title)": "（无标题）",
        "Saved: {day:said}": "已保存：{day}",
        "Saved": "已保存",
    },
    base=COMMON,
)

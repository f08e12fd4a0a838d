"""What apps have in common in Chinese: dates, times, pickers, and the words of every menu and dialog."""

from __future__ import annotations

import calendar

from device.simulator.texts import Texts

_WEEKDAYS = dict(zip((name[:3] for name in calendar.day_name), "一二三四五六日", strict=True))


def _name(kind: str, text: str) -> str:
    """Say a weekday (short ones as ``周日``, whole ones as ``星期日``), a list of weekdays, or a time."""
    if kind == "weekday":
        return ("周" if len(text) == len("Sun") else "星期") + _WEEKDAYS[text[:3]]
    if kind == "weekdays":
        return "、".join(f"周{_WEEKDAYS[each]}" for each in text.split(", "))
    hour, half = text.split(" ")
    return f"{'上午' if half == 'AM' else '下午'}{hour}"


def _order(text: str) -> bytes:
    """Sort by Latin letters, then by pinyin, which the first level of GB2312 is in the order of."""
    return text.lower().encode("gb18030")


COMMON = Texts(
    {
        # Dates and times, by the ways in which apps write them
        "{weekday:weekday}": "{weekday}",
        "{time:time}": "{time}",
        "{weekday:weekday}, {month:month} {day:day}, {year:year}": "{year}年{month}月{day}日{weekday}",
        "{weekday:weekday}, {month:month} {day:day}": "{month}月{day}日{weekday}",
        "{month:month} {day:day}, {year:year}": "{year}年{month}月{day}日",
        "{month:month} {day:day}": "{month}月{day}日",
        "{month:month} {year:year}": "{year}年{month}月",
        "{day:day} {month:month} {year:year}": "{year}年{month}月{day}日",
        "{day:day} {month:month}": "{month}月{day}日",
        "Today": "今天",
        "Tomorrow": "明天",
        "Yesterday": "昨天",
        # Pickers
        "Previous month": "上个月",
        "Next month": "下个月",
        "Switch to clock mode for the time input.": "切换到时钟模式来输入时间。",
        "Switch to text input mode for the time input.": "切换到文本输入模式来输入时间。",
        "Enter time": "输入时间",
        "Select time": "选择时间",
        "Enter a valid time": "请输入有效的时间",
        "AM": "上午",
        "PM": "下午",
        "Hour": "小时",
        "Minute": "分钟",
        "{count:d} minutes": "{count} 分钟",
        "{hour:d} o'clock": "{hour} 点",
        "{hour:d} hours": "{hour} 点",
        # Bars, menus, dialogs
        "Navigate up": "转到上一层级",
        "More options": "更多选项",
        "Search": "搜索",
        "Clear query": "清除查询",
        "Clear text": "清除文字",
        "Collapse": "收起",
        "Close": "关闭",
        "Back": "返回",
        "Menu": "菜单",
        "Sort": "排序",
        "Cancel": "取消",
        "CANCEL": "取消",
        "OK": "确定",
        "Yes": "是",
        "No": "否",
        "Done": "完成",
        "Save": "保存",
        "SAVE": "保存",
        "Edit": "编辑",
        "Delete": "删除",
        "DELETE": "删除",
        "Rename": "重命名",
        "Share": "分享",
        "Discard": "舍弃",
        "DISCARD": "舍弃",
        "Copy": "复制",
        "Move": "移动",
        "Name": "名称",
        "Title": "标题",
        "Description": "说明",
        "Select all": "全选",
        "No items found.": "未找到项目。",
        "Enter a name": "请输入名称",
        "Parent folder": "上级文件夹",
        "Internal storage": "内部存储空间",
        "{count:d} selected": "已选择 {count} 项",
        "Favorites": "收藏",
        "Add to favorites": "添加到收藏",
        "Remove from favorites": "从收藏中移除",
        # Floating toolbar over text
        "Cut": "剪切",
        "Paste": "粘贴",
    },
    names=_name,
    order=_order,
)
"""The base of every other table; an app's own table comes first."""

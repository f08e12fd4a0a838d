"""What Simple Calendar Pro says in Chinese."""

from __future__ import annotations

from device.simulator.chinese.common import COMMON
from device.simulator.texts import Texts

CALENDAR = Texts(
    {
        "Simple Calendar": "简易日历",
        # Views
        "Monthly view": "月视图",
        "Weekly view": "周视图",
        "Daily view": "日视图",
        "Simple event list": "简易活动列表",
        "Change view": "更改视图",
        "Go to date": "转到日期",
        "Previous day": "前一天",
        "Next day": "后一天",
        "Previous week": "上一周",
        "Next week": "下一周",
        "letter of Sunday": "日",
        "letter of Monday": "一",
        "letter of Tuesday": "二",
        "letter of Wednesday": "三",
        "letter of Thursday": "四",
        "letter of Friday": "五",
        "letter of Saturday": "六",
        "{month:month} {day:day} {year:year} ({weekday:weekday})": "{year}年{month}月{day}日 ({weekday})",
        "{start:time} - {end:time}": "{start} - {end}",
        "No upcoming events.": "没有即将到来的活动。",
        "No events": "没有活动",
        # Editor
        "New Event": "新建活动",
        "Edit Event": "编辑活动",
        "Location": "地点",
        "Reminder": "提醒",
        "No reminder": "不提醒",
        "At start": "活动开始时",
        "{count:d} minutes before": "提前 {count} 分钟",
        "1 hour before": "提前 1 小时",
        "1 day before": "提前 1 天",
        "Add another reminder": "添加另一个提醒",
        "Repetition": "重复",
        "No repetition": "不重复",
        "Daily": "每天",
        "Weekly": "每周",
        "Monthly": "每月",
        "Yearly": "每年",
        "Custom": "自定义",
        "Title cannot be empty": "标题不能为空",
        "The event cannot end earlier than it starts": "活动的结束时间不能早于开始时间",
        "Discard the changes?": "要舍弃更改吗？",
        "Are you sure you want to delete this event?": "您确定要删除此活动吗？",
        "{question:said} All its repetitions are deleted too.": "{question}其所有重复活动也将被删除。",
        "Are you sure you want to delete these {count:d} events?": "您确定要删除这 {count} 个活动吗？",
    },
    base=COMMON,
)

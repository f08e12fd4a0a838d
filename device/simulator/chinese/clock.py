"""What Clock says in Chinese, its cities included."""

from __future__ import annotations

from device.simulator.chinese.cities import CITIES
from device.simulator.chinese.common import COMMON
from device.simulator.texts import Texts

CLOCK = Texts(
    {
        "Alarm": "闹钟",
        "Clock": "时钟",
        "Timer": "计时器",
        "Stopwatch": "秒表",
        # Alarms
        "No Alarms": "没有闹钟",
        "Add alarm": "添加闹钟",
        "Collapse alarm": "收起闹钟",
        "Expand alarm": "展开闹钟",
        "Add label": "添加标签",
        "Label": "标签",
        "Vibrate": "振动",
        "Alarm deleted": "已删除闹钟",
        "Not scheduled": "未设置响铃时间",
        "Every day": "每天",
        "{days:weekdays}": "{days}",
        "letter of Monday": "一",
        "letter of Tuesday": "二",
        "letter of Wednesday": "三",
        "letter of Thursday": "四",
        "letter of Friday": "五",
        "letter of Saturday": "六",
        "letter of Sunday": "日",
        "Alarm set for less than 1 minute from now.": "已将闹钟设置为从现在起不到 1 分钟后响铃。",
        "Alarm set for {wait:said} from now.": "已将闹钟设置为从现在起 {wait}后响铃。",
        "{days:said}, {hours:said}, and {minutes:said}": "{days} {hours} {minutes}",
        "{first:said} and {second:said}": "{first} {second}",
        "{count:d} day": "{count} 天",
        "{count:d} days": "{count} 天",
        "{count:d} hour": "{count} 小时",
        "{count:d} hours": "{count} 小时",
        "{count:d} minute": "{count} 分钟",
        # World clock
        "Cities": "城市",
        "Search for a city": "搜索城市",
        "No cities found": "未找到城市",
        "{day:said}, same time": "{day}，时间相同",
        "{day:said}, {shift:said} ahead": "{day}，早 {shift}",
        "{day:said}, {shift:said} behind": "{day}，晚 {shift}",
        "{hours:d} hour {minutes:d} minutes": "{hours} 小时 {minutes} 分钟",
        "{hours:d} hours {minutes:d} minutes": "{hours} 小时 {minutes} 分钟",
        **CITIES,
        # Bedtime
        "Bedtime": "就寝时间",
        "Regular bedtime": "常规就寝时间",
        "Regular wake-up alarm": "常规起床闹钟",
        "{length:said} asleep": "睡眠 {length}",
        # Timer and stopwatch
        "Add timer": "添加计时器",
        "Add 1 minute": "延长 1 分钟",
        "{length:said} Timer": "{length} 计时器",
        "{hours:d}h {minutes:d}m {seconds:d}s": "{hours} 时 {minutes} 分 {seconds} 秒",
        "{hours:d}h {minutes:d}m": "{hours} 时 {minutes} 分",
        "{hours:d}h {seconds:d}s": "{hours} 时 {seconds} 秒",
        "{minutes:d}m {seconds:d}s": "{minutes} 分 {seconds} 秒",
        "{hours:d}h": "{hours} 时",
        "{minutes:d}m": "{minutes} 分",
        "{seconds:d}s": "{seconds} 秒",
        "Start": "开始",
        "Pause": "暂停",
        "Stop": "停止",
        "Reset": "重置",
        "Lap": "计圈",
    },
    base=COMMON,
)

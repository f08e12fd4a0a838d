"""What OpenTracks says in Chinese."""

from __future__ import annotations

from device.simulator.chinese.common import COMMON
from device.simulator.texts import Texts

OPENTRACKS = Texts(
    {
        "Start recording your next adventure here": "从这里开始记录您的下一次冒险",
        "Record": "记录",
        "Recording": "正在记录",
        "Stop": "停止",
        "Search...": "搜索…",
        "Aggregated statistics": "汇总统计信息",
        # An activity
        "Activity type": "活动类型",
        "unknown": "未知",
        "unknown ({count:d})": "未知 ({count})",
        "Start": "开始时间",
        "Distance": "距离",
        "Total time": "总时间",
        "Moving time": "移动时间",
        "Average moving speed": "平均移动速度",
        "Elevation gain": "累计爬升",
        "Elevation loss": "累计下降",
        "{miles:d} mi": "{miles} 英里",
        "{speed:d} mph": "{speed} 英里/时",
        "{height:d} ft": "{height} 英尺",
        "{miles:d} mi • {length}": "{miles} 英里 • {length}",
        "{month:month} {day:day}, {year:year} {hour:d}:{minute:d}": "{year}年{month}月{day}日 {hour}:{minute}",
        "{when:said}\n{miles:d} mi • {length}\n{about}": "{when}\n{miles} 英里 • {length}\n{about}",
        "{when:said}\n{miles:d} mi • {length}": "{when}\n{miles} 英里 • {length}",
        "Edit track": "编辑轨迹",
        "Delete track?": "要删除轨迹吗？",
        "This track will be permanently deleted.": "此轨迹将被永久删除。",
    },
    base=COMMON,
)

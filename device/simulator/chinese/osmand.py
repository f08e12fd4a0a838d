"""What OsmAnd says in Chinese; towns have their own names on its map."""

from __future__ import annotations

from device.simulator.chinese.common import COMMON
from device.simulator.texts import Texts

OSMAND = Texts(
    {
        "Map": "地图",
        "Zoom in": "放大",
        "Zoom out": "缩小",
        "Plan a route": "规划路线",
        "Add": "添加",
        "Marker": "标记",
        "Add to route": "添加到路线",
        # Lists
        "Map markers": "地图标记",
        "Tracks": "轨迹",
        "{count:d} points": "{count} 个点",
        "Liechtenstein": "列支敦士登",
        "Coordinates": "坐标",
        # Favourites and markers
        "Add favorite": "添加收藏",
        "Favorite added": "已添加收藏",
        "Remove favorite": "移除收藏",
        "Remove point {number:d}": "移除第 {number} 个点",
        "Remove {name}?": "要移除“{name}”吗？",
        "Remove {name}": "移除“{name}”",
        "Map marker added": "已添加地图标记",
        # A route
        "Add points in the order of the route": "请按路线的顺序添加点",
        "{count:d} points • {length:said}": "{count} 个点 • {length}",
        "{length:d} km": "{length} 公里",
        "{length:d} m": "{length} 米",
        "Add point": "添加点",
        "Save as new track": "另存为新轨迹",
        "File name": "文件名",
        "Illegal file name": "文件名无效",
        "{name} saved": "已保存“{name}”",
    },
    base=COMMON,
)

"""What VLC says in Chinese."""

from __future__ import annotations

from device.simulator.chinese.common import COMMON
from device.simulator.texts import Texts

VLC = Texts(
    {
        "Video": "视频",
        "Audio": "音频",
        "Browse": "浏览",
        "Playlists": "播放列表",
        "Internal memory": "内部存储",
        "No media files found": "未找到媒体文件",
        "No playlists": "没有播放列表",
        "{count:d} track": "{count} 个曲目",
        "{count:d} tracks": "{count} 个曲目",
        "More actions for {name}": "“{name}”的更多操作",
        "Add to playlist": "添加到播放列表",
        "Playlist name": "播放列表名称",
        "Playlist saved": "已保存播放列表",
        "Delete the playlist?": "要删除此播放列表吗？",
        "{name} will be deleted from the device.": "“{name}”将从设备中删除。",
        # Player
        "Play": "播放",
        "Pause": "暂停",
        "Rewind 10 seconds": "快退 10 秒",
        "Forward 10 seconds": "快进 10 秒",
        "Seek": "进度",
    },
    base=COMMON,
)

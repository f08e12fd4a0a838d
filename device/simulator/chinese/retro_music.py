"""What Retro Music says in Chinese."""

from __future__ import annotations

from device.simulator.chinese.common import COMMON
from device.simulator.texts import Texts

RETRO_MUSIC = Texts(
    {
        "For you": "为您推荐",
        "Songs": "歌曲",
        "Albums": "专辑",
        "Playlists": "播放列表",
        "Playing queue": "播放队列",
        "No songs": "没有歌曲",
        "No albums": "没有专辑",
        "No playlists": "没有播放列表",
        # Player
        "Now playing": "正在播放",
        "Play": "播放",
        "Pause": "暂停",
        "Previous": "上一首",
        "Next": "下一首",
        "Seek": "进度",
        "<unknown>": "<未知>",
        "<unknown> • {length}": "<未知> • {length}",
        "{count:d} song": "{count} 首歌曲",
        "{count:d} songs": "{count} 首歌曲",
        "{count:d} song • {length}": "{count} 首歌曲 • {length}",
        "{count:d} songs • {length}": "{count} 首歌曲 • {length}",
        "More options for {name}": "“{name}”的更多选项",
        # Menus and dialogs
        "Play next": "下一首播放",
        "Add to playing queue": "添加到播放队列",
        "Add to playlist": "添加到播放列表",
        "Remove from playlist": "从播放列表中移除",
        "Clear queue": "清空队列",
        "New playlist": "新建播放列表",
        "New playlist...": "新建播放列表…",
        "Playlist name": "播放列表名称",
        "Create": "创建",
        "Rename playlist": "重命名播放列表",
        "Delete playlist": "删除播放列表",
        "Are you sure you want to delete the playlist {name}?": "您确定要删除播放列表“{name}”吗？",
        "Save as file": "另存为文件",
        "Save {name}.m3u in": "将 {name}.m3u 保存到",
        # Toasts
        "Added {count:d} title to the playing queue": "已将 {count} 首歌曲添加到播放队列",
        "Added {count:d} titles to the playing queue": "已将 {count} 首歌曲添加到播放队列",
        "Inserted {count:d} songs into the playlist {name}": "已将 {count} 首歌曲添加到播放列表“{name}”",
        "{name} already exists": "“{name}”已存在",
        "Created playlist {name}": "已创建播放列表“{name}”",
        "Saved playlist to {path}": "已将播放列表保存到 {path}",
    },
    base=COMMON,
)

"""What Audio Recorder says in Chinese."""

from __future__ import annotations

from device.simulator.chinese.common import COMMON
from device.simulator.texts import Texts

AUDIO_RECORDER = Texts(
    {
        "Audio Recorder": "录音机",
        "Record": "录音",
        "Pause recording": "暂停录音",
        "Stop recording": "停止录音",
        "Delete recording": "删除录音",
        "Records": "录音记录",
        "No records": "没有录音记录",
        "More options for {name}": "“{name}”的更多选项",
        "Save recording": "保存录音",
        "Delete this recording?": "要删除此录音吗？",
        "Delete record {name}?": "要删除录音“{name}”吗？",
        "Warning": "警告",
        "Rename record": "重命名录音",
        "{name} saved": "已保存“{name}”",
        "File name already exists": "文件名已存在",
        "Wrong file name": "文件名有误",
    },
    base=COMMON,
)

"""Apps' names in Chinese; what isn't here is a name everywhere: Markor, Chrome, VLC, OsmAnd, Joplin..."""

from __future__ import annotations

NAMES: dict[str, str] = {
    "Settings": "设置",
    "Clock": "时钟",
    "Contacts": "通讯录",
    "Camera": "相机",
    "Files": "文件",
    "Phone": "电话",
    "Audio Recorder": "录音机",
    "Simple Calendar Pro": "简易日历 Pro",
    "Simple Draw Pro": "简易画板 Pro",
    "Simple Gallery Pro": "简易图库 Pro",
    "Simple SMS Messenger": "简易短信",
    "Pixel Launcher": "Pixel 桌面",
    "Blocked Numbers Storage": "屏蔽号码存储",
    "Contacts Storage": "通讯录存储",
    "Taobao": "淘宝",
    "WeChat": "微信",
    "Phone and Messaging Storage": "电话和短信存储",
}

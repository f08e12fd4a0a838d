"""What Chrome says in Chinese; what a page says is the page's."""

from __future__ import annotations

from device.simulator.chinese.common import COMMON
from device.simulator.texts import Texts

CHROME = Texts(
    {
        "Welcome to Chrome": "欢迎使用 Chrome",
        "Sign in to get your bookmarks on all your devices": "登录后即可在您的所有设备上使用书签",
        "Use without an account": "在不登录帐号的情况下使用",
        "Search or type URL": "搜索或输入网址",
        "Home": "主页",
        "No internet": "未连接到互联网",
        "Your file couldn't be accessed": "无法访问您的文件",
    },
    base=COMMON,
)

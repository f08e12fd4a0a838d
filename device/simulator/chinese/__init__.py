"""What apps say in Chinese: a table for each, by package."""

from __future__ import annotations

from device.simulator.chinese.audio_recorder import AUDIO_RECORDER
from device.simulator.chinese.broccoli import BROCCOLI
from device.simulator.chinese.calendar_pro import CALENDAR
from device.simulator.chinese.camera import CAMERA
from device.simulator.chinese.chat import CHAT
from device.simulator.chinese.chrome import CHROME
from device.simulator.chinese.clock import CLOCK
from device.simulator.chinese.contacts import CONTACTS
from device.simulator.chinese.dialer import DIALER
from device.simulator.chinese.draw import DRAW
from device.simulator.chinese.expense import EXPENSE
from device.simulator.chinese.files import FILES
from device.simulator.chinese.gallery import GALLERY
from device.simulator.chinese.joplin import JOPLIN
from device.simulator.chinese.launcher import LAUNCHER
from device.simulator.chinese.markor import MARKOR
from device.simulator.chinese.opentracks import OPENTRACKS
from device.simulator.chinese.osmand import OSMAND
from device.simulator.chinese.retro_music import RETRO_MUSIC
from device.simulator.chinese.settings import SETTINGS
from device.simulator.chinese.shop import SHOP
from device.simulator.chinese.sms import SMS
from device.simulator.chinese.system import SYSTEM
from device.simulator.chinese.tasks_org import TASKS
from device.simulator.chinese.vlc import VLC
from device.simulator.texts import Texts

CHINESE: dict[str, Texts] = {
    "android": SYSTEM,
    "code.name.monkey.retromusic": RETRO_MUSIC,
    "com.android.camera2": CAMERA,
    "com.android.chrome": CHROME,
    "com.android.settings": SETTINGS,
    "com.android.systemui": SYSTEM,
    "com.arduia.expense": EXPENSE,
    "com.dimowner.audiorecorder": AUDIO_RECORDER,
    "com.flauschcode.broccoli": BROCCOLI,
    "com.google.android.apps.nexuslauncher": LAUNCHER,
    "com.google.android.contacts": CONTACTS,
    "com.google.android.deskclock": CLOCK,
    "com.google.android.dialer": DIALER,
    "com.google.android.documentsui": FILES,
    "com.google.android.inputmethod.latin": SYSTEM,
    "com.google.android.permissioncontroller": SYSTEM,
    "com.simplemobiletools.calendar.pro": CALENDAR,
    "com.simplemobiletools.draw.pro": DRAW,
    "com.simplemobiletools.gallery.pro": GALLERY,
    "com.simplemobiletools.smsmessenger": SMS,
    "com.taobao.taobao": SHOP,
    "com.tencent.mm": CHAT,
    "de.dennisguse.opentracks": OPENTRACKS,
    "net.cozic.joplin": JOPLIN,
    "net.gsantner.markor": MARKOR,
    "net.osmand": OSMAND,
    "org.tasks": TASKS,
    "org.videolan.vlc": VLC,
}

"""The apps that every simulated phone has, and those that it can have; a new app is added here."""

from __future__ import annotations

from device.simulator.app import App
from device.simulator.apps.api_demos import ApiDemos
from device.simulator.apps.audio_recorder import AudioRecorderApp
from device.simulator.apps.broccoli import BroccoliApp
from device.simulator.apps.calendar_pro import CalendarApp
from device.simulator.apps.camera import CameraApp
from device.simulator.apps.chat import ChatApp
from device.simulator.apps.chrome import ChromeApp
from device.simulator.apps.clock import ClockApp
from device.simulator.apps.contacts import ContactsApp, ContactsProviderApp
from device.simulator.apps.dialer import BlockedNumberProviderApp, DialerApp
from device.simulator.apps.draw import DrawApp
from device.simulator.apps.expense import ExpenseApp
from device.simulator.apps.files import FilesApp
from device.simulator.apps.gallery import GalleryApp
from device.simulator.apps.joplin import JoplinApp
from device.simulator.apps.launcher import Launcher
from device.simulator.apps.markor import MarkorApp
from device.simulator.apps.opentracks import OpenTracksApp
from device.simulator.apps.osmand import OsmAndApp
from device.simulator.apps.retro_music import RetroMusicApp
from device.simulator.apps.settings import Settings
from device.simulator.apps.shop import ShopApp
from device.simulator.apps.sms import SmsApp, TelephonyProviderApp
from device.simulator.apps.tasks_org import TasksApp
from device.simulator.apps.vlc import VlcApp
from device.simulator.apps.wellbeing import WellbeingApp

ON_HOME_SCREEN: tuple[type[App], ...] = (Launcher, Settings, ClockApp, ContactsProviderApp, ContactsApp, MarkorApp)
"""The apps whose icons are on the home screen, and what belongs to them."""

FURTHER: tuple[type[App], ...] = (
    BroccoliApp,
    AudioRecorderApp,
    CameraApp,
    ChromeApp,
    DialerApp,
    BlockedNumberProviderApp,
    DrawApp,
    FilesApp,
    GalleryApp,
    JoplinApp,
    OpenTracksApp,
    OsmAndApp,
    RetroMusicApp,
    SmsApp,
    TelephonyProviderApp,
    TasksApp,
    CalendarApp,
    VlcApp,
    ExpenseApp,
    ChatApp,
    ShopApp,
)
"""Apps that the launcher shows in its list of all apps alone: each sets `App.on_home_screen` to False.

The home screen stays as it is, because the embedded model was trained on it.
"""

INSTALLED: tuple[type[App], ...] = (*ON_HOME_SCREEN, *FURTHER)
EXTRA: dict[str, type[App]] = {ApiDemos.package: ApiDemos, WellbeingApp.package: WellbeingApp}
"""Apps that are there when asked for, by package."""

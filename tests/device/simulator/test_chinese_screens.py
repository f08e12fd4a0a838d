"""Every app's screens, dialogs and toasts speak Chinese, but for names, units and what a person wrote."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator

import numpy as np
import pytest

from device.simulator import SimulatedPhone, Snapshot
from device.simulator.apps.osmand.place_store import TOWNS
from device.simulator.chinese import CHINESE
from device.simulator.language import LANGUAGES, Language
from device.simulator.shell import run_command
from tests.device.simulator.crawl import Scene, walk
from tests.device.simulator.furnish import furnish

PERSONS = "晨跑计划"
"""What everything of a person's is called."""
FEW, MANY = 12, 80
"""Scenes of an app that are looked at always, and in a slow test."""
NOBODYS = "Zqx"
COLLIDING = ("Delete", "Sunday")
"""Words of which every table has some: a note may be called so, and a contact."""
_SYSTEM = {"android", "com.android.systemui", "com.google.android.permissioncontroller"}
_SYSTEM |= {"com.google.android.inputmethod.latin"}
_PACKAGES = sorted(CHINESE.keys() - _SYSTEM)
APPS = pytest.mark.parametrize("package", _PACKAGES)

BRANDS = {
    *("AndroidWifi", "Broccoli", "Chrome", "Gboard", "Joplin", "Markor", "OpenTracks", "OsmAnd", "Pixel", "Pro"),
    *("Pro Expense", "QuickNote", "Retro Music", "Tasks", "VLC", "sdk_gphone_x86_64"),
}
"""Names of apps, of the phone and of its network, and ``Pro``, which apps' names end in."""
MELODIES = {"Beats", "Dance party", "Flutey phone", "Hotline", "Mission", "Your new adventure"}
NETWORKS = {"Guest", "Office 5G"}
WORDS = {"VPN", "NFC", "WLAN", "GMT", "IP", "MAC", "DNS", "PIN", "Android", "WPA2/WPA3-Personal", "Apache 2.0"}
"""What Chinese people call by the same letters."""
UNITS = {"kB", "KB", "MB", "GB", "B"}
FORMATS = {"CSV", "Markdown", "Org Mode", "todo.txt", "JPG", "PNG", "SVG", "MP3", "MP4", "TXT", "PDF", "m4a", "m3u"}
FOLDERS = {
    *("Alarms", "Android", "DCIM", "Documents", "Download", "Movies", "Music", "Notifications", "Pictures"),
    *("Podcasts", "Ringtones", "com.dimowner.audiorecorder", "data", "net.osmand"),
}
"""Folders have their names on the disk; Files calls some of them by another."""
OWN_NAMES = {"English (United States)"}
"""A language is called by its own name, so that whoever speaks it finds it."""
KEYS = {"ABC", "DEF", "GHI", "JKL", "MNO", "PQRS", "TUV", "WXYZ"}
"""Letters on the keys that dial."""
PLACES = {town.name for town in TOWNS}
"""Towns have their own names on the map."""
ALLOWED = BRANDS | MELODIES | NETWORKS | WORDS | UNITS | FORMATS | FOLDERS | OWN_NAMES | KEYS | PLACES
NAMES = re.compile(
    "|".join(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])" for name in sorted(ALLOWED, key=len, reverse=True))
)
CODES = re.compile(
    r"/[\w./ -]+"  # paths
    r"|\.\w{1,4}\b"  # extensions
    r"|[A-Z]{2}\d[A-Z]?\.\d+\.\d+"  # build numbers
    r"|\bv?\d+(\.\w+)+(-\w+)?"  # versions
    r"|\b(IMG|VID)_\d+_\d+"  # the camera's files
    r"|Record-\d+"  # the recorder's files
    r"|ERR_[A-Z_]+"  # Chrome's codes
    r"|\(A 到 Z\)|（A 到 Z）"  # an order
)


def left_in_english(text: str) -> str:
    """Return the Latin words of a text that nothing excuses."""
    return " ".join(re.findall(r"[A-Za-z]+", CODES.sub(" ", NAMES.sub(" ", text))))


def cut_off(phone: SimulatedPhone) -> set[str]:
    """Return the texts on the display that end in dots because they have no room."""
    views = (view for window in phone.windows() for view in window.root.walk() if view.lines and view.is_visible)
    return {view.text for view in views if view.lines[-1].endswith("…") and not view.shown_text.endswith("…")}


def owned(name: str) -> SimulatedPhone:
    """Return a Chinese phone whose owner calls everything by one name."""
    phone = SimulatedPhone()
    furnish(phone, name)
    phone.language = "zh"
    return phone


@pytest.fixture(scope="module")
def furnished() -> Iterator[tuple[SimulatedPhone, Snapshot]]:
    """A Chinese phone whose owner writes Chinese, and what it was as new."""
    with owned(PERSONS) as phone:
        yield phone, phone.snapshot()


@pytest.mark.parametrize("scenes", [FEW, pytest.param(MANY, marks=pytest.mark.slow)])
@APPS
def test_no_scene_of_an_app_has_english_left(
    furnished: tuple[SimulatedPhone, Snapshot], package: str, scenes: int
) -> None:
    phone, first = furnished
    phone.restore(first)
    found, cut = [], {}
    for scene in walk(phone, package, scenes=scenes):
        found.append(scene)
        cut.update(dict.fromkeys(cut_off(phone), scene.path))
    left = {text: scene.path for scene in found for text in (*scene.texts, scene.toast) if left_in_english(text)}
    assert left == {}
    assert cut == {}
    assert any(re.search("[\u4e00-\u9fff]", text) for scene in found for text in scene.texts)


@pytest.fixture(scope="module")
def namesakes() -> Iterator[dict[str, tuple[SimulatedPhone, Snapshot]]]:
    """Phones whose owners call everything by a word: one that no table has, and some that all have, by word."""
    with contextlib.ExitStack() as phones:
        found = {word: phones.enter_context(owned(word)) for word in (NOBODYS, *COLLIDING)}
        yield {word: (phone, phone.snapshot()) for word, phone in found.items()}


@pytest.mark.parametrize("word", COLLIDING)
@APPS
def test_what_a_person_wrote_stays_in_every_app(
    namesakes: dict[str, tuple[SimulatedPhone, Snapshot]], package: str, word: str
) -> None:
    """Where an app shows a word that no table has, it shows one that the tables have, just the same."""
    shown: dict[str, dict[tuple[str, ...], Scene]] = {}
    for each in (NOBODYS, word):
        phone, first = namesakes[each]
        phone.restore(first)
        shown[each] = {scene.path: scene for scene in walk(phone, package, scenes=3)}
    both = shown[NOBODYS].keys() & shown[word].keys()
    assert () in both
    for path in both:
        for other, ours in zip(shown[NOBODYS][path].texts, shown[word][path].texts, strict=True):
            if NOBODYS in other:
                assert ours == other.replace(NOBODYS, word), path


def test_running_apps_are_drawn_anew_when_the_language_changes(phone: SimulatedPhone) -> None:
    furnish(phone, PERSONS)
    alike = set()
    for package in _PACKAGES:
        phone.launch(package)
        english, pixels, page = phone.hierarchy(), phone.screenshot(), phone.app.page
        run_command(phone, "setprop persist.sys.locale zh-CN")
        assert phone.hierarchy() != english
        if np.array_equal(phone.screenshot(), pixels):
            alike.add(package)
        run_command(phone, "settings put system system_locales en-US; settings delete system system_locales")
        assert phone.hierarchy() == english
        assert np.array_equal(phone.screenshot(), pixels)
        assert phone.app.page is page
    assert alike == {"com.android.camera2"}  # it shows a picture, and no words


def state(phone: SimulatedPhone) -> object:
    """Return all that the apps remember and wrote, but for how far their lists are scrolled."""
    kept = phone.snapshot()
    for saved in kept.apps.values():
        for page in (*saved["stack"], *saved["dialogs"]):
            page.scroll = {}
    files = {path: file.data for path, file in kept.files.files.items()}
    return kept.apps, files, kept.state.clipboard, kept.state.tasks


@APPS
def test_state_is_the_same_in_every_language(furnished: tuple[SimulatedPhone, Snapshot], package: str) -> None:
    """Where the same touches lead, apps remember and have written the same, whatever they said meanwhile."""
    phone, first = furnished
    kept: dict[Language, dict[tuple[str, ...], object]] = {}
    for language in LANGUAGES:
        phone.restore(first)
        phone.language = language
        kept[language] = {scene.path: state(phone) for scene in walk(phone, package, scenes=FEW)}
    both = kept["en"].keys() & kept["zh"].keys()
    assert len(both) > len(kept["zh"]) / 2
    assert [path for path in sorted(both) if kept["en"][path] != kept["zh"][path]] == []

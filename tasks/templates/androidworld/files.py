"""Templates of the Files app: a file moved, a file deleted, among files that are easily taken for it."""

from __future__ import annotations

from functools import partial
from random import Random

from device.phone import Phone
from tasks.template import Draft, Split, Template
from tasks.templates.androidworld.phone_kit import begin
from tasks.templates.androidworld.script import Step, hold, open_app, script, tap
from tasks.templates.androidworld.storage_kit import (
    STORAGE,
    Files,
    file_name,
    holds,
    look_alikes,
    put_files,
    some_files,
)

APP = "Files"
ROOT = "sdk_gphone_x86_64"
FOLDERS = {
    "Alarms": ".mp3",
    "Audiobooks": ".mp3",
    "DCIM": ".jpg",
    "Documents": ".pdf",
    "Download": ".pdf",
    "Movies": ".mp4",
    "Music": ".mp3",
    "Notifications": ".mp3",
    "Pictures": ".jpg",
    "Podcasts": ".mp3",
    "Recordings": ".mp3",
    "Ringtones": ".mp3",
}
"""Folders of shared storage, each with the extension of what usually lies in it."""


def prepare_files(files: Files, folders: tuple[str, ...], phone: Phone) -> None:
    """Make folders hold exactly these files."""
    begin(phone, APP)
    put_files(phone, files, *folders)


def go_to(folder: str) -> tuple[Step, ...]:
    """Return the steps to a folder of shared storage."""
    return open_app(APP), tap("Show roots"), tap(ROOT), tap(folder)


def _draw_move(rng: Random, split: Split) -> Draft:
    source, destination = rng.sample(sorted(FOLDERS), 2)
    name = file_name(rng, split, FOLDERS[source])
    others = [file_name(rng, split, FOLDERS[source]) for _ in range(4)]
    places = f"{STORAGE}/{source}", f"{STORAGE}/{destination}"
    files = some_files(places[0], [name, *look_alikes(rng, name), *others])
    files |= some_files(places[1], [each for each in look_alikes(rng, name) if each != name])
    moved = {**files, f"{places[1]}/{name}": files[f"{places[0]}/{name}"]}
    del moved[f"{places[0]}/{name}"]
    steps = [hold(name), tap("More options"), tap("Move to..."), tap(destination), tap("MOVE")]
    return Draft(
        parameters={"file": name, "source": source, "destination": destination},
        setup=partial(prepare_files, files, places),
        check=holds(moved, *places),
        solve=script(*go_to(source), *steps, done=f"{name} is in {destination} now."),
        may_change=tuple(f"{place}/*" for place in places),
    )


def _draw_delete(rng: Random, split: Split) -> Draft:
    folder = rng.choice(sorted(FOLDERS))
    name = file_name(rng, split, FOLDERS[folder])
    place = f"{STORAGE}/{folder}"
    names = [name, *look_alikes(rng, name), *(file_name(rng, split, FOLDERS[folder]) for _ in range(4))]
    files = some_files(place, names)
    left = {path: content for path, content in files.items() if path != f"{place}/{name}"}
    return Draft(
        parameters={"file": name, "folder": folder},
        setup=partial(prepare_files, files, (place,)),
        check=holds(left, place),
        solve=script(*go_to(folder), hold(name), tap("Delete"), tap("OK"), done=f"{name} is deleted."),
        may_change=(f"{place}/*",),
    )


TEMPLATES: tuple[Template, ...] = (
    Template(
        name="files_move_file",
        app=APP,
        phrasings=(
            f"Move {{file}} from the folder {{source}} of {ROOT} to its folder {{destination}}",
            f"In the {ROOT} storage, the file {{file}} is in {{source}}; move it to {{destination}}",
            "Put the file {file}, which is in {source} on this phone, into {destination} instead",
        ),
        held_out=("{file} should lie in {destination}, not in {source}: move it with Files",),
        draw=_draw_move,
        steps=20,
    ),
    Template(
        name="files_delete_file",
        app=APP,
        phrasings=(
            f"Delete the file {{file}} in the folder {{folder}} of {ROOT}",
            f"{{folder}} in the {ROOT} storage holds a file {{file}}; delete that one",
            "Remove {file} from the folder {folder} on this phone",
        ),
        held_out=("Get rid of {file} in {folder}, with the Files app",),
        draw=_draw_delete,
        steps=22,
    ),
)

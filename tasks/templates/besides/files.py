"""Templates of Files: a file renamed, all PDF files moved into a new folder, the largest file found."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from random import Random

from device.phone import Phone
from perception.screen import Screen
from tasks.answer import Answer
from tasks.moves import Move, Touch
from tasks.pools import words
from tasks.template import Draft, Split, Template
from tasks.templates.androidworld.files import APP, FOLDERS, go_to, prepare_files
from tasks.templates.androidworld.phone_kit import nothing
from tasks.templates.androidworld.script import Step, hold, open_app, script, tap, write
from tasks.templates.androidworld.steps import look_further
from tasks.templates.androidworld.storage_kit import STORAGE, Files, file_name, holds, look_alikes, some_files

DOWNLOAD = f"{STORAGE}/Download"


def _draw_rename(rng: Random, split: Split) -> Draft:
    folder = rng.choice(sorted(FOLDERS))
    place, extension = f"{STORAGE}/{folder}", FOLDERS[folder]
    name = file_name(rng, split, extension)
    names = [name, *look_alikes(rng, name), *(file_name(rng, split, extension) for _ in range(4))]
    new = file_name(rng, split, extension)
    while new in names:
        new = file_name(rng, split, extension)
    files = some_files(place, names)
    renamed = {f"{place}/{new}" if path == f"{place}/{name}" else path: content for path, content in files.items()}
    steps = [hold(name), tap("More options"), tap("Rename"), write(new), tap("OK")]
    return Draft(
        parameters={"file": name, "folder": folder, "new": new},
        setup=partial(prepare_files, files, (place,)),
        check=holds(renamed, place),
        solve=script(*go_to(folder), *steps, done=f"{name} is called {new} now."),
        may_change=(f"{place}/*",),
    )


def _select(name: str) -> Step:
    """Touch a file of a list in which others are selected."""

    def move(screen: Screen, progress: Sequence[Move]) -> Move:
        found = next((e for e in screen.elements if e.text == name and e.clickable and not e.selected), None)
        return Touch(element=found) if found is not None else look_further(progress)

    return Step(ends=Touch, move=move)


def _is_sorted(files: Files, new: str, phone: Phone) -> bool:
    """Say whether these files are there and no others, and of folders but the new one."""
    folders = [path for path in phone.shell(f"find {DOWNLOAD} -type d").splitlines() if path]
    return sorted(folders) == [DOWNLOAD, f"{DOWNLOAD}/{new}"] and holds(files, DOWNLOAD)(phone)


def _draw_collect(rng: Random, split: Split) -> Draft:
    """Let there be PDF files among others, some of which have ``pdf`` in their names."""
    stems = ["_".join(pair) for pair in zip(*[iter(words(rng, split, 14))] * 2, strict=True)]
    new = stems[-1].replace("_", " ").capitalize()
    chosen = [f"{stem}.pdf" for stem in stems[: rng.randint(2, 4)]]
    others = [f"{stems[0]}.pdf.txt", f"pdf_{stems[4]}.jpg", f"{stems[5]}.txt", f"{stems[1]}.png"]
    files = some_files(DOWNLOAD, rng.sample(chosen + others, len(chosen) + len(others)))
    sorted_files = {
        f"{DOWNLOAD}/{new}/{path.rpartition('/')[2]}" if path.endswith(".pdf") else path: content
        for path, content in files.items()
    }
    make = [tap("More options"), tap("New folder"), write(new), tap("OK")]
    select = [hold(chosen[0]), *map(_select, chosen[1:])]
    move = [tap("More options"), tap("Move to..."), tap("Download"), tap(new), tap("MOVE")]
    return Draft(
        parameters={"folder": new},
        setup=partial(prepare_files, files, (DOWNLOAD,)),
        check=partial(_is_sorted, sorted_files, new),
        solve=script(*go_to("Download"), *make, *select, *move, done=f"All PDF files are in {new}."),
        may_change=(f"{DOWNLOAD}/*",),
    )


def _first_file(screen: Screen, _moves: Sequence[Move]) -> str:
    """Return the name of the first file of the list; folders stand before it."""
    rows = [element for element in screen.elements if element.clickable and ("B, " in element.detail)]
    return rows[0].text if rows else ""


def _draw_largest(rng: Random, split: Split) -> Draft:
    """Let sizes be near each other, and a larger file be in another folder."""
    names = list(dict.fromkeys(file_name(rng, split, rng.choice((".pdf", ".jpg", ".txt"))) for _ in range(9)))
    sizes = rng.sample(range(1100, 9900, 100), len(names))
    files = {f"{DOWNLOAD}/{name}": bytes(size) for name, size in zip(names, sizes, strict=True)}
    elsewhere = f"{STORAGE}/Documents"
    files[f"{elsewhere}/{file_name(rng, split, '.pdf')}"] = bytes(20_000)
    largest = max(zip(sizes, names, strict=True))[1]
    look = [tap("Show roots"), tap("Downloads"), tap("More options"), tap("Sort by..."), tap("Size (largest first)")]
    return Draft(
        parameters={},
        setup=partial(prepare_files, files, (DOWNLOAD, elsewhere)),
        check=nothing,
        solve=script(open_app(APP), *look, done=_first_file),
        answer=Answer(kind="words", values=(largest,)),
        may_change=(),
    )


TEMPLATES: tuple[Template, ...] = (
    Template(
        name="files_rename_file",
        app=APP,
        phrasings=(
            "Rename the file {file} in the folder {folder} to {new}",
            "In Files, the file {file} of {folder} should be called {new}",
        ),
        held_out=("Give {file} in {folder} the name {new}, with the Files app",),
        draw=_draw_rename,
        steps=16,
    ),
    Template(
        name="files_collect_pdf",
        app=APP,
        phrasings=(
            'Make a folder "{folder}" in Download and move all PDF files of Download into it',
            'All *.pdf files in Download belong into a new folder "{folder}" there: do that in Files',
        ),
        held_out=('Put every PDF file that lies in Download into a new folder "{folder}" in Download',),
        draw=_draw_collect,
        steps=30,
    ),
    Template(
        name="files_largest_in_download",
        app=APP,
        phrasings=(
            "Which file in Download is the largest? Answer with its whole name",
            "Find the biggest file of the folder Download in Files and say just its name",
        ),
        held_out=("What takes the most room in Download? Say the file's name and nothing else",),
        draw=_draw_largest,
        steps=12,
    ),
)

"""The home screen: pages of cells over the hotseat, folders, and icons that are carried from one place to another."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from device.simulator.app import App, Page
from device.simulator.apps.launcher.favorites import COLUMNS, DESKTOP, HOTSEAT, ROWS, Favorites, Item, Place
from device.simulator.apps.launcher.icons import app_icon, folder_icon, grid
from device.simulator.apps.settings import Settings
from device.simulator.view import Insets, View
from device.simulator.widgets import column, edit_text, menu, row, text

if TYPE_CHECKING:
    from device.simulator.apps.launcher.launcher_app import Launcher

EDGE_DP = 8
"""Beside the cells: what is let go there goes to the next page."""
FOLDER, MENU = "folder", "icon"
_REMOVE, _LEFT, _RIGHT = "remove", "left", "right"
_OUT = "out"


def view(launcher: Launcher) -> View:
    """Return the page of the home screen that is in front.

    A new phone has one page, and one is added where an icon is let go at the right edge; the indicator of pages is
    shown where there are several.
    """
    now = launcher.phone.clock.local()
    date = text(f"{now:%A, %b} {now.day}", 22, color="white", resource_id="date", desc=f"{now:%A, %B} {now.day}")
    shown = _shown(launcher)
    screen, pages = launcher.screen, launcher.favorites.pages()
    lines = [_line(launcher, shown, screen, y) for y in range(ROWS)]
    seats = [_cell(launcher, shown, Place(HOTSEAT, x, x, 0)) for x in range(COLUMNS)]
    return column(
        column(
            date,
            padding=Insets(24, 24, 24, 0),
            margin=Insets(EDGE_DP, 0, EDGE_DP, 0),
            resource_id="bc_smartspace_view",
            key=_REMOVE,
        ),
        column(*lines, weight=1, in_tree=False),
        *([_indicator(screen, pages)] if pages > 1 else []),
        row(*seats, cls="android.view.ViewGroup", resource_id="hotseat", margin=Insets(EDGE_DP, 0, EDGE_DP, 0)),
        cls="android.widget.FrameLayout",
        resource_id="workspace",
        desc="Home",
        background=launcher.wallpaper(),
        padding=Insets(0, 0, 0, 24),
        on_swipe=partial(_swiped, launcher),
    )


def dialog_view(launcher: Launcher, dialog: Page) -> View:
    """Return an open folder, what is in it over its name; or what a long press on an icon offers."""
    if dialog.name == MENU:
        return _menu(launcher, *dialog.args)
    number = dialog.args[0]
    held = launcher.favorites.inside(number)
    cells = [
        app_icon(
            launcher.phone.packages[item.package],
            "on_surface",
            partial(launcher.phone.launch, item.package),
            partial(launcher.open_dialog, MENU, item.package, item.id),
            key=f"item {item.id}",
            on_drop=partial(_dropped, launcher, item),
        )
        for item in held
        if item.package in launcher.phone.packages
    ]

    def rename(title: str) -> None:
        launcher.favorites.rename(number, title)

    title = next((item.title for item in launcher.favorites.items() if item.id == number), "")
    name = edit_text(
        "folder_name", title, rename, hint="Edit Name", resource_id="folder_name", background=None, text_align="center"
    )
    return column(
        *grid(cells, COLUMNS),
        name,
        cls="android.view.ViewGroup",
        resource_id=FOLDER,
        key=_OUT,
        width=340,
        gap=8,
        background="surface_container_high",
        radius=28,
        placement="center",
        padding=Insets(16, 16, 16, 16),
    )


def add_from_drawer(launcher: Launcher, app: App, _below: View | None) -> None:
    """Put an icon that was carried out of the drawer on the first free cell of the page in front, else of the next."""
    launcher.pop()
    screen = launcher.screen
    place = launcher.favorites.free(screen)
    if place is None:
        screen = launcher.favorites.pages()
        place = Place(DESKTOP, screen, 0, 0)
    launcher.favorites.add(app.label, app.package, app.activity, place)
    launcher.show_screen(screen)


def _menu(launcher: Launcher, package: str, number: int) -> View:
    """Return what a long press on an icon offers; number 0 is an icon of the drawer, which stays there."""
    item = next((each for each in launcher.favorites.items() if each.id == number), None)

    def remove() -> None:
        launcher.close_dialog()
        if item is not None:
            launcher.favorites.remove(item)
        if launcher.dialogs and not launcher.favorites.inside(launcher.dialogs[-1].args[0]):
            launcher.close_dialog()  # the folder has given way to what was left in it

    def tell() -> None:
        launcher.close_dialog()
        launcher.phone.launch(Settings.package)
        launcher.phone.app.push("app_info", package)

    offered = menu([("App info", tell), *([("Remove", remove)] if item is not None else [])])
    offered.placement = "center"
    return offered


def _shown(launcher: Launcher) -> dict[Place, Item]:
    return {
        item.place: item
        for item in launcher.favorites.items()
        if item.is_folder or item.package in launcher.phone.packages
    }


def _line(launcher: Launcher, shown: dict[Place, Item], screen: int, y: int) -> View:
    cells = [_cell(launcher, shown, Place(DESKTOP, screen, x, y)) for x in range(COLUMNS)]
    return row(_empty(_LEFT, EDGE_DP), *cells, _empty(_RIGHT, EDGE_DP), weight=1, align="center", in_tree=False)


def _cell(launcher: Launcher, shown: dict[Place, Item], place: Place) -> View:
    item = shown.get(place)
    if item is None:
        return _empty(" ".join(map(str, place)), 0)
    key, on_drop = f"item {item.id}", partial(_dropped, launcher, item)
    packages = launcher.phone.packages
    if not item.is_folder:
        return app_icon(
            packages[item.package],
            "white",
            partial(launcher.phone.launch, item.package),
            partial(launcher.open_dialog, MENU, item.package, item.id),
            key=key,
            on_drop=on_drop,
        )
    held = [packages[each.package] for each in launcher.favorites.inside(item.id) if each.package in packages]
    return folder_icon(item.title, held, partial(launcher.open_dialog, FOLDER, item.id), key=key, on_drop=on_drop)


def _empty(key: str, width: float) -> View:
    return View(kind="leaf", width=width, height="fill", weight=0 if width else 1, key=key, in_tree=False)


def _indicator(screen: int, pages: int) -> View:
    dots = [
        View(
            kind="leaf",
            width=8,
            height=8,
            radius=4,
            border="white",
            background="white" if page == screen else None,
            in_tree=False,
        )
        for page in range(pages)
    ]
    return row(
        *dots,
        cls="android.view.View",
        resource_id="page_indicator",
        desc=f"Home screen {screen + 1} of {pages}",
        justify="center",
        gap=8,
        height=32,
    )


def _swiped(launcher: Launcher, direction: str) -> None:
    screen = launcher.screen
    if direction == "up":
        launcher.push("drawer", query="")
    elif direction == "down":
        launcher.phone.open_shade("notifications")
    elif direction == "left" and screen + 1 < launcher.favorites.pages():
        launcher.show_screen(screen + 1)
    elif direction == "right" and screen:
        launcher.show_screen(screen - 1)


def _dropped(launcher: Launcher, item: Item, below: View | None) -> None:
    """Do what letting go of an icon does, by the key of what lies there."""
    favorites = launcher.favorites
    word, *numbers = (below.key if below is not None else _OUT).split()
    was_inside = item.place.container not in (DESKTOP, HOTSEAT)
    if word == "item":
        target = next((each for each in favorites.items() if each.id == int(numbers[0])), None)
        if target is not None and not item.is_folder:
            _put_on(favorites, item, target)
    elif word == _REMOVE:
        favorites.remove(item)
    elif word in (_LEFT, _RIGHT):
        _to_other_page(launcher, item, 1 if word == _RIGHT else -1)
    elif word == _OUT:
        # Out of an open folder, whose window hides the cells: the first free one is taken.
        place = favorites.free(launcher.screen)
        if below is None and was_inside and place is not None:
            favorites.move(item, place)
            launcher.close_dialog()
    else:
        favorites.move(item, _place(below.key if below is not None else ""))


def _place(key: str) -> Place:
    container, screen, x, y = map(int, key.split())
    return Place(container, screen, x, y)


def _put_on(favorites: Favorites, item: Item, target: Item) -> None:
    inside = target.place.container not in (DESKTOP, HOTSEAT)
    if target.is_folder:
        favorites.put_into(item, target)
    elif not inside:
        favorites.make_folder(target, item)


def _to_other_page(launcher: Launcher, item: Item, step: int) -> None:
    screen = launcher.screen + step
    place = launcher.favorites.free(screen) if screen >= 0 else None
    if place is not None:
        launcher.favorites.move(item, place)
        launcher.show_screen(min(screen, launcher.favorites.pages() - 1))

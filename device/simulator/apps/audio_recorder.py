"""Audio Recorder: records into its folder in shared storage and asks for each recording's name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from device.media_file import media_seconds, recording
from device.simulator.app import App, AppIcon, Page
from device.simulator.apps.shared.questions import ask_for_name, name_dialog, question
from device.simulator.apps.shared.storage import Entry, delete, duration_text, entries, size_text, write_dated
from device.simulator.files import PRIMARY
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import (
    column,
    icon_button,
    list_row,
    menu,
    row,
    scaffold,
    scroll_list,
    spacer,
    text,
    toolbar,
)

RECORDS = f"{PRIMARY}/Android/data/com.dimowner.audiorecorder/files/Music/records"
_SHORTEST_SECONDS = 1.0
_LONGEST_SECONDS = 600.0
_FORBIDDEN = frozenset('/\\:*?"<>|\0\n')


class AudioRecorderApp(App):
    """The recorder with its list of records.

    Attributes:
        since: Clock second at which the running part of a recording began; None while it stands still.
        recorded: Seconds in the parts before; None while there is no recording.
    """

    package = "com.dimowner.audiorecorder"
    activity = ".app.main.MainActivity"
    activities: ClassVar[dict[str, str]] = {
        ".app.welcome.WelcomeActivity": "main",
        ".app.main.MainActivity": "main",
        ".app.records.RecordsActivity": "records",
    }
    label = "Audio Recorder"
    icon: ClassVar[AppIcon | None] = AppIcon(glyph="mic", background=(230, 81, 0))
    on_home_screen: ClassVar[bool] = False
    version = "1.0.5"
    permissions: ClassVar[Mapping[str, str]] = {"RECORD_AUDIO": "record audio"}
    is_system = False

    since: float | None
    recorded: float | None

    def install(self) -> None:
        """Make the folder of the records."""
        self.phone.files.path(RECORDS).mkdir(parents=True, exist_ok=True)

    def uninstall_data(self) -> None:
        """Delete the records: their folder belongs to the app."""
        delete(self.phone, [RECORDS])

    def reset(self) -> None:
        """Show the recorder, at rest; a recording is lost with the process."""
        super().reset()
        self.since = self.recorded = None

    def time_key(self, now: float) -> object:
        """Return the second while a recording shows its length."""
        return int(now) if self.since is not None else super().time_key(now)

    def view(self) -> View:
        """Build the recorder or the list of records."""
        return self._records() if self.page.name == "records" else self._recorder()

    def dialog_view(self, dialog: Page) -> View:
        """Build a record's menu or a question."""
        match dialog.name:
            case "save":
                return name_dialog(self, dialog, "Save recording", self._save, answer="Save", resource_id="input_name")
            case "discard":
                return question(self, "Warning", "Delete this recording?", "Yes", self._discard, cancel="No")
            case "record":
                name = dialog.args[0].rpartition("/")[2].removesuffix(".m4a")
                return menu([(word, partial(self._ask, word, dialog.args[0], name)) for word in ("Rename", "Delete")])
            case "rename":
                rename = partial(self._rename, dialog.args[0])
                return name_dialog(self, dialog, "Rename record", rename, answer="Save", resource_id="input_name")
        path = dialog.args[0]
        name = path.rpartition("/")[2].removesuffix(".m4a")
        return question(
            self, "Warning", f"Delete record {name}?", "Yes", partial(delete, self.phone, [path]), cancel="No"
        )

    def _recorder(self) -> View:
        busy = self.recorded is not None
        record = icon_button(
            "pause" if self.since is not None else "mic",
            "Pause recording" if self.since is not None else "Record",
            self._toggle,
            resource_id="btn_record",
            width=88,
            height=88,
            radius=44,
            background="error",
            color="white",
        )
        buttons = [record]
        if busy:
            trash = icon_button(
                "delete", "Delete recording", partial(self.open_dialog, "discard"), resource_id="btn_record_delete"
            )
            stop = icon_button("stop", "Stop recording", self._stop, resource_id="btn_record_stop")
            buttons = [trash, spacer(weight=1), record, spacer(weight=1), stop]
        show = icon_button("menu", "Records", partial(self.push, "records"), resource_id="btn_records_list")
        length = text(self._length(), 44, width="fill", text_align="center", resource_id="txt_progress")
        body = column(
            spacer(weight=1),
            length,
            spacer(weight=1),
            row(*buttons, justify="center", padding=Insets(48, 0, 48, 64)),
            height="fill",
        )
        return scaffold(bar=toolbar("Audio Recorder", actions=[] if busy else [show]), body=body)

    def _records(self) -> View:
        rows = [self._row(entry) for entry in self._entries()]
        empty = text("No records", 18, width="fill", text_align="center", padding=Insets(24, 96, 24, 24))
        body = scroll_list(*rows, key="records") if rows else column(empty, height="fill")
        return scaffold(bar=toolbar("Records", on_up=self.pop), body=body)

    def _row(self, entry: Entry) -> View:
        seconds = media_seconds(self.phone.files.read(entry.path))
        name = entry.name.removesuffix(".m4a")
        more = icon_button("more", f"More options for {name}", partial(self.open_dialog, "record", entry.path))
        return list_row(
            Own(name), f"{duration_text(seconds)}, {size_text(entry.size)}, m4a", icon="music", trailing=more
        )

    def _entries(self) -> list[Entry]:
        """Return the records, newest first."""
        found = [entry for entry in entries(self.phone, RECORDS) if not entry.is_folder]
        return sorted(found, key=lambda entry: -entry.changed_at)

    def _length(self) -> str:
        seconds = self._seconds()
        return f"{int(seconds) // 60:02d}:{int(seconds) % 60:02d}"

    def _seconds(self) -> float:
        running = self.phone.clock.now() - self.since if self.since is not None else 0.0
        return min(_LONGEST_SECONDS, (self.recorded or 0.0) + running)

    def _toggle(self) -> None:
        if self.since is None:
            self.recorded, self.since = self.recorded or 0.0, self.phone.clock.now()
        else:
            self.recorded, self.since = self._seconds(), None

    def _stop(self) -> None:
        self.recorded, self.since = max(_SHORTEST_SECONDS, self._seconds()), None
        taken = {entry.name for entry in self._entries()}
        number = next(number for number in range(1, len(taken) + 2) if f"Record-{number}.m4a" not in taken)
        ask_for_name(self, "save", name=f"Record-{number}")

    def _discard(self) -> None:
        self.since = self.recorded = None

    def _save(self, name: str) -> None:
        path = self._path(name)
        if path:
            write_dated(self.phone, path, recording(self.recorded or _SHORTEST_SECONDS))
            self.phone.show_toast(f"{name} saved")
            self._discard()
        else:
            ask_for_name(self, "save", name=name)

    def _ask(self, what: str, path: str, name: str) -> None:
        self.close_dialog()
        if what == "Rename":
            ask_for_name(self, "rename", path, name=name)
        else:
            self.open_dialog("delete", path)

    def _rename(self, path: str, name: str) -> None:
        target = self._path(name)
        if target:
            self.phone.files.path(path).rename(self.phone.files.path(target))

    def _path(self, name: str) -> str:
        """Return the path of a record of that name; an empty one, and a word to the user, where it can't be."""
        path = f"{RECORDS}/{name}.m4a"
        if _FORBIDDEN & set(name) or self.phone.files.path(path).exists():
            self.phone.show_toast("File name already exists" if not _FORBIDDEN & set(name) else "Wrong file name")
            return ""
        return path

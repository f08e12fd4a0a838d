"""Which template here stands for which of AndroidWorld's tasks; run as a program it prints the table of the docs.

The names of the tasks are those of google-research/android_world at d9c569f, ``registry.py``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from tasks.builtin import TEMPLATES
from tasks.extended import EXTENDED

TASKS: dict[str, str] = {
    "Audio Recorder": """
        AudioRecorderRecordAudio AudioRecorderRecordAudioWithFileName
    """,
    "Chrome, Files": """
        BrowserDraw BrowserMaze BrowserMultiply
    """,
    "Camera": """
        CameraTakePhoto CameraTakeVideo
    """,
    "Clock": """
        ClockStopWatchPausedVerify ClockStopWatchRunning ClockTimerEntry
    """,
    "Contacts": """
        ContactsAddContact ContactsNewContactDraft
    """,
    "Pro Expense": """
        ExpenseAddMultiple ExpenseAddMultipleFromGallery ExpenseAddMultipleFromMarkor
        ExpenseAddSingle ExpenseDeleteDuplicates ExpenseDeleteDuplicates2 ExpenseDeleteMultiple
        ExpenseDeleteMultiple2 ExpenseDeleteSingle
    """,
    "Files": """
        FilesDeleteFile FilesMoveFile
    """,
    "Markor": """
        MarkorAddNoteHeader MarkorChangeNoteContent MarkorCreateFolder MarkorCreateNote
        MarkorCreateNoteFromClipboard MarkorDeleteAllNotes MarkorDeleteNewestNote MarkorDeleteNote
        MarkorEditNote MarkorMergeNotes MarkorMoveNote
    """,
    "Markor, Simple SMS Messenger": """
        MarkorCreateNoteAndSms
    """,
    "Markor, Simple Gallery Pro": """
        MarkorTranscribeReceipt
    """,
    "Markor, VLC": """
        MarkorTranscribeVideo
    """,
    "Joplin": """
        NotesIsTodo NotesMeetingAttendeeCount NotesRecipeIngredientCount NotesTodoItemCount
    """,
    "Several": """
        OpenAppTaskEval SystemCopyToClipboard
    """,
    "OsmAnd": """
        OsmAndFavorite OsmAndMarker OsmAndTrack
    """,
    "Broccoli": """
        RecipeAddMultipleRecipes RecipeAddMultipleRecipesFromImage
        RecipeAddMultipleRecipesFromMarkor RecipeAddMultipleRecipesFromMarkor2 RecipeAddSingleRecipe
        RecipeDeleteDuplicateRecipes RecipeDeleteDuplicateRecipes2 RecipeDeleteDuplicateRecipes3
        RecipeDeleteMultipleRecipes RecipeDeleteMultipleRecipesWithConstraint
        RecipeDeleteMultipleRecipesWithNoise RecipeDeleteSingleRecipe
        RecipeDeleteSingleWithRecipeWithNoise
    """,
    "Retro Music": """
        RetroCreatePlaylist RetroPlayingQueue RetroPlaylistDuration RetroSavePlaylist
    """,
    "Simple Gallery Pro": """
        SaveCopyOfReceiptTaskEval
    """,
    "Simple Calendar Pro": """
        SimpleCalendarAddOneEvent SimpleCalendarAddOneEventInTwoWeeks
        SimpleCalendarAddOneEventRelativeDay SimpleCalendarAddOneEventTomorrow
        SimpleCalendarAddRepeatingEvent SimpleCalendarAnyEventsOnDate SimpleCalendarDeleteEvents
        SimpleCalendarDeleteEventsOnRelativeDay SimpleCalendarDeleteOneEvent
        SimpleCalendarEventOnDateAtTime SimpleCalendarEventsInNextWeek
        SimpleCalendarEventsInTimeRange SimpleCalendarEventsOnDate
        SimpleCalendarFirstEventAfterStartTime SimpleCalendarLocationOfEvent SimpleCalendarNextEvent
        SimpleCalendarNextMeetingWithPerson
    """,
    "Simple Draw Pro": """
        SimpleDrawProCreateDrawing
    """,
    "Simple SMS Messenger": """
        SimpleSmsReply SimpleSmsReplyMostRecent SimpleSmsResend SimpleSmsSend
        SimpleSmsSendClipboardContent SimpleSmsSendReceivedAddress
    """,
    "OpenTracks": """
        SportsTrackerActivitiesCountForWeek SportsTrackerActivitiesOnDate
        SportsTrackerActivityDuration SportsTrackerLongestDistanceActivity
        SportsTrackerTotalDistanceForCategoryOverInterval
        SportsTrackerTotalDurationForCategoryThisWeek
    """,
    "Settings": """
        SystemBluetoothTurnOff SystemBluetoothTurnOffVerify SystemBluetoothTurnOn
        SystemBluetoothTurnOnVerify SystemBrightnessMax SystemBrightnessMaxVerify
        SystemBrightnessMin SystemBrightnessMinVerify SystemWifiTurnOff SystemWifiTurnOffVerify
        SystemWifiTurnOn SystemWifiTurnOnVerify TurnOffWifiAndTurnOnBluetooth TurnOnWifiAndOpenApp
    """,
    "Tasks": """
        TasksCompletedTasksForDate TasksDueNextWeek TasksDueOnDate TasksHighPriorityTasks
        TasksHighPriorityTasksDueOnDate TasksIncompleteTasksOnDate
    """,
    "VLC": """
        VlcCreatePlaylist VlcCreateTwoPlaylists
    """,
}
"""The 116 tasks, by the app they are about."""

DISABLED: dict[str, str] = {
    "Phone": """
        MarkorCallApartment PhoneAnswerCall PhoneCallTextSender PhoneMakeCall PhoneRedialNumber
        PhoneReturnMissedCall SimpleSmsSendAfterCall
    """,
}
"""Seven more that are switched off there, because phone calls on an emulator are flaky."""

OTHER_NAMES = {
    "ClockStopWatchRunning": "clock_start_stopwatch",
    "ContactsAddContact": "contacts_create",
    "MarkorEditNote": "markor_append_text",
    "SystemBluetoothTurnOff": "settings_bluetooth",
    "SystemBluetoothTurnOffVerify": "settings_bluetooth",
    "SystemBluetoothTurnOn": "settings_bluetooth",
    "SystemBluetoothTurnOnVerify": "settings_bluetooth",
    "SystemBrightnessMax": "settings_brightness",
    "SystemBrightnessMaxVerify": "settings_brightness",
    "SystemBrightnessMin": "settings_brightness",
    "SystemBrightnessMinVerify": "settings_brightness",
    "SystemWifiTurnOff": "settings_wifi",
    "SystemWifiTurnOffVerify": "settings_wifi",
    "SystemWifiTurnOn": "settings_wifi",
    "SystemWifiTurnOnVerify": "settings_wifi",
}
"""Templates of the default set that stand for a task but have a name of their own.

Those of Settings draw the wanted state, and now and then one that is there already.
"""


def tasks() -> Iterator[tuple[str, str]]:
    """Yield AndroidWorld's tasks, those switched off last: the app they are about and their name."""
    for group in (TASKS, DISABLED):
        for app, names in group.items():
            yield from ((app, name) for name in names.split())


def counterpart(task: str) -> str | None:
    """Return the name of the template that stands for one of AndroidWorld's tasks, None where there is none yet."""
    words = re.findall(r"[A-Z][a-z]*|\d+", task.removesuffix("TaskEval"))
    name = OTHER_NAMES.get(task) or re.sub(r"_(\d)", r"\1", "_".join(words).lower())
    return name if name in TEMPLATES or name in EXTENDED else None


def table() -> str:
    """Return the Markdown table of all tasks with their counterparts, and how many have one."""
    found = {task: counterpart(task) for _, task in tasks()}
    missing = sum(name is None for name in found.values())
    lines = [
        f"{len(found) - missing} of {len(found)} have a counterpart.",
        "",
        "| AndroidWorld | app | template here | set |",
        "| --- | --- | --- | --- |",
    ]
    for app, task in tasks():
        name = found[task]
        registry = "" if name is None else "default" if name in TEMPLATES else "extended"
        lines.append(f"| {task} | {app} | {f'`{name}`' if name else 'none yet'} | {registry} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(table())

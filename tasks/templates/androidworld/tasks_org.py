"""Templates of Tasks.org: questions about what is due and done, and tasks completed and put off."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from random import Random

from device.phone import Phone
from perception.screen import Role, Screen
from tasks.answer import list_of, number_of
from tasks.moves import Back, Done, Move, Open, Touch
from tasks.pools import word
from tasks.rules import find
from tasks.template import Draft, Split, Template
from tasks.templates.androidworld.phone_kit import NOW, begin, fill_table, matches, nothing, rows
from tasks.templates.androidworld.steps import first_of, is_front, look_further, row_with, touch, touches

APP = "Tasks"
DATABASE = "/data/data/org.tasks/databases/database"
PREFERENCES = "/data/data/org.tasks/shared_prefs"
SHOWN = (PREFERENCES, f"{PREFERENCES}/org.tasks_preferences.xml")
"""How the list is shown; a question may be looked into with another order."""
TODAY = NOW.date()
VERBS = ("Water", "Paint", "Sell", "Return", "Repair", "Collect", "Order", "Wash", "Wrap", "Photograph")
HIGH, NONE = 0, 3
EMPTY: Mapping[str, object] = {
    "importance": NONE, "dueDate": 0, "hideUntil": 0, "created": 0, "modified": 0, "completed": 0, "deleted": 0,
    "notes": None, "estimatedSeconds": 0, "elapsedSeconds": 0, "timerStart": 0, "notificationFlags": 0,
    "lastNotified": 0, "recurrence": None, "repeat_from": 0, "calendarUri": None, "remoteId": "", "collapsed": 0,
    "parent": 0, "read_only": 0,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Todo:
    """Something to do; `done` says whether it has been done."""

    title: str
    due: date
    importance: int
    done: bool = False

    @property
    def row(self) -> Mapping[str, object]:
        """Its whole row, the key aside."""
        return {
            **EMPTY,
            "title": self.title,
            "dueDate": _noon(self.due),
            "importance": self.importance,
            "completed": _noon(self.due) if self.done else 0,
        }


Asks = Callable[[Todo, date], bool]


def _noon(day: date) -> int:
    return int(datetime.combine(day, time(12), UTC).timestamp()) * 1000


def _some(rng: Random, split: Split, count: int) -> list[Todo]:
    """Draw tasks with different titles, due within a week before and two after today, a third of them done."""
    found: dict[str, Todo] = {}
    while len(found) < count:
        title = f"{rng.choice(VERBS)} the {word(rng, split)}"
        due = TODAY + timedelta(days=rng.randint(-6, 14))
        found[title] = Todo(title=title, due=due, importance=rng.randint(0, 3), done=rng.random() < 0.3)
    return list(found.values())


def _prepare(todos: Sequence[Todo], phone: Phone) -> None:
    begin(phone, APP)
    phone.shell(f"rm -rf {PREFERENCES}")
    fill_table(phone, DATABASE, "tasks", (todo.row for todo in todos))


def _is_open(screen: Screen) -> bool:
    return touch(screen, "Create new task") is not None


def _look_move(
    titles: Sequence[str], menus: Sequence[str], answer: str, screen: Screen, progress: Sequence[Move]
) -> Move:
    """Go through menus, then look for the last of some titles, then answer."""
    if not is_front(screen, APP):
        return Open(app=APP)
    label = next((label for label in menus if not touches(progress, label)), "")
    if label:
        return touch(screen, label) or _choose(screen, label) or Back()
    if not _is_open(screen):
        return Back()
    if not titles or row_with(screen, titles[-1]) is not None:
        return Done(message=answer)
    return look_further(progress)


def _choose(screen: Screen, label: str) -> Move | None:
    option = find(screen, label, Role.RADIO)
    return Touch(element=option) if option is not None else None


GROUP_BY_PRIORITY = ("Sort", "Priority")
SHOW_COMPLETED = ("More options", "Show completed")


def _draw_question(asks: Asks, steps: Sequence[str], rng: Random, split: Split) -> Draft:
    todos = _some(rng, split, 14)
    day = rng.choice([todo.due for todo in todos])
    while not any(asks(todo, day) for todo in todos):
        place = rng.randrange(len(todos))
        todos[place] = replace(todos[place], due=day, importance=rng.choice((HIGH, HIGH, 1)), done=rng.random() < 0.5)
    # One of the same day that the question is not about, where there is room for a mistake.
    todos.append(replace(_some(rng, split, 1)[0], title=f"Think of {word(rng, split)}", due=day, importance=NONE))
    found = [todo for todo in todos if asks(todo, day)]
    by_priority = steps == GROUP_BY_PRIORITY
    shown = sorted(found, key=lambda todo: (todo.importance if by_priority else 0, todo.due, todo.importance))
    answer = list_of([todo.title for todo in found])
    return Draft(
        parameters={"date": f"{day:%B} {day.day}"},
        setup=partial(_prepare, todos),
        check=nothing,
        solve=partial(_look_move, [todo.title for todo in shown], steps, answer.text),
        answer=answer,
        may_change=SHOWN,
    )


def _draw_next_week(rng: Random, split: Split) -> Draft:
    todos = _some(rng, split, 16)
    monday = TODAY + timedelta(days=7 - TODAY.weekday() if TODAY.weekday() else 7)
    week = [todo for todo in todos if not todo.done and 0 <= (todo.due - monday).days < 7]
    shown = sorted(week, key=lambda todo: (todo.due, todo.importance))
    answer = number_of(len(week))
    return Draft(
        parameters={},
        setup=partial(_prepare, todos),
        check=nothing,
        solve=partial(_look_move, [todo.title for todo in shown], (), answer.text),
        answer=answer,
        may_change=SHOWN,
    )


def _are(todos: Sequence[Todo], changed: Sequence[Mapping[str, object]], phone: Phone) -> bool:
    """Say whether the tasks are as they were but for some that are told by the columns that count."""
    found = rows(phone, DATABASE, "SELECT *, completed > 0 AS is_done FROM tasks")
    return matches(found, (todo.row for todo in todos), changed)


def _complete_move(targets: Sequence[str], screen: Screen, progress: Sequence[Move]) -> Move:
    if not is_front(screen, APP):
        return Open(app=APP)
    if not _is_open(screen):
        return Back()
    for title in targets:
        if any(isinstance(move, Touch) and move.element.text == title for move in progress):
            continue
        box = find(screen, title, Role.CHECKBOX)
        if box is None:
            return look_further(progress)
        return Touch(element=box)
    return Done(message="Done with all of them.")


def _draw_complete(rng: Random, split: Split) -> Draft:
    todos = [replace(todo, done=False) for todo in _some(rng, split, 9)]
    todos[:2] = [replace(todo, due=TODAY - timedelta(days=rng.randint(1, 5))) for todo in todos[:2]]
    late = [todo for todo in todos if todo.due < TODAY]
    kept = [todo for todo in todos if todo.due >= TODAY]
    late.sort(key=lambda todo: (todo.due, todo.importance))
    changed = [{"title": todo.title, "is_done": 1, "dueDate": _noon(todo.due), "deleted": 0} for todo in late]
    return Draft(
        parameters={},
        setup=partial(_prepare, todos),
        check=partial(_are, kept, changed),
        solve=partial(_complete_move, [todo.title for todo in late]),
        may_change=(f"*{DATABASE}:tasks",),
    )


def _put_off_move(title: str, day: date, screen: Screen, progress: Sequence[Move]) -> Move:
    if not is_front(screen, APP):
        return Open(app=APP)
    ok = touch(screen, "OK")
    if ok is not None:
        cell = next((e for e in screen.elements if e.detail == f"{day:%d %B %Y}"), None)
        if cell is None:
            return touch(screen, "Next month") or Back()
        return ok if cell.checked else Touch(element=cell)
    if _is_open(screen):
        if touches(progress, "Save"):
            return Done(message=f"{title} is due on {day:%B} {day.day}.")
        row = row_with(screen, title)
        return Touch(element=row) if row is not None else look_further(progress)
    if touches(progress, "OK"):
        return touch(screen, "Save") or Back()
    return first_of(lambda: touch(screen, "Pick a date"), lambda: touch(screen, "Due date"))


def _draw_put_off(rng: Random, split: Split) -> Draft:
    todos = [replace(todo, done=False) for todo in _some(rng, split, 8)]
    target, *kept = todos
    kept.append(replace(target, title=f"{target.title} again", due=target.due + timedelta(days=1)))
    day = target.due + timedelta(days=rng.randint(1, 20))
    changed = {"title": target.title, "dueDate": _noon(day), "completed": 0, "importance": target.importance}
    return Draft(
        parameters={"title": target.title, "date": f"{day:%B} {day.day}"},
        setup=partial(_prepare, rng.sample([target, *kept], len(kept) + 1)),
        check=partial(_are, kept, [changed]),
        solve=partial(_put_off_move, target.title, day),
        may_change=(f"*{DATABASE}:tasks",),
    )


TITLES = "Answer with the titles, with commas between them"


def _question(name: str, phrasings: tuple[str, ...], asks: Asks, steps: Sequence[str] = ()) -> Template:
    said = tuple(f"{phrasing} {TITLES}." for phrasing in phrasings)
    return Template(
        name=name, app=APP, phrasings=said[:-1], held_out=said[-1:], draw=partial(_draw_question, asks, steps), steps=10
    )


TEMPLATES: tuple[Template, ...] = (
    _question(
        "tasks_completed_tasks_for_date",
        (
            "Look into the Tasks app: what that was due on {date} have I ticked off?",
            "Which tasks with the due date {date} are completed in the Tasks app?",
            "What of {date} is already done, by the Tasks app?",
        ),
        lambda todo, day: todo.done and todo.due == day,
        SHOW_COMPLETED,
    ),
    _question(
        "tasks_due_on_date",
        (
            "What is on my list in the Tasks app for {date}, done or not?",
            "Name all tasks with the due date {date} in the Tasks app, completed ones included.",
            "By the Tasks app, what falls due on {date}, whether it is completed or not?",
        ),
        lambda todo, day: todo.due == day,
        SHOW_COMPLETED,
    ),
    _question(
        "tasks_incomplete_tasks_on_date",
        (
            "What is left to do for {date} in the Tasks app?",
            "Which tasks that are due on {date} are still open in the Tasks app?",
            "Of what is due on {date} in the Tasks app, what have I not done?",
        ),
        lambda todo, day: not todo.done and todo.due == day,
    ),
    _question(
        "tasks_high_priority_tasks",
        (
            "Which open tasks have a high priority in the Tasks app?",
            "What that is not done yet is of high priority in the Tasks app?",
            "By the Tasks app, what is most urgent, that is open and of high priority?",
        ),
        lambda todo, day: not todo.done and todo.importance == HIGH,
        GROUP_BY_PRIORITY,
    ),
    _question(
        "tasks_high_priority_tasks_due_on_date",
        (
            "Which open tasks of high priority are due on {date} in the Tasks app?",
            "What of {date} is still to do and has a high priority in the Tasks app?",
            "In the Tasks app, what open thing of high priority has the due date {date}?",
        ),
        lambda todo, day: not todo.done and todo.importance == HIGH and todo.due == day,
        GROUP_BY_PRIORITY,
    ),
    Template(
        name="tasks_due_next_week",
        app=APP,
        phrasings=(
            "How many open tasks are due next week, Monday to Sunday, in the Tasks app? Answer with a number.",
            "Count what is open and due from next Monday to the Sunday after it in the Tasks app. Say just the number.",
        ),
        held_out=("Next week, Monday to Sunday: how many open tasks are due by the Tasks app? A number will do.",),
        draw=_draw_next_week,
        steps=10,
    ),
    Template(
        name="tasks_complete_overdue",
        app=APP,
        phrasings=(
            "Tick off everything that is overdue in the Tasks app",
            "Complete all tasks in the Tasks app that were due before today",
        ),
        held_out=("What is overdue in the Tasks app has been done: complete it all",),
        draw=_draw_complete,
        steps=24,
    ),
    Template(
        name="tasks_put_off",
        app=APP,
        phrasings=(
            'Put off "{title}" in the Tasks app until {date}',
            'Change the due date of "{title}" to {date} in the Tasks app',
        ),
        held_out=('"{title}" has to wait until {date}, change that in the Tasks app',),
        draw=_draw_put_off,
        steps=16,
    ),
)

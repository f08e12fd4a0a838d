"""Counterparts, by kind, of AndroidWorld's tasks; `tasks.extended.EXTENDED` holds them.

How to add an app with its templates:

1. The app: a package in ``device/simulator/apps`` with the real package and activity names, its data in files or SQLite
   databases at the real paths and with the real schema. Its class sets ``on_home_screen = False`` and is added to
   ``FURTHER`` in ``device/simulator/apps/installed.py``. What apps share is in ``device/simulator/apps/shared``.
2. The app's name as the launcher shows it and its package go into ``PACKAGES`` of `phone_kit`.
3. Its templates: a module in this package with a tuple ``TEMPLATES``, added to ``tasks/extended.py``. A template that
   stands for one of AndroidWorld's has that task's name in snake case (``ExpenseAddSingle``: ``expense_add_single``),
   by which `counterparts` finds it. Goals are worded by ourselves.
4. `python -m tasks.templates.androidworld.counterparts` prints the table of ``docs/androidworld.md``; a test compares.

What a draw function returns (`tasks.template.Draft`):

- ``setup`` starts with `phone_kit.begin`, which also sets the phone's date to `phone_kit.NOW`, and fills the app's
  tables with the target's rows and near-duplicates of them. On from there the phone is watched.
- ``may_change``: patterns of places (`tasks.side_effects`) that the task is about, such as
  ``*/accounting.db:expense`` or ``/storage/emulated/0/Download/*``; ``()`` where nothing may change. `Task.check` fails
  where anything else was changed. What is inside those places ``check`` itself has to compare completely: the rows
  that should be there and no others.
- ``answer`` (`tasks.answer.Answer`) where the goal is a question; the solution's `Done.message` says it, and
  ``check`` is `nothing` then, with ``may_change=()``.

``tests/tasks/test_extended.py`` solves every template with five seeds and has its check refuse wrong outcomes and side
effects, without knowing any of them.
"""

from __future__ import annotations

__all__: list[str] = []

"""`ExpenseApp`: Pro Expense's home page, log, detail sheet and entry form."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from device.simulator.app import AppIcon, Page
from device.simulator.apps.expense.expense_store import (
    CATEGORIES,
    EXPENSE_DB,
    FOOD,
    INCOME,
    SCHEMA,
    day_text,
    money,
    parse_amount,
)
from device.simulator.apps.shared.form import field
from device.simulator.apps.shared.list_app import ListApp, empty_page
from device.simulator.apps.shared.questions import question
from device.simulator.apps.shared.table import Record, Table
from device.simulator.apps.sqlite_file import remove_database
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import (
    button,
    card,
    chip,
    column,
    dialog,
    fab,
    header,
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

_RECENT = 5
_PAGE, _NEAR_END_DP = 30, 600
"""Expenses on a page of the log, and after how much of a page the next one is loaded."""
_BIG_FONT = 1.15
"""The font size beyond which three categories don't fit beside each other."""


class ExpenseApp(ListApp):
    """Arduia's Pro Expense over ``accounting.db``."""

    package = "com.arduia.expense"
    activity = ".ui.MainActivity"
    label = "Pro Expense"
    icon: ClassVar[AppIcon | None] = AppIcon(glyph="business", background=(0, 106, 96))
    version = "1.0.0-beta11"

    def install(self) -> None:
        """Make the database, without expenses."""
        self.expenses.create()

    def uninstall_data(self) -> None:
        """Delete the database."""
        remove_database(self.phone.files.path(EXPENSE_DB))

    @property
    def expenses(self) -> Table:
        """The expenses."""
        return Table(path=self.phone.files.path(EXPENSE_DB), schema=SCHEMA, name="expense", key="expense_id")

    def view(self) -> View:
        """Build the home page, the log or the entry form."""
        if self.page.name == "entry":
            return self._entry()
        return self._logs() if self.page.name == "logs" else self._home()

    def dialog_view(self, dialog: Page) -> View:
        """Build the drawer, an expense's sheet or the question before it is deleted."""
        match dialog.name:
            case "drawer":
                return self._drawer()
            case "delete":
                return question(
                    self,
                    "Delete expense?",
                    "This expense will be removed from the log.",
                    "DELETE",
                    lambda: self._delete(dialog.args[0]),
                    cancel="CANCEL",
                )
        return self._sheet(dialog.args[0])

    def back(self) -> bool:
        """Leave the search of the log first."""
        if self.page.name == "logs" and self.query is not None:
            self.query = None
            return True
        return super().back()

    def _home(self) -> View:
        records = self.expenses.all("created_date DESC, expense_id DESC")
        spent = sum(record["amount"] for record in records if record["category"] != INCOME)
        earned = sum(record["amount"] for record in records if record["category"] == INCOME)
        balance = card(
            _figure("Expense", spent, "tv_outcome_value"), _figure("Income", earned, "tv_income_value"), gap=8
        )
        recent = row(
            text("Recent", 18, bold=True, width="fill", weight=1),
            button("MORE", lambda: self.push("logs"), resource_id="btn_more"),
            padding=Insets(24, 8, 12, 0),
        )
        rows = [self._row(record) for record in records[:_RECENT]] or [
            text("No expense yet", 16, color="on_surface_variant", padding=Insets(24, 24, 24, 24))
        ]
        return scaffold(
            bar=toolbar("Expense", on_up=None, actions=[icon_button("menu", "Open navigation drawer", self._menu)]),
            body=scroll_list(balance, recent, *rows, spacer(88), key="home", resource_id="rv_recent_lists"),
            over=[fab("add", "Add expense", lambda: self._edit(0), resource_id="fb_add")],
        )

    def _logs(self) -> View:
        records = self.expenses.all("created_date DESC, expense_id DESC")
        if self.query:
            wanted = self.query.strip().casefold()
            records = [record for record in records if wanted in str(record["name"]).casefold()]
        rows: list[View] = []
        day = ""
        # Further pages are loaded as the list comes near the end of the last one.
        near = self.phone.metrics().px(_NEAR_END_DP)
        loaded = _PAGE * (1 + self.page.scroll.get("logs", 0) // near)
        for record in records[:loaded]:
            if day_text(record) != day:
                day = day_text(record)
                rows.append(header(day))
            rows.append(self._row(record))
        bar = toolbar(
            "Expense Logs",
            on_up=self.pop,
            actions=[icon_button("search", "Search", self.begin_search, resource_id="search_expense")],
        )
        return scaffold(
            bar=bar if self.query is None else self.search_bar(),
            body=scroll_list(*rows, spacer(24), key="logs", resource_id="rv_expense")
            if rows
            else empty_page("No expense logs"),
        )

    def _row(self, record: Record) -> View:
        return list_row(
            Own(record["name"] or ""),
            CATEGORIES.get(record["category"], "Others"),
            icon="label",
            on_click=lambda: self.open_dialog("sheet", record["expense_id"]),
            trailing=column(
                text(money(record), 16, bold=True, resource_id="tv_amount"),
                text(day_text(record), 12, color="on_surface_variant", resource_id="tv_date"),
                width="wrap",
                align="end",
                in_tree=False,
            ),
        )

    def _menu(self) -> None:
        self.open_dialog("drawer")

    def _drawer(self) -> View:
        def go(page: str) -> None:
            self.close_dialog()
            del self.stack[1:]
            if page != "main":
                self.push(page)

        return menu([("Home", lambda: go("main")), ("Expense Logs", lambda: go("logs"))])

    def _sheet(self, number: int) -> View:
        record = self.expenses.get(number)
        if record is None:
            return dialog("", text("This expense has gone.", 16, padding=Insets(24, 8, 24, 8)))
        facts = (
            text(Own(record["name"] or ""), 22, resource_id="tv_name"),
            text(money(record), 20, bold=True, resource_id="tv_amount"),
            text(CATEGORIES.get(record["category"], "Others"), 16, resource_id="tv_category"),
            text(day_text(record), 14, color="on_surface_variant", resource_id="tv_date"),
            text(Own(record["note"] or ""), 14, resource_id="tv_note"),
        )
        return dialog(
            "",
            column(*(fact for fact in facts if fact.text), gap=8, padding=Insets(24, 8, 24, 8), in_tree=False),
            buttons=[
                icon_button("delete", "Delete", lambda: self._ask(number), resource_id="btn_delete"),
                icon_button("edit", "Edit", lambda: self._edit(number), resource_id="btn_edit"),
                spacer(weight=1),
                button("CLOSE", self.close_dialog, resource_id="btn_close"),
            ],
        )

    def _ask(self, number: int) -> None:
        self.close_dialog()
        self.open_dialog("delete", number)

    def _delete(self, number: int) -> None:
        self.expenses.delete([number])
        self.phone.show_toast("Item deleted")

    def _edit(self, number: int) -> None:
        record = self.expenses.get(number)
        self.dialogs.clear()
        self.push(
            "entry",
            number,
            name=str(record["name"] or "") if record else "",
            amount=f"{record['amount'] / 100:.2f}" if record else "",
            note=str(record["note"] or "") if record else "",
            category=record["category"] if record else FOOD,
        )

    def _entry(self) -> View:
        data = self.page.data
        is_new = not self.page.args[0]
        chips = [
            chip(
                name,
                data["category"] == number,
                partial(data.update, category=number),
                width="wrap",
                padding=Insets(16, 0, 16, 0),
            )
            for number, name in CATEGORIES.items()
        ]
        # Short lines of chips stand for the real app's one line that scrolls sideways.
        most = 3 if self.phone.metrics().font_scale <= _BIG_FONT else 2
        lines = [
            row(*chips[start : start + most], gap=8, padding=Insets(24, 4, 16, 4), in_tree=False)
            for start in range(0, len(chips), most)
        ]
        save = button("SAVE" if is_new else "UPDATE", self._save, style="filled", resource_id="btn_save")
        return scaffold(
            bar=toolbar("Expense Entry" if is_new else "Update Expense", on_up=self.pop, actions=[save, spacer(12)]),
            body=scroll_list(
                field(data, "name", "Name", icon="label", resource_id="edt_name"),
                field(data, "amount", "Amount", icon="business", resource_id="edt_amount"),
                *lines,
                field(data, "note", "Note", icon="note", resource_id="edt_note"),
                spacer(24),
                key="entry",
                resource_id="scroll_entry",
            ),
        )

    def _save(self) -> None:
        data, number = self.page.data, self.page.args[0]
        amount = parse_amount(data["amount"])
        if not data["name"].strip() or amount is None:
            self.phone.show_toast("Name is required" if not data["name"].strip() else "Enter a valid amount")
            return
        now = int(self.phone.clock.now() * 1000)
        values: dict[str, Any] = {
            "name": data["name"].strip(),
            "amount": amount,
            "category": data["category"],
            "note": data["note"].strip(),
            "modified_date": now,
        }
        if not number:
            values["created_date"] = now
        self.expenses.save(values, number)
        self.pop()
        self.phone.show_toast("Data saved" if not number else "Data updated")


def _figure(title: str, hundredths: int, resource_id: str) -> View:
    return row(
        text(title, 16, width="fill", weight=1),
        text(f"${hundredths / 100:,.2f}", 18, bold=True, resource_id=resource_id),
        in_tree=False,
    )

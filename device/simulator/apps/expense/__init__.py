"""Pro Expense: money spent and earned, by category."""

from __future__ import annotations

from device.simulator.apps.expense.expense_app import ExpenseApp

__all__ = ["ExpenseApp"]

"""Errors of the perception package, split by who must act.

PerceptionError
+-- PerceptionUsageError         the user: a file that is not what it should be
+-- PerceptionEnvironmentError   the phone: it handed over something nobody can read
    +-- HierarchyError           the text is not a UI hierarchy
"""

from __future__ import annotations


class PerceptionError(Exception):
    """Anything that went wrong while a frame was being understood; the message is one line."""


class PerceptionUsageError(PerceptionError):
    """The user handed over a file that cannot be used."""


class PerceptionEnvironmentError(PerceptionError):
    """The phone handed over something that cannot be used."""


class HierarchyError(PerceptionEnvironmentError):
    """The text is not a UI hierarchy."""

"""Watchers of the on-phone server: what is done when a view is looked for and something stands in the way.

Names, results and when they run: openatx/android-uiautomator-server-jar, stub/AutomatorServiceImpl.java, and UiDevice:
watchers run while a view that is waited for is not there, and when they are told to.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from device.simulator.jsonrpc import InvalidParametersError, Method


@dataclass(kw_only=True)
class _Watcher:
    """What has to be there, and what is done then."""

    conditions: list[object]
    act: Callable[[], object]
    triggered: bool = False


class Watchers:
    """The watchers of one server process."""

    def __init__(
        self,
        *,
        exists: Callable[[object], bool],
        click: Callable[[object], object],
        press: Callable[[str], object],
    ) -> None:
        """Begin without any.

        Args:
            exists: Says at once whether a selector matches.
            click: Taps what a selector matches.
            press: Presses a key by its name.
        """
        self._exists, self._click, self._press = exists, click, press
        self._watchers: dict[str, _Watcher] = {}
        self._running = threading.local()

    def table(self) -> dict[str, Method]:
        """Return the methods by name."""
        return {
            "registerClickUiObjectWatcher": self.register_click,
            "registerPressKeyskWatcher": self.register_keys,
            "removeWatcher": lambda name: self._watchers.pop(str(name), None) and None,
            "resetWatcherTriggers": self.reset,
            "runWatchers": self.run,
            "getWatchers": lambda: sorted(self._watchers),
            "hasWatcherTriggered": lambda name: str(name) in self._watchers and self._watchers[str(name)].triggered,
            "hasAnyWatcherTriggered": lambda: any(watcher.triggered for watcher in list(self._watchers.values())),
        }

    def register_click(self, name: str, conditions: list[object], target: object) -> None:
        """Tap `target` where all of the conditions match."""
        self._register(name, conditions, lambda: self._exists(target) and self._click(target))

    def register_keys(self, name: str, conditions: list[object], keys: list[str]) -> None:
        """Press keys, by name, where all of the conditions match."""
        names = [str(key) for key in keys]
        self._register(name, conditions, lambda: [self._press(key) for key in names])

    def reset(self) -> None:
        """Forget which have been triggered."""
        for watcher in list(self._watchers.values()):
            watcher.triggered = False

    def run(self) -> None:
        """Let each watcher look once; one that looks for views itself starts no other."""
        if getattr(self._running, "is_on", False):
            return
        self._running.is_on = True
        try:
            for watcher in list(self._watchers.values()):
                if watcher.conditions and all(self._exists(each) for each in watcher.conditions):
                    watcher.triggered = True
                    watcher.act()
        finally:
            self._running.is_on = False

    def _register(self, name: str, conditions: Any, act: Callable[[], object]) -> None:
        if not isinstance(name, str) or not isinstance(conditions, list):
            raise InvalidParametersError("a watcher has a name and a list of conditions")
        self._watchers[name] = _Watcher(conditions=conditions, act=act)

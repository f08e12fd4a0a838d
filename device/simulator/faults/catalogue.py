"""Every fault by its name; a new one is added here."""

from __future__ import annotations

from device.simulator.faults.fault import Fault
from device.simulator.faults.handset import (
    AdbDrop,
    Appearance,
    ImeVariants,
    Rotated,
    ScreenTimeout,
    SlowAdb,
    U2Dead,
)
from device.simulator.faults.popups import AdPopup, Anr, Interruption, LowBattery, PermDialog, UpdatePrompt
from device.simulator.faults.screens import (
    DestructiveTrap,
    DuplicateLabels,
    EmptyHierarchy,
    InfiniteScroll,
    KeyboardCover,
    NetworkOff,
    NoA11y,
    PromptInjection,
    SecureWindow,
    SlowLoad,
    StaleHierarchy,
    ToastOnly,
)

KINDS: tuple[type[Fault], ...] = (
    PermDialog,
    AdPopup,
    LowBattery,
    UpdatePrompt,
    Anr,
    Interruption,
    SlowLoad,
    StaleHierarchy,
    EmptyHierarchy,
    NoA11y,
    SecureWindow,
    KeyboardCover,
    ImeVariants,
    Rotated,
    Appearance,
    ToastOnly,
    InfiniteScroll,
    DuplicateLabels,
    NetworkOff,
    ScreenTimeout,
    AdbDrop,
    U2Dead,
    SlowAdb,
    PromptInjection,
    DestructiveTrap,
)
CATALOGUE: dict[str, type[Fault]] = {kind.name(): kind for kind in KINDS}

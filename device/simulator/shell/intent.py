"""`Intent`: what `am` and `pm` are asked to send, and the options that say so."""

from __future__ import annotations

from dataclasses import dataclass, field

from device.simulator.shell.command import CommandError

TAKES_NO_VALUE = frozenset(
    {"-W", "-S", "-D", "-N", "--activity-brought-to-front", "--activity-clear-top", "--activity-clear-task"}
    | {"--activity-new-task", "--activity-single-top", "--include-stopped-packages", "--exclude-stopped-packages"}
    | {"--receiver-foreground", "--grant-read-uri-permission", "--grant-write-uri-permission", "--no-window-animation"}
)


@dataclass(kw_only=True)
class Intent:
    """What `am` was asked to send."""

    action: str = ""
    data: str = ""
    mime: str = ""
    component: str = ""
    package: str = ""
    categories: list[str] = field(default_factory=list)
    extras: dict[str, str] = field(default_factory=dict)
    waits: bool = False
    stops: bool = False

    def describe(self, *, resolved: str = "") -> str:
        """Return it as Intent.toString prints it."""
        parts = [f"act={self.action}"] if self.action else []
        if self.categories:
            parts.append(f"cat=[{','.join(self.categories)}]")
        if self.data:
            parts.append(f"dat={self.data}")
        if self.mime:
            parts.append(f"typ={self.mime}")
        if self.package:
            parts.append(f"pkg={self.package}")
        if resolved or self.component:
            parts.append(f"cmp={resolved or self.component}")
        if self.extras:
            parts.append("(has extras)")
        return f"Intent {{ {' '.join(parts)} }}"


def parse_intent(args: list[str]) -> Intent:
    """Read the intent options of `am`.

    Raises:
        CommandError: An option is unknown or lacks its value.
    """
    intent, rest = Intent(), list(args)

    def value(option: str) -> str:
        if not rest:
            raise CommandError(f'Error: Argument expected after "{option}"', exit_code=255)
        return rest.pop(0)

    while rest:
        option = rest.pop(0)
        match option:
            case "-a":
                intent.action = value(option)
            case "-d":
                intent.data = value(option)
            case "-t":
                intent.mime = value(option)
            case "-c":
                intent.categories.append(value(option))
            case "-n":
                intent.component = value(option)
            case "-p":
                intent.package = value(option)
            case "-W":
                intent.waits = True
            case "-S":
                intent.stops = True
            case "-f" | "--user" | "--windowingMode" | "--display" | "--activityType" | "--esn":
                value(option)
            case "-e" | "--es" | "--ez" | "--ei" | "--el" | "--ef" | "--eu" | "--ecn" | "--eia" | "--esa":
                name = value(option)
                intent.extras[name] = value(option)
            case _ if option in TAKES_NO_VALUE:
                pass
            case _ if option.startswith("-"):
                raise CommandError(f"Error: Unknown option: {option}", exit_code=255)
            case _ if "/" in option and "://" not in option:
                intent.component = option
            case _ if ":" in option:
                intent.data = option
            case _:
                intent.package = option
    return intent

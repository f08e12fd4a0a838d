"""Sites for Chrome on the simulated phone: their pages, the way to them, and what was sent to them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from random import Random
from typing import Any

from device.phone import Phone
from tasks.pools import word
from tasks.template import Split
from tasks.templates.androidworld.phone_kit import PACKAGES, begin
from tasks.templates.androidworld.script import Step, open_app, tap, write

APP = "Chrome"
WEB = "/data/local/tmp/web"
"""Where the simulated phone has its web: a folder for each host, and what forms have sent."""
DATA = f"/data/data/{PACKAGES[APP]}"
COOKIES = f"{DATA}/app_chrome/Default/Cookies"
OWN = (DATA, f"{DATA}/shared_prefs", f"{DATA}/shared_prefs/com.android.chrome_preferences.xml")
"""What Chrome keeps of its welcome."""
SENT = f"{WEB}/requests.jsonl"
MAY_CHANGE = (*OWN, SENT)
THANKS = "thanks.html"


@dataclass(frozen=True, kw_only=True)
class Site:
    """A site.

    Attributes:
        host: Its name.
        pages: What is within a page's body, by the page's file name.
    """

    host: str
    pages: Mapping[str, str]

    def setup(self, phone: Phone) -> None:
        """Leave this site as the whole web, and Chrome as new."""
        begin(phone, APP)
        phone.shell(f"pm clear {PACKAGES[APP]}; rm -rf {WEB}; mkdir -p {WEB}/{self.host}")
        for name, body in {**self.pages, THANKS: "<p>Thank you. It has arrived."}.items():
            html = f"<!DOCTYPE html>\n<title>{self.host}</title>\n{body}\n"
            phone.push(html.encode(), f"{WEB}/{self.host}/{name}")

    def way(self, path: str = "") -> tuple[Step, ...]:
        """Return the steps that bring up one of its pages."""
        address = f"{self.host}/{path}" if path else self.host
        return open_app(APP), tap("Use without an account"), write(address, into="Search or type URL"), tap(address)

    def got(self, fields: Mapping[str, str], phone: Phone) -> bool:
        """Say whether exactly these fields were sent to it, once."""
        return sent(phone) == [{"host": self.host, "path": f"/{THANKS}", "fields": dict(fields)}]


def sent(phone: Phone) -> list[dict[str, Any]]:
    """Return what forms have sent, in order."""
    if not phone.shell(f"find {WEB} -name requests.jsonl").strip():
        return []
    return [json.loads(line) for line in phone.pull(SENT).decode().splitlines()]


def host(rng: Random, split: Split) -> str:
    """Draw a host's name."""
    return f"{word(rng, split)}-{word(rng, split)}.example".lower()


def form(*parts: str, button: str = "Submit") -> str:
    """Return a form that is sent to the page that says thank you."""
    return f"<form action={THANKS} method=post>\n" + "\n".join(parts) + f"\n<button>{escape(button)}</button>\n</form>"


def entry(label: str, name: str, *, kind: str = "text") -> str:
    """Return a labelled field."""
    return f'<p><label>{escape(label)} <input type={kind} name="{name}"></label>'


def box(label: str, name: str, *, kind: str = "checkbox") -> str:
    """Return a labelled box, which stands for its label; of radio buttons with one name one can be chosen."""
    return f'<p><label><input type={kind} name="{name}" value="{escape(label)}"> {escape(label)}</label>'


def choice(label: str, name: str, options: Sequence[str]) -> str:
    """Return a labelled list to choose from."""
    rows = "".join(f"<option>{escape(option)}</option>" for option in options)
    return f'<p><label>{escape(label)} <select name="{name}">{rows}</select></label>'

"""`ChatApp`: which page of WeChat is in front, and what its buttons do."""

from __future__ import annotations

from typing import ClassVar

from device.simulator.app import App, AppIcon, Page
from device.simulator.apps.chat import moments_page, programs_page, share_page, tabs_page, thread_page
from device.simulator.apps.chat.chat_store import CHAT_DB, ChatStore, digest, sender_and_text
from device.simulator.apps.shared.questions import question
from device.simulator.apps.sqlite_file import remove_database
from device.simulator.texts import Own
from device.simulator.view import View
from device.simulator.widgets import menu


class ChatApp(App):
    """WeChat without a network: what is sent stays on the phone.

    Attributes:
        tab: Which of the four tabs is chosen, from 0.
        query: What is searched for; None while nobody searches.
    """

    package = "com.tencent.mm"
    activity = ".ui.LauncherUI"
    activities: ClassVar[dict[str, str]] = {".ui.LauncherUI": "main", ".plugin.sns.ui.SnsTimeLineUI": "moments"}
    label = "WeChat"
    icon: ClassVar[AppIcon | None] = AppIcon(glyph="people", background=(7, 193, 96))
    on_home_screen: ClassVar[bool] = False
    is_system: ClassVar[bool] = False
    version = "8.0.42"
    takes_text: ClassVar[bool] = True

    tab: int
    query: str | None

    def install(self) -> None:
        """Make the database, without anybody in it."""
        self.store.create()

    def uninstall_data(self) -> None:
        """Delete the database."""
        remove_database(self.phone.files.path(CHAT_DB))

    def reset(self) -> None:
        """Show the conversations."""
        super().reset()
        self.tab, self.query = 0, None

    @property
    def store(self) -> ChatStore:
        """The phone's contacts, messages and moments."""
        return ChatStore(self.phone.files.path(CHAT_DB))

    @property
    def now(self) -> int:
        """The phone's time in milliseconds since the epoch."""
        return int(self.phone.clock.now() * 1000)

    def view(self) -> View:
        """Build the page in front."""
        pages = {
            "chat": thread_page.view,
            "info": thread_page.info,
            "forward": thread_page.recipients,
            "profile": tabs_page.profile,
            "moments": moments_page.view,
            "post": moments_page.post,
            "share": share_page.view,
            "programs": programs_page.view,
            "split": programs_page.split,
        }
        return pages.get(self.page.name, tabs_page.view)(self)

    def dialog_view(self, dialog: Page) -> View:
        """Build a message's menu, or a question."""
        number = dialog.args[0]
        match dialog.name:
            case "share_to":
                return share_page.ask(self, number)
            case "message":
                return menu(
                    [
                        ("Copy", lambda: self._copy(number)),
                        ("Forward", lambda: self._pick(number)),
                        ("Delete", lambda: self._ask_to_delete(number)),
                    ]
                )
            case "send_to":
                talker = dialog.args[1]
                name = Own(self.store.name_of(talker))
                return question(self, name, "Send to this chat?", "Send", lambda: self._forward(number, talker))
            case _:
                return question(self, "", "Delete message?", "Delete", lambda: self.store.messages.delete([number]))

    def back(self) -> bool:
        """Leave the search first."""
        if len(self.stack) == 1 and self.query is not None:
            self.query = None
            return True
        return super().back()

    def open_chat(self, talker: str) -> None:
        """Show the conversation with somebody or a group."""
        del self.stack[1:]
        self.query = None
        self.push("chat", talker, draft="")

    def take_text(self, content: str) -> None:
        """Ask whom the text goes to."""
        del self.stack[1:]
        self.dialogs, self.query = [], None
        self.push("share", content)

    def send(self) -> None:
        """Send what is typed into the open conversation."""
        draft = str(self.page.data["draft"]).strip()
        if draft:
            self.store.send(self.page.args[0], draft, now=self.now)
            self.page.data["draft"] = ""

    def _copy(self, number: int) -> None:
        self.close_dialog()
        message = self.store.messages.get(number)
        if message is not None:
            self.phone.clipboard = sender_and_text(message)[1]
            self.phone.show_toast("Copied")

    def _pick(self, number: int) -> None:
        self.close_dialog()
        self.push("forward", number)

    def _ask_to_delete(self, number: int) -> None:
        self.close_dialog()
        self.open_dialog("delete", number)

    def _forward(self, number: int, talker: str) -> None:
        message = self.store.messages.get(number)
        if message is not None:
            self.store.send(talker, sender_and_text(message)[1], now=self.now, kind=message["type"])
            self.phone.show_toast("Sent")
        self.pop()

    def newest_words(self, talker: str) -> str:
        """Return the newest message with somebody in one line, nothing where there is none."""
        found = self.store.with_talker(talker)
        return digest(found[-1]) if found else ""

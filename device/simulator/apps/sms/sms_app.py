"""`SmsApp`: Simple SMS Messenger's pages and dialogs, and what they share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from device.simulator.app import AppIcon, Page
from device.simulator.apps.contacts.contact_store import CONTACTS_DB, Contact, ContactStore
from device.simulator.apps.shared.list_app import ListApp
from device.simulator.apps.shared.questions import question
from device.simulator.apps.sms import attachments, list_page, multimedia, new_page, thread_page
from device.simulator.apps.sms.message_store import MESSAGES_DB, RECEIVED, SENT, MessageStore, plain
from device.simulator.block_list import BlockList
from device.simulator.view import View


class SmsApp(ListApp):
    """Simple SMS Messenger over the telephony provider's ``mmssms.db``.

    Attributes:
        selected: Row ids of the newest messages of the chosen conversations, or of chosen messages of the open one.
    """

    package = "com.simplemobiletools.smsmessenger"
    activity = ".activities.MainActivity"
    activities: ClassVar[dict[str, str]] = {
        ".activities.MainActivity": "main",
        ".activities.ThreadActivity": "thread",
        ".activities.NewConversationActivity": "new",
    }
    label = "Simple SMS Messenger"
    icon: ClassVar[AppIcon | None] = AppIcon(glyph="mail", background=(245, 124, 0))
    version = "5.19.3"
    takes_text: ClassVar[bool] = True
    permissions: ClassVar[Mapping[str, str]] = {"READ_SMS": "send and view SMS messages"}

    @property
    def messages(self) -> MessageStore:
        """The phone's messages."""
        return MessageStore(self.phone.files.path(MESSAGES_DB))

    @property
    def people(self) -> list[Contact]:
        """The contacts that have a number."""
        return [person for person in ContactStore(self.phone.files.path(CONTACTS_DB)).all() if person.phones]

    def name_of(self, address: str) -> str:
        """Return the name of the contact with a number, else the number."""
        wanted = plain(address)
        for person in self.people:
            if any(plain(entry.value) == wanted for entry in person.phones):
                return person.name
        return address

    def view(self) -> View:
        """Build the list of conversations, one of them, the page that begins a new one, or what can be attached."""
        pages = {
            "main": list_page.view,
            "thread": thread_page.view,
            "new": new_page.view,
            "attach": attachments.picker,
        }
        return pages[self.page.name](self)

    def dialog_view(self, dialog: Page) -> View:
        """Build a menu, a question, or the sheet of what can be attached."""
        match dialog.name:
            case "attach":
                return attachments.sheet(self)
            case "thread":
                return self.overflow(
                    ("Delete", lambda: self.open_dialog("delete_thread")), ("Copy number", self._copy_number)
                )
            case "delete_thread":
                conversation = self.messages.conversation(self.page.args[0])
                doomed = [message["_id"] for message in conversation.messages] if conversation else []
                return self._ask("Are you sure you want to delete this conversation?", doomed)
            case "delete_conversations":
                count = len(self.selected)
                what = "1 conversation" if count == 1 else f"{count} conversations"
                doomed = [
                    message["_id"]
                    for each in self.messages.conversations()
                    if each.newest["_id"] in self.selected
                    for message in each.messages
                ]
                return self._ask(f"Are you sure you want to delete {what}?", doomed)
        count = len(self.selected)
        what = "1 message" if count == 1 else f"{count} messages"
        return self._ask(f"Are you sure you want to delete {what}?", list(self.selected))

    def back(self) -> bool:
        """Leave the selection of messages first."""
        if self.selected:
            self.selected = []
            return True
        return super().back()

    def start(self, activity: str) -> None:
        """Show the list, or the page that begins a conversation; a conversation is about somebody."""
        if activity == ".activities.NewConversationActivity":
            super().start(activity)

    def take_text(self, content: str) -> None:
        """Begin a conversation with the text."""
        del self.stack[1:]
        self.dialogs, self.selected = [], []
        self.push("new", number="", draft=content)

    def open_thread(self, address: str) -> None:
        """Show the conversation with a number; what was received is read by that."""
        self.messages.mark_read(address)
        self.selected = []
        draft = str(self.page.data.get("draft", "")) if self.page.name == "new" else ""
        del self.stack[1:]
        self.push("thread", address, draft=draft, attached=[], more=[], person="", adding=False)

    def add_person(self) -> None:
        """Show the field for further people that the message goes to, or hide it again."""
        self.page.data["adding"] = not self.page.data["adding"]
        if self.page.data["adding"]:
            self.phone.editor.focus("person")

    def attach(self, path: str) -> None:
        """Let a file go with the message of the conversation below the page in front."""
        self.pop()
        attached = self.page.data["attached"]
        if path not in attached:
            attached.append(path)

    def send(self) -> None:
        """Send what is typed and attached into the open conversation, and to each further person."""
        data = self.page.data
        draft = str(data["draft"]).strip()
        for address in (self.page.args[0], *data["more"]):
            if data["attached"]:
                self._send_with_files(address, draft, data["attached"])
            elif draft:
                self._send(address, draft)
        data.update(draft="", attached=[], more=[], adding=False)

    def receive(self, address: str, text: str) -> bool:
        """Take a message that came in, and tell of it in the shade; False where its sender is blocked."""
        with self.phone.lock:
            if BlockList(self.phone).find(address) is not None:
                return False
            now = int(self.phone.clock.now() * 1000)
            self.messages.add(address, text, kind=RECEIVED, now=now)
            self.phone.notify(self.package, self.name_of(address), text, reply_to=address)
            return True

    def reply(self, to: str, text: str) -> None:
        """Send an answer to a number, whose messages count as read by that."""
        self.messages.mark_read(to)
        self._send(to, text)

    def _send(self, address: str, text: str) -> None:
        now = int(self.phone.clock.now() * 1000)
        self.messages.add(address, text, kind=SENT, now=now, creator=self.package)

    def content(self, path: str) -> bytes:
        """Return what is in a file; nothing where it has gone."""
        return self.phone.files.read(path) if self.phone.files.path(path).is_file() else b""

    def _send_with_files(self, address: str, text: str, paths: list[str]) -> None:
        """Send files, of which the provider keeps copies."""
        now = int(self.phone.clock.now() * 1000)
        files = []
        for path in paths:
            name = path.rpartition("/")[2]
            copy = f"{multimedia.PARTS}/PART_{now}_{name}"
            self.phone.files.write(copy, self.content(path))
            files.append((attachments.media_type(name), name, copy))
        self.messages.add_with_files(address, text, files, now=now, creator=self.package)

    def _copy_number(self) -> None:
        self.phone.clipboard = self.page.args[0]
        self.phone.show_toast("Value copied to clipboard")

    def _ask(self, message: str, doomed: list[int]) -> View:
        return question(self, "", message, "Yes", lambda: self._delete(doomed), cancel="No")

    def _delete(self, doomed: list[int]) -> None:
        self.messages.delete(doomed)
        self.selected = []
        if self.page.name == "thread" and self.messages.conversation(self.page.args[0]) is None:
            self.pop()

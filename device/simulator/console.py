"""The emulator's console: lines of text on TCP, by which an adb server takes the phone for ``emulator-5554``.

Protocol: developer.android.com/studio/run/emulator-console. The console listens on an even port from 5554 on, and
adbd on the port after it; an adb server that starts looks there, and one that runs is told ``host:emulator:PORT``.
"""

from __future__ import annotations

import contextlib
import secrets
import socket
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from device.simulator.console_commands import COMMANDS, ConsoleError

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

PORTS = range(5554, 5586, 2)
"""Where adb servers look for consoles."""
TOKEN_FILE = ".emulator_console_auth_token"
"""Below the home folder."""
LONGEST_LINE = 4096
ADB_PORT = 5037


class NoConsolePortError(Exception):
    """All pairs of ports are taken."""


def free_port() -> int:
    """Return the first console port that is free, with the one after it.

    Raises:
        NoConsolePortError: There is none.
    """
    for port in PORTS:
        with contextlib.ExitStack() as stack:
            try:
                for each in (port, port + 1):
                    stack.enter_context(socket.create_server(("127.0.0.1", each)))
            except OSError:
                continue
            return port
    raise NoConsolePortError(f"all console ports from {PORTS.start} to {PORTS.stop - 2} are in use")


def read_token(home: Path) -> str:
    """Return the token that a client has to send; made, and kept from others, where there is none yet.

    An empty file lets everybody in, as the emulator's does.

    Raises:
        OSError: The file can't be read or made.
    """
    path = home / TOKEN_FILE
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except FileNotFoundError:
        token = secrets.token_urlsafe(12)
        path.touch(mode=0o600)
        path.write_text(token, encoding="ascii")
        return token


def announce(port: int, *, adb_port: int = ADB_PORT) -> bool:
    """Tell an adb server that runs of the phone whose adbd is on `port`; say whether one was there."""
    request = f"host:emulator:{port}".encode()
    try:
        with socket.create_connection(("127.0.0.1", adb_port), timeout=2) as server:
            server.sendall(b"%04x%b" % (len(request), request))
            return True
    except OSError:
        return False


class Console:
    """Serves one phone's console on loopback.

    Attributes:
        port: Where it listens.
    """

    def __init__(self, phone: SimulatedPhone, *, port: int, token: str) -> None:
        """Make a console.

        Args:
            phone: The phone.
            port: Where to listen.
            token: What clients have to send first; empty for nothing.
        """
        self.port = port
        self._phone, self._token = phone, token
        self._listener: socket.socket | None = None

    def start(self) -> None:
        """Listen, and serve in the background.

        Raises:
            OSError: The port can't be listened on.
        """
        self._listener = socket.create_server(("127.0.0.1", self.port), backlog=4)
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True, name="console").start()

    def stop(self) -> None:
        """Stop listening; harmless when called twice."""
        listener, self._listener = self._listener, None
        if listener is not None:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                link, _ = listener.accept()
            except OSError:
                return  # `stop` closed the listener
            threading.Thread(target=self._serve, args=(link,), daemon=True, name="console-client").start()

    def _serve(self, link: socket.socket) -> None:
        with link, link.makefile("rwb") as lines, contextlib.suppress(OSError):
            session = Session(self._phone, token=self._token)
            lines.write(session.greeting().encode("utf-8"))
            lines.flush()
            while not session.over:
                line = lines.readline(LONGEST_LINE)
                if not line:
                    return
                lines.write(session.answer(line.decode("utf-8", "replace")).encode("utf-8", "replace"))
                lines.flush()


class Session:
    """One client's conversation.

    Attributes:
        over: Whether the client has said goodbye.
    """

    def __init__(self, phone: SimulatedPhone, *, token: str) -> None:
        """Begin a conversation about `phone`; with a token, it has to be sent before anything else."""
        self.over = False
        self._phone, self._token = phone, token
        self._allowed = not token

    def greeting(self) -> str:
        """Return what a client reads first."""
        if self._allowed:
            return "Android Console: type 'help' for a list of commands\r\nOK\r\n"
        return (
            "Android Console: Authentication required\r\n"
            "Android Console: type 'auth <auth_token>' to authenticate\r\n"
            "Android Console: you can find your <auth_token> in your home folder's file\r\n"
            f"'{TOKEN_FILE}'\r\nOK\r\n"
        )

    def answer(self, line: str) -> str:
        """Answer one line: text, then ``OK`` or ``KO`` with the reason; an empty line has no answer."""
        words = line.split()
        if not words:
            return ""
        name, arguments = words[0].lower(), words[1:]
        if name in {"quit", "exit"}:
            self.over = True
            return ""
        if name == "auth":
            return self._authenticate(arguments)
        if not self._allowed:
            return "KO: unknown command, try 'help'\r\n"
        command = COMMANDS.get(name)
        if command is None:
            return "KO: unknown command, try 'help'\r\n"
        try:
            said = command(self._phone, arguments, line)
        except ConsoleError as error:
            return f"KO: {error}\r\n"
        return "".join(f"{each}\r\n" for each in said) + "OK\r\n"

    def _authenticate(self, arguments: list[str]) -> str:
        if self._token and (len(arguments) != 1 or not secrets.compare_digest(arguments[0], self._token)):
            self.over = True
            return "KO: authentication token does not match\r\n"
        self._allowed = True
        return "Android Console: type 'help' for a list of commands\r\nOK\r\n"

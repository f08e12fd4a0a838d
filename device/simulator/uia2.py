"""The on-phone half of uiautomator2 (u2.jar): an HTTP server with JSON-RPC, as `app_process` starts it."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Literal

from device.simulator.adbd import Stream
from device.simulator.http import Request, Response, serve_http
from device.simulator.jsonrpc import Dispatcher, InvalidParametersError, Method
from device.simulator.picture import screenshot_file
from device.simulator.system import System
from device.simulator.uia2_device import DeviceMethods, RunCommand
from device.simulator.uia2_objects import LONGEST_WAIT, ObjectMethods
from device.simulator.uia2_watchers import Watchers

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

DISCONNECTED = (
    b'{"jsonrpc":"2.0","id":1,"error":{"code":-32001,"message":"java.lang.IllegalStateException",'
    b'"data":"java.lang.IllegalStateException: UiAutomation not connected!"}}'
)
"""What every call is answered with once the system has cut the server off; clients start it anew."""
SHARED = ("click", "swipe")
"""Methods with forms for points and forms for views."""


class Uia2Server:
    """One run of the server; what it remembers is gone when it ends."""

    def __init__(
        self,
        phone: SimulatedPhone,
        run_command: RunCommand,
        *,
        stop: Callable[[], object],
        longest_wait: float = LONGEST_WAIT,
    ) -> None:
        """Serve a phone.

        Args:
            phone: The phone.
            run_command: Runs a command line there.
            stop: Ends the process; what `/stop` does.
            longest_wait: Milliseconds that a call waits at most, whatever the client wants.
        """
        self._phone, self._stop = phone, stop
        device = DeviceMethods(phone, run_command, longest_wait=longest_wait)
        device_table = device.table()
        objects = ObjectMethods(phone, lambda: device_table["getConfigurator"](), longest_wait=longest_wait)
        object_table = objects.table()
        watchers = Watchers(exists=objects.exist, click=objects.click, press=device.press_key)
        objects.while_missing = watchers.run
        methods = {**object_table, **device_table, **watchers.table()}
        for name in SHARED:
            methods[name] = _by_first_parameter(name, points=device_table[name], views=object_table[name])
        self._dispatcher = Dispatcher(methods)
        self.method_names = sorted(methods)

    def serve(self, stream: Stream) -> None:
        """Answer HTTP requests on a stream."""
        serve_http(stream, self.answer)

    def answer(self, request: Request) -> Response:
        """Answer one request, as AutomatorHttpServer.java does."""
        path, _, query = request.path.partition("?")
        system = System.of(self._phone)
        system.hang()
        match path:
            case "/jsonrpc/0" if system.uia2_disconnected:
                return Response(body=DISCONNECTED, content_type="application/json")
            case "/ping":
                return Response(body=b"pong", content_type="text/html")
            case "/jsonrpc/0" if request.method == "POST":
                return Response(body=self._dispatcher.handle(request.body), content_type="application/json")
            case "/screenshot/0":
                form: Literal["png", "jpeg"] = "png" if "quality" not in query else "jpeg"
                picture = screenshot_file(self._phone, form=form)
                if picture is None:
                    return Response(body=b"", status=HTTPStatus.INTERNAL_SERVER_ERROR)
                return Response(body=picture, content_type=f"image/{form}")
            case "/stop":
                self._stop()
                return Response(body=b"Server stopped!!!", content_type="text/html")
            case _:
                return Response(body=b"Not Found!!!", status=HTTPStatus.NOT_FOUND)


def _by_first_parameter(name: str, *, points: Method, views: Method) -> Method:
    def call(*params: object) -> object:
        if not params:
            raise InvalidParametersError(f"{name} takes parameters")
        return views(*params) if isinstance(params[0], (str, dict)) else points(*params)

    return call

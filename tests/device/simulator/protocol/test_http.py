"""HTTP and JSON-RPC of the on-phone server, apart from the transport."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.simulator.http import BadRequestError, Request, RequestReader
from device.simulator.jsonrpc import JAVA_EXCEPTION, Dispatcher
from device.simulator.phone import SimulatedPhone
from device.simulator.uia2 import Uia2Server

CALL = (
    b"POST /jsonrpc/0 HTTP/1.1\r\nHost: localhost:9008\r\nContent-Length: 66\r\nUser-Agent: uiautomator2\r\n"
    b"Accept-Encoding: \r\nContent-Type: application/json\r\n\r\n"
    b'{"jsonrpc": "2.0", "id": 1, "method": "click", "params": [10, 20]}'
)
LIST = {"mask": 0x4000, "scrollable": True}
ROW = {"mask": 0x1, "text": "Display"}
ANY_TEXT = {"mask": 0x10, "className": "android.widget.TextView"}
HANDLE = "handle"
"""Stands for the handle of a view."""
PING = b"GET /ping HTTP/1.1\r\n\r\n"


@pytest.fixture(scope="module")
def server() -> Iterator[Uia2Server]:
    with SimulatedPhone() as phone:
        yield Uia2Server(phone, lambda *_: (b"", b"", 0), stop=lambda: None)


@pytest.fixture
def settings_phone() -> Iterator[SimulatedPhone]:
    """Return a phone that shows the home page of Settings."""
    with SimulatedPhone() as phone:
        phone.launch("com.android.settings")
        yield phone


def requests(data: bytes, cuts: list[int]) -> list[Request]:
    edges = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    pieces = iter([data[first:last] for first, last in itertools.pairwise(edges)])
    reader = RequestReader(lambda: next(pieces, b""))
    found = []
    while (request := reader.next()) is not None:
        found.append(request)
    return found


@given(st.lists(st.integers(0, 10_000), max_size=12))
def test_requests_are_found_however_they_are_cut(cuts: list[int]) -> None:
    first, second, third = requests(CALL + PING + CALL, cuts)
    assert first == third
    assert first.method == "POST"
    assert json.loads(first.body)["params"] == [10, 20]
    assert (second.method, second.path, second.body) == ("GET", "/ping", b"")


@given(st.binary(max_size=60))
def test_other_bytes_are_refused(data: bytes) -> None:
    try:
        found = requests(data + b"\r\n\r\n", [])
    except BadRequestError:
        return
    assert all(request.method for request in found) or not data.strip()


@pytest.mark.parametrize("length", ["-1", "x", "99999999999", "²"])
def test_a_bad_length_is_refused(length: str) -> None:
    with pytest.raises(BadRequestError):
        requests(f"POST / HTTP/1.1\r\nContent-Length: {length}\r\n\r\n".encode("latin-1"), [])


def call(server: Uia2Server, method: str, *params: Any) -> Any:
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
    return json.loads(server.answer(Request(method="POST", path="/jsonrpc/0", body=body)).body)


def test_paths(server: Uia2Server) -> None:
    assert server.answer(Request(method="GET", path="/ping")).body == b"pong"
    assert server.answer(Request(method="GET", path="/screenshot/0")).body.startswith(b"\x89PNG")
    missing = server.answer(Request(method="GET", path="/nothing"))
    assert (missing.status, missing.body) == (HTTPStatus.NOT_FOUND, b"Not Found!!!")


FORMS: dict[str, list[list[Any]]] = {
    "childByDescription": [[LIST, ANY_TEXT, "x"], [LIST, ANY_TEXT, "x", True]],
    "childByInstance": [[LIST, ANY_TEXT, 0]],
    "childByText": [[LIST, ANY_TEXT, "Display"], [LIST, ANY_TEXT, "Display", True]],
    "clearTextField": [[ROW], [HANDLE]],
    "click": [[5, 5], [5, 5, 200], [ROW], [ROW, "br"], [HANDLE], [HANDLE, "tl"]],
    "clickAndWaitForNewWindow": [[ROW, 10], [HANDLE, 10]],
    "count": [[ROW]],
    "drag": [[500, 900, 500, 800, 5]],
    "dragTo": [[ROW, LIST, 5], [ROW, 5, 5, 5], [HANDLE, LIST, 5], [HANDLE, 5, 5, 5]],
    "dumpWindowHierarchy": [[False], [False, 0], [False, 50, True]],
    "executeShellCommand": [["echo x", 1000]],
    "exist": [[ROW], [HANDLE]],
    "flingBackward": [[LIST, True]],
    "flingForward": [[LIST, True]],
    "flingToBeginning": [[LIST, True, 2]],
    "flingToEnd": [[LIST, True, 2]],
    "freezeRotation": [[False]],
    "gesture": [[each, *[{"x": 500, "y": 900}] * 4, 5] for each in (ROW, HANDLE)],
    "getChild": [[HANDLE, ANY_TEXT]],
    "getFromParent": [[HANDLE, ANY_TEXT]],
    "getText": [[ROW], [HANDLE]],
    "getUiObject": [[ROW]],
    "hasWatcherTriggered": [["w"]],
    "injectInputEvent": [[0, 5, 5, 0], [2, 5, 6, 0], [1, 5, 6, 0]],
    "launchApp": [["com.android.settings"]],
    "longClick": [[ROW], [ROW, "br"], [HANDLE], [HANDLE, "tl"]],
    "objInfo": [[ROW], [HANDLE]],
    "objInfoOfAllInstances": [[ROW]],
    "pinchIn": [[LIST, 50, 5], [HANDLE, 50, 5]],
    "pinchOut": [[LIST, 50, 5], [HANDLE, 50, 5]],
    "pressKey": [["volume_up"]],
    "pressKeyCode": [[24], [24, 0]],
    "registerClickUiObjectWatcher": [["w", [ROW], ROW]],
    "registerPressKeyskWatcher": [["w", [ROW], ["back"]]],
    "removeUiObject": [["x"]],
    "removeWatcher": [["w"]],
    "scrollBackward": [[LIST, True, 5]],
    "scrollForward": [[LIST, True, 5]],
    "scrollTo": [[LIST, ROW, True]],
    "scrollToBeginning": [[LIST, True, 2, 5]],
    "scrollToEnd": [[LIST, True, 2, 5]],
    "setClipboard": [[None, "x"]],
    "setConfigurator": [[{"waitForSelectorTimeout": 0}]],
    "setOrientation": [["natural"]],
    "setText": [[ROW, "x"], [HANDLE, "x"]],
    "swipe": [[500, 900, 500, 800, 5], [LIST, "up", 5], [LIST, "up", 0.5, 5], [HANDLE, "up", 5]],
    "swipePoints": [[[500, 900, 500, 800, 500, 700], 5]],
    "takeScreenshot": [["a.jpg", 1, 80], [1, 80]],
    "waitForExists": [[ROW, 10], [HANDLE, 10]],
    "waitForIdle": [[10]],
    "waitForWindowUpdate": [[None, 10]],
    "waitUntilGone": [[ROW, 10], [HANDLE, 10]],
}
"""Every form of the real server's methods that take parameters (AutomatorService.java)."""
WITHOUT_PARAMETERS = (
    "clearInputText clearLastToast clearLastTraversedText deviceInfo getClipboard getConfigurator getLastToast "
    "getLastTraversedText getUiObjects getWatchers hasAnyWatcherTriggered isScreenOn openNotification "
    "openQuickSettings pasteClipboard ping resetWatcherTriggers runWatchers sleep wakeUp"
).split()


def test_every_form_of_every_method_is_taken_and_no_other_method_is_there(settings_phone: SimulatedPhone) -> None:
    own = Uia2Server(settings_phone, lambda *_: (b"", b"", 0), stop=lambda: None)
    call(own, "setConfigurator", {"waitForSelectorTimeout": 0})
    refused = []
    for name, forms in (FORMS | {name: [[]] for name in WITHOUT_PARAMETERS}).items():
        for form in forms:
            settings_phone.force_stop("com.android.settings")
            settings_phone.launch("com.android.settings")
            handle = call(own, "getUiObject", LIST)["result"]
            error = call(own, name, *[handle if each is HANDLE else each for each in form]).get("error")
            if error and error["code"] != JAVA_EXCEPTION:
                refused.append((name, form, error))
    assert refused == []
    assert own.method_names == sorted({*FORMS, *WITHOUT_PARAMETERS})


@pytest.mark.parametrize("forever", [float("nan"), float("inf"), 1e18])
def test_no_call_waits_for_longer_than_the_server_lets_it(settings_phone: SimulatedPhone, forever: float) -> None:
    own = Uia2Server(settings_phone, lambda *_: (b"", b"", 0), stop=lambda: None, longest_wait=20)
    absent = {"mask": 0x1, "text": "Nowhere"}
    assert call(own, "waitForExists", absent, forever)["result"] is False
    assert call(own, "waitUntilGone", ROW, forever)["result"] is False
    call(own, "setConfigurator", {"waitForSelectorTimeout": 10**9})
    assert "error" in call(own, "getText", absent)
    call(own, "waitForIdle", forever)
    assert call(own, "waitForWindowUpdate", None, forever)["result"] is False


def test_a_program_is_run_and_ended_when_it_takes_too_long(settings_phone: SimulatedPhone) -> None:
    ran = []

    def run(command: str, seconds: float) -> tuple[bytes, bytes, int]:
        ran.append((command, seconds))
        return b"out", b"err", 3

    own = Uia2Server(settings_phone, run, stop=lambda: None)
    answer = call(own, "executeShellCommand", "echo a; rm  -r *", 1500)
    assert answer["result"] == {"stdout": "out", "stderr": "err", "returnCode": 3}
    assert ran == [("echo 'a;' rm -r '*'", 1.5)]


def test_the_server_is_stopped_by_its_path(settings_phone: SimulatedPhone) -> None:
    stopped: list[bool] = []
    own = Uia2Server(settings_phone, lambda *_: (b"", b"", 0), stop=lambda: stopped.append(True))
    assert own.answer(Request(method="GET", path="/stop")).body == b"Server stopped!!!"
    assert stopped == [True]


def test_a_void_method_answers_with_null(server: Uia2Server) -> None:
    assert call(server, "setClipboard", None, "x") == {"jsonrpc": "2.0", "id": 1, "result": None}


def test_errors_have_the_codes_of_the_real_server(server: Uia2Server) -> None:
    assert call(server, "makeToast", "x", 1)["error"] == {"code": -32601, "message": "method not found", "data": None}
    assert call(server, "click", 1)["error"]["code"] == -32602
    assert call(server, "exist", {"mask": "x"})["error"]["code"] == -32602
    assert json.loads(Dispatcher({}).handle(b"{"))["error"]["code"] == -32700
    call(server, "setConfigurator", {"waitForSelectorTimeout": 0})
    error = call(server, "objInfo", {"mask": 1, "text": "Foo", "childOrSibling": [], "childOrSiblingSelector": []})[
        "error"
    ]
    assert error["code"] == -32001
    assert error["message"] == "androidx.test.uiautomator.UiObjectNotFoundException"
    assert error["data"] == "UiSelector[TEXT=Foo]"


@given(
    st.sampled_from(
        ["click", "swipe", "exist", "count", "getText", "childByInstance", "takeScreenshot", "pressKey", "drag"]
    ),
    st.lists(
        st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=3) | st.just({"mask": 1, "text": "x"}),
        max_size=4,
    ),
)
def test_any_parameters_are_answered(server: Uia2Server, method: str, params: list[Any]) -> None:
    call(server, "setConfigurator", {"waitForSelectorTimeout": 0})
    assert call(server, method, *params).keys() & {"result", "error"}


def selector(**fields: Any) -> dict[str, Any]:
    masks = {"text": 1, "className": 0x10, "resourceId": 0x200000}
    parts: dict[str, list[Any]] = {"childOrSibling": [], "childOrSiblingSelector": []}
    return {"mask": sum(masks[name] for name in fields), **parts, **fields}


def test_a_watcher_clears_the_way_while_a_view_is_waited_for(settings_phone: SimulatedPhone) -> None:
    own = Uia2Server(settings_phone, lambda *_: (b"", b"", 0), stop=lambda: None)
    call(own, "registerClickUiObjectWatcher", "w", [selector(text="Battery")], selector(text="Display"))
    call(own, "registerPressKeyskWatcher", "unused", [selector(text="Nowhere")], ["home"])
    assert call(own, "getWatchers")["result"] == ["unused", "w"]
    assert call(own, "hasAnyWatcherTriggered")["result"] is False
    assert call(own, "waitForExists", selector(text="Dark theme"), 10_000)["result"] is True
    assert call(own, "hasWatcherTriggered", "w")["result"] is True
    assert call(own, "hasWatcherTriggered", "unused")["result"] is False
    call(own, "resetWatcherTriggers")
    assert call(own, "hasAnyWatcherTriggered")["result"] is False
    call(own, "removeWatcher", "w")
    assert call(own, "getWatchers")["result"] == ["unused"]


def test_keys_are_pressed_by_a_watcher_that_is_run(settings_phone: SimulatedPhone) -> None:
    own = Uia2Server(settings_phone, lambda *_: (b"", b"", 0), stop=lambda: None)
    call(own, "registerPressKeyskWatcher", "away", [selector(text="Battery")], ["home"])
    call(own, "runWatchers")
    assert settings_phone.foreground()[0].endswith("nexuslauncher")


def test_views_are_found_from_a_handle(settings_phone: SimulatedPhone) -> None:
    own = Uia2Server(settings_phone, lambda *_: (b"", b"", 0), stop=lambda: None)
    page = call(own, "getUiObject", selector(resourceId="android:id/content"))["result"]
    child = call(own, "getChild", page, selector(text="Display"))["result"]
    assert call(own, "getText", child)["result"] == "Display"
    sibling = call(own, "getFromParent", child, selector(resourceId="android:id/summary"))["result"]
    assert call(own, "getText", sibling)["result"] == "Dark theme, font size, brightness"
    assert call(own, "clickAndWaitForNewWindow", child, 1000)["result"] is True
    assert call(own, "exist", selector(text="Dark theme"))["result"] is True
    assert call(own, "clickAndWaitForNewWindow", selector(text="Brightness"), 0)["result"] is False

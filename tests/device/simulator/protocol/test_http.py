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
from device.simulator.jsonrpc import Dispatcher
from device.simulator.phone import SimulatedPhone
from device.simulator.uia2 import Uia2Server

CALL = (
    b"POST /jsonrpc/0 HTTP/1.1\r\nHost: localhost:9008\r\nContent-Length: 66\r\nUser-Agent: uiautomator2\r\n"
    b"Accept-Encoding: \r\nContent-Type: application/json\r\n\r\n"
    b'{"jsonrpc": "2.0", "id": 1, "method": "click", "params": [10, 20]}'
)
PING = b"GET /ping HTTP/1.1\r\n\r\n"


@pytest.fixture(scope="module")
def server() -> Iterator[Uia2Server]:
    with SimulatedPhone() as phone:
        yield Uia2Server(phone, lambda _: (b"", 0))


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
    own = Uia2Server(settings_phone, lambda _: (b"", 0))
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
    own = Uia2Server(settings_phone, lambda _: (b"", 0))
    call(own, "registerPressKeyskWatcher", "away", [selector(text="Battery")], ["home"])
    call(own, "runWatchers")
    assert settings_phone.foreground()[0].endswith("nexuslauncher")


def test_views_are_found_from_a_handle(settings_phone: SimulatedPhone) -> None:
    own = Uia2Server(settings_phone, lambda _: (b"", 0))
    page = call(own, "getUiObject", selector(resourceId="android:id/content"))["result"]
    child = call(own, "getChild", page, selector(text="Display"))["result"]
    assert call(own, "getText", child)["result"] == "Display"
    sibling = call(own, "getFromParent", child, selector(resourceId="android:id/summary"))["result"]
    assert call(own, "getText", sibling)["result"] == "Dark theme, font size, brightness"
    assert call(own, "clickAndWaitForNewWindow", child, 1000)["result"] is True
    assert call(own, "exist", selector(text="Dark theme"))["result"] is True
    assert call(own, "clickAndWaitForNewWindow", selector(text="Brightness"), 0)["result"] is False

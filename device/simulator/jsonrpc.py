"""JSON-RPC 2.0 as uiautomator2's on-phone server (u2.jar) speaks it: envelopes, errors, and the table of methods.

Errors: openatx/android-uiautomator-server-jar, Main.java and jsonrpc4j: a Java exception becomes code -32001 with its
class name as the message; framework errors keep JSON-RPC's own codes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

Method = Callable[..., Any]

PARSE_ERROR, METHOD_NOT_FOUND, INVALID_PARAMETERS, JAVA_EXCEPTION = -32700, -32601, -32602, -32001


class JavaError(Exception):
    """An exception that the real server would throw.

    Attributes:
        kind: Its Java class name.
        detail: What travels as `data`.
    """

    def __init__(self, kind: str, detail: str) -> None:
        """Throw `kind` with a message."""
        super().__init__(f"{kind}: {detail}")
        self.kind, self.detail = kind, detail


class ObjectNotFoundError(JavaError):
    """No view matches a selector."""

    def __init__(self, selector: str) -> None:
        """Say which selector, as UiSelector prints itself."""
        super().__init__("androidx.test.uiautomator.UiObjectNotFoundException", selector)


class InvalidParametersError(Exception):
    """A method got parameters it has no form for."""


class Dispatcher:
    """Finds and calls methods."""

    def __init__(self, methods: dict[str, Method]) -> None:
        """Serve ``methods``; each takes the positional parameters of a call."""
        self._methods = methods

    def handle(self, body: bytes) -> bytes:
        """Answer one request envelope."""
        try:
            request = json.loads(body)
        except (ValueError, RecursionError):
            return _error(None, PARSE_ERROR, "JSON parse error", None)
        if not isinstance(request, dict) or not isinstance(request.get("method"), str):
            return _error(None, -32600, "invalid request", None)
        number = request.get("id")
        params = request.get("params") or []
        if isinstance(params, dict):
            params = list(params.values())
        method = self._methods.get(request["method"])
        if method is None or not isinstance(params, list):
            return _error(number, METHOD_NOT_FOUND, "method not found", None)
        try:
            result = method(*params)
        except JavaError as error:
            return _error(number, JAVA_EXCEPTION, error.kind, error.detail)
        except (InvalidParametersError, AttributeError, LookupError, OverflowError, TypeError, ValueError) as error:
            return _error(number, INVALID_PARAMETERS, "method parameters invalid", str(error))
        return _encode({"jsonrpc": "2.0", "id": number, "result": result})


def _encode(envelope: dict[str, Any]) -> bytes:
    return json.dumps(envelope, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")


def _error(number: object, code: int, message: str, data: str | None) -> bytes:
    return _encode({"jsonrpc": "2.0", "id": number, "error": {"code": code, "message": message, "data": data}})


def overloads(name: str, forms: Sequence[tuple[int, Method]]) -> Method:
    """Make one method of Java overloads that differ in their number of parameters."""
    table = dict(forms)

    def call(*params: Any) -> Any:
        form = table.get(len(params))
        if form is None:
            raise InvalidParametersError(f"{name} takes {sorted(table)} parameters, got {len(params)}")
        return form(*params)

    return call

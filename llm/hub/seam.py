"""What goes wrong between us and a hub, as errors of ours."""

from __future__ import annotations

from contextlib import AbstractContextManager

import httpx

from llm.errors import HubError, HubRequestError
from llm.http import http_errors

_TRANSIENT = {408, 425, 429, 500, 502, 503, 504}


class BrokenTransferError(HubError):
    """A connection that broke or a server that is busy: worth another try."""


def hub_errors(address: str) -> AbstractContextManager[None]:
    """Raise what httpx raises within as `HubError`; what may go away by itself as `BrokenTransferError`."""
    return http_errors(address, transient=BrokenTransferError, lasting=HubError)


def require_success(answer: httpx.Response, what: str, address: str) -> None:
    """Make sure that the hub gave what it was asked for.

    Raises:
        HubRequestError: It has none, or not for us.
        BrokenTransferError: It is busy.
        HubError: Anything else.
    """
    status = answer.status_code
    if answer.is_success:
        return
    if status == 404:
        raise HubRequestError(f"{address} has no {what.removeprefix('the ')}: check the name")
    if status in (401, 403):
        raise HubRequestError(
            f"{address} does not give {what} to everybody ({status}): accept its terms there and set HANDROID_HUB_TOKEN"
        )
    kind = BrokenTransferError if status in _TRANSIENT else HubError
    raise kind(f"{address} answered {status} for {what}: try again later")

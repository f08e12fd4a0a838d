"""The seam to httpx for hubs: what it raises and what hubs answer, as errors of ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from llm.errors import HubError, HubRequestError

_TRANSIENT = {408, 425, 429, 500, 502, 503, 504}


class BrokenTransferError(HubError):
    """A connection that broke or a server that is busy: worth another try."""


@contextmanager
def hub_errors(address: str) -> Iterator[None]:
    """Raise what httpx raises within as `HubError`; what may go away by itself as `BrokenTransferError`."""
    try:
        yield
    except (httpx.TimeoutException, httpx.NetworkError, httpx.RemoteProtocolError) as error:
        raise BrokenTransferError(f"{address} cannot be reached ({_said(error)}): check the connection") from error
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, httpx.CookieConflict) as error:
        raise HubError(f"{address} cannot be used ({_said(error)}): check the address") from error


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


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__

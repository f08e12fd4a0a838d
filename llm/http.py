"""The one seam to httpx: whatever it raises becomes an error of ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from llm.errors import LlmError


@contextmanager
def http_errors(address: str, *, transient: type[LlmError], lasting: type[LlmError]) -> Iterator[None]:
    """Raise what httpx raises within as `transient` where it may go away by itself, else as `lasting`.

    Args:
        address: Who was talked to, for the message.
        transient: For broken connections, timeouts and servers that break off.
        lasting: For addresses, redirects and answers that cannot be used.
    """
    try:
        yield
    except (httpx.TimeoutException, httpx.NetworkError, httpx.RemoteProtocolError) as error:
        raise transient(f"{address} cannot be reached ({_said(error)}): check the connection") from error
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, httpx.CookieConflict) as error:
        raise lasting(f"{address} cannot be used ({_said(error)}): check the address") from error


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__

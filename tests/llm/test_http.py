"""Whatever httpx can raise becomes an error of ours; a kind that we don't know fails here."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from llm.errors import HubError, RemoteError
from llm.http import http_errors

MAPPED = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, httpx.CookieConflict)
TRANSIENT = (httpx.TimeoutException, httpx.NetworkError, httpx.RemoteProtocolError)


def kinds(root: type[BaseException]) -> Iterator[type[BaseException]]:
    yield root
    for below in root.__subclasses__():
        yield from kinds(below)


PUBLIC = [kind for kind in vars(httpx).values() if isinstance(kind, type) and issubclass(kind, Exception)]


def test_httpx_has_grown_no_error_that_we_do_not_know() -> None:
    known = {kind for root in MAPPED for kind in kinds(root)}
    assert set(PUBLIC) - known == set()
    assert len(PUBLIC) > 20


@pytest.mark.parametrize("kind", PUBLIC, ids=lambda kind: kind.__name__)
def test_every_error_is_told_in_our_words(kind: type[Exception]) -> None:
    error = kind.__new__(kind)
    error.args = ("the reason",)
    with pytest.raises((HubError, RemoteError), match=r"http://host cannot be .*the reason") as caught:  # noqa: SIM117
        with http_errors("http://host", transient=HubError, lasting=RemoteError):
            raise error
    assert isinstance(caught.value, HubError) == issubclass(kind, TRANSIENT)
    assert caught.value.__cause__ is error


def test_other_errors_pass_through() -> None:
    with pytest.raises(KeyError), http_errors("http://host", transient=HubError, lasting=RemoteError):
        raise KeyError("ours")

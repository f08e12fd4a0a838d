"""Moments: what people posted, and one post with the heart to like it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from device.simulator.apps.shared.list_app import empty_page
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import button, list_row, row, scaffold, scroll_list, text, toolbar

if TYPE_CHECKING:
    from device.simulator.apps.chat.chat_app import ChatApp


def view(app: ChatApp) -> View:
    """Return all posts, the newest first."""
    rows = [
        list_row(
            Own(app.store.name_of(each["userName"])),
            Own(each["content"]),
            icon="person",
            on_click=partial(app.push, "post", each["snsId"]),
        )
        for each in app.store.moments.all(order="createTime DESC, snsId DESC")
    ]
    body = scroll_list(*rows, key="moments", resource_id="moments") if rows else empty_page("No moments yet")
    return scaffold(bar=toolbar("Moments", on_up=app.pop), body=body)


def post(app: ChatApp) -> View:
    """Return one post."""
    record = app.store.moments.get(app.page.args[0])
    bar = toolbar("Moment", on_up=app.pop)
    if record is None:
        return scaffold(bar=bar, body=empty_page("This moment has been deleted"))
    liked = bool(record["likeFlag"])

    def like() -> None:
        app.store.moments.save({"likeFlag": int(not liked)}, record["snsId"])

    words = text(Own(record["content"]), 18, width="fill", padding=Insets(24, 8, 24, 8), resource_id="content")
    heart = button("Unlike" if liked else "Like", like, style="tonal", resource_id="like")
    return scaffold(
        bar=bar,
        body=scroll_list(
            list_row(Own(app.store.name_of(record["userName"])), icon="person"),
            words,
            row(heart, padding=Insets(24, 8, 24, 8)),
            key="post",
        ),
    )

"""The registry of the templates that are drawn only when asked for: AndroidWorld's tasks by kind, and others."""

from __future__ import annotations

from tasks.template import Template
from tasks.templates import chat, shop
from tasks.templates.androidworld import (
    broccoli,
    browser,
    calendar_pro,
    calendar_questions,
    calls,
    capture,
    clipboard,
    expense,
    files,
    from_pictures,
    joplin,
    maps,
    markor_notes,
    media,
    pictures,
    screen_states,
    sms,
    sport,
    system,
    tasks_org,
)
from tasks.templates.besides import calendar as besides_calendar
from tasks.templates.besides import (
    chatting,
    codes,
    launcher,
    messages,
    music,
    notebook,
    osmand,
    phone,
    shade,
    shopping,
    spending,
    web,
    web_small,
)
from tasks.templates.besides import clock as besides_clock
from tasks.templates.besides import contacts as besides_contacts
from tasks.templates.besides import files as besides_files
from tasks.templates.besides import settings as besides_settings

_TEMPLATES: tuple[Template, ...] = (
    *broccoli.TEMPLATES,
    *calls.TEMPLATES,
    *capture.TEMPLATES,
    *clipboard.TEMPLATES,
    *expense.TEMPLATES,
    *files.TEMPLATES,
    *from_pictures.TEMPLATES,
    *browser.TEMPLATES,
    *joplin.TEMPLATES,
    *maps.TEMPLATES,
    *markor_notes.TEMPLATES,
    *media.TEMPLATES,
    *pictures.TEMPLATES,
    *screen_states.TEMPLATES,
    *sms.TEMPLATES,
    *sport.TEMPLATES,
    *system.TEMPLATES,
    *calendar_pro.TEMPLATES,
    *calendar_questions.TEMPLATES,
    *tasks_org.TEMPLATES,
    *chat.TEMPLATES,
    *osmand.TEMPLATES,
    *music.TEMPLATES,
    *shop.TEMPLATES,
    *spending.TEMPLATES,
    *besides_contacts.TEMPLATES,
    *phone.TEMPLATES,
    *messages.TEMPLATES,
    *codes.TEMPLATES,
    *besides_calendar.TEMPLATES,
    *notebook.TEMPLATES,
    *besides_files.TEMPLATES,
    *chatting.TEMPLATES,
    *shopping.TEMPLATES,
    *web.TEMPLATES,
    *web_small.TEMPLATES,
    *launcher.TEMPLATES,
    *shade.TEMPLATES,
    *besides_settings.TEMPLATES,
    *besides_clock.TEMPLATES,
)

EXTENDED: dict[str, Template] = {template.name: template for template in _TEMPLATES}
"""All of them, by name."""

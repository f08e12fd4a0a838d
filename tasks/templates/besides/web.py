"""Templates of Chrome beside AndroidWorld's: a form filled in, a price found, a banner answered."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from random import Random

from device.phone import Phone
from tasks.answer import Answer
from tasks.pools import first_name, last_name, sentence, word, words
from tasks.template import Draft, Split, Template
from tasks.templates.androidworld.phone_kit import nothing, rows
from tasks.templates.androidworld.script import script, tap, write
from tasks.templates.besides.web_kit import APP, COOKIES, MAY_CHANGE, OWN, Site, box, choice, entry, form, host

COUNTRIES = ("Austria", "Belgium", "Denmark", "Finland", "France", "Norway", "Poland", "Portugal", "Spain", "Sweden")


def _person(rng: Random, split: Split) -> dict[str, str]:
    first, last = first_name(rng, split), last_name(rng, split)
    return {
        "first": first,
        "last": last,
        "mail": f"{first}.{last}@{word(rng, split)}.example".lower(),
        "country": rng.choice(COUNTRIES),
    }


def _draw_form(rng: Random, split: Split) -> Draft:
    person = _person(rng, split)
    plans = ("Basic", "Basic Plus", "Family")
    plan = rng.choice(plans)
    body = "<h1>Join us</h1>\n" + form(
        entry("First name", "first"),
        entry("Last name", "last"),
        entry("E-mail", "mail", kind="email"),
        choice("Country", "country", ("Choose one", *COUNTRIES)),
        *(box(each, "plan", kind="radio") for each in plans),
        box("Send me offers", "offers"),
        button="Join",
    )
    path = "join.html"
    site = Site(host=host(rng, split), pages={"index.html": f"<p><a href={path}>Join</a>", path: body})
    steps = (
        write(person["first"], into="First name"),
        write(person["last"], into="Last name"),
        write(person["mail"], into="E-mail"),
        tap("Country Choose one"),
        tap(person["country"]),
        tap(plan),
        tap("Join"),
    )
    return Draft(
        parameters={"url": f"{site.host}/{path}", "plan": plan, **person},
        setup=site.setup,
        check=partial(site.got, {**person, "plan": plan}),
        solve=script(*site.way(path), *steps, done="The form is sent."),
        may_change=MAY_CHANGE,
    )


def _draw_price(rng: Random, split: Split) -> Draft:
    """Draw a shop of two pages, with things that are called alike."""
    name = f"{word(rng, split)} {word(rng, split)}".title()
    names = [name, f"{name} Pro", f"Mini {name}", *(" ".join(words(rng, split, 2)).title() for _ in range(9))]
    names = list(dict.fromkeys(names))
    prices = dict(
        zip(names, (f"{cents / 100:.2f}" for cents in rng.sample(range(300, 20_000), len(names))), strict=True)
    )
    order = rng.sample(names, len(names))
    half = len(order) // 2
    pages = {}
    for page, part, link in (("index.html", order[:half], "page2.html"), ("page2.html", order[half:], "index.html")):
        lines = "".join(f"<tr><td>{each}<td>${prices[each]}" for each in part)
        pages[page] = f"<h1>Our goods</h1>\n<table>{lines}</table>\n<p><a href={link}>Other page</a>"
    site = Site(host=host(rng, split), pages=pages)
    further = () if name in order[:half] else (tap("Other page"),)
    return Draft(
        parameters={"url": site.host, "item": name},
        setup=site.setup,
        check=nothing,
        solve=script(*site.way(), *further, done=prices[name]),
        answer=Answer(kind="number", values=(prices[name],)),
        may_change=OWN,
    )


def _refused(site: Site, fields: Mapping[str, str], phone: Phone) -> bool:
    found = rows(phone, COOKIES, "SELECT host_key, name, value FROM cookies")
    return found == [{"host_key": site.host, "name": "consent", "value": "none"}] and site.got(fields, phone)


def _draw_banner(rng: Random, split: Split) -> Draft:
    mail = _person(rng, split)["mail"]
    buttons = [("all", "Accept all"), ("some", "Accept some"), ("none", "Refuse all")]
    banner = "".join(f"<p><button value={value}>{words}</button>" for value, words in rng.sample(buttons, 3))
    letter = form(entry("E-mail", "mail", kind="email"), button="Subscribe")
    body = (
        f"<h1>Our letter</h1>\n<p>{sentence(rng, split)}\n{letter}\n"
        "<dialog open data-cookie=consent><h2>Before you go on</h2><p>We and our partners want to store cookies."
        f"<form method=dialog>{banner}</form></dialog>"
    )
    site = Site(host=host(rng, split), pages={"index.html": body})
    steps = (tap("Refuse all"), write(mail, into="E-mail"), tap("Subscribe"))
    return Draft(
        parameters={"url": site.host, "mail": mail},
        setup=site.setup,
        check=partial(_refused, site, {"mail": mail}),
        solve=script(*site.way(), *steps, done=f"{mail} is subscribed, and no cookies were accepted."),
        may_change=(*MAY_CHANGE, "*/Cookies:cookies"),
    )


TEMPLATES: tuple[Template, ...] = (
    Template(
        name="web_fill_form",
        app=APP,
        phrasings=(
            "Fill in the form at {url} in Chrome and send it: {first} {last}, {mail}, {country}, {plan}, no offers",
            "Open {url} in Chrome and join as {first} {last} from {country} with the e-mail {mail} and the plan {plan},"
            " without offers",
        ),
        held_out=(
            "{first} {last} ({mail}, {country}) wants the plan {plan} and no offers: send the form at {url} in Chrome",
        ),
        draw=_draw_form,
        steps=30,
    ),
    Template(
        name="web_item_price",
        app=APP,
        phrasings=(
            'What does "{item}" cost at {url}? Look with Chrome and answer with the number',
            'Open {url} in Chrome and tell me the price of "{item}", the number alone',
        ),
        held_out=('How much do they want for "{item}" at {url}, as Chrome shows it? Just the number',),
        draw=_draw_price,
        steps=14,
    ),
    Template(
        name="web_refuse_cookies",
        app=APP,
        phrasings=(
            "Subscribe {mail} to the letter at {url} in Chrome; refuse all cookies",
            "Open {url} in Chrome, don't accept any cookies, and subscribe with {mail}",
        ),
        held_out=("{mail} should get the letter of {url}: subscribe in Chrome, and let them store no cookies",),
        draw=_draw_banner,
        steps=16,
    ),
)

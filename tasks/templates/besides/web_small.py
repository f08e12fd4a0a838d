"""Templates of Chrome after kinds of MiniWoB's: boxes, lists, sliders, sections, and a way through links."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random

from tasks.pools import first_name, sentence, word
from tasks.template import Draft, Split, Template
from tasks.templates.androidworld.script import Step, script, slide, tap, write
from tasks.templates.besides.web_kit import APP, MAY_CHANGE, Site, box, choice, entry, form, host

Drawn = tuple[str, tuple[Step, ...], dict[str, str], dict[str, str]]
"""A page's body, the steps on it, the fields that are sent, and the parameters of the goal."""


def _several(rng: Random, split: Split, count: int) -> list[str]:
    """Draw different words, the second of which is easily taken for the first."""
    first = word(rng, split).capitalize()
    found = dict.fromkeys((first, f"{first}s"))
    while len(found) < count:
        found[word(rng, split).capitalize()] = None
    return list(found)


def _draw_page(make: Callable[[Random, Split], Drawn], rng: Random, split: Split) -> Draft:
    body, steps, fields, parameters = make(rng, split)
    site = Site(host=host(rng, split), pages={"index.html": body})
    return Draft(
        parameters={"url": site.host, **parameters},
        setup=site.setup,
        check=partial(site.got, fields),
        solve=script(*site.way(), *steps, done="The page has it."),
        may_change=MAY_CHANGE,
    )


def _checkboxes(rng: Random, split: Split) -> Drawn:
    names = _several(rng, split, 7)
    wanted = rng.sample(names, rng.randint(2, 4))
    body = form(*(box(name, name) for name in rng.sample(names, len(names))))
    ordered = [name for name in names if name in wanted]
    return body, (*map(tap, ordered), tap("Submit")), {name: name for name in wanted}, {"names": ", ".join(ordered)}


def _option(rng: Random, split: Split) -> Drawn:
    names = _several(rng, split, 6)
    wanted = rng.choice(names)
    body = form(*(box(name, "option", kind="radio") for name in rng.sample(names, len(names))))
    return body, (tap(wanted), tap("Submit")), {"option": wanted}, {"name": wanted}


def _list(rng: Random, split: Split) -> Drawn:
    names = _several(rng, split, 12)
    names = rng.sample(names, len(names))
    wanted = rng.choice(names[1:])
    body = form(choice("Item", "item", names))
    return body, (tap(f"Item {names[0]}"), tap(wanted), tap("Submit")), {"item": wanted}, {"name": wanted}


def _text(rng: Random, split: Split) -> Drawn:
    said = sentence(rng, split)
    body = form(entry("First line", "first"), entry("Second line", "second"))
    return body, (write(said, into="Second line"), tap("Submit")), {"first": "", "second": said}, {"text": said}


def _login(rng: Random, split: Split) -> Drawn:
    user = f"{first_name(rng, split)}{rng.randrange(10, 99)}".lower()
    password = f"{word(rng, split)}{rng.randrange(1000, 9999)}"
    body = form(entry("User name", "user"), entry("Password", "password", kind="password"), button="Log in")
    steps = (write(user, into="User name"), write(password, into="Password"), tap("Log in"))
    return body, steps, {"user": user, "password": password}, {"user": user, "password": password}


def _collapsible(rng: Random, split: Split) -> Drawn:
    names = _several(rng, split, 5)
    wanted = rng.choice(names)
    parts = [
        f"<details><summary>{name}</summary>\n<p>{sentence(rng, split)}\n"
        + form(f'<input type=hidden name="section" value="{name}">', button=f"Choose {name}")
        + "\n</details>"
        for name in rng.sample(names, len(names))
    ]
    return "\n".join(parts), (tap(wanted), tap(f"Choose {wanted}")), {"section": wanted}, {"name": wanted}


def _slider(rng: Random, split: Split) -> Drawn:
    label = word(rng, split).capitalize()
    value = rng.choice([each for each in range(11) if each != 5])
    other = f"<p><label>{label}s <input type=range name=other min=0 max=10 value=5></label>"
    body = form(f"<p><label>{label} <input type=range name=value min=0 max=10 value=5></label>", other)
    return body, (slide(label, value / 10), tap("Submit")), {"value": str(value), "other": "5"}, {
        "name": label, "value": str(value),
    }  # fmt: skip


def _arithmetic(rng: Random, _split: Split) -> Drawn:
    one, other = rng.randint(2, 60), rng.randint(2, 30)
    sign, result = rng.choice((("+", one + other), ("-", one - other), ("x", one * other)))
    body = f"<h2>{one} {sign} {other} = ?</h2>\n" + form(entry("Result", "result"))
    return body, (write(str(result), into="Result"), tap("Submit")), {"result": str(result)}, {}


def _draw_tree(rng: Random, split: Split) -> Draft:
    """Draw a site whose pages lead to each other, two levels deep, to the page whose button is asked for."""
    sections, names = _several(rng, split, 4), _several(rng, split, 8)
    homes = {name: rng.choice(sections) for name in names}
    pages = {"index.html": "<h1>Contents</h1>\n" + "\n".join(f"<p><a href={s}.html>{s}</a>" for s in sections)}
    for section in sections:
        inside = [name for name in names if homes[name] == section]
        pages[f"{section}.html"] = f"<h1>{section}</h1>\n" + "\n".join(
            f"<details><summary>About {name}</summary>"
            + form(f'<input type=hidden name="chosen" value="{name}">', button=f"Order {name}")
            + "</details>"
            for name in inside
        )
    wanted = rng.choice(names)
    site = Site(host=host(rng, split), pages=pages)
    steps = (tap(homes[wanted]), tap(f"About {wanted}"), tap(f"Order {wanted}"))
    return Draft(
        parameters={"url": site.host, "section": homes[wanted], "name": wanted},
        setup=site.setup,
        check=partial(site.got, {"chosen": wanted}),
        solve=script(*site.way(), *steps, done=f"{wanted} is ordered."),
        may_change=MAY_CHANGE,
    )


def _page(name: str, make: Callable[[Random, Split], Drawn], *said: str) -> Template:
    """Return the template of a small page; the last wording is held out."""
    phrasings = [f"Open {{url}} in Chrome. {each}" for each in said]
    return Template(
        name=name, app=APP, phrasings=tuple(phrasings[:-1]), held_out=(phrasings[-1],), draw=partial(_draw_page, make),
        steps=30,
    )  # fmt: skip


TEMPLATES: tuple[Template, ...] = (
    _page(
        "web_click_checkboxes",
        _checkboxes,
        "Tick exactly these boxes and submit the page: {names}",
        "Of the boxes there, {names} and no others should be ticked; then press Submit",
        "Submit it with just these ticked: {names}",
    ),
    _page(
        "web_click_option",
        _option,
        "Choose the option {name} and submit it",
        "The page offers options: take {name}, and press Submit",
        "Submit {name} there",
    ),
    _page(
        "web_choose_list",
        _list,
        "Choose {name} from the list and submit it",
        "There is a list of items: pick {name} in it and press Submit",
        "Let the list there say {name}, and submit that",
    ),
    _page(
        "web_enter_text",
        _text,
        'Write "{text}" into the second line and submit the page',
        'Leave the first line empty, put "{text}" into the second, and press Submit',
        'Submit the page with "{text}" as its second line and nothing else',
    ),
    _page(
        "web_login",
        _login,
        'Log in as {user} with the password "{password}"',
        'Use the name {user} and the password "{password}" to log in there',
        'The account there is {user}, its password "{password}": log in',
    ),
    _page(
        "web_click_collapsible",
        _collapsible,
        "Open the section {name} and press the button in it",
        "Under {name}, which has to be opened first, there is a button: press that one",
        "Press what is hidden in the section {name}",
    ),
    _page(
        "web_use_slider",
        _slider,
        "Set the slider {name} to {value} and submit it",
        "Move {name} to {value}, leave the other slider, and press Submit",
        "Submit the page with {name} at {value}",
    ),
    _page(
        "web_simple_arithmetic",
        _arithmetic,
        "Solve the problem that it shows, and submit the result",
        "Work out what the page asks for, enter it, and press Submit",
        "It asks for a number: submit the right one",
    ),
    Template(
        name="web_navigate_tree",
        app=APP,
        phrasings=(
            "On {url} in Chrome, go to {section}, open what it says about {name}, and order it",
            "Open {url} in Chrome and order {name}, which is in the section {section}",
        ),
        held_out=("Chrome, {url}, {section}: order {name} there",),
        draw=_draw_tree,
        steps=30,
    ),
)

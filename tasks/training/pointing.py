"""Made-up screens that teach to point and to copy, before any real screen is met.

A screen is a list of lines with labels at random; the goal names one of them, a field to fill, or a time to pick.  The
prompts have the form of `agent.prompt.ElementsLayout`, so that what is learned here holds for real screens.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from agent.action import Finish
from agent.answers import answer_text
from agent.element_line import MARK, is_named
from agent.prompt import before_picture
from device.action import Tap, TypeText
from device.frame import Display
from llm.training.sample import Sample
from tasks.training.vocabulary import common_words, invented_word

ROLES = (
    "button", "row", "row", "row", "switch on", "switch off", "text", "radio on", "radio off", "checkbox off", "tab",
)  # fmt: skip
TAP_GOALS = (
    "{}", "Open {}", "Tap {}", "Go to {}", "Select {}", "Find {} and open it", "Delete {}", "Delete the contact {}",
    "Remove the note {}", "Please choose {}", "Choose {} from the list", "In the app, open {}", "I want to see {}",
    "Change {} now", "Look at {}", "Add {} to my favorites", "Rename the note {} to something else",
)  # fmt: skip
SWITCH_GOALS = ("Turn {} {}", "Switch {} {}", "Please turn {} {}", "Set {1} to {0}", "{1} should be {0}")
APPS = ("Settings", "Clock", "Contacts", "Markor", "Files", "Messages", "Camera", "Music")
MOST_ELEMENTS = 16
GRID_DISPLAY = Display(width=1000, height=1000)
"""A display on which pixels are the grammar's coordinates."""
DONE = answer_text(" Done", Finish(message="Done."), GRID_DISPLAY)


def pointing_samples(seed: int, *, grow: int = 0) -> Iterator[Sample]:
    """Yield samples without end.

    Args:
        seed: What everything random comes from.
        grow: Samples over which screens grow from 2 to `MOST_ELEMENTS` elements; 0 starts at full size.
    """
    random, made = Random(f"pointing {seed}"), 0
    screens = _Screens(random)
    while True:
        made += 1
        most = MOST_ELEMENTS if made >= grow else 2 + (MOST_ELEMENTS - 2) * made // grow
        yield random.choices((screens.tap, screens.switch, screens.fill, screens.time), (4, 4, 6, 1))[0](most)


class _Screens:
    """Draws one screen, goal and answer at a time."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._words = [word for word in common_words() if len(word) > 1]

    def tap(self, most: int) -> Sample:
        labels = self._labels(most)
        wanted = self._random.choice(labels)
        lines = self._lines(labels)
        spoken = wanted.lower() if self._random.random() < 0.2 else wanted
        if self._random.random() < 0.2:
            spoken = f'"{spoken}"'
        goal = self._random.choice(TAP_GOALS).format(spoken) + self._random.choice(("", "", ".", " please", " now"))
        return self._sample(goal, lines, _tap(lines[labels.index(wanted)]))

    def switch(self, most: int) -> Sample:
        labels = self._labels(most)
        place = self._random.randrange(len(labels))
        state, wanted = self._random.choice(("on", "off")), self._random.choice(("on", "off"))
        lines = self._lines(labels, {place: f"switch {state}"})
        goal = self._random.choice(SWITCH_GOALS).format(wanted, self._cased(labels[place]))
        return self._sample(goal, lines, DONE if state == wanted else _tap(lines[place]))

    def fill(self, most: int) -> Sample:
        random = self._random
        goal, fields = random.choice((self._person, self._person, self._note, self._one_text))()
        name = random.choice(list(fields))
        labels = self._labels(max(2, most // 2))
        others = [other for other in fields if other != name]
        done = [other for other in others if random.random() < 0.5]
        lines = self._lines([*labels, *others, name], {
            len(labels) + i: f"field: {fields[other]}" if other in done else "field" for i, other in enumerate(others)
        } | {len(labels) + len(others): "field focused"})  # fmt: skip
        random.shuffle(lines)
        line = next(line for line in lines if " field focused" in line)
        past = [f" Type {fields[other]}\n" for other in done] + [f" Tap {name}\n"]
        return self._sample(goal, lines, _type(line, fields[name]), past="".join(past))

    def _person(self) -> tuple[str, dict[str, str]]:
        """Return a goal about a contact, and what belongs into each field."""
        random = self._random
        first, last = self._name(), self._name()
        number = "".join(random.choices("0123456789", k=random.choice((7, 9, 10, 10, 10))))
        email = f"{self._name().lower()}.{random.choice(self._words)}@example.{random.choice(('com', 'net', 'org'))}"
        company = f"{self._name()} {random.choice(self._words).capitalize()}"
        more, field = random.choice((
            ("", {}),
            (f"{random.choice((' and the email', ', email', ' and email address'))} {email}", {"Email": email}),
            (f"{random.choice((', company', ' from', ' who works at', ' of the company'))} {company}",
             {"Company": company}),
        ))  # fmt: skip
        if field and random.random() < 0.3:
            goal = random.choice(("Set {} of {} to {}", "Change {} of {} to {}", "For {1}, set {0} to {2}")).format(
                f"the {next(iter(field)).lower()}", f"{first} {last}", next(iter(field.values()))
            )
            return goal, field
        phone = f"{self._with()} {number}"
        goal = f"{self._verb()} contact {random.choice(('for ', '', 'named '))}{first} {last} {phone}{more}"
        return goal, {"First name": first, "Last name": last, "Phone": number} | field

    def _note(self) -> tuple[str, dict[str, str]]:
        title, body = self._phrase(3), self._phrase(6)
        goal = f'{self._verb()} note {self._called()} "{title}" {self._saying()} "{body}"'
        return goal, {"Name": title, "Text": body}

    def _one_text(self) -> tuple[str, dict[str, str]]:
        title, name = self._phrase(3), f"{self._name()} {self._name()}"
        return self._random.choice((
            (f'Change the device name to "{title}"', {"Device name": title}),
            (f'{self._verb()} folder {self._called()} "{title}"', {"Name": title}),
            (f'Rename "{name}" to "{title}"', {"Name": title}),
            (f"Search for {name}", {"Search": name}),
        ))  # fmt: skip

    def time(self, most: int) -> Sample:
        random = self._random
        hour, minute, half = random.randint(1, 12), random.randrange(0, 60, 5), random.choice(("AM", "PM"))
        goal = random.choice(
            (
                "Set an alarm for {}",
                "Create an alarm at {}",
                "Wake me up at {}",
                "Alarm {}",
                "Add an alarm for {} please",
            )
        )
        minutes = random.random() < 0.5
        labels = [f"{m:02d} minutes" for m in range(0, 60, 5)] if minutes else [f"{h} o'clock" for h in range(1, 13)]
        random.shuffle(labels)
        labels = [*labels, "AM", "PM", "Cancel", "OK"]
        wanted = f"{minute:02d} minutes" if minutes else f"{hour} o'clock"
        past = f" Tap {hour} o'clock\n" if minutes else " Tap Add alarm\n"
        lines = self._lines(labels, dict.fromkeys(range(len(labels)), "button"))
        return self._sample(
            goal.format(f"{hour}:{minute:02d} {half}"), lines, _tap(lines[labels.index(wanted)]), past=past
        )

    def _sample(self, goal: str, lines: list[str], answer: str, *, past: str | None = None) -> Sample:
        if past is None:
            past = "".join(f" Tap {self._phrase(2)}\n" for _ in range(self._random.choice([0, 0, 1, 2, 3])))
        marked = [MARK + line if is_named(line[1 : line.index(" [")], goal) else line for line in lines]
        for plain, line in zip(lines, marked, strict=True):
            mention = plain[: plain.index("]") + 1]
            if plain != line and answer.startswith(f"<think>{mention}"):
                answer = answer.replace(mention, MARK + mention, 1)
        after = f"{self._random.choice(APPS)}\n" + "".join(f"{line}\n" for line in marked) + "<|assistant|>\n"
        return Sample(before=before_picture(goal, ()) + past, after=after, answer=answer)

    def _labels(self, most: int) -> list[str]:
        random = self._random
        labels: list[str] = []
        count = random.randint(max(2, most // 3), most)
        while len(labels) < count:
            if labels and random.random() < 0.15:
                label = f"{random.choice(labels).split(' ')[0]} {self._name()}"
            elif random.random() < 0.3:
                label = f"{self._name()} {self._name()}"
            else:
                label = self._phrase(3)
            if label not in labels:
                labels.append(label)
        return labels

    def _lines(self, labels: list[str], states: dict[int, str] | None = None) -> list[str]:
        random, y, lines = self._random, self._random.randint(50, 120), []
        step = 860 // len(labels)
        for index, label in enumerate(labels):
            y = min(990, y + random.randint(step // 2, step))
            x = random.choice((500, 500, random.randint(40, 960)))
            lines.append(f" {label} [{x},{y}] {(states or {}).get(index) or random.choice(ROLES)}")
        return lines

    def _name(self) -> str:
        return (
            invented_word(self._random) if self._random.random() < 0.8 else self._random.choice(self._words)
        ).capitalize()

    def _phrase(self, most: int) -> str:
        words = [
            invented_word(self._random) if self._random.random() < 0.1 else self._random.choice(self._words)
            for _ in range(self._random.randint(1, most))
        ]
        text = " ".join(words)
        return text[0].upper() + text[1:] if self._random.random() < 0.7 else text

    def _cased(self, label: str) -> str:
        return label.lower() if self._random.random() < 0.3 else label

    def _verb(self) -> str:
        return self._random.choice(("Create a", "Add a", "Make a", "Create a new", "Add the", "Please add a new"))

    def _called(self) -> str:
        return self._random.choice(("called", "named", "titled", "with the name"))

    def _saying(self) -> str:
        return self._random.choice(("with the text", "saying", "and write", "containing", "that says"))

    def _with(self) -> str:
        return self._random.choice(("with the number", "with phone number", ", phone", "and the number"))


def _tap(line: str) -> str:
    mention = line[: line.index("]") + 1]
    x, y = map(int, mention[mention.rindex("[") + 1 : -1].split(","))
    return answer_text(mention, Tap(x=x, y=y), GRID_DISPLAY)


def _type(line: str, text: str) -> str:
    return answer_text(line[: line.index("]") + 1], TypeText(text=text), GRID_DISPLAY)

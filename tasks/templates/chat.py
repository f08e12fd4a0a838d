"""Templates of WeChat: messages sent and passed on, groups asked about and muted, moments liked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from random import Random

from device.phone import Phone
from perception.screen import Role, Screen
from tasks.answer import list_of
from tasks.moves import Back, Done, Hold, Move, Open, Touch
from tasks.pools import first_name, last_name, sentence, word
from tasks.rules import fill, find
from tasks.template import Draft, Split, Template, split_of
from tasks.templates.androidworld.phone_kit import NOW, Record, begin, fill_table, matches, nothing, rows
from tasks.templates.androidworld.steps import is_front, look_further, row_with, touch, touches

APP = "WeChat"
DATABASE = "/data/data/com.tencent.mm/MicroMsg/EnMicroMsg.db"
FIELD = "Type here"
TEXT, PHOTO = 1, 3
CHINESE = (
    "明天见", "我到了", "晚上一起吃饭吧", "会议改到三点", "生日快乐", "文件收到了", "路上堵车", "周末爬山吗",
    "谢谢你的帮助", "到家报个平安", "记得带伞", "照片很好看", "电话没打通", "下周再聊", "钥匙在门口",
    "票已经买好了",
)  # fmt: skip
"""Messages that no keyboard of Latin letters types."""


@dataclass(frozen=True, kw_only=True)
class World:
    """Who is there, what was written and what was posted.

    Attributes:
        names: Names by user name, those of groups too; all of them make themselves heard.
        members: User names of groups' members.
        messages: Rows of ``message`` without their keys, oldest first.
        moments: Rows of ``SnsInfo`` without their keys, oldest first.
    """

    names: dict[str, str]
    members: dict[str, list[str]] = field(default_factory=dict)
    messages: list[Record] = field(default_factory=list)
    moments: list[Record] = field(default_factory=list)

    @property
    def contacts(self) -> list[Record]:
        """Rows of ``rcontact`` without their keys."""
        return [{"username": user, "nickname": name, "chatroomnotify": 1} for user, name in self.names.items()]

    def setup(self, phone: Phone) -> None:
        """Leave exactly this on the phone."""
        begin(phone, APP)
        rooms = ({"chatroomname": room, "memberlist": ";".join(users)} for room, users in self.members.items())
        fill_table(phone, DATABASE, "rcontact", self.contacts)
        fill_table(phone, DATABASE, "chatroom", rooms)
        fill_table(phone, DATABASE, "message", self.messages)
        fill_table(phone, DATABASE, "SnsInfo", self.moments)


def _at(minutes_ago: int) -> int:
    return int(NOW.timestamp() - 60 * minutes_ago) * 1000


def message_row(talker: str, content: str, minutes_ago: int, *, kind: int = TEXT, mine: bool = False) -> Record:
    """Return a message's row, the key aside."""
    moment = _at(minutes_ago)
    return {"type": kind, "isSend": int(mine), "createTime": moment, "talker": talker, "content": content}


def some_world(rng: Random, split: Split) -> World:
    """Draw six people, two of whom share a first name, and two groups that are called alike, with messages in all."""
    names: dict[str, str] = {}
    first = first_name(rng, split)
    while len(names) < 6:
        name = f"{first if len(names) < 2 else first_name(rng, split)} {last_name(rng, split)}"
        if name not in names.values():
            names[f"wxid_{name.replace(' ', '').lower()}"] = name
    people = list(names)
    topic = word(rng, split).capitalize()
    members = {}
    for kind in ("Club", "Team"):
        room = f"{rng.randrange(10**9, 10**10)}@chatroom"
        names[room] = f"{topic} {kind}"
        members[room] = rng.sample(people, rng.randint(3, 4))
    messages = []
    for talker in names:
        start = rng.randrange(200, 10_000)
        for place in range(rng.randint(1, 3)):
            words = sentence(rng, split)
            if talker in members:
                words = f"{rng.choice(members[talker])}:\n{words}"
            messages.append(message_row(talker, words, start - 9 * place))
    return World(names=names, members=members, messages=sorted(messages, key=lambda each: each["createTime"]))


def _words(rng: Random, split: Split) -> str:
    if rng.random() < 0.5:
        return sentence(rng, split)
    return rng.choice([text for text in CHINESE if split_of(text) == split])


def sent(world: World, added: Record, phone: Phone) -> bool:
    """Say whether one message was sent and all others are as they were."""
    found = rows(phone, DATABASE, "SELECT * FROM message")
    return matches(found, world.messages, [{**added, "isSend": 1}])


def is_open(screen: Screen, name: str) -> bool:
    """Say whether the conversation with somebody is in front."""
    return find(screen, FIELD, Role.FIELD) is not None and find(screen, name, Role.TEXT) is not None


def towards(name: str, screen: Screen, progress: Sequence[Move]) -> Move:
    """Return the move towards the conversation with somebody, from anywhere."""
    if not is_front(screen, APP):
        return Open(app=APP)
    if find(screen, FIELD, Role.FIELD) is not None or touch(screen, "Discover") is None:
        return Back()
    return touch(screen, name) or look_further(progress)


def _send_move(name: str, text: str, screen: Screen, progress: Sequence[Move]) -> Move:
    if touches(progress, "Send"):
        return Done(message=f"The message to {name} is sent.")
    writing = find(screen, FIELD, Role.FIELD)
    if writing is None or not is_open(screen, name):
        return towards(name, screen, progress)
    return fill(writing, text) or touch(screen, "Send") or Back()


def _draw_send(rng: Random, split: Split) -> Draft:
    world, text = some_world(rng, split), _words(rng, split)
    talker = next(iter(world.names))
    name = world.names[talker]
    added = {"type": TEXT, "talker": talker, "content": text}
    return Draft(
        parameters={"name": name, "message": text},
        setup=world.setup,
        check=partial(sent, world, added),
        solve=partial(_send_move, name, text),
        may_change=("*/EnMicroMsg.db:message",),
    )


def _forward_move(source: str, photo: str, to: str, screen: Screen, progress: Sequence[Move]) -> Move:
    if touches(progress, "Send"):
        return Done(message=f"The photo is with {to} now.")
    if not is_front(screen, APP):
        return Open(app=APP)
    if find(screen, "Send to this chat?") is not None:
        return (touch(screen, "Send") if find(screen, to) is not None else None) or Back()
    passing_on = touch(screen, "Forward")
    if passing_on is not None:
        return passing_on
    if find(screen, "Select a Chat") is not None:
        return touch(screen, to) or look_further(progress)
    if not is_open(screen, source):
        return towards(source, screen, progress)
    found = find(screen, photo)
    return Hold(element=found) if found is not None else look_further(progress)


def _draw_forward(rng: Random, split: Split) -> Draft:
    world = some_world(rng, split)
    source, to = rng.sample([user for user in world.names if user not in world.members], 2)
    older, newer = (f"{word(rng, split)}_{rng.randrange(100, 999)}.jpg" for _ in range(2))
    world.messages.append(message_row(source, older, 60, kind=PHOTO))
    world.messages.append(message_row(source, newer, 50, kind=PHOTO))
    world.messages.append(message_row(source, sentence(rng, split), 40))
    name, other = world.names[source], world.names[to]
    return Draft(
        parameters={"name1": name, "name2": other},
        setup=world.setup,
        check=partial(sent, world, {"type": PHOTO, "talker": to, "content": newer}),
        solve=partial(_forward_move, name, newer, other),
        may_change=("*/EnMicroMsg.db:message",),
    )


def _info_move(name: str, then: Callable[[Screen], Move], screen: Screen, progress: Sequence[Move]) -> Move:
    """Return the move towards what is set for a conversation, and what to do there."""
    if is_front(screen, APP) and find(screen, "Members") is not None and touches(progress, name):
        return then(screen)
    if not is_open(screen, name):
        return towards(name, screen, progress)
    return touch(screen, "Chat Info") or Back()


def _draw_members(rng: Random, split: Split) -> Draft:
    world = some_world(rng, split)
    room = rng.choice(list(world.members))
    answer = list_of([world.names[user] for user in world.members[room]])
    return Draft(
        parameters={"group": world.names[room]},
        setup=world.setup,
        check=nothing,
        solve=partial(_info_move, world.names[room], lambda _: Done(message=answer.text)),
        answer=answer,
        may_change=(),
    )


def _is_muted(world: World, room: str, phone: Phone) -> bool:
    wanted = [{**each, "chatroomnotify": int(each["username"] != room)} for each in world.contacts]
    return matches(rows(phone, DATABASE, "SELECT * FROM rcontact"), wanted)


def _mute(screen: Screen) -> Move:
    control = find(screen, "Mute Notifications", Role.SWITCH)
    if control is None:
        return Back()
    return Done(message="The group is muted.") if control.checked else Touch(element=control)


def _draw_mute(rng: Random, split: Split) -> Draft:
    world = some_world(rng, split)
    room = rng.choice(list(world.members))
    return Draft(
        parameters={"group": world.names[room]},
        setup=world.setup,
        check=partial(_is_muted, world, room),
        solve=partial(_info_move, world.names[room], _mute),
        may_change=("*/EnMicroMsg.db:rcontact",),
    )


def _like_move(name: str, content: str, screen: Screen, progress: Sequence[Move]) -> Move:
    if touches(progress, "Like"):
        return Done(message=f"I liked what {name} posted.")
    if not is_front(screen, APP):
        return Open(app=APP)
    if find(screen, "Moment") is not None:
        return (touch(screen, "Like") if find(screen, content) is not None else None) or Back()
    post = row_with(screen, name, content)
    if post is not None:
        return Touch(element=post)
    if find(screen, "Moments", Role.TEXT) is not None and touch(screen, "Discover") is None:
        return look_further(progress)
    return touch(screen, "Moments", "Discover") or Back()


def _liked(moments: Sequence[Record], content: str, phone: Phone) -> bool:
    wanted = [{**each, "likeFlag": int(each["content"] == content)} for each in moments]
    return matches(rows(phone, DATABASE, "SELECT * FROM SnsInfo"), wanted)


def _draw_like(rng: Random, split: Split) -> Draft:
    world = some_world(rng, split)
    people = [user for user in world.names if user not in world.members]
    author = people[0]
    for place, user in enumerate([author, *people[1:4], author, people[1]]):
        content = f"{sentence(rng, split)} {rng.randrange(100, 999)}"
        moment = {"userName": user, "createTime": _at(2000 - 90 * place), "content": content, "likeFlag": 0}
        world.moments.append(moment)
    content = str(world.moments[4]["content"])
    return Draft(
        parameters={"name": world.names[author]},
        setup=world.setup,
        check=partial(_liked, world.moments, content),
        solve=partial(_like_move, world.names[author], content),
        may_change=("*/EnMicroMsg.db:SnsInfo",),
    )


TEMPLATES: tuple[Template, ...] = (
    Template(
        name="chat_send",
        app=APP,
        phrasings=('Send {name} this on WeChat: "{message}"', "给{name}发微信：“{message}”"),
        held_out=('Write "{message}" to {name} with WeChat',),
        draw=_draw_send,
        steps=12,
    ),
    Template(
        name="chat_forward_photo",
        app=APP,
        phrasings=(
            "Pass the newest photo that {name1} sent me on WeChat on to {name2}",
            "Forward the last photo from {name1} to {name2} on WeChat",
        ),
        held_out=("{name2} should get {name1}'s latest photo on WeChat",),
        draw=_draw_forward,
        steps=16,
    ),
    Template(
        name="chat_group_members",
        app=APP,
        phrasings=(
            "Who is in my WeChat group {group}? Give the names, separated by commas",
            "List the members of the WeChat group {group}, separated by commas",
        ),
        held_out=("Which people does the WeChat group {group} have? Answer with their names and commas between",),
        draw=_draw_members,
        steps=10,
    ),
    Template(
        name="chat_mute_group",
        app=APP,
        phrasings=("Mute the WeChat group {group}", "Turn off notifications of the group {group} in WeChat"),
        held_out=("I don't want to hear from the WeChat group {group} any more, but stay in it",),
        draw=_draw_mute,
        steps=10,
    ),
    Template(
        name="chat_like_moment",
        app=APP,
        phrasings=("Like the newest moment of {name} on WeChat", "Give {name}'s latest post in WeChat Moments a like"),
        held_out=("What {name} posted last in WeChat Moments deserves a like",),
        draw=_draw_like,
        steps=12,
    ),
)

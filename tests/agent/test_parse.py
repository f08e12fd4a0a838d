"""The parser reads what models really write, and never makes success or an action out of anything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent import (
    Action,
    ActionError,
    CallApi,
    Finish,
    Interact,
    Note,
    SensitiveTap,
    TakeOver,
    Wait,
    action_text,
    parse_action,
)
from agent.coordinates import to_pixels
from agent.parse import MAX_ANSWER
from device import Display, DoubleTap, Launch, LongPress, Press, Swipe, Tap, TypeText
from tests.agent.patient import patient

DISPLAY = Display(width=1080, height=2400)

READ: list[tuple[str, Action]] = [
    # Facts about Open-AutoGLM's own parser: each of these it reads wrongly.
    ('ok <answer>do(action="Tap", element=[811,188])</answer>', Tap(x=875, y=451)),
    ('do(action="Type", text="hi")</answer>', TypeText(text="hi")),
    ('do(action="Type", text="hi", element=[1,2])', TypeText(text="hi")),
    ('Not yet finish(message= so do(action="Back")', Press(key="back")),
    ('finish(message="ok")</answer>', Finish(message="ok")),
    ("do(action=“Type”, text=“hi”)", TypeText(text="hi")),
    ('do(action="Type", text="a\\"b")', TypeText(text='a"b')),
    ('do(action="Wait", duration="3 second")', Wait(seconds=3)),
    ('do(action="Wait", duration="3 second(s)")', Wait(seconds=3)),
    ('do(action="Tap", element="500,300")', Tap(x=540, y=720)),
    ('do(action="Tap", element=[100,100,200,300])', Tap(x=162, y=480)),
    # The whole grammar.
    ('do(action="Launch", app="微信")', Launch(app="微信")),
    ('do(action="Tap", element=[1,2], message="重要操作")', SensitiveTap(x=1, y=4, message="重要操作")),
    ('do(action="Type_Name", text="Bo")', TypeText(text="Bo")),
    ('do(action="Swipe", start=[500,700], end=[500,300])', Swipe(x1=540, y1=1680, x2=540, y2=720)),
    ('do(action="Long Press", element=[0,999])', LongPress(x=0, y=2397)),
    ('do(action="Double Tap", element=[500,500])', DoubleTap(x=540, y=1200)),
    ('do(action="Home")', Press(key="home")),
    ('do(action="Take_over", message="login")', TakeOver(message="login")),
    ('do(action="Interact")', Interact()),
    ('do(action="Note", message="True")', Note(message="True")),
    ('do(action="Call_API", instruction="sum up")', CallApi(instruction="sum up")),
    ('do(action="Press", key="enter")', Press(key="enter")),
    # Tags, tokens and punctuation in all their disorder.
    ('<think>a</think><answer>do(action="Back")</answer>', Press(key="back")),
    ('a</think><answer>do(action="Back")</answer>', Press(key="back")),
    ('<think><think>a</think><answer></think><answer>do(action="Back")</answer>', Press(key="back")),
    ('<answer><answer>do(action="Back")</answer></answer>', Press(key="back")),
    ('<|begin_of_box|>do(action="Tap", element=[[100,100]])<|end_of_box|>', Tap(x=108, y=240)),
    ('```python\ndo(action="Back")\n```', Press(key="back")),
    ("do(action='Back')", Press(key="back")),
    ('do(action="Tap", element=(500, 500)', Tap(x=540, y=1200)),
    ('do(action="Tap", element=[500,500]', Tap(x=540, y=1200)),
    ('do（action="Tap"，element=[500，500]）', Tap(x=540, y=1200)),
    ('do(action="Back")\ndo(action="Back")', Press(key="back")),
    ('do(action="Tap", element=[500,500])\nThis opens the page.', Tap(x=540, y=1200)),
    ('do(action="Type", text="say "hi" now")', TypeText(text='say "hi" now')),
    ('do(action="Type", text="one\\ntwo\\u4f60")', TypeText(text="one\ntwo你")),
    ('do(action="Type", text="use do(action=\\"Back\\") here")', TypeText(text='use do(action="Back") here')),
    ('do(action="Type", text="finish(message=\\"x\\")")', TypeText(text='finish(message="x")')),
    ("任务完成。finish(message=“好了”)", Finish(message="好了")),
    # A thought that talks of finishing doesn't finish.
    ('<think>I could finish(message="x")</think><answer>do(action="Back")</answer>', Press(key="back")),
    ('<think>\nfinish(message="x")\n</think>do(action="Back")', Press(key="back")),
    ('I finish(message="ok then do(action="Back")', Press(key="back")),
    ('<think> </think><answer>finish(message="x")</answer> row</think><answer>do(action="Back")', Press(key="back")),
]

UNREADABLE = [
    "",
    "I don't know.",
    'do(action="Tap", element=[1,2',
    'do(action="Type", text="hel',
    'do(action="Swipe", start=[1,2]',
    'do(action="Tap", element=[1000,2])',
    'do(action="Tap", element=[-1,2])',
    'do(action="Tap", element=[0.5,0.3])',
    'do(action="Tap", element=[1,2,3])',
    'do(action="Tap", element=[' + "9" * 5000 + ",1])",
    'do(action="Tap", element=[1,2]) do(action="Back")',
    'do(action="Tap", element=[1,2], element=[3,4])',
    '<answer>do(action="Back")</answer><answer>do(action="Home")</answer>',
    'do(action="Back") and then finish(message="x")',
    'do(action="Explode")',
    "do(action=)",
    "do(action=__import__('os').system('true'))",
    'do(action="Press", key="self destruct")',
    'do(action="Wait", duration="soon")',
    'do(action="Launch", app="")',
    'do(action="Type")',
    '<think>finish(message="x")</think>',
    '<think>I could finish(message="x")',
    'When all is done I will finish(message="x")',
    'finish(message="x") is what I will say at the end.',
    'finish(message="x',
    "the task is finished",
    "x" * (MAX_ANSWER + 1),
]


@pytest.mark.parametrize(("text", "action"), READ)
def test_reads_what_models_write(text: str, action: Action) -> None:
    assert parse_action(text, DISPLAY).action == action


@pytest.mark.parametrize("text", UNREADABLE, ids=lambda text: text[:40])
def test_what_cannot_be_read_goes_back_to_the_model_in_one_line(text: str) -> None:
    with pytest.raises(ActionError) as caught:
        parse_action(text, DISPLAY)
    assert len(str(caught.value)) > 10
    assert "\n" not in str(caught.value)


def test_keeps_the_thought_without_its_tags() -> None:
    assert parse_action('<think>a\nb</think><answer>do(action="Back")</answer>', DISPLAY).thought == "a\nb"
    assert parse_action('First I look.\ndo(action="Back")', DISPLAY).thought == "First I look."


displays = st.builds(Display, width=st.integers(1000, 4000), height=st.integers(1000, 4000))
strings = st.text(st.characters(codec="utf-8"))
steps = st.integers(0, 999)


@st.composite
def actions(draw: st.DrawFn) -> tuple[Action, Display]:
    display = draw(displays)
    (x, y), (x2, y2) = (to_pixels((draw(steps), draw(steps)), display) for _ in range(2))
    text = draw(strings)
    app = draw(strings.map(str.strip).filter(bool))
    seconds = draw(st.integers(0, 999) | st.integers(0, 9999).map(lambda milli: milli / 1000))
    key = st.sampled_from(["back", "home", "enter", "recent", "menu", "power"])
    candidates: list[Action] = [
        Tap(x=x, y=y),
        SensitiveTap(x=x, y=y, message=text),
        DoubleTap(x=x, y=y),
        LongPress(x=x, y=y),
        Swipe(x1=x, y1=y, x2=x2, y2=y2),
        TypeText(text=text),
        Launch(app=app),
        draw(st.builds(Press, key=key)),
        Wait(seconds=seconds),
        Finish(message=text),
        TakeOver(message=text),
        Interact(message=text),
        Note(message=text),
        CallApi(instruction=text),
    ]
    return draw(st.sampled_from(candidates)), display


@patient
@given(actions(), st.sampled_from(["{}", "<think>because</think><answer>{}</answer>", "So:\n{}"]))
def test_every_action_survives_being_written_and_read(case: tuple[Action, Display], frame: str) -> None:
    action, display = case
    parsed = parse_action(frame.replace("{}", action_text(action, display)), display)
    assert parsed.action == action
    assert parsed.text == action_text(action, display)


PIECES = st.sampled_from(
    (
        *('do(action="', "finish(message=", '"', "Tap", "Back", "Type", ")", "]", "[", "element=", "text=", "1", "999"),
        *(
            "<think>",
            "</think>",
            "<answer>",
            "</answer>",
            "\\",
            "\n",
            "“",
            "”",
            "'",
            "（",
            "<|begin_of_box|>",
            "x",
            ",",
        ),
    )
)


def _action(text: str) -> Action | None:
    try:
        return parse_action(text, DISPLAY).action
    except ActionError:
        return None


@patient
@given(st.text() | st.lists(PIECES, max_size=60).map("".join))
def test_any_text_is_an_action_on_the_display_or_an_action_error(text: str) -> None:
    action = _action(text)
    if isinstance(action, Tap):
        assert 0 <= action.x < DISPLAY.width
        assert 0 <= action.y < DISPLAY.height
    if isinstance(action, Finish):
        assert "finish" in text[text.rfind("do(action") + 1 :]


@patient
@given(st.lists(PIECES.filter(lambda piece: "finish" not in piece), max_size=60).map("".join))
def test_nothing_finishes_without_a_finish_call(text: str) -> None:
    assert not isinstance(_action(text), Finish)


@patient
@given(st.lists(PIECES, max_size=20).map("".join))
def test_a_thought_never_finishes(thought: str) -> None:
    assert not isinstance(_action(f"<think>{thought}</think>"), Finish)
    assert not isinstance(_action(f'<think>{thought}</think><answer>do(action="Back")</answer>'), Finish)

"""The GBNF grammar is one llama.cpp takes, and names the same actions as the parser."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from agent import (
    ACTION_RULES,
    AUTOGLM_GRAMMAR,
    Action,
    CallApi,
    Finish,
    Interact,
    Note,
    SensitiveTap,
    TakeOver,
    Wait,
    action_text,
    kind_of,
    parse_action,
)
from device import Display, DoubleTap, Launch, LongPress, Press, Swipe, Tap, TypeText
from llm.bindings import library
from llm.convert import WeightType, convert_checkpoint
from llm.sampling import Grammar
from tests.llm.tiny_model import build_model

DISPLAY = Display(width=1080, height=2400)


def _rules() -> dict[str, str]:
    return dict(re.fullmatch(r"(\w+) ::= (.*)", line).groups() for line in AUTOGLM_GRAMMAR.splitlines())  # type: ignore[union-attr, misc]


def test_every_rule_is_defined_and_used() -> None:
    rules = _rules()
    words = {
        name: set(re.findall(r"[a-z]+", re.sub(r'"(?:\\.|[^"\\])*"|\[(?:\\.|[^\]\\])*\]', "", body)))
        for name, body in rules.items()
    }
    used = set().union(*words.values())
    assert used == set(rules) - {"root"}
    assert AUTOGLM_GRAMMAR.endswith(ACTION_RULES)


EXAMPLES = {
    "filled": '"Clock"',
    "string": '"a \\"b\\""',
    "point": "[12,999]",
    "wait": '"Wait", duration="3 seconds"',
    "type": '"Type", text="x"',
}


@pytest.mark.parametrize("name", [word.strip() for word in _rules()["do"].split("|")])
def test_what_the_grammar_allows_the_parser_reads(name: str) -> None:
    body = EXAMPLES.get(name) or re.sub(r"\(.*\)\?", "", _rules()[name])
    literals = re.findall(r'"((?:\\.|[^"\\])*)"|(\w+)', body)
    call = body if name in EXAMPLES else "".join(EXAMPLES[word] if word else _unquote(text) for text, word in literals)
    assert parse_action(f"<answer>do(action={call})</answer>", DISPLAY).action is not None


def _unquote(text: str) -> str:
    return text.replace('\\"', '"')


@pytest.fixture(scope="module")
def follows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], bool]]:
    """Says whether llama.cpp's own grammar sampler lets a text pass from beginning to end."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pytest.importorskip("torch", reason="needs the extra `train`")
        pytest.importorskip("transformers", reason="needs the extra `train`")
        checkpoint = build_model(tmp_path_factory.mktemp("checkpoint"))
    converted = convert_checkpoint(
        checkpoint.folder, tmp_path_factory.mktemp("gguf"), name="tiny", weight_type=WeightType.F32
    )
    llama = library().llama
    parameters = llama.llama_model_default_params()
    parameters.vocab_only = True
    model = llama.llama_model_load_from_file(str(converted.model).encode(), parameters)
    vocabulary = llama.llama_model_get_vocab(model)
    yield lambda text: _follows(text, vocabulary)
    llama.llama_model_free(model)


def _follows(text: str, vocabulary: int) -> bool:
    llama, data = library().llama, text.encode()
    tokens = (llama.llama_token * (len(data) + 1))()
    count = llama.llama_tokenize(vocabulary, data, len(data), tokens, len(tokens), False, False)
    end = llama.llama_vocab_eos(vocabulary)
    candidate = np.zeros(1, dtype=np.dtype(llama.llama_token_data))
    grammar = Grammar(library(), vocabulary, AUTOGLM_GRAMMAR)
    try:
        for token in [*tokens[:count], end]:
            candidate["id"], candidate["logit"] = token, 0.0
            if not grammar.allowed(candidate)[0]:
                return False
            grammar.accept(token)
        return True
    finally:
        grammar.close()


ACTIONS: list[Action] = [
    Tap(x=1, y=2),
    SensitiveTap(x=1079, y=2399, message="重要操作"),
    DoubleTap(x=540, y=1200),
    LongPress(x=540, y=1200),
    Swipe(x1=540, y1=1800, x2=540, y2=600),
    TypeText(text='He said "no\\yes"\nand left </answer>'),
    Launch(app="Clock"),
    Press(key="back"),
    Press(key="home"),
    Wait(seconds=12),
    Finish(message=""),
    TakeOver(message="log in"),
    Interact(),
    Note(message="True"),
    CallApi(instruction="sum up"),
]


@pytest.mark.parametrize("thought", ["", "<think>The row is there.</think>"])
@pytest.mark.parametrize("action", ACTIONS, ids=kind_of)
def test_llama_cpp_lets_every_action_pass(follows: Callable[[str], bool], action: Action, thought: str) -> None:
    assert follows(f"{thought}<answer>{action_text(action, DISPLAY)}</answer>")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I think so.",
        '<answer>do(action="Back")',
        '<answer>do(action="Explode")</answer>',
        '<answer>do(action="Tap", element=[1000,2])</answer>',
        '<answer>do(action="Tap", element=[01,2])</answer>',
        '<answer>do(action="Launch", app="")</answer>',
        '<answer>do(action="Back")do(action="Home")</answer>',
        '<think>a</think><think>b</think><answer>do(action="Back")</answer>',
    ],
)
def test_llama_cpp_lets_nothing_else_pass(follows: Callable[[str], bool], text: str) -> None:
    assert not follows(text)

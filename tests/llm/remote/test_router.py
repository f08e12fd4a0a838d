"""Each prompt goes where the rules say, and what is private stays here."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from llm.errors import ContextOverflowError, EngineError, GrammarError, LlmError, ModelMemoryError, RemoteError
from llm.generation import Generation, GenerationOptions, OnToken, Segment, StopReason, Text
from llm.remote import Preference, RoutedModel, RoutingRules

PROMPT: tuple[Segment, ...] = (Text(text="<|user|>\nhi<|assistant|>\n"),)
BANK = "com.bank.app"


class Named:
    """A model that says its name, or fails."""

    def __init__(self, name: str, error: LlmError | None = None) -> None:
        self.name, self.metadata, self.error = name, dict[str, str](), error
        self.subjects: list[str] = []
        self.closed = 0

    def generate(
        self, prompt: tuple[Segment, ...], options: GenerationOptions, *, on_token: OnToken | None = None
    ) -> Generation:
        self.subjects.append(options.subject)
        if self.error is not None:
            raise self.error
        return Generation(text=self.name, stop=StopReason.STOP)

    def abort(self) -> None:
        self.error = RemoteError("aborted")

    def close(self) -> None:
        self.closed += 1


def routed(here: Named, away: Named, *, tell: Callable[[str], None] = lambda _: None, **rules: object) -> RoutedModel:
    return RoutedModel(lambda: here, away, RoutingRules(**rules), metadata={"a": "b"}, tell=tell)  # type: ignore[arg-type]


def ask(model: RoutedModel, subject: str = "com.android.settings") -> str:
    return model.generate(PROMPT, GenerationOptions(subject=subject)).text


def test_the_preferred_one_is_asked_first() -> None:
    assert ask(routed(Named("local"), Named("remote"))) == "local"
    assert ask(routed(Named("local"), Named("remote"), preference=Preference.REMOTE)) == "remote"


def test_named_apps_go_to_the_endpoint() -> None:
    model = routed(Named("local"), Named("remote"), remote=("com.game.*",))
    assert [ask(model), ask(model, "com.game.chess"), ask(model)] == ["local", "remote", "local"]


@pytest.mark.parametrize(
    "error",
    [
        EngineError("broken"),
        ContextOverflowError(needed=9, context=5),
        ModelMemoryError("small", needed=9, free=1, context=None),
    ],
)
def test_the_other_one_answers_where_the_first_fails(error: LlmError) -> None:
    told: list[str] = []
    assert ask(routed(Named("local", error), Named("remote"), tell=told.append)) == "remote"
    assert len(told) == 1
    assert str(error) in told[0]
    back = routed(Named("local"), Named("remote", RemoteError("away")), preference=Preference.REMOTE)
    assert ask(back) == "local"


def test_a_model_that_cannot_be_loaded_counts_as_one_that_fails() -> None:
    def load() -> Named:
        raise ModelMemoryError("too large", needed=9, free=1, context=None)

    assert ask(RoutedModel(load, Named("remote"), RoutingRules(), metadata={})) == "remote"


def test_a_request_that_is_wrong_is_wrong_everywhere() -> None:
    remote = Named("remote")
    with pytest.raises(GrammarError):
        ask(routed(Named("local", GrammarError("bad")), remote))
    assert remote.subjects == []


def test_nothing_of_a_private_app_is_sent_away() -> None:
    remote = Named("remote")
    model = routed(Named("local"), remote, preference=Preference.REMOTE, remote=(BANK,), private=("com.bank.*",))
    assert ask(model) == "remote"
    assert ask(model, BANK) == "local"
    # What was done in the bank is part of every later prompt.
    assert ask(model) == "local"
    assert remote.subjects == ["com.android.settings"]


def test_private_apps_stay_here_even_where_the_local_model_fails() -> None:
    remote = Named("remote")
    model = routed(Named("local", EngineError("broken")), remote, private=(BANK,))
    with pytest.raises(EngineError):
        ask(model, BANK)
    assert remote.subjects == []


def test_a_prompt_about_nobody_knows_what_counts_as_private() -> None:
    remote = Named("remote")
    assert ask(routed(Named("local"), remote, preference=Preference.REMOTE, private=(BANK,)), "") == "local"
    assert remote.subjects == []


def test_the_local_model_is_loaded_when_it_is_needed() -> None:
    loaded: list[Named] = []

    def load() -> Named:
        loaded.append(Named("local"))
        return loaded[-1]

    model = RoutedModel(load, Named("remote"), RoutingRules(preference=Preference.REMOTE, private=(BANK,)), metadata={})
    ask(model)
    assert loaded == []
    ask(model, BANK)
    ask(model)
    assert len(loaded) == 1
    model.close()
    assert loaded[0].closed == 1


def test_an_abort_is_no_failure() -> None:
    remote = Named("remote")
    local = Named("local")
    model = routed(local, remote)
    ask(model)
    generate = local.generate

    def aborted(
        prompt: tuple[Segment, ...], options: GenerationOptions, *, on_token: OnToken | None = None
    ) -> Generation:
        model.abort()
        return generate(prompt, options)

    local.generate = aborted  # type: ignore[method-assign]
    with pytest.raises(RemoteError, match="aborted"):
        ask(model)
    assert remote.subjects == []

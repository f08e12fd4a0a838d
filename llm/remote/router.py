"""`RoutedModel`: sends each prompt to a local or to a remote model, by rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase

from llm.errors import ContextOverflowError, LlmEnvironmentError, RemoteRequestError
from llm.generation import Generation, GenerationOptions, Model, OnToken, Segment


class Preference(StrEnum):
    """Who is asked first."""

    LOCAL = "local-first"
    REMOTE = "remote-first"


@dataclass(frozen=True, kw_only=True)
class RoutingRules:
    """Who answers what.  Subjects are what `GenerationOptions.subject` says; patterns are the shell's.

    Attributes:
        preference: Who is asked first where no other rule holds.
        remote: Subjects that the remote model is asked first for.
        private: Subjects that are never sent away.  Once one was seen, nothing of the run is, as later prompts tell of
            what was done there.  With such a rule, a prompt without a subject counts as private.
    """

    preference: Preference = Preference.LOCAL
    remote: tuple[str, ...] = ()
    private: tuple[str, ...] = ()

    def is_private(self, subject: str) -> bool:
        """Whether a prompt about this has to stay here."""
        return bool(self.private) and (not subject or _matches(subject, self.private))

    def remote_first(self, subject: str) -> bool:
        """Whether the remote model is asked first."""
        return self.preference is Preference.REMOTE or _matches(subject, self.remote)


Tell = Callable[[str], None]
"""Is given a line whenever the second choice is taken, and why."""


class RoutedModel:
    """Two models as one, for one run.  Implements `llm.generation.Model`.

    The other model is asked where the first fails as an environment does (memory, network, a full context); a request
    that is wrong in itself is not repeated.

    Args:
        local: Loads the local model when it is first needed.
        remote: The other one.
        rules: Who answers what.
        metadata: Of the local model, whose prompt layout both have to take.
        tell: Is told of each second choice.

    Attributes:
        name: Of both.
        metadata: As given.
    """

    def __init__(
        self,
        local: Callable[[], Model],
        remote: Model,
        rules: RoutingRules,
        *,
        metadata: dict[str, str],
        tell: Tell = lambda _: None,
    ) -> None:
        self._load, self._remote, self._rules, self._tell = local, remote, rules, tell
        self._local: Model | None = None
        self._private = False
        self._aborted = False
        self.name = f"local or {remote.name}"
        self.metadata = metadata

    def generate(
        self, prompt: tuple[Segment, ...], options: GenerationOptions, *, on_token: OnToken | None = None
    ) -> Generation:
        """Continue `prompt` where the rules say.

        Raises:
            LlmError: What the last model that was asked raises.
        """
        self._aborted = False
        self._private = self._private or self._rules.is_private(options.subject)
        if self._private:
            return self._here().generate(prompt, options, on_token=on_token)
        away = self._rules.remote_first(options.subject)
        try:
            first = self._remote if away else self._here()
            return first.generate(prompt, options, on_token=on_token)
        except (LlmEnvironmentError, ContextOverflowError, RemoteRequestError) as error:
            if self._aborted:
                raise
            self._tell(f"{'the local' if away else 'the remote'} model answers, because {error}")
        return (self._here() if away else self._remote).generate(prompt, options, on_token=on_token)

    def abort(self) -> None:
        """Stop a generation that runs in another thread; harmless when none runs."""
        self._aborted = True
        self._remote.abort()
        if self._local is not None:
            self._local.abort()

    def close(self) -> None:
        """Close both; harmless when called twice."""
        self._remote.close()
        if self._local is not None:
            self._local.close()

    def _here(self) -> Model:
        if self._local is None:
            self._local = self._load()
        return self._local


def _matches(subject: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(subject, pattern) for pattern in patterns)

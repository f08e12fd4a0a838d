"""Who thinks in a run: the local model, an endpoint, both by rule, or a checkpoint in PyTorch."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from llm import Governor, Keeper, LlmUsageError, Model, ModelKind, Skipping, read_model_file
from llm.named import find_checkpoint
from llm.remote import Endpoint, Preference, Prices, RemoteModel, RoutedModel, RoutingRules
from llm.skip.plan_file import plan_for
from tasks.models import DEFAULT_STORAGE, ModelFiles, Storage, choose_files


@dataclass(kw_only=True)
class Brain:
    """What the options of `tasks.verbs.options.brain` say.

    Attributes:
        kind: ``local``, ``remote``, ``local-first``, ``remote-first`` or ``transformers``.
        endpoint: Address of the endpoint.
        endpoint_model: The model's name there.
        endpoint_timeout: Most seconds that it may be silent.
        remote_apps: Package names that it is asked first for.
        private_apps: Package names that nothing is sent away of.
        prices: For the cost count.
        background: Whether nobody waits for the run: an endpoint may let others go first.
        say: Tells the person when the second choice is taken, and what was spent.
    """

    kind: str
    endpoint: str | None
    endpoint_model: str | None
    endpoint_timeout: float
    remote_apps: tuple[str, ...]
    private_apps: tuple[str, ...]
    prices: Prices
    background: bool
    say: Callable[[str], None]
    _remote: RemoteModel | None = field(default=None, init=False)

    def check(self, model: Path | None, mmproj: Path | None, skip: Skipping = Skipping.OFF) -> None:
        """Refuse what cannot work before anything is done.

        Raises:
            LlmError: An option is missing or makes no sense, or a model file cannot be used.
        """
        if self.kind == "remote" and self.private_apps:
            raise LlmUsageError("private apps need a local model to think about them: use --brain local-first")
        if self.kind in ("remote", *Preference) and not (self.endpoint and self.endpoint_model):
            raise LlmUsageError(f"--brain {self.kind} needs --endpoint and --endpoint-model")
        if self.kind == "transformers" and (model is None or not (find_checkpoint(model) / "config.json").is_file()):
            raise LlmUsageError("--brain transformers needs a checkpoint folder: name it with --model")
        if self.kind not in ("remote", "transformers"):
            files = choose_files(model, mmproj)
            files.check()
            if skip is Skipping.CALIBRATED:
                plan_for(read_model_file(files.model))

    def open(
        self,
        model: Path | None,
        mmproj: Path | None,
        *,
        context: int,
        threads: int | None,
        governor: Governor | None = None,
        skip: Skipping = Skipping.OFF,
        leases: Keeper | None = None,
        storage: Storage = DEFAULT_STORAGE,
    ) -> Model:
        """Return what thinks; a local model behind an endpoint is loaded when it is first needed.

        Raises:
            LlmError: A model cannot be loaded.
        """
        if self.kind == "transformers":
            from llm.transformers_model import TransformersModel

            assert model is not None
            return TransformersModel(find_checkpoint(model))
        if self.kind == "local":
            return choose_files(model, mmproj).open(
                context=context, threads=threads, governor=governor, skip=skip, leases=leases, storage=storage
            )
        self._remote = RemoteModel(
            Endpoint(
                url=self.endpoint or "",
                model=self.endpoint_model or "",
                key=os.environ.get("HANDROID_ENDPOINT_KEY", ""),
                silent_seconds=self.endpoint_timeout,
                prices=self.prices,
                background=self.background,
            )
        )
        if self.kind == "remote":
            return self._remote
        files = choose_files(model, mmproj)
        return RoutedModel(
            lambda: files.open(
                context=context, threads=threads, governor=governor, skip=skip, leases=leases, storage=storage
            ),
            self._remote,
            RoutingRules(preference=Preference(self.kind), remote=self.remote_apps, private=self.private_apps),
            metadata=_metadata(files),
            tell=self.say,
        )

    def tell_spent(self) -> None:
        """Say what the endpoint was used for, where it was."""
        if self._remote is None or not self._remote.spent.calls:
            return
        spent = self._remote.spent
        cost = f", {spent.cost:.4f} by the prices given" if spent.cost else ""
        self.say(
            f"{spent.calls} calls of {self.endpoint}: {spent.prompt_tokens} tokens sent, "
            f"{spent.generated_tokens} generated{cost}"
        )


def _metadata(files: ModelFiles) -> dict[str, str]:
    header = read_model_file(files.model, expect=ModelKind.TEXT).metadata
    return {key: value for key, value in header.items() if isinstance(value, str)}

"""Errors of the llm package, split by who must act.

LlmError
+-- LlmUsageError                the user: wrong request or configuration
|   +-- ModelNotFoundError         there is no file at that path
|   +-- ModelFormatError           the file is not a GGUF that can be used
|   |   +-- TruncatedModelError    a part of the file is missing
|   |   +-- WrongModelError        a text model where a vision model belongs, or the reverse
|   +-- NoVisionError              an image in the prompt, and no vision model beside the text model
|   +-- PromptError                the prompt cannot be taken as it is
|   |   +-- ContextOverflowError   the prompt does not fit the context
|   +-- GrammarError               the GBNF grammar cannot be read
|   +-- SkipPlanError              no plan for skipping layers that belongs to this model file
|   +-- ConversionError            a checkpoint that the converter cannot take
|   +-- MissingExtraError          an extra of this program is not installed
|   +-- RemoteRequestError         an endpoint refuses what it is asked for: its key, its model, the prompt
|   +-- HubRequestError            a model hub has no such model or file, or does not give it to everybody
+-- LlmEnvironmentError          the machine
|   +-- ModelMemoryError           the model needs more memory than is free
|   +-- DiskSpaceError             a file that is to be written does not fit
|   +-- HubError                   a model hub cannot be reached or says nonsense
|   |   +-- ChecksumError          what was downloaded is not what the hub says it is
|   +-- RemoteError                an endpoint cannot be reached or fails
|   +-- EngineError                llama.cpp failed
|   +-- EngineClosedError          the engine was closed
|   +-- TooHotError                the machine stayed too hot to work
|   +-- LeaseError                 what is wanted is leased to others
"""

from __future__ import annotations


class LlmError(Exception):
    """Anything that went wrong with a model; the message is one line that says what to do."""


class LlmUsageError(LlmError):
    """The user asked for something that cannot be."""


class ModelNotFoundError(LlmUsageError):
    """There is no model file at that path."""


class ModelFormatError(LlmUsageError):
    """The file is not a GGUF file that can be used."""


class TruncatedModelError(ModelFormatError):
    """The file ends before its tensors do: a download that was cut off."""


class WrongModelError(ModelFormatError):
    """The file is a GGUF of another kind: a vision model given as the text model, or the reverse."""


class NoVisionError(LlmUsageError):
    """The prompt has an image and the engine has no vision model."""


class PromptError(LlmUsageError):
    """The prompt cannot be taken as it is."""


class SkipPlanError(LlmUsageError):
    """A plan for skipping layers is missing, damaged, or was calibrated with another model file."""


class ContextOverflowError(PromptError):
    """The prompt does not fit the context.

    Attributes:
        needed: Tokens of the prompt, images included.
        context: Tokens that the context holds.
    """

    def __init__(self, *, needed: int, context: int, message: str = "") -> None:
        """Make the error from the two sizes in tokens; both are 0 where only an endpoint's `message` is known."""
        super().__init__(
            message
            or f"the prompt takes {needed} tokens and the context holds {context}: "
            "use a larger context or a smaller image budget"
        )
        self.needed, self.context = needed, context


class GrammarError(LlmUsageError):
    """The GBNF grammar cannot be read."""


class ConversionError(LlmUsageError):
    """The checkpoint is not one that the converter can take."""


class MissingExtraError(LlmUsageError):
    """An extra of this program is not installed; the message says how to."""


class RemoteRequestError(LlmUsageError):
    """An endpoint refuses what it is asked for: its key, its model, the prompt."""


class HubRequestError(LlmUsageError):
    """A model hub has no such model or file, or does not give it to everybody."""


class LlmEnvironmentError(LlmError):
    """The machine cannot do it."""


class ModelMemoryError(LlmEnvironmentError):
    """The model needs more memory than is free.

    Attributes:
        needed: Bytes that the model, its cache and its buffers take.
        free: Bytes that are free.
        context: A context in tokens that would fit, or None where no context does.
    """

    def __init__(self, message: str, *, needed: int, free: int, context: int | None) -> None:
        """Make the error from its message, the two sizes in bytes and the proposed context."""
        super().__init__(message)
        self.needed, self.free, self.context = needed, free, context


class DiskSpaceError(LlmEnvironmentError):
    """The disk has no room for a file that is to be written."""


class HubError(LlmEnvironmentError):
    """A model hub cannot be reached, or what it says makes no sense."""


class ChecksumError(HubError):
    """What was downloaded is not what the hub says it is."""


class RemoteError(LlmEnvironmentError):
    """An endpoint cannot be reached, or fails."""


class EngineError(LlmEnvironmentError):
    """llama.cpp could not do what it was asked to."""


class EngineClosedError(LlmEnvironmentError):
    """The engine was used after it had been closed."""


class TooHotError(LlmEnvironmentError):
    """The machine stayed so hot, for so long, that nothing could be computed."""


class LeaseError(LlmEnvironmentError):
    """What is wanted is leased to others, or the lease ran out."""

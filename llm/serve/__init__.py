"""An OpenAI-compatible endpoint over one model; needs the extra ``serve``."""

from llm.serve.request import ChatRequest, RequestError, read_request
from llm.serve.template import ChatTemplate
from llm.serve.worker import Job, QueueFullError, Worker, WorkerStoppedError

__all__ = [
    "ChatRequest",
    "ChatTemplate",
    "Job",
    "QueueFullError",
    "RequestError",
    "Worker",
    "WorkerStoppedError",
    "read_request",
]

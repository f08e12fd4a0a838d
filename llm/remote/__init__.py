"""Models elsewhere: any OpenAI-compatible endpoint, and a router between it and a local model."""

from llm.remote.endpoint import Endpoint, RemoteModel
from llm.remote.router import Preference, RoutedModel, RoutingRules
from llm.remote.spending import Prices, Spent

__all__ = ["Endpoint", "Preference", "Prices", "RemoteModel", "RoutedModel", "RoutingRules", "Spent"]

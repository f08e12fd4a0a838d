"""Models elsewhere: any OpenAI-compatible endpoint, and a router between it and a local model."""

from llm.remote.endpoint import Endpoint, Prices, RemoteModel, Spent
from llm.remote.router import Preference, RoutedModel, RoutingRules

__all__ = ["Endpoint", "Preference", "Prices", "RemoteModel", "RoutedModel", "RoutingRules", "Spent"]

"""Perception: what a capture of a phone shows, as elements a person would name or touch."""

from perception.errors import HierarchyError, PerceptionEnvironmentError, PerceptionError, PerceptionUsageError
from perception.hierarchy import Hierarchy, Node, parse_hierarchy
from perception.perceive import perceive
from perception.screen import Box, Element, Role, Screen

__all__ = [
    "Box",
    "Element",
    "Hierarchy",
    "HierarchyError",
    "Node",
    "PerceptionEnvironmentError",
    "PerceptionError",
    "PerceptionUsageError",
    "Role",
    "Screen",
    "parse_hierarchy",
    "perceive",
]

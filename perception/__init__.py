"""Perception: what a capture of a phone shows, as elements a person would name or touch."""

from perception.box import Box
from perception.conditions import Axis, Overlay, OverlayKind, ScrollRange, SystemUi
from perception.errors import HierarchyError, PerceptionEnvironmentError, PerceptionError, PerceptionUsageError
from perception.hierarchy import Hierarchy, Node, decode_hierarchy, parse_hierarchy
from perception.perceive import perceive
from perception.screen import Element, Role, Screen

__all__ = [
    "Axis",
    "Box",
    "Element",
    "Hierarchy",
    "HierarchyError",
    "Node",
    "Overlay",
    "OverlayKind",
    "PerceptionEnvironmentError",
    "PerceptionError",
    "PerceptionUsageError",
    "Role",
    "Screen",
    "ScrollRange",
    "SystemUi",
    "decode_hierarchy",
    "parse_hierarchy",
    "perceive",
]

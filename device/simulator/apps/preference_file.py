"""An app's SharedPreferences: the XML file Android keeps."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from xml.etree import ElementTree

Preference = bool | int | float | str | frozenset[str]


class Long(int):
    """A 64-bit integer, which SharedPreferences tells from a 32-bit one."""


class PreferenceFile:
    """One ``shared_prefs/*.xml`` file; a missing or broken one reads as empty, as on Android."""

    def __init__(self, path: Path) -> None:
        """Bind the file at ``path`` on the host."""
        self._path = path

    def read(self) -> Mapping[str, Preference]:
        """Return all preferences as they are now."""
        return parse_preferences(self._path.read_bytes() if self._path.exists() else b"")

    def edit(self, changes: Mapping[str, Preference | None]) -> None:
        """Write preferences; None removes one."""
        values = {**self.read(), **changes}
        root = ElementTree.Element("map")
        for name, value in sorted(values.items()):
            if value is not None:
                root.append(_element(name, value))
        ElementTree.indent(root, "    ")
        self._path.parent.mkdir(parents=True, exist_ok=True)
        xml = ElementTree.tostring(root, encoding="unicode")
        self._path.write_text(f"<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n{xml}\n", encoding="utf-8")


@lru_cache(maxsize=64)
def parse_preferences(content: bytes) -> Mapping[str, Preference]:
    """Return what a SharedPreferences file says; nothing for a file that is no such XML."""
    try:
        root = ElementTree.fromstring(content)
        return MappingProxyType({element.get("name", ""): _value(element) for element in root})
    except (ElementTree.ParseError, ValueError):
        return MappingProxyType({})


def _value(element: ElementTree.Element) -> Preference:
    value = element.get("value", "")
    match element.tag:
        case "int":
            return int(value)
        case "long":
            return Long(value)
        case "float":
            return float(value)
        case "boolean":
            return value == "true"
        case "set":
            return frozenset(child.text or "" for child in element)
        case _:
            return element.text or ""


def _element(name: str, value: Preference) -> ElementTree.Element:
    match value:
        case bool():
            return ElementTree.Element("boolean", name=name, value=str(value).lower())
        case Long():
            return ElementTree.Element("long", name=name, value=str(int(value)))
        case int():
            return ElementTree.Element("int", name=name, value=str(value))
        case float():
            return ElementTree.Element("float", name=name, value=str(value))
        case str():
            element = ElementTree.Element("string", name=name)
            element.text = value
            return element
    element = ElementTree.Element("set", name=name)
    for member in sorted(value):
        ElementTree.SubElement(element, "string").text = member
    return element

"""Fetches models from Hugging Face and ModelScope: by name, resumable, checked."""

from llm.hub.catalog import PRESETS, Hub, HubFile, Preset, list_files, select_files
from llm.hub.download import Download, fetch

__all__ = ["PRESETS", "Download", "Hub", "HubFile", "Preset", "fetch", "list_files", "select_files"]

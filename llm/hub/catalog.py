"""What a hub has: presets, the files of a model with sizes and checksums, and which of them are wanted.

Hugging Face: ``GET /api/models/NAME/revision/REV?blobs=true`` gives ``siblings`` with ``rfilename``, ``size``,
``blobId`` (git's SHA-1 of the file) and, for large files, ``lfs.sha256``; ``GET /NAME/resolve/REV/FILE`` redirects to
the file (huggingface_hub, hf_api.py and file_download.py).

ModelScope: ``GET /api/v1/models/NAME/repo/files?Revision=REV&Recursive=true`` gives ``Data.Files`` with ``Path``,
``Type``, ``Size`` and ``Sha256``; ``GET /api/v1/models/NAME/repo?Revision=REV&FilePath=FILE`` gives the file
(modelscope, hub/api.py and hub/file_download.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatch
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, urlencode

import httpx

from llm.errors import HubError, HubRequestError
from llm.hub.seam import hub_errors, require_success

_NAME = re.compile(r"\w[\w.-]*/\w[\w.-]*")
_NEEDED = ("*.gguf", "*.safetensors", "*.json", "*.jinja", "*.txt", "*.model", "LICENSE*", "README*")


class Hub(StrEnum):
    """A place that models are fetched from."""

    HUGGING_FACE = "huggingface"
    MODELSCOPE = "modelscope"

    @property
    def address(self) -> str:
        """Its own address."""
        return "https://huggingface.co" if self is Hub.HUGGING_FACE else "https://modelscope.cn"

    @property
    def revision(self) -> str:
        """The branch that it serves unless another is named."""
        return "main" if self is Hub.HUGGING_FACE else "master"


@dataclass(frozen=True, kw_only=True)
class Preset:
    """A model with a short name.

    Attributes:
        names: Its name at each hub.
        about: What it is good for.
    """

    names: dict[Hub, str]
    about: str


def _published(name: str, about: str) -> Preset:
    """A model that its makers publish under one name: as zai-org at Hugging Face and ZhipuAI at ModelScope."""
    return Preset(names={Hub.HUGGING_FACE: f"zai-org/{name}", Hub.MODELSCOPE: f"ZhipuAI/{name}"}, about=about)


PRESETS = {
    "autoglm-phone-9b": _published("AutoGLM-Phone-9B", "drives phones; Chinese apps"),
    "autoglm-phone-9b-multilingual": _published("AutoGLM-Phone-9B-Multilingual", "drives phones; English and others"),
    "glm-4.1v-9b-thinking": _published("GLM-4.1V-9B-Thinking", "sees and reasons; general"),
    "glm-ocr": _published("GLM-OCR", "reads text in pictures; small"),
}
"""Short names for `handroid model pull`."""


@dataclass(frozen=True, kw_only=True)
class HubFile:
    """A file of a model at a hub.

    Attributes:
        path: Within the model, with slashes.
        size: In bytes.
        sha256: Of its content, lowercase; empty where the hub does not tell.
        git_sha1: Git's hash of it as a blob; empty where the hub does not tell.
        url: Where it is downloaded from.
    """

    path: str
    size: int
    sha256: str
    git_sha1: str
    url: str


def list_files(client: httpx.Client, hub: Hub, name: str, *, address: str, revision: str) -> list[HubFile]:
    """The files of a model.

    Args:
        client: Carries the token, where there is one.
        hub: Whose protocol is spoken.
        name: ``owner/model``.
        address: Of the hub or of a mirror.
        revision: Branch, tag or commit.

    Raises:
        HubRequestError: There is no such model, or it is not for everybody.
        HubError: The hub cannot be reached or says nonsense.
    """
    if not _NAME.fullmatch(name):
        raise HubRequestError(f"{name!r} is no model's name: say OWNER/MODEL, or one of {', '.join(PRESETS)}")
    branch = quote(revision, safe="")
    if hub is Hub.HUGGING_FACE:
        url = f"{address}/api/models/{name}/revision/{branch}?blobs=true"
    else:
        url = f"{address}/api/v1/models/{name}/repo/files?{urlencode({'Revision': revision, 'Recursive': 'true'})}"
    with hub_errors(address):
        answer = client.get(url)
    require_success(answer, f"the model {name} (revision {revision})", address)
    try:
        content = answer.json()
        rows = content["siblings"] if hub is Hub.HUGGING_FACE else content["Data"]["Files"]
        if hub is Hub.HUGGING_FACE:
            files = [_hugging_face(row, f"{address}/{name}/resolve/{branch}") for row in rows]
        else:
            base = f"{address}/api/v1/models/{name}/repo"
            files = [_modelscope(row, base, revision) for row in rows if row["Type"] == "blob"]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise HubError(f"{address} does not answer like {hub.value}: is the address right?") from error
    for file in files:
        _check_path(file, address)
    return files


def select_files(files: Sequence[HubFile], patterns: Sequence[str]) -> list[HubFile]:
    """The files to fetch.

    Args:
        files: All files of a model.
        patterns: Shell patterns; none takes what is needed to run or convert the model.

    Raises:
        HubRequestError: Nothing matches, or a choice has to be made between several GGUF files.
    """
    if patterns:
        chosen = [file for file in files if any(fnmatch(file.path, pattern) for pattern in patterns)]
        if not chosen:
            raise HubRequestError(f"no file of the model matches {' or '.join(patterns)}: {_names(files)}")
        return chosen
    chosen = [file for file in files if any(fnmatch(PurePosixPath(file.path).name, kind) for kind in _NEEDED)]
    models = [file for file in chosen if file.path.endswith(".gguf") and "mmproj" not in file.path.lower()]
    if len(models) > 1:
        raise HubRequestError(f"the model has {len(models)} GGUF files, choose with --file: {_names(models)}")
    if not any(file.path.endswith((".gguf", ".safetensors")) for file in chosen):
        raise HubRequestError(f"the model has neither GGUF nor safetensors files: {_names(files)}")
    return chosen


def _names(files: Sequence[HubFile]) -> str:
    shown = [file.path for file in files[:20]]
    return ", ".join(shown) + (f" and {len(files) - 20} more" if len(files) > 20 else "")


def _hugging_face(row: dict[str, Any], base: str) -> HubFile:
    large = row.get("lfs") or {}
    return HubFile(
        path=row["rfilename"],
        size=int(row["size"]),
        sha256=str(large.get("sha256", "")).lower(),
        git_sha1="" if large else str(row.get("blobId", "")).lower(),
        url=f"{base}/{quote(row['rfilename'])}",
    )


def _modelscope(row: dict[str, Any], base: str, revision: str) -> HubFile:
    return HubFile(
        path=row["Path"],
        size=int(row["Size"]),
        sha256=str(row.get("Sha256") or "").lower(),
        git_sha1="",
        url=f"{base}?{urlencode({'Revision': revision, 'FilePath': row['Path']})}",
    )


def _check_path(file: HubFile, address: str) -> None:
    """Refuse a name that would be written outside the model's folder."""
    path = PurePosixPath(file.path)
    odd = not path.parts or path.is_absolute() or ".." in path.parts or "\\" in file.path or "\0" in file.path
    if odd or file.size < 0:
        raise HubError(f"{address} lists a file {file.path!r}, which cannot be a model's: nothing was fetched")

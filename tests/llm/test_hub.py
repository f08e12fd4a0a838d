"""Models are fetched whole and right, or it is said why not."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from llm.errors import ChecksumError, DiskSpaceError, HubError, HubRequestError
from llm.hub import PRESETS, Download, Hub, HubFile, fetch, list_files, select_files
from tests.llm.hub_server import HubServer, serving

WEIGHTS = random.Random(0).randbytes(300_000)
FILES = {
    "config.json": b"{}",
    "model-00001-of-00001.safetensors": WEIGHTS,
    "sub/notes.txt": b"",
    ".gitattributes": b"x",
}
LARGE = "model-00001-of-00001.safetensors"


@pytest.fixture
def hub() -> Iterator[HubServer]:
    with serving(HubServer(files=dict(FILES), large=(LARGE,))) as server:
        yield server


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(follow_redirects=True, timeout=10) as made:
        yield made


def listed(client: httpx.Client, hub: HubServer, kind: Hub = Hub.HUGGING_FACE) -> list[HubFile]:
    return list_files(client, kind, "owner/model", address=hub.url, revision=kind.revision)


def large(client: httpx.Client, hub: HubServer) -> HubFile:
    return next(file for file in listed(client, hub) if file.path == LARGE)


def get(client: httpx.Client, hub: HubServer, file: HubFile, folder: Path) -> Download:
    return fetch(client, file, folder, address=hub.url, pause=0.001)


@pytest.mark.parametrize("kind", Hub)
def test_a_model_comes_whole_from_either_hub(client: httpx.Client, hub: HubServer, tmp_path: Path, kind: Hub) -> None:
    files = select_files(listed(client, hub, kind), ())
    assert [file.path for file in files] == ["config.json", LARGE, "sub/notes.txt"]
    for file in files:
        done = get(client, hub, file, tmp_path)
        assert done.path.read_bytes() == FILES[file.path]
        assert done.fetched == file.size
        assert done.checked == ("sha256" if kind is Hub.MODELSCOPE or file.path == LARGE else "git")
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {"config.json", LARGE, "notes.txt"}


def test_what_is_there_is_checked_and_not_fetched_again(client: httpx.Client, hub: HubServer, tmp_path: Path) -> None:
    get(client, hub, large(client, hub), tmp_path)
    assert get(client, hub, large(client, hub), tmp_path).fetched == 0
    (tmp_path / LARGE).write_bytes(bytes(len(WEIGHTS)))
    assert get(client, hub, large(client, hub), tmp_path).fetched == len(WEIGHTS)
    assert (tmp_path / LARGE).read_bytes() == WEIGHTS


def test_broken_connections_lose_nothing(client: httpx.Client, hub: HubServer, tmp_path: Path) -> None:
    hub.break_after = [100_000, 1, 0, 50_000]
    done = get(client, hub, large(client, hub), tmp_path)
    assert done.path.read_bytes() == WEIGHTS
    assert done.fetched == len(WEIGHTS)
    ranges = [asked for path, asked, _ in hub.asked if path.endswith(LARGE)]
    assert ranges == [None, "bytes=100000-", "bytes=100001-", "bytes=100001-", "bytes=150001-"]


def test_a_server_that_always_breaks_is_given_up(client: httpx.Client, hub: HubServer, tmp_path: Path) -> None:
    file = large(client, hub)
    hub.break_after = [1000] + [0] * 20
    with pytest.raises(HubError, match="check the connection"):
        get(client, hub, file, tmp_path)
    assert (tmp_path / f"{LARGE}.part").stat().st_size == 1000
    hub.break_after = []
    assert get(client, hub, file, tmp_path).fetched == len(WEIGHTS) - 1000


def test_a_server_without_ranges_sends_it_anew(client: httpx.Client, hub: HubServer, tmp_path: Path) -> None:
    hub.ranges, hub.break_after = False, [1000]
    assert get(client, hub, large(client, hub), tmp_path).path.read_bytes() == WEIGHTS


def test_a_part_that_is_longer_than_the_file_is_dropped(client: httpx.Client, hub: HubServer, tmp_path: Path) -> None:
    (tmp_path / f"{LARGE}.part").write_bytes(bytes(len(WEIGHTS) + 5))
    assert get(client, hub, large(client, hub), tmp_path).path.read_bytes() == WEIGHTS


def test_a_part_of_another_version_is_noticed_and_fetched_anew(
    client: httpx.Client, hub: HubServer, tmp_path: Path
) -> None:
    (tmp_path / f"{LARGE}.part").write_bytes(bytes(7000))
    done = get(client, hub, large(client, hub), tmp_path)
    assert done.path.read_bytes() == WEIGHTS
    assert done.fetched == 2 * len(WEIGHTS) - 7000


@pytest.mark.parametrize("name", [LARGE, "config.json"])
def test_wrong_content_never_gets_its_name(client: httpx.Client, hub: HubServer, tmp_path: Path, name: str) -> None:
    hub.lies[name] = bytes(len(FILES[name]))
    file = next(file for file in listed(client, hub) if file.path == name)
    with pytest.raises(ChecksumError, match="arrived twice"):
        get(client, hub, file, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_more_than_was_announced_is_not_written(client: httpx.Client, hub: HubServer, tmp_path: Path) -> None:
    hub.lies[LARGE] = WEIGHTS + bytes(100_000)
    assert get(client, hub, large(client, hub), tmp_path).path.read_bytes() == WEIGHTS


def test_a_busy_server_is_tried_again(client: httpx.Client, hub: HubServer, tmp_path: Path) -> None:
    hub.statuses = [503, 429, 500]
    assert get(client, hub, large(client, hub), tmp_path).path.read_bytes() == WEIGHTS


def test_redirects_are_followed_and_the_token_stays_with_its_host(hub: HubServer, tmp_path: Path) -> None:
    with serving(HubServer(files=dict(FILES))) as cdn:
        hub.cdn, hub.token = cdn.url, "secret"
        with httpx.Client(follow_redirects=True, headers={"Authorization": "Bearer secret"}) as client:
            done = get(client, hub, large(client, hub), tmp_path)
    assert done.path.read_bytes() == WEIGHTS
    assert {token for _, _, token in hub.asked} == {"Bearer secret"}
    assert [token for _, _, token in cdn.asked] == [None]


def test_a_full_disk_is_told_and_the_part_is_kept(client: httpx.Client, hub: HubServer, tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    (tmp_path / f"{LARGE}.part").symlink_to("/dev/full")
    with pytest.raises(DiskSpaceError, match="full"):
        get(client, hub, large(client, hub), tmp_path)


def test_too_little_room_is_told_before_anything_is_fetched(
    client: httpx.Client, hub: HubServer, tmp_path: Path
) -> None:
    file = large(client, hub)
    huge = HubFile(path=file.path, size=1 << 60, sha256=file.sha256, git_sha1="", url=file.url)
    with pytest.raises(DiskSpaceError, match="make room"):
        get(client, hub, huge, tmp_path)
    assert len(hub.asked) == 1


def test_models_that_are_not_there_or_not_for_us(client: httpx.Client, hub: HubServer, tmp_path: Path) -> None:
    with pytest.raises(HubRequestError, match="check the name"):
        list_files(client, Hub.HUGGING_FACE, "owner/other", address=hub.url, revision="main")
    with pytest.raises(HubRequestError, match="OWNER/MODEL"):
        list_files(client, Hub.HUGGING_FACE, "../etc", address=hub.url, revision="main")
    hub.token = "secret"
    with pytest.raises(HubRequestError, match="HANDROID_HUB_TOKEN"):
        listed(client, hub)


@pytest.mark.parametrize("path", ["../evil", "/etc/passwd", "a/../../b", "a\\b", ""])
def test_names_that_lead_outside_are_refused(client: httpx.Client, hub: HubServer, path: str) -> None:
    hub.extra_rows = [{"rfilename": path, "size": 3, "blobId": "0"}]
    with pytest.raises(HubError, match="nothing was fetched"):
        listed(client, hub)


@pytest.mark.parametrize(
    "row", [{}, {"rfilename": "x"}, {"rfilename": "x", "size": "large"}, {"rfilename": 3, "size": 3}]
)
def test_answers_that_make_no_sense(client: httpx.Client, hub: HubServer, row: dict[str, object]) -> None:
    hub.extra_rows = [row]
    with pytest.raises(HubError):
        listed(client, hub)


def test_a_choice_between_quantisations_is_left_to_the_person() -> None:
    files = [
        HubFile(path=name, size=1, sha256="", git_sha1="", url="")
        for name in ("m-Q4_0.gguf", "m-Q8_0.gguf", "mmproj-m.gguf", "README.md")
    ]
    with pytest.raises(HubRequestError, match=r"m-Q4_0\.gguf, m-Q8_0\.gguf"):
        select_files(files, ())
    assert [file.path for file in select_files(files, ("*Q4_0*", "mmproj*"))] == ["m-Q4_0.gguf", "mmproj-m.gguf"]
    with pytest.raises(HubRequestError, match="matches"):
        select_files(files, ("*Q2*",))
    with pytest.raises(HubRequestError, match="neither"):
        select_files(files[3:], ())


def test_presets_name_a_model_at_every_hub() -> None:
    assert set(PRESETS) == {"autoglm-phone-9b", "autoglm-phone-9b-multilingual", "glm-4.1v-9b-thinking", "glm-ocr"}
    assert all(set(preset.names) == set(Hub) for preset in PRESETS.values())


def test_an_unreachable_hub(client: httpx.Client) -> None:
    with pytest.raises(HubError, match="check the connection"):
        list_files(client, Hub.HUGGING_FACE, "a/b", address="http://127.0.0.1:1", revision="main")

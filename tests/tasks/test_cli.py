"""The program as a person meets it: help, bad input, exit codes, JSON."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

import click
import msgspec
import pytest
from click.testing import CliRunner

from agent import Outcome, read_trace
from device.adb_phone import connect
from device.adb_shell import AdbShell
from device.simulator.server import SimulatedPhoneServer
from llm import embedded_model
from tasks.cli import handroid as program
from tasks.cli import leaves
from tests.tasks.conftest import handroid, start

GOAL = "Turn on Wi-Fi"
GOLDEN = Path(__file__).parent / "golden"
VERBS = (
    "",
    "run",
    "demo",
    "sim",
    "devices",
    "doctor",
    "bench",
    "bench llm",
    "bench memory",
    "bench sim",
    "bench tasks",
    "bench perception",
    "bench pixels",
    "bench settle",
    "bench skip",
    "bench snap",
    "bench thermal",
    "screen",
)
MODEL_VERBS = (
    "bench convert", "model", "model calibrate", "model convert", "model info", "model list", "model pull",
    "model quantize", "model serve",
)  # fmt: skip


@pytest.mark.parametrize("verb", [*VERBS, *MODEL_VERBS])
def test_help_reads_as_written(verb: str) -> None:
    result = CliRunner().invoke(program, [*verb.split(), "--help"], prog_name="handroid", terminal_width=100)
    golden = GOLDEN / f"help_{verb.replace(' ', '_') or 'handroid'}.txt"

    assert result.exit_code == 0
    assert result.output == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("words", ["", "bench", "model"])
def test_no_summary_of_a_verb_is_cut_off(words: str) -> None:
    result = CliRunner().invoke(program, [*words.split(), "--help"], terminal_width=80)
    _, _, commands = result.output.partition("Commands:\n")

    assert commands
    assert not [line for line in commands.splitlines() if line.endswith("...")]


def test_every_verb_can_print_json() -> None:
    for name, command in leaves(program):
        assert any(option.name == "as_json" for option in command.params), name


def test_every_option_that_asks_for_a_value_can_come_from_the_environment() -> None:
    for name, command in leaves(program):
        for option in command.params:
            if isinstance(option, click.Option) and not option.is_flag and not name.startswith("bench"):
                assert str(option.envvar).startswith("HANDROID_"), f"{name} --{option.name}"


@pytest.mark.parametrize("words", [(), ("bench",), ("model",)], ids=" ".join)
def test_without_a_verb_the_help_is_shown_and_the_usage_is_wrong(words: tuple[str, ...]) -> None:
    ended = handroid(*words)

    assert ended.code == 2
    assert ended.stdout == ""
    assert ended.stderr.startswith(f"Usage: {' '.join(('handroid', *words))} [OPTIONS] COMMAND")
    assert "\nCommands:\n" in ended.stderr


def test_no_goal_no_phone_needed() -> None:
    ended = handroid("run", "  ", "--json")

    assert ended.code == 2
    assert "the goal has no words" in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert ended.json["exit_code"] == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "there is no model file"),
        (b"", "is empty"),
        (b"This is a web page and not a model.", "GGUF"),
        (b"GGUF\x03\x00\x00\x00", "download it again"),
    ],
    ids=["missing", "empty", "something else", "cut off"],
)
def test_a_bad_model_file_is_told_in_one_line(tmp_path: Path, content: bytes | None, words: str) -> None:
    model = tmp_path / "model.gguf"
    if content is not None:
        model.write_bytes(content)

    ended = handroid("run", GOAL, "--model", str(model), "--mmproj", str(model))

    assert ended.code == 2
    assert words in ended.stderr
    assert "model.gguf" in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert ended.stdout == ""


def test_wrong_usage_is_told_in_one_line() -> None:
    ended = handroid("run", GOAL, "--max-steps", "none", "--json")

    assert ended.code == 2
    assert "--max-steps" in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert "--max-steps" in str(ended.json["error"])


def test_a_policy_that_is_none_names_file_and_line(tmp_path: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text("rules:\n  - name: x\n    verdict: maybe\n", encoding="utf-8")

    ended = handroid("run", GOAL, "--policy", str(policy))

    assert ended.code == 2
    assert "policy.yaml" in ended.stderr
    assert "3" in ended.stderr


def test_without_a_phone_devices_lists_none(adb_server: int) -> None:
    ended = handroid("devices", "--json")

    assert ended.code == 0
    assert ended.json == {"devices": []}


def test_devices_tells_what_to_do(served: SimulatedPhoneServer, unauthorized: SimulatedPhoneServer) -> None:
    ended = handroid("devices", "--json")

    rows = {row["serial"]: row for row in msgspec.convert(ended.json["devices"], list[dict[str, object]])}
    assert rows[served.serial]["ready"] is True
    assert rows[unauthorized.serial]["ready"] is False
    assert "Allow USB debugging" in str(rows[unauthorized.serial]["advice"])


def test_doctor_names_what_is_missing(adb_server: int, tmp_path: Path) -> None:
    ended = handroid("doctor", "--json", "--model", str(tmp_path / "none.gguf"))

    checks = {row["name"]: row for row in msgspec.convert(ended.json["checks"], list[dict[str, str]])}
    assert ended.code == 1
    assert ended.json["healthy"] is False
    assert checks["adb"]["status"] == "ok"
    assert checks["llama.cpp"]["status"] == "ok"
    assert checks["phone"]["status"] == "missing"
    assert "handroid sim" in checks["phone"]["fix"]
    assert checks["model"]["status"] == "missing"
    assert checks["sensor: memory"]["status"] == "ok"
    assert "allowed" in checks["sensor: cores"]["detail"]
    assert "chunks of" in checks["governor"]["detail"]


def test_doctor_reads_the_phones_sensors_and_says_what_they_lead_to(served: SimulatedPhoneServer) -> None:
    AdbShell(served.serial).run("cmd thermalservice override-status 4")
    ended = handroid("doctor", "--json")

    checks = {row["name"]: row for row in msgspec.convert(ended.json["checks"], list[dict[str, str]])}
    assert ended.code == 0
    assert checks["sensor: phone's dumpsys thermalservice"]["detail"] == "thermal status CRITICAL"
    assert checks["sensor: phone's touches"]["detail"] == "nobody touches it"
    assert "pauses (critical" in checks["governor"]["detail"]


def test_sim_prints_how_to_connect_and_ends_on_a_signal(adb_server: int) -> None:
    with start("sim", "--seed", "3", "--freeze-time") as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        command = ["adb", "connect", line.split()[-1]]
        process.terminate()
        process.communicate(timeout=60)

    assert line.split() == command
    assert process.returncode == 0


def test_two_sims_cannot_have_one_port(served: SimulatedPhoneServer) -> None:
    ended = handroid("sim", "--port", str(served.port), "--json")

    assert ended.code == 3
    assert str(served.port) in ended.stderr
    assert ended.json["exit_code"] == 3


def test_without_a_phone_run_says_so(adb_server: int) -> None:
    ended = handroid("run", GOAL)

    assert ended.code == 2
    assert "no phone is connected" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_of_two_phones_one_has_to_be_named(served: SimulatedPhoneServer, other: SimulatedPhoneServer) -> None:
    ended = handroid("run", GOAL)

    assert ended.code == 2
    assert "--device" in ended.stderr
    assert served.serial in ended.stderr
    assert other.serial in ended.stderr


def test_an_unauthorized_phone_is_told_apart(unauthorized: SimulatedPhoneServer) -> None:
    ended = handroid("run", GOAL, "-d", unauthorized.serial)

    assert ended.code == 2
    assert "Allow USB debugging" in ended.stderr


def test_an_offline_phone_is_told_apart(served: SimulatedPhoneServer) -> None:
    served.go_offline()
    ended = handroid("run", GOAL, "-d", served.serial)

    assert ended.code == 3
    assert served.serial in ended.stderr
    assert "offline" in ended.stderr


def test_too_little_memory_is_told_before_anything_is_loaded(served: SimulatedPhoneServer) -> None:
    ended = handroid("run", GOAL, "-d", served.serial, "--context", "2000000000")

    assert ended.code == 3
    assert "use a context of at most" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_a_model_without_its_vision_model_is_not_used(tmp_path: Path) -> None:
    shutil.copy(embedded_model().model, tmp_path / "model.gguf")
    ended = handroid("run", GOAL, "--model", str(tmp_path / "model.gguf"))

    assert ended.code == 2
    assert "--mmproj" in ended.stderr


def test_a_vision_model_alone_is_not_used(tmp_path: Path) -> None:
    ended = handroid("run", GOAL, "--mmproj", str(embedded_model().mmproj))

    assert ended.code == 2
    assert "--model" in ended.stderr


def test_swapped_files_are_told(tmp_path: Path) -> None:
    files = embedded_model()
    ended = handroid("run", GOAL, "--model", str(files.mmproj), "--mmproj", str(files.model))

    assert ended.code == 2
    assert "swapped" in ended.stderr


def test_one_goal_runs_on_one_phone(served: SimulatedPhoneServer, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    ended = handroid("run", GOAL, "-d", served.serial, "--max-steps", "1", "--trace", str(trace), "--json")

    assert ended.json.keys() == {"goal", "outcome", "message", "steps", "seconds", "model_calls", "trace"}
    assert ended.json["goal"] == GOAL
    assert ended.json["steps"] == 1
    assert ended.json["trace"] == str(trace)
    assert ended.code == (0 if ended.json["outcome"] == "unverified" else 1)
    assert len(read_trace(trace).steps) == 1
    assert "  1  " in ended.stderr


def test_ctrl_c_ends_the_run_and_leaves_phone_and_trace_whole(served: SimulatedPhoneServer, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    goal = "Create a contact for Anna Bell with the phone number 2025550123"
    with start("run", goal, "-d", served.serial, "--trace", str(trace), "--json") as process:
        assert process.stderr is not None
        while "  1  " not in process.stderr.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=120)

    assert process.returncode == 130, stdout + stderr
    assert "Traceback" not in stderr
    assert msgspec.json.decode(stdout)["outcome"] == "stopped"
    run = read_trace(trace)
    assert run.run.outcome is Outcome.STOPPED
    assert len(run.steps) == run.run.steps
    with connect(served.serial) as phone:
        assert phone.capture().hierarchy
        assert phone.shell("settings get secure default_input_method").strip() not in (
            "",
            "null",
            "com.github.uiautomator/.AdbKeyboard",
        )


def test_ctrl_c_while_the_program_loads_is_no_traceback() -> None:
    with start("devices", PYTHONPROFILEIMPORTTIME="1") as process:
        assert process.stderr is not None
        while "numpy.version" not in process.stderr.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=120)

    assert process.returncode == 130
    assert stderr.endswith("handroid: interrupted\n")
    assert "Traceback" not in stderr


def test_the_version_is_told() -> None:
    result = CliRunner().invoke(program, ["--version"])

    assert result.exit_code == 0
    assert result.output.strip()

"""`find` and `xargs`."""

from __future__ import annotations

import fnmatch
import os
import posixpath
import shlex
from collections.abc import Iterator

from device.simulator.shell.command import Call, CommandError, command


@command("find")
def find(call: Call) -> int:
    """Walk folders: -type -name -iname -path -maxdepth -mindepth -empty -size -print -print0 -delete -exec."""
    args = list(call.args)
    starts: list[str] = []
    while args and not args[0].startswith(("-", "!", "(")):
        starts.append(args.pop(0))
    code = 0
    for start in starts or ["."]:
        if not os.path.lexists(call.shell.host_path(start)):
            call.error(f"find: '{start}': No such file or directory")
            code = 1
            continue
        for path, depth in list(_walk(call, start, 0)):
            _apply(call, path, depth, args)
    call.phone.changed()
    return code


def _walk(call: Call, path: str, depth: int) -> Iterator[tuple[str, int]]:
    yield path, depth
    host = call.shell.host_path(path)
    if os.path.isdir(host) and not os.path.islink(host):
        for name in sorted(os.listdir(host)):
            yield from _walk(call, posixpath.join(path, name), depth + 1)


def _apply(call: Call, path: str, depth: int, args: list[str]) -> None:
    """Run a path through the tests and actions, joined by "and"."""
    host = call.shell.host_path(path)
    name = posixpath.basename(path) or path
    rest, acted, wanted = list(args), False, True
    while rest:
        test = rest.pop(0)
        if test in {"!", "-not"}:
            wanted = False
            continue
        if test in {"-a", "-and"}:
            continue
        match test:
            case "-print" | "-print0":
                call.stdout.write(path.encode("utf-8", "surrogateescape") + (b"\0" if test == "-print0" else b"\n"))
                acted, holds = True, True
            case "-delete":
                os.rmdir(host) if os.path.isdir(host) else os.unlink(host)
                acted, holds = True, True
            case "-exec":
                end = next((at for at, word in enumerate(rest) if word in {";", "+"}), len(rest))
                words = [word.replace("{}", path) for word in rest[:end]]
                rest = rest[end + 1 :]
                holds = _run(call, words) == 0
                acted = True
            case "-empty":
                holds = not os.listdir(host) if os.path.isdir(host) else os.path.getsize(host) == 0
            case _ if not rest:
                raise CommandError(f"find: bad arg '{test}'")
            case "-type":
                holds = {"d": os.path.isdir, "f": os.path.isfile}.get(rest.pop(0), os.path.islink)(host)
            case "-name":
                holds = fnmatch.fnmatchcase(name, rest.pop(0))
            case "-iname":
                holds = fnmatch.fnmatchcase(name.lower(), rest.pop(0).lower())
            case "-path":
                holds = fnmatch.fnmatchcase(path, rest.pop(0))
            case "-maxdepth":
                holds = depth <= int(rest.pop(0))
            case "-mindepth":
                holds = depth >= int(rest.pop(0))
            case "-size":
                holds = _size_matches(os.path.getsize(host), rest.pop(0))
            case _:
                raise CommandError(f"find: bad arg '{test}'")
        if holds != wanted:
            return
        wanted = True
    if not acted:
        call.print(path)


def _size_matches(size: int, wanted: str) -> bool:
    unit = {"c": 1, "k": 1024, "M": 1024**2}.get(wanted[-1:], 512)
    number = int(wanted.strip("+-ckM") or 0)
    blocks = -(-size // unit)
    return blocks > number if wanted[0] == "+" else blocks < number if wanted[0] == "-" else blocks == number


def _run(call: Call, words: list[str]) -> int:
    if not words:
        return 0
    inner = Call(
        shell=call.shell, name=words[0], args=words[1:], stdin=call.stdin, stdout=call.stdout, stderr=call.stderr
    )
    return call.shell.call(inner)


@command("xargs")
def xargs(call: Call) -> int:
    """Run a command with words from stdin: -0 -n COUNT -I NAME -r."""
    args = list(call.args)
    size, replace, zero = 0, "", False
    while args and args[0].startswith("-"):
        option = args.pop(0)
        if option == "-0":
            zero = True
        elif option.startswith("-n"):
            size = int(option[2:] or args.pop(0))
        elif option.startswith("-I"):
            replace = option[2:] or args.pop(0)
        elif option != "-r":
            raise CommandError(f"xargs: Unknown option '{option[1:]}'")
    text = call.stdin.read().decode("utf-8", "surrogateescape")
    if zero:
        words = [word for word in text.split("\0") if word]
    else:
        words = text.splitlines() if replace else shlex.split(text, comments=False)
    base = args or ["echo"]
    if replace:
        batches = [[part.replace(replace, word) for part in base] for word in words]
    elif size:
        batches = [base + words[at : at + size] for at in range(0, len(words), size)]
    else:
        batches = [base + words] if words else []
    code = 0
    for batch in batches:
        if _run(call, batch) != 0:
            code = 123
    return code

"""File commands of the phone's toybox: ls, cat, stat, mkdir, rm, mv, cp, touch and their kin."""

from __future__ import annotations

import os
import posixpath
import shutil
import stat
from collections.abc import Callable
from datetime import UTC, datetime

from device.simulator.file_times import modified
from device.simulator.kernel_files import kernel_file
from device.simulator.shell.command import Call, CommandError, command, split_options
from device.simulator.shell.interpreter import describe

OWNER = "shell"


@command("ls")
def ls(call: Call) -> int:
    """List folders and files: -l -a -A -R -1 -d -h -s -t -u -n."""
    options, operands = split_options(call.args, flags="laA1RdhstunrSpF")
    code = 0
    folders: list[str] = []
    plain: list[str] = []
    for operand in operands or ["."]:
        host = call.shell.host_path(operand)
        if not os.path.lexists(host):
            call.error(f"ls: {operand}: No such file or directory")
            code = 1
        elif os.path.isdir(host) and "d" not in options:
            folders.append(operand)
        else:
            plain.append(operand)
    for path in plain:
        call.print(_line(call, path, path, options))
    headed = len(folders) + len(plain) > 1 or "R" in options
    for number, folder in enumerate(folders):
        _list_folder(call, folder, options, headed=headed, first=number == 0 and not plain)
    return code


def _list_folder(call: Call, folder: str, options: dict[str, str], *, headed: bool, first: bool) -> None:
    host = call.shell.host_path(folder)
    names = sorted(os.listdir(host))
    if "a" not in options and "A" not in options:
        names = [name for name in names if not name.startswith(".")]
    if "t" in options:
        names.sort(key=lambda name: -modified(call.phone, os.lstat(os.path.join(host, name))))
    if "r" in options:
        names.reverse()
    if headed:
        call.print(("" if first else "\n") + f"{folder}:")
    if "l" in options:
        blocks = sum(os.lstat(os.path.join(host, name)).st_blocks for name in names) // 2
        call.print(f"total {blocks}")
    shown = [".", "..", *names] if "a" in options else names
    for name in shown:
        call.print(_line(call, posixpath.join(folder, name), name, options))
    if "R" in options:
        for name in names:
            if os.path.isdir(os.path.join(host, name)):
                _list_folder(call, posixpath.join(folder, name), options, headed=True, first=False)


def _line(call: Call, path: str, shown: str, options: dict[str, str]) -> str:
    if "l" not in options:
        return shown
    status = os.lstat(call.shell.host_path(path))
    when = datetime.fromtimestamp(modified(call.phone, status), UTC).strftime("%Y-%m-%d %H:%M")
    size = _human(status.st_size) if "h" in options else str(status.st_size)
    return f"{stat.filemode(status.st_mode)} {status.st_nlink} {OWNER} {OWNER} {size:>7} {when} {shown}"


def _human(size: float) -> str:
    for unit in ("", "K", "M"):
        if size < 1024:
            return f"{size:.0f}{unit}" if not unit or size >= 10 else f"{size:.1f}{unit}"
        size /= 1024
    return f"{size:.1f}G"


@command("cat")
def cat(call: Call) -> int:
    """Print files, or stdin."""
    code = 0
    for path in call.args or ["-"]:
        if path == "-":
            while chunk := call.stdin.read_some():
                call.stdout.write(chunk)
                call.flush()
            continue
        try:
            call.stdout.write(read_file(call, path))
        except CommandError as error:
            call.error(str(error))
            code = 1
    return code


def read_file(call: Call, path: str) -> bytes:
    """Return a file's content.

    Raises:
        CommandError: It can't be read; the message names the command and the file.
    """
    if path == "-":
        return call.stdin.read()
    if call.shell.resolve(path) == "/dev/null":
        return b""
    special = kernel_file(call.phone, call.shell.resolve(path))
    if special is not None:
        return special
    try:
        with open(call.shell.host_path(path), "rb") as file:
            return file.read()
    except OSError as error:
        raise CommandError(f"{call.name}: {path}: {describe(error)}") from error


@command("stat")
def stat_command(call: Call) -> int:
    """Describe files; -c FORMAT with %n %s %a %A %F %Y %y %U %G %u %g."""
    options, operands = split_options(call.args, valued="c", flags="Lt")
    code = 0
    for path in operands:
        try:
            status = os.stat(call.shell.host_path(path))
        except OSError as error:
            call.error(f"stat: '{path}': {describe(error)}")
            code = 1
            continue
        seconds = modified(call.phone, status)
        when = datetime.fromtimestamp(seconds, UTC)
        stamp = when.strftime("%Y-%m-%d %H:%M:%S.%f000 +0000")
        kind = "directory" if stat.S_ISDIR(status.st_mode) else "regular file"
        fields = {"n": path, "s": str(status.st_size), "a": f"{stat.S_IMODE(status.st_mode):o}", "F": kind}
        fields |= {"A": stat.filemode(status.st_mode), "Y": str(int(seconds)), "y": stamp, "%": "%"}
        fields |= {"U": OWNER, "G": OWNER, "u": "2000", "g": "2000", "h": str(status.st_nlink), "i": str(status.st_ino)}
        if "c" in options:
            call.print(_fill(options["c"], fields))
            continue
        call.print(f"  File: {path}\n  Size: {status.st_size}\t Blocks: {status.st_blocks}\t IO Blocks: 512\t{kind}")
        call.print(
            f"Access: ({stat.S_IMODE(status.st_mode):04o}/{stat.filemode(status.st_mode)})\tUid: ( 2000/   shell)"
        )
        call.print(f"Modify: {stamp}")
    return code


def _fill(template: str, fields: dict[str, str]) -> str:
    parts = template.split("%")
    text, position = parts[0], 1
    while position < len(parts):
        part = parts[position]
        if not part and position + 1 < len(parts):
            text += "%" + parts[position + 1]
            position += 2
            continue
        text += fields.get(part[:1], "?") + part[1:]
        position += 1
    return text


@command("mkdir")
def mkdir(call: Call) -> int:
    """Make folders: -p -m MODE."""
    options, operands = split_options(call.args, flags="pv", valued="m")
    if not operands:
        raise CommandError("mkdir: Needs 1 argument")
    for path in operands:
        _try(call, path, lambda host: os.makedirs(host, exist_ok=True) if "p" in options else os.mkdir(host))
    call.phone.changed()
    return 0


@command("rm")
def rm(call: Call) -> int:
    """Remove files, with -r folders; -f asks and complains not."""
    options, operands = split_options(call.args, flags="rRfvi")
    code = 0
    for path in operands:
        host = call.shell.host_path(path)
        if not os.path.lexists(host):
            if "f" not in options:
                call.error(f"rm: {path}: No such file or directory")
                code = 1
        elif os.path.isdir(host) and not os.path.islink(host):
            if "r" not in options and "R" not in options:
                call.error(f"rm: {path}: Is a directory")
                code = 1
            else:
                code = _remove_tree(call, call.shell.resolve(path), path) or code
        else:
            os.unlink(host)
    call.phone.changed()
    return code


def _remove_tree(call: Call, path: str, shown: str) -> int:
    """Remove a folder with what is in it; mount points and the folders above them stay, and are complained about."""
    host = call.shell.host_path(path)
    if not call.phone.files.is_fixed(path):
        shutil.rmtree(host)
        return 0
    for name in os.listdir(host):
        below = posixpath.join(path, name)
        if os.path.isdir(call.shell.host_path(below)):
            _remove_tree(call, below, posixpath.join(shown, name))
        else:
            os.unlink(call.shell.host_path(below))
    call.error(f"rm: {shown}: Device or resource busy")
    return 1


@command("rmdir")
def rmdir(call: Call) -> int:
    """Remove empty folders."""
    for path in split_options(call.args, flags="p")[1]:
        _try(call, path, os.rmdir)
    call.phone.changed()
    return 0


@command("mv")
def mv(call: Call) -> int:
    """Move files and folders."""
    return _transfer(call, split_options(call.args, flags="fnvi")[1], move=True, deep=True)


@command("cp")
def cp(call: Call) -> int:
    """Copy files, with -r or -a folders."""
    options, operands = split_options(call.args, flags="rRafpvLPdi")
    return _transfer(call, operands, move=False, deep=bool(options.keys() & {"r", "R", "a"}))


def _transfer(call: Call, operands: list[str], *, move: bool, deep: bool) -> int:
    if len(operands) < 2:
        raise CommandError(f"{call.name}: Needs 2 arguments")
    *sources, target = operands
    into = os.path.isdir(call.shell.host_path(target))
    if len(sources) > 1 and not into:
        raise CommandError(f"{call.name}: '{target}' not directory")
    code = 0
    for source in sources:
        host = call.shell.host_path(source)
        base = posixpath.basename(call.shell.resolve(source))
        destination = call.shell.host_path(posixpath.join(target, base) if into else target)
        try:
            if f"{destination}/".startswith(f"{host}/") and os.path.isdir(host):
                raise CommandError(f"{call.name}: recursion: '{source}' into itself")
            if move and call.phone.files.is_fixed(call.shell.resolve(source)):
                raise CommandError(f"{call.name}: bad '{source}': Device or resource busy")
            if os.path.isdir(host) and not deep:
                raise CommandError(f"{call.name}: Skipped dir '{source}'")
            if move:
                shutil.move(host, destination)
            elif os.path.isdir(host):
                shutil.copytree(host, destination, dirs_exist_ok=True)
            else:
                shutil.copy2(host, destination)
        except OSError as error:
            call.error(f"{call.name}: bad '{source}': {describe(error)}")
            code = 1
        except CommandError as error:
            call.error(str(error))
            code = 1
    call.phone.changed()
    return code


@command("touch")
def touch(call: Call) -> int:
    """Make empty files, or set the time of files to now."""
    options, operands = split_options(call.args, flags="acm", valued="dtr")
    now = call.phone.clock.now()

    def stamp(host: str) -> None:
        if "c" in options and not os.path.exists(host):
            return
        with open(host, "ab"):
            pass
        os.utime(host, (now, now))

    for path in operands:
        _try(call, path, stamp)
    call.phone.changed()
    return 0


def _try(call: Call, path: str, action: Callable[[str], None]) -> None:
    """Run `action` on the host's path.

    Raises:
        CommandError: It failed.
    """
    try:
        action(call.shell.host_path(path))
    except OSError as error:
        raise CommandError(f"{call.name}: '{path}': {describe(error)}") from error


@command("chmod")
def chmod(call: Call) -> int:
    """Change modes, octal or as ``+x``."""
    _, operands = split_options([arg for arg in call.args if arg not in {"-x", "-w", "-r"}], flags="Rvf")
    if len(operands) < 2:
        raise CommandError("chmod: Needs 2 arguments")
    mode, *paths = operands

    def change(host: str) -> None:
        if mode.isdigit():
            os.chmod(host, int(mode, 8) | stat.S_IRUSR | stat.S_IWUSR)
        elif "+x" in mode:
            os.chmod(host, os.stat(host).st_mode | 0o111)

    for path in paths:
        _try(call, path, change)
    return 0


@command("chown", "chgrp", "restorecon", "chcon", "sync")
def change_owner(call: Call) -> int:
    """Check that the files exist: all of them belong to the shell here."""
    for path in [arg for arg in call.args if arg.startswith("/")]:
        if not os.path.lexists(call.shell.host_path(path)):
            raise CommandError(f"{call.name}: '{path}': No such file or directory")
    return 0


@command("df")
def df(call: Call) -> int:
    """Tell a storage size: one file system; -h in gigabytes."""
    if "-h" in call.args:
        call.print("Filesystem      Size  Used Avail Use% Mounted on")
        call.print("/dev/fuse       113G   30G   83G  27% /storage/emulated")
    else:
        call.print("Filesystem      1K-blocks     Used Available Use% Mounted on")
        call.print("/dev/fuse       118495340 31403592  87091748  27% /storage/emulated")
    return 0


@command("du")
def du(call: Call) -> int:
    """Sum up file sizes in KiB: -s -h."""
    options, operands = split_options(call.args, flags="shka", valued="d")
    for path in operands or ["."]:
        total = 0
        for folder, _, names in os.walk(call.shell.host_path(path)):
            total += sum(os.lstat(os.path.join(folder, name)).st_size for name in names)
        call.print(f"{_human(total) if 'h' in options else (total + 1023) // 1024}\t{path}")
    return 0


@command("basename")
def basename(call: Call) -> int:
    """Print a path's last part."""
    name = posixpath.basename(call.args[0].rstrip("/")) if call.args else ""
    call.print(name.removesuffix(call.args[1]) if len(call.args) > 1 else name)
    return 0


@command("dirname")
def dirname(call: Call) -> int:
    """Print a path without its last part."""
    call.print(posixpath.dirname(call.args[0]) or "." if call.args else ".")
    return 0


@command("realpath", "readlink")
def realpath(call: Call) -> int:
    """Print a path without aliases."""
    for path in split_options(call.args, flags="fen")[1]:
        call.print(call.phone.files.resolve(call.shell.resolve(path)))
    return 0

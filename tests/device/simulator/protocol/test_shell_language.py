"""The shell's language: what scripts of uiautomator2, AndroidWorld, Android-Lab and others are made of."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.simulator.phone import SimulatedPhone
from device.simulator.shell import run_command
from device.simulator.shell.parser import parse
from device.simulator.shell.syntax import Sequence, ShellSyntaxError


@pytest.fixture(scope="module")
def phone() -> Iterator[SimulatedPhone]:
    with SimulatedPhone() as phone:
        yield phone


SCRIPTS = [
    ("echo a  'b  c' \"d e\" f\\ g", "a b  c d e f g\n", 0),
    ("echo -n no newline", "no newline", 0),
    ("false; echo $?", "1\n", 0),
    ("true && echo yes || echo no", "yes\n", 0),
    ("false && echo yes || echo no", "no\n", 0),
    ("! true; echo $?", "1\n", 0),
    ("exit 7", "", 7),
    ("nonsense", "/system/bin/sh: nonsense: inaccessible or not found\n", 127),
    ("nonsense 2>/dev/null; echo $?", "127\n", 0),
    ("X=5; echo $X ${X}0 '$X' \"$X\"", "5 50 $X 5\n", 0),
    ("X='a b'; echo $X; echo \"$X\"", "a b\na b\n", 0),
    ("echo ${NONE:-default} ${HOME:+set} ${NONE:+set}", "default set\n", 0),
    ("F=/a/b.tar.gz; echo ${F##*/} ${F%.gz} ${F%%.*} ${#F}", "b.tar.gz /a/b.tar /a/b 11\n", 0),
    ('X=$(echo in; echo side); echo "$X"', "in\nside\n", 0),
    ("echo `echo back \\`echo quoted\\``", "back quoted\n", 0),
    ("echo $((2 + 3 * 4)) $((7 / 2)) $((-7 / 2)) $((7 % 3)) $((1 << 4))", "14 3 -3 1 16\n", 0),
    ("i=3; i=$((i+1)); echo $i", "4\n", 0),
    ('for i in {1..3} x; do echo -n "$i "; done', "1 2 3 x ", 0),
    ("for i in 1 2 3; do if [ $i = 2 ]; then continue; fi; echo $i; done", "1\n3\n", 0),
    ("while true; do echo once; break; done", "once\n", 0),
    ("i=0; while [ $i -lt 3 ]; do i=$((i+1)); done; echo $i", "3\n", 0),
    ("i=0; until [ $i -ge 2 ]; do i=$((i+1)); done; echo $i", "2\n", 0),
    ('if [ -d "/sdcard/DCIM" ]; then\n  echo folder\nelse\n  echo none\nfi', "folder\n", 0),
    ("if false; then echo a; elif true; then echo b; else echo c; fi", "b\n", 0),
    ("case abc in x) echo x;; a*|b) echo starts;; *) echo other;; esac", "starts\n", 0),
    ("(cd /sdcard; pwd); pwd", "/sdcard\n/\n", 0),
    ("{ echo a; echo b; } | wc -l", "2\n", 0),
    ("printf '%s-%03d\\n' a 7 b 8", "a-007\nb-008\n", 0),
    ("echo one > /sdcard/f; echo two >> /sdcard/f; cat /sdcard/f", "one\ntwo\n", 0),
    ("cat < /sdcard/missing", "/system/bin/sh: can't open /sdcard/missing: No such file or directory\n", 1),
    ("cat <<END\nhome is $HOME\nEND\necho after", "home is /\nafter\n", 0),
    ("cat <<'END'\nhome is $HOME\nEND", "home is $HOME\n", 0),
    ("ls /nowhere 2>&1 | grep -c 'No such file'", "1\n", 0),
    ("rm -f /tmpfile; touch /sdcard/a.txt /sdcard/b.txt; echo /sdcard/*.txt", "/sdcard/a.txt /sdcard/b.txt\n", 0),
    ("echo /sdcard/*.none '*'", "/sdcard/*.none *\n", 0),
    ("export A=1; B=2 sh -c 'echo $A'", "1\n", 0),
    ("echo a & echo b", "a\nb\n", 0),
    ("echo a # comment\n# another\necho b", "a\nb\n", 0),
    ('echo $#; set -- x y; echo $# $1 $2 "$@"', "0\n2 x y x y\n", 0),
    ("echo 'a b' | while read first second; do echo $second $first; done", "b a\n", 0),
    ("[ 1 -eq 1 -a a = a ] && echo both", "both\n", 0),
    ("[ -z '' ] && [ -n x ] && [ ! -e /none ] && echo all", "all\n", 0),
    ("[ a", "/system/bin/sh: [: missing ]\n", 2),
    ("sh -c 'exit 4'; echo $?", "4\n", 0),
    ("echo 'unclosed", "/system/bin/sh: no closing quote\n", 1),
    ("if true", "/system/bin/sh: syntax error: unexpected 'end of file'\n", 1),
    ("echo )", "/system/bin/sh: syntax error: unexpected ')'\n", 1),
    ("nohup echo there", "there\n", 0),
    ("exec echo replaced", "replaced\n", 0),
    ("su 0 id -u", "0\n", 0),
    ("f() { echo $# $1; return 3; }; f a b; echo $?", "2 a\n3\n", 0),
    ("function f { g() { echo in; }; }\nf; g; echo $1", "in\n\n", 0),
    ("f() { f; }; f", "/system/bin/sh: f: nested too deeply\n", 1),
    ("f() (cd /sdcard; pwd); f | cat; pwd", "/sdcard\n/\n", 0),
    ("return 4; echo never", "", 4),
    ("Y=abcdef; echo ${Y:1:2} ${Y:3} ${Y:-2} ${Y: -2} ${Y/c/X} ${Y//[a-c]/.}", "bc def abcdef ef abXdef ...def\n", 0),
    ("echo ~ ~/x '~' a~ \"~\"; X=~/y; echo $X", "/ /x ~ a~ ~\n/y\n", 0),
    ("[[ -d /sdcard && ( a == b || 2 -gt 1 ) ]] && echo both", "both\n", 0),
    ("A=1 env | grep ^A=; env B=2 sh -c 'echo $B'; printenv HOME", "A=1\n2\n/\n", 0),
    ("command -v cat cd none f; type cd none", "/system/bin/cat\ncd\ncd is a shell builtin\nnone not found\n", 1),
    ("which ls cd; echo $?", "/system/bin/ls\n1\n", 0),
    ("timeout 0.1 sleep 9; echo $?; timeout 9 sh -c 'exit 3'; echo $?", "124\n3\n", 0),
    ("time true 2>&1 | grep -c real", "1\n", 0),
    ("seq 3; seq -s , 2 2 6; seq 3 -1 1 | tac", "1\n2\n3\n2,4,6\n1\n2\n3\n", 0),
    ("expr 2 + 3 \\* 4; expr abc : 'a\\(.\\)'; expr abc : ab; expr 2 = 3", "14\nb\n2\n0\n", 1),
    (
        "mkdir -p /sdcard/r/s; echo hit > /sdcard/r/s/f; grep -rn hit /sdcard/r; rm -r /sdcard/r",
        "/sdcard/r/s/f:1:hit\n",
        0,
    ),
    ("printf abcdef | dd bs=2 skip=1 count=1 status=none", "cd", 0),
    (
        "echo a > /sdcard/1; echo b > /sdcard/2; cmp /sdcard/1 /sdcard/2",
        "/sdcard/1 /sdcard/2 differ: char 1, line 1\n",
        1,
    ),
    ("echo '1 2' | awk '{print $1+$2}' 2>/dev/null", "", 2),
    ("sleep 60 & kill -0 $! && kill $!; wait; kill -0 $! 2>/dev/null; ps -A | grep -c ' sh$'", "0\n", 1),
    (
        "pgrep -x com.android.systemui; ps -p 640 -o PID,NAME; kill 640",
        "893\n  PID NAME\n  640 system_server\nkill: 640: Operation not permitted\n",
        1,
    ),
    (
        "ls /sys/class/power_supply; cat /sys/class/power_supply/battery/status",
        "ac\nbattery\nusb\nwireless\nCharging\n",
        0,
    ),
    ("ls -ld /sdcard/Download /proc/uptime | awk '{print $6, $7}'", "2023-10-15 15:34\n2023-10-15 15:34\n", 0),
]


@pytest.mark.parametrize(("script", "output", "code"), SCRIPTS, ids=[script for script, _, _ in SCRIPTS])
def test_a_script_does_what_it_does_on_a_phone(phone: SimulatedPhone, script: str, output: str, code: int) -> None:
    assert run_command(phone, script) == (output.encode(), code)


TOOLS = [
    ("grep -E 'a|c' -n", "a\nb\nc\n", "1:a\n3:c\n"),
    ("grep -i -v B", "a\nb\nc\n", "a\nc\n"),
    ("grep -o '[0-9]*'", "a12b\n", "12\n"),
    ("grep 'a\\|b' -c", "a\nb\nc\n", "2\n"),
    ("head -n 2", "1\n2\n3\n", "1\n2\n"),
    ("tail -n 1", "1\n2\n3\n", "3\n"),
    ("head -1", "1\n2\n", "1\n"),
    ("sort -n -r", "2\n10\n1\n", "10\n2\n1\n"),
    ("sort -u", "b\na\nb\n", "a\nb\n"),
    ("uniq -c", "a\na\nb\n", "      2 a\n      1 b\n"),
    ("cut -d : -f 2", "a:b:c\nnone\n", "b\nnone\n"),
    ("cut -c 1-2", "abc\n", "ab\n"),
    ("tr a-z A-Z", "abc\n", "ABC\n"),
    ("tr -d '\\r'", "a\r\n", "a\n"),
    ("sed 's/a/b/g'", "aca\n", "bcb\n"),
    ("sed -n '2p'", "1\n2\n3\n", "2\n"),
    ("sed '/x/d'", "x\ny\n", "y\n"),
    ("sed -E 's/([a-z]+)=([0-9]+)/\\2=\\1/'", "abc=12\n", "12=abc\n"),
    ("awk '{print $2}'", "a b c\n", "b\n"),
    ("awk -F ':' '{print $NF}'", "a:b:c\n", "c\n"),
    ("awk '/b/ {print $1, $2}'", "a 1\nb 2\n", "b 2\n"),
    ("xargs -n 1 echo -", "a b\n", "- a\n- b\n"),
    ("xargs -I {} echo '<{}>'", "a b\n", "<a b>\n"),
    ("wc -l", "a\nb\n", "2\n"),
    ("base64", "hello\n", "aGVsbG8K\n"),
    ("base64 -d", "aGVsbG8K\n", "hello\n"),
    ("md5sum", "hello\n", "b1946ac92492d2347c6235b4d2611184  -\n"),
    ("tee /sdcard/t", "x\n", "x\n"),
    ("rev", "abc\n", "cba\n"),
    ("nl", "a\n\nb\n", "     1\ta\n\n     2\tb\n"),
]


@pytest.mark.parametrize(("command", "given_text", "output"), TOOLS, ids=[command for command, _, _ in TOOLS])
def test_a_tool_filters_its_input(phone: SimulatedPhone, command: str, given_text: str, output: str) -> None:
    assert run_command(phone, command, stdin=given_text.encode())[0].decode() == output


@given(st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"]), max_size=40))
@settings(deadline=None)
def test_quoted_text_comes_out_unchanged(phone: SimulatedPhone, text: str) -> None:
    output, code = run_command(phone, f"printf %s {shlex.quote(text)}")
    assert (output.decode(), code) == (text, 0)


WORDS = "echo a if then fi for do done case esac in while until 2>&1 <<E $(( )) ${ é"
FRAGMENTS = st.lists(
    st.sampled_from([*"'\"$(){};&|<>\n`\\*#![] ", *(f"{word} " for word in WORDS.split())]), max_size=25
)


@given(FRAGMENTS)
@settings(max_examples=150, deadline=None)
def test_any_text_parses_or_is_a_syntax_error(pieces: list[str]) -> None:
    try:
        tree = parse("".join(pieces))
    except ShellSyntaxError:
        return
    assert isinstance(tree, Sequence)


@pytest.mark.parametrize("source", ["(" * 500 + ")" * 500, "$(" * 500, "`" * 999, "if true; then " * 300])
def test_deep_nesting_is_refused(source: str) -> None:
    with pytest.raises(ShellSyntaxError):
        parse(source)

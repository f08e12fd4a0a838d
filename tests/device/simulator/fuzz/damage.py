"""Makes garbage of what is right: text and bytes that are cut, doubled, spliced and sprinkled with odd pieces."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

ODD_TEXT = (
    *("$(", ")", "`", "${", "}", "$((", "))", "'", '"', "\\", "|", "||", "&&", "&", ";", ";;", ">", ">>", "<", "<<X"),
    *("2>&1", "!", "*", "?", "[", "]", "{1..9}", "{a,b}{c,d}", "#", "~", "%", "%s", "%n", "\n", "\t", "\0", "\x1b[2J"),
    *("-1", "0", "1e999", "NaN", "inf", "99999999999999999999", "0x7fffffff", "-", "--", "-n", "-e", "-r", "²", "١"),
    *("../../../../../../etc/passwd", "/etc", "/", "//", "/proc/self/environ", "/dev/zero", "/sdcard/../../../root"),
    *("\u00e9", "你好", "\U0001f600", "\ud800", "\u202e", "A" * 3000, "(" * 80, "((((a*)*", "[[:digit:]", "\\1"),
    *("ATTACH '/etc/passwd' AS x", "VACUUM INTO '/tmp/x'", "PRAGMA temp_store_directory='/tmp'", "nul\0l"),
)


def damaged_text(text: str, corpus: Sequence[str], random: Random) -> str:
    """Return `text` after one to four injuries; some take pieces of other texts of the corpus."""
    for _ in range(random.randint(1, 4)):
        at, to = sorted((random.randint(0, len(text)), random.randint(0, len(text))))
        match random.randrange(7):
            case 0:
                text = text[:at] + text[to:]
            case 1:
                text = text[:at] + random.choice(ODD_TEXT) + text[at:]
            case 2:
                text = text[:to] + text[at:to] + text[to:]
            case 3:
                words = text.split(" ")
                words[random.randrange(len(words))] = random.choice(ODD_TEXT)
                text = " ".join(words)
            case 4:
                words = text.split(" ")
                random.shuffle(words)
                text = " ".join(words)
            case 5:
                text = random.choice((f"{text} | ", f"{text} ; ", f"{text} > ", "")) + random.choice(corpus)
            case _:
                text = text[:at] + chr(random.choice((0, 10, 34, 39, 92, 127, 255, 0x2028, 0xFFFD))) + text[to:]
    return text[:20_000]


def damaged_bytes(data: bytes, random: Random) -> bytes:
    """Return `data` after one to four injuries."""
    for _ in range(random.randint(1, 4)):
        at, to = sorted((random.randint(0, len(data)), random.randint(0, len(data))))
        match random.randrange(5):
            case 0:
                data = data[:at] + data[to:]
            case 1:
                data = data[:at] + random.randbytes(random.randint(1, 20)) + data[at:]
            case 2:
                data = data[:to] + data[at:to] + data[to:]
            case 3 if data:
                place = random.randrange(len(data))
                data = data[:place] + bytes([data[place] ^ 1 << random.randrange(8)]) + data[place + 1 :]
            case _:
                data = data[:at]
    return data


def odd_value(random: Random, *, depth: int = 0) -> object:
    """Return a JSON value that nobody expects."""
    match random.randrange(10 if depth < 4 else 7):
        case 0:
            return None
        case 1:
            return random.choice((True, False))
        case 2:
            return random.choice((0, 1, -1, 7, 50, 2**31, -(2**63), 10**30))
        case 3:
            return random.choice((0.5, -0.0, 1e308, float("inf"), float("nan")))
        case 4 | 5:
            return random.choice(("", "a", "text", "Settings", ".*", "((", *ODD_TEXT))
        case 6:
            return random.randint(0, 2400)
        case 7:
            return [odd_value(random, depth=depth + 1) for _ in range(random.randint(0, 4))]
        case _:
            names = ("mask", "text", "className", "x", "y", "childOrSibling", "$page", "$tuple", "instance", "index")
            return {random.choice(names): odd_value(random, depth=depth + 1) for _ in range(random.randint(0, 4))}

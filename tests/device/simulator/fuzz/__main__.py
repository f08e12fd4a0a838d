"""Send garbage to a simulated phone by the thousand: `python -m tests.device.simulator.fuzz --count 20000`.

It may be answered with an error or a closed stream. The process must go on, no thread may die, nothing may take more
than half a minute, and no file outside of the phone's own tree may be touched.
"""

from __future__ import annotations

import argparse
import faulthandler
import sys

from tests.device.simulator.fuzz.run import WEIGHTS, fuzz

HANGS_AFTER_SECONDS = 300
"""For the fifty pieces between two looks at the phone."""


def _watch_for_hangs() -> None:
    """End the program with a traceback unless this is called again in time."""
    faulthandler.dump_traceback_later(HANGS_AFTER_SECONDS, exit=True)


def main() -> int:
    """Run from the command line; return 1 where something went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--first", type=int, default=0, help="number of the first piece, to try one again")
    parser.add_argument("--only", choices=sorted(WEIGHTS))
    chosen = parser.parse_args()
    _watch_for_hangs()
    report = fuzz(count=chosen.count, seed=chosen.seed, first=chosen.first, only=chosen.only, goes_on=_watch_for_hangs)
    for (target, end), times in sorted(report.ends.items()):
        sys.stdout.write(f"{target:6} {end:10} {times}\n")
    sys.stdout.write("\n".join(report.wrong[:50] or ["nothing went wrong"]) + "\n")
    return bool(report.wrong)


if __name__ == "__main__":
    sys.exit(main())

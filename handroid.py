"""The program's entry, which does nothing but load the program: half a second in which Ctrl-C ends it quietly too."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the program; see `tasks.cli.main`."""
    try:
        from tasks.cli import main as run
    except KeyboardInterrupt:
        sys.stderr.write("handroid: interrupted\n")
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()

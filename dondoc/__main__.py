"""`python -m dondoc` and the console script: `--version` is answered before anything heavy is imported."""

from __future__ import annotations

import sys


def main() -> None:
    """Run one command; exit codes of DESIGN section 6."""
    if sys.argv[1:] == ["--version"]:
        from dondoc import __version__

        sys.stdout.write(f"dondoc {__version__}\n")
        return
    from dondoc.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()

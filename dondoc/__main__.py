"""`python -m dondoc` and the console script: `--version` is answered before anything heavy is imported."""

from __future__ import annotations

import gc
import os
import sys

# What a start makes stays to the end: at Python's 700 the collector walks through it two hundred times.
OBJECTS = 200_000


def main() -> None:
    """Run one command; exit codes of DESIGN section 6."""
    gc.set_threshold(OBJECTS)
    # Pydantic would look through every installed package for plugins; none shall have a say in what is valid.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    if sys.argv[1:] == ["--version"]:
        from dondoc import __version__

        sys.stdout.write(f"dondoc {__version__}\n")
        return
    from dondoc.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()

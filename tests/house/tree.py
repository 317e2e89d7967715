"""What counts as a file of the project: what git tracks, or would on the next commit."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

PACKAGES = ("dondoc", "scheduler", "data", "notifiers", "rules")


def project_files(root: Path) -> list[Path]:
    """Paths relative to `root`; a checkout owned by another user is read all the same."""
    command = [
        "git",
        "-c",
        "safe.directory=*",
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]
    listing = subprocess.run(command, cwd=root, check=True, capture_output=True).stdout.decode()
    return sorted(
        path for name in set(listing.split("\0")) if name and (root / (path := Path(name))).is_file()
    )


def copy_project(root: Path, target: Path) -> None:
    """What a fresh clone would hold, so that nothing lying about in the checkout helps or hinders."""
    for path in project_files(root):
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(root / path, target / path)

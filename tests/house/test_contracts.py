"""The checkers: who may import whom, and that nothing is left half done."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.house.tree import PACKAGES, project_files

# Put together here, so that this file does not hold them itself.
UNFINISHED = re.compile("|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "NotImplemented" + "Error"]))


def test_the_packages_import_each_other_only_as_the_design_says(root: Path) -> None:
    checker = Path(sys.executable).with_name("lint-imports")
    environment = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1"}
    run = subprocess.run(
        [checker, "--no-cache"], cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_nothing_is_left_unfinished(root: Path) -> None:
    code = [path for path in project_files(root) if path.suffix == ".py"]
    assert [path for path in code if UNFINISHED.search((root / path).read_text(encoding="utf-8"))] == []


def test_every_package_says_that_it_is_typed(root: Path) -> None:
    assert [package for package in PACKAGES if not (root / package / "py.typed").is_file()] == []

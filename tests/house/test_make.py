"""The two commands of the README stand on the Makefile: it lists itself, whole."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

PROMISED = {"demo", "test", "check", "lint", "types", "format", "bench", "clean", "wheel"}
INTERNAL = {"system"}  # a step of `make test`, of no use alone


def make(root: Path, *arguments: str, **environment: str) -> str:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    run = subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=root,
        env={**inherited, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout


def targets(root: Path) -> set[str]:
    phony = re.findall(r"^\.PHONY: (.+)$", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    return {name for line in phony for name in line.split()}


def test_make_alone_lists_every_target_with_what_it_does(root: Path) -> None:
    listed = dict(re.findall(r"^  make ([a-z-]+) +(\S.+)$", make(root), re.MULTILINE))
    assert set(listed) == targets(root) - INTERNAL


def test_the_promised_targets_are_there(root: Path) -> None:
    assert targets(root) >= PROMISED


@pytest.mark.parametrize("home", ["", None])
def test_an_empty_or_missing_home_is_replaced_by_one_of_our_own(home: str | None, root: Path) -> None:
    given = {} if home is None else {"HOME": home}
    command = [
        "env",
        "-u",
        "HOME",
        *(f"{name}={value}" for name, value in given.items()),
        "make",
        "-pn",
        "help",
    ]
    printed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    assert re.search(r"^export HOME := .+/\.venv/home$|^HOME := .+/\.venv/home$", printed, re.MULTILINE)


def test_ci_runs_make_test_and_nothing_else(root: Path) -> None:
    script = root / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text(encoding="utf-8").splitlines()[-1].endswith("make test")


def test_the_hooks_are_local_and_run_from_the_pinned_environment(root: Path) -> None:
    text = (root / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert re.findall(r"repo: (\S+)", text) == ["local"]
    assert all(entry.startswith(".venv/bin/") for entry in re.findall(r"entry: (\S+)", text))

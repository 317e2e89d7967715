"""The pins: exact, hashed, complete, and silent about where they come from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

LOCKED = ["build", "runtime", "all", "test"]


def entries(root: Path, name: str) -> dict[str, str]:
    """Distribution -> its whole entry (version, marker, hashes)."""
    text = (root / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    return {re.split(r"[=<>;\[ ]", block)[0]: block for block in blocks}


def declared(root: Path) -> dict[str, list[str]]:
    """`runtime` and every extra -> the distributions pyproject.toml asks for."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {"runtime": project["dependencies"], **project["optional-dependencies"]}
    return {
        name: [re.split(r"[<>=\[; ]", line)[0].lower() for line in lines] for name, lines in asked.items()
    }


@pytest.mark.parametrize("name", LOCKED)
def test_every_requirement_is_one_version_with_hashes(name: str, root: Path) -> None:
    loose = [
        distribution
        for distribution, block in entries(root, name).items()
        if not re.match(r"\S+==\S+", block) or "--hash=sha256:" not in block
    ]
    assert loose == []


@pytest.mark.parametrize("name", LOCKED)
def test_requirements_name_no_index(name: str, root: Path) -> None:
    text = (root / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert not re.search(r"://|--(?:extra-)?index-url|--find-links|--trusted-host", text)


def test_everything_that_pyproject_asks_for_is_pinned(root: Path) -> None:
    asked = declared(root)
    assert set(asked["runtime"]) <= set(entries(root, "runtime"))
    extras = {name for extra, names in asked.items() if extra not in {"runtime", "all"} for name in names}
    assert extras <= set(entries(root, "all"))


def test_the_extra_all_names_every_other_extra(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    named = {extra for line in extras["all"] for extra in re.findall(r"[\w-]+", line.split("[")[1])}
    assert named == set(extras) - {"all"}


def test_what_is_tested_is_what_is_shipped(root: Path) -> None:
    tested = entries(root, "test")
    differing = {
        distribution
        for name in ["runtime", "all"]
        for distribution, block in entries(root, name).items()
        if tested[distribution].split("\\")[0] != block.split("\\")[0]
    }
    assert differing == set()

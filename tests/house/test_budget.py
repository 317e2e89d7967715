"""The size budget: short functions, short modules, counted in non-blank lines over the five packages."""

from __future__ import annotations

import ast
from pathlib import Path
from statistics import median, quantiles

import pytest

from tests.house.tree import PACKAGES

LONGEST_FUNCTION = 60
MEDIAN_FUNCTION = 10  # below
P90_FUNCTION = 32
LONGEST_MODULE = 300


def filled(lines: list[str]) -> int:
    return sum(1 for line in lines if line.strip())


def modules(root: Path) -> list[Path]:
    """Migrations are history, not code to be read: they are left out."""
    found = [path for package in PACKAGES for path in sorted((root / package).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def functions(path: Path) -> dict[str, int]:
    """`file:line name` -> non-blank lines, signature and docstring included, decorators not."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    return {
        f"{path}:{node.lineno} {node.name}": filled(lines[node.lineno - 1 : node.end_lineno])
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


@pytest.fixture(scope="module")
def sizes(root: Path) -> dict[str, int]:
    return {name: size for path in modules(root) for name, size in functions(path).items()}


def test_no_function_is_longer_than_sixty_lines(sizes: dict[str, int]) -> None:
    too_long = {name: size for name, size in sizes.items() if size > LONGEST_FUNCTION}
    assert too_long == {}


def test_half_of_the_functions_are_shorter_than_ten_lines(sizes: dict[str, int]) -> None:
    assert median(sizes.values()) < MEDIAN_FUNCTION


def test_nine_functions_in_ten_fit_in_thirty_two_lines(sizes: dict[str, int]) -> None:
    assert quantiles(sizes.values(), n=10)[-1] <= P90_FUNCTION


def test_no_module_is_longer_than_three_hundred_lines(root: Path) -> None:
    lengths = {path: filled(path.read_text(encoding="utf-8").splitlines()) for path in modules(root)}
    assert {path: length for path, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_every_module_says_in_one_docstring_what_it_decides(root: Path) -> None:
    parsed = {path: ast.parse(path.read_text(encoding="utf-8")) for path in modules(root)}
    assert [path for path, tree in parsed.items() if not ast.get_docstring(tree)] == []


def test_no_module_has_a_name_that_says_nothing(root: Path) -> None:
    empty_words = {"manager", "helper", "helpers", "util", "utils", "common", "misc"}
    assert [path for path in modules(root) if empty_words & set(path.stem.split("_"))] == []

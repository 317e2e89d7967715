"""Built-in templates are compiled once for all; what they were made from decides. No admin's is kept."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import Environment

from notifiers.compiled import BuiltInLoader, kept
from notifiers.templates import Templates


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "a.j2").write_text("Kính gửi {{ v }}", "utf-8")
    return tmp_path


def filled(folder: Path, form: str = "one") -> str:
    return (
        Environment(loader=BuiltInLoader(folder, form), autoescape=True).get_template("a.j2").render(v="Sở")
    )


def files_kept(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("__pycache__/*")}


def test_a_kept_template_says_the_same(folder: Path) -> None:
    assert filled(folder) == "Kính gửi Sở"
    first = files_kept(folder)
    assert list(first) == [f"a.j2.{sys.implementation.cache_tag}"]
    assert filled(folder) == "Kính gửi Sở"
    assert files_kept(folder) == first


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "a.j2").write_text("Đồng gửi {{ v }}", "utf-8"),
        lambda folder: next(folder.glob("__pycache__/*")).write_bytes(b"cut short"),
        lambda folder: next(folder.glob("__pycache__/*")).unlink(),
    ],
    ids=["edited", "damaged", "lost"],
)
def test_what_was_not_made_from_the_same_is_made_anew(folder: Path, change: Callable[[Path], object]) -> None:
    filled(folder)
    change(folder)
    expected = (folder / "a.j2").read_text("utf-8").replace("{{ v }}", "Sở")
    assert filled(folder) == expected
    assert len(files_kept(folder)) == 1


def test_other_options_make_other_code(folder: Path) -> None:
    filled(folder)
    before = files_kept(folder)
    filled(folder, "two")
    assert files_kept(folder) != before


def test_nothing_is_kept_where_python_keeps_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert filled(folder) == "Kính gửi Sở"
    assert files_kept(folder) == {}


def test_a_folder_that_cannot_be_written_is_no_trouble(folder: Path) -> None:
    (folder / "__pycache__").write_text("a file stands in the way", "utf-8")
    assert filled(folder) == "Kính gửi Sở"
    assert kept(folder / "__pycache__" / "a", b"") is None


def test_a_template_of_the_workspace_is_never_kept(folder: Path) -> None:
    shutil.copy(folder / "a.j2", folder / "mail.txt.j2")
    assert Templates(folder).text("mail.txt.j2", "Sở") == "Kính gửi Sở"
    assert files_kept(folder) == {}

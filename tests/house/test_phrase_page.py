"""docs/CUM-TU.md tells the truth: every example is read as the page says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from dondoc.commands.read import KINDS
from rules.phrases import read

PAGE = Path(__file__).parents[2] / "docs/CUM-TU.md"
READ, ASKED = PAGE.read_text("utf-8").split("## Không đoán", maxsplit=1)


def examples(text: str) -> list[tuple[str, str]]:
    found = re.findall(r"^\| (.+?) \| (.+?) \|$", text, flags=re.MULTILINE)
    return [(phrase, answer) for phrase, answer in found if phrase != "ghi trong kế hoạch"]


def in_words(deadline: Mapping[str, object]) -> str:
    values = {name: value for name, value in deadline.items() if name not in ("kind", "label")}
    rest = "; ".join(
        f"{name}: {str(value).lower() if isinstance(value, bool) else value}"
        for name, value in values.items()
    )
    label = f"[{deadline['label']}] " if deadline.get("label") else ""
    return f"{label}{KINDS[str(deadline['kind'])]}" + (f" ({rest})" if rest else "")


@pytest.mark.parametrize("phrase, answer", examples(READ), ids=[phrase for phrase, _ in examples(READ)])
def test_an_example_is_read_as_the_page_says(phrase: str, answer: str) -> None:
    assert "<br>".join(map(in_words, read(phrase, 2021).deadlines)) == answer


@pytest.mark.parametrize("phrase, answer", examples(ASKED), ids=[phrase for phrase, _ in examples(ASKED)])
def test_an_example_is_refused_or_doubted_as_the_page_says(phrase: str, answer: str) -> None:
    reading = read(phrase, 2021)
    said = [*(f"lỗi: {one}" for one in reading.problems), *(f"cảnh báo: {one}" for one in reading.warnings)]
    assert "<br>".join(said) == answer


def test_the_page_shows_every_kind_of_deadline() -> None:
    assert all(name in READ for name in KINDS.values())

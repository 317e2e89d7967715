"""The year 2021, mail by mail, against a text that a person has read."""

from __future__ import annotations

import pytest

from tests.golden.year_2021 import TEXTS, texts


@pytest.fixture(scope="module")
def lived() -> dict[str, str]:
    return texts()


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_the_year_2021_says_what_was_read_and_approved(name: str, lived: dict[str, str]) -> None:
    assert lived[name] == TEXTS[name].read_text(encoding="utf-8")

"""The years that several files of this folder look at."""

from __future__ import annotations

import pytest

from tests.conftest import ROOT
from tests.service.years import Year, replayed


@pytest.fixture(scope="session")
def silent_year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    """2021 with nobody answering."""
    return replayed(tmp_path_factory, "year-silent")


@pytest.fixture(scope="session")
def story_year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    """2021 as the shipped story tells it."""
    script = ROOT / "data" / "stories" / "2021.yaml"
    return replayed(tmp_path_factory, "year-story", "--script", str(script))

"""The terminal that most tests of commands type at."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dondoc.terminal import Terminal
from tests.dondoc.terminal import terminal as opened


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return opened(tmp_path, capsys)

"""Writes the copies of the schemas beside this file."""

from __future__ import annotations

from pathlib import Path

from data.schemas import NAMES, written

for _name in NAMES:
    (Path(__file__).parent / f"{_name}.schema.json").write_text(written(_name), encoding="utf-8")

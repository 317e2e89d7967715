"""Reads one Vietnamese deadline phrase: which deadlines it states, and what of it could not be read."""

from __future__ import annotations

from rules.phrases.reading import LONGEST, Reading, read

__all__ = ["LONGEST", "Reading", "read"]

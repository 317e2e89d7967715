"""How a command ends: the exit codes of DESIGN section 6, and an expected failure."""

from __future__ import annotations

GOOD, PROBLEMS, WRONG_USE, COULD_NOT = 0, 1, 2, 3


class Stop(Exception):
    """An expected failure: its Vietnamese message goes to stderr."""

    def __init__(self, message: str, code: int = PROBLEMS) -> None:
        super().__init__(message)
        self.code = code

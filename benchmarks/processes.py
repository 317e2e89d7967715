"""Decides how a whole process is measured: compiled modules, nothing of the caller's own settings."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LAUNCH = Path(__file__).with_name("launch.py")
DONDOC = str(Path(sys.executable).with_name("dondoc"))


class ProgramFailed(RuntimeError):
    """A measured program did not end well: its figures mean nothing."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a program took."""

    seconds: float
    kilobytes: int  # the peak of what it held in memory


def environment() -> dict[str, str]:
    """Without compiled modules every start is several times slower."""
    return {
        name: value
        for name, value in os.environ.items()
        if name not in {"PYTHONDONTWRITEBYTECODE", "PYTHONPATH"} and not name.startswith("DONDOC_")
    }


def cost_of(command: Sequence[str]) -> Cost:
    """Run a program to its end, output thrown away; raises ProgramFailed."""
    launcher = [sys.executable, "-I", "-S", str(LAUNCH), *command]
    said = subprocess.run(launcher, env=environment(), check=True, capture_output=True, text=True).stdout
    taken, kilobytes, code = said.split()
    if code != "0":
        raise ProgramFailed(f"{' '.join(command)}: exit code {code}")
    return Cost(float(taken), int(kilobytes))


def resident(process: int) -> int:
    """Kilobytes that a running process holds in memory now."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))

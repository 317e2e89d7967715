"""The unit file, judged by systemd itself; a missing systemd-analyze is an error."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

INSTALLED = "/opt/dondoc/bin/dondoc"
EXPOSURE = "15"  # in tenths: 1.5 of 10


def analyze(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, check=False)


def verify(text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """verify insists that the program exists; on a machine that only tests, /bin/true stands in for it."""
    unit = folder / "dondoc.service"
    unit.write_text(text.replace(INSTALLED, "/bin/true"), encoding="utf-8")
    return analyze("verify", "--recursive-errors=yes", unit)


@pytest.fixture
def unit(root: Path) -> Path:
    return root / "deploy" / "dondoc.service"


@pytest.fixture
def text(unit: Path) -> str:
    return unit.read_text(encoding="utf-8")


def test_systemd_accepts_every_line_of_the_unit(text: str, tmp_path: Path) -> None:
    verdict = verify(text, tmp_path)
    assert verdict.returncode == 0, verdict.stderr
    assert verdict.stderr == ""


def test_a_misspelt_key_in_the_unit_would_be_seen(text: str, tmp_path: Path) -> None:
    verdict = verify(text.replace("WatchdogSec=", "WatchdogSecs="), tmp_path)
    assert verdict.returncode != 0
    assert "WatchdogSecs" in verdict.stderr


def test_the_unit_is_hardened_to_an_exposure_of_at_most_one_and_a_half(unit: Path) -> None:
    verdict = analyze("security", "--offline=yes", f"--threshold={EXPOSURE}", "--no-pager", unit)
    assert verdict.returncode == 0, verdict.stdout


def test_a_unit_that_is_not_hardened_would_be_seen(text: str, tmp_path: Path) -> None:
    bare = tmp_path / "dondoc.service"
    kept = ("[", "Type=", "Exec", "User=")
    bare.write_text("\n".join(line for line in text.splitlines() if line.startswith(kept)), encoding="utf-8")
    assert analyze("security", "--offline=yes", f"--threshold={EXPOSURE}", "--no-pager", bare).returncode != 0


@pytest.mark.parametrize(
    "line",
    [
        "Type=notify",
        "NotifyAccess=main",
        "WatchdogSec=120",
        "Restart=on-failure",
        "User=dondoc",
        "StateDirectory=dondoc",
        "ConfigurationDirectory=dondoc",
        "LoadCredential=smtp-password:/etc/dondoc/smtp-password",
        f"ExecStart={INSTALLED} -C /etc/dondoc run",
    ],
)
def test_the_unit_keeps_what_the_readme_promises(line: str, text: str) -> None:
    assert line in text.splitlines()


def test_a_reload_checks_the_workspace_before_it_signals_the_service(text: str) -> None:
    reloads = [line for line in text.splitlines() if line.startswith("ExecReload=")]
    assert reloads == [f"ExecReload={INSTALLED} -C /etc/dondoc check", "ExecReload=/bin/kill -HUP $MAINPID"]

"""What the service tells systemd on a real notify socket, and how it ends."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.service.places import Place, calendar_of_today, noon_somewhere, place, plan_of_today, serving
from tests.small import files_of, rule, task

STEPS = "{id: hom, on: last-day, to: lead}"
QUICK = {"WATCHDOG_USEC": "200000"}  # a sign of life every tenth of a second


def quiet(folder: Path) -> Place:
    """A service with nothing to say today."""
    files = files_of(rule(STEPS), task("{kind: continuous}"), head=plan_of_today())
    return place(folder, files | {"data/calendar.yaml": calendar_of_today()}, TIMEZONE=noon_somewhere())


def test_it_says_ready_and_how_it_stands(tmp_path: Path) -> None:
    with serving(quiet(tmp_path)) as service:
        first = service.listen()[0].split("\n")
    assert first[0] == "READY=1"
    assert first[1].startswith("STATUS=đang chạy, quy tắc bản ")


def test_it_speaks_to_a_socket_in_the_file_system_too(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory() as short, serving(quiet(tmp_path), f"{short}/notify") as service:
        assert service.told("READY=1") == 1


def test_signs_of_life_come_as_often_as_systemd_asks(tmp_path: Path) -> None:
    with serving(quiet(tmp_path), **QUICK) as service:
        service.wait_told("WATCHDOG=1", 5)
        alive = [message for message in service.listen() if "WATCHDOG=1" in message.split("\n")]
    assert all("STATUS=đang chạy" in message for message in alive)


def test_nobody_is_told_that_it_lives_when_another_process_is_watched(tmp_path: Path) -> None:
    with serving(quiet(tmp_path), **QUICK, WATCHDOG_PID="1") as service:
        service.reload()
        # Without a watchdog it looks up only for signals: once for this one.
        assert service.told("WATCHDOG=1") <= 1


def test_a_stop_is_told_and_ends_well(tmp_path: Path) -> None:
    with serving(quiet(tmp_path)) as service:
        assert service.stop() == 0
        assert service.listen()[-1] == "STOPPING=1"
        assert "stopped" in service.logged()


def test_a_reload_is_told_with_its_moment_and_ends_in_ready(tmp_path: Path) -> None:
    with serving(quiet(tmp_path)) as service:
        service.reload()
        told = [message.split("\n") for message in service.listen()]
    beginning = next(states for states in told if states[0] == "RELOADING=1")
    assert beginning[1].removeprefix("MONOTONIC_USEC=").isdecimal()
    assert [states[0] for states in told[told.index(beginning) :]][1] == "READY=1"

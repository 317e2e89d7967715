"""The figures for Prometheus, on the terminal and in the service's file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from data.sql.refusals import Refusal, refuse
from dondoc.metrics import Gauge
from dondoc.settings import read_settings
from notifiers.base import DeliveryFailure
from tests.dondoc.terminal import Terminal
from tests.small import Office, Relay, action, at, office, rule, task

NOW = "2021-03-08T08:00"
SAMPLE = re.compile(r'^(dondoc_\w+(?:\{\w+="[^"]*"\})?) (\S+)$')


def figures(text: str) -> dict[str, float]:
    """Every sample; each line must be one, or a comment."""
    lines = [line for line in text.splitlines() if not line.startswith("# ")]
    found = [SAMPLE.match(line) for line in lines]
    assert all(found), lines
    return {one[1]: float(one[2]) for one in found if one}


@pytest.fixture
def at_work() -> Office:
    place = office(rule("{id: gap, before: 3wd, to: lead}"), task("{kind: by, date: 2021-03-10}"))
    place.open("2021-03-01")
    return place


def gauge(place: Office, folder: Path, **settings: str) -> Gauge:
    return Gauge(read_settings(folder, settings), place.way.store, place.way.outbox)


def test_every_figure_has_its_help_and_type(at_work: Office, tmp_path: Path) -> None:
    text = gauge(at_work, tmp_path).text(at_work.files, at(NOW))
    names = {name.split("{")[0] for name in figures(text)}
    assert names == set(re.findall(r"^# TYPE (\w+) gauge$", text, re.MULTILINE))
    assert names == set(re.findall(r"^# HELP (\w+) \S", text, re.MULTILINE))
    assert text.endswith("\n")


def test_deadlines_and_the_calendar_are_counted(at_work: Office, tmp_path: Path) -> None:
    found = figures(gauge(at_work, tmp_path).text(at_work.files, at(NOW)))
    assert found['dondoc_deadlines{state="due-soon"}'] == 1
    assert found['dondoc_deadlines{state="overdue"}'] == 0
    assert found["dondoc_calendar_confirmed_days"] == 664  # from 08/3/2021 to the end of 2022
    assert found["dondoc_revision_timestamp_seconds"] == at("2021-03-01").timestamp()


def test_a_report_changes_the_counted_states(at_work: Office, tmp_path: Path) -> None:
    one = gauge(at_work, tmp_path)
    one.text(at_work.files, at(NOW))
    at_work.report(action("done", "2021-03-08T07:59"))
    assert figures(one.text(at_work.files, at(NOW)))['dondoc_deadlines{state="done"}'] == 1


def test_refused_files_and_a_waiting_mail_are_seen(at_work: Office, tmp_path: Path) -> None:
    with at_work.way.store.begin() as tx:
        refuse(tx, Refusal("h", at("2021-03-08T07:00"), 3, "rules/10.yaml:1:1: lỗi", "nut"))
    at_work.tick("2021-03-05T08:00")
    found = figures(gauge(at_work, tmp_path).text(at_work.files, at(NOW)))
    assert found["dondoc_reload_ok"] == 0
    assert found["dondoc_files_bad_since_timestamp_seconds"] == at("2021-03-08T07:00").timestamp()
    assert found["dondoc_files_problems"] == 3


def test_the_age_of_the_oldest_waiting_mail_is_told(tmp_path: Path) -> None:
    steps, due = rule("{id: gap, before: 3wd, to: lead}"), task("{kind: by, date: 2021-03-10}")
    place = office(steps, due, channel=Relay(down=DeliveryFailure("connection", "đóng")))
    place.open("2021-03-01")
    place.tick("2021-03-01T08:00")
    place.tick("2021-03-05T08:00")
    found = figures(gauge(place, tmp_path).text(place.files, at("2021-03-05T08:01:30")))
    assert found["dondoc_messages_undelivered"] == 1
    assert found["dondoc_oldest_undelivered_seconds"] == 90


def test_the_file_is_whole_at_once_and_others_may_read_it(at_work: Office, tmp_path: Path) -> None:
    path = tmp_path / "dondoc.prom"
    gauge(at_work, tmp_path).write(path, at_work.files, at(NOW))
    assert figures(path.read_text(encoding="utf-8"))
    assert [one.name for one in tmp_path.iterdir()] == ["dondoc.prom"]
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_folder_that_is_not_there_is_logged_and_stops_nothing(
    at_work: Office, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    gauge(at_work, tmp_path).write(tmp_path / "none" / "x.prom", at_work.files, at(NOW))
    assert "metrics were not written" in caplog.text


def test_the_command_prints_the_figures(terminal: Terminal) -> None:
    assert terminal("status --metrics").code == 3
    assert terminal("tick --at 2021-03-04T08:00").code == 0
    answer = terminal("status --metrics")
    assert answer.code == 0
    assert figures(answer.out)['dondoc_messages{state="sent"}'] > 0

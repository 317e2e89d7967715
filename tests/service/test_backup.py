"""A copy made while the service runs brings everything back, and nobody gets a mail twice for it."""

from __future__ import annotations

from pathlib import Path

from tests.notifiers.relay import Relay, running
from tests.service.places import (
    Place,
    by_mail,
    calendar_of_today,
    local_today,
    noon_somewhere,
    place,
    plan_of_today,
    serving,
    until,
)
from tests.small import files_of, rule, task


def office_of_today(folder: Path, relay: Relay) -> Place:
    texts = files_of(rule("{id: nay, on: last-day, to: lead}"), task(f"{{kind: by, date: {local_today()}}}"))
    _, mark, tasks = texts["data/plans/p.yaml"].partition("tasks:")
    texts["data/plans/p.yaml"] = plan_of_today() + mark + tasks
    texts["data/calendar.yaml"] = calendar_of_today()
    return place(folder, texts, **by_mail(relay), TIMEZONE=noon_somewhere())


def test_a_copy_of_a_running_service_restores_it(tmp_path: Path) -> None:
    copy, database = tmp_path / "copy.sqlite3", tmp_path / "office" / "var" / "dondoc.sqlite3"
    with running(Relay()) as relay:
        office = office_of_today(tmp_path / "office", relay)
        with serving(office) as service:
            until(lambda: relay.mails, "the mail of today")
            until(lambda: office.outbox()[0]["state"] == "sent", "its settlement")
            assert office("ack p/I.1/han --by", "Văn phòng").code == 0
            made = office("backup -o", str(copy))
            assert (made.code, "bản sao đã được đọc lại" in made.out) == (0, True)
            assert office("submit p/I.1/han --by", "Văn phòng").code == 0
            assert service.stop() == 0
        recorded = office.outbox()
        for lost in database.parent.glob("dondoc.sqlite3*"):
            lost.unlink()
        database.write_bytes(copy.read_bytes())
        with serving(office) as service:
            until(lambda: office("status --json").object["last_pass"], "a pass")
            assert service.stop() == 0
        assert office.outbox() == recorded
        assert len(relay.mails) == 1
        told = office("deadlines --json").object
        assert told["acknowledged"] is not None
        assert told["submitted"] is None  # said after the copy was made


def test_a_copy_is_refused_where_one_is_or_nothing_was_recorded(tmp_path: Path) -> None:
    files = files_of(rule("{id: nay, on: last-day, to: lead}"), task("{kind: by, date: 2021-03-10}"))
    office = place(tmp_path / "office", files)
    copy = tmp_path / "copy.sqlite3"
    empty = office("backup -o", str(copy))
    assert (empty.code, "chưa chạy lần nào" in empty.err) == (3, True)
    assert office.tick("2021-03-01T08:00").code == 0
    assert office("backup -o", str(copy)).code == 0
    again = office("backup -o", str(copy))
    assert (again.code, "--force" in again.err) == (1, True)
    assert office("backup --force -o", str(copy)).code == 0


def test_a_copy_of_a_server_is_left_to_its_own_tools(tmp_path: Path) -> None:
    office = place(tmp_path, {}, DATABASE_URL="postgresql://host/dondoc")
    refused = office("backup -o", str(tmp_path / "copy"))
    assert (refused.code, "pg_dump" in refused.err) == (3, True)

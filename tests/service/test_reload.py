"""Files edited under a running service: bad ones are told once and change nothing, good ones are taken."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url

from tests.notifiers.relay import Relay, running
from tests.postgres import PostgresServer
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
from tests.small import UNITS, files_of, rule, task

STEPS = "{id: hom, on: last-day, to: lead}"
QUICK = {"WATCHDOG_USEC": "200000"}
RULES = "rules/10.yaml"
GOOD = rule(STEPS)
BAD = GOOD.replace("on: last-day", "on: hom-nao")
WORSE = BAD.replace("to: lead", "to: phong-la")
UNITS_OF_IT = UNITS.replace("admin: [theo-doi]", "admin: [binh]")


@pytest.fixture
def relay() -> Iterator[Relay]:
    with running(Relay()) as relay:
        yield relay


@pytest.fixture
def office(tmp_path: Path, relay: Relay) -> Place:
    """Nothing to say today; the admin is binh@so.example."""
    files = files_of(GOOD, task("{kind: continuous}"), units=UNITS_OF_IT, head=plan_of_today())
    files["data/calendar.yaml"] = calendar_of_today()
    return place(tmp_path, files, **by_mail(relay), TIMEZONE=noon_somewhere(), WATCH="0")


def status(office: Place) -> dict[str, Any]:
    return office("status --json").object


def alerts(office: Place) -> list[dict[str, Any]]:
    return [row for row in office.outbox() if row["kind"] == "alert"]


def test_a_bad_file_is_told_to_log_status_and_admin_and_changes_nothing(office: Place) -> None:
    with serving(office) as service:
        good = status(office)
        office.write({RULES: BAD})
        service.reload()
        logged = service.logged()
        assert "rules/10.yaml:6:" in logged
        assert "hom-nao" in logged
        assert "Traceback" not in logged
        assert "tệp sửa có lỗi" in service.listen()[-1]
        bad = office("status")
        assert bad.code == 1
        assert "rules/10.yaml:6:" in bad.out
        assert status(office)["revision"] == good["revision"]

        office.write({RULES: WORSE})
        service.reload()
        service.reload()
        office.write({RULES: GOOD + "# sửa xong\n"})
        service.reload()
        after = status(office)
        assert (after["in_force"], after["problems"], after["nodes"][0]["note"]) == (True, [], None)
        assert after["revision"] != good["revision"]
        assert office("status").code == 0


def test_the_same_problems_are_mailed_once_and_the_mail_names_the_place(office: Place, relay: Relay) -> None:
    with serving(office) as service:
        for text in (BAD, BAD, WORSE, BAD):  # the other ones follow too soon
            office.write({RULES: text})
            service.reload()
        assert service.stop() == 0
    office.write({RULES: GOOD})
    assert office("tick").code == 0
    (mail,) = [message_from_bytes(text, policy=default) for _, _, text in relay.mails]
    assert mail["To"].addresses[0].addr_spec == "binh@so.example"
    assert mail["Subject"].startswith("[Lỗi tệp]")
    body = mail.get_body(("plain",))
    assert body is not None
    assert "rules/10.yaml:6:" in body.get_content()

    with serving(office) as service:  # what was written of is answered, once
        service.reload()
        assert service.stop() == 0
    assert office("tick").code == 0
    _, answer = [message_from_bytes(text, policy=default) for _, _, text in relay.mails]
    assert answer["Subject"].startswith("[Tệp đã tốt]")


def test_an_edited_template_is_checked_and_taken_at_a_reload_only(office: Place, relay: Relay) -> None:
    alert = "templates/alert.txt.j2"
    office.write({alert: "Bản một"})
    with serving(office) as service:
        office.write({alert: "{{ khong_co }}", RULES: BAD})
        service.reload()
        assert "templates/alert.txt.j2:1:1:" in service.logged()
        assert "rules/10.yaml:6:" in service.logged()
        assert service.stop() == 0
    office.write({alert: "Bản hai", RULES: GOOD})
    office("tick")
    with serving(office) as service:  # it answers what was written of
        assert service.stop() == 0
    office("tick")
    bodies = [message_from_bytes(text, policy=default).get_body(("plain",)) for _, _, text in relay.mails]
    assert [body.get_content().strip() for body in bodies if body is not None] == ["Bản một", "Bản hai"]


def test_a_reload_in_the_middle_of_a_slow_delivery_does_not_look_dead(office: Place, relay: Relay) -> None:
    year = local_today().year
    files = files_of(
        rule("{id: nhac, on: start, to: lead}"), task(f"{{kind: by, date: {year}-12-31}}"),
        units=UNITS_OF_IT, head=plan_of_today(),
    )  # fmt: skip
    office.write(files | {"data/calendar.yaml": calendar_of_today()})
    relay.answers = {"DATA": ["hang"]}
    with serving(office, **QUICK) as service:
        until(lambda: relay.connections, "the delivery to begin")
        service.process.send_signal(signal.SIGHUP)
        service.wait_told("WATCHDOG=1", service.told("WATCHDOG=1") + 5)
        assert service.told("READY=1") == 1


def test_a_database_that_is_away_at_a_reload_stops_nothing(
    tmp_path: Path, relay: Relay, postgres_server: PostgresServer, postgres_url: str
) -> None:
    files = files_of(GOOD, task("{kind: continuous}"), units=UNITS_OF_IT, head=plan_of_today())
    files["data/calendar.yaml"] = calendar_of_today()
    office = place(
        tmp_path, files, **by_mail(relay), TIMEZONE=noon_somewhere(), DATABASE_URL=postgres_url
    )  # fmt: skip
    with serving(office) as service:
        office.write({RULES: GOOD + "# bản hai\n"})
        away(postgres_server, postgres_url, away=True)
        service.reload()
        assert "không nạp lại được tệp" in service.listen()[-1]
        away(postgres_server, postgres_url, away=False)
        service.reload()
        assert status(office)["in_force"] is True
        assert service.stop() == 0


def away(server: PostgresServer, url: str, *, away: bool) -> None:
    """Let nobody into the database, nor stay in it."""
    name = make_url(url).database
    plain = server.admin.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS {not away}'.encode())
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND %s", (name, away)
        )


@pytest.mark.parametrize("command", ["run", "tick"])
def test_a_bad_workspace_is_refused_at_the_start_with_every_problem(office: Place, command: str) -> None:
    office.write({
        RULES: WORSE,
        "data/units.yaml": UNITS_OF_IT.replace("head: cvp", "head: khong-ai"),
        "data/plans/p.yaml": plan_of_today() + "tasks:\n" + task("{kind: by, date: 2021-11-31}"),
        "templates/mail.txt.j2": "{% if %}",
    })  # fmt: skip
    answer = office(command)
    said = answer.out + answer.err
    assert answer.code == 1
    assert "Traceback" not in said
    places = [line.split(" ")[0] for line in answer.err.splitlines()]
    assert all(re.fullmatch(r"[\w./-]+:\d+:\d+:", at) for at in places)
    assert {at.split(":")[0] for at in places} == {
        "rules/10.yaml", "data/units.yaml", "data/plans/p.yaml", "templates/mail.txt.j2",
    }  # fmt: skip
    assert sum(at.startswith("rules/10.yaml") for at in places) == 2
    assert not (office.folder / "var").exists()

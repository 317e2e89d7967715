"""Files edited under a running service that nobody signals: good ones are taken, bad ones told once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.notifiers.relay import Relay, running
from tests.service.places import (
    Place,
    Service,
    by_mail,
    calendar_of_today,
    noon_somewhere,
    place,
    plan_of_today,
    serving,
    until,
)
from tests.small import UNITS, files_of, rule, task

RULES, UNIT_FILE = "rules/10.yaml", "data/units.yaml"
GOOD = rule("{id: hom, on: last-day, to: lead}")
BETTER = rule("{id: hom, on: last-day, to: [lead, lead.head]}")
BAD = GOOD.replace("on: last-day", "on: hom-nao")
WORSE = BAD.replace("to: lead", "to: phong-la")
FILES = files_of(
    GOOD, task("{kind: continuous}"),
    units=UNITS.replace("admin: [theo-doi]", "admin: [binh]"), head=plan_of_today(),
) | {"data/calendar.yaml": calendar_of_today()}  # fmt: skip


@pytest.fixture
def relay() -> Iterator[Relay]:
    with running(Relay()) as relay:
        yield relay


def office_at(folder: Path, relay: Relay, **settings: str) -> Place:
    """It looks at its files twenty times a second."""
    known = {"TIMEZONE": noon_somewhere(), "WATCH": "0.05", **settings}
    return place(folder, FILES, **by_mail(relay), **known)


@pytest.fixture
def office(tmp_path: Path, relay: Relay) -> Place:
    return office_at(tmp_path, relay)


def status(office: Place) -> dict[str, Any]:
    return office("status --json").object


def taken(service: Service, words: str, times: int = 1) -> None:
    def logged() -> bool:
        service.listen()  # nobody else hears it: a socket that is full would hold the service
        return sum(service.logged().count(word) for word in words.split("|")) >= times

    until(logged, f"“{words}” in the log")


def alerts(office: Place) -> list[dict[str, Any]]:
    return [row for row in office.outbox() if row["kind"] == "alert"]


def test_an_edited_file_is_taken_by_itself_and_says_what_changed(office: Place, relay: Relay) -> None:
    with serving(office) as service:
        before = status(office)
        office.write({RULES: BETTER})
        taken(service, "reloaded, revision")
        after = status(office)
        assert after["revision"] != before["revision"]
        assert after["in_force"] is True
        assert "đổi 1 quy tắc" in service.logged()
        assert "rules/10.yaml" in after["changed"]
        assert service.stop() == 0
    assert relay.mails == []


def test_bad_files_one_after_the_other_are_one_mail_and_good_ones_end_it(office: Place) -> None:
    with serving(office) as service:
        good = status(office)["revision"]
        office.write({RULES: BAD})
        taken(service, "bad files")
        office.write({RULES: WORSE})
        taken(service, "bad files", 2)
        bad = status(office)
        assert (bad["revision"], bad["in_force"]) == (good, False)
        assert "tệp sửa có lỗi" in bad["nodes"][0]["note"]
        assert len(alerts(office)) == 1
        office.write({RULES: GOOD})
        taken(service, "files read again")
        assert (status(office)["nodes"][0]["note"], status(office)["in_force"]) == (None, True)
        assert "Traceback" not in service.logged()


def test_a_units_file_taken_away_and_put_back(office: Place) -> None:
    with serving(office) as service:
        good = status(office)["revision"]
        (office.folder / UNIT_FILE).unlink()
        taken(service, "U300")
        assert status(office)["revision"] == good
        office.write({UNIT_FILE: FILES[UNIT_FILE].replace("Vũ Bình", "Vũ Văn Bình")})
        taken(service, "đổi 1 cán bộ")
        assert status(office)["revision"] != good


def test_a_file_copied_in_pieces_ends_as_its_whole(office: Place) -> None:
    whole = BETTER + "# đã chép xong\n"
    with serving(office) as service, (office.folder / RULES).open("w", encoding="utf-8") as file:
        for letter in whole:
            file.write(letter)
            file.flush()
        taken(service, "đổi 1 quy tắc")
        assert status(office)["in_force"] is True


def test_a_workspace_exchanged_by_a_link_is_taken(tmp_path: Path, relay: Relay) -> None:
    first, second = tmp_path / "v1", tmp_path / "v2"
    place(first, FILES)
    place(second, {**FILES, RULES: BETTER})
    link = tmp_path / "current"
    link.symlink_to(first)
    office = office_at(tmp_path / "current", relay, DATABASE_URL=f"sqlite:///{tmp_path}/d.sqlite3")
    with serving(office) as service:
        (tmp_path / "new").symlink_to(second)
        (tmp_path / "new").rename(link)
        taken(service, "đổi 1 quy tắc")
        assert status(office)["in_force"] is True


def test_two_nodes_take_a_change_once_and_tell_of_a_bad_one_once(
    tmp_path: Path, relay: Relay, postgres_url: str
) -> None:
    office = office_at(tmp_path, relay, DATABASE_URL=postgres_url)
    with ExitStack() as stack:
        nodes = [stack.enter_context(serving(office)) for _ in range(2)]
        office.write({RULES: BAD})
        for node in nodes:
            taken(node, "bad files")
        until(lambda: len([n for n in status(office)["nodes"] if n["note"]]) == 2, "both notes")
        assert len(alerts(office)) == 1
        office.write({RULES: BETTER})
        for node in nodes:
            taken(node, "reloaded, revision|files read again")
        found = status(office)
        assert [node["note"] for node in found["nodes"]] == [None, None]
        assert {node["revision"] for node in found["nodes"]} == {found["revision"]}
        assert sum("reloaded, revision" in node.logged() for node in nodes) == 1


def test_a_reload_by_command_is_taken_by_every_node_that_does_not_watch(
    tmp_path: Path, relay: Relay, database_url: str
) -> None:
    office = office_at(tmp_path, relay, DATABASE_URL=database_url, WATCH="0")
    quick = {"WATCHDOG_USEC": "200000"}  # a look every tenth of a second
    with office.running("run", **quick), office.running("run", **quick):
        until(lambda: status(office)["alive"] == 2, "both nodes")
        office.write({RULES: BETTER})
        answer = office("reload --json")
        assert [one["taken"] for one in answer.objects] == [True, True]
        assert status(office)["in_force"] is True
        assert "đang dùng bản" in office("reload").out  # nothing is left to take
        office.write({RULES: BAD})
        assert office("reload").code == 1
        assert status(office)["refused"] is None


def test_what_the_status_tells_of_a_running_service_is_whole(tmp_path: Path, relay: Relay) -> None:
    prom = tmp_path / "dondoc.prom"
    office = office_at(tmp_path, relay, METRICS_FILE=str(prom))
    with serving(office) as service:
        until(lambda: status(office)["last_pass"], "the first pass")
        office.write({RULES: BAD})
        taken(service, "bad files")
        until(lambda: status(office)["refused"], "the refusal")
        found = status(office)
        refused = found["refused"]
        assert (found["alive"], refused["problems"], refused["node"]) == (1, 1, found["nodes"][0]["name"])
        assert refused["first"].startswith("rules/10.yaml:6:")
        assert refused["since"] <= refused["told"]
        until(lambda: "dondoc_reload_ok 0\n" in prom.read_text("utf-8"), "the metric")
        assert found["env_newer"] is False
        (office.folder / ".env").write_text("# sửa\n", encoding="utf-8")
        assert status(office)["env_newer"] is True
        assert "khởi động lại" in office("status").out

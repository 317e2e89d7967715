"""`dondoc doctor`: each trouble of an installation is found, said with its remedy, and hides no other."""

from __future__ import annotations

import datetime as dt
import os
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import trustme
from sqlalchemy import text

from data.sql.database import open_database, transaction
from data.sql.health import examine
from data.sql.rows import Node
from data.sql.store import Store
from data.workspace import build, load
from dondoc.commands.doctor import SIGNS
from dondoc.doctor import LOOKS, examined
from dondoc.doctor.channels import of_channels, of_sender
from dondoc.doctor.clock import of_clock
from dondoc.doctor.disk import existing, may_write, of_disks
from dondoc.doctor.files import of_calendar, of_people
from dondoc.doctor.finding import Finding, Patient
from dondoc.doctor.record import of_brakes, of_database, of_outbox, of_service
from dondoc.doctor.relay import of_relay
from dondoc.doctor.rights import of_rights
from dondoc.doctor.unit import SHIPPED, of_unit, service_user
from dondoc.settings import read_settings
from scheduler.clock import SystemClock
from tests.dondoc.terminal import Terminal
from tests.notifiers.relay import PASSWORD, USER, Relay, certificates, running
from tests.small import UNITS, files_of, rule, task

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = dt.datetime(2099, 6, 1, 9, 0, tzinfo=ZONE)  # after any clock of a machine that runs this
TODAY = SystemClock().now().astimezone(ZONE)  # certificates are judged by the machine's own clock
MAIL = {
    "DONDOC_NOTIFIERS": "email", "DONDOC_SMTP_HOST": "127.0.0.1", "DONDOC_SMTP_TLS": "none",
    "DONDOC_MAIL_FROM": "nhacviec@sct.gov.vn",
}  # fmt: skip


def patient(folder: Path, **env: str) -> Patient:
    named = {f"DONDOC_{name}": value for name, value in env.items()}
    return Patient(read_settings(folder, MAIL | named), (), None, NOW, patience=2.0)


def bad(found: list[Finding]) -> Finding:
    (one,) = [one for one in found if one.level == "bad"]
    assert one.remedy
    return one


def levels(found: list[Finding]) -> list[str]:
    return [one.level for one in found]


# The relay.


def guarded(folder: Path, relay: Relay, ca_file: Path, password: str) -> Patient:
    """One who speaks to a relay with STARTTLS and a login."""
    (folder / "matkhau").write_text(password)
    return patient(
        folder, SMTP_TLS="starttls", SMTP_USER=USER, SMTP_PORT=str(relay.port), SMTP_CA_FILE=str(ca_file),
        SMTP_PASSWORD_FILE="matkhau",
    )  # fmt: skip


def test_a_good_relay_is_told_with_its_certificate_and_a_real_mail(tmp_path: Path) -> None:
    made = certificates(tmp_path)
    with running(Relay(), starttls=made.server, login=True) as relay:
        look = guarded(tmp_path, relay, made.ca_file, PASSWORD)
        found = list(of_relay(replace(look, now=TODAY, send_to="an@so.example")))
    assert [one.what for one in found] == ["máy chủ thư", "chứng thư máy chủ thư", "thư thử"]
    assert levels(found) == ["good"] * 3
    ((sender, recipient, content),) = relay.mails
    assert (sender, recipient) == ("nhacviec@sct.gov.vn", "an@so.example")
    assert b"Message-ID: <thu-thu." in content


def test_a_wrong_password_is_told_as_such(tmp_path: Path) -> None:
    made = certificates(tmp_path)
    with running(Relay(), starttls=made.server, login=True) as relay:
        one = bad(list(of_relay(guarded(tmp_path, relay, made.ca_file, "sai"))))
    assert "từ chối đăng nhập" in one.said
    assert "DONDOC_SMTP_USER" in str(one.remedy)


@pytest.mark.parametrize(
    "trusted, host, ends, words",
    [
        (False, "127.0.0.1", None, "tự ký"),
        (True, "127.0.0.1", dt.timedelta(days=-1), "đã hết hạn"),
        (True, "relay.so.example", None, "không mang tên máy chủ"),
    ],
)
def test_a_certificate_that_cannot_be_trusted_says_why(
    tmp_path: Path, trusted: bool, host: str, ends: dt.timedelta | None, words: str
) -> None:
    authority = trustme.CA()
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    until = TODAY + (ends or dt.timedelta(days=90))
    authority.issue_cert(host, not_before=TODAY - dt.timedelta(days=9), not_after=until).configure_cert(
        server
    )
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    trust = {"SMTP_CA_FILE": str(tmp_path / "ca.pem")} if trusted else {}
    with running(Relay(), tls=server) as relay:
        one = bad(list(of_relay(patient(tmp_path, SMTP_TLS="tls", SMTP_PORT=str(relay.port), **trust))))
    assert words in one.said


def test_a_certificate_that_soon_ends_is_a_warning(tmp_path: Path) -> None:
    authority = trustme.CA()
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", not_after=TODAY + dt.timedelta(days=9)).configure_cert(server)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with running(Relay(), tls=server) as relay:
        env = {"SMTP_TLS": "tls", "SMTP_PORT": str(relay.port), "SMTP_CA_FILE": str(tmp_path / "ca.pem")}
        found = list(of_relay(replace(patient(tmp_path, **env), now=TODAY)))
    assert [(one.what, one.level) for one in found][1:] == [("chứng thư máy chủ thư", "warning")]


def test_a_plain_relay_where_starttls_is_asked_is_not_spoken_to(tmp_path: Path) -> None:
    with running(Relay()) as relay:
        one = bad(list(of_relay(patient(tmp_path, SMTP_TLS="starttls", SMTP_PORT=str(relay.port)))))
    assert "STARTTLS" in one.said
    assert "DONDOC_SMTP_TLS" in str(one.remedy)


def test_a_closed_port_is_told(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        one = bad(list(of_relay(patient(tmp_path, SMTP_PORT=str(port)))))
    assert "DONDOC_SMTP_PORT" in str(one.remedy)


@contextmanager
def silent() -> Iterator[int]:
    """A server that takes the call and says nothing."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_relay_that_hangs_is_left_after_a_while(tmp_path: Path) -> None:
    with silent() as port:
        impatient = replace(patient(tmp_path, SMTP_PORT=str(port)), patience=0.05)
        one = bad(list(of_relay(impatient)))
    assert "không trả lời" in one.said


@pytest.mark.parametrize(
    "command, answer, words",
    [("MAIL", "550 5.7.1 not yours", "DONDOC_MAIL_FROM"), ("RCPT", "550 5.1.1 nobody", "--send-to")],
)
def test_a_refused_test_mail_is_told(tmp_path: Path, command: str, answer: str, words: str) -> None:
    with running(Relay(answers={command: [answer]})) as relay:
        one = bad(
            list(of_relay(replace(patient(tmp_path, SMTP_PORT=str(relay.port)), send_to="an@so.example")))
        )
    assert (one.what, words in str(one.remedy)) == ("thư thử", True)


def test_an_account_without_a_password_is_told(tmp_path: Path) -> None:
    with running(Relay()) as relay:
        found = list(of_relay(patient(tmp_path, SMTP_USER="a@sct.gov.vn", SMTP_PORT=str(relay.port))))
    assert "không có mật khẩu" in found[0].said


# The address mails come from.


@pytest.mark.parametrize(
    "sender, words",
    [
        ("dondoc@localhost", "localhost"),
        ("Sở <vp@example.gov.vn>", "tên miền mẫu"),
        ("vp@mail.example.gov.vn", "tên miền mẫu"),
        ("vp@mayso1", "thiếu dấu chấm"),
        ("vp@so.local", "không dùng được trên Internet"),
        ("vp@10.0.0.1", "địa chỉ IP"),
    ],
)
def test_a_domain_that_no_relay_believes_is_told(tmp_path: Path, sender: str, words: str) -> None:
    assert words in bad(list(of_sender(patient(tmp_path, MAIL_FROM=sender)))).said


def test_a_sender_of_another_domain_than_the_account_is_a_warning(tmp_path: Path) -> None:
    assert levels(list(of_sender(patient(tmp_path, SMTP_USER="a@khac.gov.vn")))) == ["good", "warning"]
    assert levels(list(of_sender(patient(tmp_path, SMTP_USER="a@SCT.gov.vn")))) == ["good"]
    assert levels(list(of_sender(patient(tmp_path, SMTP_USER="a")))) == ["good"]


def test_a_channel_that_reaches_nobody_is_a_warning(tmp_path: Path) -> None:
    assert levels(list(of_channels(patient(tmp_path, NOTIFIERS="mailbox")))) == ["warning"]
    assert levels(list(of_channels(patient(tmp_path, NOTIFIERS="mailbox,email")))) == ["good"]


# The database.


def test_a_database_to_come_and_one_that_is_there_are_good(database_url: str, tmp_path: Path) -> None:
    look = patient(tmp_path, DATABASE_URL=database_url)
    if database_url.startswith("sqlite"):
        assert "lần chạy đầu tiên sẽ tạo" in next(iter(of_database(look))).said
        assert not examine(database_url).made
    open_database(database_url).dispose()
    assert levels(list(of_database(look))) == ["good"]


def test_looking_does_not_migrate_an_old_database(database_url: str, tmp_path: Path) -> None:
    stamp(database_url, "0001")
    (one,) = of_database(patient(tmp_path, DATABASE_URL=database_url))
    assert (one.level, "lược đồ 0001" in one.said) == ("warning", True)
    assert examine(database_url).schema == "0001"


def test_a_database_of_a_newer_dondoc_is_bad(database_url: str, tmp_path: Path) -> None:
    stamp(database_url, "9999")
    assert "mới hơn" in bad(list(of_database(patient(tmp_path, DATABASE_URL=database_url)))).said


def stamp(url: str, schema: str) -> None:
    engine = open_database(url)
    with transaction(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": schema})
    engine.dispose()


def test_a_database_that_can_only_be_read_is_bad(tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite3"
    open_database(f"sqlite:///{file}").dispose()
    whole = bytearray(file.read_bytes())
    whole[18] = 3  # the format's mark for programs that may not write
    file.write_bytes(whole)
    assert (
        "không ghi được" in bad(list(of_database(patient(tmp_path, DATABASE_URL=f"sqlite:///{file}")))).said
    )


def test_a_file_in_the_way_of_the_database_is_bad(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("", "utf-8")
    one = bad(list(of_disks(patient(tmp_path, DATABASE_URL="sqlite:///var/x.sqlite3"))))
    assert f"{tmp_path / 'var'} không phải là thư mục" in one.said


def test_a_folder_in_the_way_of_the_database_is_bad(tmp_path: Path) -> None:
    (tmp_path / "var" / "x.sqlite3").mkdir(parents=True)
    look = patient(tmp_path, DATABASE_URL="sqlite:///var/x.sqlite3")
    assert "không mở được tệp" in bad(list(of_database(look))).said
    assert "là một thư mục, không phải tệp" in bad(list(of_disks(look))).said


@pytest.mark.parametrize("place", [0, 4096 * 8])
def test_a_damaged_database_is_bad_and_its_remedy_is_a_backup(tmp_path: Path, place: int) -> None:
    file = tmp_path / "x.sqlite3"
    open_database(f"sqlite:///{file}").dispose()
    whole = bytearray(file.read_bytes())
    whole[place : place + 4096] = b"\xa5" * 4096
    file.write_bytes(whole)
    one = bad(list(of_database(patient(tmp_path, DATABASE_URL=f"sqlite:///{file}"))))
    assert "đã hỏng" in one.said
    assert "bản sao lưu" in str(one.remedy)


def test_nothing_is_claimed_of_a_record_that_cannot_be_read(terminal: Terminal) -> None:
    file = terminal.workspace / "var" / "dondoc.sqlite3"
    file.parent.mkdir(exist_ok=True)
    file.write_text("không phải cơ sở dữ liệu", "utf-8")
    found = {one.what: one for one in examined(kept(terminal, SystemClock().now()))}
    assert found["cơ sở dữ liệu"].level == "bad"
    assert {found[what].said for what in ("hàng đợi", "gửi thư", "dịch vụ")} == {
        "chưa xem được: cơ sở dữ liệu không đọc được"
    }


def test_a_file_in_the_way_of_the_mailbox_is_bad(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "Maildir").write_text("", "utf-8")
    one = bad(list(of_disks(patient(tmp_path, NOTIFIERS="mailbox"))))
    assert f"{tmp_path / 'var' / 'Maildir'} không phải là thư mục" in one.said


def test_figures_that_cannot_be_written_are_bad(tmp_path: Path) -> None:
    (tmp_path / "số đo").mkdir()
    assert "không có thư mục" in bad(list(of_disks(patient(tmp_path, METRICS_FILE="none/x.prom")))).said
    assert "không phải tệp" in bad(list(of_disks(patient(tmp_path, METRICS_FILE="số đo")))).said


def test_a_server_that_can_only_be_read_is_bad(postgres_url: str, tmp_path: Path) -> None:
    engine = open_database(postgres_url)
    with transaction(engine) as connection:
        name = connection.execute(text("SELECT current_database()")).scalar()
        connection.execute(text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on'))
    engine.dispose()
    assert "không ghi được" in bad(list(of_database(patient(tmp_path, DATABASE_URL=postgres_url)))).said


def test_a_database_that_is_away_is_bad(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"postgresql://x@127.0.0.1:{taken.getsockname()[1]}/x"
        one = bad(list(of_database(patient(tmp_path, DATABASE_URL=url))))
    assert "DONDOC_DATABASE_URL" in str(one.remedy)


# What the record tells.


def kept(terminal: Terminal, now: dt.datetime) -> Patient:
    return replace(Patient(read_settings(terminal.workspace, {}), (), None, now), patience=1.0)


def test_mails_that_wait_or_died_are_told_and_a_quiet_outbox_is_good(terminal: Terminal) -> None:
    (terminal.workspace / ".env").write_text(
        "DONDOC_NOTIFIERS=email\nDONDOC_SMTP_HOST=127.0.0.1\nDONDOC_SMTP_PORT=9\nDONDOC_SMTP_TLS=none\n"
    )
    moment = dt.datetime(2021, 3, 4, 8, 5, tzinfo=ZONE)
    terminal("tick --at 2021-03-04T08:00")
    assert levels(list(of_outbox(kept(terminal, moment)))) == ["good"]
    assert "hơn một ngày" in bad(list(of_outbox(kept(terminal, moment + dt.timedelta(days=2))))).said


def test_a_mail_whose_sender_was_lost_is_told(terminal: Terminal) -> None:
    terminal("tick --at 2021-03-04T08:00")
    look = kept(terminal, dt.datetime(2021, 3, 4, 12, 0, tzinfo=ZONE))
    engine = open_database(look.settings.database_url)
    with transaction(engine) as connection:
        connection.execute(
            text(
                "UPDATE message SET state = 'sending', worker = 'x', lease_until = sent_at"
                " WHERE id = (SELECT min(id) FROM message)"
            )
        )
    engine.dispose()
    assert "đang gửi dở" in bad(list(of_outbox(look))).said


def test_mails_that_are_held_back_or_turned_aside_are_not_forgotten(terminal: Terminal) -> None:
    assert levels(list(of_brakes(kept(terminal, NOW)))) == ["good"]
    terminal("tick --at 2021-03-04T08:00")
    assert levels(list(of_brakes(kept(terminal, NOW)))) == ["good"]
    assert terminal("pause --by an --reason x").code == 0
    (one,) = of_brakes(kept(terminal, NOW))
    assert (one.level, "tạm dừng" in one.said, "dondoc resume" in str(one.remedy)) == ("warning", True, True)


def test_a_service_that_is_not_heard_of_is_told(terminal: Terminal) -> None:
    terminal("tick --at 2021-03-04T08:00")
    seen = dt.datetime(2021, 3, 4, 8, 0, tzinfo=ZONE)
    look = kept(terminal, seen + dt.timedelta(minutes=1))
    assert levels(list(of_service(look))) == ["warning"]
    engine = open_database(look.settings.database_url)
    with Store(engine, "so").begin() as tx:
        tx.beat(Node("may-1", seen, seen, "x", ""))
    engine.dispose()
    assert levels(list(of_service(look))) == ["good"]
    late = replace(look, now=seen + dt.timedelta(minutes=10))
    assert "không trả lời từ" in bad(list(of_service(late))).said


def test_a_clock_behind_what_was_written_is_wrong(terminal: Terminal) -> None:
    assert levels(list(of_clock(kept(terminal, NOW)))) == ["good"]
    assert "chậm hơn lần cài" in bad(list(of_clock(kept(terminal, NOW.replace(year=2001))))).said


# Files, rights, unit.


def test_secrets_that_others_read_and_files_that_others_write_are_told(tmp_path: Path) -> None:
    look = patient(tmp_path)
    (tmp_path / ".env").write_text("DONDOC_DATABASE_URL=postgresql://a:matkhau@x/y\n")
    (tmp_path / ".env").chmod(0o644)
    (tmp_path / "rules").mkdir(mode=0o755)
    assert "chmod o-rwx" in str(bad(list(of_rights(look))).remedy)
    (tmp_path / ".env").chmod(0o640)
    assert levels(list(of_rights(look))) == ["good"]
    (tmp_path / "rules").chmod(0o777)
    assert "chmod -R o-w" in str(bad(list(of_rights(look))).remedy)


def test_a_folder_is_writable_by_the_rights_of_the_service_user(tmp_path: Path) -> None:
    assert may_write(tmp_path, None)
    assert not may_write(tmp_path, "khong-co-nguoi-nay") or not is_root()
    assert existing(tmp_path / "a" / "b") == tmp_path


def is_root() -> bool:
    return os.geteuid() == 0


def test_the_unit_that_ships_is_the_one_deployed(root: Path) -> None:
    assert SHIPPED.read_bytes() == (root / "deploy/dondoc.service").read_bytes()


def test_an_installed_unit_that_differs_is_a_warning(tmp_path: Path) -> None:
    look = patient(tmp_path)
    assert list(of_unit(look, [tmp_path])) == []
    shipped = SHIPPED.read_text(encoding="utf-8")
    installed = tmp_path / "dondoc.service"
    installed.write_text("# của tôi\n" + shipped, encoding="utf-8")
    assert levels(list(of_unit(look, [tmp_path]))) == ["good"]
    assert service_user([tmp_path]) == "dondoc"
    installed.write_text(shipped.replace("WatchdogSec=120", "WatchdogSec=5"), encoding="utf-8")
    (one,) = of_unit(look, [tmp_path])
    assert (one.level, "thiếu “WatchdogSec=120”" in one.said, "thừa “WatchdogSec=5”" in one.said) == (
        "warning", True, True,
    )  # fmt: skip


def test_years_without_a_notice_are_bad_when_they_are_here_and_a_warning_when_they_come(root: Path) -> None:
    workspace = load(root)

    def told(now: dt.datetime) -> list[str]:
        look = Patient(read_settings(root, {}), (), workspace, now)
        return levels(list(of_calendar(look)))

    assert told(NOW.replace(year=2026)) == ["good", "good"]
    assert told(NOW.replace(year=2027)) == ["good", "good"]  # in June no notice is to be expected
    assert told(NOW.replace(year=2027, month=11)) == ["good", "warning"]
    assert told(NOW.replace(year=2028, month=11)) == ["bad", "warning"]


def test_people_whom_nothing_reaches_are_told(root: Path) -> None:
    units = UNITS.replace("office: [theo-doi]", "office: []")
    steps = rule("{id: a, before: 1wd, to: lead}")
    workspace, problems = build(files_of(steps, task("{kind: by, date: 2021-03-10}"), units=units))
    found = list(of_people(Patient(read_settings(root, {}), problems, workspace, NOW)))
    assert levels(found) == ["bad", "warning"]


def test_addresses_that_were_never_replaced_are_told_when_mails_go_out(root: Path) -> None:
    workspace = load(root)
    quiet = Patient(read_settings(root, {}), (), workspace, NOW)
    assert levels(list(of_people(quiet))) == ["good"]
    assert "địa chỉ mẫu" in bad(list(of_people(replace(quiet, settings=read_settings(root, MAIL))))).said


# The whole of it.


def test_one_failing_look_hides_no_other_and_one_that_hangs_is_left(tmp_path: Path) -> None:
    ended = threading.Event()

    def breaks(_: Patient) -> Iterator[Finding]:
        yield Finding("a", "good", "trước")
        raise ZeroDivisionError("x")

    def hangs(_: Patient) -> list[Finding]:
        ended.wait()
        return []

    looks = {"hỏng": breaks, "treo": hangs, "tốt": lambda _: [Finding("c", "good", "sau")]}
    found = list(examined(patient(tmp_path), looks, 0.05))
    ended.set()
    assert [(one.what, one.level) for one in found] == [
        ("a", "good"), ("hỏng", "bad"), ("treo", "bad"), ("c", "good"),
    ]  # fmt: skip
    assert "Traceback" not in found[1].said


def test_every_line_has_its_sign_and_each_trouble_its_remedy(terminal: Terminal) -> None:
    (terminal.workspace / ".env").write_text("DONDOC_SMTP_PORT=abc\nDONDOC_LOGFORMAT=json\n")
    answer = terminal("doctor --json")
    assert answer.code == 1
    assert all(one.keys() == {"what", "level", "good", "said", "remedy"} for one in answer.objects)
    assert all(one["remedy"] for one in answer.objects if one["level"] != "good")
    settings = [(one["level"], one["said"]) for one in answer.objects if one["what"] == "thiết lập"]
    assert [level for level, _ in settings] == ["bad", "warning"]
    assert {one["level"] for one in answer.objects} <= SIGNS.keys()
    told = [line for line in terminal("doctor").out.splitlines() if not line.startswith("    → ")]
    assert {line[0] for line in told} <= set(SIGNS.values())
    assert len(LOOKS) >= 15


def test_an_address_to_send_to_must_be_one(terminal: Terminal) -> None:
    assert terminal("doctor --send-to khong-phai").code == 2

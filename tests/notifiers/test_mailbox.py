"""The mailbox channel: a Maildir that other programs read, and pages to browse it."""

from __future__ import annotations

import datetime as dt
import email.policy
import mailbox
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from notifiers import samples
from notifiers.base import Parcel, TemporaryFailure
from notifiers.mailbox.channel import Index, MailboxChannel, file_name
from notifiers.mailbox.content import content_of, decoded, head_of
from notifiers.mailbox.entries import LIST, read_entries
from notifiers.mailbox.index import write_index
from rules.letter import Letter
from tests.notifiers.letters import WRITER, letter

SENDER = "Hệ thống nhắc việc <nhacviec@example.gov.vn>"


def parcels(count: int = 3) -> list[Parcel]:
    """Mails of several kinds on several days to two addresses."""
    made = []
    for n in range(count):
        one = (samples.one(), samples.many(), samples.digest())[n % 3]
        at = dt.datetime(2021, 3, 2, 8, 0, tzinfo=samples.ZONE) + dt.timedelta(days=n // 2)
        made.append(parcel(replace(one, message_id=f"<{n}@x.vn>", at=at, address=f"u{n % 2}@example.gov.vn")))
    return made


def parcel(one: Letter) -> Parcel:
    return Parcel(one.message_id, one.address, one.at, WRITER.render(one))


def filled(folder: Path, mails: list[Parcel], **more: object) -> MailboxChannel:
    channel = MailboxChannel(folder, SENDER, **more)  # type: ignore[arg-type]
    with channel.session() as session:
        for mail in mails:
            session.send(mail)
    return channel


def test_another_program_reads_the_maildir(tmp_path: Path) -> None:
    mails = parcels()
    filled(tmp_path / "Maildir", mails)
    box = mailbox.Maildir(tmp_path / "Maildir", create=False)
    assert sorted(message["message-id"] for message in box) == sorted(mail.message_id for mail in mails)
    assert list((tmp_path / "Maildir" / "tmp").iterdir()) == []


def test_a_file_holds_the_mail_and_its_virtual_time(tmp_path: Path) -> None:
    (mail,) = parcels(1)
    filled(tmp_path, [mail])
    path = tmp_path / "new" / file_name(mail.message_id)
    assert path.read_bytes() == mail.content
    assert path.stat().st_mtime == mail.at.timestamp()


@pytest.mark.parametrize("durable", [True, False])
def test_a_repeated_mail_is_there_once(tmp_path: Path, durable: bool) -> None:
    mails = parcels()
    filled(tmp_path, mails, durable=durable)
    filled(tmp_path, mails, durable=durable)
    assert len(read_entries(tmp_path)) == 3
    assert len(list((tmp_path / "new").iterdir())) == 3


def test_a_repeat_of_a_mail_that_was_read_stays_read(tmp_path: Path) -> None:
    (mail,) = parcels(1)
    filled(tmp_path, [mail])
    name = file_name(mail.message_id)
    (tmp_path / "new" / name).rename(tmp_path / "cur" / f"{name}:2,S")
    filled(tmp_path, [mail])
    assert [entry.file for entry in read_entries(tmp_path)] == [f"cur/{name}:2,S"]


def test_a_folder_that_cannot_be_made_is_a_temporary_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(TemporaryFailure) as caught:
        filled(tmp_path / "file" / "Maildir", [])
    assert caught.value.reason == "disk"


def test_a_full_or_vanished_disk_is_a_temporary_failure(tmp_path: Path) -> None:
    (mail,) = parcels(1)
    channel = MailboxChannel(tmp_path, SENDER)
    with channel.session() as session:
        (tmp_path / "tmp").rmdir()
        with pytest.raises(TemporaryFailure) as caught:
            session.send(mail)
    assert caught.value.reason == "disk"


def test_the_list_beside_the_maildir_only_saves_time(tmp_path: Path) -> None:
    filled(tmp_path, parcels(6))
    quick = read_entries(tmp_path)
    (tmp_path / LIST).unlink()
    assert read_entries(tmp_path) == quick


def test_the_index_shows_the_hour_of_the_office_whatever_the_clock_of_the_store(tmp_path: Path) -> None:
    (mail,) = parcels(1)
    filled(tmp_path, [replace(mail, at=mail.at.astimezone(dt.UTC))])
    (entry,) = read_entries(tmp_path)
    assert f"{entry.at:%d/%m %H:%M}" == "02/03 08:00"


def test_a_line_cut_by_a_power_cut_does_no_harm(tmp_path: Path) -> None:
    filled(tmp_path, parcels(3))
    whole = read_entries(tmp_path)
    (tmp_path / LIST).write_bytes((tmp_path / LIST).read_bytes()[:-40])
    assert read_entries(tmp_path) == whole


def test_a_mail_of_another_program_is_listed_too(tmp_path: Path) -> None:
    filled(tmp_path, parcels(1))
    other = email.message.EmailMessage(policy=email.policy.default)
    other["Subject"], other["To"] = "Thư khác", "Một người <x@example.gov.vn>"
    other.set_content("Nội dung khác\n")
    (tmp_path / "new" / "other").write_bytes(other.as_bytes())
    write_index(tmp_path, tmp_path / "out", "Hộp thư", None)
    pages = "".join(page.read_text("utf-8") for page in (tmp_path / "out" / "thu").iterdir())
    assert {"x@example.gov.vn", "u0@example.gov.vn"} == {entry.address for entry in read_entries(tmp_path)}
    assert "Nội dung khác" in pages


def test_the_quick_reader_agrees_with_the_standard_library() -> None:
    for made in (samples.one(), samples.many(), samples.digest(), letter(message_id="<z@x.vn>")):
        content = WRITER.render(made)
        message = email.message_from_bytes(content, policy=email.policy.default)
        head, parts = head_of(content), content_of(content)
        assert (head.subject, head.to_address) == (message["subject"], message["to"].addresses[0].addr_spec)
        assert head.to_name == made.addressee.removeprefix("Đồng chí ")
        bodies = [message.get_body((kind,)) for kind in ("plain", "html")]
        assert [parts.text, parts.html] == [body.get_content() for body in bodies if body is not None]


def test_encoded_words_are_joined_without_the_space_between() -> None:
    assert decoded("=?utf-8?b?xJE=?= =?utf-8?b?xJE=?= abc") == "đđ abc"


def hrefs(page: Path) -> list[str]:
    return [unescape(href) for href in re.findall(r'href="([^"]*)"', page.read_text("utf-8"))]


def test_every_link_leads_somewhere(tmp_path: Path) -> None:
    filled(tmp_path / "Maildir", parcels(9))
    write_index(tmp_path / "Maildir", tmp_path, "Hộp thư nhắc việc năm 2021", 2021)
    pages = [tmp_path / "index.html", *(tmp_path / "thu").iterdir()]
    for page in pages:
        for href in (href for href in hrefs(page) if not href.startswith("https:")):
            path, _, anchor = href.partition("#")
            target = (page.parent / path).resolve() if path else page
            assert target.is_file()
            assert not anchor or f'id="{anchor}"' in target.read_text("utf-8")


def test_each_mail_is_found_by_day_and_by_person_and_opens(tmp_path: Path) -> None:
    mails = parcels(6)
    filled(tmp_path / "Maildir", mails)
    write_index(tmp_path / "Maildir", tmp_path, "Hộp thư", 2021)
    links = [href for href in hrefs(tmp_path / "index.html") if href.startswith("thu/")]
    assert len(links) == 2 * len(mails)
    assert len(set(links)) == len(mails)
    page = (tmp_path / "thu" / "2021-03-02.html").read_text("utf-8")
    assert page.count("<article") == 2
    assert "Báo cáo CCHC quý I" in page


def test_the_calendar_counts_the_mails_of_a_day_and_greys_days_off(tmp_path: Path) -> None:
    filled(tmp_path / "Maildir", parcels(2))
    off = {dt.date(2021, 4, 21): "nghỉ lễ Giỗ Tổ Hùng Vương"}
    write_index(tmp_path / "Maildir", tmp_path, "Hộp thư", 2021, off)
    page = (tmp_path / "index.html").read_text("utf-8")
    assert re.findall(r"Tháng \d+/2021", page) == [f"Tháng {month}/2021" for month in range(1, 13)]
    assert '<a href="#ngay-2021-03-02">2<strong>2</strong></a>' in page
    assert '<td class="off" title="nghỉ lễ Giỗ Tổ Hùng Vương">21</td>' in page
    assert page.count('<td class="off"') == 104 + 1
    assert "2 thư gửi 2 người nhận trong 1 ngày, từ ngày 02/3/2021 đến ngày 02/3/2021." in page


def test_without_a_year_every_year_with_mails_is_shown(tmp_path: Path) -> None:
    one, other = samples.one(), samples.one()
    next_year = replace(other, message_id="<2@x.vn>", at=other.at.replace(year=2022))
    filled(tmp_path / "Maildir", [parcel(one), parcel(next_year)])
    write_index(tmp_path / "Maildir", tmp_path, "Hộp thư", None)
    page = (tmp_path / "index.html").read_text("utf-8")
    assert "Tháng 1/2021" in page
    assert "Tháng 12/2022" in page


def test_an_empty_mailbox_has_an_index_too(tmp_path: Path) -> None:
    filled(tmp_path / "Maildir", [])
    write_index(tmp_path / "Maildir", tmp_path, "Hộp thư", 2021)
    assert "Chưa có thư nào." in (tmp_path / "index.html").read_text("utf-8")


def test_the_pages_run_nothing_and_fetch_nothing(tmp_path: Path) -> None:
    wicked = letter(samples.REPORT._replace(title="<script>alert(1)</script>", product=None))
    filled(tmp_path / "Maildir", [parcel(wicked)])
    write_index(tmp_path / "Maildir", tmp_path, "<b>Hộp thư</b>", 2021)
    for page in (tmp_path / "index.html", tmp_path / "thu" / "2021-03-02.html"):
        text = page.read_text("utf-8")
        assert "default-src 'none'" in text
        assert re.findall(r"<script|src=|<b>Hộp", text) == []


def test_pages_that_stand_right_are_left_and_others_are_made_again(tmp_path: Path) -> None:
    filled(tmp_path / "Maildir", parcels(4))
    write_index(tmp_path / "Maildir", tmp_path, "Hộp thư", 2021)
    first, second = tmp_path / "thu" / "2021-03-02.html", tmp_path / "thu" / "2021-03-03.html"
    before = first.stat().st_ino, first.stat().st_mtime_ns
    second.write_text("<!-- cũ -->", "utf-8")
    write_index(tmp_path / "Maildir", tmp_path, "Hộp thư", 2021)
    assert (first.stat().st_ino, first.stat().st_mtime_ns) == before
    assert "<article" in second.read_text("utf-8")


def test_the_index_of_a_running_service_follows_each_session(tmp_path: Path) -> None:
    index = Index(tmp_path / "web", "Hộp thư")
    filled(tmp_path / "Maildir", parcels(1), index=index)
    filled(tmp_path / "Maildir", parcels(3), index=index)
    assert "3 thư gửi 2 người nhận" in (tmp_path / "web" / "index.html").read_text("utf-8")

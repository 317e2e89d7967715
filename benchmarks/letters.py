"""The mails that are measured: a weekly digest of twenty rows, to many readers."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from notifiers.ics import calendar
from notifiers.mime import Mail
from notifiers.renderer import Renderer, view_of
from notifiers.samples import digest, one
from rules.letter import DigestRow, DigestSection, Letter

SENDER = "Hệ thống đôn đốc <dondoc@example.gov.vn>"
ROWS = 20
READERS = 50  # addresses; what is known of an address may be kept
UNLIKE = 5000  # mails, none with the subject of another


def digests() -> list[Letter]:
    """The digest of one week for every reader."""
    letter = digest()
    assert letter.digest is not None
    sections = (DigestSection("summary"), DigestSection("overdue", rows=rows()))
    whole = replace(letter, digest=replace(letter.digest, sections=sections))
    return [
        replace(whole, message_id=f"<tuan-{i}@example.gov.vn>", address=f"can-bo-{i}@example.gov.vn")
        for i in range(READERS)
    ]


def rows() -> tuple[DigestRow, ...]:
    """Overdue deadlines of several units, no two alike."""
    units = ("Văn phòng Sở", "Thanh tra Sở", "Phòng Kế hoạch - Tài chính - Tổng hợp")
    return tuple(
        DigestRow(
            deadline=f"cchc-2021/II.{i}/han",
            title=f"Báo cáo tình hình thực hiện kế hoạch công tác tháng {i % 12 + 1} năm 2021",
            units=(units[i % 3],),
            stated=dt.date(2021, 2, 1) + dt.timedelta(days=i),
            last_day=dt.date(2021, 2, 1) + dt.timedelta(days=i),
            state="overdue",
            days_late=ROWS - i,
            time_words=f"trước ngày {i + 1}/02",
        )
        for i in range(ROWS)
    )


def mails() -> list[Mail]:
    """The digest as texts, with an .ics beside it, each under a subject of its own."""
    letter, renderer = digests()[0], Renderer(SENDER)
    subject, text, html = view_of(letter).subject, renderer.text(letter), renderer.html(letter)
    first = Mail(
        letter.message_id, letter.at, SENDER, "Đồng chí Giám đốc Sở", letter.address, letter.reply_to.name,
        letter.reply_to.address, subject, text, html, calendar(one()),
    )  # fmt: skip
    return [
        replace(
            first,
            message_id=f"<thu-{i}@example.gov.vn>",
            subject=f"{subject} (bản số {i})",
            to_address=f"can-bo-{i % READERS}@example.gov.vn",
        )
        for i in range(UNLIKE)
    ]

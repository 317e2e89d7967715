"""A sample index and page, on which `check` tries a workspace's own templates of the mailbox."""

from __future__ import annotations

import datetime as dt

from markupsafe import Markup

from notifiers.mailbox.calendarview import months
from notifiers.mailbox.index import Block, IndexView, Line
from notifiers.mailbox.pages import PageView, ShownMail


def index_view() -> IndexView:
    """An index of one mail."""
    day = dt.date(2021, 3, 2)
    line = Line("thu/2021-03-02.html#t1", "08:00", "Văn phòng Sở", "vanphong@example.gov.vn", "[Nhắc việc]")
    block = Block("ngay-2021-03-02", "Thứ Ba, ngày 02/3/2021", "1 thư", (line,))
    return IndexView("Hộp thư", "1 thư.", tuple(months(2021, {day: 1}, {})), (block,), (block,))


def page_view() -> PageView:
    """A page of one mail."""
    mail = ShownMail(
        "t1",
        "[Nhắc việc]",
        "Hệ thống",
        "Văn phòng Sở",
        "08:00",
        Markup("<p>Thư</p>"),
        "Thư",
        "x.eml",
        "",
        "a",
    )
    return PageView("0", "Thư thứ Ba, ngày 02/3/2021", Markup(""), "../index.html", (mail, mail))

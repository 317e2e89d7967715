"""Decides what a mail asks of its reader for one deadline, by role, state and what was reported."""

from __future__ import annotations

import datetime as dt
from typing import Literal, NamedTuple, TypeAlias

from notifiers.status import bucket
from notifiers.vietnamese import few, hour
from rules.letter import Item, Marks
from rules.notice import Role

Family: TypeAlias = Literal["lead", "support", "office", "leadership", "owner", "other", "input"]

FAMILIES: dict[Role, Family] = {
    "lead": "lead",
    "lead.head": "lead",
    "support": "support",
    "support.head": "support",
    "office": "office",
    "office.head": "office",
    "leadership": "leadership",
    "owner": "owner",
    "other": "other",
    "input": "input",
}

_LEAD = {
    "open": "Đề nghị {you} quan tâm bố trí thực hiện và cập nhật kết quả.",
    "due-soon": "Đề nghị {you} quan tâm bố trí thực hiện và cập nhật kết quả.",
    "standing": "Đề nghị {you} tiếp tục thực hiện và cập nhật kết quả.",
    "year": "Đề nghị {you} cho biết tiến độ thực hiện, mỗi nhiệm vụ một dòng.",
    "waiting": "Đề nghị {you} cập nhật khi có văn bản.",
    "stated-day": "Hệ thống chưa ghi nhận kết quả. Đề nghị {you} hoàn thành trong ngày và cập nhật kết quả.",
    "overdue": "Đến nay hệ thống chưa ghi nhận kết quả. Đề nghị {you} khẩn trương hoàn thành và cho biết "
    "lý do, phần việc còn lại, thời gian dự kiến hoàn thành.",
    "closed": "Gửi {you} để biết.",
}
# A head has others do it.
_HEAD = {
    "open": "Đề nghị {you} quan tâm chỉ đạo thực hiện và cập nhật kết quả.",
    "due-soon": "Đề nghị {you} quan tâm chỉ đạo thực hiện và cập nhật kết quả.",
    "stated-day": "Hệ thống chưa ghi nhận kết quả. Đề nghị {you} chỉ đạo hoàn thành trong ngày và cập nhật "
    "kết quả.",
    "overdue": "Đến nay hệ thống chưa ghi nhận kết quả. Đề nghị {you} chỉ đạo khẩn trương hoàn thành và cho "
    "biết lý do, phần việc còn lại, thời gian dự kiến hoàn thành.",
}
_LEAD_SCORING = {
    "overdue": "Đến nay hệ thống chưa ghi nhận tài liệu kiểm chứng. Đề nghị {you} gửi tài liệu kiểm chứng "
    "hoặc cho biết lý do, thời gian dự kiến gửi.",
    "due-today": "Đề nghị {you} gửi tài liệu kiểm chứng trong hôm nay.",
    "stated-day": "Đề nghị {you} gửi tài liệu kiểm chứng trong hôm nay.",
}
_SCORING = "Đề nghị {you} chuẩn bị, gửi tài liệu kiểm chứng trong thời hạn trên."
_SUPPORT = {
    "overdue": "Đề nghị {you} phối hợp với đơn vị chủ trì để nhiệm vụ sớm hoàn thành.",
    "waiting": "Đề nghị {you} phối hợp với đơn vị chủ trì khi có văn bản.",
    "year": "Đề nghị {you} phối hợp với đơn vị chủ trì trong quá trình thực hiện.",
    "standing": "Đề nghị {you} phối hợp với đơn vị chủ trì trong quá trình thực hiện.",
    "closed": "Gửi {you} để biết.",
}
_SUPPORT_ELSE = "Đề nghị {you} phối hợp với đơn vị chủ trì để nhiệm vụ hoàn thành đúng thời hạn."


_INPUT = "Đề nghị {you} gửi {whom} trong thời hạn trên; không có thì báo “Không phát sinh”."
_INPUT_LATE = "Đến nay chưa nhận được. Đề nghị {you} gửi ngay {whom}, hoặc báo “Không phát sinh”."


class Reader(NamedTuple):
    """To whom the mail speaks: a person or a unit, and when."""

    you: str  # "đồng chí" or "đơn vị"
    at: dt.datetime


def reader(addressee: str, at: dt.datetime) -> Reader:
    """Persons are addressed by title with "Đồng chí"; everything else is a unit."""
    return Reader("đồng chí" if addressee.casefold().startswith("đồng chí") else "đơn vị", at)


def assign_unit(item: Item) -> str:
    """What is asked where no unit answers for a line; the report itself has a lead."""
    return "Đề nghị cho biết đơn vị gửi thay" if item.owed else "Đề nghị phân công đơn vị chủ trì"


def assignment(item: Item) -> str:
    """What must be settled first when nobody in particular has the work."""
    if item.copy or item.ask is None:
        return ""
    if item.ask == "assign-officer":
        return "Đề nghị phân công chuyên viên thực hiện."
    if item.ask == "assign-unit":
        return f"{assign_unit(item)}."
    return "Chưa có người nhận theo quy tắc; đề nghị chuyển nội dung này tới người thực hiện."


def asked(item: Item, reader: Reader) -> str:
    """What is asked, as whole sentences; empty for a copy and for what is nobody's yet."""
    if item.copy or item.ask in ("assign-unit", "no-recipient"):
        return ""
    return _by_family(item, reader)


def _by_family(item: Item, reader: Reader) -> str:
    family = FAMILIES[item.role]
    if family == "lead":
        return _of_lead(item, reader)
    if family == "support":
        return _SUPPORT.get(bucket(item), _SUPPORT_ELSE).format(you=reader.you)
    if family == "input":
        return (_INPUT_LATE if bucket(item) == "overdue" else _INPUT).format(
            you=reader.you, whom=few(item.leads) or "người phụ trách"
        )
    if family == "leadership":
        return "Đề nghị đồng chí xem xét, cho ý kiến chỉ đạo."
    return _of_office(item, reader)


def _of_lead(item: Item, reader: Reader) -> str:
    where = bucket(item)
    reported = _after_a_mark(item.marks, head=item.role == "lead.head")
    if reported and where != "waiting":
        return reported.format(you=reader.you)
    if item.scoring and where not in ("waiting", "closed"):
        return _LEAD_SCORING.get(where, _SCORING).format(you=reader.you)
    if where == "due-today":
        return _today(item, reader)
    of_head = _HEAD.get(where) if item.role == "lead.head" else None
    return (of_head or _LEAD[where]).format(you=reader.you)


def _today(item: Item, reader: Reader) -> str:
    by = "trong ngày"
    if item.time is not None and reader.at.time() < item.time:
        by = f"trước {hour(item.time)} hôm nay"
    do = "chỉ đạo hoàn thành" if item.role == "lead.head" else "hoàn thành"
    return f"Hệ thống chưa ghi nhận kết quả. Đề nghị {reader.you} {do} {by} và cập nhật kết quả."


def _after_a_mark(marks: Marks, *, head: bool) -> str:
    if marks.submitted:
        return "Đề nghị {you} theo dõi, cập nhật kết quả khi được ký ban hành."
    if marks.extension_asked:
        return "Đề nghị {you} tiếp tục thực hiện trong khi chờ ý kiến về đề nghị gia hạn."
    if marks.blocked and head:
        return "Đề nghị {you} quan tâm chỉ đạo tháo gỡ vướng mắc."
    if marks.blocked:
        return "Đề nghị {you} cập nhật khi vướng mắc được tháo gỡ."
    return ""


def _of_office(item: Item, reader: Reader) -> str:
    where = bucket(item)
    if where == "waiting":
        return f"Đề nghị {reader.you} cập nhật khi có văn bản."
    # The office does not urge itself.
    if where == "overdue" and not item.office_leads:
        return f"Đề nghị {reader.you} theo dõi, đôn đốc đơn vị chủ trì."
    return f"Gửi {reader.you} để theo dõi."

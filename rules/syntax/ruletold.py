"""Decides how an editor is told the small words of a rule file: recipients, moments, sections, weekdays."""

from __future__ import annotations

from rules.syntax import told
from rules.syntax.told import Fragment, either, given, must_be_blank, needs, text, words

RECIPIENTS = {
    "lead": "chuyên viên được phân công của đơn vị chủ trì; chưa phân công thì hộp thư đơn vị",
    "lead.head": "người đứng đầu đơn vị chủ trì",
    "support": "các đơn vị phối hợp",
    "support.named": "chỉ đơn vị phối hợp được nêu đích danh, không qua tên nhóm",
    "support.head": "người đứng đầu đơn vị phối hợp",
    "office": "người theo dõi, đôn đốc ở Văn phòng Sở (vai trò office)",
    "office.head": "lãnh đạo Văn phòng Sở (vai trò office.head)",
    "leadership": "Lãnh đạo Sở (vai trò leadership)",
    "leadership.in-charge": "Lãnh đạo Sở phụ trách đơn vị chủ trì (in_charge)",
}
READERS = {name: RECIPIENTS[name] for name in ("office", "office.head", "leadership")} | {
    "lead.head": "người đứng đầu đơn vị sẽ bị nêu quá hạn; chỉ ở bản báo trước (of)"
}
_OTHERS = rf"(unit|person|role):\s*{told.ID}|{told.ADDRESS}"
TOLD_RECIPIENT = words(
    RECIPIENTS,
    f"người nhận là {', '.join(RECIPIENTS)}, unit:mã, person:mã, role:mã hoặc địa chỉ thư",
    _OTHERS,
)
TOLD_READER = words(
    READERS,
    f"người nhận tổng hợp là {', '.join(READERS)}, unit:mã, person:mã, role:mã hoặc địa chỉ thư",
    _OTHERS,
)

PLACES = {
    "last-day": "ngày làm việc cuối cùng trong hạn",
    "stated": "ngày ghi trong kế hoạch, khi ngày ấy muộn hơn ngày làm việc cuối cùng trong hạn",
    "start": "ngày bắt đầu của kỳ hạn",
    "month-start": "ngày làm việc đầu tiên của tháng có ngày làm việc cuối cùng trong hạn",
    "quarter-end": "ngày làm việc cuối cùng của mỗi quý trong kỳ",
    "waiting": "ngày làm việc đầu tiên của mỗi tháng, khi chưa xác định thời hạn",
}
_DAY_OF_YEAR = text(told.DAY_OF_YEAR, "trong danh sách, mỗi mục là một ngày có thật, viết ngày/tháng: 25/02")
_SAID_ON = f"mốc là {', '.join(PLACES)} hoặc ngày/tháng; ví dụ: 25/02"
TOLD_ON = either(
    words(PLACES, _SAID_ON, told.DAY_OF_YEAR),
    {"type": "array", "items": words(PLACES, _SAID_ON), "minItems": 1, "maxItems": 1},
    {"type": "array", "items": _DAY_OF_YEAR, "minItems": 1},
    {"type": "null"},
)

WEEKDAYS = {
    "monday": "thứ Hai",
    "tuesday": "thứ Ba",
    "wednesday": "thứ Tư",
    "thursday": "thứ Năm",
    "friday": "thứ Sáu",
    "saturday": "thứ Bảy",
    "sunday": "Chủ nhật",
}
TOLD_WEEKDAY = words(WEEKDAYS, f"thứ trong tuần là {', '.join(WEEKDAYS)}")
_DIGEST_DAYS = {**WEEKDAYS, "last-workday": "ngày làm việc cuối cùng của tuần"}
TOLD_DIGEST_DAY = words(_DIGEST_DAYS, f"ngày gửi là {', '.join(_DIGEST_DAYS)}")
TOLD_SPAN = text(told.SPAN, "viết 5wd (ngày làm việc) hoặc 10d (ngày theo lịch)")
TOLD_LONG_SPAN = text(told.LONG_SPAN, "viết 5wd (ngày làm việc) hoặc 10d (ngày theo lịch), ít nhất một ngày")
TOLD_WHEN = text(told.WHEN, "viết TÊN PHÉP-SO-SÁNH SỐ, nối bằng and; ví dụ: reminders >= 3 and days_late > 5")
TOLD_WINDOW = text(told.WINDOW, "khung giờ từ sớm đến muộn trong ngày; ví dụ: 07:30-17:00")

_PLAIN_SECTIONS = {
    "summary": "số liệu chung",
    "overdue": "việc quá hạn",
    "due_within": "việc sắp đến hạn, trong 10 ngày làm việc",
    "done_since": "việc đã hoàn thành trong 7 ngày qua",
    "waiting": "việc chưa xác định thời hạn",
    "extensions": "việc xin gia hạn, được gia hạn",
    "units": "số liệu theo đơn vị",
    "submitted": "việc đã trình ký",
}
_WITH_SPAN = {
    "due_within": {
        **TOLD_LONG_SPAN,
        "description": "Việc sắp đến hạn trong khoảng này, ví dụ: {due_within: 10wd}.",
    },
    "done_since": {
        **TOLD_LONG_SPAN,
        "description": "Việc đã hoàn thành trong khoảng này, ví dụ: {done_since: 7d}.",
    },
}
TOLD_SECTION = either(
    words(_PLAIN_SECTIONS, f"phần của bản tổng hợp là {', '.join(_PLAIN_SECTIONS)}"),
    {
        "type": "object",
        "properties": _WITH_SPAN,
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
    },
)

_ONE = "mỗi lần nhắc có đúng một trong ba khóa before, after, on"
ONE_TIME: Fragment = {
    "allOf": [
        {"anyOf": [given("before"), given("after"), given("on")], "errorMessage": _ONE},
        needs(given("before"), must_be_blank(("after", "on"), _ONE)),
        needs(given("after"), must_be_blank(("on",), _ONE)),
        needs(given("on"), must_be_blank(("every",), "every chỉ đi với before hoặc after")),
        needs(given("limit"), {**given("every"), "errorMessage": "limit chỉ có nghĩa khi có every"}),
    ]
}

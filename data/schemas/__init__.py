"""Decides which files an editor is told of, by name, and how: JSON Schemas made from the loader's own models.

Beside the code lie written copies, `<name>.schema.json`; `python -m data.schemas` writes them anew.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import BaseModel

NAMES = ("rules", "units", "calendar", "plan")


@dataclass(frozen=True, slots=True)
class Beyond:
    """What a schema cannot say: a problem's code (whole, its start or its end) and words of its message."""

    code: str
    words: str
    what: str  # Vietnamese, for the schema's own description


# Nothing else may differ between a schema and the loader (tests/data/test_schemas.py).
BEYOND = (
    Beyond("Y1", "", "cú pháp YAML, khóa lặp lại, mỏ neo, thẻ, dấu tab"),
    Beyond("06", "không tồn tại", "ngày 29/02 của năm không nhuận"),
    Beyond("03", r"là số nguyên, không phải “[-+]?\d+\.0*”", "cách viết một con số (3.0 thay cho 3)"),
    Beyond("13", r"mã “[-+.]", ""),
    Beyond("09", "", "mã bị trùng"),
    Beyond("10", "", "đơn vị, nhóm, cán bộ, vai trò, nhiệm vụ không có"),
    Beyond("11", "", ""),
    Beyond("12", "", ""),
    Beyond("P423", "", ""),
    Beyond("P424", "không còn đơn vị", "đơn vị phải gửi số liệu trùng đơn vị chủ trì"),
    Beyond("P422", "", "thứ tự ngày đầu, ngày cuối; giờ gửi nằm ngoài khung giờ"),
    Beyond("U321", "", ""),
    Beyond("U322", "", ""),
    Beyond("R225", "phải đi từ|nằm ngoài khung", ""),
    Beyond("U320", "", "nhóm chứa chính nó, người vắng mặt nhận thay chính mình"),
    Beyond("U323", "", ""),
    Beyond("U324", "", "đơn vị kế thừa chính mình"),
    Beyond("R231", "“lead.head”", "lead.head ở bản tổng hợp không có of"),
    Beyond("R232", "", "bản tổng hợp nêu ở of, hạn phản hồi"),
    Beyond("R228", "", "quy tắc cuối cùng nhận mọi thời hạn"),
    Beyond("C520", "", "ngày không thuộc năm của nó, vừa nghỉ vừa làm bù, làm bù ngày thường"),
    Beyond("C521", "", ""),
    Beyond("C522", "", ""),
)


def written(name: str) -> str:
    """The schema of one kind of file, as its copy holds it."""
    from rules.syntax.schema import schema_of

    model, title = _model(name)
    schema = schema_of(model, title, _DESCRIPTION.format("; ".join(one.what for one in BEYOND if one.what)))
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


_DESCRIPTION = (
    "Trình soạn thảo dùng tệp này để gợi ý và báo lỗi khi gõ. Chỉ lệnh dondoc check mới thấy: {}. "
    "Tệp được sinh từ chương trình, không sửa bằng tay."
)


def _model(name: str) -> tuple[type[BaseModel], str]:
    from data.files.calendarfile import CalendarShape
    from data.files.planmodel import PlanFileShape
    from data.files.unitmodel import UnitFileShape
    from rules.syntax.rulemodel import RuleFileShape

    models: dict[str, tuple[type[BaseModel], str]] = {
        "rules": (RuleFileShape, "Quy tắc nhắc việc của dondoc (rules/*.yaml)"),
        "units": (UnitFileShape, "Đơn vị, cán bộ, nhóm, vai trò (data/units.yaml)"),
        "calendar": (CalendarShape, "Lịch nghỉ theo thông báo (data/calendar.yaml)"),
        "plan": (PlanFileShape, "Kế hoạch năm (data/plans/*.yaml)"),
    }
    return models[name]

"""Decides how an editor is told what a value may look like: as fragments of a JSON Schema, in Vietnamese.

The patterns are written in what Python and JavaScript read alike; the readers of `rules.syntax.fields` and
`rules.syntax.rulewords` have the last word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

Fragment: TypeAlias = dict[str, Any]

_LATIN = "0-9A-Za-z_À-ÖØ-öø-ɏḀ-ỿ"  # letters of Vietnamese and its neighbours, digits
ID = rf"[{_LATIN}][{_LATIN}.&-]*"
KEY = rf"[{_LATIN}][{_LATIN}&-]*\.[{_LATIN}.&-]+"
HOUR = "([01]?[0-9]|2[0-3]):[0-5][0-9]"
ADDRESS = r"(?=\S{1,254}\s*$)(?!.*\.\.)[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}"
_OF_31 = "(0[1-9]|[12][0-9]|3[01])"
_OF_30 = "(0[1-9]|[12][0-9]|30)"
DAY = rf"(19|20|21)[0-9][0-9]-((0[13578]|1[02])-{_OF_31}|(0[469]|11)-{_OF_30}|02-(0[1-9]|[12][0-9]))"
DAY_OF_YEAR = (
    r"((0?[1-9]|[12][0-9]|3[01])/(0?[13578]|1[02])|(0?[1-9]|[12][0-9]|30)/(0?[469]|11)"
    r"|(0?[1-9]|[12][0-9])/0?2)"
)
SPAN = "[0-9]{1,4} ?(wd|d)"
LONG_SPAN = "(?!0+ ?[wd])[0-9]{1,4} ?(wd|d)"
_CONDITION = r"(reminders|days_late|extensions)\s*(>=|<=|==|!=|>|<)\s*[0-9]{1,6}"
WHEN = rf"{_CONDITION}(\s+and\s+{_CONDITION})*"
WINDOW = rf"{HOUR}\s*[-–]\s*{HOUR}"


def text(pattern: str, said: str) -> Fragment:
    """A text of this form, spaces around it allowed; `said` is what an editor says of any other."""
    return {"type": "string", "pattern": rf"^\s*({pattern})\s*$", "patternErrorMessage": said}


def words(meanings: Mapping[str, str], said: str, others: str | None = None) -> Fragment:
    """One of these words, each with what it means; or a text of the form `others`."""
    listed = {"type": "string", "enum": list(meanings), "enumDescriptions": list(meanings.values())}
    # Quoted words may have spaces around them: the pattern takes those too.
    spelt = [word.replace(".", r"\.") for word in meanings]
    return either(listed, text("|".join([*spelt, others] if others else spelt), said))


def either(*fragments: Fragment) -> Fragment:
    return {"anyOf": list(fragments)}


def given(key: str) -> Fragment:
    """Where this key stands with a value."""
    return {"required": [key], "properties": {key: {"not": {"type": "null"}}}}


def needs(condition: Fragment, then: Fragment) -> Fragment:
    return {"if": condition, "then": then}


def must_be_blank(keys: Iterable[str], said: str) -> Fragment:
    """Keys that may stand only without a value, or as false."""
    return {"properties": {key: {"enum": [None, False], "errorMessage": said} for key in keys}}


TOLD_ID: Fragment = {
    **text(ID, "mã chỉ gồm chữ, số và các dấu - _ . &, không có dấu cách; ví dụ: bao-cao-quy-i"),
    "type": ["string", "number"],  # a number is taken as it is written
    "minimum": 0,
}
TOLD_DAY = text(DAY, "ngày viết theo dạng NĂM-THÁNG-NGÀY và phải có thật; ví dụ: 2021-03-10")
TOLD_HOUR = text(HOUR, "giờ trong ngày, viết dạng 08:00 hoặc 16:30")
TOLD_ADDRESS = text(ADDRESS, "địa chỉ thư điện tử, không kèm tên người; ví dụ: anv@example.gov.vn")

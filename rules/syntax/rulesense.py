"""Decides whether the parts of a rule file fit together: times of a step, hours, duplicates, the catch-all.

Works on plain values, so that it also speaks where another part of the same rule is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

from pydantic_core import PydanticCustomError

from rules.plan import UNLABELLED
from rules.problem import Problem
from rules.rule import SendWindow
from rules.syntax.fields import nearest, read_hour
from rules.syntax.listed import items, repeated
from rules.syntax.names import Names
from rules.syntax.rulemodel import StepShape
from rules.syntax.rulewords import PLACES, WEEKDAYS, read_window
from rules.yaml.text import Document, Path

_TIMES = ("before", "after", "on")
WEEKEND = WEEKDAYS[5:]


def of_rules(document: Document) -> Iterator[Problem]:
    """What is wrong inside each rule of a file."""
    for index, rule in items(document.value, "rules"):
        path = ("rules", index)
        yield from _hours(document, (*path, "send"), rule.get("send"))
        yield from repeated(document, (*path, "steps"), "R209", "lần nhắc")
        for number, step in items(rule, "steps"):
            yield from _times(document, (*path, "steps", number), step)


def _times(document: Document, path: Path, step: Mapping[str, object]) -> Iterator[Problem]:
    given = [key for key in _TIMES if step.get(key) is not None]
    if len(given) > 1:
        said = f"một lần nhắc chỉ có một trong before, after, on; ở đây có {', '.join(given)}"
        yield document.problem((*path, given[-1]), "R220", said, "tách thành hai lần nhắc", at_key=True)
    elif not given and step.keys() <= StepShape.model_fields.keys():
        yield document.problem(path, "R220", "lần nhắc thiếu thời điểm", "thêm một trong before, after, on")
    moments = step.get("on")
    if (
        isinstance(moments, list)
        and len(moments) > 1
        and any(str(moment).strip() in PLACES for moment in moments)
    ):
        said = "danh sách của on chỉ gồm ngày “dd/mm”, không gồm các mốc như last-day"
        yield document.problem((*path, "on"), "R223", said, "tách mỗi mốc thành một lần nhắc")
    yield from _repeats(document, path, step, given)


def _repeats(
    document: Document, path: Path, step: Mapping[str, object], given: Sequence[str]
) -> Iterator[Problem]:
    if step.get("every") is not None and given == ["on"]:
        yield document.problem((*path, "every"), "R221", "every chỉ đi với before hoặc after", at_key=True)
    if step.get("limit") is not None and step.get("every") is None:
        yield document.problem((*path, "limit"), "R221", "limit chỉ có nghĩa khi có every", at_key=True)


def _hours(document: Document, path: Path, send: object) -> Iterator[Problem]:
    if not isinstance(send, dict):
        return
    default = SendWindow()
    # An hour that cannot be read is reported by the shape.
    with suppress(PydanticCustomError):
        at = default.at if send.get("at") is None else read_hour(send["at"])
        within = send.get("within")
        opens, closes = (default.opens, default.closes) if within is None else read_window(within)
        if not opens <= at <= closes:
            key = "within" if send.get("at") is None else "at"
            said = f"giờ gửi {at:%H:%M} nằm ngoài khung giờ {opens:%H:%M}-{closes:%H:%M}"
            yield document.problem((*path, key), "R225", said, "sửa at hoặc within")


OF_A_DEADLINE = frozenset(
    {"lead", "lead.head", "support", "support.named", "support.head", "leadership.in-charge"}
)


def of_digests(document: Document) -> Iterator[Problem]:
    """Readers of a digest who would be found only through a deadline: a digest has none."""
    for index, digest in items(document.value, "digests"):
        for key in ("to", "cc"):
            for number, who in _listed(digest.get(key)):
                foretold = digest.get("of") is not None and str(who).strip() == "lead.head"
                if str(who).strip() in OF_A_DEADLINE and not foretold:
                    said = f"bản tổng hợp không gửi được cho “{who}”: người nhận này tùy từng thời hạn"
                    yield document.problem(
                        ("digests", index, key, number), "R231", said, "dùng leadership, office, unit:…"
                    )


def foretelling(documents: Sequence[Document]) -> Iterator[Problem]:
    """A digest that foretells another one, and until when it may be answered."""
    listed = [(one, index, d) for one in documents for index, d in items(one.value, "digests")]
    plain = [str(d["id"]) for _, _, d in listed if d.get("id") is not None and d.get("of") is None]
    hidden = any(document.broken for document in documents)  # it may stand where nobody can read
    for document, index, digest in listed:
        path, of = ("digests", index), digest.get("of")
        if of is not None and str(of) not in plain and not hidden:
            said = f"không có bản tổng hợp “{of}” để báo trước"
            yield document.problem((*path, "of"), "R232", said, nearest(str(of), plain))
        if digest.get("answer_by") is not None and of is None:
            said = "answer_by chỉ dùng cùng of"
            yield document.problem((*path, "answer_by"), "R232", said, "thêm of hoặc bỏ answer_by")
        yield from _answer_in_time(document, path, digest)


def _answer_in_time(document: Document, path: Path, digest: Mapping[str, object]) -> Iterator[Problem]:
    if digest.get("answer_by") is None or digest.get("at") is None:
        return
    with suppress(PydanticCustomError):  # an hour that cannot be read is reported by the shape
        if read_hour(digest["answer_by"]) <= read_hour(digest["at"]):
            said = "hạn phản hồi (answer_by) phải sau giờ gửi (at)"
            yield document.problem((*path, "answer_by"), "R232", said, "sửa at hoặc answer_by")


def rare_digests(document: Document) -> Iterator[Problem]:
    """A digest of a weekend day: a day off moves it on only inside its week, so it is hardly ever made."""
    for index, digest in items(document.value, "digests"):
        if digest.get("every") in WEEKEND:
            said = f"“{digest['every']}” là ngày nghỉ hằng tuần: bản tổng hợp này gần như không bao giờ gửi"
            path = ("digests", index, "every")
            yield document.problem(path, "W903", said, "chọn từ monday đến friday", level="warning")


def _listed(value: object) -> Iterator[tuple[int, object]]:
    yield from enumerate(value if isinstance(value, list) else [value])


def over_all(documents: Sequence[Document]) -> Iterator[Problem]:
    """What is wrong over all files in their order: duplicate ids, the missing catch-all."""
    for key, word in (("rules", "quy tắc"), ("digests", "bản tổng hợp")):
        yield from _repeated_over_all(documents, key, word)
    yield from foretelling(documents)
    if all(map(_tells_its_rules, documents)):
        yield from _catch_all(documents)


def _tells_its_rules(document: Document) -> bool:
    """Whether no rule can hide in a part of the file that another problem already speaks of."""
    value = {} if document.value is None else document.value
    if document.broken or not isinstance(value, dict) or value.keys() - {"rules", "digests"}:
        return False
    rules = value.get("rules", [])
    return isinstance(rules, list) and all(isinstance(rule, dict) for rule in rules)


def _repeated_over_all(documents: Sequence[Document], key: str, word: str) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for document in documents:
        for index, item in items(document.value, key):
            if (id := item.get("id")) is None:
                continue
            path = (key, index, "id")
            if first := seen.get(str(id)):
                yield document.problem(path, "R209", f"mã {word} “{id}” bị trùng", f"đã có ở {first}")
            else:
                seen[str(id)] = f"{document.file}:{document.at(path)[0]}"


def _catch_all(documents: Sequence[Document]) -> Iterator[Problem]:
    rules = [
        (document, index, rule) for document in documents for index, rule in items(document.value, "rules")
    ]
    if not rules:
        file = documents[-1].file if documents else "rules"
        yield Problem(file, 1, 1, "error", "R228", "chưa có quy tắc nhắc việc nào", _CATCH_ALL)
        return
    everything = [
        (document, index)
        for document, index, rule in rules[:-1]
        if rule.get("match") == {} and rule.get("continue") is not True
    ]
    document, index, rule = rules[-1]
    # Any other sort of match, and a key without a value, are refused already.
    if isinstance(match := rule.get("match"), dict) and any(
        value not in (None, []) for value in match.values()
    ):
        said = "quy tắc cuối cùng trong mọi tệp phải nhận mọi thời hạn"
        yield document.problem(("rules", index, "match"), "R228", said, _catch_all_hint(everything))
        return
    for document, index in everything:
        said = "quy tắc này nhận mọi thời hạn nên các quy tắc đứng sau không bao giờ được dùng"
        path = ("rules", index, "match")
        yield document.problem(path, "W902", said, "chuyển xuống cuối cùng", level="warning")


def _catch_all_hint(everything: Sequence[tuple[Document, int]]) -> str:
    if not everything:
        return _CATCH_ALL
    document, index = everything[-1]
    line = document.at(("rules", index, "match"))[0]
    return f"quy tắc “match: {{}}” đang đứng trước, ở {document.file}:{line}; chuyển xuống cuối cùng"


_CATCH_ALL = "thêm ở tệp cuối (theo tên) một quy tắc có “match: {}”"


def unused_values(document: Document, names: Names) -> Iterator[Problem]:
    """Values of `match` that no plan has."""
    if names.used is None:
        return
    for index, rule in items(document.value, "rules"):
        match = rule.get("match")
        for key, values in match.items() if isinstance(match, dict) else ():
            known = names.used.get(key)
            if known is not None:
                yield from _unused(document, ("rules", index, "match", key), values, known)


def _unused(document: Document, path: Path, values: object, known: frozenset[str]) -> Iterator[Problem]:
    for number, value in enumerate(values if isinstance(values, list) else [values]):
        if value is not None and not _is_known(str(value), known):
            said = f"không kế hoạch nào có “{value}” ở “{path[-1]}”"
            yield document.problem((*path, number), "W901", said, nearest(value, known), level="warning")


def _is_known(value: str, known: frozenset[str]) -> bool:
    # A period or an event of a deadline adds its own part: cchc-2021/I.5/2021-q1.
    above = value.rpartition("/")[0]
    return value in known or above in known or f"{above}/{UNLABELLED}" in known

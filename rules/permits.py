"""Decides whether a report may be recorded: what makes sense of a deadline as it is, and who may grant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence

from rules.action import Action, Do
from rules.days.vietnam import spoken
from rules.directory import Directory
from rules.plan import Deadline, SetBy
from rules.progress import WHOLE, Line
from rules.subject import Subject

EARLIEST = dt.date(2000, 1, 1)
ABOVE: dict[SetBy, str] = {"tinh": "tỉnh", "bo": "Bộ"}
ROLES = frozenset({"office", "office.head", "leadership", "admin"})
GRANTING = ("office", "office.head", "leadership")


class Refused(Exception):
    """The report makes no sense or is not this person's to make; the message is Vietnamese."""


class Repeated(Exception):
    """The same was recorded before: nothing to do, and no harm; the message is Vietnamese."""


def permit(
    report: Action,
    subject: Subject,
    earlier: Sequence[Action],
    directory: Directory,
    office_units: Collection[str],
    today: dt.date,
) -> None:
    """Raises Refused or Repeated, else the report may be recorded.

    `earlier` are the actions on the subject's line, oldest first; `office_units` are the tracking office's.
    """
    _check_days(report, today)
    _check_unit(report, subject, directory)
    _check_repeat(report, earlier)
    _CHECKS[report.do](report, subject)
    if report.do == "extend-grant":
        _check_grant(report, subject, directory, office_units)


def finished_line(report: Action, subject: Subject) -> Line | None:
    """The finished line that a result is told of once more; None when there is none, or not just one."""
    if report.do != "done":
        return None
    lines = subject.progress.lines
    named = [line for line in lines.values() if report.unit in (None, line.unit)]
    return named[0] if len(named) == 1 and named[0].settled else None


def permit_correction(
    report: Action, subject: Subject, line: Line, directory: Directory, today: dt.date
) -> None:
    """Raises Refused or Repeated, else another day or document may be recorded for a finished line.

    The last word counts, what was said before stays in the history, and nothing is opened again.
    """
    _check_days(report, today)
    _check_unit(report, subject, directory)
    _refuse_cancelled(subject)
    if (line.done_on, line.document, line.no_output) == (report.on, report.document, report.no_output):
        raise Repeated(f"đã ghi nhận hoàn thành ngày {spoken(report.on)}; không ghi thêm")


def _check_days(report: Action, today: dt.date) -> None:
    if report.on > today:
        raise Refused(f"ngày {spoken(report.on)} chưa đến; chỉ ghi nhận việc đã xảy ra")
    if report.on < EARLIEST:
        raise Refused(f"ngày {spoken(report.on)} quá xa; đề nghị kiểm tra lại năm")


def _check_unit(report: Action, subject: Subject, directory: Directory) -> None:
    if report.unit is None or report.do in ("assign", "move") or subject.lines_of(report):
        return
    names = [unit.name if (unit := directory.unit(lead)) else lead for lead in subject.leads]
    leads = f"đơn vị chủ trì: {', '.join(names)}" if names else "chưa phân công đơn vị chủ trì"
    unit = directory.unit(report.unit)
    raise Refused(f"{unit.name if unit else report.unit} không chủ trì {subject.id}; {leads}")


def _check_repeat(report: Action, earlier: Sequence[Action]) -> None:
    """The last word on this deadline, or an event, said once more; a closing is judged by its lines."""
    same = [action for action in earlier if action.deadline == report.deadline]
    known = [a for a in earlier if a.do == "event"] if report.do == "event" else same[-1:]
    if report.do not in ("done", "cancel", "reopen") and any(_told(a) == _told(report) for a in known):
        raise Repeated("việc này đã được ghi nhận trước đó; không ghi thêm")


def _told(action: Action) -> tuple[object, ...]:
    return (action.do, action.unit, action.on, action.document, action.to, action.note)


def _check_mark(report: Action, subject: Subject) -> None:
    _refuse_closed(subject)
    _refuse_waiting_event(subject)
    if report.do == "block" and not (report.note or report.document):
        raise Refused("vướng mắc phải nêu lý do (--note) hoặc số văn bản (--document)")


def _check_done(report: Action, subject: Subject) -> None:
    if not subject.progress.overtaken:  # who sends late is still noted
        _refuse_cancelled(subject)
    units = subject.lines_of(report)
    if all(subject.progress.lines[unit].settled for unit in units):
        when = max(day for unit in units if (day := subject.progress.lines[unit].done_on))
        raise Repeated(f"đã ghi nhận hoàn thành ngày {spoken(when)}; không ghi thêm")
    if not report.no_output:
        _refuse_waiting_event(subject)


def _check_cancel(_: Action, subject: Subject) -> None:
    if subject.progress.cancelled_on is not None:
        raise Repeated(f"đã dừng thực hiện từ ngày {spoken(subject.progress.cancelled_on)}")
    _refuse_closed(subject)


def _check_reopen(report: Action, subject: Subject) -> None:
    progress = subject.progress
    units = subject.lines_of(report)
    if progress.overtaken and not any(progress.lines[unit].done_on for unit in units):
        _refuse_cancelled(subject)
    if progress.cancelled_on is None and not any(progress.lines[unit].done_on for unit in units):
        raise Repeated("thời hạn này đang mở")


def _check_extension(report: Action, subject: Subject) -> None:
    _refuse_closed(subject)
    deadline = subject.deadline
    if report.do == "extend-refuse":
        if subject.progress.asked is None:
            raise Refused("không có đề nghị gia hạn nào đang chờ trả lời")
        return
    if deadline.waiting and deadline.kind == "external":
        return
    if deadline.stated is None:
        raise Refused("thời hạn này chưa có ngày nên chưa thể gia hạn")
    if report.to is None or dt.date.fromisoformat(report.to) <= deadline.stated:
        raise Refused(f"ngày gia hạn phải sau hạn hiện tại ({spoken(deadline.stated)})")


def _check_amendment(report: Action, subject: Subject) -> None:
    _refuse_closed(subject)
    stated = subject.deadline.stated
    if stated is None:
        raise Refused(f"{subject.id} chưa có ngày để điều chỉnh; ngày cấp trên ấn định ghi bằng lệnh event")
    if not report.document:
        raise Refused("điều chỉnh thời hạn phải có số văn bản (--document)")
    to = dt.date.fromisoformat(report.to or "")
    if to == stated:
        raise Repeated(f"thời hạn đã là ngày {spoken(stated)}")
    if to < report.on:
        raise Refused(
            f"ngày mới {spoken(to)} trước ngày văn bản ({spoken(report.on)}); kiểm tra lại --to, --on"
        )


def _check_event(report: Action, subject: Subject) -> None:
    deadline = subject.deadline
    if deadline.kind not in ("after_event", "external"):
        raise Refused(f"{subject.id} không chờ sự kiện; chỉ thời hạn after_event, external có sự kiện")
    if deadline.spec.once and deadline.event_on is not None and deadline.kind == "after_event":
        raise Refused(only_once(deadline))
    if deadline.kind == "after_event" and not deadline.waiting:
        raise Refused(f"sự kiện ghi cho thời hạn đang chờ ({deadline.base}), không ghi cho {subject.id}")
    if deadline.kind == "after_event" and report.to is not None:
        raise Refused("thời hạn tính từ sự kiện tự có ngày; --to chỉ dùng khi cấp trên ấn định ngày")
    _refuse_closed(subject)


def only_once(deadline: Deadline) -> str:
    """Why a second event of a `once: true` deadline is not recorded."""
    when = f", đã ghi ngày {spoken(deadline.event_on)}" if deadline.event_on else ""
    return f"sự kiện của {deadline.base} chỉ ghi một lần (once){when}"


def _check_nothing(_: Action, __: Subject) -> None:
    """An assignment makes sense at any time."""


_CHECKS: dict[Do, Callable[[Action, Subject], None]] = {
    "ack": _check_mark,
    "submit": _check_mark,
    "block": _check_mark,
    "done": _check_done,
    "cancel": _check_cancel,
    "reopen": _check_reopen,
    "extend-ask": _check_extension,
    "extend-grant": _check_extension,
    "extend-refuse": _check_extension,
    "event": _check_event,
    "assign": _check_nothing,
    "move": _check_nothing,
    "amend": _check_amendment,
    "done-before": _check_done,
}


def _refuse_cancelled(subject: Subject) -> None:
    if subject.progress.cancelled_on is not None:
        when = spoken(subject.progress.cancelled_on)
        if subject.progress.overtaken:
            raise Refused(f"báo cáo cần số liệu này đã kết thúc ngày {when}, chỉ còn ghi nhận đã gửi (done)")
        raise Refused(f"đã dừng thực hiện từ ngày {when}; muốn làm tiếp, dùng lệnh reopen trước")


def _refuse_closed(subject: Subject) -> None:
    _refuse_cancelled(subject)
    done_on = subject.progress.done_on
    if done_on is not None:
        raise Refused(f"đã hoàn thành ngày {spoken(done_on)}; muốn làm lại, dùng lệnh reopen trước")


def _refuse_waiting_event(subject: Subject) -> None:
    if subject.deadline.waiting and subject.deadline.kind == "after_event":
        raise Refused(
            f"{subject.id} đang chờ sự kiện: ghi nhận bằng lệnh event trước, rồi dùng mã {subject.id}/1, …; "
            "không phát sinh thì dùng done --no-output"
        )


def _check_grant(
    report: Action, subject: Subject, directory: Directory, office_units: Collection[str]
) -> None:
    """A date set above is recorded by its document; the office's own is granted by its leaders.

    Who is not in the directory is taken at his word: a leader may be named by title, or be of another agency.
    """
    set_by = subject.deadline.set_by
    if set_by in ABOVE:
        if not report.document:
            raise Refused(f"hạn do {ABOVE[set_by]} ấn định: ghi số văn bản trả lời (--document)")
        return
    own = any(unit in office_units for unit in subject.progress.open_units if unit != WHOLE)
    if own:
        _check_own_grant(report, directory)
    elif known_as(report.by, directory) and not _may_grant(report.by, directory, office_units):
        raise Refused(
            f"“{report.by}” không có quyền đồng ý gia hạn; "
            "người đồng ý là người theo dõi, đôn đốc hoặc lãnh đạo cơ quan"
        )


def _check_own_grant(report: Action, directory: Directory) -> None:
    leaders = directory.roles.get("leadership", ())
    people = [person for id in leaders if (person := directory.person(id))]
    names = {id.casefold() for id in leaders}
    names |= {words.casefold() for person in people for words in (person.name, person.title) if words}
    if report.by.strip().casefold() not in names:
        told = ", ".join(f"{person.name} ({person.title or person.id})" for person in people)
        raise Refused(
            "việc do chính đơn vị theo dõi chủ trì chỉ lãnh đạo cơ quan được đồng ý gia hạn; "
            f"--by là một trong: {told or ', '.join(leaders)}"
        )
    if not report.document:
        raise Refused("việc do chính đơn vị theo dõi chủ trì phải có số văn bản đồng ý gia hạn (--document)")


def known_as(by: str, directory: Directory) -> frozenset[str]:
    """The roles, people and units of the directory that go by a name, as "person:x"; empty: nobody does."""
    wanted = by.strip().casefold()
    named: list[tuple[str, Iterable[str | None]]] = [
        *((f"role:{id}", (id,)) for id in (*ROLES, *directory.roles)),
        *((f"person:{p.id}", (p.id, p.name, p.address)) for p in directory.people.values()),
        *((f"unit:{u.id}", (u.id, u.name, u.address, *u.aliases)) for u in directory.units.values()),
    ]
    return frozenset(who for who, names in named if wanted in {(name or "").casefold() for name in names})


def _may_grant(by: str, directory: Directory, office_units: Collection[str]) -> bool:
    allowed = {f"role:{role}" for role in GRANTING} | {f"unit:{unit}" for unit in office_units}
    allowed |= {f"person:{id}" for role in GRANTING for id in directory.roles.get(role, ())}
    return bool(known_as(by, directory) & allowed)

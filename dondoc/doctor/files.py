"""Whether the workspace's files and settings can be used, and reach the people they name."""

from __future__ import annotations

from collections.abc import Iterator

from dondoc.doctor.channels import is_sample
from dondoc.doctor.finding import Finding, Level, Patient, judged
from dondoc.envfile import ENVIRONMENT, NAME
from rules.days.calendar import WorkCalendar
from rules.directory import Directory, Person, Unit

_NOTICES_COME = 10  # October: from then on next year's is to be expected
_UNREACHED = frozenset({"W910", "W912", "W913", "W914", "W915", "W916"})
_OF_SETTINGS = (NAME, ENVIRONMENT)


def of_files(patient: Patient) -> Iterator[Finding]:
    """Errors of rules, data and templates; warnings are many and for `check`."""
    own = [problem for problem in patient.problems if problem.file not in _OF_SETTINGS]
    errors = [problem for problem in own if problem.level == "error"]
    if errors:
        said = f"{len(errors)} lỗi trong quy tắc, dữ liệu hoặc mẫu thư; đầu tiên: {errors[0]}"
        yield Finding("tệp", "bad", said, "xem từng lỗi và cách sửa: dondoc check")
    else:
        yield Finding("tệp", "good", "quy tắc, dữ liệu và mẫu thư đọc được")


def of_settings(patient: Patient) -> Iterator[Finding]:
    """Settings that cannot be used, and names that mean nothing."""
    own = [problem for problem in patient.problems if problem.file in _OF_SETTINGS]
    for problem in own:
        level: Level = "bad" if problem.level == "error" else "warning"
        place = f"{problem.file}:{problem.line}" if problem.file == NAME else "biến môi trường"
        remedy = f"sửa {place}; nghĩa của mã: dondoc check --explain {problem.code}"
        yield Finding("thiết lập", level, f"{problem.message} ({problem.code})", remedy)
    if not own:
        yield Finding("thiết lập", "good", "mọi thiết lập dùng được")


def of_people(patient: Patient) -> Iterator[Finding]:
    """Units, roles and stand-ins that mails would not reach."""
    if patient.workspace is None:
        return
    directory = patient.workspace.directory
    office = [directory.people[id] for id in directory.roles.get("office", ())]
    if not any(person.address for person in office):
        said = "không ai trong vai trò office có địa chỉ thư: việc không tìm được người nhận sẽ không đến ai"
        yield Finding("danh bạ", "bad", said, "ghi roles: {office: [mã cán bộ]} ở data/units.yaml")
    yield from _of_samples(patient, directory)
    missing = [problem for problem in patient.problems if problem.code in _UNREACHED]
    for problem in missing:
        remedy = f"sửa {problem.file}:{problem.line}; cách sửa: dondoc check --explain {problem.code}"
        yield Finding("danh bạ", "warning", problem.message, remedy)
    if not missing:
        people = f"{len(directory.units)} đơn vị, {len(directory.people)} cán bộ"
        yield Finding("danh bạ", "good", f"{people}; đơn vị nào cũng có người nhận và người đứng đầu")


def _of_samples(patient: Patient, directory: Directory) -> Iterator[Finding]:
    """Addresses that were never replaced: mails to them come back."""
    if "email" not in patient.settings.notifiers:
        return
    holders: tuple[Unit | Person, ...] = (*directory.units.values(), *directory.people.values())
    samples = [one.address for one in holders if one.address and is_sample(one.address.rpartition("@")[2])]
    if samples:
        said = f"{len(samples)} địa chỉ còn là địa chỉ mẫu, như {samples[0]}"
        yield Finding("danh bạ", "bad", said, "ghi địa chỉ thật ở data/units.yaml")


def of_calendar(patient: Patient) -> Iterator[Finding]:
    """This year and the next, and the years of plans to come."""
    if patient.workspace is None:
        return
    calendar, this = patient.workspace.calendar, patient.now.year
    for year in sorted(
        {this, this + 1, *(plan.year for plan in patient.workspace.plans if plan.year > this)}
    ):
        yield _of_year(calendar, year, patient)


def _of_year(calendar: WorkCalendar, year: int, patient: Patient) -> Finding:
    what = f"lịch năm {year}"
    plans = patient.workspace.plans if patient.workspace else ()
    planned = any(plan.year == year for plan in plans)
    if calendar.confirmed(year):
        return Finding(what, "good", "có thông báo chính thức")
    if year > patient.now.year and patient.now.month < _NOTICES_COME and not planned:
        return Finding(what, "good", "chưa có thông báo; thường ban hành từ tháng 10 đến tháng 12")
    level: Level = "bad" if year == patient.now.year or planned else "warning"
    remedy = f"ghi thông báo nghỉ năm {year} vào data/calendar.yaml, confirmed: true"
    return judged(what, level, "chưa có thông báo chính thức được xác nhận, tính theo thư viện", remedy)

"""`dondoc task add`: a task that comes up in the year, into a plan file of its own."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dondoc.exits import COULD_NOT, PROBLEMS, Stop
from dondoc.open import files_of, now_in, settings_of
from dondoc.phrasing import long_day
from dondoc.planediting import plan_called, write_whole
from dondoc.types import DAY, WORDS
from rules.days.vietnam import spoken
from rules.directory import Directory
from rules.plan import Deadline, Plan, SetBy
from rules.subject import of_rows
from rules.systemwords import system_words
from scheduler.inforce import InForce
from scheduler.references import Unknown, person_named, unit_named

if TYPE_CHECKING:
    from data.workspace import Workspace
    from rules.phrases.directive import Limit


DATE = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{4}")


@dataclass(frozen=True, slots=True)
class Edit:
    """One file as it will be: its name in the workspace, its old text (None: new), its new text."""

    name: str
    old: str | None
    new: str


@click.command("add")
@click.option("--title", required=True, type=WORDS, metavar="TÊN", help="Tên nhiệm vụ, nguyên văn.")
@click.option("--lead", "leads", required=True, multiple=True, metavar="ĐƠN_VỊ", help="Đơn vị chủ trì.")
@click.option(
    "--limit", required=True, type=WORDS, metavar="HẠN", help="Ngày, hoặc lời văn như “trước 15/12”."
)
@click.option("--document", required=True, type=WORDS, metavar="SỐ", help="Số, ký hiệu văn bản giao.")
@click.option("--on", "issued", type=DAY, help="Ngày văn bản; mặc định hôm nay.")
@click.option("--set-by", type=click.Choice(["own", "tinh", "bo"]), default="own", help="Cấp ấn định.")
@click.option("--product", "products", multiple=True, type=WORDS, metavar="TÊN", help="Sản phẩm.")
@click.option("--support", "supports", multiple=True, metavar="ĐƠN_VỊ", help="Đơn vị phối hợp.")
@click.option("--person", metavar="CÁN_BỘ", help="Chuyên viên của đơn vị chủ trì đầu tiên.")
@click.option("--tag", "tags", multiple=True, type=WORDS, metavar="NHÃN", help="Nhãn cho quy tắc.")
@click.option("--short", type=WORDS, metavar="TÊN", help="Tên ngắn hiện trong thư.")
@click.option("--plan", "plan_id", metavar="KẾ_HOẠCH", help="Ghi vào kế hoạch này; mặc định phat-sinh-NĂM.")
@click.option("--dry-run", is_flag=True, help="Chỉ xem sẽ ghi gì; không ghi.")
@click.pass_obj
def add(workspace: Path, /, plan_id: str | None, dry_run: bool, **given: Any) -> None:  # noqa: ANN401
    """Bổ sung một nhiệm vụ phát sinh theo văn bản; tệp kế hoạch giữ nguyên mọi chỗ khác."""
    settings = settings_of(workspace)
    files = files_of(settings)
    today = now_in(settings).date()
    given["issued"] = given["issued"] or today
    if given["issued"] > today:
        raise Stop(f"Không ghi: văn bản ngày {spoken(given['issued'])} chưa có; kiểm tra lại --on")
    plan = plan_called(files, plan_id) if plan_id else None
    limit = _limit(given["limit"], given["issued"], plan)
    plan = plan or _plan_of_year(files, limit.year)
    _refuse_again(files, plan, given)
    edit = _edit(settings.workspace, files, plan, limit, given)
    after = _built(settings.workspace, edit)
    if not dry_run:
        _write(settings.workspace, edit)
    _tell(edit, files, after, dry_run=dry_run)


def _plan_of_year(files: InForce, year: int) -> Plan | None:
    return next((plan for plan in files.workspace.plans if plan.id == f"phat-sinh-{year}"), None)


def _refuse_again(files: InForce, plan: Plan | None, given: Mapping[str, Any]) -> None:
    for task in files.workspace.tasks:
        same = plan is not None and task.plan.id == plan.id and task.document == given["document"]
        if same and task.title == given["title"]:
            raise Stop(f"Không ghi: đã có nhiệm vụ này theo văn bản {task.document}, mã {task.id}")


def _edit(workspace: Path, files: InForce, plan: Plan | None, limit: Limit, given: Mapping[str, Any]) -> Edit:
    from data.files.taskadding import CannotAdd, new_plan, next_key, with_task

    year = plan.year if plan else limit.year
    name = plan.file if plan else f"data/plans/{year}-phat-sinh.yaml"
    old = _text(workspace / name) if plan else None
    if plan is None and (workspace / name).exists():
        raise Stop(f"{name} đã có nhưng không phải kế hoạch phat-sinh-{year}; dùng --plan")
    text = old if old is not None else new_plan(year)
    try:
        task = _task(files.world.directory, next_key(text), limit, given)
        return Edit(name, old, with_task(name, text, task))
    except (CannotAdd, Unknown) as error:
        raise Stop(f"Không ghi: {error}") from error


def _text(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        said = system_words(error) if isinstance(error, OSError) else "tệp không phải UTF-8"
        raise Stop(f"Không đọc được {path.name}: {said}", COULD_NOT) from error


def _task(directory: Directory, key: str, limit: Limit, given: Mapping[str, Any]) -> dict[str, object]:
    """The task as the file has it; what was not given is left out. Raises Unknown."""
    leads = [_party(one, directory) for one in given["leads"]]
    officer = person_named(given["person"], directory).id if given["person"] else None
    fields: dict[str, object] = {
        "key": key,
        "title": given["title"],
        "short": given["short"],
        "products": list(given["products"]),
        "lead": leads,
        "support": [_party(one, directory) for one in given["supports"]],
        "assignees": {leads[0]: officer} if officer else None,
        "tags": list(given["tags"]),
        "document": given["document"],
        "issued": given["issued"].isoformat(),
        "time": _time_words(given["limit"]),
        "deadlines": list(_deadlines(limit.deadlines, given["set_by"])),
    }
    return {name: value for name, value in fields.items() if value not in (None, [])}


def _time_words(limit: str) -> str:
    """The words that mails quote: a bare date as papers write it."""
    return f"ngày {spoken(DAY.convert(limit, None, None))}" if DATE.fullmatch(limit) else limit


def _party(typed: str, directory: Directory) -> str:
    """A unit, or a group of units, by id, name or alias."""
    wanted = typed.strip().casefold()
    for group in directory.groups.values():
        if wanted in {name.casefold() for name in (group.id, group.name, *group.aliases)}:
            return group.id
    return unit_named(typed, directory).id


def _deadlines(readings: Sequence[Mapping[str, object]], set_by: SetBy) -> Iterator[dict[str, object]]:
    """What was read, as the file has it: each of several with a slug of its own."""
    from data.files.plansense import keys_of_kind, slug_of

    taken: set[str] = set()
    for number, reading in enumerate(readings, start=1):
        kept = {key: value for key, value in reading.items() if key in keys_of_kind(str(reading["kind"]))}
        slug = slug_of(str(reading["label"])) if "label" in reading else f"han-{number}"
        slug = f"{slug}-{number}" if slug in taken else slug
        taken.add(slug)
        named = {"slug": slug} if len(readings) > 1 else {}
        yield {**named, **kept, **({"set_by": set_by} if set_by != "own" else {})}


def _limit(words: str, issued: dt.date, plan: Plan | None) -> Limit:
    """A bare date is that day itself; anything else is read as the cell of a plan is."""
    from rules.phrases.directive import NoLimit, day_itself, limit_of

    try:
        if DATE.fullmatch(words):
            return day_itself(DAY.convert(words, None, None), issued)
        found = limit_of(words, issued, max(plan.year, issued.year) if plan else issued.year)
    except NoLimit as error:
        raise Stop(f"Không đọc được thời hạn “{words}”: {error}") from error
    for note in found.warnings:
        click.echo(f"cảnh báo: {note}", err=True)
    return found


def _built(root: Path, edit: Edit) -> Workspace:
    """The workspace with the edited file; nothing is written when that has errors."""
    from data.workspace import build, read_folder

    files, _ = read_folder(root)
    workspace, problems = build({**files, edit.name: edit.new}, root)
    errors = [str(problem) for problem in problems if problem.level == "error"]
    if workspace is None or errors:
        raise Stop("\n".join(["Không ghi, vì tệp sẽ có lỗi:", *errors]), PROBLEMS)
    return workspace


def _write(root: Path, edit: Edit) -> None:
    path = root / edit.name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if edit.old is not None and _text(path) != edit.old:
            raise Stop(f"Không ghi: {edit.name} vừa được người khác sửa; chạy lại lệnh", COULD_NOT)
        write_whole(path, edit.new)
    except OSError as error:
        raise Stop(f"Không ghi được {edit.name}: {system_words(error)}", COULD_NOT) from error


def _tell(edit: Edit, files: InForce, after: Workspace, *, dry_run: bool) -> None:
    from scheduler.inforce import in_force
    from scheduler.known import subjects_from

    known = {task.id for task in files.workspace.tasks}
    now = in_force(after, files.world.zone)
    click.echo(f"{'Sẽ ghi' if dry_run else 'Đã ghi'} vào {edit.name}:")
    for subject in of_rows(subjects_from({}, now)):
        if subject.deadline.task.id not in known:
            click.echo(f"- {subject.id}: {subject.deadline.task.title}; {_until(subject.deadline)}")
    if dry_run:
        click.echo("Chưa ghi gì. Bỏ --dry-run để ghi.")
    else:
        click.echo("Dịch vụ đang chạy tự nhận; đơn vị chủ trì được báo ở lượt tới nếu lần nhắc đầu đã qua.")


def _until(deadline: Deadline) -> str:
    """The last day, or what gives the deadline its day."""
    if deadline.last_day is not None:
        return f"ngày làm việc cuối cùng {long_day(deadline.last_day)}"
    wanted = {"after_event": "--on", "external": "--to"}.get(deadline.kind)
    told = f"; khi có ngày: dondoc event {deadline.id} {wanted} NGÀY --by AI" if wanted else ""
    return f"chưa xác định thời hạn{told}"

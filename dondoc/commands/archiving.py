"""`dondoc plan archive`: a finished plan's file goes where it is kept but not loaded."""

from __future__ import annotations

from pathlib import Path

import click

from dondoc.commands.deadlines import subjects_on_day
from dondoc.exits import COULD_NOT, Stop
from dondoc.open import files_of, settings_of, today
from dondoc.settings import Settings
from rules.plan import Plan
from rules.subject import state_of
from rules.systemwords import system_words
from scheduler.inforce import InForce

# Work of these kinds has no end of its own and keeps no plan from the archive.
ENDLESS = ("continuous", "external", "after_event", "input")
FINISHED = ("done", "done-late", "cancelled")
NAMED = 5


@click.command("archive")
@click.argument("id_", metavar="ID")
@click.option("--force", is_flag=True, help="Lưu trữ cả khi còn mốc thời hạn chưa kết thúc.")
@click.pass_obj
def archive(workspace: Path, id_: str, force: bool) -> None:
    """Chuyển tệp của kế hoạch đã xong vào data/plans/archive; lịch sử vẫn giữ."""
    from data.files.archive import put_away
    from dondoc.planediting import plan_called

    settings = settings_of(workspace)
    files = files_of(settings)
    plan = plan_called(files, id_)
    left = [] if plan.closed else _unfinished(settings, files, plan)
    if left and not force:
        more = f" và {len(left) - NAMED} mốc khác" if len(left) > NAMED else ""
        raise Stop(
            f"Kế hoạch {plan.id} còn {len(left)} mốc chưa kết thúc: {', '.join(left[:NAMED])}{more}. "
            f"Kết thúc đôn đốc trước (plan close {plan.id}), hoặc thêm --force."
        )
    try:
        place = put_away(settings.workspace, plan.file)
    except FileExistsError as error:
        raise Stop(f"Trong kho lưu trữ đã có tệp cùng tên: {error}", COULD_NOT) from error
    except OSError as error:
        raise Stop(f"Không chuyển được {plan.file}: {system_words(error)}", COULD_NOT) from error
    click.echo(f"Đã chuyển {plan.file} vào {place}. Dịch vụ đang chạy sẽ thôi dùng khi nạp lại tệp.")


def _unfinished(settings: Settings, files: InForce, plan: Plan) -> list[str]:
    day = today(settings)
    return [
        subject.deadline.id
        for subject in subjects_on_day(settings, files, day)
        if subject.deadline.task.plan.id == plan.id
        and subject.deadline.kind not in ENDLESS
        and state_of(subject, day, files.world.calendar) not in FINISHED
    ]

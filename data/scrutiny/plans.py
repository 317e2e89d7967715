"""Decides what is past or at odds in a plan: urging that is over, products of another year.

Codes: W940 no longer urged on that day, W941 a product that names another year than its
task, W942 not open although its year began.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from data.scrutiny.seen import Seen, warn
from rules.days.vietnam import spoken
from rules.plan import Plan, Task
from rules.problem import Problem
from rules.yaml.text import Document

# "năm 2021"; the 2018 of "61/2018/NĐ-CP" is no year of a task.
_YEAR = re.compile(r"\bnăm\s+((?:19|20)\d\d)\b(?!\s*[-–/]\s*\d)", re.IGNORECASE)


def of_plans(seen: Seen, today: dt.date) -> Iterator[Problem]:
    """Of every plan as of `today`."""
    for plan in seen.workspace.plans:
        document = seen.documents[plan.file]
        yield from _over(document, plan, today)
        yield from _waits(document, plan, today)
        own = (task for task in seen.workspace.tasks if task.plan is plan)
        for index, task in enumerate(own):
            yield from _other_year(document, index, task)


def _over(document: Document, plan: Plan, today: dt.date) -> Iterator[Problem]:
    if plan.closed or today <= plan.last_urging_day:
        return
    key = "year" if plan.urge_until is None else "urge_until"
    said = f"kế hoạch “{plan.id}” chỉ đôn đốc đến {spoken(plan.last_urging_day)}, sau đó không gửi thư nào"
    yield warn(
        document, ("plan", key), "W940", said, "còn việc thì dời urge_until, xong thì ghi closed: true"
    )


def _waits(document: Document, plan: Plan, today: dt.date) -> Iterator[Problem]:
    if plan.opened or plan.closed or today < dt.date(plan.year, 1, 1):
        return
    said = f"kế hoạch “{plan.id}” chưa mở: chưa nhắc gì dù đã sang năm {plan.year}"
    yield warn(document, ("plan", "opened"), "W942", said, f"mở bằng lệnh dondoc plan open {plan.id} --by AI")


def _other_year(document: Document, index: int, task: Task) -> Iterator[Problem]:
    key = "shown_products" if task.shown_products else "products"
    named = set(_YEAR.findall(task.title))
    for number, product in enumerate(task.shown_products or task.products):
        years = set(_YEAR.findall(product))
        if named and years and named.isdisjoint(years):
            said = (
                f"{task.key}: sản phẩm ghi năm {', '.join(sorted(years))}"
                f" nhưng tên nhiệm vụ ghi năm {', '.join(sorted(named))}"
            )
            hint = "hỏi lại đơn vị soạn thảo; cách ghi đúng thì đưa vào shown_products"
            yield warn(document, ("tasks", index, key, number), "W941", said, hint)

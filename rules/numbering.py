"""Which reminder of how many a notice is, for the footer of a mail."""

from __future__ import annotations

from collections.abc import Iterable

from rules.moments import Planned
from rules.notice import Role
from rules.rule import Recipient, Step

_SPEAKS_TO: dict[Role, frozenset[str]] = {
    "lead": frozenset({"lead"}),
    "lead.head": frozenset({"lead.head"}),
    "input": frozenset({"lead", "lead.head"}),
    "support": frozenset({"support", "support.named"}),
    "support.head": frozenset({"support.head"}),
    "office": frozenset({"office"}),
    "office.head": frozenset({"office.head"}),
    "leadership": frozenset({"leadership", "leadership.in-charge"}),
}


def _to(step: Step, role: Role) -> bool:
    recipients: tuple[Recipient, ...] = (*step.to, *step.cc)
    return any(recipient.kind in _SPEAKS_TO[role] for recipient in recipients)


def numbered(plans: Iterable[Planned], said: Planned, role: Role) -> tuple[int, int | None]:
    """(which, of how many) among the rule's occurrences for this role; those of one moment count together.

    None where nobody can tell: they go on until done, or the rule names no such role (an address, an owner).
    """
    if role not in _SPEAKS_TO:
        return 1, None
    same = [p for p in plans if p.rule.id == said.rule.id and _to(p.step, role)]
    endless = any(p.step.every is not None and p.step.limit is None for p in same)
    so_far = max(sum(p.moment <= said.moment for p in same), 1)
    return so_far, None if endless else max(len(same), so_far)

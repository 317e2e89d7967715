"""The files that `init` writes with every option put in force: a `#` right before a word hides an option."""

from __future__ import annotations

import re

from dondoc.commands.init import workspace_texts

FILES = {
    "rules": ("rules/50-bao-cao.yaml", "rules/80-tong-hop.yaml"),
    "units": ("data/units.yaml",),
    "calendar": ("data/calendar.yaml",),
    "plan": ("data/plans/mau.yaml.txt",),
}
HIDDEN = re.compile(r"^(\s*)#(?=[^\s#])", re.MULTILINE)
TEXTS = workspace_texts()


def in_force(text: str) -> str:
    return HIDDEN.sub(r"\1", text)


def whole(name: str) -> str:
    """One file of this kind with every option of it; the rule files are put together."""
    text = "\n".join(in_force(TEXTS[path]) for path in FILES[name])
    # The last rule must match everything.
    return text.replace("\ndigests:", "\n  - {id: cuoi, match: {}, steps: []}\ndigests:")

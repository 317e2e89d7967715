"""Where finished plans rest: a folder beside the plans that is not loaded."""

from __future__ import annotations

from pathlib import Path

from rules.yaml.scan import BIGGEST, decode

ARCHIVE = "data/plans/archive"


def archived(root: Path) -> list[str]:
    """The relative paths of the archived plan files."""
    found = (path.name for path in (root / ARCHIVE).glob("*.y*ml"))
    return [f"{ARCHIVE}/{name}" for name in sorted(found) if not name.startswith(".")]


def archived_texts(root: Path) -> dict[str, str]:
    """Their texts; what is no text is left out. Raises OSError."""
    found: dict[str, str] = {}
    for name in archived(root):
        if (root / name).stat().st_size <= BIGGEST:
            text, _ = decode(name, (root / name).read_bytes())
            found |= {} if text is None else {name: text}
    return found


def put_away(root: Path, file: str) -> str:
    """Moves a plan file into the archive; raises FileExistsError when one of its name is there already."""
    target = root / ARCHIVE / Path(file).name
    if target.exists():
        raise FileExistsError(target)
    target.parent.mkdir(exist_ok=True)
    (root / file).rename(target)
    return f"{ARCHIVE}/{target.name}"

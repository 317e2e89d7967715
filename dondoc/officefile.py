"""Decides how a command tells that an Office file could not be written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.documents.faults import needs_office
from dondoc.exits import COULD_NOT, Stop
from rules.systemwords import system_words

_LIBRARIES = frozenset({"openpyxl", "docx"})


@contextmanager
def writing(out: Path) -> Iterator[None]:
    """Around the import of what writes the file and the writing itself; the folder is made."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        yield
    except ModuleNotFoundError as missing:
        if missing.name not in _LIBRARIES:
            raise
        said = needs_office(f"ghi tệp {out.suffix}", missing.name)
        raise Stop(f"Không ghi được {out}: {said}", COULD_NOT) from missing
    except OSError as error:
        raise Stop(f"Không ghi được {out}: {system_words(error)}", COULD_NOT) from error

"""Reads a document for a command: failures become clear exits."""

from __future__ import annotations

import re
from pathlib import Path

from data.documents import UnreadableDocument, open_document
from data.files.plansense import slug_of
from data.workspace import UNITS, read_folder
from dondoc.exits import COULD_NOT, PROBLEMS, WRONG_USE, Stop
from rules.appendix.interpret import NoAppendix, NoYear, read_appendix
from rules.appendix.reading import PlanReading
from rules.appendix.source import SourceDocument
from rules.directory import Directory

_TITLE_END = re.compile(r"\b(của|năm|trên|giai đoạn|tại|thực hiện)\b", re.IGNORECASE)
_LETTERS = 8


def document_of(path: Path) -> SourceDocument:
    """The document in a file."""
    try:
        return open_document(path)
    except UnreadableDocument as error:
        raise Stop(f"Không nhập được: {error}", COULD_NOT) from error


def reading_of(document: SourceDocument, year: int | None, directory: Directory | None) -> PlanReading:
    """The reading of its tables of tasks."""
    try:
        return read_appendix(document, year, directory)
    except NoAppendix as error:
        raise Stop(f"Không nhập được: {error}", PROBLEMS) from error
    except NoYear as error:
        raise Stop(f"Không nhập được: {error}", WRONG_USE) from error


def directory_of_workspace(workspace: Path) -> Directory | None:
    """The units of the workspace, as far as they can be read; None when there are none."""
    from data.files.unitfile import directory_of, named_in
    from rules.yaml.text import parse

    if not workspace.is_dir():
        raise Stop(f"Không có thư mục làm việc: {workspace}", COULD_NOT)
    texts, _ = read_folder(workspace)
    if UNITS not in texts:
        return None
    document = parse(UNITS, texts[UNITS])
    directory, _ = directory_of(document)
    return directory or named_in(document)


def id_of(reading: PlanReading) -> str:
    """A plan's id by the first letters of its name and its year: `cchc-2021`."""
    words = re.sub(r"^\s*(kế hoạch|chương trình)\s*", "", reading.heading.title, flags=re.IGNORECASE)
    name = _TITLE_END.split(words)[0].split()
    letters = "".join(slug_of(word)[:1] for word in name if word[:1].isalpha())[:_LETTERS]
    return f"{letters or 'ke-hoach'}-{reading.year}"

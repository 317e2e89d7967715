"""Decides what kind of file a document is, by its first bytes and its name, and has it read."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast
from zipfile import BadZipFile, ZipFile

from data.documents.faults import UnreadableDocument, needs_office
from data.documents.texts import decoded
from rules.appendix.source import SourceDocument
from rules.systemwords import system_words

KINDS = ".docx, .xlsx, .csv, .md, .txt, .html, .pdf"
BIGGEST = 64 * 1024 * 1024  # bytes of the file itself
UNPACKED = 512 * 1024 * 1024  # bytes of all parts of an office file
_PART = 128 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8")
_OFFICE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_OLD = "lưu lại bằng Word hoặc Excel thành .docx, .xlsx (Lưu thành / Save As), bỏ mật khẩu nếu có"


def open_document(path: Path) -> SourceDocument:
    """The document in a file; raises UnreadableDocument with one clear Vietnamese sentence."""
    raw = _bytes_of(path)
    kind = _kind(path, raw)
    if kind in {"docx", "xlsx", "pdf"}:
        return _reader(kind)(path.name, path)
    from data.documents.plain import read_text

    return read_text(path.name, decoded(path.name, raw), kind)


def kind_of(path: Path) -> str:
    """What kind of file it is; raises UnreadableDocument for one that is none of ours."""
    return _kind(path, _bytes_of(path))


def _reader(kind: str) -> Callable[[str, Path], SourceDocument]:
    """Office libraries take a third of a second to load: each only for its own kind."""
    try:
        module = import_module(f"data.documents.{kind}file")
    except ModuleNotFoundError as missing:
        raise UnreadableDocument(needs_office(f"đọc tệp .{kind}", missing.name)) from missing
    return cast("Callable[[str, Path], SourceDocument]", module.read)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise UnreadableDocument(f"{path} là thư mục, không phải tệp")
        if path.exists() and not path.is_file():
            raise UnreadableDocument(f"{path} là thiết bị hoặc đường ống, không phải tệp")
        if (size := path.stat().st_size) > BIGGEST:
            raise UnreadableDocument(f"{path.name}: tệp quá lớn ({size // 1024 // 1024} MB), tối đa 64 MB")
        return path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(f"không đọc được {path}: {system_words(error)}") from error


def _kind(path: Path, raw: bytes) -> str:
    name, suffix = path.name, path.suffix.lower()
    if not raw.strip():
        raise UnreadableDocument(f"{name}: tệp trống")
    if raw.startswith(_OLE):
        raise UnreadableDocument(f"{name}: tệp Word, Excel đời cũ (.doc, .xls) hoặc có mật khẩu; {_OLD}")
    if raw.startswith(b"{\\rtf"):
        raise UnreadableDocument(f"{name}: tệp RTF chưa đọc được; {_OLD}")
    if raw.startswith(_PICTURES):
        raise UnreadableDocument(
            f"{name}: tệp ảnh, không có chữ để đọc; dùng bản Word hoặc Excel của văn bản"
        )
    if raw[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if raw.startswith(b"PK"):
        return _office_kind(path)
    if suffix in {".docx", ".xlsx", ".pdf"}:
        raise UnreadableDocument(f"{name}: nội dung không phải là tệp {suffix}; tệp hỏng hoặc sai đuôi")
    if suffix in {".csv", ".tsv"}:
        return "csv"
    if suffix in {".html", ".htm"}:
        return "html"
    return "text"


def _office_kind(path: Path) -> str:
    """docx or xlsx; refuses a file that unpacks to far more than any document holds."""
    try:
        with ZipFile(path) as archive:
            sizes = {part.filename: part.file_size for part in archive.infolist()}
    except (BadZipFile, OSError, ValueError) as broken:
        raise UnreadableDocument(
            f"{path.name}: tệp hỏng, không mở được (không phải .docx, .xlsx)"
        ) from broken
    if sum(sizes.values()) > UNPACKED or max(sizes.values(), default=0) > _PART:
        raise UnreadableDocument(f"{path.name}: tệp nén bung ra quá lớn, không mở để tránh treo máy")
    kind = next((kind for part, kind in _OFFICE.items() if part in sizes), None)
    if kind is None:
        what = "tệp .xlsb, .ods, .odt, .zip hoặc loại khác" if sizes else "tệp nén trống"
        raise UnreadableDocument(f"{path.name}: {what} chưa đọc được; các loại đọc được: {KINDS}")
    return kind

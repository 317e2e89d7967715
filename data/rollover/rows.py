"""Decides what one row of a plan becomes in the draft of another year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from data.files.plansense import slug_of
from data.rollover.dates import moved_dates
from data.rollover.decision import About, Decision
from data.rollover.units import standing
from data.rollover.years import YEAR, in_year
from rules.directory import Directory
from rules.yaml.write import Path

TEXTS = (
    "title", "short", "lead_text", "support_text", "time", "label", "text", "by", "after", "event",
    "condition",
)  # fmt: skip
LISTS = ("products", "shown_products")
WAITING = {
    "after_event": "thời hạn tính từ sự kiện: năm sau còn thực hiện thì giữ, không thì xóa",
    "external": "thời hạn do cấp trên ấn định: năm sau còn thực hiện thì giữ, không thì xóa",
}
# Words of work that is done once; only a hint, so that a person looks.
ONCE = (
    "giai đoạn", "nhiệm kỳ", "đề án", "dự án", "thành lập", "kiện toàn", "sáp nhập", "hợp nhất", "giải thể",
    "sắp xếp", "tổng kết", "đại hội", "thí điểm", "mua sắm", "lắp đặt", "đầu tư", "nâng cấp", "khánh thành",
    "sửa đổi", "bổ sung quy", "thay thế quy",
)  # fmt: skip


@dataclass(slots=True)
class Rolling:
    """The year that is made and what is found on the way."""

    year: int
    step: int
    directory: Directory
    decisions: list[Decision] = field(default_factory=list)
    beside: dict[Path, list[str]] = field(default_factory=dict)
    task: str | None = None

    def ask(self, about: About, path: Path, message: str) -> None:
        self.decisions.append(Decision(about, path, message, self.task))

    def text(self, words: str, path: Path) -> str:
        """Words for the new year: what moved is told beside them, what stayed is asked about."""
        found = in_year(words, self.year - self.step, self.step)
        if found.moved:
            said = ", ".join(f"{old} → {new}" for old, new in found.moved)
            self.beside.setdefault(path, []).append(said)
        for kept in found.kept:
            self.ask("year", path, f"giữ nguyên “{kept}”")
        for last in found.stages:
            if last < self.year:
                self.ask("one-off", path, f"giai đoạn đến năm {last} đã kết thúc trước năm {self.year}")
        return found.text


def rolled_task(old: Mapping[str, object], path: Path, rolling: Rolling) -> dict[str, object]:
    """The row; its key, slugs and tags stay, so that the years can be compared."""
    rolling.task = str(old["key"])
    found: dict[str, object] = {}
    for key, value in old.items():
        new = _field(key, value, (*path, key), rolling)
        if new is not None:
            found[key] = new
    _ask_once(old, path, rolling)
    _ask_corrected(old, path, rolling)
    rolling.task = None
    return found


def _field(key: str, value: object, path: Path, rolling: Rolling) -> object:
    """The value of one key in the draft; None leaves the key out."""
    if key == "warnings":
        return None
    if key in TEXTS and isinstance(value, str):
        return rolling.text(value, path)
    if key in LISTS:
        return [rolling.text(str(one), (*path, index)) for index, one in enumerate(_many(value))]
    if key in ("lead", "support"):
        return _parties(_many(value), path, rolling)
    if key in ("assignees", "unit_products") and isinstance(value, Mapping):
        return rolled_by_unit(value, path, rolling) or None
    if key == "deadlines":
        return [
            _deadline(one, (*path, index), rolling)
            for index, one in enumerate(_many(value))
            if isinstance(one, Mapping)
        ]
    return value


def _many(value: object) -> list[object]:
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _parties(words: Iterable[object], path: Path, rolling: Rolling) -> list[str]:
    found: list[str] = []
    for word in map(str, words):
        stands = standing(word, rolling.directory, rolling.year)
        if stands.note:
            role = "chủ trì" if path[-1] == "lead" else "phối hợp"
            rolling.ask("unit", path, f"{role}: {stands.note}")
        if stands.word is not None and stands.word not in found:
            found.append(stands.word)
    return found


def rolled_by_unit(old: Mapping[str, object], path: Path, rolling: Rolling) -> dict[str, object]:
    """`assignees` or `unit_products`: a successor takes over the product, never the officer.

    A successor that has a product of its own keeps it.
    """
    people = path[-1] == "assignees"
    found: dict[str, object] = {}
    heirs = {word: standing(word, rolling.directory, rolling.year) for word in old}
    own = {word for word, stands in heirs.items() if stands.word == word}
    for word, value in old.items():
        stands = heirs[word]
        if people and (stands.word != word or rolling.directory.person(str(value)) is None):
            rolling.ask("unit", path, f"đã bỏ phân công {value} của {word}: cần phân công lại")
        elif stands.word is not None and stands.word not in found and (word in own or stands.word not in own):
            found[stands.word] = value if people else rolling.text(str(value), (*path, stands.word))
        elif not people:
            rolling.ask("unit", path, f"đã bỏ sản phẩm riêng của {word}: “{value}”")
    return found


def _deadline(old: Mapping[str, object], path: Path, rolling: Rolling) -> dict[str, object]:
    found, notes = moved_dates(old, rolling.year - rolling.step, rolling.step)
    for note in notes:
        rolling.ask("date", path, note)
    for key in TEXTS:
        if isinstance(found.get(key), str):
            found[key] = rolling.text(str(found[key]), path)
    if found.get("label") != old.get("label") and not old.get("slug"):
        # The slug is made of the label: without it the years could not be compared.
        found = {"slug": slug_of(old["label"]), **found}
    if waits := WAITING.get(str(old.get("kind"))):
        rolling.ask("event", path, waits)
    if old.get("once"):
        rolling.ask("one-off", path, "chỉ một sự kiện (once): đã xảy ra thì xóa dòng này")
    if old.get("ambiguous"):
        rolling.ask("date", path, "năm của mốc này chưa được xác nhận trong kế hoạch cũ (ambiguous)")
    return found


def _ask_corrected(old: Mapping[str, object], path: Path, rolling: Rolling) -> None:
    printed, shown = ([*map(str, _many(old.get(key)))] for key in LISTS)
    if shown and _years_of(printed) != _years_of(shown):
        said = "văn bản năm trước ghi năm khác với bản đã sửa (shown_products): xem lại sản phẩm"
        rolling.ask("year", (*path, "products"), said)


def _years_of(words: Iterable[str]) -> set[str]:
    return {year for one in words for year in re.findall(YEAR, one)}


def _ask_once(old: Mapping[str, object], path: Path, rolling: Rolling) -> None:
    words = " ".join([str(old.get("title", "")), *map(str, _many(old.get("products")))]).lower()
    seen = [word for word in ONCE if re.search(rf"\b{word}\b", words)]
    if seen:
        rolling.ask("one-off", path, f"có chữ “{seen[0]}”: năm sau không còn việc này thì xóa dòng")

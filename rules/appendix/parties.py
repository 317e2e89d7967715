"""Decides which units a cell names: the document's words, split where one name ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from rules.appendix.items import items, without_end, without_letter
from rules.appendix.wording import bare, one_line

Known = Callable[[str], bool]

_HEADS = (
    "van phong", "phong", "ban", "so", "ubnd", "uy ban", "hdnd", "chi cuc", "cuc", "tong cuc", "vu",
    "vien", "trung tam", "tt", "thanh tra", "truong", "benh vien", "cong an", "bo", "dai", "bao", "hoi",
    "doan", "to", "khoa", "lien doan", "kho bac", "ngan hang", "thue", "bhxh", "bao hiem", "mat tran",
    "mttq", "ubmttq", "quy", "cong ty", "tap doan", "tong cong ty", "hat", "doi", "tram", "chi nhanh",
    "cac", "toan the", "tat ca", "vp", "lanh dao", "giam doc", "chu tich", "thu vien", "bao tang", "nha",
    "xa", "phuong", "huyen", "thanh pho", "tinh", "hoc vien", "dang uy", "vien kiem sat", "toa an",
    "bch", "bcd", "bo phan", "co quan", "don vi", "cong doan", "xa doan", "chanh", "truong phong",
    "lien minh", "hiep hoi", "cang", "nhom", "p", "p.", "bql", "ban quan ly", "dien luc", "buu dien",
    "vnpt", "can bo", "cong chuc",
)  # fmt: skip
# Words that begin like a unit's name and are none: "Xã hội", "Môi trường", "Khoa học".
_NO_HEADS = (
    "xa hoi", "to chuc", "khoa hoc", "bao chi", "bao ton", "bao dam", "bao tro", "doan the", "so hoa",
    "phong chong", "bo may", "quy hoach", "nha o", "hoi nhap", "doi ngoai", "doi moi", "ban hanh",
    "truong hoc", "bao ve", "phong thuong", "thue bao", "vien thong", "vien chuc", "dai hoc",
    "tinh hinh", "dao tao", "phong ngua", "ban do",
)  # fmt: skip
_HEAD = re.compile(
    rf"^(?!(?:{'|'.join(_NO_HEADS)})\b)(?:\d{{1,2}} )?"
    rf"(?:{'|'.join(sorted(map(re.escape, _HEADS), key=len, reverse=True))})\b"
)
_COLLECTIVE = re.compile(r"^(cac|toan the|tat ca|moi|tung|nhung|\d{1,2} )\b")
_SPREAD = re.compile(
    r"^(?P<all>[Cc]ác\s+)?(?P<head>[Ss]ở|[Pp]hòng|[Bb]an|[Bb]ộ|[Cc]hi cục|[Tt]rung tâm)\s*(?P<colon>:)?"
    r"\s*(?P<rest>\S.*)$",
    re.DOTALL,
)  # fmt: skip
_ACRONYM = re.compile(r"^[A-ZĐ&\-–. ]{2,14}$")
# Names of their own that hold commas.
_WHOLE = (
    "van hoa, the thao",
    "lao dong, thuong binh",
    "kinh te, ha tang",
    "van hoa, khoa hoc",
    "thuong binh, xa hoi",
)
# Two names without anything between them: "Bộ Tài chính Bộ Nội vụ".
_RUN_ON = re.compile(
    r"(?<=[a-zà-ỹ])\s+(?=(?:Bộ|Sở|Phòng) [A-ZĐÀ-Ỹ][a-zà-ỹ])(?<!Văn phòng )(?<!thuộc )(?<!của )"
)
_COUNCILS = ("hdnd", "hoi dong nhan dan", "dbqh")
_COMMA = re.compile(r"[,;/]\s*(?=\S)")
_AND = re.compile(r"\s+(?:và|&|hoặc)\s+(?=\S)")
_DASH = re.compile(r"\s+[-–+]\s+(?=[A-ZĐÀ-Ỹ])")
_EMPTY = frozenset({"", "khong", "khong co", "0", "x"})


def names(text: str, known: Known) -> list[str]:
    """The names in a cell, in order; a name of the directory is never split."""
    words = one_line(text)
    if bare(words) in _EMPTY:
        return []
    if known(without_end(words)):
        return [without_end(words)]
    found = [name for item in items(text) for name in _of_item(without_letter(one_line(item)), known)]
    return list(dict.fromkeys(_ended(name) for name in found if bare(name)))


def _ended(name: str) -> str:
    """A name without what ends it; words that name nobody stand as they are."""
    return name.strip(" ;,") if names_nobody(name) else without_end(name).strip(" -–")


_NOBODY = re.compile(
    r"(được (giao|phân công)|theo (chức năng|phân công|nhiệm vụ|lĩnh vực|thẩm quyền)|liên quan"
    r"|có nhiệm vụ|tùy theo|theo từng)",
    re.IGNORECASE,
)  # fmt: skip


def names_nobody(words: str) -> bool:
    """Whether the words leave open who is meant: "được giao", "liên quan"."""
    return bool(_NOBODY.search(words))


def _of_item(item: str, known: Known) -> Iterator[str]:
    if known(without_end(item)) or (
        names_nobody(item) and _COLLECTIVE.match(bare(item)) and not _has_named(item)
    ):
        yield item
        return
    semicolons = [part.strip() for part in re.split(r";\s*", item) if part.strip()]
    if len(semicolons) > 1 and not _continues(semicolons[1]):
        for part in semicolons:
            yield from _of_item(part, known)
        return
    if spread := _spread(item):
        yield from spread
        return
    for part in _RUN_ON.split(item):
        yield from _split(part, known)


def _has_named(item: str) -> bool:
    """Whether a unit of its own is named before the collective words."""
    return any(not _COLLECTIVE.match(bare(part)) and _HEAD.match(bare(part)) and part[:1].isupper()
               for part in _COMMA.split(item)[1:])  # fmt: skip


def _continues(part: str) -> bool:
    return part[:1].islower() and not _HEAD.match(bare(part))


def _split(item: str, known: Known) -> Iterator[str]:
    """Cut at commas and "và" where the next words begin a name; the longest known name first."""
    cuts = sorted(
        {
            (m.start(), m.end())
            for pattern in (_COMMA, _AND, _DASH)
            for m in pattern.finditer(item)
            if not _inside(item, m.start())
        }
    )
    begin = 0
    while begin < len(item):
        ends = [cut for cut in cuts if cut[0] > begin] + [(len(item), len(item))]
        whole = next(
            (cut for cut in reversed(ends) if known(without_end(item[begin : cut[0]].strip()))), None
        )
        chosen = whole or next(
            (
                cut
                for cut in ends
                if _begins(item[begin : cut[0]], item[cut[0] : cut[1]], item[cut[1] :], known)
            ),
            ends[-1],
        )
        yield item[begin : chosen[0]].strip()
        begin = chosen[1]


def _inside(item: str, place: int) -> bool:
    """Within brackets."""
    return item.count("(", 0, place) > item.count(")", 0, place)


def _begins(before: str, mark: str, after: str, known: Known) -> bool:
    """Whether what follows a comma or "và" is a name of its own."""
    if not after:
        return True
    following = re.split(r"[,;/]|\s(?:và|&)\s", after)[0].strip()
    said = bare(following)
    if (
        mark.strip() == "và"
        and bare(before).endswith(_COUNCILS)
        and said.startswith(("ubnd", "uy ban", "hdnd"))
    ):
        return False
    if any(
        whole in _with_commas(before + mark + after) and bare(before).endswith(bare(whole.split(",")[0]))
        for whole in _WHOLE
    ):
        return False
    if known(without_end(following)):
        return True
    if _COLLECTIVE.match(bare(before)) and not _COLLECTIVE.match(said):
        return following[:1].isupper() and bool(_HEAD.match(said)) and not _ACRONYM.match(following)
    if "cac" in bare(before).split() and following[:1].islower() and not _COLLECTIVE.match(said):
        return False
    if _ACRONYM.match(following) and len(following) >= 2 and "," in mark:
        return True
    if mark.strip() == "&":
        return False
    return bool(_HEAD.match(said))


def _with_commas(text: str) -> str:
    return ", ".join(bare(part) for part in text.split(","))


def _spread(item: str) -> list[str]:
    """ "Các Sở: Tài chính, Nội vụ" names Sở Tài chính and Sở Nội vụ."""
    match = _SPREAD.match(item)
    if match is None or not (match["all"] or match["colon"]):
        return []
    rest = without_end(match["rest"])
    if not rest[:1].isupper() or (not match["colon"] and "," not in rest):
        return []
    head = match["head"][:1].upper() + match["head"][1:]
    parts = _joined_whole([part.strip() for part in re.split(r"[,;]\s*", rest) if part.strip()])
    if len(parts) > 1 or match["colon"]:
        last = _AND.split(parts[-1])
        if len(last) == 2 and _HEAD.match(bare(last[1])):
            parts[-1:] = last
        return [part if _HEAD.match(bare(part)) else f"{head} {part}" for part in parts]
    return []


def _joined_whole(parts: list[str]) -> list[str]:
    found: list[str] = []
    for part in parts:
        if found and any(_with_commas(f"{found[-1]}, {part}").startswith(whole) for whole in _WHOLE):
            found[-1] = f"{found[-1]}, {part}"
        else:
            found.append(part)
    return found

"""What every code of `dondoc check` means and how it is mended; run as a module it writes docs/MA-LOI.md."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rules.yaml.text import parse

TABLE = "codes.yaml"
_FAMILIES = {
    "Y": "Mọi tệp YAML",
    "R": "Quy tắc nhắc việc: `rules/*.yaml`",
    "U": "Đơn vị, cán bộ: `data/units.yaml`",
    "P": "Kế hoạch: `data/plans/*.yaml`",
    "C": "Lịch nghỉ: `data/calendar.yaml`",
    "T": "Mẫu thư: `templates/`",
    "V": "Thiết lập: `.env` và môi trường",
    "W": "Cảnh báo: tệp vẫn dùng được",
}
_HEAD = """# Mã lỗi và cảnh báo

Mỗi dòng của `dondoc check` có một mã. Mã không đổi nghĩa giữa các phiên bản. Xem một mã ngay trên dòng lệnh:

```sh
.venv/bin/dondoc check --explain W937
```

Mã W, V751 và T602 là cảnh báo: tệp vẫn được dùng. Các mã còn lại là lỗi: dịch vụ không nạp tệp cho đến khi
sửa xong, và bản tốt gần nhất vẫn được dùng.
"""


@dataclass(frozen=True, slots=True, order=True)
class Code:
    """One entry of the table (Vietnamese)."""

    code: str
    means: str
    mend: str


@cache
def codes() -> Mapping[str, Code]:
    """Every code, in the order of the families and of the codes."""
    text = (Path(__file__).parent / TABLE).read_text(encoding="utf-8")
    table: Any = parse(TABLE, text).value
    found = [Code(code, entry["means"], entry["mend"]) for code, entry in table["own"].items()]
    found += [
        Code(family + entry["number"], entry["means"], entry["mend"])
        for entry in table["shared"]
        for family in entry["of"]
    ]
    return {one.code: one for letter in _FAMILIES for one in sorted(found) if one.code[0] == letter}


def page() -> str:
    """docs/MA-LOI.md."""
    return "\n".join([_HEAD, *_tables()]).rstrip() + "\n"


def _tables() -> Iterator[str]:
    for letter, title in _FAMILIES.items():
        yield f"## {title}\n\n| mã | nghĩa | cách sửa |\n|---|---|---|"
        yield from (
            f"| {one.code} | {one.means} | {one.mend} |" for one in codes().values() if one.code[0] == letter
        )
        yield ""


if __name__ == "__main__":
    sys.stdout.write(page())

"""Whether the installed systemd unit is the one this version ships."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from dondoc.doctor.finding import Finding, Patient

NAME = "dondoc.service"
SHIPPED = Path(__file__).parent.parent / "service_files" / NAME
FOLDERS = (Path("/etc/systemd/system"), Path("/usr/lib/systemd/system"), Path("/lib/systemd/system"))
_SHOWN = 3  # lines


def of_unit(_patient: Patient, folders: Sequence[Path] = FOLDERS) -> Iterator[Finding]:
    """Nothing to say where no unit is installed."""
    installed = next((folder / NAME for folder in folders if (folder / NAME).is_file()), None)
    if installed is None:
        return
    wanted, found = _lines(SHIPPED), _lines(installed)
    missing, more = list((wanted - found).elements()), list((found - wanted).elements())
    if not missing and not more:
        yield Finding("tệp dịch vụ", "good", f"{installed} đúng với phiên bản này")
        return
    told = [*(f"thiếu “{line}”" for line in missing), *(f"thừa “{line}”" for line in more)]
    said = f"{installed} khác bản kèm theo: {'; '.join(told[:_SHOWN])}"
    said += f"; còn {len(told) - _SHOWN} dòng nữa" if len(told) > _SHOWN else ""
    remedy = (
        f"sudo install -m 644 {SHIPPED} {installed} && sudo systemctl daemon-reload;"
        " sửa riêng thì để ở: systemctl edit dondoc"
    )
    yield Finding("tệp dịch vụ", "warning", said, remedy)


def _lines(path: Path) -> Counter[str]:
    """What the unit says, without comments; order inside a section seldom matters."""
    text = path.read_text(encoding="utf-8", errors="replace")
    return Counter(
        line.strip() for line in text.splitlines() if line.strip() and not line.strip().startswith(("#", ";"))
    )


def service_user(folders: Sequence[Path] = FOLDERS) -> str | None:
    """Whom the installed unit runs as."""
    for folder in folders:
        if (folder / NAME).is_file():
            users = [line.removeprefix("User=") for line in _lines(folder / NAME) if line.startswith("User=")]
            return users[-1] if users else None
    return None

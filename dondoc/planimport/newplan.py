"""Makes a plan file and the directory it needs from one document, for a new workspace."""

from __future__ import annotations

from pathlib import Path

import click

from data.files.planfile import read_plan
from data.files.planwriting import plan_text
from data.files.unitfile import directory_of
from data.workspace import UNITS
from dondoc.exits import COULD_NOT, Stop
from dondoc.planimport.newunits import units_text
from dondoc.planimport.source import document_of, id_of, reading_of
from dondoc.planimport.telling import summary
from rules.yaml.text import parse


def plan_texts(file: Path, year: int | None) -> dict[str, str]:
    """Relative path -> text of data/units.yaml and of the plan."""
    document = document_of(file)
    units = units_text(reading_of(document, year, None))
    directory, problems = directory_of(parse(UNITS, units))
    if directory is None:
        raise Stop("Không lập được danh bạ từ kế hoạch: " + "; ".join(map(str, problems)), COULD_NOT)
    reading = reading_of(document, year, directory)
    id = id_of(reading)
    name = f"data/plans/{id}.yaml"
    text = plan_text(reading, id)
    plan, found = read_plan(name, text, directory)
    if plan is None:
        raise Stop("Không lập được tệp kế hoạch: " + "; ".join(map(str, found)), COULD_NOT)
    for line in summary(reading):
        click.echo(line)
    return {UNITS: units, name: text}

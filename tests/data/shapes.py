"""The keys of the files' models, and which of them a file has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from data.files.calendarfile import CalendarShape
from data.files.planmodel import PlanFileShape
from data.files.unitmodel import UnitFileShape
from rules.syntax.rulemodel import RuleFileShape

MODELS: dict[str, type[BaseModel]] = {
    "rules": RuleFileShape,
    "units": UnitFileShape,
    "calendar": CalendarShape,
    "plan": PlanFileShape,
}


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


def _fields(model: type[BaseModel]) -> Iterator[tuple[str, object]]:
    return ((field.alias or name, field.annotation) for name, field in model.model_fields.items())


def all_keys(model: type[BaseModel]) -> set[str]:
    """Every key of a model and of the models below it, as `Shape.key`."""
    found = set()
    for key, annotation in _fields(model):
        found.add(f"{model.__name__}.{key}")
        for inner in _models_in(annotation):
            found |= all_keys(inner)
    return found


def keys_in(annotation: object, value: Any) -> set[str]:
    """The keys that a value of a file has, as `Shape.key`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        has = {key: inner for key, inner in _fields(annotation) if isinstance(value, dict) and key in value}
        below = (keys_in(inner, value[key]) for key, inner in has.items())
        return {f"{annotation.__name__}.{key}" for key in has}.union(*below)
    listed = value.values() if get_origin(annotation) is dict and isinstance(value, dict) else [value]
    listed = [one for some in listed for one in (some if isinstance(some, list) else [some])]
    return set().union(*(keys_in(inner, one) for inner in get_args(annotation) for one in listed))

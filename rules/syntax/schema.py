"""Decides how the model of an admin's file is told as a JSON Schema that editors understand (draft-07)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from rules.syntax.fields import as_list, filled_list, filled_map, or_nothing

DRAFT = "http://json-schema.org/draft-07/schema#"
Schema: TypeAlias = dict[str, Any]
_NULL: Schema = {"type": "null"}


def schema_of(model: type[BaseModel], title: str, description: str) -> Schema:
    """What a file of this model may hold; nothing is referred to, so that every editor shows every word."""
    made = model.model_json_schema(schema_generator=_Teller)
    whole = _whole(made, made.get("$defs", {}))
    return {"$schema": DRAFT, "title": title, "description": description, **whole}


def _filled(inner: Schema, held: Schema) -> Schema:
    """A key that is written but left blank counts as nothing, unless something must stand there."""
    return inner if "minItems" in held else {"anyOf": [inner, _NULL]}


def _one_or_more(inner: Schema) -> Schema:
    return _filled({"anyOf": [inner["items"], inner]}, inner)


_BEFORE: dict[Callable[..., object], Callable[[Schema], Schema]] = {
    as_list: _one_or_more,
    filled_list: lambda inner: _filled(inner, inner),
    filled_map: lambda inner: _filled(inner, inner),
    or_nothing: lambda inner: _filled(inner, inner),
}


class _Teller(GenerateJsonSchema):
    """Knows what the files' own validators take besides the plain type."""

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> Schema:
        return _BEFORE[schema["function"]["function"]](self.generate_inner(schema["schema"]))

    def str_schema(self, schema: core_schema.StringSchema) -> Schema:
        told: Schema = {"type": ["string", "number"]}
        if schema.get("min_length"):
            told |= {"pattern": r"\S", "patternErrorMessage": "không được để trống"}
        return told

    def dict_schema(self, schema: core_schema.DictSchema) -> Schema:
        keys = self.generate_inner(schema["keys_schema"])
        named = {key: keys[key] for key in ("pattern", "patternErrorMessage") if key in keys}
        values = self.generate_inner(schema["values_schema"])
        return {"type": "object", "propertyNames": named, "additionalProperties": values}

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> Schema:
        # The descriptions tell the defaults; here they would be null or empty.
        return self.generate_inner(schema["schema"])


def _whole(told: Schema, definitions: Schema) -> Schema:
    """A part with its references filled in, without the English names and docstrings of the models."""
    if "$ref" in told:
        below = _whole(definitions[told["$ref"].rpartition("/")[2]], definitions)
        return {**below, **_without(told, "$ref", "title")}
    # A description beside properties is the docstring of their model.
    kept = _without(told, "$defs", "properties", "title", *(["description"] if "properties" in told else []))
    whole = {key: _part(one, definitions) for key, one in kept.items()}
    if "properties" in told:
        whole["properties"] = {name: _whole(one, definitions) for name, one in told["properties"].items()}
    return _flat(whole) if "anyOf" in whole else whole


def _part(value: object, definitions: Schema) -> object:
    if isinstance(value, list):
        return [_part(one, definitions) for one in value]
    return _whole(value, definitions) if isinstance(value, dict) else value


def _without(told: Schema, *keys: str) -> Schema:
    return {key: part for key, part in told.items() if key not in keys}


def _flat(told: Schema) -> Schema:
    """Alternatives inside alternatives drawn together; “or nothing” as a second type where that is enough."""
    parts: list[Schema] = []
    for one in told["anyOf"]:
        parts += one["anyOf"] if one.keys() == {"anyOf"} else [one]
    rest = _without(told, "anyOf")
    some = [part for part in parts if part != _NULL]
    if len(some) < len(parts):
        if len(some) == 1 and "enum" not in some[0] and "type" in some[0]:
            kinds = some[0]["type"] if isinstance(some[0]["type"], list) else [some[0]["type"]]
            return {**some[0], "type": [*kinds, "null"], **rest}
        some = [*some, _NULL]
    return {"anyOf": some, **rest}

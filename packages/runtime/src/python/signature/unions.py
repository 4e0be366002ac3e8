"""Schemas that take what any of several takes."""

import json


def union_of(schemas):
    """Plain types are listed: `["string", "null"]`."""
    parts = []
    for schema in schemas:
        parts.extend(_parts_of(schema))
    parts = _unique(parts)
    nulls = [part for part in parts if part == {"type": "null"}]
    parts = [part for part in parts if part != {"type": "null"}] + nulls
    if {"type": "number"} in parts:
        parts = [part for part in parts if part != {"type": "integer"}]
    if len(parts) == 1:
        return parts[0]
    if all(list(part) == ["type"] for part in parts):
        return {"type": [part["type"] for part in parts]}
    return {"anyOf": parts}


def _parts_of(schema):
    """A union in a union is as if its parts stood there."""
    if list(schema) == ["anyOf"]:
        return schema["anyOf"]
    if list(schema) == ["type"] and isinstance(schema["type"], list):
        return [{"type": name} for name in schema["type"]]
    return [schema]


def _unique(schemas):
    seen, unique = set(), []
    for schema in schemas:
        # A place that is still empty is known by itself alone.
        key = json.dumps(schema) if schema else id(schema)
        if key not in seen:
            seen.add(key)
            unique.append(schema)
    return unique


_KINDS = (("string", str), ("boolean", bool), ("integer", int), ("number", float))


def schema_of_values(values):
    """Schema of exactly these values."""
    schemas, rest = [], list(values)
    for name, kind in _KINDS:
        same = [value for value in rest if isinstance(value, kind)]
        rest = [value for value in rest if not isinstance(value, kind)]
        if same:
            schemas.append({"type": name, **_one_of(same)})
    others = [value for value in rest if value is not None]
    if others:
        schemas.append(_one_of(others))
    if None in rest:
        schemas.append({"type": "null"})
    return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}


def _one_of(values):
    unique = []
    for value in values:
        if value not in unique:
            unique.append(value)
    return {"const": unique[0]} if len(unique) == 1 else {"enum": unique}

"""Schema of the arguments of a function, by name, in the order of its parameters."""

import ast

from annotations import Place, parsed_text, schema_of, schema_of_tuple
from constants import UNKNOWN, constant_of
from unions import union_of


def schema_of_parameters(walk, found, documentation):
    """The object schema, and the parameters in order."""
    properties, required, parameters, bare = {}, [], [], []
    for argument, default, kind in _parameters_of(found.node.args):
        schema, is_needed = _schema_of_parameter(walk, found.place, (argument, default, kind))
        if kind == "names":
            continue
        if argument.annotation is None:
            bare.append(argument.arg)
        text = documentation.parameters.get(argument.arg)
        if text is not None and walk.spend(text):
            schema["description"] = text
        properties[argument.arg] = schema
        parameters.append({"name": argument.arg, "rest": kind == "rest"})
        if is_needed:
            required.append(argument.arg)
    if bare:
        walk.warn(f"Parameters without annotation are left open: {', '.join(bare)}.")
    schema = {"type": "object", "properties": properties, **({"required": required} if required else {})}
    return _with_any_names(walk, found, schema), parameters


def _parameters_of(arguments):
    """Each parameter with its default, or None, and its kind: plain, rest or names."""
    plain = [*arguments.posonlyargs, *arguments.args]
    missing = len(plain) - len(arguments.defaults)
    defaults = [None] * missing + arguments.defaults
    yield from ((argument, default, "plain") for argument, default in zip(plain, defaults))
    if arguments.vararg is not None:
        yield arguments.vararg, None, "rest"
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
        yield argument, default, "plain"
    if arguments.kwarg is not None:
        yield arguments.kwarg, None, "names"


def _schema_of_parameter(walk, place, parameter):
    argument, default, kind = parameter
    if kind == "names":
        return {}, False
    annotation = argument.annotation
    if kind == "rest":
        return _schema_of_rest(walk, place, annotation), False
    schema = {} if annotation is None else schema_of(walk, place, annotation, 1)
    if default is None:
        return schema, True
    value = constant_of(place.scope, default)
    if value is None and annotation is not None and schema:
        # `x: int = None` is written for what may be None.
        schema = _with_null(schema)
    if value is not UNKNOWN and walk.spend(value):
        schema["default"] = value
    return schema, False


def _with_null(schema):
    kinds = schema.get("type")
    takes_null = kinds == "null" or (isinstance(kinds, list) and "null" in kinds)
    takes_null = takes_null or {"type": "null"} in schema.get("anyOf", [])
    if takes_null:
        return schema
    text = schema.pop("description", None)
    nullable = union_of([schema, {"type": "null"}])
    return nullable if text is None else {**nullable, "description": text}


def _schema_of_rest(walk, place, annotation):
    if isinstance(annotation, ast.Starred):
        inner = annotation.value
        parts = inner.slice if isinstance(inner, ast.Subscript) else None
        elements = parts.elts if isinstance(parts, ast.Tuple) else [parts] if parts is not None else None
        return schema_of_tuple(walk, place, elements, 1)
    items = {} if annotation is None else schema_of(walk, place, annotation, 2)
    return {"type": "array", **({"items": items} if items or annotation is not None else {})}


def _with_any_names(walk, found, schema):
    """What `**names` takes: other properties, or those of a TypedDict that is unpacked there."""
    kwarg = found.node.args.kwarg
    if kwarg is None or kwarg.annotation is None:
        return schema
    annotation = kwarg.annotation
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        annotation = parsed_text(annotation.value) or annotation
    origin = found.place.scope.origin_of(annotation.value) if isinstance(annotation, ast.Subscript) else None
    if not (origin or "").endswith(".Unpack"):
        others = schema_of(walk, found.place, annotation, 1)
        return {**schema, "additionalProperties": others} if others else schema
    found.unpacked = schema_of(walk, found.place, annotation.slice, 1)
    return schema


def merge_unpacked(schema, unpacked):
    """Adds the properties of a finished TypedDict schema to those of the parameters."""
    _, _, name = unpacked.get("$ref", "").rpartition("/")
    unpacked = schema.get("$defs", {}).get(name, unpacked)
    properties = {**schema["properties"], **unpacked.get("properties", {})}
    required = [*schema.get("required", []), *unpacked.get("required", [])]
    return {**schema, "properties": properties, **({"required": required} if required else {})}

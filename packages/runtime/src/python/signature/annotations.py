"""Turns an annotation into a JSON Schema of the value's JSON: of what the wrapper makes of a result,
of what may be sent for an argument."""

import ast

from classes import schema_of_class
from constants import UNKNOWN, constant_of
from docstrings import cut
from enums import member_value
from library import GENERICS, LISTS, MAPPINGS, SETS, SIMPLE, STREAMS, TUPLES, WRAPPERS
from unions import schema_of_values, union_of


class Place:
    """Where an annotation stands: its scope, and what type parameters mean there."""

    def __init__(self, scope, variables=None):
        self.scope = scope
        self.variables = variables or {}


def schema_of(walk, place, node, depth):
    """Schema of an annotation, in an object of its own that the caller may add to."""
    if not walk.enter(depth):
        return {}
    if isinstance(node, ast.Constant):
        return _schema_of_constant(walk, place, node, depth)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return _union(walk, place, _flattened(node), depth)
    if isinstance(node, ast.Subscript):
        return _schema_of_subscript(walk, place, node, depth)
    if isinstance(node, (ast.Name, ast.Attribute)):
        return _schema_of_name(walk, place, node, depth)
    return walk.open(ast.unparse(node), "is no type that can be read")


def _flattened(node):
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return [*_flattened(node.left), node.right]
    return [node]


def _schema_of_constant(walk, place, node, depth):
    if node.value is None:
        return {"type": "null"}
    if not isinstance(node.value, str):
        return walk.open(ast.unparse(node), "is no type")
    parsed = parsed_text(node.value)
    if parsed is None:
        return walk.open(ast.unparse(node), "is no type that can be read")
    return schema_of(walk, place, parsed, depth + 1)


def parsed_text(text):
    """The expression in a text; None if it is none."""
    try:
        return ast.parse(text.strip(), mode="eval").body
    except SyntaxError:
        return None


def _schema_of_name(walk, place, node, depth):
    name = ast.unparse(node)
    if name in place.variables:
        inner, argument = place.variables[name]
        return schema_of(walk, inner, argument, depth + 1)
    scope, bound = place.scope.definition_of(node)
    if bound is not None:
        return _schema_of_definition(walk, place, (name, scope, bound, []), depth)
    origin = place.scope.origin_of(node)
    if origin is None:
        return walk.open(name, "is not known")
    return _schema_of_library(walk, place, (name, origin, None), depth)


def _schema_of_subscript(walk, place, node, depth):
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    scope, bound = place.scope.definition_of(node.value)
    if bound is not None:
        return _schema_of_definition(walk, place, (ast.unparse(node), scope, bound, parts), depth)
    origin = place.scope.origin_of(node.value)
    if origin is None:
        return walk.open(ast.unparse(node), "is not known")
    return _schema_of_library(walk, place, (ast.unparse(node), origin, parts), depth)


def _schema_of_library(walk, place, named, depth):
    """A type of Python itself: `parts` are what stands in its brackets, None without any."""
    shown, origin, parts = named
    module, _, name = origin.rpartition(".")
    if module in ("typing", "typing_extensions", "types", "collections.abc", "collections", "builtins", "dataclasses"):
        schema = _schema_of_typing(walk, place, (shown, name, parts), depth)
        if schema is not None:
            return schema
    simple = SIMPLE.get(origin)
    if simple is None:
        return walk.open(shown, "has no known form in JSON")
    schema, arrives = simple(walk) if callable(simple) else simple
    if arrives is not None and walk.is_input:
        walk.warn(f"An argument of type {name} arrives as {arrives}.")
    return dict(schema)


def _schema_of_typing(walk, place, named, depth):
    shown, name, parts = named
    inner = lambda part: schema_of(walk, place, part, depth + 1)
    if name == "Literal" and parts is not None:
        return _literal(walk, place, parts)
    if name == "Optional" and parts is not None:
        return _union(walk, place, [*parts, ast.Constant(None)], depth)
    if name in ("Union", "UnionType") and parts is not None:
        return _union(walk, place, parts, depth)
    if name == "Annotated" and parts is not None:
        return _annotated(walk, place, parts, depth)
    if name in WRAPPERS:
        return inner(parts[0]) if parts else {}
    if name in LISTS or name in STREAMS:
        return {"type": "array", **({"items": inner(parts[0])} if parts else {})}
    if name in SETS:
        if walk.is_input:
            walk.warn("An argument of type set arrives as a list; make it a set with set(…).")
        return {"type": "array", **({"items": inner(parts[0])} if parts else {}), "uniqueItems": True}
    if name in TUPLES:
        return schema_of_tuple(walk, place, parts, depth)
    if name in MAPPINGS:
        return _mapping(inner, name, parts)
    if name in GENERICS:
        return walk.open(shown, "has no form in JSON") if GENERICS[name] else {}
    return None


def _mapping(inner, name, parts):
    if name == "Counter":
        return {"type": "object", "additionalProperties": {"type": "integer"}}
    if parts is None or len(parts) < 2:
        return {"type": "object"}
    return {"type": "object", "additionalProperties": inner(parts[1])}


def _literal(walk, place, parts):
    values = []
    for part in parts:
        if isinstance(part, ast.Subscript):
            # A Literal in a Literal is as if its values stood there.
            nested = part.slice.elts if isinstance(part.slice, ast.Tuple) else [part.slice]
            values.extend(_literal_value(place, item) for item in nested)
        else:
            values.append(_literal_value(place, part))
    if any(value is UNKNOWN for value in values):
        return walk.open("A Literal", "has a value that is not known")
    return schema_of_values(values) if walk.spend(values) else {}


def _literal_value(place, node):
    if isinstance(node, ast.Attribute):
        return member_value(place.scope, node.value, node.attr)
    return constant_of(place.scope, node)


def _union(walk, place, parts, depth):
    return union_of([schema_of(walk, place, part, depth + 1) for part in parts])


def _annotated(walk, place, parts, depth):
    schema = schema_of(walk, place, parts[0], depth + 1)
    for note in parts[1:]:
        text = _note_text(place, note)
        if text is not None and walk.spend(text):
            schema["description"] = text
            break
    return schema


def _note_text(place, note):
    """What `"…"`, `Doc("…")` or `Field(description="…")` say."""
    if isinstance(note, ast.Call):
        named = [word.value for word in note.keywords if word.arg == "description"]
        is_doc = ast.unparse(note.func).rpartition(".")[2] == "Doc"
        found = named or (note.args[:1] if is_doc else [])
        return _note_text(place, found[0]) if found else None
    value = constant_of(place.scope, note)
    return cut(value) if isinstance(value, str) else None


def schema_of_tuple(walk, place, parts, depth):
    if parts is None:
        return {"type": "array"}
    inner = lambda part: schema_of(walk, place, part, depth + 1)
    if len(parts) == 2 and _is_ellipsis(parts[1]):
        return {"type": "array", "items": inner(parts[0])}
    fixed, rest = [], None
    for part in parts:
        unpacked = _unpacked(place, part)
        if unpacked is not None:
            rest = unpacked
        elif rest is None:
            fixed.append(part)
        else:
            # What follows an open part may be of any of the later types.
            return {"type": "array", "prefixItems": [inner(one) for one in fixed]} if fixed else {"type": "array"}
    if rest is not None:
        whole = inner(rest)
        items = whole.get("items", {})
        start = {"prefixItems": [inner(part) for part in fixed]} if fixed else {}
        return {"type": "array", **start, **({"items": items} if items else {}), "minItems": len(fixed)}
    if not fixed or (len(fixed) == 1 and isinstance(fixed[0], ast.Tuple)):
        return {"type": "array", "maxItems": 0}
    count = len(fixed)
    return {"type": "array", "prefixItems": [inner(part) for part in fixed], "minItems": count, "maxItems": count}


def _is_ellipsis(node):
    return isinstance(node, ast.Constant) and node.value is Ellipsis


def _unpacked(place, node):
    """The open tuple of `*tuple[int, ...]` or `Unpack[tuple[int, ...]]`."""
    if isinstance(node, ast.Starred):
        return node.value
    if isinstance(node, ast.Subscript) and (place.scope.origin_of(node.value) or "").endswith(".Unpack"):
        return node.slice
    return None


def _schema_of_definition(walk, place, found, depth):
    """A class, an alias, a NewType or a type variable of the script."""
    name, scope, bound, parts = found
    arguments = [(place, part) for part in parts]
    if isinstance(bound, ast.ClassDef):
        return schema_of_class(walk, _Reader(walk, depth), (name, scope, bound, arguments))
    if type(bound).__name__ == "TypeAlias":
        names = [parameter.name for parameter in bound.type_params]
        return _alias(walk, (name, scope, bound.value, names, arguments), depth)
    value = getattr(bound, "value", None)
    if isinstance(bound, (ast.Assign, ast.AnnAssign)) and isinstance(value, ast.Call):
        return _schema_of_call(walk, (name, scope, value), depth)
    if isinstance(bound, (ast.Assign, ast.AnnAssign)):
        names = _variables_in(scope, value) if arguments else []
        return _alias(walk, (name, scope, value, names, arguments), depth)
    return walk.open(name, "is no type")


def _alias(walk, alias, depth):
    name, scope, value, names, arguments = alias
    key = (id(value), shown_arguments(arguments))
    inner = Place(scope, dict(zip(names, arguments)))
    return walk.alias(key, name, lambda: schema_of(walk, inner, value, depth + 1))


def shown_arguments(arguments):
    """Tells apart what type parameters stand for."""
    return tuple(
        (ast.dump(node), shown_arguments(place.variables.values())) for place, node in arguments
    )


def _variables_in(scope, value):
    """The type variables of an alias, in the order in which they stand there first."""
    names = []
    for node in ast.walk(value):
        if isinstance(node, ast.Name) and node.id not in names:
            _, bound = scope.definition_of(node)
            call = getattr(bound, "value", None)
            if isinstance(call, ast.Call) and (scope.origin_of(call.func) or "").endswith(".TypeVar"):
                names.append(node.id)
    return names


def _schema_of_call(walk, found, depth):
    name, scope, call = found
    place = Place(scope)
    kind = (scope.origin_of(call.func) or "").rpartition(".")[2]
    if kind == "NewType" and len(call.args) == 2:
        return schema_of(walk, place, call.args[1], depth + 1)
    if kind == "TypeAliasType" and len(call.args) == 2:
        return _alias(walk, (name, scope, call.args[1], [], []), depth)
    if kind in ("TypeVar", "ParamSpec", "TypeVarTuple"):
        bounds = [word.value for word in call.keywords if word.arg == "bound"]
        if bounds:
            return schema_of(walk, place, bounds[0], depth + 1)
        return _union(walk, place, call.args[1:], depth) if len(call.args) > 1 else {}
    made = schema_of_class(walk, _Reader(walk, depth), (name, scope, call, []))
    return walk.open(name, "is made by a call that cannot be read") if made is None else made


class _Reader:
    """What classes need of this module, which needs them."""

    def __init__(self, walk, depth):
        self._walk, self._depth = walk, depth

    def place(self, scope, variables):
        return Place(scope, variables)

    def schema(self, place, node):
        return schema_of(self._walk, place, node, self._depth + 1)

    def shown(self, arguments):
        return shown_arguments(arguments)

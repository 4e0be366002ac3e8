"""Schemas of the classes that a script defines: Enum, TypedDict, NamedTuple, dataclass, and those that
extend a type which has a form in JSON."""

import ast

from constants import UNKNOWN, constant_of
from docstrings import cut, documentation_of
from enums import enum_kind, is_flag, members_of
from scope import class_scope
from unions import schema_of_values

_MAX_BASES = 20


def schema_of_class(walk, reader, found):
    """Of a class, or of a call that makes one; None for a call that makes none."""
    name, scope, node, arguments = found
    if isinstance(node, ast.Call):
        return _schema_of_call(walk, reader, found)
    variables = _variables(scope, node, arguments)
    place = reader.place(class_scope(scope, node), variables)
    key = (id(node), reader.shown(arguments))
    describe = _describer(walk, reader, (name, scope, node, place))
    if describe is None:
        return walk.open(name, "is a class whose form in JSON is not known")
    return walk.named(key, name, describe)


def _describer(walk, reader, found):
    name, scope, node, place = found
    kind = enum_kind(scope, node)
    if kind is not None:
        return lambda: _schema_of_enum(walk, name, kind, members_of(scope, node))
    lineage = _lineage(scope, node)
    roots = [origin for where, one in lineage for origin in _base_origins(where, one)]
    if any(_is(origin, "TypedDict") for origin in roots):
        return lambda: _typed_dict(walk, reader, lineage, place)
    if any(_is(origin, "NamedTuple") for origin in roots):
        return lambda: _named_tuple(walk, reader, lineage, place)
    if any(_is_dataclass(where, one) for where, one in lineage):
        return lambda: _dataclass(walk, reader, (name, lineage, place))
    for where, one in lineage:
        for base in one.bases:
            origin = where.origin_of(base.value if isinstance(base, ast.Subscript) else base) or ""
            if origin.partition(".")[0] in ("builtins", "collections", "typing") and _has_form(origin):
                return lambda: reader.schema(reader.place(where, place.variables), base)
    return None


def _has_form(origin):
    names = ("str", "int", "float", "list", "dict", "tuple", "set", "frozenset", "bytes", "List", "Dict",
             "UserDict", "UserList", "OrderedDict", "defaultdict", "Counter", "deque")
    return origin.rpartition(".")[2] in names


def _is(origin, name):
    return origin in (f"typing.{name}", f"typing_extensions.{name}")


def _base_origins(scope, node):
    bases = [base.value if isinstance(base, ast.Subscript) else base for base in node.bases]
    return [scope.origin_of(base) or "" for base in bases]


def _lineage(scope, node):
    """A class and the script's classes that it extends, itself last; each with its scope."""
    lineage, pending = [], [(scope, node)]
    while pending and len(lineage) < _MAX_BASES:
        where, one = pending.pop(0)
        if any(one is known for _, known in lineage):
            continue
        lineage.append((where, one))
        for base in one.bases:
            named = base.value if isinstance(base, ast.Subscript) else base
            inner, outer = where.definition_of(named)
            if isinstance(outer, ast.ClassDef):
                pending.append((inner, outer))
    return lineage[::-1]


def _variables(scope, node, arguments):
    """What the type parameters of a generic class stand for."""
    names = [parameter.name for parameter in getattr(node, "type_params", [])]
    for base in node.bases:
        if isinstance(base, ast.Subscript) and (scope.origin_of(base.value) or "").rpartition(".")[2] in ("Generic", "Protocol"):
            parts = base.slice.elts if isinstance(base.slice, ast.Tuple) else [base.slice]
            names.extend(part.id for part in parts if isinstance(part, ast.Name))
    return dict(zip(names, arguments))


def _schema_of_enum(walk, name, kind, members):
    if walk.is_input:
        shown = name.rpartition(".")[2]
        walk.warn(f"An argument of type {name} arrives as its value; make it one with {shown}(…).")
    if is_flag(kind):
        return {"type": "integer"}
    values = list(members.values())
    if not values or any(value is UNKNOWN for value in values):
        return walk.open(name, "has values that are not known")
    return schema_of_values(values) if walk.spend(values) else {}


class _Field:
    """One annotated name of a class body."""

    def __init__(self, place, statement, description):
        self.place = place
        self.name = statement.target.id
        self.annotation = statement.annotation
        self.value = statement.value
        self.description = description


def _fields(reader, lineage, variables):
    """All annotated names of a class and its bases, by name, in their order."""
    fields = {}
    for scope, node in lineage:
        place = reader.place(class_scope(scope, node), variables)
        descriptions = documentation_of(node).parameters
        for at, statement in enumerate(node.body):
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                name = statement.target.id
                text = _text_below(node.body, at) or descriptions.get(name)
                fields[name] = (_Field(place, statement, text), scope, node)
    return fields


def _text_below(body, at):
    """The text that stands as a statement below a name."""
    following = body[at + 1] if at + 1 < len(body) else None
    if not isinstance(following, ast.Expr) or not isinstance(following.value, ast.Constant):
        return None
    text = following.value.value
    return cut(" ".join(text.split())) if isinstance(text, str) else None


def _described(walk, reader, field, annotation=None):
    schema = reader.schema(field.place, annotation or field.annotation)
    if field.description is not None and walk.spend(field.description):
        schema["description"] = field.description
    return schema


def _object(properties, required):
    return {
        "type": "object",
        **({"properties": properties} if properties else {}),
        **({"required": required} if required else {}),
    }


def _typed_dict(walk, reader, lineage, place):
    properties, required = {}, []
    for name, (field, _, node) in _fields(reader, lineage, place.variables).items():
        if not walk.spend(name):
            break
        total = _keyword(node, "total")
        is_required = not (isinstance(total, ast.Constant) and total.value is False)
        said = _requirement(field.place.scope, field.annotation)
        properties[name] = _described(walk, reader, field)
        if is_required if said is None else said:
            required.append(name)
    return _object(properties, required)


def _keyword(node, name):
    return next((word.value for word in node.keywords if word.arg == name), None)


def _requirement(scope, annotation):
    """What `Required[…]` or `NotRequired[…]` says, also inside of others; None if nothing."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        try:
            annotation = ast.parse(annotation.value.strip(), mode="eval").body
        except SyntaxError:
            return None
    if not isinstance(annotation, ast.Subscript):
        return None
    name = (scope.origin_of(annotation.value) or "").rpartition(".")[2]
    if name in ("Required", "NotRequired"):
        return name == "Required"
    if name not in ("ReadOnly", "Annotated"):
        return None
    inner = annotation.slice
    return _requirement(scope, inner.elts[0] if isinstance(inner, ast.Tuple) else inner)


def _named_tuple(walk, reader, lineage, place):
    fields = [field for field, _, _ in _fields(reader, lineage, place.variables).values()]
    items = [_described(walk, reader, field) for field in fields]
    least = sum(1 for field in fields if field.value is None) if walk.is_input else len(items)
    return _tuple(walk, items, least)


def _tuple(walk, items, least):
    if walk.is_input:
        walk.warn("An argument of type NamedTuple arrives as a list; make it one with Name(*list).")
    start = {"prefixItems": items} if items else {}
    return {"type": "array", **start, "minItems": least, "maxItems": len(items)}


def _is_dataclass(scope, node):
    for decorator in node.decorator_list:
        named = decorator.func if isinstance(decorator, ast.Call) else decorator
        if scope.origin_of(named) == "dataclasses.dataclass":
            return True
    return False


def _dataclass(walk, reader, found):
    name, lineage, place = found
    if walk.is_input:
        shown = name.rpartition(".")[2]
        walk.warn(f"An argument of type {name} arrives as a dict; make it one with {shown}(**dict).")
    properties, required = {}, []
    parts = [(where, one) for where, one in lineage if _is_dataclass(where, one)]
    for key, (field, scope, _) in _fields(reader, parts, place.variables).items():
        kind = _field_kind(field)
        options = _field_options(field)
        if kind in ("ClassVar", "KW_ONLY") or not walk.spend(key):
            continue
        is_given = "init" not in options and kind != "InitVar" if not walk.is_input else options.get("init", True)
        if not walk.is_input and kind == "InitVar":
            continue
        if walk.is_input and not is_given:
            continue
        schema = properties[key] = _described(walk, reader, field)
        if walk.is_input and "default" in options:
            default = constant_of(scope, options["default"])
            if default is not UNKNOWN and walk.spend(default):
                schema["default"] = default
        if not walk.is_input or not options.get("has_default", False):
            required.append(key)
    return _object(properties, required)


def _field_kind(field):
    """`ClassVar`, `InitVar` or `KW_ONLY`; None for a plain field."""
    annotation = field.annotation
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        text = annotation.value.strip()
        return next((kind for kind in ("ClassVar", "InitVar", "KW_ONLY") if kind in text.partition("[")[0]), None)
    named = annotation.value if isinstance(annotation, ast.Subscript) else annotation
    name = (field.place.scope.origin_of(named) or "").rpartition(".")[2]
    return name if name in ("ClassVar", "InitVar", "KW_ONLY") else None


def _field_options(field):
    """What the value of a field says: its default, and whether it is given at all."""
    value = field.value
    if value is None:
        return {}
    origin = field.place.scope.origin_of(value.func) if isinstance(value, ast.Call) else None
    if origin != "dataclasses.field":
        return {"has_default": True, "default": value}
    words = {word.arg: word.value for word in value.keywords}
    options = {"has_default": "default" in words or "default_factory" in words}
    if "default" in words:
        options["default"] = words["default"]
    factory = words.get("default_factory")
    if isinstance(factory, ast.Name) and factory.id in ("list", "dict", "set"):
        options["default"] = ast.Dict([], []) if factory.id == "dict" else ast.List([])
    init = words.get("init")
    if isinstance(init, ast.Constant) and init.value is False:
        options["init"] = False
    return options


def _schema_of_call(walk, reader, found):
    """`TypedDict("T", {…})`, `NamedTuple("P", […])`, `namedtuple("P", "x y")`, `Enum("E", "A B")`."""
    name, scope, call, _ = found
    kind = (scope.origin_of(call.func) or "").rpartition(".")[2]
    if len(call.args) < 2:
        return None
    content, place = call.args[1], reader.place(scope, {})
    if kind == "TypedDict" and isinstance(content, ast.Dict):
        return walk.named((id(call),), name, lambda: _called_typed_dict(reader, place, call))
    if kind == "NamedTuple" and isinstance(content, (ast.List, ast.Tuple)):
        pairs = [item.elts[1] for item in content.elts if isinstance(item, ast.Tuple) and len(item.elts) == 2]
        return _tuple(walk, [reader.schema(place, part) for part in pairs], len(pairs))
    if kind == "namedtuple":
        return _called_namedtuple(walk, scope, call)
    if kind in ("Enum", "StrEnum", "IntEnum"):
        members = _called_members(scope, content, kind)
        return walk.named((id(call),), name, lambda: _schema_of_enum(walk, name, kind, members))
    return None


def _called_typed_dict(reader, place, call):
    total = _keyword(call, "total")
    is_total = not (isinstance(total, ast.Constant) and total.value is False)
    properties, required = {}, []
    for key, annotation in zip(call.args[1].keys, call.args[1].values):
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            said = _requirement(place.scope, annotation)
            properties[key.value] = reader.schema(place, annotation)
            if is_total if said is None else said:
                required.append(key.value)
    return _object(properties, required)


def _called_namedtuple(walk, scope, call):
    names = constant_of(scope, call.args[1])
    if isinstance(names, str):
        names = names.replace(",", " ").split()
    if not isinstance(names, list):
        return walk.open("A namedtuple", "has names that are not known")
    defaults = constant_of(scope, _keyword(call, "defaults")) if _keyword(call, "defaults") else []
    count = len(defaults) if isinstance(defaults, list) else 0
    return _tuple(walk, [{} for _ in names], len(names) - count if walk.is_input else len(names))


def _called_members(scope, content, kind):
    value = constant_of(scope, content)
    names = value.replace(",", " ").split() if isinstance(value, str) else value
    if isinstance(names, dict):
        return names
    if not isinstance(names, list):
        return {"": UNKNOWN}
    if all(isinstance(name, str) for name in names):
        return {name: name.lower() if kind == "StrEnum" else at + 1 for at, name in enumerate(names)}
    pairs = [pair for pair in names if isinstance(pair, list) and len(pair) == 2]
    return {str(pair[0]): pair[1] for pair in pairs} if len(pairs) == len(names) else {"": UNKNOWN}

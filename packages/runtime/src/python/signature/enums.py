"""Members of Enum classes, by the values that stand for them in JSON."""

import ast

from constants import UNKNOWN, constant_of
from scope import class_scope

_ENUMS = {"Enum", "IntEnum", "StrEnum"}
_FLAGS = {"Flag", "IntFlag"}
_LITTLE = {"nonmember", "property", "staticmethod", "classmethod"}


def enum_kind(scope, node, depth=0):
    """`Enum`, `StrEnum`, `Flag` and so on for a class that is one; else None."""
    for base in node.bases if depth < 10 else []:
        origin = scope.origin_of(base) or ""
        module, _, name = origin.rpartition(".")
        if module == "enum" and name in _ENUMS | _FLAGS:
            return name
        where, outer = scope.definition_of(base)
        kind = enum_kind(where, outer, depth + 1) if isinstance(outer, ast.ClassDef) else None
        if kind is not None:
            return kind
    return None


def is_flag(kind):
    return kind in _FLAGS


def members_of(scope, node, depth=0):
    """Values by name; UNKNOWN for those that cannot be known."""
    kind = enum_kind(scope, node)
    inner = class_scope(scope, node)
    members = {}
    for statement in node.body:
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        for target in targets:
            if isinstance(target, ast.Name) and not target.id.startswith("_"):
                value = _value(inner, statement.value, members, (kind, target.id, depth))
                if value is not None:
                    members[target.id] = value[0]
    return members


def _value(scope, node, members, about):
    """The value in a tuple; None for what is no member."""
    kind, name, depth = about
    if isinstance(node, ast.Lambda):
        return None
    if isinstance(node, ast.Call):
        origin = (scope.origin_of(node.func) or "").rpartition(".")[2]
        if origin in _LITTLE:
            return None
        return (_automatic(kind, name, members),) if origin == "auto" else (UNKNOWN,)
    if isinstance(node, ast.Name) and node.id in members:
        return (members[node.id],)
    return (constant_of(scope, node, depth + 1),)


def _automatic(kind, name, members):
    if kind == "StrEnum":
        return name.lower()
    numbers = [value for value in members.values() if isinstance(value, int)]
    if len(numbers) < len(members):
        return UNKNOWN
    if is_flag(kind):
        return 1 << max(numbers, default=0).bit_length()
    return max(numbers, default=0) + 1


def member_value(scope, owner, name, depth=0):
    """The value of a member that is written as `Owner.NAME`."""
    where, node = scope.definition_of(owner)
    if depth > 20 or not isinstance(node, ast.ClassDef) or enum_kind(where, node) is None:
        return UNKNOWN
    return members_of(where, node, depth).get(name, UNKNOWN)

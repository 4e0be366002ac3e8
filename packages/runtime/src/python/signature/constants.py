"""Values of expressions that are the same whenever they are evaluated, in their form in JSON."""

import ast
import base64
import math
import operator

_MAX_NUMBER = 1 << 1000
_MAX_TEXT = 10_000

UNKNOWN = object()

_OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.FloorDiv: operator.floordiv,
    ast.Div: operator.truediv,
    ast.Mod: operator.mod,
    ast.BitOr: operator.or_,
    ast.BitAnd: operator.and_,
}
_POWERS = {ast.Pow: operator.pow, ast.LShift: operator.lshift}


def constant_of(scope, node, depth=0):
    """The value, or UNKNOWN."""
    if depth > 20:
        return UNKNOWN
    if isinstance(node, ast.Constant):
        return _plain(node.value)
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return _all_known([constant_of(scope, item, depth + 1) for item in node.elts])
    if isinstance(node, ast.Dict):
        return _mapping(scope, node, depth)
    if isinstance(node, ast.UnaryOp):
        return _signed(node.op, constant_of(scope, node.operand, depth + 1))
    if isinstance(node, ast.BinOp):
        values = [constant_of(scope, side, depth + 1) for side in (node.left, node.right)]
        return _computed(type(node.op), *values)
    if isinstance(node, (ast.Name, ast.Attribute)):
        return _named(scope, node, depth)
    if isinstance(node, ast.Call):
        return _empty_collection(scope, node)
    return UNKNOWN


def _plain(value):
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, float) and not math.isfinite(value):
        return UNKNOWN
    if isinstance(value, int) and abs(value) > _MAX_NUMBER:
        return UNKNOWN
    return value if value is None or isinstance(value, (str, int, float)) else UNKNOWN


def _all_known(values):
    return UNKNOWN if any(value is UNKNOWN for value in values) else values


def _mapping(scope, node, depth):
    keys = [UNKNOWN if key is None else constant_of(scope, key, depth + 1) for key in node.keys]
    values = _all_known([constant_of(scope, value, depth + 1) for value in node.values])
    if values is UNKNOWN or not all(isinstance(key, str) for key in keys):
        return UNKNOWN
    return dict(zip(keys, values))


def _is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _signed(sign, value):
    if isinstance(sign, ast.Not) and isinstance(value, bool):
        return not value
    if not _is_number(value):
        return UNKNOWN
    return {ast.USub: -value, ast.UAdd: value}.get(type(sign), UNKNOWN)


def _computed(kind, left, right):
    texts = isinstance(left, str) and isinstance(right, str) and kind is ast.Add
    if texts and len(left) + len(right) <= _MAX_TEXT:
        return left + right
    if not _is_number(left) or not _is_number(right):
        return UNKNOWN
    # Small ones only, for these make large numbers quickly.
    is_small = isinstance(left, int) and isinstance(right, int) and abs(left) <= 1_024 and 0 <= right <= 64
    act = _OPERATORS.get(kind) or (_POWERS.get(kind) if is_small else None)
    try:
        return UNKNOWN if act is None else _plain(act(left, right))
    except (ArithmeticError, TypeError):
        return UNKNOWN


def _named(scope, node, depth):
    """A constant of the module, or a member of an Enum of it, which is its value in JSON."""
    from enums import member_value

    if isinstance(node, ast.Attribute):
        inner = node.value if node.attr == "value" else node
        if isinstance(inner, ast.Attribute):
            return member_value(scope, inner.value, inner.attr, depth)
        return UNKNOWN
    where, bound = scope.definition_of(node)
    if isinstance(bound, (ast.Assign, ast.AnnAssign)) and where.outer is None:
        return constant_of(where, bound.value, depth + 1)
    return UNKNOWN


def _empty_collection(scope, node):
    if node.args or node.keywords:
        return UNKNOWN
    empty = {"builtins.list": [], "builtins.dict": {}, "builtins.tuple": [], "builtins.set": []}
    return empty.get(scope.origin_of(node.func), UNKNOWN)

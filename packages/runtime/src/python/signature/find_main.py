"""Finds the function that a script has under the name `main`."""

import ast

from annotations import Place
from faults import Fault, fault_at

_MAX_STEPS = 10
# What leaves a function's parameters as they are.
_KNOWN_DECORATORS = ("functools.", "typing.", "typing_extensions.", "contextlib.")


class Main:
    def __init__(self, node, place):
        self.node = node
        self.place = place
        self.unpacked = None

    @property
    def is_generator(self):
        """Whether it yields, itself and not in a function inside of it."""
        return not isinstance(self.node, ast.Lambda) and any(_yields(one) for one in self.node.body)

    @property
    def decorators(self):
        """Decorators that may change how it is called."""
        named = [
            one.func if isinstance(one, ast.Call) else one
            for one in getattr(self.node, "decorator_list", [])
        ]
        origins = [(ast.unparse(one), self.place.scope.origin_of(one) or "") for one in named]
        return [shown for shown, origin in origins if not origin.startswith(_KNOWN_DECORATORS)]


def _yields(node):
    if isinstance(node, (ast.Yield, ast.YieldFrom)):
        return True
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
        return False
    return any(_yields(child) for child in ast.iter_child_nodes(node))


def find_main(source, scope):
    """The function; None if there is something under the name whose parameters cannot be known."""
    name = "main"
    for _ in range(_MAX_STEPS):
        where, node = scope.find(name)
        if where is None and not scope.has_star_import:
            raise Fault("The script has no function `main`.")
        if node is None or isinstance(node, ast.ClassDef):
            return None
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return Main(node, _place(scope, node))
        value = getattr(node, "value", None)
        if isinstance(value, ast.Lambda):
            return Main(value, Place(scope))
        if not isinstance(value, ast.Name):
            return _of_expression(source, node, value)
        name = value.id
    return None


def _of_expression(source, node, value):
    literals = (ast.Constant, ast.List, ast.Tuple, ast.Dict, ast.Set, ast.JoinedStr)
    if value is None or isinstance(value, literals):
        raise fault_at(source, node, "`main` is not a function that can be called.")
    return None


def _place(scope, node):
    """The function's place; its own type parameters are as open as what bounds them."""
    variables = {}
    for parameter in getattr(node, "type_params", []):
        bound = getattr(parameter, "bound", None)
        if isinstance(bound, ast.Tuple):
            bound = ast.Subscript(ast.Name("Union"), bound)
            variables[parameter.name] = (_TypingPlace(scope), bound)
        else:
            anything = ast.Name("object") if bound is None else bound
            variables[parameter.name] = (Place(scope), anything)
    return Place(scope, variables)


class _TypingPlace(Place):
    """A place where `Union` is that of typing, whatever the script imports."""

    def __init__(self, scope):
        super().__init__(_WithUnion(scope))


class _WithUnion:
    def __init__(self, scope):
        self._scope = scope

    def origin_of(self, node):
        return "typing.Union" if isinstance(node, ast.Name) and node.id == "Union" else self._scope.origin_of(node)

    def definition_of(self, node):
        return (None, None) if isinstance(node, ast.Name) and node.id == "Union" else self._scope.definition_of(node)

"""What the names of a script stand for, found by reading it from top to bottom."""

import ast
import builtins


class Scope:
    """Names of a module or of a class body: where each comes from, or the node that binds it."""

    def __init__(self, body, outer=None, prefix=""):
        self.outer = outer
        self.prefix = prefix
        self.imported = {}
        self.bound = {}
        self.has_star_import = False
        self._read(body)

    def _read(self, body):
        for node in body:
            self._read_statement(node)

    def _read_statement(self, node):
        if isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.asname or alias.name.split(".")[0]
                self._import(name, alias.name if alias.asname else name)
        elif isinstance(node, ast.ImportFrom):
            self._read_import_from(node)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            self._bind(node.name, node)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                self._bind_target(target, node)
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            self._bind_target(node.target, node)
        elif type(node).__name__ == "TypeAlias":
            self._bind(node.name.id, node)
        else:
            self._read_block(node)

    def _read_import_from(self, node):
        for alias in node.names:
            if alias.name == "*":
                self.has_star_import = True
            else:
                module = "." * node.level + (node.module or "")
                self._import(alias.asname or alias.name, f"{module}.{alias.name}")

    def _read_block(self, node):
        """The branches of a statement; what it most likely does is read last, and so wins."""
        if isinstance(node, ast.If):
            self._read(node.orelse)
            self._read(node.body)
        elif isinstance(node, ast.Try) or type(node).__name__ == "TryStar":
            for handler in node.handlers:
                self._read(handler.body)
            self._read(node.body)
            self._read(node.orelse)
            self._read(node.finalbody)
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            self._read(node.body)

    def _bind_target(self, target, node):
        if isinstance(target, ast.Name):
            self._bind(target.id, node)

    def _bind(self, name, node):
        self.imported.pop(name, None)
        self.bound[name] = node

    def _import(self, name, origin):
        self.bound.pop(name, None)
        self.imported[name] = origin

    def find(self, name):
        """The scope that has a name, and the node that binds it; the node is None for an import."""
        if name in self.bound:
            return self, self.bound[name]
        if name in self.imported:
            return self, None
        return (None, None) if self.outer is None else self.outer.find(name)

    def origin_of(self, node):
        """The dotted name that an expression has where it was made, as `typing.List`; or None."""
        if isinstance(node, ast.Attribute):
            outer = self.origin_of(node.value)
            return None if outer is None else f"{outer}.{node.attr}"
        if not isinstance(node, ast.Name):
            return None
        scope, bound = self.find(node.id)
        if scope is None:
            return f"builtins.{node.id}" if hasattr(builtins, node.id) else None
        return scope.imported.get(node.id) if bound is None else None

    def definition_of(self, node):
        """The scope and the node that define what an expression names; `(None, None)` if unknown."""
        if isinstance(node, ast.Name):
            scope, bound = self.find(node.id)
            return (scope, bound) if bound is not None else (None, None)
        if isinstance(node, ast.Attribute):
            scope, bound = self.definition_of(node.value)
            if isinstance(bound, ast.ClassDef):
                inner = class_scope(scope, bound)
                found = inner.bound.get(node.attr)
                return (inner, found) if found is not None else (None, None)
        return None, None


def class_scope(scope, node):
    """The names of a class body."""
    return Scope(node.body, scope, f"{scope.prefix}{node.name}.")

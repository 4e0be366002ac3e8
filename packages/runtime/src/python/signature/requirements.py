"""What a script needs beyond the standard library, by PEP 723's comment or by its imports."""

import ast
import re
import sys

from faults import Fault, fault_at

_BLOCK = re.compile(r"(?m)^# /// (?P<kind>[a-zA-Z0-9-]+)$\s(?P<content>(^#(| .*)$\s)+)^# ///$")
_SPECIFIER = re.compile(r"(>=|<=|==|!=|~=|>|<)\s*(\d+(?:\.\d+)*)(\.\*)?")
_ENTRY = re.compile(r"""(?ms)^(dependencies|requires-python)\s*=\s*(\[.*?\]|"[^"]*"|'[^']*')""")
_ALONE = "scripts run with the standard library alone"
# What every runner has beside it.
_OWN = "operate"


def refuse_requirements(source, tree):
    """Raises a Fault that names the first requirement which cannot be met."""
    for block in _BLOCK.finditer(source):
        if block["kind"] == "script":
            line = source.count("\n", 0, block.start()) + 1
            _refuse_metadata(_toml_of(block["content"], line), line)
    for node in _imports_at_start(tree):
        for name in _modules_of(source, node):
            if name not in (_OWN, *sys.stdlib_module_names) and not name.startswith("_"):
                raise fault_at(source, node, f"Cannot import {name}: {_ALONE}.")


def _toml_of(content, line):
    text = "".join(one[2:] if one.startswith("# ") else one[1:] for one in content.splitlines(True))
    try:
        return _loads(text)
    except (ValueError, SyntaxError) as error:
        raise Fault(f"The script's metadata is not TOML: {error}", line) from None


def _loads(text):
    try:
        import tomllib
    except ImportError:
        # Python 3.10 reads no TOML; lists and texts look the same in Python.
        return {found[1]: ast.literal_eval(found[2]) for found in _ENTRY.finditer(text)}
    return tomllib.loads(text)


def _refuse_metadata(metadata, line):
    needed = metadata.get("requires-python")
    if isinstance(needed, str) and not _takes_this_python(needed):
        running = ".".join(str(part) for part in sys.version_info[:3])
        raise Fault(f"The script requires Python {needed}; this is {running}.", line)
    requirements = metadata.get("dependencies", [])
    if not isinstance(requirements, list):
        raise Fault("`dependencies` in the script's metadata is not a list.", line)
    if requirements:
        raise Fault(f"The requirement {str(requirements[0])[:200]!r} cannot be met: {_ALONE}.", line)


def _takes_this_python(specifiers):
    return all(_holds(*match.groups()) for match in _SPECIFIER.finditer(specifiers))


def _holds(operator, text, wildcard):
    wanted = tuple(int(part) for part in text.split("."))
    running = tuple(sys.version_info[: max(len(wanted), 3)][:3])
    start = running[: len(wanted)]
    if operator == "~=":
        return running >= wanted and running[: len(wanted) - 1] == wanted[:-1]
    if operator in ("==", "!="):
        is_same = start == wanted if wildcard else running == (*wanted, 0, 0)[:3]
        return is_same == (operator == "==")
    return {
        ">=": running >= wanted,
        "<=": running <= (*wanted, 0, 0)[:3],
        ">": running > (*wanted, 0, 0)[:3],
        "<": running < (*wanted, 0, 0)[:3],
    }[operator]


def _imports_at_start(tree):
    """Imports that are surely done: not those that a condition or an error handler surrounds."""
    return [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]


def _modules_of(source, node):
    if isinstance(node, ast.Import):
        return [alias.name.partition(".")[0] for alias in node.names]
    if node.level > 0:
        raise fault_at(source, node, "A script belongs to no package; it cannot import relative to one.")
    return [node.module.partition(".")[0]]

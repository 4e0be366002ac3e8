"""What docstrings say of a function, of its parameters and of what it returns: the styles of Google,
of NumPy and of reStructuredText."""

import ast
import re
import textwrap

_MAX_LENGTH = 2_000
_PARAMETERS = {
    "args", "arguments", "parameters", "params", "attributes", "keyword args",
    "keyword arguments", "other parameters", "fields",
}
_RETURNS = {"returns", "return", "yields", "yield"}
_OTHERS = {"raises", "examples", "example", "notes", "note", "see also", "warnings", "todo", "references"}
_FIELD = re.compile(r":(\w+)\s*([^:]*):[ \t]*(.*)")
_GOOGLE_ITEM = re.compile(r"(\*{0,2}\w+)\s*(?:\([^)]*\))?\s*:\s*(.*)")
_NUMPY_ITEM = re.compile(r"(\*{0,2}\w+(?:\s*,\s*\*{0,2}\w+)*)\s*(?::.*)?$")


class Documentation:
    def __init__(self):
        self.description = None
        self.parameters = {}
        self.returns = None


def documentation_of(node):
    """Of a function or a class; empty without a docstring."""
    found = Documentation()
    text = ast.get_docstring(node, clean=True)
    if text is None:
        return found
    sections = _sections(text.splitlines())
    lines = [line for title, _, part in sections if title is None for line in part]
    found.description = cut("\n".join(_read_fields(lines, found)))
    for title, is_numpy, part in sections:
        if title in _PARAMETERS:
            _read_parameters(part, is_numpy, found.parameters)
        elif title in _RETURNS:
            found.returns = _read_returns(part, is_numpy)
    return found


def cut(text):
    """Without surrounding space; None for nothing."""
    trimmed = (text or "").strip()
    return trimmed[:_MAX_LENGTH] or None


def _sections(lines):
    """Parts as `(title, is NumPy, lines)`; the title is None for what stands before them."""
    sections = [(None, False, [])]
    at = 0
    while at < len(lines):
        name = lines[at].strip().rstrip(":").lower()
        is_known = name in _PARAMETERS | _RETURNS | _OTHERS and lines[at] == lines[at].lstrip()
        underline = lines[at + 1].strip() if at + 1 < len(lines) else ""
        if is_known and underline != "" and set(underline) == {"-"}:
            sections.append((name, True, []))
            at += 2
        elif is_known and lines[at].rstrip().endswith(":"):
            sections.append((name, False, []))
            at += 1
        else:
            sections[-1][2].append(lines[at])
            at += 1
    return sections


def _read_fields(lines, found):
    """Takes `:param x: …` and the like; hands back the other lines."""
    others, current = [], None
    for line in lines:
        match = _FIELD.match(line.strip())
        if match is not None:
            current = _field(match, found)
            current(match[3])
        elif current is not None and (line.startswith((" ", "\t")) and line.strip() != ""):
            current(line.strip())
        else:
            current = None
            others.append(line)
    return others


def _field(match, found):
    """What a field's text is given to."""
    kind, subject = match[1], match[2].split()
    if kind in ("param", "parameter", "arg", "argument", "key", "keyword", "ivar", "var") and subject:
        return lambda text: _append(found.parameters, subject[-1].lstrip("*\\"), text)
    if kind in ("return", "returns", "yield", "yields"):
        return lambda text: setattr(found, "returns", cut(f"{found.returns or ''} {text}"))
    return lambda text: None


def _append(descriptions, name, text):
    joined = cut(f"{descriptions.get(name, '')} {text}")
    if joined is not None:
        descriptions[name] = joined


def _read_parameters(lines, is_numpy, descriptions):
    pattern = _NUMPY_ITEM if is_numpy else _GOOGLE_ITEM
    names = []
    for line in textwrap.dedent("\n".join(lines)).splitlines():
        match = None if line.startswith((" ", "\t")) else pattern.match(line)
        if match is not None:
            names = [name.strip().lstrip("*") for name in match[1].split(",")]
        text = match[2] if match is not None and not is_numpy else line.strip()
        if match is None or not is_numpy:
            for name in names:
                _append(descriptions, name, text)


def _read_returns(lines, is_numpy):
    dedented = textwrap.dedent("\n".join(lines)).splitlines()
    if is_numpy:
        return cut(" ".join(line.strip() for line in dedented if line.startswith((" ", "\t"))))
    text = " ".join(line.strip() for line in dedented)
    match = re.match(r"[\w.\[\], |]+:\s+(.*)", text)
    return cut(match[1] if match is not None else text)

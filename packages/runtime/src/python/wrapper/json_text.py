"""What values become in JSON. Beyond what JSON has itself:

datetime, date and time are ISO 8601 texts, a timedelta is its seconds, Decimal, UUID and paths are
texts, an Enum is its value, bytes are base64, sets and other collections are lists, dataclasses and
mappings are objects.
"""

import base64
import json
import sys
from collections.abc import Collection, Mapping

# Nested as deeply as the server takes, and some more for what stands around it.
_MAX_DEPTH = 1_100


def to_json(value, what="The result of main"):
    """The text as bytes; raises what says why it has no form in JSON."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(limit + _MAX_DEPTH)
    try:
        return _encoded(value)
    except RecursionError:
        raise ValueError(f"{what} is too deeply nested to become JSON") from None
    except TypeError as error:
        raise TypeError(f"{what} cannot become JSON: {error}") from None
    except ValueError as error:
        raise ValueError(f"{what} cannot become JSON: {error}") from None
    finally:
        sys.setrecursionlimit(limit)


def from_json(text):
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(limit + _MAX_DEPTH)
    try:
        return _decode(text)
    finally:
        sys.setrecursionlimit(limit)


def _encoded(value):
    try:
        return _plain.encode(value).encode()
    except UnicodeEncodeError:
        # Half of a surrogate pair has a form in JSON only as an escape.
        return _escaping.encode(value).encode()


class _Encoder(json.JSONEncoder):
    def default(self, value):
        form = _form_of(value)
        if form is _NONE:
            raise TypeError(f"{type(value).__name__} has no form in JSON")
        return form


_NONE = object()


def _form_of(value):
    if _is(value, "enum", "Enum"):
        # First, since a Flag is a collection too.
        return value.value
    if isinstance(value, Mapping):
        return dict(value)
    if hasattr(type(value), "__dataclass_fields__"):
        fields = sys.modules["dataclasses"].fields(value)
        return {field.name: getattr(value, field.name) for field in fields}
    if isinstance(value, (bytes, bytearray, memoryview)):
        return base64.b64encode(value).decode()
    if isinstance(value, Collection):
        return list(value)
    return _text_or_number(value)


def _text_or_number(value):
    if _is(value, "datetime", "date", "time"):
        return value.isoformat()
    if _is(value, "datetime", "timedelta"):
        return value.total_seconds()
    if _is(value, "decimal", "Decimal") or _is(value, "uuid", "UUID"):
        return str(value)
    if _is(value, "pathlib", "PurePath"):
        return str(value)
    return _NONE


def _is(value, module, *names):
    """Whether a value is of one of these classes; their module need not be loaded for it."""
    loaded = sys.modules.get(module)
    return loaded is not None and isinstance(value, tuple(getattr(loaded, name) for name in names))


_options = {"separators": (",", ":"), "allow_nan": False}
_plain = _Encoder(ensure_ascii=False, **_options)
_escaping = _Encoder(ensure_ascii=True, **_options)
_decode = json.loads

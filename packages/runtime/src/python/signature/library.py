"""What types of the standard library are in JSON."""

LISTS = {
    "list", "List", "Sequence", "MutableSequence", "Iterable", "Collection", "Reversible", "Container",
    "deque", "Deque", "UserList", "ValuesView", "array",
}
STREAMS = {"Generator", "Iterator", "AsyncGenerator", "AsyncIterator", "AsyncIterable"}
SETS = {"set", "Set", "frozenset", "FrozenSet", "AbstractSet", "MutableSet", "KeysView"}
TUPLES = {"tuple", "Tuple"}
MAPPINGS = {
    "dict", "Dict", "Mapping", "MutableMapping", "OrderedDict", "defaultdict", "DefaultDict", "ChainMap",
    "Counter", "UserDict",
}
# What stands around a type and says nothing of its JSON.
WRAPPERS = {"Final", "ClassVar", "Required", "NotRequired", "ReadOnly", "Awaitable", "InitVar"}
# Whether a value of it has no form in JSON; else it may be anything.
GENERICS = {
    **dict.fromkeys(("Any", "object", "AnyStr", "Hashable", "Self", "NoReturn", "Never", "TypeVar"), False),
    **dict.fromkeys(("Callable", "type", "Type", "ItemsView", "Pattern", "Match", "IO", "TextIO", "BinaryIO"), True),
}

_TEXT = {"type": "string"}
_BYTES = {"type": "string", "contentEncoding": "base64"}


def _decimal(walk):
    """Text keeps all digits; a number can be sent as well."""
    schema = {"type": ["string", "number"]} if walk.is_input else _TEXT
    return schema, "a text or a number; make it a Decimal with Decimal(str(…))"


# Schema, and as what an argument arrives if it is not what the annotation says.
SIMPLE = {
    "builtins.str": (_TEXT, None),
    "builtins.int": ({"type": "integer"}, None),
    "builtins.float": ({"type": "number"}, None),
    "builtins.bool": ({"type": "boolean"}, None),
    "builtins.bytes": (_BYTES, "base64 text; make it bytes with base64.b64decode(…)"),
    "builtins.bytearray": (_BYTES, "base64 text; make it bytes with base64.b64decode(…)"),
    "typing.Text": (_TEXT, None),
    "typing.LiteralString": (_TEXT, None),
    "typing_extensions.LiteralString": (_TEXT, None),
    "types.NoneType": ({"type": "null"}, None),
    "numbers.Number": ({"type": "number"}, None),
    "numbers.Real": ({"type": "number"}, None),
    "numbers.Integral": ({"type": "integer"}, None),
    "datetime.datetime": (
        {"type": "string", "format": "date-time"},
        "text; make it a datetime with datetime.fromisoformat(…)",
    ),
    "datetime.date": ({"type": "string", "format": "date"}, "text; make it a date with date.fromisoformat(…)"),
    "datetime.time": ({"type": "string", "format": "time"}, "text; make it a time with time.fromisoformat(…)"),
    "datetime.timedelta": ({"type": "number"}, "a number of seconds; make it one with timedelta(seconds=…)"),
    "decimal.Decimal": _decimal,
    "uuid.UUID": ({"type": "string", "format": "uuid"}, "text; make it a UUID with UUID(…)"),
    "pathlib.Path": (_TEXT, "text; make it a Path with Path(…)"),
    "pathlib.PurePath": (_TEXT, "text; make it a path with PurePath(…)"),
    "pathlib.PurePosixPath": (_TEXT, "text; make it a path with PurePosixPath(…)"),
}

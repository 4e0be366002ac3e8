"""What the server is told of an exception: name, message, stack of the script, public attributes."""

from json_text import to_json

_UNPRINTABLE = b'{"error":{"name":"Error","message":"Something unprintable was raised"}}'
_OUT_OF_MEMORY = "The script needed more memory than its process may have"
_STANDARD = {"name", "message", "stack"}


def failure_text(error, source_file):
    """`{"error": …}` as bytes for any exception; never raises."""
    try:
        return b'{"error":' + _describe(error, source_file) + b"}"
    except BaseException:
        return _UNPRINTABLE


def _describe(error, source_file):
    folder = source_file[: source_file.rindex("/") + 1]
    fields = {"name": type(error).__name__, "message": _message_of(error).replace(folder, "")}
    stack = _attempt(lambda: _stack_of(error, source_file))
    if stack is not None:
        fields["stack"] = stack.replace(folder, "")
    return _joined([*fields.items(), *_attributes_of(error)])


def _message_of(error):
    text = str(error)
    return _OUT_OF_MEMORY if text == "" and isinstance(error, MemoryError) else text


def _joined(fields):
    parts = []
    for name, value in fields:
        text = _attempt(lambda: to_json(value))
        if text is not None:
            parts.append(to_json(name) + b":" + text)
    return b"{" + b",".join(parts) + b"}"


def _attributes_of(error):
    attributes = _attempt(lambda: dict(vars(error))) or {}
    return [
        (name, value)
        for name, value in attributes.items()
        if isinstance(name, str) and not name.startswith("_") and name not in _STANDARD
    ]


def _stack_of(error, source_file):
    """The traceback with the frames of the script alone; None if it has none."""
    import traceback

    report = traceback.TracebackException.from_exception(error)
    found = _keep_script(report, source_file, set())
    return "".join(report.format()).rstrip("\n") if found else None


def _keep_script(report, source_file, seen):
    if report is None or id(report) in seen:
        return False
    seen.add(id(report))
    frames = [frame for frame in report.stack if frame.filename == source_file]
    is_syntax = getattr(report, "filename", None) == source_file
    report.stack[:] = frames
    related = [report.__cause__, report.__context__, *(getattr(report, "exceptions", None) or [])]
    inner = [_keep_script(other, source_file, seen) for other in related]
    return bool(frames) or is_syntax or any(inner)


def _attempt(read):
    try:
        return read()
    except Exception:
        return None

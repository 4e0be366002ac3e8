"""Makes JSON of what `main` returned: awaited, and item by item where it is a stream."""

from json_text import to_json


def result_text(returned, stream):
    """The result's text as bytes; `stream` takes each item of a generator or other iterator."""
    if hasattr(returned, "__await__") or hasattr(returned, "__aiter__"):
        import asyncio

        return asyncio.run(_finish(returned, stream))
    return _text_of(returned, stream)


def awaited(returned):
    """What a function returned, awaited if need be."""
    if not hasattr(returned, "__await__"):
        return returned
    import asyncio

    async def wait():
        return await returned

    return asyncio.run(wait())


async def _finish(returned, stream):
    value = await returned if hasattr(returned, "__await__") else returned
    if not hasattr(value, "__aiter__"):
        return _text_of(value, stream)
    items = []
    async for item in value:
        items.append(to_json(item))
        await stream.send_async(items[-1])
    return _listed(items)


def _text_of(value, stream):
    if not hasattr(value, "__next__"):
        return to_json(value)
    items = []
    for item in value:
        items.append(to_json(item))
        stream.send(items[-1])
    return _listed(items)


def _listed(items):
    return b"[" + b",".join(items) + b"]"

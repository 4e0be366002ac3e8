"""Puts arguments given by name where a function takes them."""

import inspect

_Parameter = inspect.Parameter


def plan_of(function):
    """The parameters of a function in order; None if it does not tell them."""
    try:
        return list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return None


def bind_arguments(plan, given):
    """Positional and named arguments for a call.

    Names that the function does not take are left out, unless it takes any. A missing argument is
    left to its default, or to Python's own error. What `*rest` takes is spread, if it is a list.
    """
    if plan is None:
        return [], given
    positional, named, taken = [], {}, set()
    rest = next((p.name for p in plan if p.kind is _Parameter.VAR_POSITIONAL), None)
    spread = _as_list(given[rest]) if rest is not None and rest in given else []
    for parameter in plan:
        name, kind = parameter.name, parameter.kind
        by_place = kind is _Parameter.POSITIONAL_ONLY or (
            kind is _Parameter.POSITIONAL_OR_KEYWORD and len(spread) > 0
        )
        if kind is _Parameter.VAR_POSITIONAL:
            taken.add(name)
            positional.extend(spread)
        elif kind is _Parameter.VAR_KEYWORD:
            named.update({key: value for key, value in given.items() if key not in taken})
        elif by_place:
            taken.add(name)
            if name not in given and parameter.default is _Parameter.empty:
                # What follows would slip into its place.
                return positional, {}
            positional.append(given[name] if name in given else parameter.default)
        else:
            taken.add(name)
            if name in given:
                named[name] = given[name]
    return positional, named


def _as_list(value):
    return value if isinstance(value, list) else [value]
